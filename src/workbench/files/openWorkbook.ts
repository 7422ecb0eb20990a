import type { Model, WorkbookData } from "@odoo/o-spreadsheet";
import type { AddinSettings } from "./addinSettings";
import { NAMESPACE } from "../../functions/define";
import { dressedChart, type ChartDefinition, type PlacedChart } from "./chartXml";
import type { CustomXml } from "./customXml";
import { titleIn, type KeptChart, type KeptSheet } from "./keptParts";
import { withKept } from "./keptPlugin";
import { isTakenForValue } from "./literalTexts";
import { POINTS_PER_PIXEL } from "../host/rangeFormat";
import { counted, FileMistake } from "./limits";
import type { SheetCells } from "./sheetXml";
import type { StyleParts } from "./stylesXml";
import type { FileRead } from "./xlsx";

export interface OpenedFile {
  readonly data: WorkbookData;
  readonly settings: AddinSettings;
  readonly customXml: CustomXml;
  /** In the file's properties. */
  readonly title: string | undefined;
  /** What is not as it was in Excel, as sentences. */
  readonly warnings: readonly string[];
}

/** The workbook that a worker has read, for the spreadsheet. Throws a `FileMistake` when that cannot read it. */
export function openedFile(file: FileRead): OpenedFile {
  const { settings, customXml, warnings } = file;
  const parts: Parts = { ...file.parts };
  for (const [path, { bytes, type }] of Object.entries(file.pictures))
    parts[path] = { imageSrc: URL.createObjectURL(new Blob([bytes], { type })) };
  try {
    const { data, lost } = imported(parts, file.parts[TYPES]);
    const kept: Record<string, KeptSheet> = {};
    for (const [index, sheet] of data.sheets.entries()) {
      const cells = file.sheets[index];
      if (cells !== undefined) addCells(data, sheet, cells, file.styles);
      const charts = dressCharts(sheet, file.charts[index] ?? []);
      const parts = file.kept.sheets[index];
      if (parts !== undefined)
        kept[sheet.id] = { ...parts, validations: validationsOf(sheet, parts), charts };
    }
    // The import leaves out defined names.
    data.namedRanges = { ...file.names };
    return {
      data: withKept(data, { ...file.kept, sheets: kept }),
      settings,
      customXml,
      title: titleIn(file.kept.core),
      warnings: [...portableCopy(customXml), ...warnings, ...lost, ...unknownFunctions(file.functions)],
    };
  } catch (error) {
    console.error(error);
    throw new FileMistake("This workbook holds something that the workbench cannot read.");
  }
}

type Parts = Record<string, string | { imageSrc: string }>;

/** The cells count: where the import fails, it may be over what lies on them. */
function imported(parts: Parts, contentTypes = ""): { data: WorkbookData; lost: string[] } {
  try {
    return { data: o_spreadsheet.load(parts), lost: [] };
  } catch (error) {
    console.error(error);
    const types = contentTypes.replace(/<Override PartName="([^"]*)"[^>]*>/g, (type, path: string) =>
      ON_CELLS.test(path) ? "" : type,
    );
    const plain = Object.entries(parts).filter(([path]) => !ON_CELLS.test(path));
    const data = o_spreadsheet.load({ ...Object.fromEntries(plain), [TYPES]: types });
    return { data, lost: ["Charts, pictures and tables of this workbook cannot be read and were left out."] };
  }
}

const TYPES = "[Content_Types].xml";
const ON_CELLS = /^\/?xl\/(drawings|charts|tables|pivotTables)\//;

/** Of the part in which a portable copy keeps its original formulas. */
const PORTABLE = "urn:hashcell:portable";

/** A sentence on a portable copy whose formulas are Excel's own: it is right there, and can be made right here. */
function portableCopy(customXml: CustomXml): string[] {
  const isPortable = [...customXml.values()].some(
    (text) => text.includes(`"${PORTABLE}"`) && /\sgrade="(lambda|classic)"/.test(text),
  );
  if (!isPortable) return [];
  return [
    "This portable copy is for Excel: the workbench lacks some of its functions, and figures here can be wrong. To see them here, choose Restore in the task pane (Workbook): it gives the formulas of Hashcell back.",
  ];
}

/** A sentence on functions that the spreadsheet does not have. The add-in's own come with it. */
function unknownFunctions(names: readonly string[]): string[] {
  const { functionRegistry } = o_spreadsheet.registries;
  const unknown = names.filter(
    (name) => !name.startsWith(`${NAMESPACE}.`) && !functionRegistry.contains(name),
  );
  if (unknown.length === 0) return [];
  const listed = unknown.slice(0, MOST_LISTED).join(", ") + (unknown.length > MOST_LISTED ? ", …" : "");
  return [`The workbench does not know these functions, and shows #NAME? for them: ${listed}.`];
}

const MOST_LISTED = 10;

/** What the spreadsheet shows for a formula that it cannot read, and for those that lead to one; it saves them as texts. */
const UNREAD = "#BAD_EXPR";

