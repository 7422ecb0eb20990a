import type { Evaluation } from "../evaluate/evaluation";
import type { GridSheet } from "../evaluate/grid";
import { areaAt, type Place } from "../evaluate/references";
import type { Shape } from "../evaluate/shape";
import type { Area } from "../evaluate/values";
import { numberText } from "../wording";
import { keyOf, type ArgumentChecks } from "./argumentChecks";
import type { Finding, Findings } from "./finding";
import type { Looks } from "./looks";

// What is seen only when whole sheets are looked at: checks that fail, inputs that nothing reads, pasted results.

const GOOD = /^(?:ok|okay|pass|passed|passes|good|fine|in order|balanced|✓|✔)$/i;

/** Cells that say that a check of the workbook fails, where others with the same formula say that theirs do not. */
export function* failedChecks(evaluation: Evaluation): Findings {
  const groups = new Map<Shape, { good: number; bad: { place: Place; says: string }[] }>();
  for (const sheet of evaluation.book.sheets)
    for (const cell of sheet.formulas) {
      yield undefined;
      const value = sheet.value(cell.row, cell.column);
      if (typeof value !== "string" || value === "" || value.length > 30) continue;
      const shape = evaluation.shapeOf(cell);
      let group = groups.get(shape);
      if (group === undefined) groups.set(shape, (group = { good: 0, bad: [] }));
      if (GOOD.test(value.trim())) group.good += 1;
      else group.bad.push({ place: cell, says: value });
    }
  for (const { good, bad } of groups.values()) {
    if (good < 2) continue;
    for (const { place, says } of bad)
      yield {
        kind: "check",
        severity: "error",
        place,
        message: `A check of the workbook says "${says}", where ${good} others of its kind are in order.`,
        advice: "Follow what the workbook says of this check.",
      };
  }
}

const LIKE_NUMBER = /^\s*[-+(]?\s*[$€£]?\s*[\d.,][\d.,\s]*(?:[eE][-+]?\d+)?\s*%?\)?\s*$/;

/** Texts that look like numbers, between numbers of a column: sums and averages leave them out. */
export function* textsAmongNumbers(evaluation: Evaluation): Findings {
  for (const sheet of evaluation.book.sheets)
    for (let row = 2; row < sheet.lastRow; row++) {
      yield undefined;
      for (const column of sheet.columnsAt(row)) {
        const value = sheet.value(row, column);
        if (typeof value !== "string" || !LIKE_NUMBER.test(value)) continue;
        if (sheet.formulaAt(row, column) !== undefined) continue;
        const isAmong = [row - 1, row + 1].every((beside) => typeof sheet.value(beside, column) === "number");
        if (!isAmong) continue;
        yield {
          kind: "textNumber",
          severity: "warning",
          place: { sheet, row, column },
          message: `"${value}" is a text, not a number, between numbers: sums and averages leave it out.`,
          advice: "Convert the cell to a number.",
        };
      }
    }
}

/** Which cells formulas read. */
class Read {
  private readonly cells = new Set<string>();
  private readonly areas = new Map<GridSheet, Map<string, Area>>();
  isDynamic = false;

  *fill(evaluation: Evaluation): Generator<undefined, void, undefined> {
    const seen = new Set<string>();
    for (const sheet of evaluation.book.sheets)
      for (const cell of sheet.formulas) {
        yield undefined;
        const { areas, isDynamic } = evaluation.precedentsOf(cell);
        if (isDynamic) this.isDynamic = true;
        for (const relative of areas) {
          const area = areaAt(relative, cell);
          if (area.rows === 1 && area.columns === 1) {
            this.cells.add(keyOf({ sheet: area.sheet, row: area.top, column: area.left }));
            continue;
          }
          const key = `${area.sheet.index},${area.top},${area.left},${area.bottom},${area.right}`;
          if (seen.has(key)) continue;
          seen.add(key);
          let list = this.areas.get(area.sheet);
          if (list === undefined) this.areas.set(area.sheet, (list = new Map<string, Area>()));
          list.set(key, area);
        }
      }
  }

