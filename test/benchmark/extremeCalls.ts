import { boundsTest, type Bounds } from "../../src/core/numeric/bounds";
import type { Definition, Parameter } from "../../src/functions/define";
import { exampleCall } from "../../src/functions/formulaCall";
import { catalogue } from "../../src/functions/catalogue";
import { ExcelError } from "../functions/host";
import { chosenCalls } from "./chosenCalls";

/** A legal call that may be slow: its arguments are made when it is run, as a million cells take memory. */
export interface ExtremeCall {
  readonly name: string;
  /** The call in words. */
  readonly words: string;
  readonly given: () => unknown[];
}

type Range = readonly (readonly unknown[])[];

const LIFTED_ROWS = [10_000, 100_000, 999_999];
const RANGE_ROWS = [10_000, 100_000];
const count = (rows: number) => rows.toLocaleString("en-GB");

/** The calls of the examples as they might grow in a workbook, and calls chosen by hand. */
export function extremeCalls(only = ""): ExtremeCall[] {
  return catalogue
    .filter(({ name }) => only === "" || only === name)
    .flatMap((definition) => [
      ...exampleCalls(definition).flatMap((given) => [
        ...lifted(definition, given),
        ...grown(definition, given),
        ...atBounds(definition, given),
      ]),
      ...chosenCalls.filter(({ name }) => name === definition.name),
    ]);
}

const asMatrix = (value: unknown): Range => (Array.isArray(value) ? (value as Range) : [[value]]);
const isGiven = (value: unknown) => value !== null && value !== undefined;

/** The arguments of the first example, and of the first that has a range. */
function exampleCalls({ examples, parameters }: Definition): unknown[][] {
  const calls = examples.map(({ formula, cells }) => exampleCall(formula, cells).given);
  const withRange = calls.find((given) => given.some(Array.isArray));
  const shapes = Object.values(parameters).map(({ shape }) => shape);
  return [...new Set([calls[0] ?? [], withRange ?? calls[0] ?? []])].map((given) =>
    shapes.map((shape, index) => {
      if (shape === "repeating") return given.slice(index).map(asMatrix);
      return isGiven(given[index]) ? asMatrix(given[index]) : null;
    }),
  );
}

const entriesOf = ({ parameters }: Definition) => Object.entries(parameters);

const column = (rows: number, value: (row: number) => unknown): Range =>
  Array.from({ length: rows }, (_, row) => [value(row)]);

function replaced(given: readonly unknown[], at: number, value: unknown): unknown[] {
  return given.map((old, index) => (index === at ? value : old));
}

/** The label of a record's first row; undefined where the function cannot be lifted. */
function selectionOf(definition: Definition): unknown[] | undefined {
  const { returns } = definition;
  if (returns.shape === "scalar") return [];
  if (returns.shape === "table") return undefined;
  const [row] = Object.values(returns.rows);
  return row === undefined ? undefined : [[[row[0]]]];
}

/** Every argument of one cell as a column of many rows: good values, texts that are none of the words, and errors. */
function lifted(definition: Definition, example: readonly unknown[]): ExtremeCall[] {
  const selection = selectionOf(definition);
  if (selection === undefined) return [];
  const entries = entriesOf(definition);
  const selector = definition.returns.shape === "record" ? (definition.returns.selector ?? "output") : "";
  const given = example.map((value, index) => (entries[index]?.[0] === selector ? selection[0] : value));
  const cells = entries.flatMap(([key, parameter], index) =>
    parameter.shape === "cell" && isGiven(given[index]) ? [{ key, parameter, index }] : [],
  );
  const callOf = (rows: number, words: string, at: number, value: (row: number) => unknown): ExtremeCall => ({
    name: definition.name,
    words: `${count(rows)} rows, ${words}`,
    given: () => replaced(given, at, column(rows, value)),
  });
  const good = (rows: number, words: string, chosen: readonly unknown[]): ExtremeCall => ({
    name: definition.name,
    words: `${count(rows)} rows, ${words}`,
    given: () =>
      chosen.map((value, at) => {
        const cell = cells.find(({ index }) => index === at);
        return cell === undefined ? value : column(rows, nearby(asMatrix(value)[0]?.[0], cell.parameter));
      }),
  });
  const allGood = LIFTED_ROWS.map((rows) => good(rows, "all good", given));
  const byWord = wordsOf(definition).map(({ key, index, word }) =>
    good(100_000, `${key} ${word}`, replaced(given, index, [[word]])),
  );
  const faulty = cells.flatMap(({ key, index }) => [
    callOf(100_000, `${key} misspelt`, index, (row) => `Antminor S2${row} XP`),
    callOf(100_000, `${key} #N/A`, index, () => new ExcelError("#N/A")),
  ]);
  const [first] = cells;
  const manyFaults =
    first === undefined
      ? []
      : [callOf(999_999, `${first.key} misspelt`, first.index, (row) => `Antminor S2${row} XP`)];
  return [...allGood, ...byWord, ...faulty, ...manyFaults];
}

