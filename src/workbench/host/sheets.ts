import type { CellPosition, Zone } from "@odoo/o-spreadsheet";
import { isError } from "../grid/errors";
import { cellCount, columnCount, rowCount, type Area } from "./addresses";
import type { Book, RangeState } from "./book";
import { chartsType } from "./charts";
import { cellContent, excelFormula, excelValue } from "./cellContent";
import { fromExcelFormat, toExcelFormat } from "./numberFormats";
import { hostObject, nullObject, stateOf, type HostObject, type ObjectType } from "./objects";
import { sheetNamesType } from "./sheetNames";
import { formatType } from "./rangeFormat";
import {
  invalidArgument,
  isMissing,
  notFound,
  numberArgument,
  RequestError,
  textArgument,
} from "./requestError";

// Worksheets and ranges, which lead to each other.

/** Events go to every pane, which drops those it has no handler for: registering one needs no work here. */
const eventRegistrations: Readonly<Record<string, () => null>> = Object.fromEntries(
  ["DataChanged", "SelectionChanged", "Activated", "Added", "Deleted", "Calculated"].flatMap((event) => [
    [`_Register${event}Event`, () => null],
    [`_Unregister${event}Event`, () => null],
  ]),
);

export const worksheetsType: ObjectType<Book> = {
  name: "WorksheetCollection",
  children: {
    Add: (book, [name]) => addSheet(book, name),
    GetItem: (book, [key]) => existingSheet(book, key) ?? notFound(),
    GetItemOrNullObject: (book, [key]) => existingSheet(book, key) ?? nullObject,
  },
  methods: {
    GetCount: (book) => book.getters.getSheetIds().length,
    ...eventRegistrations,
  },
  items: (book) => book.getters.getSheetIds().map((sheetId) => worksheetObject(book, sheetId)),
};

function existingSheet(book: Book, key: unknown): HostObject | undefined {
  const sheetId = book.sheetId(textArgument(key, "key"));
  return sheetId === undefined ? undefined : worksheetObject(book, sheetId);
}

function addSheet(book: Book, requested: unknown): HostObject {
  const name =
    isMissing(requested) || requested === ""
      ? book.getters.getNextSheetName()
      : textArgument(requested, "name");
  if (book.getters.getSheetIdByName(name) !== undefined) {
    throw new RequestError("ItemAlreadyExists", `A sheet named ${name} already exists.`);
  }
  const sheetId = book.model.uuidGenerator.smallUuid();
  book.isReshaped = true;
  book.done(
    book.model.dispatch("CREATE_SHEET", { sheetId, name, position: book.getters.getSheetIds().length }),
  );
  return worksheetObject(book, sheetId);
}

interface WorksheetState {
  readonly book: Book;
  readonly sheetId: string;
}

const worksheetObject = (book: Book, sheetId: string): HostObject =>
  hostObject(worksheetType, { book, sheetId });

const worksheetType: ObjectType<WorksheetState> = {
  name: "Worksheet",
  identity: ({ sheetId }) => ({ Id: sheetId }),
  children: {
    GetRange: ({ book, sheetId }, [address]) => rangeObject(book, requestedArea(book, sheetId, address)),
    GetCell: ({ book, sheetId }, [row, column]) => rangeObject(book, cellArea(sheetId, row, column)),
    Cell: ({ book, sheetId }, [row, column]) => rangeObject(book, cellArea(sheetId, row, column)),
    GetRangeByIndexes: ({ book, sheetId }, args) => rangeObject(book, areaByIndexes(sheetId, args)),
    GetUsedRangeOrNullObject: (state, [valuesOnly]) => usedRange(state, valuesOnly) ?? nullObject,
    FreezePanes: (state) => hostObject(freezePanesType, state),
    Protection: (state) => hostObject(worksheetProtectionType, state),
    Names: (state) => hostObject(sheetNamesType, state),
    Charts: (state) => hostObject(chartsType, { ...state, areaOf }),
  },
  properties: {
    id: ({ sheetId }) => sheetId,
    name: ({ book, sheetId }) => book.getters.getSheetName(sheetId),
    position: ({ book, sheetId }) => book.getters.getSheetIds().indexOf(sheetId),
    visibility: ({ book, sheetId }) => (book.getters.isSheetVisible(sheetId) ? "Visible" : "Hidden"),
  },
  setters: {
    Name: rename,
    Position: ({ book, sheetId }, position) => {
      const delta = numberArgument(position, "position") - book.getters.getSheetIds().indexOf(sheetId);
      book.done(book.model.dispatch("MOVE_SHEET", { sheetId, delta }));
    },
    Visibility: ({ book, sheetId }, visibility) => {
      book.done(book.model.dispatch(visibility === "Visible" ? "SHOW_SHEET" : "HIDE_SHEET", { sheetId }));
    },
  },
  methods: {
    Activate: ({ book, sheetId }) => {
      const sheetIdFrom = book.getters.getActiveSheetId();
      if (sheetIdFrom !== sheetId)
        book.done(book.model.dispatch("ACTIVATE_SHEET", { sheetIdFrom, sheetIdTo: sheetId }));
    },
    Calculate: ({ book }) => book.afterwards(() => book.model.dispatch("EVALUATE_CELLS")),
    Delete: ({ book, sheetId }) => {
      const sheetName = book.getters.getSheetName(sheetId);
      book.done(book.model.dispatch("DELETE_SHEET", { sheetId, sheetName }));
    },
    ...eventRegistrations,
  },
};

