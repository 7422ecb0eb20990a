import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { changeOf, kinds, planted, randomFrom } from "../audit/plant";
import { auditSteps, findingsOf, openedForAudit, type Opened } from "../../src/workfile/audit/audit";
import { fullAddress, type Finding } from "../../src/workfile/audit/finding";
import type { Place } from "../../src/workfile/evaluate/references";
import { miningCells } from "../../src/workfile/miningCells";
import { nodeCompression } from "../../src/workfile/nodeCompression";
import { openWorkbook } from "../../src/workfile/workbook";

const FOLDER = "src/books/files";
const names = readdirSync(FOLDER).filter((name) => name.endsWith(".xlsx"));

function audited(name: string) {
  const bytes = new Uint8Array(readFileSync(join(FOLDER, name)));
  const opened = openedForAudit(openWorkbook(bytes, nodeCompression), {});
  const steps = auditSteps(opened, {});
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  return { opened, result: step.value };
}

const said = (findings: readonly Finding[]) =>
  findings
    .filter(({ severity }) => severity !== "note")
    .map(({ kind, place, message }) => `${kind} ${place === undefined ? "" : fullAddress(place)} ${message}`);

test.each(names)("nothing is held against %s, which is in order", (name) => {
  const { result } = audited(name);
  expect(said(result.findings)).toEqual([]);
  expect(result.lines.filter(({ status }) => status === "differs")).toEqual([]);
});

/** What a cell has. */
function shown({ sheet, row, column }: Place) {
  const cell = sheet.formulaAt(row, column);
  return [sheet.value(row, column), cell?.saved, cell?.formula.text];
}

test("what is planted can be taken out again, whatever it was", () => {
  const { opened } = audited("site-valuation.xlsx");
  const all = (book: Opened) => said(findingsOf(book, miningCells(book.evaluation), new Map()));
  const random = randomFrom(42);
  const cells = miningCells(opened.evaluation);
  let count = 0;
  for (const kind of kinds)
    for (const { cell } of cells.slice(20, 60)) {
      if (cell.bottom > cell.row || cell.right > cell.column) continue;
      const place = { sheet: cell.sheet, row: cell.row, column: cell.column };
      const change = changeOf(kind, place, random);
      if (change === undefined) continue;
      const before = shown(place);
      const takeOut = planted(opened, place, change, () => []);
      expect(shown(place)).not.toEqual(before);
      takeOut();
      expect(shown(place)).toEqual(before);
      count += 1;
    }
  expect(count).toBeGreaterThan(100);
  expect(all(opened)).toEqual([]);
});
