import type { WorkbookData } from "@odoo/o-spreadsheet";
import type { AddinSettings } from "./addinSettings";
import type { CustomXml } from "./customXml";
import { isTakenForValue } from "./literalTexts";
import { FileMistake } from "./mistakes";
import type { SheetCells } from "./sheetXml";
import type { StyleParts } from "./stylesXml";
import type { FileRead } from "./xlsx";

export interface OpenedFile {
  readonly data: WorkbookData;
  readonly settings: AddinSettings;
  readonly customXml: CustomXml;
  /** What is not as it was in Excel, as sentences. */
  readonly warnings: readonly string[];
}

/** The workbook that a worker has read, for the spreadsheet. Throws a `FileMistake` when that cannot read it. */
export function openedFile(file: FileRead): OpenedFile {
  const { settings, customXml, warnings } = file;
  const pictures = Object.entries(file.pictures).map(([path, { bytes, type }]) => [
    path,
    { imageSrc: URL.createObjectURL(new Blob([bytes], { type })) },
  ]);
  try {
    const data = o_spreadsheet.load({ ...file.parts, ...Object.fromEntries(pictures) });
    for (const [index, sheet] of data.sheets.entries()) {
      const cells = file.sheets[index];
      if (cells !== undefined) addCells(data, sheet, cells, file.styles);
    }
    // The import leaves out defined names.
    data.namedRanges = { ...file.names };
    return { data, settings, customXml, warnings };
  } catch (error) {
    console.error(error);
    throw new FileMistake("This workbook holds something that the workbench cannot read.");
  }
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

/** In points, where a file says nothing. */
const ROW_HEIGHT = 12.75;
const POINTS_PER_PIXEL = 0.75;

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
