import { readFileSync } from "node:fs";
import { join } from "node:path";
import { hashOfSites, worker } from "../../../src/batch/job";
import { Journal } from "../../../src/batch/journal";
import type { Plan } from "../../../src/batch/plan";
import { QueueDatabase } from "../../../src/batch/queue/database";
import { jobKey, runId } from "../../../src/batch/queue/jobs";
import { PostgresJobs } from "../../../src/batch/queue/postgresJobs";
import type { RedisJobs } from "../../../src/batch/queue/redisJobs";
import { runQueued, type Disputed } from "../../../src/batch/queue/submit";
import { siteText } from "../../../src/batch/siteRow";
import type { AssumptionKey } from "../../../src/core/cashflow/assumptions";
import type { Settings } from "../../../src/core/cashflow/block";

// A run of a few sites through a queue, without the command.

const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
export { version };

/** Simulated on so many paths. */
export const planOf = (seed: number, paths = 0): Plan => ({
  version,
  metrics: ["npv"],
  paths,
  percentiles: paths === 0 ? [] : [5, 50],
  seed,
  scenarios: undefined,
  market: undefined,
});

/** The assumptions of a site, of which no two are alike. */
const assumptionsOf = (index: number): Partial<Record<AssumptionKey, number>> => ({
  btcPrice: 60_000,
  difficulty: 1e14,
  hashrateTh: 200 + index,
  jPerTh: 17.5,
  usdPerKwh: 0.05,
  capex: 3000,
  months: 36,
  subsidy: 3.125,
});

/** Sites as texts. */
export const sitesOf = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => {
    const settings: Settings = new Map();
    for (const [key, value] of Object.entries(assumptionsOf(index)))
      settings.set(key as AssumptionKey, { value, source: "given", currency: undefined });
    return siteText({ name: `Site ${index + 1}`, settings });
  });

/** What the sites give, computed here. */
export const computedHere = (plan: Plan, sites: readonly string[]) =>
  worker(plan, undefined)({ first: 1, rows: sites.length, sites });

export const keyOf = (plan: Plan, sites: readonly string[]) => jobKey(runId(plan), hashOfSites(sites));

interface Told {
  readonly text: string;
  readonly noWorkers: boolean;
  readonly disputed: readonly Disputed[];
}

/** Runs sites through a queue; gives the lines of results. */
export async function throughQueue(
  options: { address: string; redis?: RedisJobs; folder: string; name: string },
  {
    plan,
    sites,
    size,
    signal = new AbortController().signal,
  }: {
    plan: Plan;
    sites: readonly string[];
    size: number;
    signal?: AbortSignal;
  },
): Promise<Told> {
  const { address, redis, folder, name } = options;
  const path = join(folder, name);
  const database = new QueueDatabase(address);
  const head = { version, input: "input", plan: runId(plan), size };
  const journal = await Journal.open(path, head, "", false);
  let noWorkers = false;
  try {
    const disputed = await runQueued({
      source: { kind: "table", path: "", sites, sha256: "" },
      plan,
      size,
      journal,
      database,
      store: redis ?? new PostgresJobs(database),
      signal,
      told: () => undefined,
      noWorkers: () => (noWorkers = true),
    });
    return { text: readFileSync(await journal.finish(), "utf8"), noWorkers, disputed };
  } finally {
    await journal.close();
    await database.close();
  }
}
