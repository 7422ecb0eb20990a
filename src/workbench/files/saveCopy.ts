import type { Cell, Model, Range } from "@odoo/o-spreadsheet";
import { strToU8, zipSync } from "fflate";
import { excelErrorName, isError } from "../grid/errors";
import { Book } from "../host/book";
import { toExcelFormat } from "../host/numberFormats";
import { withSettings } from "./addinSettings";
import { savedChart, type SavedLooks } from "./chartXml";
import { withCustomXml } from "./customXml";
import { definedNamesXml } from "./definedNames";
import { withFileNames } from "./formulas";
import { keptOf } from "./keptPlugin";
import type { KeptParts } from "./keptParts";
import { withoutMarks, writtenText } from "./literalTexts";
import { originalChart, printNamesXml, withFileProperties, withKeptSheet } from "./putBack";
import { escaped, unescaped } from "./xml";

const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** Excel's calculation version: a file without one is recalculated on opening, to #NAME? without the add-in. */
const CALCULATION = '<calcPr calcId="191029"/>';

/** A workbook with what programs keep in it besides its sheets. */
interface WorkbookToSave {
  readonly model: Model;
  /** The add-in's settings. */
  readonly settings: ReadonlyMap<string, unknown>;
  readonly customXml: ReadonlyMap<string, string>;
}

/** The workbook as an .xlsx that Excel opens, with the add-in's functions and settings, and the defined names. */
export async function workbookFile(workbook: WorkbookToSave): Promise<Blob> {
  return new Blob([new Uint8Array(await workbookBytes(workbook))], { type: XLSX });
}

export async function workbookBytes({ model, settings, customXml }: WorkbookToSave): Promise<Uint8Array> {
  const { files } = await model.exportXLSX();
  const charts = files.filter(({ path }) => CHART.test(path)).length;
  const source: Source = { model, kept: keptOf(model), charts: savedCharts(model, charts) };
  const texts: Record<string, string> = {};
  const parts: Record<string, Uint8Array> = {};
  for (const file of files) {
    if ("content" in file) texts[file.path] = adapted(file.path, file.content, source);
    else parts[file.path] = await image(file.imageSrc);
  }
  const written = withCustomXml(withSettings(withFileProperties(texts, source.kept), settings), customXml);
  for (const [path, xml] of Object.entries(written)) parts[path] = strToU8(xml);
  return zipSync(parts);
}

/** What the parts of the export are adapted from. */
interface Source {
  readonly model: Model;
  readonly kept: KeptParts;
  readonly charts: readonly SavedChart[];
}

interface SavedChart extends SavedLooks {
  readonly sheetId: string;
  readonly figure: string;
}

const CHART = /^xl\/charts\/chart(\d+)\.xml$/;

/** The charts of the export, sheet by sheet; none where some are exported as pictures. */
function savedCharts(model: Model, count: number): SavedChart[] {
  const { getters } = model;
  const charts = getters.getSheetIds().flatMap((sheetId) =>
    getters
      .getFigures(sheetId)
      .filter(({ tag }) => tag === "chart")
      .map(({ id }) => ({ sheetId, figure: id, ...looksOf(model, sheetId, id) })),
  );
  return charts.length === count ? charts : [];
}

const noLooks: SavedLooks = { hidesMarkers: false, isOverNumbers: false, blankNames: [] };

function looksOf({ getters }: Model, sheetId: string, figure: string): SavedLooks {
  const definition = getters.getChartDefinition(getters.getChartIdFromFigureId(figure) ?? "");
  const source = "dataSource" in definition ? definition.dataSource : undefined;
  if (source?.type !== "range") return noLooks;
  const { dataSets, dataSetsHaveTitle, labelRange } = source;
  const styles = "dataSetStyles" in definition ? definition.dataSetStyles : {};
  return {
    hidesMarkers: "hideDataMarkers" in definition && definition.hideDataMarkers === true,
    isOverNumbers:
      definition.type === "line" &&
      !definition.labelsAsText &&
      !definition.stacked &&
      labelRange !== undefined &&
      !holdsTexts(getters, getters.getRangeFromSheetXC(sheetId, labelRange), dataSetsHaveTitle),
    blankNames: dataSets.flatMap(({ dataSetId }, index) => (styles[dataSetId]?.label === "" ? [index] : [])),
  };
}

/** Whether any label is a text: the spreadsheet then spaces them evenly. */
const holdsTexts = (getters: Model["getters"], { sheetId, zone }: Range, hasTitle: boolean) =>
  getters
    .getEvaluatedCellsInZone(sheetId, zone)
    .slice(hasTitle ? 1 : 0)
    .some((cell) => typeof cell.value === "string" && !isError(cell));

