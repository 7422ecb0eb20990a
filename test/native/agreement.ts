import fc from "fast-check";
import type { Definition } from "../../src/functions/define";
import { nativeName } from "../../src/native/compose";
import { namesNeeded, nativeNames } from "../../src/native/forms";
import { call, definitionOf, ExcelError, type Answer } from "../functions/host";
import { evaluated, type Given, type Output } from "./engine";

/** How a comparison is made where the result's own size is not the measure. */
export interface Measure {
  /** The size to which a difference is compared, of a call, its answer and a cell of it; by default the value's own or its column's. */
  readonly scale?: (given: readonly Given[], answer: Answer, row: number, column: number) => number;
  /** The largest difference as a share of that size. */
  readonly within?: number;
  /** Whether the last column is the function's alone: its width counts, what is in it does not. */
  readonly isLastLeftOut?: boolean;
}

/** Calls of one function. */
export interface Trial extends Measure {
  readonly name: string;
  readonly calls: readonly (readonly Given[])[];
}

/** How many values were compared, and what differs. */
export interface Comparison {
  readonly numbers: number;
  readonly errors: number;
  readonly faults: readonly string[];
}

/** Calls drawn by the one seed of all property tests. */
export const drawn = <T>(calls: fc.Arbitrary<T>, count: number): T[] =>
  fc.sample(calls, { numRuns: count, seed: fc.readConfigureGlobal().seed });

const names = nativeNames();

/**
 * Holds native forms to their functions: numbers to 1e-12, the same texts, an error where the function gives one. All
 * trials run in one process, since starting the engine takes longer than a trial.
 */
export function compared(trials: readonly Trial[]): Comparison[] {
  const expected = trials.map(({ name, calls }) => calls.map((given) => answerOf(name, given)));
  const actual = evaluated(
    trials.map(({ name, calls }, trial) => ({
      names: new Map(namesNeeded([nativeName(name)], names).map((other) => [other, names.get(other) ?? ""])),
      calls: calls.map((given, index) => ({
        name: nativeName(name),
        given,
        rows: expected[trial]?.[index]?.length ?? 1,
      })),
    })),
  );
  return trials.map((trial, index) => comparison(trial, expected[index] ?? [], actual[index] ?? []));
}

/** Throws where something differs. */
export function expectAgreement({ numbers, errors, faults }: Comparison): void {
  if (faults.length === 0) return;
  const first = faults.slice(0, 12).join("\n");
  throw new Error(`${faults.length} differences beside ${numbers} numbers and ${errors} errors:\n${first}`);
}

/** Holds answers to those of the functions. */
export function comparison(
  { name, calls, scale, within = 1e-12, isLastLeftOut = false }: Trial,
  expected: readonly Answer[],
  actual: readonly Output[][][],
): Comparison {
  const definition = definitionOf(name);
  const faults: string[] = [];
  let [numbers, errors] = [0, 0];
  for (const [index, given] of calls.entries()) {
    const [wanted, got] = [expected[index] ?? [], actual[index] ?? []];
    const what = described(name, given);
    const isError = wanted[0]?.[0] instanceof ExcelError && wanted.length === 1;
    if (!isError && sizeOf(wanted) !== sizeOf(got)) {
      faults.push(`${what}: ${sizeOf(wanted)} cells, native ${sizeOf(got)}: ${shown(got[0]?.[0])}`);
      continue;
    }
    for (const [row, line] of wanted.entries()) {
      for (const [column, value] of line.slice(0, isLastLeftOut && !isError ? -1 : undefined).entries()) {
        if (value instanceof ExcelError) errors++;
        else if (typeof value === "number") numbers++;
        const size = scale?.(given, wanted, row, column) ?? scaleOf(definition, wanted, row, column);
        const fault = differenceOf(value, got[row]?.[column], size, within);
        if (fault !== undefined) faults.push(`${what} [${row}, ${column}]: ${fault}`);
      }
    }
  }
  return { numbers, errors, faults };
}

export function answerOf(functionName: string, given: readonly Given[]): Answer {
  try {
    return call(functionName, ...given.map(asPassed));
  } catch (error) {
    if (error instanceof ExcelError) return [[error]];
    throw error;
  }
}

/** Excel passes a blank cell as null, an omitted argument as nothing. */
const asPassed = (given: Given): unknown => (given === undefined ? null : given === null ? [[null]] : given);

const sizeOf = (cells: readonly (readonly unknown[])[]) => `${cells.length} x ${cells[0]?.length ?? 0}`;

/** Of a record the largest number with the same unit, of a table the column's largest, otherwise the number itself. */
function scaleOf({ returns }: Definition, answer: Answer, row: number, column: number): number {
  const size = (value: unknown) => (typeof value === "number" ? Math.abs(value) : 0);
  if (returns.shape === "scalar" || answer.length === 1) return size(answer[row]?.[column]);
  const units = returns.shape === "record" ? Object.values(returns.rows).map(([, unit]) => unit) : [];
  const rows = answer.filter((_, at) => units[at] === units[row]);
  return Math.max(...rows.map((line) => size(line[column])));
}

function differenceOf(
  wanted: unknown,
  got: Output | undefined,
  scale: number,
  within: number,
): string | undefined {
  const isError = typeof got === "object";
  if (isError && /IMPL/.test(got.error)) return `IronCalc cannot compute it: ${got.error}`;
  if (wanted instanceof ExcelError)
    return isError ? undefined : `${wanted.code} ${wanted.message}, native ${shown(got)}`;
  if (typeof wanted === "number" && typeof got === "number") {
    // Excel has no smaller numbers than this: they are 0.
    if (Math.abs(wanted) < 2.2250738585072014e-308 && got === 0) return undefined;
    const difference = Math.abs(wanted - got);
    // IronCalc shows 15 digits: half of the last of them is up to 5e-15 of the number.
    return difference <= Math.max(within * scale, 5e-15 * Math.abs(wanted))
      ? undefined
      : `${wanted}, native ${got}, ${(difference / scale).toPrecision(3)} apart`;
  }
  return wanted === got ? undefined : `${shown(wanted)}, native ${shown(got)}`;
}

const shown = (value: unknown) => (value === undefined ? "nothing" : JSON.stringify(value));
const described = (name: string, given: readonly Given[]) =>
  `${name}(${given.map((argument) => (argument === undefined ? "" : JSON.stringify(argument))).join(", ")})`;
