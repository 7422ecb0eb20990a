import fc from "fast-check";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as later } from "node:timers/promises";
import { hashOfSites, sha256 } from "../../../src/batch/job";
import { QueueDatabase, QUEUE_SCHEMA } from "../../../src/batch/queue/database";
import { jobQueue, runId } from "../../../src/batch/queue/jobs";
import { PostgresJobs } from "../../../src/batch/queue/postgresJobs";
import { packed, packedText } from "../../../src/batch/queue/packing";
import { queueState, retried } from "../../../src/batch/queue/state";
import { computedHere, keyOf, planOf, sitesOf, throughQueue, version } from "./queuedRun";
import { describeWithServer, serverForTests, startedWorker, type Running } from "./server";

// What comes out of a queue, whatever happens to workers, database and jobs on the way.

const folder = realpathSync(mkdtempSync(join(tmpdir(), "hashcell-runs-")));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describeWithServer("a run through a queue", () => {
  const tests = serverForTests();
  const at = (name: string) => ({ address: tests.server.address, folder, name });
  const using = async (use: (database: QueueDatabase, store: PostgresJobs) => Promise<void>) => {
    const database = new QueueDatabase(tests.server.address);
    await use(database, new PostgresJobs(database));
    await database.close();
  };
  /** Waits until jobs are in the queue. */
  const waiting = async (...keys: string[]) => {
    const found = () => tests.server.rows(`select id from ${QUEUE_SCHEMA}.job where id = any($1)`, [keys]);
    while ((await found()).length < keys.length) await later(20);
  };
  const forgotten = () => tests.server.rows(`delete from ${QUEUE_SCHEMA}.job`);
  const jobs = () => tests.server.rows<{ state: string }>(`select state from ${QUEUE_SCHEMA}.job`);
  /** Waits until the queue is empty: the results of a job are there a moment before it is gone. */
  const emptied = async () => {
    while ((await jobs()).some(({ state }) => state !== "failed")) await later(50);
    expect(await jobs()).toEqual([]);
  };

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
    // What was killed between the results of a job and its end, another worker ends.
    await emptied();
    for (const worker of workers) expect((await worker.stop()).code).toBe(0);
    // None was counted twice: those that ended after they were written are counted by none.
    const done = [...killed, ...workers].flatMap((worker) => worker.events("done").map(({ job }) => job));
    expect(new Set(done).size).toBe(done.length);
    expect(done.length).toBeLessThanOrEqual(400);
  });

  test("sites that were altered in the queue are refused, and the run goes on once that is mended", async () => {
    const [plan, sites] = [planOf(2), sitesOf(4)];
    const run = throughQueue(at("altered"), { plan, sites, size: 2 });
    const [first = "", second = ""] = [sites.slice(0, 2), sites.slice(2)].map((part) => keyOf(plan, part));
    await waiting(first, second);
    const edit = (key: string, sites: string) =>
      tests.server.rows(
        `update ${QUEUE_SCHEMA}.job set data = jsonb_set(data, '{sites}', to_jsonb($2::text)) where id = $1`,
        [key, sites],
      );
    await edit(first, await packed(sites.slice(1, 3)));
    await edit(second, "no sites at all");
    const worker = await startedWorker(tests.server.address);
    await expect(run).rejects.toThrow(
      `the job of rows 1 to 2 (${first}) failed: the sites of the job are not those that it is named after`,
    );
    expect(worker.events("alarm")).toMatchObject([{ job: first, level: 50 }]);
    // What may pass is tried three times.
    await worker.says(/"failed".*/);
    await using(async (database, store) => {
      while ((await queueState(database, store, version)).failed.length < 2) await later(50);
      const { failed } = await queueState(database, store, version);
      expect(failed.map(({ job, rows }) => ({ job, rows }))).toEqual([
        { job: second, rows: "rows 3 to 4" },
        { job: first, rows: "rows 1 to 2" },
      ]);
      while (worker.events("failed").length < 3) await later(20);
      expect(await tests.server.rows("select * from hashcell.result where run = $1", [runId(plan)])).toEqual(
        [],
      );
      // Tried again unchanged it fails again, which ends.
      expect(await retried(store, version, first.slice(0, 8).toUpperCase())).toBe(1);
      while ((await queueState(database, store, version)).failed.length < 2) await later(50);
      expect(await retried(store, version, "nothing")).toBe(0);
    });
    await edit(first, await packed(sites.slice(0, 2)));
    await edit(second, await packed(sites.slice(2)));
    const { text } = await throughQueue(at("altered"), { plan, sites, size: 2 });
    expect(text).toBe(computedHere(plan, sites).text);
    await worker.stop();
    expect(await jobs()).toEqual([]);
  });

  test("a run that was altered in the database is refused", async () => {
    const [plan, sites] = [planOf(3), sitesOf(1)];
    const run = throughQueue(at("plan"), { plan, sites, size: 1 });
    await waiting(keyOf(plan, sites));
    await tests.server.rows("update hashcell.run set plan = replace(plan, 'npv', 'irr') where id = $1", [
      runId(plan),
    ]);
    const worker = await startedWorker(tests.server.address);
    await expect(run).rejects.toThrow("the run of the job was changed in the database after it was begun");
    await worker.stop();
    await forgotten();
  });

  test("a worker of another version refuses a job, and never sees a queue of that version", async () => {
    const [plan, sites] = [{ ...planOf(4), version: "0.0.1" }, sitesOf(1)];
    const data = { version: "0.0.1", run: runId(plan), first: 1, rows: 1, sites: await packed(sites) };
    const worker = await startedWorker(tests.server.address);
    await using(async (database, store) => {
      const theirs = await jobQueue(store, "0.0.1");
      await theirs.add("value", data, { jobId: keyOf(plan, sites) });
      const ours = await jobQueue(store, version);
      await ours.add("value", data, { jobId: keyOf(plan, sites) });
      await worker.says("job refused");
      const why = `the job is of Hashcell 0.0.1, and this worker is ${version}: use the same version on all machines`;
      expect(worker.events("refused")).toMatchObject([{ why }]);
      while ((await queueState(database, store, version)).failed.length === 0) await later(50);
      expect(await queueState(database, store, version)).toMatchObject({
        failed: [{ why, rows: "row 1" }],
        otherVersions: [{ version: "0.0.1", waiting: 1 }],
      });
      await theirs.close();
      await ours.close();
    });
    await worker.stop();
    await forgotten();
  });

  test("results that were altered in the database are found, and computed again once they are deleted", async () => {
    const [plan, sites] = [planOf(5), sitesOf(6)];
    const worker = await startedWorker(tests.server.address);
    const { text } = await throughQueue(at("first"), { plan, sites, size: 2 });
    await emptied();
    const key = keyOf(plan, sites.slice(2, 4));
    const message = `the results of rows 3 to 4 in the database are not those that a worker wrote: delete from hashcell.result where key = '${key}' has them computed again`;
    for (const [name, change] of [
      ["body", "body = '\\x00'"],
      [
        "other text",
        `body = (select body from hashcell.result where key = '${keyOf(plan, sites.slice(4))}')`,
      ],
      ["models", "models = repeat('0', 64)"],
    ] as const) {
      await tests.server.rows(`update hashcell.result set ${change} where key = $1`, [key]);
      await expect(throughQueue(at(name), { plan, sites, size: 2 })).rejects.toThrow(message);
      await tests.server.rows("delete from hashcell.result where key = $1", [key]);
      expect((await throughQueue(at(name), { plan, sites, size: 2 })).text).toBe(text);
      await emptied();
    }
    await worker.stop();
    // Of twelve jobs three were done again, and the others came from the database.
    expect(worker.events("done")).toHaveLength(6);
  });

  test("other results for the same key are an alarm, and overwrite nothing", async () => {
    // A job of some seconds.
    const [plan, sites] = [planOf(6, 100_000), sitesOf(24)];
    const key = keyOf(plan, sites);
    const worker = await startedWorker(tests.server.address);
    const run = throughQueue(at("alarm"), { plan, sites, size: 24 });
    while (!(await jobs()).some(({ state }) => state === "active")) await later(5);
    // Another worker is faster, and wrong.
    const text = "Site 1,1\n";
    await tests.server.rows(
      `insert into hashcell.result (key, run, body, sha256, models, sites, lines, failed, worker, seconds)
       values ($1, $2, $3, $4, $5, 1, 1, 0, 'other', 1)`,
      [key, runId(plan), Buffer.from(packedText(text)), sha256(text), hashOfSites(sites)],
    );
    // The results are there before the worker has others.
    expect(await run).toMatchObject({ text, disputed: [] });
    await worker.says("job gave other results than before");
    const computed = computedHere(plan, sites).results;
    expect(await tests.server.rows("select key, kept, other from hashcell.alarm")).toEqual([
      { key, kept: sha256(text), other: computed },
    ]);
    await using(async (database, store) => {
      expect((await queueState(database, store, version)).alarms).toMatchObject([{ job: key }]);
    });
    // Whoever takes these results hears of it, until they are deleted and computed again.
    const again = (name: string, own = sites) => throughQueue(at(name), { plan, sites: own, size: 24 });
    const { disputed } = await again("disputed");
    expect(disputed).toEqual([
      { job: key, rows: "rows 1 to 24", worker: "other", others: [expect.stringMatching(/-\d+$/)] },
    ]);
    // Other sites under the same plan have nothing to do with it.
    expect((await again("other sites", sitesOf(3))).disputed).toEqual([]);
    await tests.server.rows("delete from hashcell.result where key = $1", [key]);
    await forgotten();
    const { text: computedText } = computedHere(plan, sites);
    expect(await again("computed again")).toMatchObject({ text: computedText, disputed: [] });
    // What is in the output counts, not what the database has by now.
    expect(await again("disputed")).toMatchObject({ text, disputed: [{ job: key, rows: "rows 1 to 24" }] });
    await worker.stop();
    await forgotten();
  });

  test("a job whose worker is not heard of is stuck, one that is done before is not done again", async () => {
    const [plan, sites] = [planOf(7), sitesOf(2)];
    const run = throughQueue(at("stuck"), { plan, sites, size: 1 });
    const keys = sites.map((site) => keyOf(plan, [site]));
    await waiting(...keys);
    await tests.server.rows(
      `update ${QUEUE_SCHEMA}.job set state = 'active', processed_by = 'gone', processed_at_ms = 0, locked_until_ms = 0
       where id = $1`,
      [keys[0]],
    );
    await using(async (database, store) => {
      const { stuck, counts, workers } = await queueState(database, store, version);
      expect(stuck).toMatchObject([{ job: keys[0], rows: "row 1" }]);
      expect({ ...counts, results: 0 }).toEqual({ waiting: 1, active: 1, delayed: 0, failed: 0, results: 0 });
      expect(workers).toBe(0);
    });
    // Workers take it back in some seconds, as they do those of the killed ones above; here it goes back at once.
    await tests.server.rows(`update ${QUEUE_SCHEMA}.job set state = 'waiting', locked_until_ms = null`);
    const worker = await startedWorker(tests.server.address);
    const { text } = await run;
    expect(text).toBe(computedHere(plan, sites).text);
    await using(async (_, store) => {
      const queue = await jobQueue(store, version);
      const data = { version, run: runId(plan), first: 1, rows: 1, sites: await packed(sites.slice(0, 1)) };
      await queue.add("value", data, { jobId: keys[0] ?? "" });
      await worker.says("job was done before");
      await queue.close();
    });
    await worker.stop();
    expect(worker.events("done").map(({ job }) => job)).toHaveLength(2);
  });

  test("a queue that was emptied is said, and filled by the same command", async () => {
    const [plan, sites] = [planOf(8), sitesOf(2)];
    const run = throughQueue(at("emptied"), { plan, sites, size: 2 });
    await waiting(keyOf(plan, sites));
    await forgotten();
    await expect(run).rejects.toThrow(
      `the job of rows 1 to 2 (${keyOf(plan, sites)}) is gone from the queue, without results`,
    );
    const worker = await startedWorker(tests.server.address);
    const { text } = await throughQueue(at("emptied"), { plan, sites, size: 2 });
    expect(text).toBe(computedHere(plan, sites).text);
    await worker.stop();
  });
});