function requestedArea(book: Book, sheetId: string, address: unknown): Area {
  return isMissing(address) ? book.wholeSheet(sheetId) : book.area(textArgument(address, "address"), sheetId);
}

function cellArea(sheetId: string, row: unknown, column: unknown): Area {
  return areaByIndexes(sheetId, [row, column, 1, 1]);
}

function areaByIndexes(sheetId: string, [row, column, rows, columns]: readonly unknown[]): Area {
  const top = numberArgument(row, "row");
  const left = numberArgument(column, "column");
  const bottom = top + numberArgument(rows, "rowCount") - 1;
  return { sheetId, zone: { top, left, bottom, right: left + numberArgument(columns, "columnCount") - 1 } };
}

function usedRange({ book, sheetId }: WorksheetState, valuesOnly: unknown): HostObject | undefined {
  const area = usedArea(book, book.wholeSheet(sheetId), valuesOnly === true);
  return area === undefined ? undefined : rangeObject(book, area);
}

function rename({ book, sheetId }: WorksheetState, name: unknown): void {
  const oldName = book.getters.getSheetName(sheetId);
  const newName = textArgument(name, "name");
  if (newName !== oldName) book.done(book.model.dispatch("RENAME_SHEET", { sheetId, oldName, newName }));
}

const freezePanesType: ObjectType<WorksheetState> = {
  name: "WorksheetFreezePanes",
  methods: {
    FreezeRows: ({ book, sheetId }, [count]) => {
      const quantity = numberArgument(count ?? 1, "count");
      book.done(book.model.dispatch("FREEZE_ROWS", { sheetId, quantity }));
    },
  },
};

/** The spreadsheet locks whole sheets, without a password. */
const worksheetProtectionType: ObjectType<WorksheetState> = {
  name: "WorksheetProtection",
  properties: { protected: ({ book, sheetId }) => book.getters.isSheetLocked(sheetId) },
  methods: {
    Protect: ({ book, sheetId }) => book.done(book.model.dispatch("LOCK_SHEET", { sheetId })),
    Unprotect: ({ book, sheetId }) => book.done(book.model.dispatch("UNLOCK_SHEET", { sheetId })),
  },
};

export const rangeObject = (book: Book, { sheetId, zone }: Area): HostObject =>
  hostObject(rangeType, { book, sheetId, zone });

/** The area of an argument that is a range. */
export const areaOf = (argument: unknown): Area | undefined => stateOf(rangeType, argument);

/** The ranges that can be reached from a range. */
const otherRanges: NonNullable<ObjectType<RangeState>["children"]> = {
  GetCell: (state, [row, column]) => oneCell(state, index(row), index(column)),
  Cell: (state, [row, column]) => oneCell(state, index(row), index(column)),
  GetRow: (state, [row]) => at(state, rowOf(state.zone, state.zone.top + index(row))),
  GetColumn: (state, [column]) => at(state, columnOf(state.zone, state.zone.left + index(column))),
  GetEntireColumn: ({ book, sheetId, zone: { left, right } }) =>
    at({ book, sheetId }, { ...book.wholeSheet(sheetId).zone, left, right }),
  // office.js itself asks for these four.
  GetLastCell: ({ zone, ...state }) => at(state, { ...zone, top: zone.bottom, left: zone.right }),
  GetLastRow: (state) => at(state, rowOf(state.zone, state.zone.bottom)),
  GetLastColumn: (state) => at(state, columnOf(state.zone, state.zone.right)),
  GetBoundingRect: (state, [other]) =>
    at(state, o_spreadsheet.helpers.union(state.zone, otherZone(state, other))),
  GetOffsetRange: (state, [rows, columns]) => at(state, moved(state.zone, index(rows), index(columns))),
  GetResizedRange: (state, [rows, columns]) => at(state, resized(state.zone, index(rows), index(columns))),
  GetUsedRangeOrNullObject: (state, [valuesOnly]) => used(state, valuesOnly) ?? nullObject,
  GetSpillingToRangeOrNullObject: (state) => spill(state) ?? nullObject,
  GetSpillParentOrNullObject: (state) => spillParent(state) ?? nullObject,
  GetSpecialCellsOrNullObject: specialCells,
};

