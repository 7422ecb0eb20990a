/**
 * The spreadsheet's file format, as far as workbooks written by hand need it. All fields of a sheet but `id`, `name`
 * and `cells` may be left out; version and the rest are filled in by `workbookData`.
 */
import { columnIndex } from "./host/addresses";
import type {
  Border,
  ChartTypeDefinition,
  ConditionalFormat,
  DataValidationRuleData,
  FigureData,
  SheetData,
  Style,
  WorkbookData,
} from "@odoo/o-spreadsheet";

/** A cell as it would be typed, in English: "60000", "=A1*2", "TRUE", "text". Dates as serial numbers with a format. */
type Cells = Record<string, string>;

/** By zone: "A1", "A1:C3". Zones must not overlap within one record. */
type ByZone<T> = Record<string, T>;

export interface Sheet {
  /** Used in formulas and names only through `name`. */
  id: string;
  name: string;
  cells: Cells;
  styles?: ByZone<Style>;
  /** Number formats, as in Excel with few differences: "#,##0.00", "0.0%", "yyyy-mm-dd", "[$$]#,##0" for dollars. */
  formats?: ByZone<string>;
  borders?: ByZone<Border>;
  /** Widths in pixels by column letter; the usual one is 96. */
  columnWidths?: Record<string, number>;
  /** Heights in pixels by row number; the usual one is 23. */
  rowHeights?: Record<number, number>;
  columns?: number;
  rows?: number;
  merges?: string[];
  frozenRows?: number;
  frozenColumns?: number;
  showsGridLines?: boolean;
  tabColor?: string;
  charts?: Chart[];
  conditionalFormats?: ConditionalFormat[];
  dataValidations?: DataValidationRuleData[];
}

/** Positions and sizes in pixels, from the top left corner of a cell. */
interface Chart {
  id: string;
  /** The cell at the top left, counted from 0. */
  column: number;
  row: number;
  width: number;
  height: number;
  definition: ChartDefinition;
}

type ChartDefinition =
  | ChartTypeDefinition<"line", string>
  | ChartTypeDefinition<"bar", string>
  | ChartTypeDefinition<"combo", string>
  | ChartTypeDefinition<"scatter", string>
  | ChartTypeDefinition<"pie", string>
  | ChartTypeDefinition<"waterfall", string>;

interface Series {
  /** "B1:B13", or "Sheet!B1:B13" for another sheet. */
  range: string;
  color?: string;
  /** For an axis on the right. */
  isOnRight?: boolean;
}

export interface LineChartOptions {
  title: string;
  /** The range along the x axis, its heading included when the series have theirs. */
  labels: string;
  series: Series[];
  /** Whether the first cell of each series is its name. */
  hasHeadings?: boolean;
  xTitle?: string;
  yTitle?: string;
}

/** Lines over numbers, to scale: of its scatter charts the spreadsheet draws dots only. */
export const linesOverNumbers = {
  type: "line",
  labelsAsText: false,
  stacked: false,
  cumulative: false,
} as const;

/** A plain line chart, as most sheets need it. */
export function lineChart(options: LineChartOptions): ChartTypeDefinition<"line", string> {
  const { title, labels, series, hasHeadings = true, xTitle, yTitle } = options;
  return {
    type: "line",
    title: { text: title, bold: true, fontSize: 14 },
    dataSource: {
      type: "range",
      dataSets: series.map(({ range }, index) => ({ dataSetId: String(index), dataRange: range })),
      dataSetsHaveTitle: hasHeadings,
      labelRange: labels,
    },
    dataSetStyles: Object.fromEntries(
      series.map(({ color, isOnRight }, index) => [
        String(index),
        { ...(color && { backgroundColor: color }), yAxisId: isOnRight ? "y1" : "y" },
      ]),
    ),
    legendPosition: series.length > 1 ? "top" : "none",
    axesDesign: { x: { title: { text: xTitle ?? "" } }, y: { title: { text: yTitle ?? "" } } },
    labelsAsText: true,
    stacked: false,
    cumulative: false,
    hideDataMarkers: true,
  };
}

/** Names of ranges: "btc_price" to "Inputs!B2". */
type Names = Record<string, string>;

/** The whole workbook: the first sheet is the one that opens. */
export function workbookData(sheets: readonly Sheet[], names: Names = {}): Partial<WorkbookData> {
  const styles = new Table<Style>();
  const formats = new Table<string>();
  const borders = new Table<Border>();
  return {
    sheets: sheets.map((sheet) => ({
      ...sheetBasics(sheet),
      styles: styles.indexed(sheet.styles),
      formats: formats.indexed(sheet.formats),
      borders: borders.indexed(sheet.borders),
    })),
    styles: styles.entries(),
    formats: formats.entries(),
    borders: borders.entries(),
    namedRanges: names,
  };
}

function sheetBasics(sheet: Sheet): Omit<SheetData, "styles" | "formats" | "borders"> {
  const { id, name, cells, columnWidths = {}, rowHeights = {} } = sheet;
  const cols: SheetData["cols"] = {};
  for (const [letters, size] of Object.entries(columnWidths)) cols[columnIndex(letters)] = { size };
  const rows: SheetData["rows"] = {};
  for (const [number, size] of Object.entries(rowHeights)) rows[Number(number) - 1] = { size };
  return {
    id,
    name,
    cells,
    colNumber: sheet.columns ?? 26,
    rowNumber: sheet.rows ?? 100,
    cols,
    rows,
    merges: sheet.merges ?? [],
    figures: (sheet.charts ?? []).map(figure),
    conditionalFormats: sheet.conditionalFormats ?? [],
    dataValidationRules: sheet.dataValidations ?? [],
    tables: [],
    isVisible: true,
    areGridLinesVisible: sheet.showsGridLines ?? true,
    panes: { xSplit: sheet.frozenColumns ?? 0, ySplit: sheet.frozenRows ?? 0 },
    ...(sheet.tabColor && { color: sheet.tabColor }),
  };
}

function figure({ id, column, row, width, height, definition }: Chart): FigureData<object> {
  const data = { ...definition, chartId: `${id}-chart` };
  return { id, col: column, row, offset: { x: 0, y: 0 }, width, height, tag: "chart", data };
}

/** The format keeps each style once for the whole workbook, by number, and sheets refer to the numbers. */
class Table<T> {
  private readonly numbers = new Map<string, number>();
  private readonly values: T[] = [];

  indexed(zones: ByZone<T> = {}): Record<string, number> {
    return Object.fromEntries(Object.entries(zones).map(([zone, value]) => [zone, this.numberOf(value)]));
  }

  entries(): Record<number, T> {
    return Object.fromEntries(this.values.map((value, index) => [index + 1, value]));
  }

  private numberOf(value: T): number {
    const key = JSON.stringify(value);
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    this.values.push(value);
    this.numbers.set(key, this.values.length);
    return this.values.length;
  }
}
