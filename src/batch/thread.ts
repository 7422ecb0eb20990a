import { worker, type CsvFormat } from "./job";
import type { Plan } from "./plan";

// A thread that does jobs. What it is to do is in the last argument, as text: the threads' own library is bundled apart.

export interface ThreadData {
  readonly plan: Plan;
  readonly csv: CsvFormat | undefined;
}

// A site without a payback is no fault: where an error came from takes longer to write down than the site to value.
Error.stackTraceLimit = 0;

const { plan, csv } = JSON.parse(process.argv.at(-1) ?? "") as ThreadData;

export default worker(plan, csv);
