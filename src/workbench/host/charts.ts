import type { Cell, ChartDefinition, Pixel } from "@odoo/o-spreadsheet";
import { lineChart, linesOverNumbers } from "../workbookData";
import { columnCount, type Area } from "./addresses";
import type { Book } from "./book";
import { hostObject, nullObject, type HostObject, type ObjectType } from "./objects";
import { POINTS_PER_PIXEL } from "./rangeFormat";
import {
  flagArgument,
  invalidArgument,
  notFound,
  numberArgument,
  RequestError,
  textArgument,
} from "./requestError";

/** Of a chart that has been given no size, in pixels. */
const DEFAULT_SIZE = { width: 480, height: 288 };

interface ChartsState {
  readonly book: Book;
  readonly sheetId: string;
  /** The area of an argument that is a range. */
  readonly areaOf: (argument: unknown) => Area | undefined;
}

export const chartsType: ObjectType<ChartsState> = {
  name: "ChartCollection",
  children: {
    Add: addChart,
    GetItem: (state, [key]) => existing(state, key) ?? notFound(),
    GetItemOrNullObject: (state, [key]) => existing(state, key) ?? nullObject,
    GetItemAt: (state, [index]) => chartsOf(state)[numberArgument(index, "index")] ?? notFound(),
  },
  properties: { count: (state) => chartsOf(state).length },
  methods: { GetCount: (state) => chartsOf(state).length },
  items: chartsOf,
};

interface ChartState extends ChartsState {
  readonly chartId: string;
}

function chartsOf(state: ChartsState): HostObject[] {
  const ids = state.book.getters.getChartIds(state.sheetId);
  return ids.map((chartId) => hostObject(chartType, { ...state, chartId }));
}

/** A chart by its name, or by the id under which the library finds it again. */
function existing(state: ChartsState, key: unknown): HostObject | undefined {
  const text = textArgument(key, "name");
  const ids = state.book.getters.getChartIds(state.sheetId);
  const chartId =
    ids.find((id) => id === text) ?? ids.find((id) => nameOf({ ...state, chartId: id }) === text);
  return chartId === undefined ? undefined : hostObject(chartType, { ...state, chartId });
}

/** Lines by column: over the first column as numbers, or over labels that are given later. */
function addChart(state: ChartsState, [type, source, seriesBy]: readonly unknown[]): HostObject {
  const { book, sheetId, areaOf } = state;
  const kind = textArgument(type, "type");
  const isToScale = /^XYScatter.*Lines/.test(kind);
  if (!(isToScale || /^Line(Markers)?$/.test(kind)) || seriesBy === "Rows")
    throw new RequestError("ApiNotFound", "The workbench draws charts of lines by column only.");
  const area = areaOf(source);
  const first = isToScale ? 1 : 0;
  if (area === undefined || columnCount(area) <= first) throw invalidArgument("sourceData");
  const columns = Array.from({ length: columnCount(area) }, (_, column) =>
    book.address(columnOf(area, column)),
  );
  const lines = lineChart({
    title: "",
    labels: columns[0] ?? "",
    series: columns.slice(first).map((range) => ({ range })),
    hasHeadings: startsWithText(book, columnOf(area, columnCount(area) - 1)),
  });
  const { dataSource } = lines;
  const unlabelled = dataSource.type === "range" ? { ...dataSource, labelRange: undefined } : dataSource;
  const definition: LineChart = {
    ...lines,
    ...(isToScale ? linesOverNumbers : { dataSource: unlabelled }),
    hideDataMarkers: kind === "Line" || kind.endsWith("NoMarkers"),
  };
  const chartId = book.model.uuidGenerator.smallUuid();
  const figureId = book.model.uuidGenerator.smallUuid();
  const place = { col: 0, row: 0, offset: { x: 0, y: 0 }, size: DEFAULT_SIZE };
  book.done(book.model.dispatch("CREATE_CHART", { sheetId, chartId, figureId, definition, ...place }));
  return hostObject(chartType, { ...state, chartId });
}

const columnOf = ({ sheetId, zone }: Area, column: number): Area => ({
  sheetId,
  zone: { ...zone, left: zone.left + column, right: zone.left + column },
});

/** Whether the first cell is a text: the name of the line, then. */
function startsWithText({ getters }: Book, { sheetId, zone }: Area): boolean {
  const position = { sheetId, col: zone.left, row: zone.top };
  // What the request has written is not evaluated yet.
  const held = typedText(getters.getCell(position)) ?? getters.getEvaluatedCell(position).value;
  return typeof held === "string" && held !== "" && !Number.isFinite(Number(held));
}

/** What was typed into a cell; of what a formula spills only the looks are kept there. */
const typedText = (cell: Cell | undefined) =>
  cell === undefined || cell.isFormula || cell.content === "" ? undefined : cell.content;

const chartType: ObjectType<ChartState> = {
  name: "Chart",
  identity: ({ chartId }) => ({ Id: chartId }),
  children: {
    Title: (state) => hostObject(titleType, state),
    Legend: (state) => hostObject(legendType, state),
    Axes: (state) => hostObject(axesType, state),
    Series: (state) => hostObject(seriesCollectionType, state),
  },
  properties: { id: ({ chartId }) => chartId, name: nameOf },
  setters: {
    Name: ({ book, chartId }, name) => void book.chartNames.set(chartId, textArgument(name, "name")),
    Width: (state, points) => place(state, { width: pixels(points, "width") }),
    Height: (state, points) => place(state, { height: pixels(points, "height") }),
  },
  methods: {
    SetPosition: setPosition,
    Delete: ({ book, sheetId, chartId }) => {
      const figureId = book.getters.getFigureIdFromChartId(chartId);
      book.done(book.model.dispatch("DELETE_FIGURE", { sheetId, figureId }));
    },
  },
};

