import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { MarketHistory } from "../../src/gateway/history";
import { accessOf, addToken, note } from "../../src/gateway/tokens";
import { describeWithServer, rowsAt, serverForTests } from "../batch/queue/server";
import { emptyFolder, hashcell } from "../cli/command";
import { statementsOn } from "./statements";

// Backup and restore of a gateway, and what else docs/gateway.md says to type.

const PAGE = "docs/gateway.md";
const folder = emptyFolder();
// The server may run as another user.
chmodSync(folder, 0o755);
const own = "own.site7.power_price";

describeWithServer("docs/gateway.md", () => {
  const tests = serverForTests();
  const tables = ["series", "source", "observation", "report", "token", "audit"] as const;

  test("a backup restored into an empty database has everything, and goes on from there", async () => {
    const address = await tests.server.emptyDatabase("before");
    const before = new MarketHistory(address);
    await before.migrate();
    await before.declare({ name: own, label: "Power", unit: "USD/kWh", numberFormat: "0.00" });
    const point = { asOf: Date.UTC(2026, 0, 1), fetchedAt: Date.UTC(2026, 1, 1), quality: "cached" } as const;
    const values = [-0, 5e-324, 0.1 + 0.2];
    for (const value of values) await before.add(own, [{ ...point, value, source: "meter \\N" }]);
    await before.reports.keep({ route: "kraken.price", report: {}, fetchedAt: point.asOf, source: "Kraken" });
    const token = await addToken(before, { name: "finance", scopes: ["read", `write:${own}`] });
    await note(before, { token: 1, what: "import", about: "3 added" });
    await before.close();

    const place = join(dirname(tests.server.folder), "backup");
    mkdirSync(place);
    chmodSync(place, 0o777);
    const run = (target: string, block: string) =>
      rowsAt(target, statementsOn(PAGE, block, place).join(";\n"));
    expect(statementsOn(PAGE, "backup", place)).toHaveLength(tables.length + 2);
    await run(address, "backup");
    const target = await tests.server.emptyDatabase("after");
    expect(hashcell(folder, ["migrate", "--database", target]).status).toBe(0);
    await run(target, "restore");

    const contents = async (database: string) => {
      const found: Record<string, unknown> = {};
      for (const table of tables)
        found[table] = await rowsAt(database, `select * from hashcell_market.${table} order by 1`);
      return found;
    };
    const kept = await contents(target);
    expect(kept).toEqual(await contents(address));
    for (const table of tables) expect(kept[table]).not.toEqual([]);

    const after = new MarketHistory(target);
    expect(await accessOf(after, token)).toMatchObject({ name: "finance" });
    expect(await after.add(own, [{ ...point, value: 7, source: "invoice" }])).toEqual({ added: 1, known: 0 });
    expect((await after.latest([own])).get(own)?.value).toBe(7);
    await after.declare({ name: "own.next", label: "Next", unit: "USD", numberFormat: "0" });
    await addToken(after, { name: "next", scopes: ["read"] });
    await after.close();
  });

  test("the folder of a gateway may be copied", () => {
    const run = (...words: string[]) => hashcell(folder, words);
    expect(run("migrate", "--data", "market").status).toBe(0);
    expect(
      run("series", "declare", own, "--label", "Power", "--unit", "USD/kWh", "--data", "market").status,
    ).toBe(0);
    writeFileSync(join(folder, "meter.csv"), "as of,value\n2026-01-31,0.05\n");
    expect(run("series", "add", own, "meter.csv", "--data", "market").status).toBe(0);
    const listed = run("series", "list", "--json", "--data", "market");
    expect(spawnSync("cp", ["-a", "market", "backup"], { cwd: folder }).status).toBe(0);
    expect(run("series", "list", "--json", "--data", "backup")).toEqual(listed);
    expect(JSON.parse(listed.stdout)).toMatchObject([{ name: own, rows: 1 }]);
  });

  test("its file of three rows can be added, and the audit log says what was done", async () => {
    const text = readFileSync(PAGE, "utf8");
    const address = await tests.server.emptyDatabase("log");
    const run = (...words: string[]) => hashcell(folder, [...words, "--database", address]);
    expect(run("migrate").status).toBe(0);
    expect(run("series", "declare", own, "--label", "Power", "--unit", "USD/kWh").status).toBe(0);
    const [, rows = ""] = /```\n(as of,value [^`]*)```/.exec(text) ?? [];
    writeFileSync(join(folder, "three.csv"), rows);
    expect(run("series", "add", own, "three.csv").stdout).toBe(`3 rows are added to ${own}.\n`);
    const history = new MarketHistory(address);
    await addToken(history, { name: "finance", scopes: ["read"] });
    await note(history, { token: 1, what: "access refused", about: "GET /metrics" });
    await history.close();
    const log = JSON.parse(run("token", "log", "--json").stdout) as {
      at: string;
      by?: string;
      what: string;
    }[];
    expect(log.map(({ by, what }) => [by, what])).toEqual([
      [undefined, "series declared"],
      [undefined, "import"],
      [undefined, "token added"],
      ["finance", "access refused"],
    ]);
    for (const { at } of log) expect(Math.abs(Date.now() - Date.parse(at))).toBeLessThan(3_600_000);
  });
});
