import fc from "fast-check";
import { bind } from "../../src/functions/bind";
import type { MarketReader } from "../../src/data/market";
import { catalogue } from "../../src/functions/catalogue";
import { exampleCall } from "../../src/functions/exampleCall";
import { ExcelError, market } from "./host";

/** What a careless user, a broken feed or a formula next door may put into a cell. */
const cell = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    0,
    "",
    -1,
    1,
    true,
    false,
    "text",
    "NaN",
    "Infinity",
    "1,5",
    1e308,
    -1e308,
    5e-324,
  ),
  fc.constantFrom<unknown>(
    "call",
    "put",
    "BTC",
    "npv",
    "btc price",
    "difficulty",
    "monthly",
    "default",
    "90%",
    "zero",
  ),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer({ min: -5, max: 400 }),
  fc.constant(new ExcelError("#DIV/0!")),
);

const range = fc
  .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 4 }))
  .chain(([rows, columns]) =>
    fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), {
      minLength: rows,
      maxLength: rows,
    }),
  );

/** Beyond it a call hangs, on the slowest and busiest of machines. */
const LONGEST_CALL_MS = 20_000;

/** A market that must not be looked at: only the functions of the market's own group read it. */
const forbidden = new Proxy({} as MarketReader, {
  get: (_, name) => {
    throw new Error(`the market's ${String(name)} was read`);
  },
});

test("the market that must not be looked at tells who looks", () => {
  const about = catalogue.find(({ name }) => name === "ABOUT");
  expect(() => about && bind(about, forbidden)(null)).toThrow("the market's state was read");
});

test.each(catalogue)(
  "$name answers whatever it is given",
  (definition) => {
    const run = bind(definition, definition.streams ? market : forbidden);
    const example = definition.examples[0];
    const usual = example === undefined ? [] : exampleCall(example.formula, example.cells).given;
    const parameters = Object.values(definition.parameters);
    const argument = parameters.map(({ shape }, index) => {
      const kept = fc.constant(asArgument(shape, usual.slice(index)));
      const wild = fc.oneof(
        fc.constant(null),
        range,
        cell.map((value) => [[value]]),
      );
      return fc.oneof(
        { weight: 3, arbitrary: kept },
        { weight: 1, arbitrary: shape === "repeating" ? fc.array(range, { maxLength: 4 }) : wild },
      );
    });
    fc.assert(
      fc.property(fc.tuple(...argument), (given) => {
        const start = performance.now();
        const answer = outcome(() => run(...given));
        expect(performance.now() - start).toBeLessThan(LONGEST_CALL_MS);
        for (const value of answer.flat()) expect(isExcelValue(value)).toBe(true);
        expect(new Set(answer.map(({ length }) => length)).size).toBe(1);
      }),
      { numRuns: 150 },
    );
  },
  180_000,
);

function asArgument(shape: string, given: readonly unknown[]): unknown {
  if (shape === "repeating") return given.map((value) => (Array.isArray(value) ? value : [[value]]));
  const [value] = given;
  return value === undefined || value === null || Array.isArray(value) ? (value ?? null) : [[value]];
}

function outcome(compute: () => unknown[][]): unknown[][] {
  try {
    return compute();
  } catch (error) {
    if (error instanceof ExcelError) return [[error]];
    throw error;
  }
}

/** Excel shows NaN, Infinity, null and undefined as 0: none may come back. An error that can carry a text has one. */
function isExcelValue(value: unknown): boolean {
  if (typeof value === "number") return Number.isFinite(value);
  if (value instanceof ExcelError)
    return ["#VALUE!", "#N/A"].includes(value.code) ? value.message !== "" : value.code.startsWith("#");
  return typeof value === "string" || typeof value === "boolean";
}
