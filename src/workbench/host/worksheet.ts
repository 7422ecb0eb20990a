import type { Area } from "./addresses";
import { flagArgument, isMissing, numberArgument, textArgument } from "./arguments";
import type { Book } from "./book";
import { namesType } from "./names";
import { hostObject, nullObject, type HostObject, type ObjectType } from "./objects";
import { freezePanesType } from "./freezePanes";
import { worksheetProtectionType } from "./protection";
import { rangeObject } from "./range";
import { usedArea } from "./usedArea";

export interface WorksheetState {
  readonly book: Book;
  readonly sheetId: string;
}

export const worksheetObject = (book: Book, sheetId: string): HostObject =>
  hostObject(worksheetType, { book, sheetId });

const worksheetType: ObjectType<WorksheetState> = {
  name: "Worksheet",
  identity: ({ sheetId }) => ({ Id: sheetId }),
  children: {
    GetRange: ({ book, sheetId }, [address]) => rangeObject(book, requestedArea(book, sheetId, address)),
    GetCell: ({ book, sheetId }, [row, column]) => rangeObject(book, cellArea(sheetId, row, column)),
    Cell: ({ book, sheetId }, [row, column]) => rangeObject(book, cellArea(sheetId, row, column)),
    GetRangeByIndexes: ({ book, sheetId }, args) => rangeObject(book, areaByIndexes(sheetId, args)),
    GetUsedRange: (state, [valuesOnly]) =>
      usedRange(state, valuesOnly) ?? rangeObject(state.book, cellArea(state.sheetId, 0, 0)),
    GetUsedRangeOrNullObject: (state, [valuesOnly]) => usedRange(state, valuesOnly) ?? nullObject,
    Names: ({ book, sheetId }) => hostObject(namesType, { book, sheetId }),
    FreezePanes: (state) => hostObject(freezePanesType, state),
    Protection: (state) => hostObject(worksheetProtectionType, state),
  },
  properties: {
    id: ({ sheetId }) => sheetId,
    name: ({ book, sheetId }) => book.getters.getSheetName(sheetId),
    position: ({ book, sheetId }) => book.getters.getSheetIds().indexOf(sheetId),
    visibility: ({ book, sheetId }) => (book.getters.isSheetVisible(sheetId) ? "Visible" : "Hidden"),
    showGridlines: ({ book, sheetId }) => book.getters.getGridLinesVisibility(sheetId),
    tabColor: ({ book, sheetId }) => book.getters.getSheet(sheetId).color ?? "",
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
    ShowGridlines: ({ book, sheetId }, visible) => {
      const areGridLinesVisible = flagArgument(visible, "showGridlines");
      book.done(book.model.dispatch("SET_GRID_LINES_VISIBILITY", { sheetId, areGridLinesVisible }));
    },
    TabColor: ({ book, sheetId }, color) => {
      book.done(
        book.model.dispatch("COLOR_SHEET", { sheetId, color: textArgument(color, "tabColor") || undefined }),
      );
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
    _RegisterDataChangedEvent: () => null,
    _UnregisterDataChangedEvent: () => null,
    _RegisterSelectionChangedEvent: () => null,
    _UnregisterSelectionChangedEvent: () => null,
    _RegisterActivatedEvent: () => null,
    _UnregisterActivatedEvent: () => null,
    _RegisterCalculatedEvent: () => null,
    _UnregisterCalculatedEvent: () => null,
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
