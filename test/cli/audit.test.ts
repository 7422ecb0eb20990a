import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { nodeCompression } from "../../src/workfile/nodeCompression";
import { openWorkbook } from "../../src/workfile/workbook";
import { smallBook, type SmallCell } from "../workfile/smallBook";
import { BUILD_MS, emptyFolder, hashcell } from "./command";

const folder = emptyFolder();
const run = (...words: string[]) => hashcell(folder, words);
const path = (name: string) => join(folder, name);

const hashprice = (1e15 * 86400 * 3.125 * 60000) / (1e14 * 2 ** 32);
const rows = (call: string, v = hashprice): SmallCell[][] => [
  ["Bitcoin price", 60000],
  ["Network difficulty", 1e14],
  ["Block subsidy", 3.125],
  ["Hashprice", { f: `_xldudf_MINING_HASHPRICE(${call})`, v }],
];

beforeAll(() => {
  writeFileSync(path("clean.xlsx"), smallBook({ sheets: { Inputs: rows("B1,B2,B3") } }));
  writeFileSync(path("stale.xlsx"), smallBook({ sheets: { Inputs: rows("B1,B2,B3", 12) } }));
  run("help");
}, BUILD_MS);

interface Facts {
  readonly counts: { readonly error: number; readonly warning: number };
  readonly findings: readonly { kind: string; sheet: string; cell: string; message: string }[];
  readonly cells: readonly {
    cell: string;
    computed: number;
    native: number;
    status: string;
    coverage: string;
  }[];
}

test("a workbook in order gives 0, and each MINING cell its native value", () => {
  const said = run("audit", "clean.xlsx", "--json");
  expect(said).toMatchObject({ status: 0, stderr: "" });
  const { counts, cells } = JSON.parse(said.stdout) as Facts;
  expect(counts).toMatchObject({ error: 0, warning: 0 });
  expect(cells).toMatchObject([{ cell: "B4", status: "agrees", coverage: "classic" }]);
  expect(cells[0]?.native).toBeCloseTo(hashprice, 10);
});

test("what is found gives 1, is said with its cell, and is on the sheet of the copy", () => {
  const said = run("audit", "stale.xlsx", "-o", "audited.xlsx");
  expect(said).toMatchObject({ status: 1, stderr: "" });
  expect(said.stdout).toContain("1 to correct");
  expect(said.stdout).toMatch(/Inputs!B4\s+The saved value is 12/);
  const { tabs } = openWorkbook(new Uint8Array(readFileSync(path("audited.xlsx"))), nodeCompression);
  expect(tabs).toEqual(["Inputs", "Audit"]);
});

test("an output that exists is left, and an input that is none is said", () => {
  expect(run("audit", "stale.xlsx", "-o", "clean.xlsx")).toMatchObject({ status: 4 });
  expect(run("audit", "nothing.xlsx")).toMatchObject({ status: 3, stdout: "" });
  expect(run("audit", "clean.xlsx", "-o", "clean.xlsx").stderr).toContain("is the input");
  expect(existsSync(path("nothing.xlsx"))).toBe(false);
});

test("without a market, cells that show it are named, and the rest is audited", () => {
  const book: SmallCell[][] = [
    ["Price", { f: '_xldudf_MINING_MARKET("btc.price")', v: 60000 }],
    ...rows("B1,B3,B4"),
  ];
  book[1] = ["Twice the price", { f: "B1*2", v: 120000 }];
  writeFileSync(path("market.xlsx"), smallBook({ sheets: { Inputs: book } }));
  const { cells, findings } = JSON.parse(run("audit", "market.xlsx", "--json").stdout) as Facts;
  expect(cells[0]).toMatchObject({ cell: "B1", status: "market" });
  expect(findings.map(({ kind }) => kind)).toContain("market");
  expect(findings.map(({ kind }) => kind)).not.toContain("error");
});
