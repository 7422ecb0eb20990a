import { spawn, spawnSync } from "node:child_process";
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { parse, unparse } from "papaparse";
import { BUILD_MS, COMMAND, emptyFolder, hashcell, packedCommand, type Said } from "./command";
import { anyModel } from "../core/cashflow/anyModel";
import { assumptionKeys, assumptions } from "../../src/core/cashflow/assumptions";
import { freezeText } from "../../src/data/freeze";
import type { Quote } from "../../src/data/market";
import type { Series } from "../../src/data/series";
import { call } from "../functions/host";
import { smallBook, type SmallCell } from "../workfile/smallBook";

const folder = emptyFolder();
const run = (...words: string[]): Said => hashcell(folder, words);
const elsewhere = emptyFolder();
const path = (name: string) => join(folder, name);
const text = (name: string) => readFileSync(path(name), "utf8");
const oneLine = (said: string) => said.replace(/\s+/g, " ");

const HEAD = [
  "site",
  "btc price",
  "difficulty",
  "start height",
  "hashrate",
  "efficiency",
  "power price",
  "capex",
];

/** Sites that differ in what they pay and what they run. */
const sites = (count: number): string[][] =>
  Array.from({ length: count }, (_, row) => [
    `Site ${row + 1}`,
    String(60_000 + ((row * 7919) % 60_000)),
    "1e14",
    "900000",
    String(200 + row),
    String(15 + (row % 15)),
    String(0.03 + (row % 50) / 1000),
    String(3000 + 10 * row),
  ]);

const csv = (rows: readonly (readonly string[])[], separator = ",") =>
  unparse([HEAD, ...rows] as string[][], { delimiter: separator, newline: "\n" });

const SCENARIOS = "scenario,btc price,probability\nBase,,0.6\nBear,x0.7,0.4\n";

beforeAll(() => {
  writeFileSync(path("sites.csv"), csv(sites(2500)));
  writeFileSync(path("few.csv"), csv(sites(3)));
  writeFileSync(path("scenarios.csv"), SCENARIOS);
  run("help");
}, BUILD_MS);

/** The files of a run that has ended. */
const leavings = (output: string) =>
  readdirSync(folder).filter(
    (name) => name.startsWith(output) && name !== output && name !== `${output}.run.json`,
  );

