/**
 * 10,000 cells with MINING formulas made portable and restored, against unpacking, checking and packing the same sheet in
 * the same run. Half of the formulas are one filled down, half have a number of their own. Prints the ratios.
 */
import { readFileSync } from "node:fs";
import { nodeCompression } from "../../src/workfile/nodeCompression";
import { makePortable } from "../../src/workfile/portable";
import { restored } from "../../src/workfile/restore";
import { contentOf, openArchive, savedArchive } from "../../src/workfile/zip";

const CELLS = 10_000;
const SHEET = "xl/worksheets/sheet1.xml";
const HASHPRICE = "_xldudf_MINING_HASHPRICE";

const row = (number: number) => {
  const difficulty = number % 2 === 0 ? "$C$1" : `1.1E14+${number}`;
  const formula = `IF(A${number}&gt;0,${HASHPRICE}(A${number},${difficulty},3.125,0.05)*2,0)`;
  return `<row r="${number}"><c r="A${number}"><v>${60_000 + number}</v></c><c r="B${number}"><f>${formula}</f><v>${number / 7}</v></c></row>`;
};
const rows = Array.from({ length: CELLS }, (_, index) => row(index + 1)).join("");
const text = `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${rows}</sheetData></worksheet>`;
const small = new Uint8Array(readFileSync("test/fixtures/portable/exceljs-stream.xlsx"));
const withSheet = (file: Uint8Array, content: Uint8Array) =>
  savedArchive(openArchive(file), { contents: new Map([[SHEET, content]]), putBack: [] }, nodeCompression);
const file = withSheet(small, new TextEncoder().encode(text));

function packedAgain(): void {
  const entry = openArchive(file).entries.find(({ path }) => path === SHEET);
  if (entry !== undefined) withSheet(file, contentOf(entry, nodeCompression));
}

function fastest(work: () => unknown): number {
  const times = Array.from({ length: 3 }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  });
  return Math.min(...times);
}

const bare = fastest(packedAgain);
const print = (what: string, time: number) =>
  console.log(`${what.padEnd(18)} ${time.toFixed(0).padStart(6)} ms, ratio ${(time / bare).toFixed(1)}`);
print("packed again", bare);
for (const grade of ["values", "lambda", "classic"] as const) {
  const convert = () =>
    makePortable(file, { grade, version: "1", at: 0, market: { state: "", quotes: [] } }, nodeCompression);
  print(grade, fastest(convert));
  const portable = convert();
  print(
    `${grade}, restored`,
    fastest(() => restored(portable.file, nodeCompression)),
  );
}