const rangeType: ObjectType<RangeState> = {
  name: "Range",
  identity: ({ sheetId, zone }) => ({ _ReferenceId: JSON.stringify({ sheetId, zone }) }),
  children: {
    ...otherRanges,
    Format: (state) => hostObject(formatType, state),
    Worksheet: ({ book, sheetId }) => worksheetObject(book, sheetId),
  },
  properties: {
    address: (state) => state.book.address(state),
    rowCount,
    columnCount,
    cellCount,
    rowIndex: ({ zone }) => zone.top,
    columnIndex: ({ zone }) => zone.left,
    values: (state) => state.book.matrix(state, (position) => excelValue(state.book.getters, position)),
    formulas: (state) => state.book.matrix(state, (position) => excelFormula(state.book.getters, position)),
    text: (state) =>
      state.book.matrix(state, (position) => state.book.getters.getEvaluatedCell(position).formattedValue),
    numberFormat: (state) =>
      state.book.matrix(state, (position) => toExcelFormat(state.book.getters.getCell(position)?.format)),
  },
  setters: {
    Values: writeCells,
    Formulas: writeCells,
    NumberFormat: writeNumberFormats,
  },
  methods: {
    Clear: (state, [applyTo]) => clear(state, applyTo),
    Select: (state) => state.book.afterwards(() => select(state)),
    Merge: (state) =>
      state.book.done(
        state.book.model.dispatch("ADD_MERGE", { sheetId: state.sheetId, target: [{ ...state.zone }] }),
      ),
    Calculate: ({ book }) => book.afterwards(() => book.model.dispatch("EVALUATE_CELLS")),
    // office.js asks before it sends a large matrix row by row.
    _ValidateArraySize: () => null,
    _KeepReference: () => null,
  },
};

/** The range, or the several, that an earlier answer named; see `identity`. */
export function rangeFromReference(book: Book, reference: unknown): HostObject {
  const named = JSON.parse(textArgument(reference, "reference")) as Area | Omit<AreasState, "book">;
  const { sheetId } = named;
  if (book.getters.tryGetSheet(sheetId) === undefined)
    throw invalidArgument("the sheet of the range is gone");
  if ("zones" in named) return hostObject(rangeAreasType, { book, sheetId, zones: named.zones });
  return rangeObject(book, { sheetId, zone: named.zone });
}

/** Several ranges of a sheet. */
interface AreasState {
  readonly book: Book;
  readonly sheetId: string;
  readonly zones: readonly Zone[];
}

const rangeAreasType: ObjectType<AreasState> = {
  name: "RangeAreas",
  identity: ({ sheetId, zones }) => ({ _ReferenceId: JSON.stringify({ sheetId, zones }) }),
  children: { Areas: (state) => hostObject(rangeCollectionType, state) },
  properties: { areaCount: ({ zones }) => zones.length },
  methods: { _KeepReference: () => null },
};

const rangeCollectionType: ObjectType<AreasState> = {
  name: "RangeCollection",
  items: ({ book, sheetId, zones }) => zones.map((zone) => rangeObject(book, { sheetId, zone })),
};

/** The formulas, or those that show errors, as runs down the columns; other kinds of cells are not asked for. */
function specialCells(
  { book, sheetId, zone }: RangeState,
  [cellType, valueType]: readonly unknown[],
): HostObject {
  const isAll = isMissing(valueType);
  if (cellType !== "Formulas" || !(isAll || valueType === "Errors"))
    throw invalidArgument(`special cells ${String(cellType)}, ${String(valueType)}`);
  const { getters } = book;
  const found: CellPosition[] = [];
  for (const cell of getters.getCells(sheetId)) {
    const position = cell.isFormula ? getters.tryGetCellPosition(cell.id) : undefined;
    if (position === undefined) continue;
    const { col, row } = position;
    if (col < zone.left || col > zone.right || row < zone.top || row > zone.bottom) continue;
    // A reference cycle shows 0 in Excel.
    const fails = () => isError(getters.getEvaluatedCell(position)) && excelValue(getters, position) !== 0;
    if (isAll || fails()) found.push(position);
  }
  found.sort((one, other) => one.col - other.col || one.row - other.row);
  const zones: Zone[] = [];
  for (const { col, row } of found) {
    const last = zones.at(-1);
    if (last?.left === col && last.bottom === row - 1) last.bottom = row;
    else zones.push({ left: col, right: col, top: row, bottom: row });
  }
  return zones.length === 0 ? nullObject : hostObject(rangeAreasType, { book, sheetId, zones });
}