/** A sentence on Excel formulas that the open workbook cannot read, such as names for formulas or lists of ranges. */
export function unreadFormulas({ getters }: Model): string[] {
  const cells = getters.getSheetIds().flatMap((sheetId) =>
    getters.getCells(sheetId).flatMap((cell) => {
      const { col, row } = getters.getCellPosition(cell.id);
      if (!cell.isFormula || getters.getEvaluatedCell({ sheetId, col, row }).value !== UNREAD) return [];
      const place = `${getters.getSheetName(sheetId)}!${o_spreadsheet.helpers.toXC(col, row)}`;
      return [{ place, isCause: cell.compiledFormula.isBadExpression }];
    }),
  );
  const causes = cells.filter(({ isCause }) => isCause);
  // A name that is not there is known only once the cell is computed.
  const named = causes.length === 0 ? cells : causes;
  const [first] = named;
  if (first === undefined) return [];
  const which =
    named.length === 1
      ? `formula in ${first.place}`
      : `formulas of ${counted(named.length)} cells, such as ${first.place}`;
  const others = cells.length - named.length;
  const needing =
    others === 0
      ? ""
      : others === 1
        ? ", which 1 more cell needs"
        : `, which ${counted(others)} more cells need`;
  return [`The workbench cannot read the ${which}${needing}: a copy saved here holds text instead.`];
}

type SheetData = WorkbookData["sheets"][number];

/** Puts the cells into a sheet; what the import made of some of them stays. */
function addCells(
  data: WorkbookData,
  sheet: SheetData,
  read: SheetCells,
  styles: readonly StyleParts[],
): void {
  const cells = read.cells;
  for (const address of read.doubtful) {
    const text = cells[address] ?? "";
    if (isTakenForValue(text)) cells[address] = `'${text}`;
  }
  for (const [address, content] of Object.entries(sheet.cells))
    if (typeof content === "string" && content !== "") cells[address] = content;
  sheet.cells = cells;
  sheet.rowNumber = Math.max(sheet.rowNumber, read.rowCount);
  sheet.colNumber = Math.max(sheet.colNumber, read.columnCount);
  sizeRows(sheet, read);
  for (const [zone, style] of read.styles) {
    sheet.styles[zone] = style + 1;
    const { format, border } = styles[style] ?? { format: 0, border: 0 };
    if (data.formats[format + 1] !== undefined) sheet.formats[zone] = format + 1;
    if (Object.keys(data.borders[border + 1] ?? {}).length > 0) sheet.borders[zone] = border + 1;
  }
}

/** Which of the spreadsheet's rules each of the file's has become: the import takes them in their order. */
function validationsOf(
  { dataValidationRules }: SheetData,
  { validations }: KeptSheet,
): KeptSheet["validations"] {
  const rules = [...dataValidationRules];
  return validations.map((validation) => {
    const index = rules.findIndex(({ ranges }) => ranges.join(" ") === validation.ranges.join(" "));
    const [rule] = index < 0 ? [] : rules.splice(index, 1);
    return { ...validation, rule: rule?.id };
  });
}

/**
 * Gives the charts what the import has left out. Where it has taken others than the file holds, it is not known which is
 * which. Gives what is kept of them.
 */
function dressCharts(sheet: SheetData, read: readonly PlacedChart[]): KeptChart[] {
  // The import puts what begins where a cell does a pixel in front of it, which the export cannot find.
  for (const { offset } of sheet.figures)
    Object.assign(offset, { x: Math.max(0, offset.x), y: Math.max(0, offset.y) });
  const charts = sheet.figures.filter(({ tag }) => tag === "chart");
  if (charts.length !== read.length) return [];
  for (const [index, chart] of charts.entries()) {
    const { looks, from, to } = read[index] ?? {};
    const definition = chart.data as ChartDefinition | undefined;
    if (looks !== undefined && definition !== undefined) chart.data = dressedChart(definition, looks);
    if (from === undefined || to === undefined) continue;
    // The import does not know the rows' heights, and takes the widths of the columns beside.
    chart.width = lengthOf(sheet.cols, from.column, to.column) + to.x - from.x;
    chart.height = lengthOf(sheet.rows, from.row, to.row) + to.y - from.y;
  }
  return charts.flatMap(({ id }, index) => {
    const original = read[index]?.original;
    return original === undefined ? [] : [{ ...original, figure: id }];
  });
}

/** Of columns or rows, in pixels. */
function lengthOf(headers: SheetData["cols"], from: number, to: number): number {
  let length = 0;
  for (let index = from; index < to; index++) length += headers[index]?.size ?? 0;
  return length;
}

/** In points, where a file says nothing. */
const ROW_HEIGHT = 12.75;

/** Every row gets its height: else the spreadsheet measures the texts of all. Groups are the import's. */
function sizeRows(sheet: SheetData, read: SheetCells): void {
  const usual = (read.rowHeight ?? ROW_HEIGHT) / POINTS_PER_PIXEL;
  const imported = sheet.rows;
  sheet.rows = {};
  for (let row = 0; row < sheet.rowNumber; row++) sheet.rows[row] = { size: usual, isHidden: false };
  for (const [row, height, isHidden] of read.rows)
    sheet.rows[row] = { size: height === undefined ? usual : height / POINTS_PER_PIXEL, isHidden };
  for (const { start, end } of sheet.headerGroups?.ROW ?? [])
    for (let row = start; row <= end; row++) sheet.rows[row] = imported[row] ?? { size: usual };
}
