/** @jest-environment jsdom */
import type { CellPosition, Model } from "@odoo/o-spreadsheet";
import { looks } from "../../../src/workbench/example/sheet";
import { isError } from "../../../src/workbench/grid/errors";
import { addressOf, evaluated, filledCells, openExample } from "./exampleBook";

let model: Model;
beforeAll(() => {
  model = openExample();
});

const numbers = () => cells().filter((cell) => typeof evaluated(model, cell).value === "number");
const cells = () => model.getters.getSheetIds().flatMap((sheetId) => filledCells(model, sheetId));

/** A number as it is shown, read again; NaN for a date. */
function readBack(text: string): number {
  const share = text.endsWith("%") ? 0.01 : 1;
  const digits = text.replace(/[$,%]/g, "");
  return share * (/^-?[\d.]+(e[+-]?\d+)?$/i.test(digits) ? Number(digits) : NaN);
}

const isDate = (text: string) => /^\d{4}-\d\d-\d\d$/.test(text);

test("every number of every sheet reads back as what it is, to half a per cent", () => {
  expect(numbers().length).toBeGreaterThan(1900);
  const lost = numbers().flatMap((cell) => {
    const { value, formattedValue: text } = evaluated(model, cell);
    if (isDate(text)) return [];
    const isRight = Math.abs(readBack(text) - Number(value)) <= 0.005 * Math.abs(Number(value)) + 5e-9;
    return isRight ? [] : [`${addressOf(model, cell)}: ${String(value)} as ${text}`];
  });
  expect(lost).toEqual([]);
});

test("no number shows more than eight decimals", () => {
  const long = numbers().filter((cell) => /\.\d{9}/.test(evaluated(model, cell).formattedValue));
  expect(long.map((cell) => addressOf(model, cell))).toEqual([]);
});

test("subsidies show all their digits", () => {
  const subsidies = cells().filter((cell) =>
    [1.5625, 0.78125].includes(Number(evaluated(model, cell).value)),
  );
  expect(subsidies.length).toBeGreaterThan(1);
  for (const cell of subsidies) {
    const { value, formattedValue } = evaluated(model, cell);
    expect(Number(formattedValue)).toBe(value);
  }
});

test("dates show as dates, and only they do", () => {
  const odd = cells().flatMap((cell) => {
    const { value, formattedValue: text } = evaluated(model, cell);
    const isOfTime = typeof value === "number" && value > 43_000 && value < 49_000;
    if (!isDate(text) && !(isOfTime && /date/i.test(headOf(cell)))) return [];
    return isDate(text) && isOfTime ? [] : [`${addressOf(model, cell)}: ${text}`];
  });
  expect(odd).toEqual([]);
});

/** The nearest text above a cell, or on its left. */
function headOf({ sheetId, col, row }: CellPosition): string {
  const left = evaluated(model, { sheetId, col: col - 1, row }).value;
  if (typeof left === "string" && left !== "") return left;
  for (let above = row - 1; above >= 0; above--) {
    const { value } = evaluated(model, { sheetId, col, row: above });
    if (typeof value === "string" && value !== "") return value;
  }
  return "";
}

test("what looks like the head of a table is one, and has room", () => {
  const heads = cells().filter(
    (cell) => model.getters.getCell(cell)?.style?.wrapping === looks.columnHead.wrapping,
  );
  expect(heads.length).toBeGreaterThan(100);
  const odd = heads.flatMap((cell) => {
    const shown = evaluated(model, cell);
    const { value } = shown;
    const { width, height } = sizeOf(cell);
    const isRoomy = lines(String(value), width) * 16 <= height;
    // The columns of a grid are headed by the values of an assumption.
    const isHead = (typeof value === "string" && !isError(shown)) || isGrid(cell);
    return isHead && isRoomy ? [] : [`${addressOf(model, cell)}: ${String(value)}`];
  });
  expect(odd).toEqual([]);
});

const isGrid = ({ sheetId, row }: CellPosition) =>
  / \\ /.test(String(evaluated(model, { sheetId, col: 1, row }).value));

const sizeOf = ({ sheetId, col, row }: CellPosition) => ({
  width: model.getters.getColSize(sheetId, col),
  height: model.getters.getRowSize(sheetId, row),
});

/** Lines that a bold text of 7 pixels a letter takes. */
function lines(text: string, width: number): number {
  let [count, used] = [1, 0];
  for (const word of text.split(" ")) {
    if (used > 0 && used + 7 * word.length > width) [count, used] = [count + 1, 0];
    used += 7 * (word.length + 1);
  }
  return count;
}
