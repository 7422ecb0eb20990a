/** @jest-environment jsdom */
import "../textCoding";
import { readFileSync } from "node:fs";
import * as spreadsheet from "@odoo/o-spreadsheet";
import { strFromU8, unzipSync } from "fflate";
import { siteFile } from "../../../src/workbench/example/siteFile";

const TEMPLATE = "src/cli/templates/site-valuation.xlsx";

type Parts = Record<string, string>;
const partsOf = (bytes: Uint8Array): Parts =>
  Object.fromEntries(Object.entries(unzipSync(bytes)).map(([path, part]) => [path, strFromU8(part)]));

const committed = partsOf(new Uint8Array(readFileSync(TEMPLATE)));
const sheets = Object.entries(committed).filter(([path]) => path.startsWith("xl/worksheets/sheet"));
const VALUE = /<v>([^<]*)<\/v>/g;

test("the template is what the example gives now: if not, run npm run generate", async () => {
  jest.spyOn(console, "debug").mockImplementation(() => undefined);
  Object.assign(globalThis, { o_spreadsheet: spreadsheet });
  const now = partsOf(await siteFile());
  expect(Object.keys(committed).sort()).toEqual(Object.keys(now).sort());
  for (const [path, xml] of Object.entries(now)) {
    const before = committed[path] ?? "";
    // Another version of Node may give another last digit.
    expect(before.replace(VALUE, "<v/>") === xml.replace(VALUE, "<v/>")).toBe(true);
    const values = [...before.matchAll(VALUE)].map(([, value]) => value);
    for (const [index, [, value = ""]] of [...xml.matchAll(VALUE)].entries())
      if (value !== values[index])
        expect(Number(values[index])).toBeWithin(Number(value), { relative: 1e-9, inputs: { path, index } });
  }
});

test("it is the site without the tour, and no cell shows an error", () => {
  const names = [...(committed["xl/workbook.xml"] ?? "").matchAll(/<sheet [^>]*name="([^"]*)"/g)];
  expect(names.map(([, name]) => name)).toEqual([
    "Site model",
    "Cash flows",
    "Put hedge",
    "Portfolio",
    "Treasury",
    "Pool audit",
    "Hedge book",
  ]);
  expect(sheets).toHaveLength(7);
  for (const [, xml] of sheets) expect(xml).not.toMatch(/<c [^>]*t="e"/);
});

test("each call of the add-in has the name that Excel keeps, and is a dynamic array, so that Excel adds no @", () => {
  let count = 0;
  for (const [, xml] of sheets) {
    expect(xml).not.toContain("MINING.");
    for (const [, cell = "", attributes = ""] of xml.matchAll(
      /<c\b([^>]*)>\s*<f\b([^>]*)>[^<]*_xldudf_MINING_[^<]*<\/f>/g,
    )) {
      count++;
      expect(cell).toContain('cm="1"');
      expect(attributes).toMatch(/t="array" ref="[A-Z0-9:]+"/);
    }
  }
  expect(count).toBeGreaterThan(50);
  expect(committed["xl/metadata.xml"]).toContain('fDynamic="1"');
  expect(committed["[Content_Types].xml"]).toContain("/xl/metadata.xml");
  expect(committed["xl/_rels/workbook.xml.rels"]).toContain("metadata.xml");
});

test("what a formula spills is in the file: the cash flows of 49 months under their heading", () => {
  const xml = committed["xl/worksheets/sheet1.xml"] ?? "";
  expect(xml).toContain('<f t="array" ref="R4:AN53">_xldudf_MINING_MINER_CASHFLOWS(');
  const filled = [...xml.matchAll(/<c r="R(\d+)"[^>]*>\s*(?:<f[^<]*<\/f>)?\s*<v>/g)];
  expect(filled.map(([, row]) => Number(row))).toEqual(Array.from({ length: 50 }, (_, index) => 4 + index));
});