describe("the results", () => {
  test("are the same bytes with one thread, two and five", () => {
    const all = ["1", "2", "5"].map((threads) => {
      const output = `threads-${threads}.csv`;
      expect(
        run("batch", "sites.csv", "-o", output, "--scenarios", "scenarios.csv", "--threads", threads),
      ).toMatchObject({
        status: 0,
        stderr: "",
      });
      expect(leavings(output)).toEqual([]);
      return text(output);
    });
    expect(all[1]).toBe(all[0]);
    expect(all[2]).toBe(all[0]);
    const [headings, ...lines] = parse<string[]>(all[0]?.trimEnd() ?? "", { delimiter: "," }).data;
    expect(headings).toEqual([
      "Site",
      "Scenario",
      "NPV (USD)",
      "IRR (per year)",
      "Payback (months)",
      "Check",
    ]);
    expect(lines.map(([site, scenario]) => `${site}, ${scenario}`)).toEqual(
      sites(2500).flatMap(([site]) =>
        ["Base", "Bear", "Probability-weighted"].map((name) => `${site}, ${name}`),
      ),
    );
  });

  test("from a workbook are those from a text file, and those of PORTFOLIO", () => {
    const models = fc.sample(anyModel, { numRuns: 25, seed: 11 }).map((model) => {
      const isPausing = new Set<string>(["subsidy", "hashrateTh", "uptime"]);
      return assumptionKeys.map((key): string | number | boolean => {
        const value = model[key];
        if (value === undefined) return "default";
        if (typeof value !== "object")
          return key === "discounting" || key === "startDate" ? "default" : value;
        if ("multipliers" in value) return 1;
        return key === "capexSchedule"
          ? 0
          : (value.find((month) => month !== 0) ?? (isPausing.has(key) ? 1 : 0));
      });
    });
    const names = models.map((_, index) => `Site ${index + 1}`);
    const labels = assumptionKeys.map((key) => assumptions[key].name);
    const rows = models.map((cells, index) => [names[index] ?? "", ...cells.map(String)]);
    writeFileSync(path("any.csv"), unparse([["site", ...labels], ...rows], { newline: "\r\n" }));
    const table: SmallCell[][] = [
      ["", ...names],
      ...labels.map((label, row) => [label, ...models.map((cells) => cells[row] ?? null)]),
    ];
    writeFileSync(path("any.xlsx"), smallBook({ sheets: { Notes: [["See Sites"]], Sites: table } }));
    const metrics = ["--metrics", "btc,npv,irr,payback,cost_per_btc,profit"];
    expect(run("batch", "any.csv", "-o", "any-csv.csv", ...metrics).stderr).toBe("");
    expect(run("batch", "any.xlsx", "-o", "any-xlsx.csv", ...metrics).stderr).toBe("");
    expect(text("any-xlsx.csv")).toBe(text("any-csv.csv"));
    const [, ...lines] = parse<string[]>(text("any-csv.csv").trimEnd(), { delimiter: "," }).data;
    const [, ...worths] = call("PORTFOLIO", table);
    for (const [index, line] of lines.entries()) {
      const [name, , ...values] = worths[index] ?? [];
      const expected = [name, ...values.slice(0, 6)].map((value) =>
        typeof value === "object" ? "" : String(value),
      );
      expect(line.slice(0, 7)).toEqual(expected);
    }
    expect(lines).toHaveLength(25);
    const book = run("batch", "any.xlsx", "-o", "any.results.xlsx", ...metrics, "--table", "Sites!A1:Z99");
    expect(book).toMatchObject({ status: 0, stderr: "" });
    for (const capsule of ["any-csv.csv", "any-xlsx.csv", "any.results.xlsx"])
      expect(run("verify", `${capsule}.run.json`)).toMatchObject({ status: 0, stderr: "" });
  });

  test("of a row that is no model are its message, and the others go on", () => {
    const rows = sites(4);
    rows[1] = ["Broken", "abc", "1e14", "900000", "200", "17", "0.05", "3000"];
    rows[2] = ["", ...(rows[2]?.slice(1) ?? [])];
    writeFileSync(path("broken.csv"), csv(rows));
    const said = run("batch", "broken.csv", "-o", "broken-results.csv");
    expect(said.status).toBe(5);
    expect(oneLine(said.stdout)).toContain("2 sites have no results, or not all of them");
    const lines = parse<string[]>(text("broken-results.csv").trimEnd(), { delimiter: "," }).data;
    expect(lines.map(([site]) => site)).toEqual(["Site", "Site 1", "Broken", "row 4", "Site 4"]);
    expect(lines[2]?.at(-1)).toBe('error: btc price of Broken must be a number, got the text "abc"');
    expect(lines[3]?.at(-1)).toContain("error: row 4 must begin with the name of the site");
    expect(run("batch", "broken.csv", "-o", "broken-results.csv", "--force", "--json").status).toBe(5);
    expect(run("verify", "broken-results.csv.run.json").status).toBe(0);
  });

  test("are the same for the file as a European Excel writes it", () => {
    const rows = sites(50);
    writeFileSync(path("point.csv"), csv(rows));
    const european = rows.map(([name = "", ...cells]) => [
      name,
      ...cells.map((cell) => cell.replace(".", ",")),
    ]);
    writeFileSync(path("comma.csv"), `\ufeff${csv(european, ";").replace(/\n/g, "\r\n")}\r\n`);
    run("batch", "point.csv", "-o", "point-results.csv");
    expect(run("batch", "comma.csv", "-o", "comma-results.csv")).toMatchObject({ status: 0 });
    expect(text("comma-results.csv")).toBe(text("point-results.csv"));
  });

  test("as JSON for programs, and nothing with --quiet", () => {
    const { stdout } = run("batch", "few.csv", "-o", "json.csv", "--json");
    expect(JSON.parse(stdout)).toMatchObject({
      input: "few.csv",
      output: "json.csv",
      capsule: "json.csv.run.json",
      sites: 3,
      lines: 3,
      failed: 0,
    });
    expect(run("batch", "few.csv", "-o", "quiet.csv", "--quiet")).toEqual({
      status: 0,
      stdout: "",
      stderr: "",
    });
  });
});

