import { BLOCKED, waiting } from "./cells";
import { placeOf, type BlockedCall, type BlockedCell, type BlockedCells } from "./workbook";

/** Cells with errors that are looked at, and the areas that they may form: more are left out. */
const MOST_CELLS = 10_000;
const MOST_AREAS = 1000;
/** Blocked cells that are described; the others are only counted. */
const MOST_DESCRIBED = 50;

const SHEET_ROWS = 1_048_576;
const SHEET_COLUMNS = 16_384;

interface Hit {
  readonly cell: Excel.Range;
  /** What the result needs in any case, where that is known to be more than the cell. */
  readonly needed: Excel.Range | undefined;
  readonly call: BlockedCall;
}

/** The cells of all sheets whose formula `callOf` knows and whose result has no room. Writes nothing. */
export async function blockedCells(
  context: Excel.RequestContext,
  callOf: (formula: string) => BlockedCall | undefined,
): Promise<BlockedCells> {
  const { worksheets } = context.workbook;
  worksheets.load("items/name,items/visibility");
  await context.sync();
  const { areas, isCut } = await loadedAreas(context, await errorAreas(context, worksheets.items));
  const hits: Hit[] = [];
  let isWaiting = false;
  for (const area of areas) {
    for (const [row, values] of area.values.entries()) {
      for (const [column, value] of values.entries()) {
        if (value !== BLOCKED && !waiting.has(value)) continue;
        const formula: unknown = area.formulas[row]?.[column];
        const call = typeof formula === "string" && formula.startsWith("=") ? callOf(formula) : undefined;
        if (call === undefined) continue;
        if (waiting.has(value)) isWaiting = true;
        else hits.push(hitAt(area, row, column, call));
      }
    }
  }
  const shownSheets = worksheets.items.filter(({ visibility }) => visibility === "Visible");
  const cells = await described(
    context,
    hits.slice(0, MOST_DESCRIBED),
    new Set(shownSheets.map(({ name }) => name)),
  );
  return { cells, count: hits.length, isCut, isWaiting };
}

function hitAt(area: Excel.Range, row: number, column: number, call: BlockedCall): Hit {
  const cell = area.getCell(row, column);
  const fits =
    area.rowIndex + row + call.rows <= SHEET_ROWS &&
    area.columnIndex + column + call.columns <= SHEET_COLUMNS;
  const isKnown = fits && call.rows * call.columns > 1;
  return { cell, needed: isKnown ? cell.getResizedRange(call.rows - 1, call.columns - 1) : undefined, call };
}

/** The formulas with errors of all sheets. A sheet that has none costs one answer, and none of its cells is loaded. */
async function errorAreas(
  context: Excel.RequestContext,
  sheets: readonly Excel.Worksheet[],
): Promise<Excel.Range[]> {
  try {
    return await errorAreasOf(context, sheets);
  } catch {
    // One of the sheets refuses: each is asked by itself.
  }
  const areas: Excel.Range[] = [];
  for (const sheet of sheets) {
    try {
      for (const area of await errorAreasOf(context, [sheet])) areas.push(area);
    } catch {
      const used = await usedArea(context, sheet);
      if (used !== undefined) areas.push(used);
    }
  }
  return areas;
}

async function errorAreasOf(
  context: Excel.RequestContext,
  sheets: readonly Excel.Worksheet[],
): Promise<Excel.Range[]> {
  const found = sheets.map((sheet) => sheet.getRange().getSpecialCellsOrNullObject("Formulas", "Errors"));
  for (const errors of found) errors.load("areaCount");
  await context.sync();
  const withErrors = found.filter(({ isNullObject }) => !isNullObject);
  if (withErrors.length === 0) return [];
  for (const { areas } of withErrors) areas.load({ $top: MOST_AREAS + 1, cellCount: true });
  await context.sync();
  return withErrors.flatMap(({ areas }) => areas.items);
}

/** All cells in use of a sheet whose errors Excel does not list, as on a protected one. */
async function usedArea(
  context: Excel.RequestContext,
  sheet: Excel.Worksheet,
): Promise<Excel.Range | undefined> {
  try {
    const used = sheet.getUsedRangeOrNullObject(true);
    used.load("cellCount");
    await context.sync();
    return used.isNullObject ? undefined : used;
  } catch {
    // It has no cells.
    return undefined;
  }
}

/** Formulas and values of the areas, as far as the bounds allow. */
async function loadedAreas(
  context: Excel.RequestContext,
  areas: readonly Excel.Range[],
): Promise<{ readonly areas: readonly Excel.Range[]; readonly isCut: boolean }> {
  let left = MOST_CELLS;
  const loaded: Excel.Range[] = [];
  for (const area of areas) {
    if (area.cellCount > left || loaded.length === MOST_AREAS) continue;
    left -= area.cellCount;
    area.load("formulas,values,rowIndex,columnIndex");
    loaded.push(area);
  }
  if (loaded.length > 0) await context.sync();
  return { areas: loaded, isCut: loaded.length < areas.length };
}

/** Where the cells are, and what is in the part of the sheet that their results need in any case. */
async function described(
  context: Excel.RequestContext,
  hits: readonly Hit[],
  shownSheets: ReadonlySet<string>,
): Promise<BlockedCell[]> {
  if (hits.length === 0) return [];
  for (const { cell, needed } of hits) {
    cell.load("address");
    needed?.load("formulas");
  }
  await context.sync();
  const all = hits.map(({ cell, needed, call }) => ({ cell, call, filled: filledIn(needed) }));
  for (const { filled } of all) for (const other of filled) other.load("address");
  if (all.some(({ filled }) => filled.length > 0)) await context.sync();
  return all.map(({ cell, call, filled }) => {
    const place = placeOf(cell.address);
    return {
      place,
      isHidden: !shownSheets.has(place.sheet),
      function: call.function,
      inTheWay: filled.map(({ address }) => placeOf(address).range),
    };
  });
}

/** The cells of a range that hold something, but for the first. */
function filledIn(range: Excel.Range | undefined): Excel.Range[] {
  if (range === undefined) return [];
  const filled: Excel.Range[] = [];
  for (const [row, formulas] of range.formulas.entries()) {
    for (const [column, formula] of formulas.entries()) {
      if (row + column > 0 && formula !== "" && formula !== null) filled.push(range.getCell(row, column));
    }
  }
  return filled;
}
