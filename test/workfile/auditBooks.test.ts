import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { changeOf, kinds, planted, randomFrom } from "../audit/plant";
import { auditSteps, findingsOf, openedForAudit, type Opened } from "../../src/workfile/audit/audit";
import { fullAddress } from "../../src/workfile/addresses";
import type { Finding } from "../../src/workfile/audit/finding";
import type { Place } from "../../src/workfile/evaluate/references";
import { Area } from "../../src/workfile/evaluate/values";
import { miningCells } from "../../src/workfile/miningCells";
import { nodeCompression } from "../../src/workfile/nodeCompression";
import { finished } from "../../src/workfile/steps";
import { openWorkbook } from "../../src/workfile/workbook";

const FOLDER = "src/books/files";
const names = readdirSync(FOLDER).filter((name) => name.endsWith(".xlsx"));

function audited(name: string) {
  const bytes = new Uint8Array(readFileSync(join(FOLDER, name)));
  const opened = openedForAudit(openWorkbook(bytes, nodeCompression), {});
  return { opened, result: finished(auditSteps(opened, {})) };
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

/** What a cell shows and has saved, and its formula. */
function shown({ sheet, row, column }: Place) {
  const cell = sheet.formulaAt(row, column);
  return [sheet.value(row, column), cell?.saved, cell?.formula.text] as const;
}

test("what is planted can be taken out again, whatever it was", () => {
  const { opened } = audited("site-valuation.xlsx");
  const all = (book: Opened) => said(findingsOf(book, miningCells(book.evaluation), new Map()));
  const random = randomFrom(42);
  const allReaders = (areas: readonly Area[]) => [...opened.evaluation.dependentsOf(areas)];
  const cells = miningCells(opened.evaluation);
  let count = 0;
  for (const kind of kinds)
    for (const { cell } of cells.slice(20, 60)) {
      if (cell.bottom > cell.row || cell.right > cell.column) continue;
      const place = { sheet: cell.sheet, row: cell.row, column: cell.column };
      const change = changeOf(kind, place, random);
      if (change === undefined) continue;
      // A formula is computed a limited number of times.
      const readersOf = count % 20 === 0 ? allReaders : () => [];
      const readers = readersOf([new Area(cell.sheet, cell.row, cell.column, cell.row, cell.column)]);
      const before = [place, ...readers].map(shown);
      const takeOut = planted(opened, place, change, readersOf);
      const [value, saved, formula] = shown(place);
      if (change.kind === "formula") expect(formula).toBe(change.text);
      else if (change.kind === "saved") expect(saved).toBe(change.saved);
      else expect([value, formula]).toEqual([change.value, undefined]);
      takeOut();
      expect([place, ...readers].map(shown)).toEqual(before);
      count += 1;
    }
  expect(count).toBeGreaterThan(100);
  expect(all(opened)).toEqual([]);
});
