import { LAST_COLUMN, LAST_ROW } from "../../formula/tokens";
import type { MarketReader } from "../../data/market";
import { bind, errorCell, isErrorCell, type ExcelCell } from "../../functions/bind";
import type { Definition } from "../../functions/define";
import { documented } from "../../functions/documented";
import type { Surroundings } from "./define";
import type { Callable } from "./invoke";
import { ErrorValue, errorOf, VALUE_ERROR, type Scalar } from "./scalar";
import { Area, Areas, isScalar, Lambda, Matrix, NotComputed, OMITTED, type Operand } from "./values";

// The add-in's functions, called as desktop Excel calls them: blank cells are 0.

/** The errors that the functions make where there is no Excel. */
class PlainError {
  constructor(
    readonly code: string,
    readonly message?: string,
  ) {}
}

/** Excel takes 255 arguments. */
const MOST_ARGUMENTS = 255;

const byName = new Map(documented.map((definition) => [definition.name, definition]));

/** Whether a function shows what the market is at the time. */
export const readsMarket = (name: string): boolean => byName.get(name)?.streams === true;

/** The functions by name, with the market that they read; without one, those that read it are not computed. */
export function miningFunctions(market: MarketReader | undefined): (name: string) => Callable | undefined {
  if (typeof CustomFunctions === "undefined")
    Object.assign(globalThis, { CustomFunctions: { Error: PlainError } });
  const known = new Map<string, Callable>();
  return (name) => {
    const definition = byName.get(name);
    if (definition === undefined) return undefined;
    let found = known.get(name);
    if (found === undefined) known.set(name, (found = called(definition, market)));
    return found;
  };
}

function called(definition: Definition, market: MarketReader | undefined): Callable {
  const { name } = definition;
  const parameters = Object.values(definition.parameters);
  const repeats = parameters.at(-1)?.shape === "repeating";
  const least = parameters.filter(({ optional, shape }) => !optional && shape !== "repeating").length;
  const run = market === undefined && definition.streams ? undefined : bind(definition, market ?? NO_MARKET);
  return {
    name: `MINING.${name}`,
    least,
    most: repeats ? MOST_ARGUMENTS : parameters.length,
    arrays: false,
    lifts: () => false,
    call(args, around) {
      if (run === undefined) throw new NotComputed(`MINING.${name} shows the market, which is not given`);
      const raw: unknown[] = [];
      for (let index = 0; index < parameters.length; index++) {
        if (repeats && index === parameters.length - 1)
          raw.push(args.slice(index).map((arg) => rows(arg, around)));
        else raw.push(index < args.length ? rows(args[index] ?? null, around) : null);
      }
      try {
        return operandOf(run(...raw));
      } catch (error) {
        if (isErrorCell(error)) return new ErrorValue(error.code, error.message);
        throw error;
      }
    },
  };
}

/** Nothing reads it: functions that would are not called without a market. */
const NO_MARKET = {} as MarketReader;

/** An argument as Excel hands it over. */
function rows(arg: Operand, around: Surroundings): unknown[][] | null {
  if (arg === OMITTED) return null;
  if (isScalar(arg)) return [[given(arg)]];
  if (arg instanceof Lambda || arg instanceof Areas) return [[given(VALUE_ERROR)]];
  const matrix = around.matrix(arg);
  const isWhole =
    arg instanceof Area &&
    ((arg.bottom === LAST_ROW && arg.top === 1) || (arg.right === LAST_COLUMN && arg.left === 1));
  if (matrix.whole !== undefined && !isWhole)
    throw new NotComputed("an array of all the rows or columns of a sheet");
  if (matrix.cells.length === 1 && !(arg instanceof Area && arg.rows * arg.columns > 1))
    return [[given(matrix.cells[0] ?? null)]];
  const { columns } = matrix;
  const found = Array.from({ length: matrix.rows }, (_, row) =>
    Array.from({ length: columns }, (_unused, column) => given(matrix.at(row, column))),
  );
  if (!(arg instanceof Area)) return found;
  // The functions refuse whole columns and rows, by their size.
  if (arg.bottom === LAST_ROW && arg.top === 1) found.length = LAST_ROW;
  const [first] = found;
  if (arg.right === LAST_COLUMN && arg.left === 1 && first !== undefined) first.length = LAST_COLUMN;
  return found;
}

const given = (value: Scalar): unknown =>
  value === null ? 0 : value instanceof ErrorValue ? errorCell(value.code, value.text) : value;

function operandOf(cells: readonly (readonly ExcelCell[])[]): Operand {
  const [first] = cells;
  if (cells.length === 1 && first?.length === 1) return scalarOf(first[0] ?? 0);
  const width = first?.length ?? 0;
  return new Matrix(
    cells.length,
    width,
    cells.flatMap((row) => row.map(scalarOf)),
  );
}

function scalarOf(cell: ExcelCell): Scalar {
  if (typeof cell !== "object") return cell;
  const { code, message } = cell;
  return message === undefined || message === "" ? errorOf(code) : new ErrorValue(code, message);
}