test("market in a cell is the value of the frozen market, which the capsule keeps", () => {
  const at = Date.UTC(2026, 10, 23, 12);
  const quote = (series: Series, value: number): Quote => ({
    series,
    value,
    asOf: at,
    fetchedAt: at,
    source: "Deribit",
    quality: "frozen",
  });
  const market = freezeText({
    frozenAt: at,
    version: "1.5.0",
    content: { quotes: [quote("btc.price", 91_234.5), quote("btc.height", 976_543)], history: {} },
  });
  writeFileSync(path("market.json"), market);
  const [first = [], ...rest] = sites(3);
  writeFileSync(
    path("priced.csv"),
    csv([[first[0] ?? "", "91234.5", "1e14", "976543", ...first.slice(4)], ...rest]),
  );
  writeFileSync(
    path("market.csv"),
    csv([[first[0] ?? "", "market", "1e14", " Market", ...first.slice(4)], ...rest]),
  );
  run("batch", "priced.csv", "-o", "priced-results.csv");
  const said = run("batch", "market.csv", "-o", "market-results.csv", "--market", "market.json");
  expect(said).toMatchObject({ status: 0, stderr: "" });
  expect(oneLine(said.stdout)).toContain("Market values as of 2026-11-23");
  expect(text("market-results.csv")).toBe(text("priced-results.csv"));
  rmSync(path("market.json"));
  expect(run("verify", "market-results.csv.run.json").status).toBe(0);
  const without = run("batch", "market.csv", "-o", "market-none.csv");
  expect(without.status).toBe(5);
  expect(text("market-none.csv")).toContain(
    "btc price of Site 1 is market, and no market is given: name its file with --market",
  );
});

/** Starts the command and ends it once some of its jobs are done; undefined where it was quicker. */
async function stopped(signal: NodeJS.Signals, output: string, ...words: string[]): Promise<Said> {
  const child = spawn(process.execPath, [COMMAND, "batch", ...words, "-o", output], { cwd: folder });
  let stderr = "";
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  child.stdout.resume();
  // Not when it exits: some of what it says may still be on its way then.
  const status = new Promise<number | null>((resolve) => child.once("close", resolve));
  const jobs = path(`${output}.jobs`);
  while (child.exitCode === null && !(existsSync(jobs) && readFileSync(jobs, "utf8").split("\n").length > 3))
    await new Promise((resolve) => setTimeout(resolve, 5));
  child.kill(signal);
  return { status: await status, stdout: "", stderr };
}

