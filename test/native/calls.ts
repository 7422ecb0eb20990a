import fc from "fast-check";
import { excelName } from "../../src/functions/arguments";
import type { CellParameter, Definition, Parameter } from "../../src/functions/define";
import { exampleCall } from "../../src/functions/formulaCall";
import { labelOf } from "../../src/functions/records";
import type { Given, Input } from "./engine";

/** Numbers around those of an example, between half and double. */
const factor = fc.noBias(fc.double({ min: -Math.LN2, max: Math.LN2, noNaN: true })).map(Math.exp);

type Bounds = NonNullable<CellParameter<number>["bounds"]>;

/** A number near the usual one, within what is legal. */
function near(usual: number, bounds: Bounds = {}): fc.Arbitrary<number> {
  const {
    above = -Infinity,
    atLeast = -Infinity,
    below = Infinity,
    atMost = Infinity,
    whole = false,
  } = bounds;
  const most = Math.min(below, atMost);
  return fc
    .tuple(factor, fc.noBias(fc.double({ min: 0.02, max: 0.98, noNaN: true })))
    .map(([times, share]) => {
      const moved = usual * times;
      const value = whole ? Math.round(moved) : moved;
      if (value > above && value >= atLeast && value < below && value <= atMost) return value;
      const least = Math.max(above, atLeast, -1e9);
      const within = least + share * (Math.min(most, least + 10) - least);
      return whole ? Math.ceil(within) : within;
    });
}

/** A legal number for an argument that the example leaves out. */
function usualOf({ fallback, bounds }: CellParameter<unknown>): number {
  if (typeof fallback === "number" && fallback !== 0) return fallback;
  return Math.min(bounds?.atMost ?? 1, bounds?.below ?? 1) <= 1 ? 0.1 : 2;
}

function cellNear(usual: Input | undefined, parameter: Parameter<unknown>): fc.Arbitrary<Given> {
  if (parameter.shape !== "cell") return fc.constant(usual);
  if (parameter.words !== undefined) return fc.constantFrom(...parameter.words);
  if (parameter.isNumber)
    return near(typeof usual === "number" ? usual : usualOf(parameter), parameter.bounds);
  if (parameter.unit === "TRUE or FALSE") return fc.boolean();
  return fc.constant(usual);
}

/** Cells with their numbers moved; a whole number below 100 stays, since it may count something. */
function rangeNear(cells: readonly (readonly Input[])[]): fc.Arbitrary<Given> {
  return fc.tuple(...cells.map((line) => fc.tuple(...line.map(inputNear))));
}

const inputNear = (cell: Input): fc.Arbitrary<Input> =>
  typeof cell !== "number" || (Number.isInteger(cell) && Math.abs(cell) < 100)
    ? fc.constant(cell)
    : factor.map((times) => (Number.isInteger(cell) ? Math.round(cell * times) : cell * times));

/** Calls like those of the function's examples: other numbers, other words, optional arguments given or left out. */
export function likeExamples(definition: Definition): fc.Arbitrary<Given[]> {
  const { parameters, returns } = definition;
  const selector = returns.shape === "record" ? (returns.selector ?? "output") : undefined;
  const calls = definition.examples.map(({ formula, cells }) => {
    const { given } = exampleCall(formula, cells);
    const single = Object.entries(parameters).map(([key, parameter], index): fc.Arbitrary<Given> => {
      const usual = (given[index] ?? undefined) as Given;
      if (excelName(key) === selector && returns.shape === "record")
        return fc.option(fc.constantFrom(...Object.values(returns.rows).map(labelOf)), { nil: undefined });
      const like = Array.isArray(usual)
        ? rangeNear(usual as readonly (readonly Input[])[])
        : cellNear(usual as Input | undefined, parameter);
      return parameter.optional ? fc.option(like, { nil: undefined, freq: 3 }) : like;
    });
    return fc.tuple(...single);
  });
  return fc.oneof(...calls);
}

/** What a cell may hold that should be refused or lies at the end of what is legal. */
const odd: readonly Input[] = [0, 1, -1, 1e-9, 1e12, 0.5, 2.5, "text", "", "12", true, null, -0.5];

/** Calls like the examples in which one cell is odd. */
export function withOneOdd(definition: Definition): fc.Arbitrary<Given[]> {
  return fc
    .tuple(likeExamples(definition), fc.nat(1000), fc.constantFrom(...odd), fc.nat(1000), fc.nat(1000))
    .map(([given, place, cell, row, column]) => {
      const index = place % Math.max(given.length, 1);
      return given.map((argument, at) => {
        if (at !== index) return argument;
        if (!Array.isArray(argument)) return cell;
        const matrix = argument as readonly (readonly Input[])[];
        const [down, right] = [row % matrix.length, column % (matrix[0]?.length ?? 1)];
        return matrix.map((line, y) => line.map((value, x) => (y === down && x === right ? cell : value)));
      });
    });
}

/** A number between two, each part of the way as likely as any other. */
export const fraction = (min: number, max: number): fc.Arbitrary<number> =>
  fc.noBias(fc.integer({ min: 0, max: 1e9 })).map((parts) => min + (max - min) * (parts / 1e9));

/** A column of cells. */
export const column = <T extends Input>(
  cell: fc.Arbitrary<T>,
  size: { readonly minLength: number; readonly maxLength: number },
): fc.Arbitrary<T[][]> =>
  fc.array(
    cell.map((value) => [value]),
    { ...size, size: "max" },
  );
