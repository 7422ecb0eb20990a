import { spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as later } from "node:timers/promises";
import { MarketHistory } from "../../src/gateway/history";
import { accessOf, note } from "../../src/gateway/tokens";
import { describeWithServer, rowsAt, Running, serverForTests } from "../batch/queue/server";
import { emptyFolder, hashcell } from "./command";

// Series and tokens of a gateway, and the preparation of its database, as whoever looks after it has them.

const folder = emptyFolder();
chmodSync(folder, 0o755);
const own = "own.site7.power_price";
const csv = (name: string, rows: readonly string[]) =>
  writeFileSync(join(folder, name), ["as of,value (USD/kWh)", ...rows, ""].join("\n"));

/** Rows of a value a minute. */
const minutes = (count: number) =>
  Array.from(
    { length: count },
    (_, minute) => `${new Date(minute * 60_000 + 1.5e12).toISOString()},${minute}`,
  );

describeWithServer("the database of a gateway", () => {
  const tests = serverForTests();
  const run = (...words: string[]) => hashcell(folder, words);
  let count = 0;
  const empty = () => tests.server.emptyDatabase(`gateway${++count}`);
  const prepared = async () => {
    const address = await empty();
    expect(run("migrate", "--database", address, "--quiet")).toEqual({ status: 0, stdout: "", stderr: "" });
    return address;
  };
  const declared = async () => {
    const address = await prepared();
    const words = ["--label", "Power price of site 7", "--unit", "USD/kWh", "--format", "0.0000"];
    expect(run("series", "declare", own, ...words, "--database", address)).toEqual({
      status: 0,
      stdout: `${own} is declared: Power price of site 7, in USD/kWh, shown as 0.0000.\n`,
      stderr: "",
    });
    return address;
  };
  const valuesAt = async (address: string) =>
    (
      await rowsAt<{ value: number }>(address, "select value from hashcell_market.observation order by id")
    ).map(({ value }) => value);
  const logAt = async (address: string) =>
    (
      await rowsAt<{ what: string; about: string }>(
        address,
        "select what, about from hashcell_market.audit order by id",
      )
    ).map(({ what, about }) => `${what}: ${about}`);

  describe("hashcell migrate", () => {
    test("prepares it once, at an address, from a file or from the environment", async () => {
      const address = await empty();
      writeFileSync(join(folder, "address"), `${address}\n`);
      const list = ["series", "list", "--database", "address"];
      expect(run(...list)).toEqual({
        status: 6,
        stdout: "",
        stderr:
          "hashcell: the database is not prepared for a gateway of this version of Hashcell: hashcell migrate does it, once\n",
      });
      expect(run("migrate", "--database", "address").stdout).toBe("The database is prepared: version 1.\n");
      const env = { ...process.env, DATABASE_URL: address };
      expect(hashcell(folder, ["migrate"], { env }).stdout).toBe("The database is up to date, version 1.\n");
      const none = "There is no series yet: hashcell series declare makes one.\n";
      expect(run(...list).stdout).toBe(none);
      expect(hashcell(folder, ["series", "list"], { env }).stdout).toBe(none);
      // The queue has nothing to do with it.
      const schemas = await rowsAt(
        address,
        "select nspname from pg_namespace where nspname like 'hashcell%'",
      );
      expect(schemas).toEqual([{ nspname: "hashcell_market" }]);
    });

    test.each([
      ["no database", [], "say which database: --queue ADDRESS for that of a queue, --data FOLDER"],
      ["two", ["--data", "a", "--queue", "b"], "say one of --queue, --data and --database"],
      ["no address", ["--database", "host/name"], "--database must be the address of a PostgreSQL server"],
    ])("refuses %s", (_, words, message) => {
      const { status, stderr } = run("migrate", ...words);
      expect([status, stderr]).toEqual([2, expect.stringContaining(message)]);
    });
  });

  describe("a folder", () => {
    test("has a server for as long as a command takes", () => {
      const data = ["--data", "market"];
      const before = run("series", "list", ...data);
      expect(before.status).toBe(6);
      expect(before.stderr).toContain(
        "there is no database in market: hashcell migrate --data market makes one",
      );
      expect(existsSync(join(folder, "market"))).toBe(false);
      expect(run("migrate", ...data).stdout).toBe("The database is prepared: version 1.\n");
      expect(run("series", "declare", own, "--label", "Power", "--unit", "USD/kWh", ...data).status).toBe(0);
      expect(run("series", "list", ...data).stdout).toBe(`${own}\n  Power, USD/kWh\n  0 rows\n`);
      expect(existsSync(join(folder, "market", "address"))).toBe(false);
      expect(existsSync(join(folder, "market", "data", "postmaster.pid"))).toBe(false);
    });

    test("is made once, and used by one command after another, when several are given at once", async () => {
      const at = (name: string, ...words: string[]) =>
        Running.start([...words, "--data", name], folder).ended;
      const ends = (codes: readonly { code: number | null }[]) => codes.map(({ code }) => code);
      expect(ends(await Promise.all([at("busy", "migrate"), at("busy", "migrate")]))).toEqual([0, 0]);
      const names = ["Anna", "Bert", "Cem"];
      const made = names.map((name) => at("busy", "token", "add", name, "--scope", "read"));
      expect(ends(await Promise.all(made))).toEqual([0, 0, 0]);
      const listed = JSON.parse(run("token", "list", "--json", "--data", "busy").stdout) as {
        name: string;
      }[];
      expect(listed.map(({ name }) => name).sort()).toEqual(names);
      expect(existsSync(join(folder, "busy", "lock"))).toBe(false);
    });

    test("where another command is at work says so and waits, until Ctrl+C or the end of that", async () => {
      expect(run("migrate", "--data", "waits").status).toBe(0);
      const other = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
      const lock = join(folder, "waits", "lock");
      writeFileSync(lock, String(other.pid));
      const said = `hashcell: process ${other.pid} is at work on the database in waits; waiting for it`;
      const listing = ["series", "list", "--data", "waits"];
      for (const words of [listing, ["queue", "--serve", "waits"]]) {
        const left = Running.start(words, folder);
        await left.says(said);
        expect(await left.stop()).toEqual({ code: 130, signal: null });
        expect([left.lines, left.faults]).toEqual([[], [said, "hashcell: cancelled; nothing was changed"]]);
        expect(readFileSync(lock, "utf8")).toBe(String(other.pid));
      }
      const patient = Running.start(listing, folder);
      await patient.says(said);
      other.kill("SIGKILL");
      expect(await patient.ended).toEqual({ code: 0, signal: null });
      expect(patient.faults).toEqual([said]);
    });

    test("whose server runs is used through that", async () => {
      const data = ["--data", tests.server.folder];
      expect(run("migrate", ...data).stdout).toBe("The database is prepared: version 1.\n");
      expect(run("series", "list", ...data).status).toBe(0);
      expect(await tests.server.rows("select name from hashcell_market.series")).toEqual([]);
    });
  });

  describe("hashcell series", () => {
    test("takes the rows of a file once, and another value as a revision", async () => {
      const address = await declared();
      const add = (...words: string[]) => run("series", "add", own, ...words, "--database", address);
      csv("first.csv", ["2026-01-31,0.05", "2026-02-01T12:00Z,0.06"]);
      expect(add("first.csv").stdout).toBe(`2 rows are added to ${own}.\n`);
      expect(add("first.csv").stdout).toBe(`0 rows are added to ${own}; 2 rows were there before.\n`);
      csv("second.csv", ["2026-02-01T12:00Z,0.07", "2026-01-31,0.05"]);
      expect(add("second.csv", "--source", "first.csv").stdout).toBe(
        `1 row is added to ${own}; 1 row was there before.\n`,
      );
      expect(await valuesAt(address)).toEqual([0.05, 0.06, 0.07]);
      await rowsAt(address, "insert into hashcell_market.series (name) values ('btc.hashprice_subsidy')");
      const history = new MarketHistory(address);
      const origin = { fetchedAt: Date.now(), source: "x", quality: "derived" } as const;
      await history.add("btc.hashprice_subsidy", [{ asOf: Date.UTC(2026, 0, 1), value: 50, ...origin }]);
      await history.close();
      expect(run("series", "list", "--database", address).stdout).toBe(
        [
          own,
          "  Power price of site 7, USD/kWh",
          "  3 rows from 2026-01-31 to 2026-02-01T12:00:00Z",
          "btc.hashprice_subsidy",
          "  Hashprice without fees, USD per PH/s per day",
          "  1 row from 2026-01-01 to 2026-01-01",
          "",
        ].join("\n"),
      );
      const json = run("series", "list", "--json", "--database", address).stdout;
      expect(JSON.parse(json)).toEqual([
        {
          name: own,
          label: "Power price of site 7",
          unit: "USD/kWh",
          numberFormat: "0.0000",
          rows: 3,
          first: "2026-01-31",
          last: "2026-02-01T12:00:00Z",
        },
        {
          name: "btc.hashprice_subsidy",
          label: "Hashprice without fees",
          unit: "USD per PH/s per day",
          numberFormat: "$#,##0.00",
          rows: 1,
          first: "2026-01-01",
          last: "2026-01-01",
        },
      ]);
      expect(await logAt(address)).toEqual([
        `series declared: ${own} in USD/kWh: Power price of site 7`,
        `import: ${own}: 2 added, 0 known, from first.csv`,
        `import: ${own}: 0 added, 2 known, from first.csv`,
        `import: ${own}: 1 added, 1 known, from first.csv`,
      ]);
    });

    test("a declaration may be said again, and changed but for the unit of values", async () => {
      const address = await declared();
      const declare = (label: string, unit: string) =>
        run("series", "declare", own, "--label", label, "--unit", unit, "--database", address);
      expect(declare("Power", "EUR/kWh").stdout).toContain(`${own} is changed: Power, in EUR/kWh`);
      expect(declare("Power", "EUR/kWh").stdout).toContain(`${own} was declared so before: Power`);
      writeFileSync(join(folder, "euros.csv"), "as of,value\n2026-01-31,0.05\n");
      expect(run("series", "add", own, "euros.csv", "--database", address).status).toBe(0);
      expect(declare("Power", "USD/kWh")).toEqual({
        status: 2,
        stdout: "",
        stderr: `hashcell: unit of ${own} must stay EUR/kWh, since there are values in it: declare another series, got the text "USD/kWh"\n`,
      });
      expect((await logAt(address)).map((line) => line.split(":")[0])).toEqual([
        "series declared",
        "series declared",
        "import",
      ]);
    });

    test("says what is wrong with a file, and adds nothing of it", async () => {
      const address = await declared();
      const refusal = (...words: string[]) => {
        const { status, stdout, stderr } = run("series", "add", ...words, "--database", address);
        expect(stdout).toBe("");
        return [status, stderr];
      };
      csv("bad.csv", [...minutes(20_000), "31/01/2026,2"]);
      expect(refusal(own, "bad.csv")).toEqual([
        3,
        'hashcell: bad.csv: row 20002 must begin with a date as 2026-01-31 or 2026-01-31T12:00Z, got the text "31/01/2026": day and month are written in either order, so put the year first; nothing of it was added\n',
      ]);
      writeFileSync(join(folder, "unit.csv"), "as of,value (EUR/MWh)\n2026-01-31,1\n");
      expect(refusal(own, "unit.csv")[1]).toContain("unit.csv: row 1 must name the unit");
      csv("good.csv", ["2026-01-31,1"]);
      expect(refusal("own.site8", "good.csv")).toEqual([
        2,
        'hashcell: no series "own.site8" is declared: hashcell series declare does it, once, and hashcell series list shows those that are\n',
      ]);
      expect(refusal(own, "nowhere.csv")).toEqual([
        3,
        "hashcell: cannot read nowhere.csv: there is no such file or folder\n",
      ]);
      mkdirSync(join(folder, "folder.csv"));
      expect(refusal(own, "folder.csv")).toEqual([3, "hashcell: folder.csv: it is a folder\n"]);
      expect(refusal(own, "good.csv", "--source", " ")[1]).toContain("must be a line of 1 to 500 characters");
      expect(await valuesAt(address)).toEqual([]);
      expect(await logAt(address)).toHaveLength(1);
    });

    test("stopped by Ctrl+C it has added nothing", async () => {
      const address = await declared();
      csv("long.csv", minutes(1_000_000));
      const importing = Running.start(["series", "add", own, "long.csv", "--database", address], folder);
      const [name] = new URL(address).pathname.split("/").slice(1);
      for (;;) {
        const busy = await tests.server.rows(
          "select 1 from pg_stat_activity where datname = $1 and query like '%insert into hashcell_market.observation%'",
          [name],
        );
        if (busy.length > 0) break;
        await later(10);
      }
      expect(await importing.stop()).toEqual({ code: 130, signal: null });
      expect(importing.faults).toEqual(["hashcell: cancelled; nothing was changed"]);
      expect(await valuesAt(address)).toEqual([]);
      expect(run("series", "list", "--database", address).stdout).toContain("0 rows");
    });

    test("a server that is not there is said", () => {
      const { status, stderr } = run("series", "list", "--database", "postgres://a:b@127.0.0.1:1/c");
      expect([status, stderr]).toEqual([6, expect.stringContaining("the database cannot be reached: ")]);
    });
  });

  describe("hashcell token", () => {
    test("shows a token once, and lists it without what it is until it is revoked", async () => {
      const address = await declared();
      const token = (...words: string[]) => run("token", ...words, "--database", address);
      expect(token("list").stdout).toBe("There is no token: hashcell token add makes one.\n");
      const made = token("add", "pool export, Anna", "--scope", "read", `write:${own}`);
      expect(made).toEqual({
        status: 0,
        stdout: expect.stringMatching(/^hashcell_[\w-]{43}\n$/) as string,
        stderr: "hashcell: keep the token now: it is not shown again\n",
      });
      const secret = made.stdout.trim();
      const history = new MarketHistory(address);
      expect(await accessOf(history, secret)).toMatchObject({ scopes: ["read", `write:${own}`] });
      const day = new Date().toISOString().slice(0, 10);
      const listed = token("list");
      expect(listed.stdout).toBe(`pool export, Anna    made ${day}  used ${day}  read write:${own}\n`);
      const json = token("list", "--json").stdout;
      expect(JSON.parse(json)).toEqual([
        {
          id: 1,
          name: "pool export, Anna",
          scopes: ["read", `write:${own}`],
          createdAt: expect.stringContaining(day) as string,
          lastUsedAt: expect.stringContaining(day) as string,
        },
      ]);
      expect(listed.stdout + json).not.toContain(secret.slice(9, 20));
      expect(token("revoke", "pool export, Anna").stdout).toBe('The token "pool export, Anna" is revoked.\n');
      expect(await accessOf(history, secret)).toBeUndefined();
      await history.close();
      expect(token("list").stdout).toContain(`revoked ${day}`);
      expect(token("revoke", "pool export, Anna")).toEqual({
        status: 2,
        stdout: "",
        stderr:
          'hashcell: no token is named "pool export, Anna": hashcell token list shows those there are\n',
      });
    });

    test("log shows who did what, the newest last, without control characters where people read it", async () => {
      const address = await prepared();
      const log = (...words: string[]) => run("token", "log", "--database", address, ...words);
      expect(log()).toEqual({ status: 0, stdout: "The audit log is empty.\n", stderr: "" });
      expect(JSON.parse(log("--json").stdout)).toEqual([]);
      run("token", "add", "desk", "--scope", "read", "--database", address);
      const history = new MarketHistory(address);
      await note(history, { token: 1, what: "access refused", about: "POST /api/\u009b31m" });
      await history.close();
      run("token", "revoke", "desk", "--database", address);
      const moment = String.raw`\d{4}-\d\d-\d\dT[\d:.]+Z`;
      expect(log().stdout).toMatch(
        new RegExp(
          [
            `^${moment} {8,}token added     desk: read`,
            `${moment} {2,}desk  access refused  POST /api/\uFFFD31m`,
            `${moment} {8,}token revoked   desk\n$`,
          ].join("\n"),
        ),
      );
      const at = expect.stringMatching(new RegExp(`^${moment}$`)) as string;
      expect(JSON.parse(log("--json", "--last", "2").stdout)).toEqual([
        { at, by: "desk", what: "access refused", about: "POST /api/\u009b31m" },
        { at, what: "token revoked", about: "desk" },
      ]);
      expect(log("--last", "0")).toMatchObject({
        status: 2,
        stderr: expect.stringContaining("Give a whole number from 1 to 1,000,000.") as string,
      });
    });

    test("says where a series is not declared, and refuses what is no scope", async () => {
      const address = await prepared();
      const add = (scope: string) => run("token", "add", "meter", "--scope", scope, "--database", address);
      expect(add("write:btc.price")).toMatchObject({
        status: 2,
        stdout: "",
        stderr: expect.stringContaining(
          "scope must be read, or write: and the name of an own series",
        ) as string,
      });
      expect(add("write:own.site8")).toMatchObject({
        status: 0,
        stderr: expect.stringContaining("hashcell: own.site8 is not declared yet\n") as string,
      });
      expect(add("read").stderr).toContain('name is that of another token, got the text "meter"');
    });
  });
});