function adapted(path: string, xml: string, { model, kept, charts }: Source): string {
  const sheet = /^xl\/worksheets\/sheet(\d+)\.xml$/.exec(path)?.[1];
  if (sheet !== undefined) {
    const sheetId = model.getters.getSheetIds()[Number(sheet)] ?? "";
    const shown = withFileNames(withShownValues(xml, cellsOf(model, sheetId)));
    const keptSheet = kept.sheets[sheetId];
    return keptSheet === undefined
      ? shown
      : withKeptSheet(shown, keptSheet, model.getters.getDataValidationRules(sheetId));
  }
  const number = CHART.exec(path)?.[1];
  if (number !== undefined) {
    const chart = charts[Number(number) - 1];
    const original = chart && originalChart(model, chart.figure, kept.sheets[chart.sheetId]?.charts ?? []);
    return original ?? savedChart(xml, chart ?? noLooks);
  }
  if (path === "xl/sharedStrings.xml") return withoutMarks(xml);
  if (path === "xl/workbook.xml")
    return xml.replace("</sheets>", () => `</sheets>${namesOf(model, kept)}${CALCULATION}`);
  if (path === "xl/styles.xml")
    return xml.replace(
      /formatCode="([^"]*)"/g,
      (_attribute, format: string) => `formatCode="${escaped(toExcelFormat(unescaped(format)))}"`,
    );
  return xml;
}

/** What the cells of a sheet show. */
function cellsOf({ getters }: Model, sheetId: string): (cell: string) => Shown {
  return (cell) => {
    const position = { sheetId, ...o_spreadsheet.helpers.toCartesian(cell) };
    if (isUnread(getters.getCell(position))) return nothingShown;
    const shown = getters.getEvaluatedCell(position);
    return isError(shown)
      ? { value: excelErrorName(String(shown.value)), isError: true }
      : { value: shown.value, isError: false };
  };
}

/** Whether a cell has a formula that the spreadsheet cannot read; its export keeps the text of it. */
const isUnread = (cell: Cell | undefined) => cell?.isFormula === true && cell.compiledFormula.isBadExpression;

function namesOf(model: Model, kept: KeptParts): string {
  const book = new Book(model);
  const names = model.getters
    .getNamedRanges()
    .map(({ name, range }) => ({ name, target: book.address(range, true) }));
  const sheets = model.getters
    .getSheetIds()
    .map((id) => ({ name: model.getters.getSheetName(id), kept: kept.sheets[id] }));
  return definedNamesXml(names, printNamesXml(sheets));
}

async function image(address: string): Promise<Uint8Array> {
  return new Uint8Array(await (await fetch(address)).arrayBuffer());
}

/** Passes a file to the browser to be saved. */
export function download(file: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** What a cell shows. */
export interface Shown {
  readonly value: string | number | boolean | null;
  readonly isError: boolean;
}

const nothingShown: Shown = { value: null, isError: false };

const CELL = /<c\b([^>]*?)(?:\/>|>([\s\S]*?)<\/c>)/g;
const REFERENCE = /\sr="([A-Z]+\d+)"/;

/** The errors that a file can hold; any other is a value that was not there when the file was saved. */
const fileErrors = ["#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"];

/**
 * A sheet's XML with the values that its export leaves out, for whoever opens the file without the add-in: those of
 * cells that a formula spills into; and with the others as programs read them: errors as errors, which it writes as
 * texts, TRUE as 1, and the number of a link, which it writes as it was typed.
 */
export function withShownValues(sheetXml: string, shownAt: (cell: string) => Shown): string {
  return sheetXml.replace(CELL, (cell, attributes: string, content: string | undefined) => {
    const address = REFERENCE.exec(attributes)?.[1];
    if (address === undefined) return cell;
    const formula = /<f\b[\s\S]*<\/f>/.exec(content ?? "")?.[0] ?? "";
    const shown = shownAt(address);
    const isSharedText = formula === "" && /\st="s"/.test(attributes);
    if (shown.value === null || (isSharedText && !shown.isError)) return cell;
    const [type, text] = fileValue(shown);
    return `<c${attributes.replace(/\st="\w+"/, "").trimEnd()} t="${type}">${formula}<v>${text}</v></c>`;
  });
}

function fileValue({ value, isError }: Shown): [type: string, text: string] {
  if (isError) return ["e", fileErrors.find((error) => error === value) ?? "#N/A"];
  if (typeof value === "boolean") return ["b", value ? "1" : "0"];
  if (typeof value !== "number") return ["str", writtenText(value ?? "")];
  // A number with too many digits is infinite to the spreadsheet.
  return Number.isFinite(value) ? ["n", String(value)] : ["e", "#NUM!"];
}
