import { editDistance } from "../../core/editDistance";
import { CellError, InputError, type Cell } from "../../core/errors";
import { BLANK_IS_ZERO } from "../../core/numeric/bounds";
import type { CellParameter } from "../define";

/** Longer texts are no misspelt names. */
const LONGEST_NAME = 60;

/** One of many names, without regard to case; for another text the nearest is told. */
export function nameOf<const N extends string>(
  doc: string,
  what: string,
  names: readonly N[],
): CellParameter<N> {
  const known = new Map<string, N>(names.map((name) => [name.toLowerCase(), name]));
  const nearest = (text: string) =>
    names
      .map((name) => ({ name, far: editDistance(text.slice(0, LONGEST_NAME), name) }))
      .reduce((best, next) => (next.far < best.far ? next : best)).name;
  const rule = `must be ${what}, such as "${names[0]}"`;
  const read = (cell: Cell, argument: string): N => {
    if (typeof cell !== "string" || cell.trim() === "") refuseBlank(cell, argument, rule);
    const text = cell.trim().toLowerCase();
    const name = known.get(text);
    if (name !== undefined) return name;
    throw new InputError(argument, `must be ${what} (nearest: "${nearest(text)}")`, cell);
  };
  return { shape: "cell", isNumber: false, doc, unit: "text", rule, optional: false, read };
}

/** Throws what is wrong with a cell in which a text is due; an error that stood in it is passed on. */
export function refuseBlank(cell: Cell, argument: string, rule: string): never {
  if (cell instanceof CellError) throw cell;
  if (cell === 0) throw new InputError(argument, `${rule}, got 0 ${BLANK_IS_ZERO}`);
  throw new InputError(argument, rule, cell);
}
