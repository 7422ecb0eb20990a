import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as later } from "node:timers/promises";
import { QueueDatabase } from "../../../src/batch/queue/database";
import { jobQueue, queueName, runId } from "../../../src/batch/queue/jobs";
import { packed } from "../../../src/batch/queue/packing";
import { PostgresJobs } from "../../../src/batch/queue/postgresJobs";
import { RedisJobs } from "../../../src/batch/queue/redisJobs";
import { elsewhere, queueState, retried } from "../../../src/batch/queue/state";
import { hashcell } from "../../cli/command";
import { computedHere, keyOf, planOf, sitesOf, throughQueue, version } from "./queuedRun";
import { TestRedis, describeWithRedis, endRedis } from "./redisServer";
import { Running, freePort, serverForTests, startedWorker } from "./server";

// What comes out of a queue whose jobs go through Redis, whatever happens to workers and Redis on the way.

const folder = realpathSync(mkdtempSync(join(tmpdir(), "hashcell-redis-")));
const run = (...words: string[]) => hashcell(folder, words);

describeWithRedis("jobs in Redis", () => {
  const tests = serverForTests();
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await TestRedis.start();
    writeFileSync(join(folder, "redis.secret"), `${redis.address}\n`);
    const rows = Array.from(
      { length: 30 },
      (_, index) => `Site ${index},60000,1e14,${200 + index},17.5,0.05,3000,36,3.125`,
    );
    const head = "site,btc price,difficulty,hashrate,efficiency,power price,capex,months,subsidy";
    writeFileSync(join(folder, "sites.csv"), [head, ...rows].join("\n"));
  });
  afterAll(async () => {
    await endRedis();
    rmSync(folder, { recursive: true, force: true });
  });
  afterEach(() => redis.client((client) => client.flushall()));

  const store = () => new RedisJobs(redis.address);
  const at = (name: string) => ({ address: tests.server.address, redis: store(), folder, name });
  const begin = () => startedWorker(tests.server.address, "--redis", redis.address);
  const withDatabase = async <T>(use: (database: QueueDatabase) => Promise<T>): Promise<T> => {
    const database = new QueueDatabase(tests.server.address);
    try {
      return await use(database);
    } finally {
      await database.close();
    }
  };
  const state = () => withDatabase((database) => queueState(database, store(), version));
  const jobPlace = (key: string) => `hashcell:${queueName(version)}:${key}`;
  const waiting = (...keys: string[]) =>
    redis.client(async (client) => {
      while ((await client.exists(keys.map(jobPlace))) < keys.length) await later(20);
    });
  const resultsIn = async () =>
    Number((await tests.server.rows<{ n: string }>("select count(*) as n from hashcell.result"))[0]?.n);

  test("40 jobs come out once each, with a worker killed and Redis restarted", async () => {
    const [plan, sites] = [planOf(1, 20_000), sitesOf(40)];
    const [victim, worker] = await Promise.all([begin(), begin()]);
    const done = throughQueue(at("killed"), { plan, sites, size: 1 });
    while ((await resultsIn()) < 4) await later(5);
    await victim.stop("SIGKILL");
    await redis.stop();
    if ((await resultsIn()) >= 39) throw new Error("the jobs are too short: all are done before Redis stops");
    await worker.says("Redis does not answer");
    await redis.startAgain();
    await worker.says("Redis answers again");
    const { text } = await done;
    expect(text).toBe(computedHere(plan, sites).text);
    const rows = await tests.server.rows<{ key: string }>("select key from hashcell.result where run = $1", [
      runId(plan),
    ]);
    expect(rows.map(({ key }) => key).sort()).toEqual(sites.map((site) => keyOf(plan, [site])).sort());
    // The jobs never were in the database.
    expect(await tests.server.rows("select id from hashcell_queue.job")).toEqual([]);
    // What was killed between the results of a job and its end, the other worker ends.
    const left = async () => {
      const { waiting, active, delayed } = (await state()).counts;
      return waiting + active + delayed;
    };
    while ((await left()) > 0) await later(50);
    expect((await state()).counts).toMatchObject({ failed: 0 });
    expect((await worker.stop()).code).toBe(0);
    const counted = [victim, worker].flatMap((each) => each.events("done").map(({ job }) => job));
    expect(new Set(counted).size).toBe(counted.length);
  });

  test("failed jobs are shown with their reasons, and tried again", async () => {
    const [plan, sites] = [planOf(2), sitesOf(4)];
    const left = throughQueue(at("altered"), { plan, sites, size: 2 });
    const [first = "", second = ""] = [sites.slice(0, 2), sites.slice(2)].map((part) => keyOf(plan, part));
    await waiting(first, second);
    const edit = (key: string, text: string) =>
      redis.client(async (client) => {
        const data = JSON.parse((await client.hget(jobPlace(key), "data")) ?? "") as object;
        await client.hset(jobPlace(key), "data", JSON.stringify({ ...data, sites: text }));
      });
    await edit(first, await packed(sites.slice(1, 3)));
    await edit(second, "no sites at all");
    const worker = await begin();
    const why = "the sites of the job are not those that it is named after";
    await expect(left).rejects.toThrow(`the job of rows 1 to 2 (${first}) failed: ${why}`);
    while ((await state()).failed.length < 2) await later(50);
    const { failed, counts, workers, stuck } = await state();
    expect(failed.map(({ job, rows }) => ({ job, rows }))).toEqual([
      { job: second, rows: "rows 3 to 4" },
      { job: first, rows: "rows 1 to 2" },
    ]);
    expect(failed[1]?.why).toBe(why);
    expect({ counts, workers, stuck }).toMatchObject({
      counts: { waiting: 0, active: 0, delayed: 0, failed: 2 },
      workers: 1,
      stuck: [],
    });
    const shown = run("queue", "--queue", tests.server.folder, "--redis", "redis.secret");
    expect(shown.status).toBe(1);
    expect(shown.stdout).toContain(`${first.slice(0, 12)}  rows 1 to 2  ${why}`);
    expect(await retried(store(), version, "nothing")).toBe(0);
    expect(await retried(store(), version, first.slice(0, 8).toUpperCase())).toBe(1);
    while ((await state()).failed.length < 2) await later(50);
    await edit(first, await packed(sites.slice(0, 2)));
    await edit(second, await packed(sites.slice(2)));
    expect(
      run("queue", "--queue", tests.server.folder, "--redis", "redis.secret", "--retry", "all").stdout,
    ).toBe("2 jobs are in the queue again.\n");
    // Given again, the run finds them done.
    const { text } = await throughQueue(at("altered"), { plan, sites, size: 2 });
    expect(text).toBe(computedHere(plan, sites).text);
    await worker.stop();
  });

  test("jobs that failed go into the queue again with their run", async () => {
    const [plan, sites] = [planOf(3), sitesOf(1)];
    const key = keyOf(plan, sites);
    const left = throughQueue(at("again"), { plan, sites, size: 1 });
    await waiting(key);
    await tests.server.rows("update hashcell.run set plan = replace(plan, 'npv', 'irr') where id = $1", [
      runId(plan),
    ]);
    const worker = await begin();
    await expect(left).rejects.toThrow("the run of the job was changed in the database after it was begun");
    await tests.server.rows("update hashcell.run set plan = replace(plan, 'irr', 'npv') where id = $1", [
      runId(plan),
    ]);
    await worker.stop();
    await begin();
    expect((await throughQueue(at("again"), { plan, sites, size: 1 })).text).toBe(
      computedHere(plan, sites).text,
    );
  });

  test("jobs that Redis lost are said to be gone, and given again by the same command", async () => {
    const [plan, sites] = [planOf(5), sitesOf(1)];
    const key = keyOf(plan, sites);
    const left = throughQueue(at("lost"), { plan, sites, size: 1 });
    await waiting(key);
    await redis.client((client) => client.flushall());
    await expect(left).rejects.toThrow(`the job of row 1 (${key}) is gone from the queue, without results`);
    await begin();
    const { text } = await throughQueue(at("lost"), { plan, sites, size: 1 });
    expect(text).toBe(computedHere(plan, sites).text);
  });

  test("a job whose worker is not heard of is stuck, and one of another version is seen by none", async () => {
    const [plan, sites] = [planOf(4), sitesOf(1)];
    const key = keyOf(plan, sites);
    const data = { version, run: runId(plan), first: 1, rows: 1, sites: await packed(sites) };
    const ours = await jobQueue(store(), version);
    const theirs = await jobQueue(store(), "0.0.1");
    await ours.add("value", data, { jobId: key });
    await theirs.add("value", { ...data, version: "0.0.1" }, { jobId: key });
    await theirs.add("value", { ...data, version: "0.0.1" }, { jobId: "later", delay: 100_000 });
    const list = (name: string) => `hashcell:${queueName(version)}:${name}`;
    await redis.client((client) => client.rpoplpush(list("wait"), list("active")));
    const begunBefore = (seconds: number, isLocked: boolean) =>
      redis.client(async (client) => {
        await client.hset(jobPlace(key), "processedOn", Date.now() - seconds * 1000);
        if (!isLocked) await client.del(`${jobPlace(key)}:lock`);
        else await client.set(`${jobPlace(key)}:lock`, "token");
      });
    await begunBefore(60, true);
    expect((await state()).stuck).toEqual([]);
    await begunBefore(60, false);
    expect((await state()).stuck).toMatchObject([{ job: key, rows: "row 1", seconds: 60 }]);
    await begunBefore(700, true);
    expect(await state()).toMatchObject({
      stuck: [{ job: key, rows: "row 1", seconds: 700 }],
      counts: { waiting: 0, active: 1 },
      workers: 0,
      otherVersions: [{ version: "0.0.1", waiting: 2 }],
    });
    await Promise.all([ours.close(), theirs.close()]);
  });

  test("hashcell queue shows workers and jobs that go without Redis, and batch says that they never meet", async () => {
    await startedWorker(tests.server.address);
    const words = ["batch", "sites.csv", "-o", "none.csv", "--queue", tests.server.folder];
    const submitter = Running.start([...words, "--redis", redis.address], folder);
    await submitter.says(
      /no worker of Hashcell [\d.]+ is connected .* hashcell worker --queue \.\.\. --redis \.\.\. starts one, .* started without --redis does not see these jobs/,
    );
    const shown = run("queue", "--queue", tests.server.folder, "--redis", redis.address);
    expect(shown.stdout.replace(/\s+/g, " ")).toContain(
      "Without --redis 1 worker takes jobs from the database, where 0 jobs wait: they never meet what goes through Redis.",
    );
    const json = run("queue", "--queue", tests.server.folder, "--redis", redis.address, "--json");
    expect(JSON.parse(json.stdout)).toMatchObject({
      counts: { waiting: 1 },
      workers: 0,
      inDatabase: { waiting: 0, workers: 1 },
    });
    await withDatabase(async (database) => {
      expect(await elsewhere(new PostgresJobs(database), version)).toEqual({ waiting: 0, workers: 1 });
    });
    await begin();
    expect((await submitter.ended).code).toBe(0);
    expect(run("batch", "sites.csv", "-o", "here.csv", "--quiet").status).toBe(0);
    expect(readFileSync(join(folder, "none.csv"))).toEqual(readFileSync(join(folder, "here.csv")));
  });

  test("while Redis is away batch and workers wait, say so, and Ctrl+C ends them; a worker's health tells", async () => {
    const port = await freePort();
    const worker = await startedWorker(
      tests.server.address,
      "--redis",
      redis.address,
      "--metrics-port",
      String(port),
    );
    const health = async () => {
      const answer = await fetch(`http://127.0.0.1:${port}/health`);
      return { status: answer.status, text: await answer.text() };
    };
    const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    expect(text).toMatch(/^hashcell_queue_workers\{.*\} 1$/m);
    expect(await health()).toMatchObject({ status: 200 });
    const words = ["batch", "sites.csv", "-o", "away.csv", "--queue", tests.server.folder, "--seed", "3"];
    await redis.stop();
    await worker.says("Redis does not answer");
    expect(await health()).toEqual({
      status: 503,
      text: expect.stringMatching(/^Redis does not answer: .*\n$/) as string,
    });
    expect(run(...words, "--redis", redis.address)).toMatchObject({
      status: 6,
      stderr: `hashcell: Redis does not answer: connect ECONNREFUSED 127.0.0.1:${redis.port}\n`,
    });
    await redis.startAgain();
    await worker.says("Redis answers again");
    await worker.stop();
    const submitter = Running.start([...words, "--redis", "redis.secret"], folder);
    await submitter.says("no worker of Hashcell");
    const patient = Running.start(
      [...words.slice(0, 3), "waits.csv", ...words.slice(4), "--redis", redis.address],
      folder,
    );
    await patient.says("no worker of Hashcell");
    await redis.stop();
    await Promise.all([submitter.says("hashcell: Redis does not answer"), patient.says("waiting for it")]);
    expect((await submitter.stop()).code).toBe(130);
    await redis.startAgain();
    await patient.says("hashcell: Redis answers again");
    const other = await begin();
    expect((await patient.ended).code).toBe(0);
    expect((await other.stop()).code).toBe(0);
  });

  test("a queue is opened once Redis answers, unless nobody waits any more", async () => {
    await redis.stop();
    const heard: string[] = [];
    const patient = new RedisJobs(redis.address, (what, error) =>
      heard.push(what === "away" && error instanceof Error ? error.message : what),
    );
    const given = new AbortController();
    const left = jobQueue(patient, version, given.signal);
    const opened = jobQueue(patient, version);
    while (heard.length < 2) await later(20);
    given.abort();
    await expect(left).rejects.toThrow("Redis does not answer");
    await redis.startAgain();
    const queue = await opened;
    expect(await queue.getWaitingCount()).toBe(0);
    await queue.close();
    const away = `Redis does not answer: connect ECONNREFUSED 127.0.0.1:${redis.port}`;
    expect(heard).toEqual([away, away, "back"]);
  });

  test("a Redis that would lose jobs, or refuses, is said", async () => {
    const evicts = await TestRedis.start("--maxmemory", "10mb", "--maxmemory-policy", "volatile-lru");
    const cluster = await TestRedis.start("--cluster-enabled", "yes").catch(() => undefined);
    expect(run("worker", "--queue", tests.server.folder, "--redis", evicts.address)).toMatchObject({
      status: 6,
      stderr:
        "hashcell: the Redis drops keys when its memory is full (maxmemory-policy volatile-lru), and jobs would be lost: set maxmemory-policy to noeviction\n",
    });
    if (cluster === undefined) throw new Error("no Redis of a cluster could be started");
    await expect(new RedisJobs(cluster.address.replace("/2", "")).check()).rejects.toThrow(
      "the Redis is one of a cluster, which a queue cannot use: give the address of a single one",
    );
    // One that is full says so, and the run can go on once it has room.
    const full = await TestRedis.start("--maxmemory", "1");
    await expect(
      throughQueue(
        { ...at("full"), redis: new RedisJobs(full.address) },
        { plan: planOf(9), sites: sitesOf(1), size: 1 },
      ),
    ).rejects.toThrow(/^Redis refuses what the queue asks: OOM /);
    await evicts.stop();
    await cluster.stop();
    await full.stop();
  });

  test.each([
    [
      "an address of another kind",
      "http://me:secret@host",
      "a Redis is given as redis://user:password@host:6379; got http://...@host",
    ],
    [
      "an address that is none",
      "redis://me:secret@:port",
      "a Redis is given as redis://user:password@host:6379; got redis://...@:port",
    ],
    [
      "a file that is not there",
      "nowhere",
      "nowhere must be a file that holds the address of a Redis, as redis://user:password@host:6379, and nothing else",
    ],
    ["a file with something else", "sites.csv", "sites.csv must be a file that holds the address of a Redis"],
    [
      "a port where nothing listens",
      "redis://me:secret@127.0.0.1:1",
      "Redis does not answer: connect ECONNREFUSED 127.0.0.1:1",
    ],
    ["a wrong password", "wrong password", "Redis refuses what the queue asks: WRONGPASS"],
  ])("%s is refused", (_, given, message) => {
    const address = given === "wrong password" ? `redis://:secret@127.0.0.1:${redis.port}` : given;
    for (const words of [["batch", "sites.csv", "-o", "bad.csv"], ["worker"], ["queue"]]) {
      const said = run(...words, "--queue", tests.server.folder, "--redis", address);
      expect(said.status).toBe(6);
      expect(said.stderr).toContain(`hashcell: ${message}`);
      expect(said.stderr).not.toContain("secret");
    }
  });

  test("--redis without --queue is refused", () => {
    expect(run("batch", "sites.csv", "-o", "bad.csv", "--redis", redis.address)).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("give it with --queue") as string,
    });
  });
});
