import type { BorderPosition, BorderStyle, Style } from "@odoo/o-spreadsheet";
import type { RangeState } from "./book";
import { hostObject, type ObjectType } from "./objects";
import { flagArgument, invalidArgument, numberArgument, textArgument } from "./requestError";

/** Excel measures columns in points, the spreadsheet in pixels. */
export const POINTS_PER_PIXEL = 0.75;

export const formatType: ObjectType<RangeState> = {
  name: "RangeFormat",
  children: {
    Font: (state) => hostObject(fontType, state),
    Fill: (state) => hostObject(fillType, state),
    Borders: (state) => hostObject(bordersType, state),
  },
  properties: {
    columnWidth: ({ book, sheetId, zone }) => book.getters.getColSize(sheetId, zone.left) * POINTS_PER_PIXEL,
    verticalAlignment: (state) => verticalNames[common(state, "verticalAlign") ?? "bottom"] ?? "Bottom",
    wrapText: (state) => common(state, "wrapping") === "wrap",
  },
  setters: {
    ColumnWidth: resize,
    HorizontalAlignment: (state, name) =>
      style(state, { align: horizontals[textArgument(name, "horizontalAlignment")] }),
    VerticalAlignment: (state, name) =>
      style(state, { verticalAlign: verticals[textArgument(name, "verticalAlignment")] }),
    WrapText: (state, wraps) =>
      style(state, { wrapping: flagArgument(wraps, "wrapText") ? "wrap" : "overflow" }),
  },
  methods: {
    AutofitColumns: (state) => state.book.withNewValues(() => autofitColumns(state)),
  },
};

const fontType: ObjectType<RangeState> = {
  name: "RangeFont",
  properties: {
    bold: (state) => common(state, "bold") ?? false,
    underline: (state) => (common(state, "underline") ? "Single" : "None"),
    color: (state) => common(state, "textColor") ?? "#000000",
    size: (state) => common(state, "fontSize") ?? 10,
  },
  setters: {
    Bold: (state, bold) => style(state, { bold: flagArgument(bold, "bold") }),
    Underline: (state, underline) => style(state, { underline: underline !== "None" }),
    Color: (state, color) => style(state, { textColor: textArgument(color, "color") }),
    Size: (state, size) => style(state, { fontSize: numberArgument(size, "size") }),
    // The spreadsheet has one font.
    Name: () => undefined,
  },
};

const fillType: ObjectType<RangeState> = {
  name: "RangeFill",
  properties: { color: (state) => common(state, "fillColor") ?? "" },
  setters: { Color: (state, color) => style(state, { fillColor: textArgument(color, "color") }) },
  methods: { Clear: (state) => style(state, { fillColor: "" }) },
};

/** Where none of these is asked for, the kind of the value decides. */
const horizontals: Readonly<Record<string, Style["align"]>> = {
  Left: "left",
  Center: "center",
  Right: "right",
};
const verticals: Readonly<Record<string, Style["verticalAlign"]>> = {
  Top: "top",
  Center: "middle",
  Bottom: "bottom",
};
const verticalNames: Readonly<Record<string, string>> = { top: "Top", middle: "Center", bottom: "Bottom" };

/** The property of the first cell's style; Excel gives null where cells differ, which no pane relies on here. */
function common<K extends keyof Style>({ book, sheetId, zone }: RangeState, property: K): Style[K] {
  return book.getters.getCell({ sheetId, col: zone.left, row: zone.top })?.style?.[property];
}

function style(state: RangeState, change: Style): void {
  const { book, sheetId, zone } = state;
  book.makeRoom(state);
  book.done(book.model.dispatch("SET_FORMATTING", { sheetId, target: [{ ...zone }], style: change }));
}

function resize(state: RangeState, points: unknown): void {
  const { book, sheetId, zone } = state;
  const size = Math.round(numberArgument(points, "columnWidth") / POINTS_PER_PIXEL);
  book.makeRoom(state);
  const elements = indexes(zone.left, zone.right);
  book.done(book.model.dispatch("RESIZE_COLUMNS_ROWS", { sheetId, dimension: "COL", elements, size }));
}

function autofitColumns({ book, sheetId, zone }: RangeState): void {
  const last = Math.min(zone.right, book.getters.getNumberCols(sheetId) - 1);
  book.done(book.model.dispatch("AUTORESIZE_COLUMNS", { sheetId, cols: indexes(zone.left, last) }));
}

const indexes = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, offset) => first + offset);

interface BorderState extends RangeState {
  readonly position: BorderPosition;
}

const positions: Readonly<Record<string, BorderPosition>> = {
  EdgeTop: "top",
  EdgeBottom: "bottom",
  EdgeLeft: "left",
  EdgeRight: "right",
  InsideHorizontal: "h",
  InsideVertical: "v",
};

const styles: Readonly<Record<string, BorderStyle>> = {
  Continuous: "thin",
  Dash: "dashed",
  Dot: "dotted",
  Double: "medium",
};

const bordersType: ObjectType<RangeState> = {
  name: "RangeBorderCollection",
  children: {
    GetItem: (state, [name]) => {
      const position = positions[textArgument(name, "index")];
      if (position === undefined) throw invalidArgument(`border ${String(name)}`);
      return hostObject(borderType, { ...state, position });
    },
  },
};

const borderType: ObjectType<BorderState> = {
  name: "RangeBorder",
  setters: {
    Style: (state, name) =>
      draw(state, { style: name === "None" ? undefined : (styles[String(name)] ?? "thin") }),
    Color: (state, color) => draw(state, { style: "thin", color: textArgument(color, "color") }),
  },
};

function draw(
  { book, sheetId, zone, position }: BorderState,
  border: { style?: BorderStyle; color?: string },
): void {
  const target = [{ ...zone }];
  const described = border.style === undefined ? { position: "clear" as const } : { position, ...border };
  book.done(book.model.dispatch("SET_ZONE_BORDERS", { sheetId, target, border: described }));
}
