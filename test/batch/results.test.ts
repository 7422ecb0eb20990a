import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { unparse } from "papaparse";
import { resultRows, writeWorkbook } from "../../src/batch/results";
import { flatByLibreOffice, testInLibreOffice } from "../native/libreOffice";

const folder = mkdtempSync(join(tmpdir(), "hashcell-results-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const HEADINGS = ["Site", "NPV (USD)", "IRR (per year)", "Payback (months)", "Check"];
const TEXTS = new Set(["Site", "Scenario", "Check"]);

async function* each(rows: readonly string[][]): AsyncGenerator<string[]> {
  for (const row of rows) yield await Promise.resolve(row);
}

const collected = async (rows: AsyncIterable<string[]>) => {
  const all: string[][] = [];
  for await (const row of rows) all.push(row);
  return all;
};

async function workbook(rows: readonly string[][]): Promise<Uint8Array> {
  const path = join(folder, "results.xlsx");
  rmSync(path, { force: true });
  await writeWorkbook(path, each([HEADINGS, ...rows]), TEXTS, [
    ["Sites", rows.length],
    ["From", "a & b.csv"],
  ]);
  return new Uint8Array(readFileSync(path));
}

const number = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (value === 0 ? 0 : value)),
  fc.integer({ min: -1000, max: 1000 }),
  fc.constantFrom(1e21, 1e-7, 5e-324, 1.7976931348623157e308),
);
const text = fc.oneof(
  fc.string({ minLength: 1, maxLength: 12 }),
  fc.constantFrom("007", "1e5", "TRUE", " a ", "two\nlines", "<&>\"'", "_x0041_", "\u0001", "é😀", "=1+1"),
);
const blankOr = (value: fc.Arbitrary<number>) => fc.oneof(value.map(String), fc.constant(""));
const line = fc.tuple(
  text,
  blankOr(number),
  blankOr(number),
  blankOr(number),
  fc.oneof(text, fc.constant("")),
);

test("our reader finds in the workbook what was written, to the last bit", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 20 }), async (rows) => {
      const found = await collected(resultRows("results.xlsx", await workbook(rows)));
      expect(found).toEqual([HEADINGS, ...rows]);
    }),
    { numRuns: 100 },
  );
});

test("more rows than are written together", async () => {
  const rows = Array.from({ length: 2345 }, (_, row) => [
    `Site ${row}`,
    String(row / 7),
    "",
    String(-row),
    "",
  ]);
  expect(await collected(resultRows("results.xlsx", await workbook(rows)))).toEqual([HEADINGS, ...rows]);
});

test("a text file is read as it was written", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 20 }), async (rows) => {
      const path = join(folder, "results.csv");
      writeFileSync(path, `${unparse([HEADINGS, ...rows], { newline: "\n" })}\n`);
      expect(await collected(resultRows(path))).toEqual([HEADINGS, ...rows]);
    }),
    { numRuns: 100 },
  );
});

testInLibreOffice("LibreOffice shows the same numbers and texts", async () => {
  const rows = [
    ["Alpha <&>", "1234.56789012345", "0.12345", "17.25", ""],
    ["007", "-1e-7", "", "", "no payback: does not pay back within 36 months"],
    ["=1+1", "1e+21", "-0.5", "3", "two\nlines"],
  ];
  const flat = flatByLibreOffice(await workbook(rows));
  const table = /<table:table table:name="Results"[^]*?<\/table:table>/.exec(flat)?.[0] ?? "";
  const values = [...table.matchAll(/office:value="([^"]*)"/g)].map(([, value]) => Number(value));
  expect(values).toEqual([1234.56789012345, 0.12345, 17.25, -1e-7, 1e21, -0.5, 3]);
  const texts = [...table.matchAll(/<text:p>([^<]*)<\/text:p>/g)].map(([, shown]) => shown);
  for (const shown of [...HEADINGS, "Alpha &lt;&amp;&gt;", "007", "=1+1", "17.25", "12.35%", "1,234.57"])
    expect(texts).toContain(shown);
  expect(flat).toContain('table:name="Run"');
  expect(flat).toContain("a &amp; b.csv");
});

test("a file that is there is not written over, and a fault says what it is", async () => {
  const path = join(folder, "there.xlsx");
  writeFileSync(path, "mine");
  await expect(writeWorkbook(path, each([HEADINGS]), TEXTS, [])).rejects.toThrow("EEXIST");
  expect(readFileSync(path, "utf8")).toBe("mine");
});
