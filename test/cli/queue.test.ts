import { once } from "node:events";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as later } from "node:timers/promises";
import { describeWithServer, freePort, Running, serverForTests, startedWorker } from "../batch/queue/server";
import { emptyFolder, hashcell } from "./command";

// The queue as its users have it: through the command.

const folder = emptyFolder();
const run = (...words: string[]) => hashcell(folder, words);
const path = (name: string) => join(folder, name);
const read = (name: string) => readFileSync(path(name), "utf8");

const head = "site,btc price,difficulty,hashrate,efficiency,power price,capex,months,subsidy";
const csv = (count: number) =>
  [
    head,
    ...Array.from(
      { length: count },
      (_, index) => `Site ${index + 1},60000,1e14,${200 + index},17.5,0.05,3000,36,3.125`,
    ),
  ].join("\n");

writeFileSync(path("sites.csv"), csv(30));

describeWithServer("hashcell batch --queue", () => {
  const tests = serverForTests();
  const batch = (output: string, ...words: string[]) =>
    run("batch", "sites.csv", "-o", output, "--queue", tests.server.folder, "--quiet", ...words);

  test("gives the bytes of a run in process, which verify confirms, from a folder or an address", async () => {
    await startedWorker(tests.server.address);
    await startedWorker(tests.server.folder);
    const words = ["--paths", "20000"];
    expect(batch("queued.csv", ...words)).toEqual({ status: 0, stdout: "", stderr: "" });
    expect(run("batch", "sites.csv", "-o", "here.csv", "--quiet", ...words).status).toBe(0);
    expect(read("queued.csv")).toBe(read("here.csv"));
    expect(run("verify", "queued.csv.run.json").status).toBe(0);
    // The results are in the database: another run of the same takes them from there.
    const at = await tests.server.rows("select key, at from hashcell.result order by key");
    expect(batch("again.csv", ...words).status).toBe(0);
    expect(read("again.csv")).toBe(read("here.csv"));
    expect(await tests.server.rows("select key, at from hashcell.result order by key")).toEqual(at);
  });

  test("long simulations go through the queue in parts, and leave no parts behind", async () => {
    writeFileSync(path("one.csv"), csv(1));
    await startedWorker(tests.server.folder);
    const words = ["--paths", "150000", "--quiet"];
    expect(run("batch", "one.csv", "-o", "long.csv", "--queue", tests.server.folder, ...words).stderr).toBe(
      "",
    );
    expect(run("batch", "one.csv", "-o", "longHere.csv", ...words).stderr).toBe("");
    expect(read("long.csv")).toBe(read("longHere.csv"));
    expect(
      await tests.server.rows("select key from hashcell.result where octet_length(body) > 10000"),
    ).toEqual([]);
  });

  test("says which results came out differently when computed again, and keeps what is in dispute", async () => {
    await startedWorker(tests.server.folder);
    writeFileSync(path("long.csv"), csv(1));
    const words = ["batch", "long.csv", "-o", "disputed.csv", "--queue", tests.server.folder];
    const paths = ["--paths", "150000", "--seed", "3", "--quiet"];
    // A part is computed, and then again by a worker that is wrong, before all of them are put together.
    const begun = Running.start([...words, ...paths], folder);
    const disputed = () =>
      tests.server.rows<{ key: string }>(
        `insert into hashcell.alarm (key, kept, other, worker)
         select key, sha256, 'b', 'wrong-1' from hashcell.result where octet_length(body) > 10000 limit 1
         returning key`,
      );
    let key: string | undefined;
    while (key === undefined && begun.process.exitCode === null)
      [{ key } = { key: undefined }] = await disputed();
    const { code } = await begun.ended;
    expect([code, key]).toEqual([1, expect.any(String)]);
    expect(begun.faults[0]).toMatch(
      new RegExp(
        String.raw`^hashcell: row \d came out differently when computed again: disputed\.csv has those of \S+-\d+, and wrong-1 got others \(job ${key}\)$`,
      ),
    );
    expect(begun.faults[1]).toMatch(/^hashcell: hashcell verify disputed\.csv\.run\.json tells whether/);
    const kept = "select key from hashcell.result where octet_length(body) > 10000";
    expect(await tests.server.rows(kept)).toEqual([{ key }]);
    expect(run("verify", "disputed.csv.run.json").status).toBe(0);
    const again = run(...words, ...paths.slice(0, 4), "--json", "--force");
    expect(again.status).toBe(1);
    expect(JSON.parse(again.stdout)).toMatchObject({ disputed: [{ job: key, others: ["wrong-1"] }] });
    // What the message says ends it, and nothing is left.
    await tests.server.rows("delete from hashcell.alarm where key = $1", [key]);
    expect(run(...words, ...paths, "--force")).toEqual({ status: 0, stdout: "", stderr: "" });
    expect(await tests.server.rows(kept)).toEqual([]);
  });

  test("stopped by Ctrl+C it says so, and goes on; without workers it says that there are none", async () => {
    const words = ["batch", "sites.csv", "-o", "stopped.csv", "--queue", tests.server.folder, "--seed", "2"];
    const first = Running.start(words, folder);
    await first.says(/no worker of Hashcell [\d.]+ is connected to the queue: hashcell worker --queue/);
    const state = run("queue", "--queue", tests.server.folder);
    expect(state.stdout).toMatch(/Jobs that wait +1\n/);
    expect(state.stdout).toMatch(/No worker of Hashcell [\d.]+ is connected/);
    expect((await first.stop()).code).toBe(130);
    expect(first.faults.join("\n")).toContain(
      "stopped after 0 of 30 sites; the same command goes on from there",
    );
    await startedWorker(tests.server.folder);
    expect(run(...words).stdout.replace(/\s+/g, " ")).toContain(
      "stopped.csv has the results of 30 sites of sites.csv in 30 lines.",
    );
  });

  test("while the database is away they wait, and Ctrl+C ends them", async () => {
    const worker = await startedWorker(tests.server.address);
    const stubborn = await startedWorker(tests.server.address);
    const active = () => tests.server.rows("select id from hashcell_queue.job where state = 'active'");
    // What a worker that was killed has left, these take back.
    while ((await active()).length > 0) await later(50);
    const words = ["batch", "sites.csv", "-o", "away.csv", "--queue", tests.server.address, "--seed", "3"];
    const submitter = Running.start([...words, "--paths", "60000"], folder);
    while ((await active()).length < 2) await later(10);
    await tests.server.stop();
    await submitter.says("hashcell: the database does not answer");
    expect((await submitter.stop()).code).toBe(130);
    await stubborn.says("database does not answer");
    stubborn.process.kill("SIGINT");
    await stubborn.says("a second Ctrl+C stops it at once");
    expect(await stubborn.stop()).toEqual({ code: null, signal: "SIGINT" });
    // However often it tries, it says little.
    await later(3000);
    expect(worker.lines.length).toBeLessThan(12);
    await tests.server.startAgain();
    await worker.says("database answers again");
    expect(run(...words, "--paths", "60000", "--quiet").status).toBe(0);
    expect((await worker.stop()).code).toBe(0);
    expect(read("away.csv").split("\n")).toHaveLength(32);
  });

  test("a worker serves metrics and its health", async () => {
    const port = await freePort();
    const worker = await startedWorker(tests.server.address, "--metrics-port", String(port));
    const get = async (place: string) => {
      const answer = await fetch(`http://127.0.0.1:${port}${place}`);
      return { status: answer.status, text: await answer.text() };
    };
    expect(batch("metrics.csv", "--seed", "4").status).toBe(0);
    await worker.says("job done");
    const { status, text } = await get("/metrics");
    expect(status).toBe(200);
    const version = run("--version").stdout.trim();
    const value = (name: string) => Number(new RegExp(`^${name} (.*)$`, "m").exec(text)?.[1]);
    expect(value(`hashcell_worker_jobs_total{result="done",version="${version}"}`)).toBe(1);
    expect(value(`hashcell_worker_sites_total{version="${version}"}`)).toBe(30);
    expect(value(`hashcell_worker_job_seconds_count{version="${version}"}`)).toBe(1);
    expect(value(`hashcell_queue_jobs{state="wait",version="${version}"}`)).toBe(0);
    expect(value(`hashcell_queue_workers{version="${version}"}`)).toBe(1);
    const [{ count } = { count: "" }] = await tests.server.rows<{ count: string }>(
      "select count(*) as count from hashcell.result",
    );
    expect(value(`hashcell_results{version="${version}"}`)).toBe(Number(count));
    expect(await get("/health")).toEqual({ status: 200, text: `ok, Hashcell ${version}\n` });
    expect((await get("/else")).status).toBe(404);
    const taken = run("worker", "--queue", tests.server.address, "--metrics-port", String(port));
    expect(taken.status).toBe(6);
    expect(taken.stderr).toMatch(
      new RegExp(`^hashcell: cannot serve metrics at 127.0.0.1:${port}: .*EADDRINUSE`),
    );
    await tests.server.stop();
    expect(await get("/health")).toEqual({ status: 503, text: "the database does not answer\n" });
    expect((await get("/metrics")).status).toBe(503);
    await tests.server.startAgain();
    while ((await get("/health")).status !== 200) await later(50);
    expect((await worker.stop()).code).toBe(0);
  });

  test("a failed job is shown with its reason, and tried again by its name", async () => {
    const words = ["batch", "sites.csv", "-o", "failed.csv", "--queue", tests.server.folder, "--seed", "5"];
    const submitter = Running.start(words, folder);
    const plans = (from: string, to: string) =>
      tests.server.rows(
        "update hashcell.run set plan = replace(plan, $1, $2) where plan like '%\"seed\":5%'",
        [from, to],
      );
    await submitter.says("no worker of Hashcell");
    await plans('"npv"', '"npw"');
    const worker = await startedWorker(tests.server.folder);
    expect((await submitter.ended).code).toBe(5);
    const reason = "the run of the job was changed in the database after it was begun";
    expect(submitter.faults.join("\n")).toMatch(
      new RegExp(`the job of rows 1 to 31 \\(\\w{64}\\) failed: ${reason}; the same command tries it again`),
    );
    const state = run("queue", "--queue", tests.server.folder);
    expect(state.status).toBe(1);
    const [, job = ""] = new RegExp(`^ *(\\w{12}) +rows 1 to 31 +${reason}$`, "m").exec(state.stdout) ?? [];
    await plans('"npw"', '"npv"');
    await worker.stop();
    await startedWorker(tests.server.folder);
    expect(run("queue", "--queue", tests.server.folder, "--retry", job).stdout).toBe(
      "1 job is in the queue again.\n",
    );
    expect(run("queue", "--queue", tests.server.folder, "--retry", "ffff")).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("no failed job is named ffff") as string,
    });
    expect(run(...words, "--quiet").status).toBe(0);
    expect(run("queue", "--queue", tests.server.folder).status).toBe(0);
  });

  test.each([
    [
      "an address of another kind",
      "redis://me:secret@host/0",
      "a queue is a PostgreSQL server, as postgres://user:password@host/database; got redis://...@host/0; a Redis for the jobs goes beside it, with --redis",
    ],
    [
      "a folder without a server",
      "nowhere",
      "no server runs in nowhere: hashcell queue --serve nowhere starts one",
    ],
    [
      "a port where nothing listens",
      "postgres://me@127.0.0.1:1/hashcell",
      "the database cannot be reached: connect ECONNREFUSED 127.0.0.1:1",
    ],
    ["an address that is none", "postgres://me@:port", "the database cannot be reached"],
  ])("%s is refused", (_, queue, message) => {
    for (const words of [["batch", "sites.csv", "-o", "none.csv"], ["worker"]]) {
      const said = run(...words, "--queue", queue);
      expect(said.status).toBe(6);
      expect(said.stderr).toContain(`hashcell: ${message}`);
      expect(said.stderr).not.toContain("secret");
    }
    expect(existsSync(path("none.csv.part"))).toBe(false);
  });

  test("a database that is not prepared is refused, until it is migrated", async () => {
    const address = await tests.server.emptyDatabase("bare");
    for (const words of [["batch", "sites.csv", "-o", "bare.csv"], ["worker"], ["queue"]])
      expect(run(...words, "--queue", address)).toMatchObject({
        status: 6,
        stderr: "hashcell: the database is not prepared: hashcell migrate does it, once\n",
      });
    expect(run("migrate", "--queue", address)).toMatchObject({
      status: 0,
      stdout: "The database is prepared: version 1.\n",
    });
    expect(run("migrate", "--queue", address).stdout).toBe("The database is up to date, version 1.\n");
    expect(run("migrate", "--queue", address, "--quiet").stdout).toBe("");
    // A password on the command line is seen by all; in a file it is not.
    writeFileSync(path("queue.secret"), `${address}\n`);
    expect(run("queue", "--queue", "queue.secret", "--json").status).toBe(0);
  });

  test("a server says what is in its way", async () => {
    const { folder: served } = tests.server;
    const inUse = run("queue", "--serve", served);
    expect(inUse.status).toBe(6);
    const [, process_ = ""] =
      /already, as process (\d+): use it as it is, or end it with kill -INT/.exec(inUse.stderr) ?? [];
    expect(Number(process_)).toBe(
      Number(readFileSync(join(served, "data/postmaster.pid"), "utf8").split("\n")[0]),
    );
    const taken = createServer().listen(0, "127.0.0.1");
    await once(taken, "listening");
    const place = taken.address();
    const port = typeof place === "object" && place !== null ? place.port : 0;
    const other = join(served, "../other");
    const noPort = run("queue", "--serve", other, "--port", String(port));
    expect(noPort.status).toBe(6);
    expect(noPort.stderr).toContain("does not start");
    expect(noPort.stderr).toContain("Address already in use");
    taken.close();
    expect(run("queue").stderr).toContain("say which queue: --queue ADDRESS, or --serve FOLDER to run one");
  });

  test("a server that was killed leaves one that can be used, and that the next start takes the place of", async () => {
    const other = join(tests.server.folder, "../killed");
    const left = () => Number(readFileSync(join(other, "data/postmaster.pid"), "utf8").split("\n")[0]);
    const served = async () => {
      const serving = Running.start(["queue", "--serve", other]);
      await serving.says("Stop it with Ctrl+C");
      return serving;
    };
    await (await served()).stop("SIGKILL");
    expect(run("queue", "--queue", other).status).toBe(0);
    const before = left();
    const next = await served();
    expect(left()).not.toBe(before);
    expect(run("queue", "--queue", other).status).toBe(0);
    await next.stop("SIGKILL");
    process.kill(left(), "SIGINT");
    while (existsSync(join(other, "data/postmaster.pid"))) await later(20);
    // The file with the address is still there.
    expect(run("queue", "--queue", other)).toMatchObject({
      status: 6,
      stderr: expect.stringContaining(`no server runs in ${other}`) as string,
    });
    const again = await served();
    expect(run("queue", "--queue", other).status).toBe(0);
    expect((await again.stop()).code).toBe(0);
    expect(existsSync(join(other, "address"))).toBe(false);
    rmSync(join(other, "secret"));
    expect(run("queue", "--serve", other).stderr).toContain("its password, the file secret, is gone");
  });
});
