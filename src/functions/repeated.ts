import type { MarketReader } from "../data/market";
import type { RecordFunction, TableFunction } from "./define";

/** Calls whose results are kept, and the numbers, texts and flags that they may hold together: a few megabytes. */
const MOST_CALLS = 16;
const MOST_VALUES = 200_000;

type Compute<R> = (given: never, market: MarketReader) => R;

interface Answered {
  readonly definition: RecordFunction | TableFunction;
  readonly args: readonly unknown[];
  readonly result: unknown;
  /** Values in the arguments and the result. */
  readonly size: number;
}

/** The calls of any function that were answered last, the latest first. */
const answered: Answered[] = [];

/**
 * A definition's `compute` that shares the result of equal calls: eight cells that show a field each of one simulation
 * simulate once. Arguments are equal by their content; which field is asked for makes no difference. Nobody may change
 * a result, or an argument: a range is read again at each call. What is thrown is computed again.
 *
 * It is `compute` itself where that reads the market, and for a record that needs no range, which takes no longer to
 * compute than to look up and may be lifted over 100,000 rows.
 */
export function remembered<R>(
  definition: (RecordFunction | TableFunction) & { readonly compute: Compute<R> },
): Compute<R> {
  const { compute, returns, parameters } = definition;
  const readsMarket = compute.length > 1;
  const needsRange = Object.values(parameters).some(({ shape, optional }) => shape !== "cell" && !optional);
  if (readsMarket || (returns.shape === "record" && !needsRange)) return compute;
  const selector = returns.shape === "record" ? (returns.selector ?? "output") : undefined;
  const keys = cellsFirst(parameters);
  return (given: Readonly<Record<string, unknown>>, market) => {
    // A record may differ when it is shown as a whole.
    const args = keys.map((key) => (key === selector ? given[key] === undefined : given[key]));
    const known = taken(definition, args);
    // The reader gives each argument the type that the definition has erased, and a definition gives its own results.
    if (known === undefined) {
      const result = (compute as Compute<R>)(given as never, market);
      let size = sizeOf(result);
      for (const value of args) size += keptSize(value);
      keep({ definition, args, result, size });
      return result;
    }
    // A lifted call goes on with the same objects: found equal once, they are known at sight.
    answered.unshift({ ...known, args });
    return known.result as R;
  };
}

/** Where calls differ, it is mostly in a cell. */
function cellsFirst(parameters: RecordFunction["parameters"]): string[] {
  const isCell = (key: string) => parameters[key]?.shape === "cell";
  const keys = Object.keys(parameters);
  return [...keys.filter(isCell), ...keys.filter((key) => !isCell(key))];
}

/** Takes an equal call from the list. */
function taken(definition: Answered["definition"], args: readonly unknown[]): Answered | undefined {
  const place = answered.findIndex((call) => call.definition === definition && areEqual(call.args, args));
  return place < 0 ? undefined : answered.splice(place, 1)[0];
}

function keep(call: Answered): void {
  if (call.size > MOST_VALUES) return;
  answered.unshift(call);
  let values = 0;
  const held = answered.findIndex(({ size }) => (values += size) > MOST_VALUES);
  answered.length = Math.min(held < 0 ? answered.length : held, MOST_CALLS);
}

type List = readonly unknown[] | Float64Array;

const isList = (value: unknown): value is List => Array.isArray(value) || value instanceof Float64Array;
const isPlain = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;

/** Whether two arguments have the same content. What is no list, plain object or map is only the same as itself. */
function areEqual(value: unknown, other: unknown): boolean {
  if (Object.is(value, other)) return true;
  if (isList(value)) return isList(other) && areEqualLists(value, other);
  if (value instanceof Map)
    return other instanceof Map && areEqualLists([...value].flat(), [...other].flat());
  return (
    isPlain(value) &&
    isPlain(other) &&
    areEqualLists(Object.entries(value).flat(), Object.entries(other).flat())
  );
}

function areEqualLists(list: List, other: List): boolean {
  if (list.length !== other.length) return false;
  for (let index = 0; index < list.length; index++) if (!areEqual(list[index], other[index])) return false;
  return true;
}

/** A lifted call gives the same range at every place. */
const sizes = new WeakMap<object, number>();

function keptSize(value: unknown): number {
  if (typeof value !== "object" || value === null) return 1;
  const size = sizes.get(value) ?? sizeOf(value);
  sizes.set(value, size);
  return size;
}

/** How many values something holds. */
function sizeOf(value: unknown): number {
  if (value instanceof Map) return sizeOf([...value.values()]);
  if (isPlain(value)) return sizeOf(Object.values(value));
  if (!isList(value)) return 1;
  let size = 0;
  for (const each of value) size += typeof each === "object" ? sizeOf(each) : 1;
  return size;
}
