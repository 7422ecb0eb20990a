import { BLOCKED, waiting } from "./cells";
import { columnContents, reachesBeyond } from "./columns";
import { lookAt, startOf } from "./target";
import { placeOf, type FormatsOf, type Outcome, type Place, type Target } from "./workbook";

const LOOKS = 21;
const BETWEEN_LOOKS_MS = 150;

/** Writes a formula into one cell, and removes it again where its result has no room. */
export async function insertFormula(
  context: Excel.RequestContext,
  formula: string,
  target: Target,
): Promise<Outcome> {
  const cell = startOf(context, target);
  cell.load("formulas");
  const { place, isOccupied } = await lookAt(context, cell, target);
  if (isOccupied) return { status: "occupied", place };
  const before: unknown[][] = cell.formulas;
  cell.formulas = [[formula]];
  if (!(await isBlocked(context, cell))) return { status: "written", place, names: [], moved: [], kept: [] };
  cell.formulas = before;
  await context.sync();
  return { status: "blocked", place };
}

/**
 * Whether other cells, or the edge of the sheet, are in the way of the result.
 *
 * How large it is shows only when the add-in has answered, which is waited for a few seconds; and the sheet may still
 * grow to hold it, so a blocked result is checked again.
 */
async function isBlocked(context: Excel.RequestContext, cell: Excel.Range): Promise<boolean> {
  let wasBlocked = false;
  for (let look = 1; look <= LOOKS; look++) {
    cell.load("values");
    // eslint-disable-next-line office-addins/no-context-sync-in-loop -- each look needs an answer of its own
    await context.sync();
    const value: unknown = cell.values[0]?.[0];
    const isBlockedNow = value === BLOCKED;
    if (isBlockedNow && wasBlocked) return true;
    if (!isBlockedNow && !waiting.has(value)) return false;
    wasBlocked = isBlockedNow;
    if (look < LOOKS) await new Promise((resolve) => setTimeout(resolve, BETWEEN_LOOKS_MS));
  }
  return false;
}

/** Larger results keep the format that their cells have. */
const MOST_CELLS = 20_000;
const WIDEST_POINTS = 180;

/**
 * Gives the cells that the result of a formula takes number formats, and their columns room for it, where Excel can say
 * which cells they are. Columns that are in use elsewhere keep their width.
 */
export async function formatResult(
  context: Excel.RequestContext,
  { sheet, range }: Place,
  formatsOf: FormatsOf,
): Promise<void> {
  const cell = context.workbook.worksheets.getItem(sheet).getRange(range);
  const spill = cell.getSpillingToRangeOrNullObject();
  spill.load(["rowCount", "columnCount"]);
  await context.sync();
  if (!spill.isNullObject && spill.rowCount * spill.columnCount > MOST_CELLS) return;

  const result = spill.isNullObject ? cell : spill;
  result.load(["values", "address"]);
  await context.sync();
  result.numberFormat = formatsOf(result.values).map((line) => [...line]);
  const count = (result.values[0] ?? []).length;
  const contents = columnContents(result, count);
  await context.sync();
  const place = placeOf(result.address);
  const columns = contents.flatMap((used, column) =>
    reachesBeyond(used, place) ? [] : [result.getColumn(column).format],
  );
  if (columns.length === 0) return;
  for (const format of columns) format.load("columnWidth");
  await context.sync();
  const before = columns.map(({ columnWidth }) => columnWidth);
  for (const format of columns) format.autofitColumns();
  await context.sync();
  for (const format of columns) format.load("columnWidth");
  await context.sync();
  for (const [index, format] of columns.entries()) {
    const fit = Math.min(format.columnWidth, WIDEST_POINTS);
    format.columnWidth = Math.max(before[index] ?? fit, fit);
  }
  await context.sync();
}
