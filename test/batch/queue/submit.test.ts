import fc from "fast-check";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as later } from "node:timers/promises";
import { QUEUE_SCHEMA } from "../../../src/batch/queue/database";
import { runId } from "../../../src/batch/queue/jobs";
import { computedHere, keyOf, planOf, sitesOf, throughQueue } from "./queuedRun";
import { describeWithServer, serverForTests, startedWorker, type Running } from "./server";

// What comes out of a queue, whatever happens to workers, database and jobs on the way.

const folder = realpathSync(mkdtempSync(join(tmpdir(), "hashcell-runs-")));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describeWithServer("a run through a queue", () => {
  const tests = serverForTests();
  const at = (name: string) => ({ address: tests.server.address, folder, name });
  const jobs = () => tests.server.rows<{ state: string }>(`select state from ${QUEUE_SCHEMA}.job`);

  test("400 jobs come out once each, with workers killed and the database restarted", async () => {
    const [plan, sites] = [planOf(1, 8000), sitesOf(400)];
    const [workers, killed]: [Running[], Running[]] = [[], []];
    const begin = async () => void workers.push(await startedWorker(tests.server.address));
    await Promise.all([begin(), begin()]);
    const run = throughQueue(at("killed"), { plan, sites, size: 1 });
    const resultsIn = async () =>
      Number((await tests.server.rows<{ n: string }>("select count(*) as n from hashcell.result"))[0]?.n);
    const waits = fc.sample(fc.integer({ min: 4, max: 24 }), { numRuns: 5, seed: 400 });
    for (const [index, wait] of waits.entries()) {
      const next = (await resultsIn()) + wait;
      if (next > 400) throw new Error("the jobs are too short: all are done before the workers are killed");
      while ((await resultsIn()) < next) await later(20);
      for (const victim of workers.splice(0, 1)) {
        await victim.stop("SIGKILL");
        killed.push(victim);
      }
      if (index === 2) {
        await tests.server.stop();
        await later(1500);
        await tests.server.startAgain();
      }
      await begin();
    }
    const { text } = await run;
    expect(text).toBe(computedHere(plan, sites).text);
    const rows = await tests.server.rows<{ key: string; sites: number }>(
      "select key, sites from hashcell.result where run = $1",
      [runId(plan)],
    );
    expect(rows.map(({ key }) => key).sort()).toEqual(sites.map((site) => keyOf(plan, [site])).sort());
    // None was counted twice: those that ended after they were written are counted by none.
    const done = [...killed, ...workers].flatMap((worker) => worker.events("done").map(({ job }) => job));
    expect(new Set(done).size).toBe(done.length);
    expect(done.length).toBeLessThanOrEqual(400);
    for (const worker of workers) expect((await worker.stop()).code).toBe(0);
    expect(await jobs()).toEqual([]);
  });
});
