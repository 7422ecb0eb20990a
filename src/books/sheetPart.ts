import { isArrayFormula } from "../formula/arrays";
import { parse } from "../formula/formula";
import { miningCalls } from "../formula/miningCalls";
import { stored } from "../formula/stored";
import { columnLetters } from "../formula/tokens";
import { escaped } from "../workfile/xml";
import { columnPixels, USUAL_WIDTH } from "./columns";
import { looks, type Style } from "./looks";
import { cellAt, cellsOf, placed, type Cell, type Kind, type Mark, type Page } from "./page";
import { rulesXml } from "./rules";
import { markPlace, type Styles } from "./styles";
import type { SharedTexts } from "./texts";
import type { Shown, Values } from "./values";

/** What the sheets of a workbook share. */
export interface Surroundings {
  readonly title: string;
  readonly styles: Styles;
  readonly texts: SharedTexts;
  /** Whole addresses by the names of the workbook. */
  readonly names: ReadonlyMap<string, string>;
  /** What cells show; undefined before that is known. */
  readonly values: Values | undefined;
}

const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

const TABS: Readonly<Record<Kind, string>> = {
  dashboard: "0F6C5C",
  inputs: "0B4FA8",
  calculation: "8A8D91",
  output: "7A5195",
  checks: "E08A1E",
  about: "C9CDD1",
};

/** A sheet's part. The order of the elements is that of ISO 29500-1, section 18.3.1.99. */
export function sheetXml(page: Page, isFirst: boolean, surroundings: Surroundings): string {
  const rows = rowsOf(page, surroundings);
  const breaks = [
    breaksXml("rowBreaks", page.printing.rowBreaks, 16_383),
    breaksXml("colBreaks", page.printing.columnBreaks, 1_048_575),
  ];
  return (
    `<worksheet xmlns="${MAIN}" xmlns:r="${RELATIONS}">` +
    `<sheetPr><tabColor rgb="FF${TABS[page.kind]}"/>${hasBreaks(page) ? "" : '<pageSetUpPr fitToPage="1"/>'}</sheetPr>` +
    `<dimension ref="${usedRange(page)}"/>` +
    viewXml(page, isFirst) +
    '<sheetFormatPr defaultRowHeight="15"/>' +
    columnsXml(page) +
    `<sheetData>${rows}</sheetData>` +
    marksXml(page) +
    rulesXml(page, surroundings.names) +
    '<pageMargins left="0.5" right="0.5" top="0.75" bottom="0.75" header="0.3" footer="0.3"/>' +
    pageSetupXml(page) +
    headerXml(surroundings.title) +
    breaks.join("") +
    (page.charts.length === 0 ? "" : '<drawing r:id="rId1"/>') +
    "</worksheet>"
  );
}

/** The range of everything on a sheet, its charts as well: "A1:P40". */
export function usedRange(page: Page): string {
  let [lastColumn, lastRow] = [1, 1];
  const take = ({ column, row }: { column: number; row: number }) => {
    [lastColumn, lastRow] = [Math.max(lastColumn, column), Math.max(lastRow, row)];
  };
  for (const cell of page.cells.keys()) take(placed(cell));
  for (const { over } of page.charts) {
    const { column, row } = placed(over.split(":")[1] ?? over);
    // With its lower edge.
    take({ column, row: row + 1 });
  }
  return `A1:${cellAt(lastColumn, lastRow)}`;
}