function writeCells(state: RangeState, values: unknown): void {
  const { book } = state;
  book.makeRoom(state);
  book.spread(state, values, (position, value) => {
    const content = cellContent(value);
    if (content !== undefined) book.done(book.model.dispatch("UPDATE_CELL", { ...position, content }));
  });
}

function writeNumberFormats(state: RangeState, formats: unknown): void {
  const { book, sheetId, zone } = state;
  book.makeRoom(state);
  if (typeof formats === "string") {
    const format = supportedFormat(formats);
    book.done(book.model.dispatch("SET_FORMATTING", { sheetId, target: [{ ...zone }], format }));
    return;
  }
  book.spread(state, formats, ({ col, row }, value) => {
    if (value === null) return;
    const target = [{ left: col, right: col, top: row, bottom: row }];
    const format = supportedFormat(textArgument(value, "numberFormat"));
    book.done(book.model.dispatch("SET_FORMATTING", { sheetId, target, format }));
  });
}

/** The spreadsheet would fail to draw a cell with a format it cannot read: that becomes General. */
function supportedFormat(excelFormat: string): string {
  const format = fromExcelFormat(excelFormat);
  try {
    if (format !== "") o_spreadsheet.helpers.parseFormat(format);
    return format;
  } catch {
    return "";
  }
}

function clear({ book, sheetId, zone }: RangeState, applyTo: unknown): void {
  const target = [{ ...zone }];
  if (applyTo !== "Formats") book.done(book.model.dispatch("DELETE_CONTENT", { sheetId, target }));
  if (applyTo !== "Contents") book.done(book.model.dispatch("CLEAR_FORMATTING", { sheetId, target }));
}

function select({ book, sheetId, zone }: RangeState): void {
  const sheetIdFrom = book.getters.getActiveSheetId();
  if (sheetIdFrom !== sheetId) book.model.dispatch("ACTIVATE_SHEET", { sheetIdFrom, sheetIdTo: sheetId });
  const anchor = { cell: { col: zone.left, row: zone.top }, zone: { ...zone } };
  book.model.selection.selectZone(anchor, { scrollIntoView: true });
}

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

function otherZone(state: RangeState, other: unknown): Zone {
  return (areaOf(other) ?? state.book.area(textArgument(other, "range"), state.sheetId)).zone;
}

function used(state: RangeState, valuesOnly: unknown): HostObject | undefined {
  const area = usedArea(state.book, state, valuesOnly === true);
  return area === undefined ? undefined : rangeObject(state.book, area);
}

function spill({ book, sheetId, zone }: RangeState): HostObject | undefined {
  const filled = book.getters.getSpreadZone({ sheetId, col: zone.left, row: zone.top });
  return filled === undefined ? undefined : rangeObject(book, { sheetId, zone: filled });
}

function spillParent({ book, sheetId, zone }: RangeState): HostObject | undefined {
  const parent = book.getters.getArrayFormulaSpreadingOn({ sheetId, col: zone.left, row: zone.top });
  if (parent === undefined) return undefined;
  const { col, row } = parent;
  return rangeObject(book, { sheetId, zone: { left: col, right: col, top: row, bottom: row } });
}

/** The smallest rectangle within the area that holds all its cells with values or, unless `valuesOnly`, formats. */
function usedArea(book: Book, { sheetId, zone }: Area, valuesOnly: boolean): Area | undefined {
  const { getters } = book;
  const used = { left: Infinity, right: -1, top: Infinity, bottom: -1 };
  const include = (col: number, row: number) => {
    if (col < zone.left || col > zone.right || row < zone.top || row > zone.bottom) return;
    used.left = Math.min(used.left, col);
    used.right = Math.max(used.right, col);
    used.top = Math.min(used.top, row);
    used.bottom = Math.max(used.bottom, row);
  };
  // What a formula spills has evaluated cells only; what was written in this request has raw cells only.
  for (const position of getters.getEvaluatedCellsPositions(sheetId)) {
    if (getters.getEvaluatedCell(position).value !== null) include(position.col, position.row);
  }
  for (const cell of getters.getCells(sheetId)) {
    const isUsed = !valuesOnly || cell.isFormula || cell.content !== "";
    const position = isUsed ? getters.tryGetCellPosition(cell.id) : undefined;
    if (position !== undefined) include(position.col, position.row);
  }
  return used.right < 0 ? undefined : { sheetId, zone: used };
}
