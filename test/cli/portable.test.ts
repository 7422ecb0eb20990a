import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import { BUILD_MS, emptyFolder, hashcell } from "./command";

const folder = emptyFolder();
const path = (name: string) => join(folder, name);
const run = (...words: string[]) => hashcell(folder, words);
const contents = () => readdirSync(folder).sort();

type Parts = Record<string, string>;
const partsOf = (name: string): Parts =>
  Object.fromEntries(
    Object.entries(unzipSync(readFileSync(path(name)))).map(([part, bytes]) => [part, strFromU8(bytes)]),
  );
const write = (name: string, parts: Parts) =>
  writeFileSync(
    path(name),
    zipSync(Object.fromEntries(Object.entries(parts).map(([part, text]) => [part, strToU8(text)]))),
  );
const sheetsOf = (parts: Parts) =>
  Object.entries(parts).filter(([part]) => part.startsWith("xl/worksheets/sheet"));

const tabsOf = (parts: Parts) =>
  [...(parts["xl/workbook.xml"] ?? "").matchAll(/<sheet [^>]*?name="([^"]*)"/g)].map(([, name]) => name);

/** How many cells of the sheets call the add-in. */
const calls = (parts: Parts) =>
  sheetsOf(parts).reduce(
    (count, [, xml]) => count + [...xml.matchAll(/<f[^>]*>[^<]*_xldudf_MINING_[^<]*<\/f>/g)].length,
    0,
  );

interface Report {
  readonly cells: { sheet: string; cell: string; became: string; was: string; now: string; why?: string }[];
  readonly names: string[];
  readonly coverSheet: string;
}

beforeAll(() => {
  run("new", "site-valuation", "-o", "site.xlsx");
}, BUILD_MS);

describe("a copy for a client", () => {
  const client = (...words: string[]) =>
    run("portable", "site.xlsx", "-o", "client.xlsx", "--force", "--as", "classic", "--json", ...words);

  test("holds the sheets that were asked for, and says whose it is", () => {
    const said = client(
      "--sheet",
      "Dashboard",
      "Inputs",
      "Market",
      "Hedge",
      "--title",
      "Offer",
      "--author",
      "Ada",
    );
    expect(said).toMatchObject({ status: 0, stderr: "" });
    const { cutCells, cells } = JSON.parse(said.stdout) as Report & {
      cutCells: { sheet: string; was: string }[];
    };
    const parts = partsOf("client.xlsx");
    expect(tabsOf(parts)).toEqual(["Dashboard", "Inputs", "Market", "Hedge", "Hashcell"]);
    expect(calls(parts)).toBe(0);
    expect(new Set(cells.map(({ sheet }) => sheet))).toEqual(new Set(["Market", "Hedge"]));
    // The hedge takes its coins from the sheet of cash flows.
    expect(cutCells.some(({ sheet, was }) => sheet === "Hedge" && was.includes("'Cash flow'!"))).toBe(true);
    expect(parts["docProps/core.xml"]).toMatch(/Offer<\/dc:title>.*Ada<\/dc:creator>/);
  });

  test("of sheets on which nothing calls the add-in any more is made all the same", () => {
    const said = run("portable", "site.xlsx", "-o", "years.xlsx", "--as", "lambda", "--sheet", "Years");
    expect(said).toMatchObject({ status: 0, stderr: "" });
    expect(said.stdout.replace(/\s+/g, " ")).toMatch(
      /^years\.xlsx holds the sheets of site\.xlsx that were asked for\. No cell of them calls a MINING function: it needs no add-in\. \d+ cells referred to sheets that were left out and became fixed values, as the workbook last showed them\.\s*$/,
    );
    expect(tabsOf(partsOf("years.xlsx"))).toEqual(["Years"]);
    expect(calls(partsOf("years.xlsx"))).toBe(0);
  });

  test("of a sheet that is not there says which there are", () => {
    const { status, stderr } = client("--sheet", "Costs");
    expect(status).toBe(3);
    expect(stderr).toContain('the workbook has no sheet "Costs", only Dashboard, Inputs,');
  });
});