  has(place: Place): boolean {
    if (this.cells.has(keyOf(place))) return true;
    for (const { top, left, bottom, right } of this.areas.get(place.sheet)?.values() ?? [])
      if (place.row >= top && place.row <= bottom && place.column >= left && place.column <= right)
        return true;
    return false;
  }
}

const LEAST_INPUTS = 5;
const MOST_UNREAD = 0.2;
const MOST_LIST_ROWS = 400;

/** Numbers in a list of inputs that no formula reads, where formulas read nearly all others. */
export function* unreadInputs(evaluation: Evaluation, checks: ArgumentChecks): Findings {
  const lists = new Map<string, { sheet: GridSheet; column: number }>();
  for (const { sheet, row, column } of checks.direct.values()) {
    const from = sourceOf(evaluation, { sheet, row, column });
    lists.set(`${from.sheet.index},${from.column}`, { sheet: from.sheet, column: from.column });
  }
  let read: Read | undefined;
  for (const { sheet, column } of lists.values()) {
    if (sheet.lastRow > MOST_LIST_ROWS) continue;
    const inputs: Place[] = [];
    for (let row = 1; row <= sheet.lastRow; row++) {
      if (typeof sheet.value(row, column) !== "number" || sheet.formulaAt(row, column) !== undefined)
        continue;
      if (checks.labels.of({ sheet, row, column }).name !== "") inputs.push({ sheet, row, column });
    }
    if (inputs.length < LEAST_INPUTS) continue;
    if (read === undefined) {
      read = new Read();
      yield* read.fill(evaluation);
    }
    if (read.isDynamic) return;
    const unread = inputs.filter((place) => read?.has(place) === false);
    if (unread.length > inputs.length * MOST_UNREAD) continue;
    for (const place of unread) {
      const { name } = checks.labels.of(place);
      yield {
        kind: "unread",
        severity: "warning",
        place,
        message: `No formula reads this input, "${name}", while formulas read the others of the list.`,
        advice: "Check whether a formula should read it, and reads another cell instead.",
      };
    }
  }
}

/** Where the number of a cell that only shows another comes from, one step back. */
function sourceOf(evaluation: Evaluation, place: Place): Place {
  const cell = place.sheet.formulaAt(place.row, place.column);
  if (cell === undefined) return place;
  const { areas } = evaluation.precedentsOf(cell);
  const [first] = areas;
  if (first === undefined) return place;
  const area = areaAt(first, cell);
  return area.rows * area.columns === 1 ? { sheet: area.sheet, row: area.top, column: area.left } : place;
}

/** People seldom type as many. */
const MANY_DIGITS = 13;

/** Typed numbers that look like the results of formulas: by their format, or by their digits among formulas. */
export function* pastedNumbers(looks: Looks, checks: ArgumentChecks): Findings {
  for (const place of looks.strangers()) {
    yield undefined;
    if (place === undefined) continue;
    const { sheet, row, column } = place;
    const value = sheet.value(row, column);
    if (typeof value !== "number") continue;
    yield pasted(place, value, "it has the format of computed cells");
  }
  for (const place of checks.direct.values()) {
    yield undefined;
    const { sheet, row, column } = place;
    const value = sheet.value(row, column);
    if (typeof value !== "number" || sheet.formulaAt(row, column) !== undefined) continue;
    if (
      Number.isInteger(value) ||
      digitsOf(value) < MANY_DIGITS ||
      looks.looksComputed(sheet, row, column) === false
    )
      continue;
    const beside = [-1, 1].filter((step) => sheet.formulaAt(row + step, column) !== undefined);
    if (beside.length > 0)
      yield pasted(
        place,
        value,
        `it has ${digitsOf(value)} digits, as results have, and stands beside formulas`,
      );
  }
}

const pasted = (place: Place, value: number, why: string): Finding => ({
  kind: "typedOver",
  severity: "warning",
  place,
  message: `${numberText(value)} is typed, but looks like the result of a formula: ${why}.`,
  advice: "Put the formula back, or say beside the cell where the number comes from.",
});

const digitsOf = (value: number) =>
  String(Math.abs(value)).replace(/e.*$/, "").replace(".", "").replace(/^0+/, "").length;
