import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Explanation } from "../../src/workfile/explain/explanation";
import { siteBook } from "../workfile/explain/siteBook";
import { smallBook } from "../workfile/smallBook";
import { BUILD_MS, emptyFolder, hashcell } from "./command";

const folder = emptyFolder();
const run = (...words: string[]) => hashcell(folder, ["explain", ...words]);

beforeAll(() => {
  writeFileSync(join(folder, "site.xlsx"), siteBook());
  hashcell(folder, ["new", "site-valuation", "-o", "valuation.xlsx"]);
}, BUILD_MS);

test("a cell is explained on a screen: arguments, what looks wrong, the form in Excel's own functions", () => {
  const { status, stdout, stderr } = run("site.xlsx", "'Site 1'!B1");
  expect([status, stderr]).toEqual([0, ""]);
  expect(stdout).toMatch(
    /^'Site 1'!B1 {2}Hashcost\n {2}=MINING\.HASHCOST\(Inputs!B2,Inputs!B3,Inputs!B4\)\n/,
  );
  expect(stdout).toMatch(/= 0\.02646 USD per unit per day\. Calculated again here, it is the same\./);
  expect(stdout).toMatch(/Look at:\n {2}\? j_per_th \(Efficiency, Inputs!B2\): the sheet says J\/GH/);
  expect(stdout).toMatch(/j_per_th +0\.0175 J\/TH +Inputs!B2, Efficiency \(J\/GH\), typed in\n/);
  expect(stdout).toMatch(/unit +"PH" +assumed: it is left out\n/);
  expect(stdout).toMatch(/MINING_HASHCOST\(Inputs!B2,Inputs!B3,Inputs!B4\) = 0\.02646, the same/);
  expect(stdout).toMatch(/2 formulas refer to it: 'Site 1'!B2, 'Site 1'!B9\n$/);
  expect(stdout.split("\n").length).toBeLessThan(50);
  expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(120);
});

test("the steps of a formula have LET's names", () => {
  expect(run("site.xlsx", "'Site 1'!B2").stdout).toMatch(
    / 1 {2}cost: B1\/1000 = 0\.02646\/1000 = 0\.00002646\n +2 {2}th: Inputs!B5 = 200\n/,
  );
});

test("--json has everything", () => {
  const { status, stdout } = run("site.xlsx", "'Site 1'!B3", "--json");
  expect(status).toBe(0);
  const found = JSON.parse(stdout) as Explanation;
  expect(found).toMatchObject({
    at: "'Site 1'!B3",
    kind: "formula",
    saved: { error: "#VALUE!" },
    value: { error: "#VALUE!", text: expect.stringMatching(/^pue must be at least 1/) as string },
    agrees: true,
    calls: [{ name: "HASHCOST", native: { isSame: true } }],
  });
  expect(found.findings[0]?.text).toMatch(/Change pue in the formula: Inputs!B4-1\.$/);
});

test("a cell without a formula says what it is and what refers to it; a hidden sheet is named", () => {
  expect(run("site.xlsx", "Inputs!B5").stdout).toBe(
    "Inputs!B5  Hashrate (TH/s)\n  It has no formula: 200 TH/s is typed in.\n\n2 formulas refer to it: 'Site 1'!B2, 'Site 1'!B7\n",
  );
  expect(run("site.xlsx", "Inputs!Z99").stdout).toMatch(/It is blank\.\n\nNo formula refers to it\.\n$/);
  expect(run("site.xlsx", "Notes!A2").stdout).toMatch(/^Notes!A2\n {2}Its sheet is hidden\.\n {2}=A1\*2\n/);
});

test.each([
  ["B4", 2, /B4 does not say which sheet it is on: write it as Inputs!B4/],
  ["Inptus!B4", 2, /there is no sheet "Inptus": did you mean Inputs\?/],
  ["Inputs!A1:B2", 2, /is not one cell/],
  ["gibberish", 2, /neither an address, as Inputs!B4, nor a name of the workbook/],
])("%s is no cell of it", (cell, code, said) => {
  const { status, stdout, stderr } = run("site.xlsx", cell);
  expect([status, stdout]).toEqual([code, ""]);
  expect(stderr).toMatch(said);
});

test("formulas that a program saved without values are computed for it", () => {
  const inputs = [[{ f: "20000*3" }, 1e14, { f: "_xldudf_MINING_HASHPRICE(A1,B1,3.125)" }]];
  writeFileSync(join(folder, "unsaved.xlsx"), smallBook({ sheets: { Inputs: inputs } }));
  const { status, stdout } = run("unsaved.xlsx", "Inputs!C1");
  expect(status).toBe(0);
  expect(stdout).toMatch(/= 37\.71856427 USD per unit per day\. Calculated again here, it is the same\./);
  expect(stdout).toMatch(/btc_price +60,000 USD +Inputs!A1, formula/);
});

test("a workbook that is not there cannot be read", () => {
  const { status, stderr } = run("nothing.xlsx", "A1");
  expect(status).toBe(3);
  expect(stderr).toMatch(/cannot read nothing\.xlsx/);
});

test("a model has its assumptions with their cells, and what was assumed by default", () => {
  const { status, stdout } = run("valuation.xlsx", "'Engine figures'!B7");
  expect(status).toBe(0);
  expect(stdout).toMatch(/The model as it is read:\n +btc price +85,956\.45 USD +Model!D10\n/);
  expect(stdout).toMatch(/Assumed by default: /);
  expect(stdout.split("\n").length).toBeLessThan(90);
});

test("what shows the market needs one, and says so", () => {
  const { status, stdout } = run("valuation.xlsx", "Market!E9");
  expect(status).toBe(5);
  expect(stdout).toMatch(/It was not calculated here: MINING\.MARKET shows the market, which is not given/);
});