describe("a finished workbook", () => {
  test.each(["lambda", "classic", "values"])(
    "as %s has no cell that needs the add-in, and comes back",
    (grade) => {
      const said = run("portable", "site.xlsx", "-o", `${grade}.xlsx`, "--as", grade, "--json");
      expect(said).toMatchObject({ status: 0, stderr: "" });
      const report = JSON.parse(said.stdout) as Report;
      const [before, after] = [partsOf("site.xlsx"), partsOf(`${grade}.xlsx`)];
      expect(calls(before)).toBeGreaterThan(50);
      expect(report.cells).toHaveLength(calls(before));
      expect(calls(after)).toBe(0);
      expect(report.cells.filter(({ became }) => became === "unchanged")).toEqual([]);
      if (grade === "values") expect(report.cells.every(({ became }) => became === "value")).toBe(true);
      const named = [...(after["xl/workbook.xml"] ?? "").matchAll(/<definedName name="(MINING_\w+)"/g)];
      expect(named.map(([, name]) => name).sort()).toEqual([...report.names].sort());
      expect(report.names.includes("MINING_MINER_NPV")).toBe(grade === "lambda");
      expect(after["xl/workbook.xml"]).toContain(`name="${report.coverSheet}"`);

      const restored = run("restore", `${grade}.xlsx`, "-o", `${grade}-back.xlsx`);
      expect(restored).toMatchObject({ status: 0, stderr: "" });
      expect(sheetsOf(partsOf(`${grade}-back.xlsx`))).toEqual(sheetsOf(before));
    },
  );

  test("gets a report for people: counts by sheet, and why a cell became a value", () => {
    const said = run("portable", "site.xlsx", "-o", "told.xlsx", "--as", "lambda");
    expect(said).toMatchObject({ status: 0, stderr: "" });
    expect(said.stdout).toMatch(/^told\.xlsx is site\.xlsx with LAMBDA names, for Microsoft 365/);
    const rows = [...said.stdout.matchAll(/^ {2}(\S.*?) {2,}(\d+) +(\d+) +(\d+)$/gm)];
    const sums = [2, 3, 4].map((column) =>
      rows.slice(0, -1).reduce((sum, row) => sum + Number(row[column]), 0),
    );
    expect(rows.at(-1)?.slice(1).map(String)).toEqual(["All sheets", ...sums.map(String)]);
    expect(sums.reduce((sum, count) => sum + count)).toBe(calls(partsOf("site.xlsx")));
    expect(said.stdout).toMatch(
      /^Values instead of formulas:\n[^]*^ {2}.*BRIDGE.*\n {4}Engine tables!A\d+$/m,
    );
  });

  test("gets no report with --quiet", () => {
    expect(run("portable", "site.xlsx", "-o", "quiet.xlsx", "--as", "values", "--quiet")).toEqual({
      status: 0,
      stdout: "",
      stderr: "",
    });
    expect(run("restore", "quiet.xlsx", "-o", "quiet-back.xlsx", "--quiet")).toEqual({
      status: 0,
      stdout: "",
      stderr: "",
    });
  });
});