function viewXml(page: Page, isFirst: boolean): string {
  const { column, row } = placed(page.frozenAt);
  const [left, top] = [column - 1, row - 1];
  const attributes = ` showGridLines="0"${isFirst ? ' tabSelected="1"' : ""}`;
  const start = `<sheetViews><sheetView${attributes} workbookViewId="0"`;
  if (left === 0 && top === 0) return `${start}/></sheetViews>`;
  const pane = left === 0 ? "bottomLeft" : top === 0 ? "topRight" : "bottomRight";
  const split = `${left === 0 ? "" : ` xSplit="${left}"`}${top === 0 ? "" : ` ySplit="${top}"`}`;
  const selections = [
    left === 0 ? "" : '<selection pane="topRight"/>',
    top === 0 ? "" : '<selection pane="bottomLeft"/>',
    left === 0 || top === 0
      ? ""
      : `<selection pane="bottomRight" activeCell="${page.frozenAt}" sqref="${page.frozenAt}"/>`,
  ];
  return (
    `${start}><pane${split} topLeftCell="${page.frozenAt}" activePane="${pane}" state="frozen"/>` +
    `${selections.join("")}</sheetView></sheetViews>`
  );
}

/** What a column has besides its characters, in characters. */
const PADDING = 0.7109375;

function columnsXml(page: Page): string {
  const columns = Object.entries(page.widths)
    .map(([letters, width]) => ({ column: placed(`${letters}1`).column, width }))
    .sort((one, other) => one.column - other.column)
    .map(
      ({ column, width }) =>
        `<col min="${column}" max="${column}" width="${width + PADDING}" customWidth="1"/>`,
    );
  return columns.length === 0 ? "" : `<cols>${columns.join("")}</cols>`;
}

interface Written {
  readonly column: number;
  readonly xml: string;
}

function rowsOf(page: Page, surroundings: Surroundings): string {
  const { values, styles } = surroundings;
  const rows = new Map<number, Written[]>();
  const heights = new Map<number, number>();
  const write = (at: string, content: string, cell: Cell | undefined) => {
    const { column, row } = placed(at);
    const place = cell === undefined ? 0 : styles.place(cell.look, cell.format);
    const line = rows.get(row) ?? [];
    rows.set(row, line);
    line.push({ column, xml: `<c r="${at}"${place === 0 ? "" : ` s="${place}"`}${content}` });
  };
  const spilled = new Set<string>();
  for (const [at, cell] of page.cells) {
    if (!isFormula(cell)) continue;
    const zone = values?.zone(page.name, at);
    for (const filled of zone === undefined ? [] : cellsOf(zone).slice(1)) {
      const dressed = page.cells.get(filled);
      spilled.add(filled);
      write(filled, spilledXml(values?.shown(page.name, filled)), dressed);
    }
  }
  for (const [at, cell] of page.cells) {
    const { row, column } = placed(at);
    const height = heightOf(
      cell,
      page.widths[columnLetters(column)] ?? USUAL_WIDTH,
      values?.shown(page.name, at),
    );
    heights.set(row, Math.max(heights.get(row) ?? USUAL_HEIGHT, height));
    if (!spilled.has(at)) write(at, contentXml(page, at, cell, surroundings), cell);
  }
  for (const row of page.heights.keys()) if (!rows.has(row)) rows.set(row, []);
  return [...rows]
    .sort(([one], [other]) => one - other)
    .map(([row, cells]) => {
      const given = page.heights.get(row);
      const needed = heights.get(row) ?? USUAL_HEIGHT;
      const height =
        given !== undefined
          ? ` ht="${given}" customHeight="1"`
          : needed > USUAL_HEIGHT
            ? ` ht="${needed}"`
            : "";
      const written = cells.sort((one, other) => one.column - other.column).map(({ xml }) => xml);
      return `<row r="${row}"${height}>${written.join("")}</row>`;
    })
    .join("");
}

const isFormula = ({ content, isText }: Cell) =>
  !isText && typeof content === "string" && content.startsWith("=");

