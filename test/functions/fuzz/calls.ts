import fc from "fast-check";
import { bind } from "../../../src/functions/bind";
import { catalogue } from "../../../src/functions/catalogue";
import type { Definition } from "../../../src/functions/define";
import { exampleCall } from "../../../src/functions/formulaCall";
import { widthOf } from "../../../src/functions/parameters";
import type { MarketReader } from "../../../src/data/market";
import { ExcelError, market } from "../host";

type Range = unknown[][];

/** Legal numbers at which formulas break: nothing, next to nothing, whole and huge ones. */
const extremes = [
  0,
  -0,
  1,
  -1,
  0.5,
  2,
  1e-12,
  1 - 2 ** -53,
  1 + 2 ** -52,
  100,
  2016,
  210_000,
  45_000,
  Number.MIN_VALUE,
  1e-308,
  1e-300,
  1e-15,
  2 ** 31,
  2 ** 32,
  2 ** 53,
  1e15,
  1e18,
  1e100,
  1e300,
  1e308,
  -Number.MIN_VALUE,
  -1e-300,
  -(2 ** 53),
  -1e300,
  Number.MAX_VALUE,
  -Number.MAX_VALUE,
];

const texts = [
  "",
  " ",
  "text",
  "NaN",
  "Infinity",
  "Total",
  "0x10",
  "1e5",
  "__proto__",
  "constructor",
  "é".repeat(70),
  "150",
  "1,5",
  "1.5",
  "-3",
  "$30,000",
  "10 BTC",
  "1,090%",
  "90%",
  "12 %",
  "x1.2",
  "x1,2",
  "x-1",
  "call",
  "put",
  "future",
  "BTC",
  "npv",
  "irr",
  "payback",
  "zero",
  "monthly",
  "default",
  "fifo",
  "merton",
  "btc price",
  "difficulty",
  "difficulty growth",
  "shutdown",
  "months",
  "Power (USD/kWh)",
  "Assumption",
];

/** What a careless user, a broken feed or a formula next door may put into a cell. */
const cell: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom<unknown>(...extremes) },
  { weight: 3, arbitrary: fc.constantFrom<unknown>(...texts) },
  { weight: 2, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }) },
  { weight: 2, arbitrary: fc.integer({ min: -5, max: 400 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<unknown>(null, null, true, false, new ExcelError("#DIV/0!"), "#N/A"),
  },
);

const range: fc.Arbitrary<Range> = fc
  .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 7 }))
  .chain(([rows, columns]) =>
    fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), {
      minLength: rows,
      maxLength: rows,
    }),
  );

/** A cell holds no infinity. */
const finite = (value: number) => Math.max(-Number.MAX_VALUE, Math.min(value, Number.MAX_VALUE));

/** A change to a cell that keeps most calls legal: a number stays one. */
const changedNumber = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.constantFrom<(value: number) => unknown>(
      (value) => -value,
      (value) => finite(value * 1e12),
      (value) => value * 1e-12,
      (value) => String(value),
      (value) => `$${value}`,
      (value) => Math.round(value),
      () => null,
    ),
  },
  { weight: 4, arbitrary: fc.constantFrom(...extremes).map((extreme) => () => extreme) },
  {
    weight: 2,
    arbitrary: fc
      .double({ min: 0.3, max: 3, noNaN: true })
      .map((factor) => (value: number) => finite(value * factor)),
  },
);

interface Change {
  readonly row: number;
  readonly column: number;
  readonly number: (value: number) => unknown;
  readonly other: unknown;
}
const change: fc.Arbitrary<Change> = fc.record({
  row: fc.nat(50),
  column: fc.nat(50),
  number: changedNumber,
  other: cell,
});

function changed(given: Range, { row, column, number, other }: Change): Range {
  const height = given.length;
  const width = given[0]?.length ?? 1;
  return given.map((line, at) =>
    line.map((value, across) => {
      if (at !== row % height || across !== column % width) return value;
      return typeof value === "number" ? number(value) : other;
    }),
  );
}

const blankRow = (given: Range): unknown[] => (given[0] ?? []).map(() => null);
const headingRow = (given: Range): unknown[] => (given[0] ?? []).map((_, index) => `Heading ${index + 1}`);

/** Shapes that the same data may come in. */
const reshaped = fc.constantFrom<(given: Range) => Range>(
  (given) => [headingRow(given), ...given],
  (given) => given.slice(1),
  (given) => [...given, blankRow(given), ["Total", ...blankRow(given).slice(1)]],
  (given) => [blankRow(given), ...given],
  (given) => [...given, ...given],
  (given) => given.map((line) => line.slice(0, -1)),
  (given) => given.map((line) => [...line, 7]),
  (given) => (given[0] ?? []).map((_, at) => given.map((line) => line[at])),
  (given) => [given[0] ?? []],
  (given) => given.flatMap((line) => [line, line, line, line]),
);

/** One argument: mostly as the example has it, with a few cells changed; now and then anything. */
function argumentOf(usual: Range | null): fc.Arbitrary<Range | null> {
  const wild = fc.oneof(
    fc.constant(null),
    range,
    cell.map((value) => [[value]]),
  );
  if (usual === null)
    return fc.oneof({ weight: 12, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: wild });
  const few = fc.array(change, { minLength: 1, maxLength: 3 });
  return fc.oneof(
    { weight: 16, arbitrary: fc.constant(usual) },
    { weight: 6, arbitrary: few.map((changes) => changes.reduce(changed, usual)) },
    {
      weight: 1,
      arbitrary: reshaped.map((shape) => shape(usual)).filter((shape) => widthOf(shape) > 0),
    },
    { weight: 1, arbitrary: wild },
  );
}

