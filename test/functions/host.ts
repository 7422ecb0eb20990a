import { bind } from "../../src/functions/bind";
import { embedded } from "../../src/data/embedded/embedded";
import type { MarketContent, MarketReader } from "../../src/data/market";
import { MarketStore } from "../../src/data/store";
import { catalogue } from "../../src/functions/catalogue";
import type { Definition, Example } from "../../src/functions/define";

/** The part of Excel's runtime that the functions need. */
export class ExcelError extends Error {
  constructor(
    readonly code: string,
    message?: string,
  ) {
    super(message);
  }
}
Object.assign(globalThis, { CustomFunctions: { Error: ExcelError } });

/** The market that the functions read: what is built in, on 23 November 2026. */
export const market = new MarketStore(embedded, () => Date.UTC(2026, 10, 23, 12));
market.show({ kind: "embedded" });

/** The same day on a market that was fetched. */
export function liveMarket(content: MarketContent): MarketStore {
  const live = new MarketStore(embedded, () => market.now());
  live.show({ kind: "live" }, content);
  return live;
}

/** Holds an answer to the result that an example states, numbers to a billionth. */
export function expectResult(answer: Answer, { formula, cells, result }: Example): void {
  // Tests do not check types.
  if ((result as unknown) === undefined)
    throw new Error(`${formula} states no result: compute it by hand or by another method`);
  const expected: readonly (readonly unknown[])[] = Array.isArray(result) ? result : [[result]];
  for (const [row, line] of expected.entries()) {
    for (const [column, value] of line.entries()) {
      const actual = answer[row]?.[column];
      const inputs = { formula, cells, row, column };
      if (typeof value !== "number") expect(actual).toBe(value);
      else expect(actual).toBeWithin(value, { relative: 1e-9, inputs, source: "the definition's example" });
    }
  }
}

export type Answer = (number | string | boolean | ExcelError)[][];

/** A bound function, called as Excel calls it: ranges as matrices, omitted arguments as null. */
export const call = (name: string, ...given: unknown[]): Answer => callOn(market, name, ...given);

export function definitionOf(name: string): Definition {
  const definition = catalogue.find((known) => known.name === name);
  if (definition === undefined) throw new Error(`no function ${name}`);
  return definition;
}

/** The same on another market. */
export function callOn(reader: MarketReader, name: string, ...given: unknown[]): Answer {
  const definition = definitionOf(name);
  return bind(definition, reader)(...argumentsFor(definition, given)) as Answer;
}

/** Arguments as Excel passes them: ranges as matrices, omitted ones as null. */
export function argumentsFor(definition: Definition, given: readonly unknown[]): unknown[] {
  const shapes = Object.values(definition.parameters).map(({ shape }) => shape);
  return shapes.map((shape, index) => {
    if (shape === "repeating") return given.slice(index).map(matrix);
    return given[index] === undefined || given[index] === null ? null : matrix(given[index]);
  });
}

/** A single value as the 1 x 1 range that Excel makes of it. */
function matrix(value: unknown): unknown {
  return Array.isArray(value) ? value : [[value]];
}

/** The one value of a call. */
export function one(name: string, ...given: unknown[]): number | string | boolean | ExcelError {
  const [[value]] = call(name, ...given) as [[number]];
  return value;
}

/** The error of a call: its code and message. */
export const errorOf = (name: string, ...given: unknown[]): string => errorOn(market, name, ...given);

/** The same on another market. */
export function errorOn(reader: MarketReader, name: string, ...given: unknown[]): string {
  try {
    const value = callOn(reader, name, ...given)[0]?.[0];
    return value instanceof ExcelError ? `${value.code} ${value.message}` : `no error, but ${String(value)}`;
  } catch (error) {
    if (error instanceof ExcelError) return `${error.code} ${error.message}`;
    throw error;
  }
}
