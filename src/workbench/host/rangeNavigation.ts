import type { Zone } from "@odoo/o-spreadsheet";
import { isMissing, numberArgument, textArgument } from "./arguments";
import { nullObject, type HostObject, type ObjectType } from "./objects";
import { areaOf, rangeObject, type RangeState } from "./range";
import { invalidArgument, itemNotFound } from "./requestError";
import { usedArea } from "./usedArea";

/** The ranges that can be reached from a range. */
export const otherRanges: NonNullable<ObjectType<RangeState>["children"]> = {
  GetCell: (state, [row, column]) => oneCell(state, index(row), index(column)),
  Cell: (state, [row, column]) => oneCell(state, index(row), index(column)),
  GetRow: (state, [row]) => at(state, rowOf(state.zone, state.zone.top + index(row))),
  GetColumn: (state, [column]) => at(state, columnOf(state.zone, state.zone.left + index(column))),
  GetLastCell: ({ zone, ...state }) => at(state, { ...zone, top: zone.bottom, left: zone.right }),
  GetLastRow: (state) => at(state, rowOf(state.zone, state.zone.bottom)),
  GetLastColumn: (state) => at(state, columnOf(state.zone, state.zone.right)),
  GetEntireColumn: (state) => at(state, { ...state.zone, top: 0, bottom: sheetZone(state).bottom }),
  GetEntireRow: (state) => at(state, { ...state.zone, left: 0, right: sheetZone(state).right }),
  GetOffsetRange: (state, [rows, columns]) => at(state, moved(state.zone, index(rows), index(columns))),
  GetResizedRange: (state, [rows, columns]) => at(state, resized(state.zone, index(rows), index(columns))),
  GetAbsoluteResizedRange: ({ zone, ...state }, [rows, columns]) =>
    at(state, resized({ ...zone, bottom: zone.top, right: zone.left }, index(rows) - 1, index(columns) - 1)),
  GetBoundingRect: (state, [other]) =>
    at(state, o_spreadsheet.helpers.union(state.zone, otherZone(state, other))),
  GetIntersection: (state, [other]) => intersection(state, other) ?? notFound(),
  GetIntersectionOrNullObject: (state, [other]) => intersection(state, other) ?? nullObject,
  GetUsedRange: (state, [valuesOnly]) => used(state, valuesOnly) ?? oneCell(state, 0, 0),
  GetUsedRangeOrNullObject: (state, [valuesOnly]) => used(state, valuesOnly) ?? nullObject,
  GetSpillingToRange: (state) => spill(state) ?? notFound(),
  GetSpillingToRangeOrNullObject: (state) => spill(state) ?? nullObject,
};

type Place = Pick<RangeState, "book" | "sheetId">;

/** The range of a zone, which must not reach beyond the first row or column, or be empty. */
function at({ book, sheetId }: Place, zone: Zone): HostObject {
  const { left, right, top, bottom } = zone;
  if (left < 0 || top < 0 || right < left || bottom < top) throw invalidArgument("no such range");
  return rangeObject(book, { sheetId, zone: { left, right, top, bottom } });
}

const index = (value: unknown): number => (isMissing(value) ? 0 : numberArgument(value, "index"));

const oneCell = (state: RangeState, row: number, column: number) =>
  at(state, columnOf(rowOf(state.zone, state.zone.top + row), state.zone.left + column));

const rowOf = (zone: Zone, row: number): Zone => ({ ...zone, top: row, bottom: row });
const columnOf = (zone: Zone, column: number): Zone => ({ ...zone, left: column, right: column });

const moved = (zone: Zone, rows: number, columns: number): Zone => ({
  top: zone.top + rows,
  bottom: zone.bottom + rows,
  left: zone.left + columns,
  right: zone.right + columns,
});

const resized = (zone: Zone, rows: number, columns: number): Zone => ({
  ...zone,
  bottom: zone.bottom + rows,
  right: zone.right + columns,
});

const sheetZone = ({ book, sheetId }: Place) => book.getters.getSheetZone(sheetId);

function otherZone(state: RangeState, other: unknown): Zone {
  return (areaOf(other) ?? state.book.area(textArgument(other, "range"), state.sheetId)).zone;
}

function intersection(state: RangeState, other: unknown): HostObject | undefined {
  const [a, b] = [state.zone, otherZone(state, other)];
  const left = Math.max(a.left, b.left);
  const right = Math.min(a.right, b.right);
  const top = Math.max(a.top, b.top);
  const bottom = Math.min(a.bottom, b.bottom);
  return right < left || bottom < top ? undefined : at(state, { left, right, top, bottom });
}

function used(state: RangeState, valuesOnly: unknown): HostObject | undefined {
  const area = usedArea(state.book, state, valuesOnly === true);
  return area === undefined ? undefined : rangeObject(state.book, area);
}

function spill({ book, sheetId, zone }: RangeState): HostObject | undefined {
  const filled = book.getters.getSpreadZone({ sheetId, col: zone.left, row: zone.top });
  return filled === undefined ? undefined : rangeObject(book, { sheetId, zone: filled });
}

function notFound(): never {
  throw itemNotFound();
}