/** What follows the attributes that every cell has. */
function contentXml(page: Page, at: string, cell: Cell, surroundings: Surroundings): string {
  const { content } = cell;
  if (content === "") return "/>";
  if (typeof content === "number") {
    if (!Number.isFinite(content)) throw new Error(`${page.name}!${at} is not a number`);
    return `><v>${content}</v></c>`;
  }
  if (typeof content === "boolean") return ` t="b"><v>${content ? 1 : 0}</v></c>`;
  if (!isFormula(cell)) return ` t="s"><v>${surroundings.texts.place(content)}</v></c>`;
  const formula = content.slice(1);
  const zone = surroundings.values?.zone(page.name, at);
  let isArray: boolean;
  let text: string;
  try {
    isArray = zone !== undefined || isDynamic(formula);
    text = escaped(stored(formula));
  } catch (error) {
    throw new Error(`${page.name}!${at} ${content}: ${error instanceof Error ? error.message : ""}`, {
      cause: error,
    });
  }
  const shown = surroundings.values?.shown(page.name, at);
  if (shown?.isError === true && shown.value === "#SPILL!")
    throw new Error(`${page.name}!${at} ${content}: there is something in the cells that it fills`);
  const { type, value } = shown === undefined ? { type: "", value: "" } : formulaValue(shown);
  return isArray
    ? `${type} cm="1"><f t="array" ref="${zone ?? at}">${text}</f>${value}</c>`
    : `${type}><f>${text}</f>${value}</c>`;
}

/**
 * Whether Excel keeps a formula as a dynamic array: one that calculates with each cell of a range, and one that calls the
 * add-in, whose functions all may return many values. It would show any other such formula with @.
 */
const isDynamic = (formula: string) => miningCalls(formula).length > 0 || isArrayFormula(parse(formula));

/** The errors that a file can hold; any other is a value that was not there when the file was saved. */
const FILE_ERRORS = ["#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"];
const fileError = (value: Shown["value"]) => FILE_ERRORS.find((error) => error === value) ?? "#N/A";

function formulaValue({ value, isError }: Shown): { type: string; value: string } {
  if (isError) return { type: ' t="e"', value: `<v>${fileError(value)}</v>` };
  if (typeof value === "boolean") return { type: ' t="b"', value: `<v>${value ? 1 : 0}</v>` };
  if (typeof value === "string") return { type: ' t="str"', value: `<v>${escaped(value)}</v>` };
  // Excel shows 0 for an empty cell.
  return { type: "", value: `<v>${value ?? 0}</v>` };
}

/** What follows the attributes of a cell that a formula elsewhere fills. */
function spilledXml(shown: Shown | undefined): string {
  if (shown === undefined || shown.value === null) return "/>";
  const { type, value } = formulaValue(shown);
  return `${type}>${value}</c>`;
}

/** In points: Calibri 11. */
const USUAL_HEIGHT = 15;

/** What a row needs to show a cell, in points. Excel works it out only when a cell is edited, other programs never. */
function heightOf(cell: Cell, width: number, shown: Shown | undefined): number {
  const { size = 11, wrap, bold }: Style = looks[cell.look];
  const line = size === 11 ? USUAL_HEIGHT : Math.ceil(size * 1.3);
  const text = isFormula(cell) ? (shown?.value ?? "") : cell.content;
  if (wrap !== true || typeof text !== "string") return line;
  // Small letters are a little narrower than the digits in which widths are counted.
  const room = (width * 11 * (bold === true ? 1 : 1.08)) / size;
  return line * text.split("\n").reduce((lines, paragraph) => lines + linesOf(paragraph, room), 0);
}

function linesOf(paragraph: string, room: number): number {
  let [lines, length] = [1, 0];
  for (const word of paragraph.split(" ")) {
    if (length > 0 && length + 1 + word.length > room) {
      lines++;
      length = word.length;
    } else length += (length === 0 ? 0 : 1) + word.length;
  }
  return lines;
}

function marksXml({ marks, name }: Page): string {
  return marks
    .map(
      ({ range, formula, look }, index) =>
        `<conditionalFormatting sqref="${range}"><cfRule type="expression" dxfId="${markPlace(look)}" priority="${index + 1}">` +
        `<formula>${escaped(storedRule(name, formula))}</formula></cfRule></conditionalFormatting>`,
    )
    .join("");
}

