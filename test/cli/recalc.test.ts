import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { addCapsule, capsuleIn } from "../../src/workfile/capsule";
import { nodeCompression } from "../../src/workfile/nodeCompression";
import { openWorkbook } from "../../src/workfile/workbook";
import { replaced } from "../workfile/fixtures";
import { smallBook } from "../workfile/smallBook";
import { BUILD_MS, emptyFolder, hashcell } from "./command";

const folder = emptyFolder();
const run = (...words: string[]) => hashcell(folder, words);
const path = (name: string) => join(folder, name);

const rows = [
  ["assumption", "value"],
  ["btc price", 60000],
  ["difficulty", 1e14],
  ["hashrate", 200],
  ["efficiency", 17.5],
  ["power price", 0.05],
  ["capex", 3000],
  ["months", 36],
  ["subsidy", 3.125],
  [
    { f: "_xldudf_MINING_MINER_NPV(A1:B9)", v: 1 },
    { f: "TODAY()", v: 46000 },
  ],
];

beforeAll(() => {
  writeFileSync(path("model.xlsx"), smallBook({ sheets: { Model: rows } }));
  run("help");
}, BUILD_MS);

interface Report {
  readonly changed: readonly { cell: string; before: number; after: number }[];
  readonly left: readonly unknown[];
  readonly volatile: Readonly<Record<string, string>>;
}

test("recalc computes, sets and says what changed", () => {
  const said = run(
    "recalc",
    "model.xlsx",
    "-o",
    "out.xlsx",
    "--set",
    "power price=6%",
    "--set",
    "Model!B7=4000",
  );
  expect(said).toMatchObject({ status: 0, stderr: "" });
  expect(said.stdout).toMatch(/1 cell calls\s+MINING functions/);
  expect(said.stdout).toContain("power price  Model!B6  0.05  ->  0.06");
  expect(said.stdout).toMatch(/Model!A10 +1 +-> +-?\d/);
  expect(said.stdout).toMatch(/TODAY \(Model!B10\) gives another value whenever Excel calculates/);
});

test("as JSON for programs", () => {
  const said = run("recalc", "model.xlsx", "-o", "out.xlsx", "--force", "--json");
  const report = JSON.parse(said.stdout) as Report;
  expect(report.changed).toMatchObject([{ cell: "A10", before: 1 }]);
  expect(report.left).toEqual([]);
  expect(report.volatile).toEqual({ TODAY: "Model!B10" });
});

test("what is left to Excel has an exit code of its own", () => {
  const sheets = {
    S: [
      [
        { f: "NO_SUCH(_xldudf_MINING_BLOCK_SUBSIDY(0))", v: 7 },
        { f: "A1*2", v: 14 },
      ],
    ],
  };
  writeFileSync(path("left.xlsx"), smallBook({ sheets }));
  const said = run("recalc", "left.xlsx", "-o", "out.xlsx", "--force");
  expect(said.status).toBe(5);
  expect(said.stdout).toContain("NO_SUCH is not computed here\n    S!A1");
  expect(said.stdout).toContain("they depend on those above\n    S!B1");
  expect(run("recalc", "left.xlsx", "-o", "out.xlsx", "--force", "--quiet")).toMatchObject({
    status: 5,
    stdout: "",
  });
});

test.each<[string[], number, RegExp]>([
  [["recalc", "model.xlsx"], 2, /required option '-o, --output <file>' not specified/],
  [["recalc", "model.xlsx", "-o", "model.xlsx"], 2, /the output model.xlsx is the input/],
  [
    ["recalc", "model.xlsx", "-o", "new.xlsx", "--set", "power price"],
    2,
    /it must be NAME=VALUE, as Inputs!B4=0.05/,
  ],
  [["recalc", "model.xlsx", "-o", "new.xlsx", "--set", "gravity=1"], 3, /"gravity" is neither an address/],
  [["recalc", "none.xlsx", "-o", "new.xlsx"], 3, /cannot read none.xlsx: there is no such file/],
  [["recalc", "model.xlsx", "-o", "new.xlsx", "--market", "none.json"], 3, /cannot read none.json/],
  [
    ["recalc", "model.xlsx", "-o", "new.xlsx", "--market", "bad.json"],
    3,
    /bad.json: The frozen values of this workbook cannot be read: their text is incomplete/,
  ],
  [
    ["recalc", "model.xlsx", "-o", "new.xlsx", "--market", "model.xlsx"],
    3,
    /the workbook keeps no market values: freeze it/,
  ],
])("%j is refused", (words, status, message) => {
  writeFileSync(path("bad.json"), "{");
  const said = run(...words);
  expect(said.status).toBe(status);
  expect(said.stderr.replace(/\s+/g, " ")).toMatch(message);
  expect(existsSync(path("new.xlsx"))).toBe(false);
});

test("a capsule is verified, and what was changed since is named", () => {
  expect(run("recalc", "model.xlsx", "-o", "kept.xlsx", "--capsule").status).toBe(0);
  const good = run("verify", "kept.xlsx");
  expect(good.status).toBe(0);
  expect(good.stdout.replace(/\s+/g, " ")).toMatch(
    /^kept.xlsx is verified: 1 of 1 cells that call MINING functions show what Hashcell \S+ computes, and what they showed when Hashcell/,
  );
  run("recalc", "kept.xlsx", "-o", "changed.xlsx", "--set", "btc price=50000");
  const other = run("verify", "changed.xlsx");
  expect(other.status).toBe(1);
  expect(other.stdout).toContain("The workbook was changed since the capsule was made.");
  expect(other.stdout).toMatch(/Cells whose inputs were changed since the capsule was made/);
  const json = JSON.parse(run("verify", "changed.xlsx", "--json").stdout) as { verified: boolean };
  expect(json.verified).toBe(false);
});

test("a result that only another version computed is not called a change of the workbook", () => {
  run("recalc", "model.xlsx", "-o", "before.xlsx", "--capsule");
  const workbook = openWorkbook(readFileSync(path("before.xlsx")), nodeCompression);
  const capsule = capsuleIn(workbook);
  const [cell] = capsule?.cells ?? [];
  if (capsule === undefined || cell === undefined) throw new Error("no capsule");
  addCapsule(workbook, { ...capsule, version: "0.9.0", cells: [{ ...cell, values: [[1]] }] });
  const sheet = "xl/worksheets/sheet1.xml";
  const shown = Number(cell.values[0]?.[0]);
  writeFileSync(path("before.xlsx"), replaced(workbook.file.saved(), sheet, `<v>${shown}</v>`, "<v>1</v>"));
  const said = run("verify", "before.xlsx");
  expect(said.status).toBe(1);
  expect(said.stdout).toContain("computes some results in another way than 0.9.0");
  expect(said.stdout).not.toContain("The workbook was changed");
});

test("without a capsule, verify compares what the cells show", () => {
  const said = run("verify", "model.xlsx");
  expect(said.status).toBe(1);
  expect(said.stdout).toMatch(/Model!A10 +1 +-> +-?\d/);
  expect(said.stdout).toContain("It has no capsule");
});

test("a file that lost a bit is not verified", () => {
  const bytes = readFileSync(path("model.xlsx"));
  // In the contents of the sheet, which come after its name.
  const part = "xl/worksheets/sheet1.xml";
  const within = bytes.indexOf(part) + part.length + 20;
  bytes[within] = (bytes[within] ?? 0) ^ 4;
  writeFileSync(path("bit.xlsx"), bytes);
  const said = run("verify", "bit.xlsx");
  expect(said.status).toBe(3);
  expect(said.stderr).toMatch(/bit.xlsx: /);
});
