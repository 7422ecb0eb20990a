import { auditSteps, openedForAudit } from "../../src/workfile/audit/audit";
import { withAuditSheet } from "../../src/workfile/audit/auditSheet";
import { readBook } from "../../src/workfile/evaluate/book";
import { nodeCompression } from "../../src/workfile/nodeCompression";
import { recalculate } from "../../src/workfile/recalculate";
import { openWorkbook } from "../../src/workfile/workbook";
import { withMining as f } from "../audit/plainBooks";
import { flatByLibreOffice, testInLibreOffice } from "../native/libreOffice";
import { smallBook } from "./smallBook";

const book = (hashprice?: number) => {
  const file = smallBook({
    sheets: {
      "My inputs": [
        ["Bitcoin price", 86000],
        ["Network difficulty", 1.327e14],
        ["Block subsidy", 3.125],
        ["Efficiency", 17.5],
        ["Power price", 0.055],
        [
          "Hashprice",
          hashprice === undefined
            ? f("MINING.HASHPRICE(B1,B2,B3)")
            : { f: "_xldudf_MINING_HASHPRICE(B1,B2,B3)", v: hashprice },
        ],
        ["Hashcost", f("MINING.HASHCOST(B4,B5)")],
      ],
      Audit: [["a sheet that is called as ours would be"]],
    },
  });
  return hashprice === undefined ? recalculate(file, { set: [] }, nodeCompression).file : file;
};

function withSheet(bytes: Uint8Array) {
  const workbook = openWorkbook(bytes, nodeCompression);
  const steps = auditSteps(openedForAudit(workbook, {}), {});
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  return withAuditSheet(workbook, step.value, { at: Date.UTC(2026, 0, 31), version: "1.6.0" });
}

function cellsOf(bytes: Uint8Array, name: string) {
  const sheet = readBook(openWorkbook(bytes, nodeCompression)).sheets.find((one) => one.name === name);
  if (sheet === undefined) throw new Error(`there is no sheet ${name}`);
  const rows: unknown[][] = [];
  for (let row = 1; row <= sheet.lastRow; row++) {
    const cells: unknown[] = [];
    for (let column = 1; column <= sheet.lastColumn; column++) cells.push(sheet.value(row, column));
    rows.push(cells);
  }
  return { rows, sheet };
}

test("the sheet comes last, under a free name, with a row for each MINING cell", () => {
  const { file, sheet: name } = withSheet(book());
  expect(name).toBe("Audit 2");
  expect(openWorkbook(file, nodeCompression).tabs).toEqual(["My inputs", "Audit", "Audit 2"]);
  const { rows } = cellsOf(file, name);
  expect(rows.find(([head]) => head === "Master check")?.[1]).toBe("In order");
  const lines = rows.filter(([at]) => typeof at === "string" && at.startsWith("'My inputs'!"));
  expect(lines.map(([at, , , , , status]) => [at, status])).toEqual([
    ["'My inputs'!B6", "agrees"],
    ["'My inputs'!B7", "agrees"],
  ]);
});

test("each line computes again, in Excel's own functions, from the cells of its sheet", () => {
  const { file, sheet: name } = withSheet(book());
  const { sheet } = cellsOf(file, name);
  const native = sheet.formulas.filter(({ column }) => column === 4).map(({ formula }) => formula.text);
  expect(native).toHaveLength(2);
  for (const text of native) {
    expect(text).toMatch(/'My inputs'!B/);
    expect(text).not.toMatch(/MINING|LAMBDA|(?<![!A-Z'])B\d/);
  }
});

test("a saved value that is wrong shows in the status and in the master check", () => {
  const { file, sheet } = withSheet(book(12));
  const { rows } = cellsOf(file, sheet);
  expect(rows.find(([head]) => head === "Master check")?.[1]).toMatch(/to correct/);
  expect(rows.find(([severity]) => severity === "error")?.[1]).toMatch(/The saved value is 12/);
});

testInLibreOffice("LibreOffice computes the native column without errors", () => {
  const text = flatByLibreOffice(withSheet(book()).file);
  const audit = text.slice(text.indexOf('table:name="Audit 2"'));
  const native = [...audit.matchAll(/table:formula="of:=IFERROR\([^"]*"[^>]*office:value="([^"]*)"/g)];
  // LibreOffice has no add-in, so that only what is computed in its own functions has a value.
  const values = native.map(([, value]) => Number(value));
  expect(values).toHaveLength(2);
  expect(values[0]).toBeCloseTo((1e15 * 86400 * 3.125 * 86000) / (1.327e14 * 2 ** 32), 8);
  // Joules per TH, as kWh of a PH/s in a day, at the price.
  expect(values[1]).toBeCloseTo(17.5 * 24 * 0.055, 8);
  expect(audit).not.toMatch(/Err:\d+|#REF!/);
});
