import { zoneOf } from "./zones";
import {
  placeOf,
  WorkbookError,
  type Contents,
  type NameContents,
  type Place,
  type SheetContents,
  type Spill,
  type TableContents,
} from "./workbook";

/** Cells that are read in one request, and in all: Excel on the web takes 5 MB at a time. */
const MOST_READ = 20_000;
const MOST_CELLS = 400_000;

/** The cells of all sheets that are in use, with the names and tables of the workbook and of its sheets. Writes nothing. */
export async function contents(context: Excel.RequestContext): Promise<Contents> {
  const { worksheets, names } = context.workbook;
  worksheets.load("items/name,items/visibility");
  names.load("items/name,items/formula");
  await context.sync();
  for (const sheet of worksheets.items) sheet.names.load("items/name,items/formula");
  const used = worksheets.items.map((sheet) => sheet.getUsedRangeOrNullObject(true));
  for (const range of used) range.load("rowIndex,columnIndex,rowCount,columnCount");
  await context.sync();
  const size = used.reduce(
    (sum, range) => sum + (range.isNullObject ? 0 : range.rowCount * range.columnCount),
    0,
  );
  if (size > MOST_CELLS)
    throw new WorkbookError(
      `The workbook has ${size.toLocaleString("en-US")} cells in use, and no more than ${MOST_CELLS.toLocaleString("en-US")} are read here: save it and explain the cell by the command hashcell explain.`,
    );
  const sheets: SheetContents[] = [];
  for (const [index, sheet] of worksheets.items.entries()) {
    const range = used[index];
    const isHidden = sheet.visibility !== "Visible";
    const cells =
      range === undefined || range.isNullObject
        ? { row: 0, column: 0, formulas: [], values: [] }
        : await read(context, sheet, range);
    sheets.push({ name: sheet.name, isHidden, ...cells });
  }
  const found = [...namesIn(names), ...worksheets.items.flatMap((sheet) => namesIn(sheet.names, sheet.name))];
  const hasTables = sheets.some(({ formulas }) =>
    formulas.some((line) => line.some((cell) => typeof cell === "string" && /^=.*\[/s.test(cell))),
  );
  return { sheets, names: found, tables: hasTables ? await tablesOf(context) : [] };
}

const namesIn = ({ items }: Excel.NamedItemCollection, sheet?: string): NameContents[] =>
  items.flatMap(({ name, formula }) =>
    typeof formula === "string" ? [{ name, formula, ...(sheet === undefined ? {} : { sheet }) }] : [],
  );

async function read(
  context: Excel.RequestContext,
  sheet: Excel.Worksheet,
  { rowIndex, columnIndex, rowCount, columnCount }: Excel.Range,
) {
  const step = Math.max(1, Math.floor(MOST_READ / columnCount));
  const formulas: unknown[][] = [];
  const values: unknown[][] = [];
  for (let first = 0; first < rowCount; first += step) {
    const rows = Math.min(step, rowCount - first);
    const part = sheet.getRangeByIndexes(rowIndex + first, columnIndex, rows, columnCount);
    part.load("formulas,values");
    // eslint-disable-next-line office-addins/no-context-sync-in-loop -- each reads as much as one request may
    await context.sync();
    for (const line of part.formulas as unknown[][]) formulas.push(line);
    for (const line of part.values as unknown[][]) values.push(line);
    part.untrack();
  }
  return { row: rowIndex, column: columnIndex, formulas, values };
}

/** None where Excel does not list them. */
async function tablesOf(context: Excel.RequestContext): Promise<TableContents[]> {
  try {
    const { tables } = context.workbook;
    tables.load("items/name,items/showHeaders,items/showTotals");
    await context.sync();
    const ranges = tables.items.map((table) => table.getRange());
    for (const range of ranges) range.load("address");
    for (const { columns } of tables.items) columns.load("items/name");
    await context.sync();
    return tables.items.map(({ name, showHeaders, showTotals, columns }, index) => ({
      name,
      place: placeOf(ranges[index]?.address ?? ""),
      hasHeader: showHeaders,
      hasTotal: showTotals,
      columns: columns.items.map((column) => column.name),
    }));
  } catch {
    return [];
  }
}

/** Of each place, the formula whose result fills it, if one fills several cells. */
export async function spills(
  context: Excel.RequestContext,
  places: readonly Place[],
): Promise<(Spill | undefined)[]> {
  const asked = places.map(({ sheet, range }) => {
    const cell = context.workbook.worksheets.getItem(sheet).getRange(range);
    const parent = cell.getSpillParentOrNullObject();
    parent.load("address");
    return { cell, parent };
  });
  await context.sync();
  const filled = asked.map(({ cell, parent }) => {
    const anchor = parent.isNullObject ? cell : parent;
    anchor.load("address");
    const range = anchor.getSpillingToRangeOrNullObject();
    range.load("address");
    return { anchor, range };
  });
  await context.sync();
  return filled.map(({ anchor, range }) => {
    const place = range.isNullObject ? undefined : placeOf(range.address);
    if (place === undefined || zoneOf(place.range) === undefined) return undefined;
    return { anchor: placeOf(anchor.address), place };
  });
}