describe("a run that was stopped goes on", () => {
  const words = ["sites.csv", "--paths", "400", "--seed", "5", "--percentiles", "10,90"];
  let whole = "";
  let capsule: Record<string, unknown>;
  const capsuleIn = (name: string) => JSON.parse(text(name)) as Record<string, unknown>;

  beforeAll(() => {
    run("batch", ...words, "-o", "whole.csv");
    whole = text("whole.csv");
    capsule = capsuleIn("whole.csv.run.json");
    expect((capsule.jobs as unknown[]).length).toBeGreaterThan(10);
  });

  const goesOn = (output: string, ...more: string[]) => {
    const said = run("batch", ...words, "-o", output, ...more);
    expect(said).toMatchObject({ status: 0, stderr: "" });
    expect(oneLine(said.stdout)).toMatch(/[1-9][\d,]* of them were there from an earlier start\./);
    expect(text(output) === whole).toBe(true);
    expect(capsuleIn(`${output}.run.json`)).toMatchObject({ jobs: capsule.jobs, plan: capsule.plan });
    expect(leavings(output)).toEqual([]);
  };

  test("after Ctrl+C, with other threads", async () => {
    const said = await stopped("SIGINT", "interrupted.csv", ...words);
    expect(said.status).toBe(130);
    expect(said.stderr).toMatch(
      /^hashcell: stopped after [1-9][\d,]* of 2,500 sites; the same command goes on from there\n$/,
    );
    expect(existsSync(path("interrupted.csv"))).toBe(false);
    expect(leavings("interrupted.csv").sort()).toEqual(["interrupted.csv.jobs", "interrupted.csv.part"]);
    goesOn("interrupted.csv", "--threads", "3");
  });

  test("after it was killed, and what it wrote last was torn", async () => {
    await stopped("SIGKILL", "killed.csv", ...words);
    expect(leavings("killed.csv")).toContain("killed.csv.lock");
    appendFileSync(path("killed.csv.jobs"), '{"first":77,"rows":');
    appendFileSync(path("killed.csv.part"), "Site 77,1");
    await stopped("SIGKILL", "killed.csv", ...words);
    goesOn("killed.csv");
  });

  test("but not with other options, or another input, and loses nothing", async () => {
    await stopped("SIGKILL", "other.csv", ...words);
    const other = run("batch", ...words, "-o", "other.csv", "--seed", "6");
    expect(other).toMatchObject({ status: 4, stdout: "" });
    expect(other.stderr).toBe(
      "hashcell: other.csv.part was begun with other options: finish that run as it was begun, or begin anew with --force\n",
    );
    expect(run("batch", "few.csv", ...words.slice(1), "-o", "other.csv").stderr).toContain(
      "was begun with another input, or the input was changed since",
    );
    goesOn("other.csv");
    expect(run("batch", "few.csv", "-o", "other.csv")).toMatchObject({
      status: 4,
      stderr: "hashcell: other.csv exists: choose another name, or replace it with --force\n",
    });
    expect(run("batch", "few.csv", "-o", "other.csv", "--force").status).toBe(0);
    expect(text("other.csv").split("\n")).toHaveLength(5);
  });

  test("as does one whose disk was full", () => {
    if (process.platform === "win32") return;
    const limited = (output: string, blocks: number) =>
      spawnSync(
        "sh",
        [
          "-c",
          `ulimit -f ${blocks}; exec "$0" "$@"`,
          process.execPath,
          COMMAND,
          "batch",
          ...words,
          "-o",
          output,
        ],
        { cwd: folder, encoding: "utf8" },
      );
    const said = limited("full.csv", 256);
    expect(said.status).toBe(4);
    expect(said.stderr).toMatch(/^hashcell: cannot write full.csv: .*; what was computed is kept/);
    goesOn("full.csv");
  });

  test("unless the input is changed while it is read", async () => {
    cpSync(path("sites.csv"), path("moving.csv"));
    const child = stopped("SIGCONT", "moving-results.csv", "moving.csv", ...words.slice(1));
    while (!existsSync(path("moving-results.csv.jobs")))
      await new Promise((resolve) => setTimeout(resolve, 5));
    appendFileSync(path("moving.csv"), "\n");
    const said = await child;
    expect(said.status).toBe(3);
    expect(said.stderr).toContain(
      "moving.csv was changed while it was read: give the command again with --force",
    );
    expect(existsSync(path("moving-results.csv"))).toBe(false);
  });

  test("two starts at once: one does it", async () => {
    const first = stopped("SIGCONT", "twice.csv", ...words);
    while (!existsSync(path("twice.csv.lock"))) await new Promise((resolve) => setTimeout(resolve, 5));
    const second = run("batch", ...words, "-o", "twice.csv", "--force");
    expect(second.status).toBe(4);
    expect(second.stderr).toMatch(
      /^hashcell: twice.csv.part is being written by another start of the command, process \d+/,
    );
    expect((await first).status).toBe(0);
    expect(text("twice.csv") === whole).toBe(true);
  });
});