const matrix = (value: unknown): Range | null => {
  if (value === undefined || value === null) return null;
  return Array.isArray(value) ? (value as Range) : [[value]];
};

/** Calls of a function, starting out from those of its examples. */
function callsOf({ examples, parameters }: Definition): fc.Arbitrary<unknown[]> {
  const shapes = Object.values(parameters).map(({ shape }) => shape);
  const calls = examples.map(({ formula, cells }) => {
    const { given } = exampleCall(formula, cells);
    const single = shapes
      .filter((shape) => shape !== "repeating")
      .map((_, index) => argumentOf(matrix(given[index])));
    const repeated = given.slice(single.length).map((value) => argumentOf(matrix(value) ?? [[null]]));
    const more = fc.array(range, { maxLength: 2 });
    return shapes.includes("repeating")
      ? fc
          .tuple(fc.tuple(...single), fc.tuple(...repeated), more)
          .map(([one, pairs, rest]) => [...one, [...pairs, ...rest]])
      : fc.tuple(...single);
  });
  return fc.oneof(...calls);
}

/** More rows than a call has room for on the stack as arguments. */
const MANY_ROWS = 130_000;

/** The rows of a range, after its headings, over and over; a row of numbers becomes a column. */
function grown(given: Range): Range {
  const [first = [], ...others] = given;
  const isRow = others.length === 0 && first.every((value) => typeof value === "number");
  const isHeaded = others.length > 0 && first.every((value) => typeof value === "string");
  const body = isRow ? first.map((value) => [value]) : isHeaded ? others : given;
  const rows = Array.from({ length: MANY_ROWS }, (_, index) => body[index % body.length] ?? []);
  return isHeaded ? [first, ...rows] : rows;
}

/** The calls of the examples that have ranges, or one number for each of many periods, with these grown. */
function largeCallsOf({ examples, parameters, returns }: Definition): unknown[][] {
  const shapes = Object.values(parameters).map(({ shape }) => shape);
  const isByPeriod = returns.shape === "record" && returns.total !== undefined;
  return examples.flatMap(({ formula, cells }) => {
    const { given } = exampleCall(formula, cells);
    const isGrown = (value: unknown, index: number) =>
      isByPeriod ? typeof value === "number" : shapes[index] === "range" && Array.isArray(value);
    if (!given.some(isGrown)) return [];
    const ranges = given.map((value, index) =>
      isGrown(value, index) ? grown(matrix(value) ?? [[null]]) : matrix(value),
    );
    return [shapes.map((shape, index) => (shape === "repeating" ? null : (ranges[index] ?? null)))];
  });
}

/** A market that must not be looked at: only the functions of the market's own group read it. */
export const forbidden = new Proxy({} as MarketReader, {
  get: (_, name) => {
    throw new Error(`the market's ${String(name)} was read`);
  },
});

export interface Fuzzed {
  readonly name: string;
  readonly calls: fc.Arbitrary<unknown[]>;
  /** Calls with 130,000 rows. */
  readonly large: () => readonly (readonly unknown[])[];
  /** What is wrong with the answer of a call; undefined where nothing is. */
  readonly fault: (given: readonly unknown[]) => string | undefined;
}

export const fuzzed: readonly Fuzzed[] = catalogue.map((definition) => {
  const run = bind(definition, definition.streams ? market : forbidden);
  return {
    name: definition.name,
    calls: callsOf(definition),
    large: () => largeCallsOf(definition),
    fault: (given) => {
      try {
        return faultOf(run(...given));
      } catch (error) {
        if (error instanceof ExcelError) return faultOf([[error]]);
        return `threw ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
      }
    },
  };
});

function faultOf(answer: readonly (readonly unknown[])[]): string | undefined {
  const width = widthOf(answer);
  if (width === 0) return "an answer without a cell";
  if (answer.some((line) => line.length !== width)) return "rows of different lengths";
  for (const line of answer) {
    for (const value of line) {
      const fault = faultOfCell(value);
      if (fault !== undefined) return fault;
    }
  }
  return undefined;
}

/** Words that no cell may show, except what the user wrote, which is in quotes. */
const slips = /\b(NaN|Infinity|undefined|null)\b|\[object/;

/** Excel shows NaN, Infinity, null and undefined as 0: none may come back. An error that can carry a text has one. */
function faultOfCell(value: unknown): string | undefined {
  switch (typeof value) {
    case "number":
      return Number.isFinite(value) ? undefined : `the number ${value}`;
    case "string":
      return slips.test(value) && !texts.includes(value) ? `the text ${value}` : undefined;
    case "boolean":
      return undefined;
  }
  if (!(value instanceof ExcelError)) return `the value ${String(value)}`;
  const { code, message } = value;
  if (code !== "#VALUE!" && code !== "#N/A") return code.startsWith("#") ? undefined : `the error ${code}`;
  // An error in a cell is passed on as it is.
  if (message.trim() === "") return code === "#N/A" ? undefined : `${code} without a message`;
  const slip = slips.exec(message.replace(/"[^"]*"/g, '""'));
  return slip === null ? undefined : `${code} ${message}`;
}
