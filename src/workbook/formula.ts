import { areEmpty } from "./cells";
import { startOf } from "./target";
import { placeOf, type Outcome, type Target } from "./workbook";

/** What a cell shows until the add-in has answered. */
const waiting = new Set<unknown>(["#BUSY!", "#GETTING_DATA"]);
const BLOCKED = "#SPILL!";
const LOOKS = 20;
const BETWEEN_LOOKS_MS = 150;

/** Writes a formula into one cell, and takes it back where its result finds no room. */
export async function insertFormula(
  context: Excel.RequestContext,
  formula: string,
  target: Target,
): Promise<Outcome> {
  const cell = startOf(context, target);
  cell.load(["address", "formulas"]);
  await context.sync();
  const place = placeOf(cell.address);
  const held = cell.formulas;
  if (target.kind === "selection" && !areEmpty(held)) return { status: "occupied", place };

  cell.formulas = [[formula]];
  if (!(await isBlocked(context, cell, LOOKS)))
    return { status: "written", place, names: [], moved: [], kept: [] };
  cell.formulas = held;
  await context.sync();
  return { status: "blocked", place };
}

/**
 * Whether other cells, or the edge of the sheet, are in the way of the result.
 *
 * How large it is shows only when the add-in has answered, which is waited for a few seconds; and the sheet may still
 * grow to hold it, so that a result which is blocked is looked at again.
 */
async function isBlocked(
  context: Excel.RequestContext,
  cell: Excel.Range,
  looks: number,
  wasBlocked = false,
): Promise<boolean> {
  cell.load("values");
  await context.sync();
  const value: unknown = cell.values[0]?.[0];
  if (value === BLOCKED && wasBlocked) return true;
  if (looks === 0 || (value !== BLOCKED && !waiting.has(value))) return false;
  await new Promise((resolve) => setTimeout(resolve, BETWEEN_LOOKS_MS));
  return isBlocked(context, cell, looks - 1, value === BLOCKED);
}