describe("what is wrong is said before any work", () => {
  const refused = (said: Said, status: number, message: string) => {
    expect(said).toMatchObject({ status, stdout: "" });
    expect(oneLine(said.stderr)).toContain(message);
    expect(readdirSync(folder).filter((name) => name.startsWith("never"))).toEqual([]);
  };

  beforeAll(() => {
    mkdirSync(path("folder.csv"), { recursive: true });
    mkdirSync(path("folder"), { recursive: true });
    writeFileSync(path("empty.csv"), "");
    writeFileSync(path("doubled.csv"), csv([...sites(3), ...sites(2)]));
    writeFileSync(path("decimal.csv"), `${HEAD.join(",")}\nA,60000,1e14,900000,200,17,5,0,05,3000\n`);
    writeFileSync(path("latin1.csv"), Buffer.from(csv(sites(1)).replace("Site 1", "Zürich"), "latin1"));
    writeFileSync(path("sum.csv"), SCENARIOS.replace("0.4", "0.5"));
    writeFileSync(path("no-table.xlsx"), smallBook({ sheets: { A: [["x", 1]] } }));
    const table = [["", "A"], ...HEAD.slice(1).map((name) => [name, 1])];
    writeFileSync(path("two-tables.xlsx"), smallBook({ sheets: { "My sites": table, Others: table } }));
    writeFileSync(path("broken.xlsx"), "no workbook");
  });

  test.each<[string[], number, string]>([
    [["few.csv"], 2, "required option '-o, --output <file>' not specified"],
    [["few.csv", "-o", "never.txt"], 2, "the name of the output must end in .csv or .xlsx"],
    [["few.csv", "-o", "few.csv"], 2, "the output few.csv is the input"],
    [["few.csv", "-o", "none/never.csv"], 4, "there is no folder none"],
    [["few.csv", "-o", "folder.csv"], 4, "cannot write folder.csv: it is a folder"],
    [["few.csv", "-o", "never.csv", "--metrics", "npv,value"], 2, "Give some of npv, irr"],
    [["few.csv", "-o", "never.csv", "--paths", "1"], 2, "Give a whole number from 2 to 1,000,000,000"],
    [["few.csv", "-o", "never.csv", "--threads", "0"], 2, "Give a whole number from 1 to 256"],
    [
      ["few.csv", "-o", "never.csv", "--table", "A"],
      2,
      "--table is for workbooks: few.csv is a table itself",
    ],
    [["missing.csv", "-o", "never.csv"], 3, "cannot read missing.csv: there is no such file or folder"],
    [["missing.xlsx", "-o", "never.csv"], 3, "cannot read missing.xlsx: there is no such file or folder"],
    [["folder.csv", "-o", "never.csv"], 3, "folder.csv: it is a folder"],
    [["folder", "-o", "never.csv"], 3, "cannot read folder: it is a folder"],
    [["empty.csv", "-o", "never.csv"], 3, "empty.csv: the file is empty"],
    [
      ["doubled.csv", "-o", "never.csv"],
      3,
      "each site must have a name of its own: Site 1 is in rows 2 and 5",
    ],
    [
      ["decimal.csv", "-o", "never.csv"],
      3,
      "decimal.csv: row 2 has 10 cells, and row 1 has 8: write decimals with a point",
    ],
    [
      ["latin1.csv", "-o", "never.csv"],
      3,
      'row 2 is not UTF-8: save the file as "CSV UTF-8 (Comma delimited)"',
    ],
    [
      ["few.csv", "-o", "never.csv", "--scenarios", "sum.csv"],
      3,
      "sum.csv: scenarios, probability, must sum to 1 over the scenarios, got 1.1",
    ],
    [
      ["few.csv", "-o", "never.csv", "--scenarios", "missing.csv"],
      3,
      "cannot read missing.csv: there is no such file",
    ],
    [["no-table.xlsx", "-o", "never.csv"], 3, "no-table.xlsx: there is no table of models"],
    [["two-tables.xlsx", "-o", "never.csv"], 3, `say with --table which one, as --table "'My sites'!A1:B8"`],
    [
      ["two-tables.xlsx", "-o", "never.csv", "--table", "Elsewhere"],
      3,
      '"Elsewhere" is neither a sheet nor a table',
    ],
    [["broken.xlsx", "-o", "never.csv"], 3, "broken.xlsx: "],
    [["few.csv", "-o", "never.csv", "--market", "missing.json"], 3, "cannot read missing.json"],
  ])("%j", (words, status, message) => refused(run("batch", ...words), status, message));

  test("a sheet that is too short for the results", () => {
    // Each site has one row for each scenario, and one for their mean.
    const many = Array.from({ length: 1400 }, (_, row) => `S${row},x${1 + row / 1e4}`).join("\n");
    writeFileSync(path("many.csv"), `scenario,btc price\n${many}\n`);
    writeFileSync(path("750.csv"), csv(sites(750)));
    refused(
      run("batch", "750.csv", "-o", "never.xlsx", "--scenarios", "many.csv"),
      2,
      "the results may have 1,050,751 rows, and a sheet holds 1,048,576: write a .csv file",
    );
  });
});