function storedRule(sheet: string, formula: Mark["formula"]): string {
  try {
    return stored(formula.replace(/^=/, ""));
  } catch (error) {
    throw new Error(
      `${sheet}: a format's formula ${formula}: ${error instanceof Error ? error.message : ""}`,
      {
        cause: error,
      },
    );
  }
}

/** Excel and others keep to breaks only where a sheet is not fitted to a number of pages. */
const hasBreaks = ({ printing }: Page) => printing.rowBreaks.length + printing.columnBreaks.length > 0;

function breaksXml(element: string, places: readonly number[], last: number): string {
  if (places.length === 0) return "";
  const breaks = [...places]
    .sort((one, other) => one - other)
    .map((place) => `<brk id="${place}" max="${last}" man="1"/>`);
  return `<${element} count="${places.length}" manualBreakCount="${places.length}">${breaks.join("")}</${element}>`;
}

function pageSetupXml(page: Page): string {
  const scale = hasBreaks(page) ? ` scale="${scaleOf(page)}"` : "";
  // What a board sees at first is one page.
  const tall = page.kind === "dashboard" ? "" : ' fitToHeight="0"';
  const wide = page.printing.pagesWide === 1 ? "" : ` fitToWidth="${page.printing.pagesWide}"`;
  return `<pageSetup paperSize="9"${scale}${wide}${tall} orientation="landscape"/>`;
}

/** What fits on A4 across, in points, and a little less: no program draws columns exactly as wide as another. */
const PAGE_WIDTH = (297 / 25.4 - 1) * 72 * 0.97;
const POINTS_PER_PIXEL = 0.75;

/** In percent: at which the widest of the pages between breaks fits across. */
/** Programs round widths up, each in its own way. */
const SAFE_SHARE = 0.93;

function scaleOf(page: Page): number {
  const { columnBreaks } = page.printing;
  const lastColumn = placed((page.printing.area ?? usedRange(page)).split(":")[1] ?? "A1").column;
  const [repeated, end] = (titleColumnsOf(page)?.split(":") ?? []).map(
    (letters) => placed(`${letters}1`).column,
  );
  const pointsOf = (from: number, to: number) => {
    let points = 0;
    for (let column = from; column <= to; column++)
      points += POINTS_PER_PIXEL * columnPixels(page.widths[columnLetters(column)]);
    return points;
  };
  let widest = 0;
  let from = 1;
  for (const to of [...[...columnBreaks].sort((one, other) => one - other), lastColumn]) {
    const titles = repeated === undefined || end === undefined || from <= end ? 0 : pointsOf(repeated, end);
    widest = Math.max(widest, titles + pointsOf(from, to));
    from = to + 1;
  }
  return Math.max(10, Math.min(100, Math.floor((100 * SAFE_SHARE * PAGE_WIDTH) / widest)));
}

/** Rows on top of each page: those that do not scroll, where nothing else is said. */
export function titleRowsOf({ printing, frozenAt }: Page): string | undefined {
  const { row } = placed(frozenAt);
  return printing.titleRows ?? (row > 1 ? `1:${row - 1}` : undefined);
}

/** Columns on the left of each page: where there are pages beside each other, those that do not scroll. */
export function titleColumnsOf({ printing, frozenAt }: Page): string | undefined {
  const { column } = placed(frozenAt);
  const isWide = printing.pagesWide > 1 || printing.columnBreaks.length > 0;
  return printing.titleColumns ?? (isWide && column > 1 ? `A:${columnLetters(column - 1)}` : undefined);
}

/** "&" begins a code there. */
function headerXml(title: string): string {
  const header = `&L&"Calibri,Bold"${title.replaceAll("&", "&&")}&R&A`;
  const footer = "&LHashcell&C&D&RPage &P of &N";
  return `<headerFooter><oddHeader>${escaped(header)}</oddHeader><oddFooter>${escaped(footer)}</oddFooter></headerFooter>`;
}
