import { worker, type CsvFormat } from "./job";
import type { Plan } from "./plan";

// A thread that does jobs. What it is to do is in the last argument, as text: the threads' own library is bundled apart.

export interface ThreadData {
  readonly plan: Plan;
  readonly csv: CsvFormat | undefined;
}

const { plan, csv } = JSON.parse(process.argv.at(-1) ?? "") as ThreadData;

export default worker(plan, csv);
