import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { BUILD_MS, emptyFolder, hashcell } from "./command";
import { smallBook } from "../workfile/smallBook";

const folder = emptyFolder();
const run = (...words: string[]) => hashcell(folder, words);

const book = (power: number, note: string) =>
  smallBook({
    sheets: {
      Model: [
        ["assumption", "value"],
        ["btc price", 60000],
        ["difficulty", 1e14],
        ["hashrate", 200],
        ["efficiency", 17.5],
        ["power price", power],
        ["capex", 3000],
        ["months", 36],
        ["subsidy", 3.125],
        ["NPV", { f: "_xldudf_MINING_MINER_NPV(A1:B9)", v: power }],
        ["Note", note],
      ],
    },
  });

beforeAll(() => {
  writeFileSync(join(folder, "a.xlsx"), book(0.05, "first"));
  writeFileSync(join(folder, "b.xlsx"), book(0.06, "second"));
  writeFileSync(join(folder, "broken.xlsx"), "no workbook");
  run("help");
}, BUILD_MS);

test("says in words what changed and what it did to the net present value", () => {
  const said = run("diff", "a.xlsx", "b.xlsx");
  expect(said).toMatchObject({ status: 1, stderr: "" });
  expect(said.stdout).toMatch(
    /Model Model!A1:B9: net present value -?[\d,]+ -> -?[\d,]+ \(-[\d,]+\):\n  power price  0.05  ->  0.06  -[\d,]+/,
  );
  expect(said.stdout).toContain("Model!B11  Note  first -> second");
  expect(said.stdout).toContain("Model!B10  NPV  0.05 -> 0.06");
  expect(said.stdout).toContain("3 cells show another value (--cells lists them).");
});

test("cell by cell, and as JSON", () => {
  expect(run("diff", "a.xlsx", "b.xlsx", "--cells").stdout).toMatch(
    /All cells that show another value:\n +Model!B6 +power price +0.05 -> 0.06/,
  );
  const report = JSON.parse(run("diff", "a.xlsx", "b.xlsx", "--json").stdout) as Record<string, unknown>;
  expect(report).toMatchObject({
    same: false,
    models: [{ steps: [{ name: "power price", from: 0.05, to: 0.06 }] }],
  });
});

test("equal workbooks give 0", () => {
  const said = run("diff", "a.xlsx", "a.xlsx");
  expect(said.status).toBe(0);
  expect(said.stdout).toMatch(/have the same values,\s+formulas and names/);
});

test.each([
  [["diff", "a.xlsx"], 2, /missing required argument 'after'/],
  [["diff", "a.xlsx", "none.xlsx"], 3, /cannot read none.xlsx/],
  [["diff", "broken.xlsx", "a.xlsx"], 3, /broken.xlsx: /],
])("%j is refused", (words, status, message) => {
  const said = run(...words);
  expect(said.status).toBe(status);
  expect(said.stderr).toMatch(message);
});