/** Values next to that of the example, so that no two rows are the same, where the parameter takes them. */
function nearby(value: unknown, parameter: Parameter<unknown>): (row: number) => unknown {
  const bounds = parameter.shape === "cell" ? parameter.bounds : undefined;
  if (typeof value !== "number" || bounds === undefined || bounds.whole === true) return () => value;
  const isWithin = boundsTest(bounds);
  return (row) => {
    const near = value * (1 - 1e-8 * row);
    return isWithin(near) ? near : value;
  };
}

/** Every range with its rows repeated, one at a time and all together, under each word of each choice. */
function grown(definition: Definition, given: readonly unknown[]): ExtremeCall[] {
  const entries = entriesOf(definition);
  const ranges = entries.flatMap(([key, { shape }], index) =>
    shape === "range" && isGiven(given[index]) ? [{ key, index }] : [],
  );
  if (ranges.length === 0) return [];
  const choices: { words: string; given: readonly unknown[] }[] = [
    { words: "", given },
    ...wordsOf(definition).map(({ key, index, word }) => ({
      words: `, ${key} ${word}`,
      given: replaced(given, index, [[word]]),
    })),
  ];
  return choices.flatMap((choice) =>
    RANGE_ROWS.flatMap((rows) => {
      const call = (words: string, isGrown: (index: number) => boolean): ExtremeCall => ({
        name: definition.name,
        words: `${words} of ${count(rows)} rows${choice.words}`,
        given: () => choice.given.map((value, index) => (isGrown(index) ? repeated(value, rows) : value)),
      });
      const together = call("ranges", (at) => ranges.some(({ index }) => index === at));
      if (ranges.length === 1) return [together];
      return [...ranges.map(({ key, index }) => call(key, (at) => at === index)), together];
    }),
  );
}

/** The rows of a range under its headings, over and over; a row of numbers becomes a column. */
function repeated(value: unknown, rows: number): Range {
  const range = asMatrix(value);
  const [first = [], ...others] = range;
  const isRow = others.length === 0 && first.length > 1;
  const isHeaded = others.length > 0 && first.every((cell) => typeof cell === "string");
  const body = isRow ? first.map((cell) => [cell]) : isHeaded ? others : range;
  const many = Array.from({ length: rows }, (_, row) => body[row % body.length] ?? []);
  return isHeaded ? [first, ...many] : many;
}

function wordsOf(definition: Definition) {
  return entriesOf(definition).flatMap(([key, parameter], index) =>
    parameter.shape === "cell" ? (parameter.words ?? []).map((word) => ({ key, index, word })) : [],
  );
}

/** Each number at its bounds and at the ends of what a cell holds, under each word of each choice. */
function atBounds(definition: Definition, given: readonly unknown[]): ExtremeCall[] {
  const choices = [
    { words: "", given },
    ...wordsOf(definition).map(({ key, index, word }) => ({
      words: `, ${key} ${word}`,
      given: replaced(given, index, [[word]]),
    })),
  ];
  const numbers = entriesOf(definition).flatMap(([key, parameter], index) =>
    parameter.shape === "cell" && parameter.bounds !== undefined
      ? extremesOf(parameter.bounds).map((value) => ({ key, index, value }))
      : [],
  );
  return choices.flatMap((choice) =>
    numbers.map(({ key, index, value }) => ({
      name: definition.name,
      words: `${key} ${String(value)}${choice.words}`,
      given: () => replaced(choice.given, index, [[value]]),
    })),
  );
}

const EXTREMES = [1e-300, 1e-9, 1e3, 1e6, 1e9, 1e12, 2 ** 53 - 1, 1e100, 1e300];

function extremesOf(bounds: Bounds): number[] {
  const { atLeast, atMost, below } = bounds;
  const ends = [atLeast, atMost, below === undefined ? undefined : below * (1 - 1e-15)];
  const isWithin = boundsTest(bounds);
  return [...new Set([...ends, ...EXTREMES])].filter(
    (end): end is number => end !== undefined && isWithin(end),
  );
}