function nameOf({ book, sheetId, chartId }: Pick<ChartState, "book" | "sheetId" | "chartId">): string {
  return book.chartNames.get(chartId) ?? `Chart ${book.getters.getChartIds(sheetId).indexOf(chartId) + 1}`;
}

const pixels = (points: unknown, name: string): Pixel =>
  Math.round(numberArgument(points, name) / POINTS_PER_PIXEL);

interface Figure {
  readonly col: number;
  readonly row: number;
  readonly width: Pixel;
  readonly height: Pixel;
}

function place({ book, sheetId, chartId }: ChartState, change: Partial<Figure>): void {
  const figureId = book.getters.getFigureIdFromChartId(chartId);
  const figure = book.getters.getFigure(sheetId, figureId);
  if (figure === undefined) notFound();
  const { col, row, width, height } = figure;
  const offset = { x: 0, y: 0 };
  const moved = { col, row, width, height, ...change, offset };
  book.done(book.model.dispatch("UPDATE_FIGURE", { sheetId, figureId, ...moved }));
}

/** At a cell, in its usual size, or over the cells up to another. */
function setPosition(state: ChartState, [start, end]: readonly unknown[]): void {
  const from = rangeArgument(state, start, "startCell").zone;
  const corner = { col: from.left, row: from.top };
  if (end === undefined || end === null) {
    place(state, { ...corner, ...DEFAULT_SIZE });
    return;
  }
  const to = rangeArgument(state, end, "endCell").zone;
  const { getters } = state.book;
  const total = (first: number, last: number, size: (index: number) => Pixel) => {
    let sum = 0;
    for (let index = first; index <= last; index++) sum += size(index);
    return sum;
  };
  const width = total(from.left, to.right, (col) => getters.getColSize(state.sheetId, col));
  const height = total(from.top, to.bottom, (row) => getters.getRowSize(state.sheetId, row));
  place(state, { ...corner, width, height });
}

function rangeArgument({ book, sheetId, areaOf }: ChartState, argument: unknown, name: string): Area {
  return areaOf(argument) ?? book.area(textArgument(argument, name), sheetId);
}

/** Only charts that this host can draw are changed by it. */
function change({ book, sheetId, chartId }: ChartState, changed: (before: LineChart) => LineChart): void {
  const before = book.getters.getChartDefinition(chartId);
  if (before.type !== "line") throw new RequestError("ApiNotFound", "The workbench changes charts of lines.");
  const figureId = book.getters.getFigureIdFromChartId(chartId);
  const definition = changed(before);
  book.done(book.model.dispatch("UPDATE_CHART", { sheetId, figureId, chartId, definition }));
}
type LineChart = Extract<ChartDefinition, { type: "line" }>;

const titleType: ObjectType<ChartState> = {
  name: "ChartTitle",
  properties: { text: ({ book, chartId }) => book.getters.getChartDefinition(chartId).title.text ?? "" },
  setters: {
    Text: (state, given) => {
      const text = textArgument(given, "text");
      change(state, (before) => ({ ...before, title: { ...before.title, text } }));
    },
  },
};

const legendPositions: Readonly<Record<string, LineChart["legendPosition"]>> = {
  Top: "top",
  Bottom: "bottom",
  Left: "left",
  Right: "right",
};

const legendType: ObjectType<ChartState> = {
  name: "ChartLegend",
  setters: {
    Visible: (state, isVisible) => {
      const legendPosition = flagArgument(isVisible, "visible") ? "top" : "none";
      change(state, (before) => ({ ...before, legendPosition }));
    },
    Position: (state, given) => {
      const legendPosition = legendPositions[textArgument(given, "position")];
      if (legendPosition === undefined) throw invalidArgument(`position ${String(given)}`);
      change(state, (before) => ({ ...before, legendPosition }));
    },
  },
};

interface AxisState extends ChartState {
  readonly axis: "x" | "y";
}

const axesType: ObjectType<ChartState> = {
  name: "ChartAxes",
  children: {
    CategoryAxis: (state) => hostObject(axisType, { ...state, axis: "x" }),
    ValueAxis: (state) => hostObject(axisType, { ...state, axis: "y" }),
  },
};

const axisType: ObjectType<AxisState> = {
  name: "ChartAxis",
  children: { Title: (state) => hostObject(axisTitleType, state) },
};

const axisTitleType: ObjectType<AxisState> = {
  name: "ChartAxisTitle",
  setters: {
    Text: (state, given) => {
      const title = { text: textArgument(given, "text") };
      change(state, (before) => {
        const axis = { ...before.axesDesign?.[state.axis], title };
        return { ...before, axesDesign: { ...before.axesDesign, [state.axis]: axis } };
      });
    },
  },
};

const seriesCollectionType: ObjectType<ChartState> = {
  name: "ChartSeriesCollection",
  // The spreadsheet's lines share their labels, so that each can stand for all.
  children: { GetItemAt: (state) => hostObject(seriesType, state) },
};

const seriesType: ObjectType<ChartState> = {
  name: "ChartSeries",
  methods: {
    SetXAxisValues: (state, [source]) => {
      const { sheetId, zone } = rangeArgument(state, source, "sourceData");
      change(state, (before) => {
        // Labels begin where the lines do, which is at their names.
        const { dataSource } = before;
        if (dataSource.type !== "range") return before;
        const top = dataSource.dataSetsHaveTitle ? Math.max(zone.top - 1, 0) : zone.top;
        const labelRange = state.book.address({ sheetId, zone: { ...zone, top } });
        return { ...before, dataSource: { ...dataSource, labelRange } };
      });
    },
  },
};
