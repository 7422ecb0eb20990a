import { columnCount, rowCount, type Area } from "./addresses";
import { textArgument } from "./arguments";
import type { Book } from "./book";
import { cellContent, excelFormula, excelValue, excelValueType } from "./cellContent";
import { fromExcelFormat, toExcelFormat } from "./numberFormats";
import { hostObject, stateOf, type HostObject, type ObjectType } from "./objects";
import { otherRanges } from "./rangeNavigation";
import { formatType } from "./rangeFormat";
import { invalidArgument } from "./requestError";
import { worksheetObject } from "./worksheet";

export interface RangeState extends Area {
  readonly book: Book;
}

export const rangeObject = (book: Book, { sheetId, zone }: Area): HostObject =>
  hostObject(rangeType, { book, sheetId, zone });

/** The area of an argument that is a range. */
export const areaOf = (argument: unknown): Area | undefined => stateOf(rangeType, argument);

export const rangeType: ObjectType<RangeState> = {
  name: "Range",
  identity: ({ sheetId, zone }) => ({ _ReferenceId: JSON.stringify({ sheetId, zone }) }),
  children: {
    ...otherRanges,
    Format: (state) => hostObject(formatType, state),
    Worksheet: ({ book, sheetId }) => worksheetObject(book, sheetId),
  },
  properties: {
    address: (state) => state.book.address(state),
    addressLocal: (state) => state.book.address(state),
    cellCount: (state) => rowCount(state) * columnCount(state),
    rowCount,
    columnCount,
    rowIndex: ({ zone }) => zone.top,
    columnIndex: ({ zone }) => zone.left,
    values: (state) => state.book.matrix(state, (position) => excelValue(state.book.getters, position)),
    formulas: (state) => state.book.matrix(state, (position) => excelFormula(state.book.getters, position)),
    formulasLocal: (state) =>
      state.book.matrix(state, (position) => excelFormula(state.book.getters, position)),
    text: (state) =>
      state.book.matrix(state, (position) => state.book.getters.getEvaluatedCell(position).formattedValue),
    valueTypes: (state) =>
      state.book.matrix(state, (position) => excelValueType(state.book.getters, position)),
    numberFormat: (state) =>
      state.book.matrix(state, (position) => toExcelFormat(state.book.getters.getCell(position)?.format)),
    hasSpill: ({ book, sheetId, zone }) =>
      book.getters.getSpreadZone({ sheetId, col: zone.left, row: zone.top }) !== undefined,
    isEntireColumn: (state) => rowCount(state) === state.book.getters.getNumberRows(state.sheetId),
    isEntireRow: (state) => columnCount(state) === state.book.getters.getNumberCols(state.sheetId),
  },
  setters: {
    Values: writeCells,
    Formulas: writeCells,
    FormulasLocal: writeCells,
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

/** The range that an earlier answer named; see `identity`. */
export function rangeFromReference(book: Book, reference: unknown): HostObject {
  const { sheetId, zone } = JSON.parse(textArgument(reference, "reference")) as Area;
  if (book.getters.tryGetSheet(sheetId) === undefined)
    throw invalidArgument("the sheet of the range is gone");
  return rangeObject(book, { sheetId, zone });
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

/** The spreadsheet would fail to draw a cell with a format it cannot read: such a one becomes General. */
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
