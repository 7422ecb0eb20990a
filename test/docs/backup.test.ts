import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describeWithServer, serverForTests, startedWorker } from "../batch/queue/server";
import { emptyFolder, hashcell } from "../cli/command";
import { statementsOn } from "./statements";

// Backup and restore as docs/queue.md says them.

const folder = emptyFolder();

const statements = (block: string, place: string) => statementsOn("docs/queue.md", block, place);

describeWithServer("a backup", () => {
  const tests = serverForTests();

  test("restored after the schemas are dropped gives equal answers, without a worker", async () => {
    const rows = Array.from(
      { length: 40 },
      (_, index) => `Site ${index + 1},60000,1e14,${200 + index},17.5,0.05,3000,36,3.125`,
    );
    const head = "site,btc price,difficulty,hashrate,efficiency,power price,capex,months,subsidy";
    writeFileSync(join(folder, "sites.csv"), [head, ...rows].join("\n"));
    const batch = (output: string) =>
      hashcell(folder, [
        "batch",
        "sites.csv",
        "-o",
        output,
        "--paths",
        "2000",
        "--quiet",
        "--queue",
        tests.server.folder,
      ]);
    const worker = await startedWorker(tests.server.folder);
    expect(batch("before.csv")).toMatchObject({ status: 0, stderr: "" });
    await worker.stop();
    const contents = async () => [
      await tests.server.rows("select * from hashcell.run order by id"),
      await tests.server.rows("select * from hashcell.result order by key"),
      await tests.server.rows("select key, kept, other, worker, at from hashcell.alarm"),
    ];
    await tests.server.rows(
      "insert into hashcell.alarm (key, kept, other, worker) values ('a', 'b', 'c', 'd')",
    );
    const before = await contents();

    const place = join(dirname(tests.server.folder), "backup");
    mkdirSync(place);
    // The server may run as another user.
    chmodSync(place, 0o777);
    expect(statements("backup", place)).toHaveLength(3);
    for (const statement of statements("backup", place)) await tests.server.rows(statement);
    await tests.server.rows("drop schema hashcell cascade");
    await tests.server.rows("drop schema hashcell_queue cascade");
    expect(batch("between.csv").stderr).toContain("the database is not prepared");
    expect(hashcell(folder, ["migrate", "--queue", tests.server.folder]).status).toBe(0);
    for (const statement of statements("restore", place)) await tests.server.rows(statement);

    expect(await contents()).toEqual(before);
    expect(batch("after.csv")).toMatchObject({ status: 0, stderr: "" });
    expect(readFileSync(join(folder, "after.csv"), "utf8")).toBe(
      readFileSync(join(folder, "before.csv"), "utf8"),
    );
  });
});