describe("partly done is exit code 5", () => {
  test("where a cell can only become a value and has none: it stays, and is listed", () => {
    const parts = partsOf("site.xlsx");
    const [sheet = "", xml = ""] = sheetsOf(parts).find(([, text]) => text.includes("_BRIDGE(")) ?? [];
    const without = xml.replace(/(_xldudf_MINING_BRIDGE\([^<]*<\/f>)\s*<v>[^<]*<\/v>/, "$1");
    expect(without).not.toBe(xml);
    write("novalue.xlsx", { ...parts, [sheet]: without });
    const said = run("portable", "novalue.xlsx", "-o", "partly.xlsx", "--as", "values");
    expect(said).toMatchObject({ status: 5, stderr: "" });
    expect(said.stdout).toMatch(
      /^Unchanged; these cells still need the add-in:\n( {2}\S.*\n)+ {4}Engine tables!A\d+$/m,
    );
    expect(calls(partsOf("partly.xlsx"))).toBe(1);
  });

  test("where a name still calls the add-in: it stays, and is said", () => {
    const parts = partsOf("site.xlsx");
    const name = '<definedName name="our_cost">_xldudf_MINING_HASHCOST(15,0.05)</definedName>';
    const book = parts["xl/workbook.xml"] ?? "";
    const named = book.includes("</definedNames>")
      ? book.replace("</definedNames>", `${name}</definedNames>`)
      : book.replace("</sheets>", `</sheets><definedNames>${name}</definedNames>`);
    expect(named).not.toBe(book);
    write("named.xlsx", { ...parts, "xl/workbook.xml": named });
    const said = run("portable", "named.xlsx", "-o", "named-values.xlsx", "--as", "values");
    expect(said).toMatchObject({ status: 5, stderr: "" });
    expect(said.stdout.replace(/\s+/g, " ")).toContain(
      'The name our_cost calls MINING functions and stays as it is: "=MINING.HASHCOST(15,0.05)".',
    );
  });

  test("where a cell was changed since the conversion: it stays, and is listed", () => {
    const parts = partsOf("values.xlsx");
    const sheet = `xl/worksheets/sheet${tabsOf(parts).indexOf("Engine figures") + 1}.xml`;
    const [, cell = ""] =
      /<c r="(\w+)"[^>]*><f[^>]*>[^<]*_xldudf_MINING_MINER_NPV\(/.exec(partsOf("site.xlsx")[sheet] ?? "") ??
      [];
    const changed = (parts[sheet] ?? "").replace(
      new RegExp(`(<c r="${cell}"[^>]*>[^]*?<v>)[^<]*`),
      "$112345",
    );
    expect(changed).not.toBe(parts[sheet]);
    write("changed.xlsx", { ...parts, [sheet]: changed });
    const said = run("restore", "changed.xlsx", "-o", "partly-back.xlsx");
    expect(said).toMatchObject({ status: 5, stderr: "" });
    expect(said.stdout).toMatch(new RegExp(`Left as they are:\\n {2}.*\\n {4}Engine figures!${cell}$`, "m"));
    expect(
      JSON.parse(run("restore", "changed.xlsx", "-o", "other-back.xlsx", "--json").stdout),
    ).toMatchObject({
      left: [
        { sheet: "Engine figures", cell, was: expect.stringMatching(/^=.*MINING\.MINER_NPV\(/) as string },
      ],
    });
  });
});

describe("leaves everything as it was", () => {
  let before: string[];
  beforeAll(() => {
    mkdirSync(path("folder.xlsx"));
    writeFileSync(path("empty.xlsx"), "");
    writeFileSync(path("text.xlsx"), "not a workbook");
    writeFileSync(path("old.xls"), Buffer.from("d0cf11e0a1b11ae1", "hex"));
    writeFileSync(path("cut.xlsx"), readFileSync(path("site.xlsx")).subarray(0, 50_000));
    const damaged = readFileSync(path("site.xlsx"));
    damaged.fill(0x55, 2000, 2100);
    writeFileSync(path("damaged.xlsx"), damaged);
    write("zip.xlsx", { "hello.txt": "hello" });
    const parts = partsOf("site.xlsx");
    write(
      "plain.xlsx",
      Object.fromEntries(
        Object.entries(parts).map(([part, text]) => [part, text.replaceAll("_xldudf_MINING_", "OTHER")]),
      ),
    );
    writeFileSync(path("taken.xlsx"), "taken");
    symlinkSync("site.xlsx", path("link.xlsx"));
    linkSync(path("site.xlsx"), path("hard.xlsx"));
    before = contents();
  });
  afterEach(() => expect(contents()).toEqual(before));

  test.each([
    ["gone.xlsx", "cannot read gone.xlsx: there is no such file or folder"],
    ["folder.xlsx", "cannot read folder.xlsx: it is a folder"],
    ["empty.xlsx", "empty.xlsx: the file is empty"],
    ["text.xlsx", "text.xlsx: the file is not an Excel workbook"],
    ["old.xls", "old.xls: the workbook is in the old format .xls"],
    ["cut.xlsx", "cut.xlsx: "],
    ["damaged.xlsx", "damaged.xlsx: "],
    ["zip.xlsx", "zip.xlsx: "],
    ["plain.xlsx", "plain.xlsx: no cell of the workbook calls a MINING function"],
    ["lambda.xlsx", "lambda.xlsx: the workbook was already made portable"],
  ])("with the input %s: exit code 3", (input, message) => {
    const { status, stdout, stderr } = run("portable", input, "-o", "out.xlsx", "--as", "values");
    expect({ status, stdout }).toEqual({ status: 3, stdout: "" });
    expect(stderr.startsWith(`hashcell: ${message}`)).toBe(true);
    expect(stderr).toMatch(/^[^\n]{20,}\n$/);
  });

  test.each([
    ["gone.xlsx", "cannot read gone.xlsx: there is no such file or folder"],
    ["text.xlsx", "text.xlsx: the file is not an Excel workbook"],
    ["site.xlsx", "site.xlsx: the workbook keeps no original formulas"],
  ])("restoring %s: exit code 3", (input, message) => {
    const { status, stdout, stderr } = run("restore", input, "-o", "out.xlsx");
    expect({ status, stdout }).toEqual({ status: 3, stdout: "" });
    expect(stderr.startsWith(`hashcell: ${message}`)).toBe(true);
  });

  test.each([
    "site.xlsx",
    "./site.xlsx",
    "folder.xlsx/../site.xlsx",
    join(folder, "site.xlsx"),
    "link.xlsx",
    "hard.xlsx",
  ])("with the output %s, which is the input", (output) => {
    const bytes = readFileSync(path("site.xlsx"));
    for (const words of [
      ["portable", "site.xlsx", "-o", output, "--as", "values", "--force"],
      ["restore", "site.xlsx", "-o", output, "--force"],
    ]) {
      const { status, stdout, stderr } = run(...words);
      expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
      expect(stderr).toBe(`hashcell: the output ${output} is the input: choose another name\n`);
    }
    expect(readFileSync(path("site.xlsx")).equals(bytes)).toBe(true);
  });

  test("in another case, where the system takes that for the same file", () => {
    if (!existsSync(path("SITE.XLSX"))) return;
    expect(run("portable", "site.xlsx", "-o", "SITE.XLSX", "--as", "values", "--force").status).toBe(2);
  });

  test.each([
    ["taken.xlsx", 4, "taken.xlsx exists: choose another name, or replace it with --force"],
    ["folder.xlsx", 4, "cannot write folder.xlsx: it is a folder"],
    ["gone/out.xlsx", 4, "cannot write gone/out.xlsx: there is no folder gone"],
    ["out.xlsm", 2, "the name of the output must end in .xlsx, as that of site.xlsx; got out.xlsm"],
    ["out", 2, "the name of the output must end in .xlsx, as that of site.xlsx; got out"],
  ])("with the output %s: exit code %d", (output, status, message) => {
    const said = run("portable", "site.xlsx", "-o", output, "--as", "values");
    expect(said).toEqual({ status, stdout: "", stderr: `hashcell: ${message}\n` });
  });

  test.each([
    [["portable", "-o", "out.xlsx", "--as", "values"], "missing required argument 'input'"],
    [["portable", "site.xlsx", "--as", "values"], "required option '-o, --output <file>' not specified"],
    [["portable", "site.xlsx", "-o", "out.xlsx"], "required option '--as <form>' not specified"],
    [
      ["portable", "site.xlsx", "-o", "out.xlsx", "--as", "lamda"],
      "option '--as <form>' argument 'lamda' is invalid",
    ],
    [["portable", "site.xlsx", "b.xlsx", "-o", "out.xlsx", "--as", "values"], "too many arguments"],
    [["restore", "site.xlsx"], "required option '-o, --output <file>' not specified"],
  ])("where the usage is wrong: %j", (words, message) => {
    const { status, stdout, stderr } = run(...words);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr.startsWith(`hashcell: ${message}`)).toBe(true);
  });
});

test("a workbook with macros stays one", () => {
  copyFileSync(path("site.xlsx"), path("macros.xlsm"));
  expect(run("portable", "macros.xlsm", "-o", "macros-out.xlsm", "--as", "values").status).toBe(0);
  expect(run("portable", "macros.xlsm", "-o", "macros-out.xlsx", "--as", "values").status).toBe(2);
});

test.each(["portable", "restore"])("the help of %s has its exit codes", (command) => {
  const { status, stdout } = run("help", command);
  expect(status).toBe(0);
  for (const code of [0, 2, 3, 4, 5, 70, 130]) expect(stdout).toMatch(new RegExp(`^ {2}${code} +\\S`, "m"));
});