describe("verify", () => {
  const capsule = "checked.csv.run.json";
  beforeAll(() => {
    cpSync(path("sites.csv"), path("checked-sites.csv"));
    run("batch", "checked-sites.csv", "-o", "checked.csv", "--scenarios", "scenarios.csv");
  });

  /** Runs with a file changed, which is put back. */
  function with_(name: string, change: (before: string) => string, ...words: string[]): Said {
    const before = text(name);
    writeFileSync(path(name), change(before));
    try {
      return run("verify", capsule, ...words);
    } finally {
      writeFileSync(path(name), before);
    }
  }

  test("computes all of it again, or sites that are named", () => {
    const all = run("verify", capsule);
    expect(all).toMatchObject({ status: 0, stderr: "" });
    expect(oneLine(all.stdout)).toMatch(
      /^checked.csv.run.json is verified: 2,500 of 2,500 sites computed again/,
    );
    const some = run("verify", capsule, "--site", "site 7", "--site", "Site 2400", "--json");
    expect(some.status).toBe(0);
    expect(JSON.parse(some.stdout)).toMatchObject({ verified: true, sites: 2, cells: 2 * 3 * 6 + 6 });
    expect(run("verify", capsule, "--site", "Elsewhere")).toMatchObject({
      status: 2,
      stderr: "hashcell: none of the sites is in checked-sites.csv: names are those of its first column\n",
    });
  });

  test("finds it from another folder, and does not write", () => {
    mkdirSync(path("below"), { recursive: true });
    const before = statSync(path("checked.csv")).mtimeMs;
    expect(hashcell(path("below"), ["verify", `../${capsule}`, "--quiet"])).toEqual({
      status: 0,
      stdout: "",
      stderr: "",
    });
    expect(statSync(path("checked.csv")).mtimeMs).toBe(before);
  });

  const changedNumber = (before: string) => {
    const lines = before.split("\n");
    lines[5] = (lines[5] ?? "").replace(/\d(?=[^\d]*,[^,]*,[^,]*,[^,]*$)/, (digit) =>
      String((Number(digit) + 1) % 10),
    );
    return lines.join("\n");
  };

  test("a result that was changed is listed", () => {
    const said = with_("checked.csv", changedNumber);
    expect(said.status).toBe(1);
    expect(oneLine(said.stdout)).toContain("is not verified");
    expect(said.stdout).toMatch(/Site 2, Bear +NPV \(USD\) +\S+ +-> +\S+/);
    expect(with_("checked.csv", changedNumber, "--site", "Site 3").status).toBe(0);
    expect(with_("checked.csv", changedNumber, "--site", "Site 2").status).toBe(1);
  });

  test("numbers that a program wrote in another way are the same", () => {
    expect(
      with_("checked.csv", (before) => before.replace(/(\.\d+)(?=,)/g, "$10").replace(/\n/g, "\r\n")).status,
    ).toBe(0);
  });

  test("lines that are missing, or too many, are seen", () => {
    const missing = with_(
      "checked.csv",
      (before) =>
        before
          .split("\n")
          .filter((_, at) => at !== 4)
          .join("\n"),
      "--json",
    );
    expect(missing.status).toBe(1);
    expect(JSON.parse(missing.stdout)).toMatchObject({
      differences: [{ site: "Site 2", found: "the line of Site 2, Bear" }],
    });
    expect(with_("checked.csv", (before) => `${before}Site 9999,Base,1,,,\n`).status).toBe(1);
    expect(with_("checked.csv", (before) => before.slice(0, before.length / 2)).status).toBe(1);
  });

  test("an input that was changed is said, with its rows", () => {
    const said = with_("checked-sites.csv", (before) => before.replace("Site 1200,", "Site 1200,9"));
    expect(said.status).toBe(1);
    expect(oneLine(said.stdout)).toMatch(
      /checked-sites.csv is not the file of the run. Rows 1001 to 1500 hold other sites/,
    );
    const same = with_("checked-sites.csv", (before) => `${before}\n\n`);
    expect(same.status).toBe(1);
    expect(oneLine(same.stdout)).toContain("is not the file of the run. Its sites are the same.");
  });

  test("a digit of the capsule that was changed is said", () => {
    const said = with_(capsule, (before) =>
      before.replace('"Bear",\n        "x0.7"', '"Bear",\n        "x0.8"'),
    );
    expect(said.status).toBe(1);
    expect(oneLine(said.stdout)).toContain("The capsule was changed after it was written");
    const seed = with_(capsule, (before) => before.replace('"seed": 1', '"seed": 2'));
    expect(seed.status).toBe(1);
    const broken = with_(capsule, (before) => before.replace('"size": 5', '"size": -5'));
    expect(broken).toMatchObject({ status: 3, stdout: "" });
    expect(broken.stderr).toContain("the capsule was changed after it was written, and cannot be used: size");
  });

  test("what is not there is said", () => {
    rmSync(path("below"), { recursive: true, force: true });
    mkdirSync(path("alone"));
    cpSync(path(capsule), path(`alone/${capsule}`));
    expect(run("verify", `alone/${capsule}`)).toMatchObject({
      status: 3,
      stderr: "hashcell: cannot read alone/checked-sites.csv: there is no such file or folder\n",
    });
    cpSync(path("checked-sites.csv"), path("alone/checked-sites.csv"));
    expect(run("verify", `alone/${capsule}`)).toMatchObject({
      status: 3,
      stderr: "hashcell: cannot read alone/checked.csv: there is no such file or folder\n",
    });
  });
});

test("the packed command does it without any package", () => {
  const script = packedCommand(join(elsewhere, "packed"));
  cpSync(path("sites.csv"), join(elsewhere, "sites.csv"));
  expect(hashcell(elsewhere, ["batch", "sites.csv", "-o", "out.csv"], { script })).toMatchObject({
    status: 0,
    stderr: "",
  });
  expect(hashcell(elsewhere, ["verify", "out.csv.run.json"], { script })).toMatchObject({
    status: 0,
    stderr: "",
  });
});
