import { orderOfTexts, textKey } from "./textOrder";
import { ErrorValue, type Scalar } from "./scalar";
import { NotComputed, type Matrix } from "./values";
import { hasWildcards, wildcardTest } from "./wildcards";

/**
 * Searches in one row or column of values. Positions count from 0; -1 is none.
 *
 * Numbers are found among numbers, texts among texts and truth values among truth values only; unlike =, which sees 15
 * digits, searches compare all bits of a number. What is made of a list to search it fast is kept as long as the list.
 */
export type Sought = number | string | boolean;

/** The values of a list that are of one type, and where they are. */
interface SameType {
  readonly values: readonly Sought[];
  readonly places: readonly number[];
  /** Whether they rise, and whether they fall, equals included; undefined until it is asked. */
  rises?: boolean;
  falls?: boolean;
  /** The places in `values` in rising order, equals in the order of the list. */
  ranked?: readonly number[];
}

type TypeName = "number" | "string" | "boolean";

interface Index {
  searches: number;
  first?: Map<Sought, number>;
  last?: Map<Sought, number>;
  readonly types: Map<TypeName, SameType>;
}

const indexes = new WeakMap<Matrix, Index>();

function indexOf(list: Matrix): Index {
  const known = indexes.get(list);
  if (known !== undefined) return known;
  const index: Index = { searches: 0, types: new Map() };
  indexes.set(list, index);
  return index;
}

/** Short lists are gone through, and so is one that is searched for the first time. */
const SHORT = 16;

const keyOf = (value: Sought): Sought => (typeof value === "string" ? textKey(value) : value);

const isSought = (value: Scalar | undefined): value is Sought =>
  value !== null && value !== undefined && !(value instanceof ErrorValue);

/** The first value that is the one sought, or the last. */
export function exactPlace(list: Matrix, sought: Sought, fromEnd = false): number {
  const key = keyOf(sought);
  const { cells } = list;
  const index = indexOf(list);
  index.searches++;
  if (cells.length <= SHORT || index.searches === 1)
    return placeOf(list, (value) => isEqual(value, key), fromEnd);
  const map = fromEnd ? (index.last ??= lastPlaces(cells)) : (index.first ??= firstPlaces(cells));
  return map.get(key) ?? -1;
}

function isEqual(value: Scalar, key: Sought): boolean {
  if (typeof value === "string") return typeof key === "string" && textKey(value) === key;
  return value === key;
}

function firstPlaces(cells: readonly Scalar[]): Map<Sought, number> {
  const places = new Map<Sought, number>();
  for (let place = cells.length - 1; place >= 0; place--) {
    const value = cells[place];
    if (isSought(value)) places.set(keyOf(value), place);
  }
  return places;
}

function lastPlaces(cells: readonly Scalar[]): Map<Sought, number> {
  const places = new Map<Sought, number>();
  for (const [place, value] of cells.entries()) if (isSought(value)) places.set(keyOf(value), place);
  return places;
}

/** The first value, or the last, that passes a test. */
export function placeOf({ cells }: Matrix, test: (value: Scalar) => boolean, fromEnd = false): number {
  if (fromEnd) {
    for (let place = cells.length - 1; place >= 0; place--) if (test(cells[place] ?? null)) return place;
    return -1;
  }
  return cells.findIndex(test);
}

/** As `exactPlace`, and a text may have wildcards. */
export function wildcardPlace(list: Matrix, sought: Sought, fromEnd = false): number {
  if (typeof sought !== "string" || !hasWildcards(sought)) return exactPlace(list, sought, fromEnd);
  const test = wildcardTest(sought);
  return placeOf(list, (value) => typeof value === "string" && test(value), fromEnd);
}

function typeIn(list: Matrix, type: TypeName): SameType {
  const { types } = indexOf(list);
  const known = types.get(type);
  if (known !== undefined) return known;
  const values: Sought[] = [];
  const places: number[] = [];
  for (const [place, value] of list.cells.entries())
    if (isSought(value) && typeof value === type) {
      values.push(value);
      places.push(place);
    }
  const found = { values, places };
  types.set(type, found);
  return found;
}

function hasType(list: Matrix, type: TypeName): boolean {
  return typeIn(list, type).values.length > 0;
}

function order(a: Sought, b: Sought): number | undefined {
  if (typeof a === "string" && typeof b === "string") return orderOfTexts(a, b);
  return Number(a) - Number(b) || 0;
}

/** As `order`, where the answer depends on it. */
function surely(a: Sought, b: Sought): number {
  const found = order(a, b);
  if (found === undefined) throw new NotComputed("the order of texts with such signs is not known");
  return found;
}

function isSorted(values: readonly Sought[], direction: 1 | -1): boolean {
  for (let index = 1; index < values.length; index++) {
    const [before, after] = [values[index - 1], values[index]];
    if (before === undefined || after === undefined) return false;
    const step = order(after, before);
    if (step === undefined || step * direction < 0) return false;
  }
  return true;
}

/** Where a value is, or would be, in a list that is sorted. */
interface Spot {
  /** The last place before all equals. */
  readonly before: number;
  /** The last equal. */
  readonly equal: number;
  readonly equals: number;
  /** The first place after all equals. */
  readonly after: number;
}

/**
 * Where the values of one type pass the one sought. They need not be sorted as long as all that are before it come first,
 * then all equals: a search by halves finds the same in whichever places it looks. Elsewhere nothing is known.
 */
function spotIn(list: Matrix, sought: Sought, direction: 1 | -1): Spot {
  const type = typeIn(list, typeof sought as TypeName);
  const sorted =
    direction === 1 ? (type.rises ??= isSorted(type.values, 1)) : (type.falls ??= isSorted(type.values, -1));
  const side = (value: Sought | undefined) => (value === undefined ? 1 : surely(value, sought) * direction);
  let least: number;
  let most: number;
  if (sorted) {
    least = firstThat(type.values, (value) => side(value) >= 0);
    most = firstThat(type.values, (value) => side(value) > 0);
  } else {
    const sides = type.values.map((value) => Math.sign(side(value)));
    if (sides.some((here, index) => here < (sides[index - 1] ?? -1)))
      throw new NotComputed("a search by halves in a list that is not sorted");
    least = sides.filter((here) => here < 0).length;
    most = sides.filter((here) => here <= 0).length;
  }
  const place = (index: number) => type.places[index] ?? -1;
  return {
    before: place(least - 1),
    equal: most > least ? place(most - 1) : -1,
    equals: most - least,
    after: place(most),
  };
}

/** The first index at which a test is true, of a list in which it stays true. */
function firstThat<T>(values: readonly T[], test: (value: T) => boolean): number {
  let [from, to] = [0, values.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    const value = values[middle];
    if (value !== undefined && !test(value)) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** The last value of a rising list that is not above the one sought; of a falling one, not below it. */
export function sortedPlace(list: Matrix, sought: Sought, direction: 1 | -1): number {
  const { before, equal, equals } = spotIn(list, sought, direction);
  if (equals === 0) return before;
  if (equals > 1 && direction === -1) throw new NotComputed("equal values in a falling list");
  return equal;
}

/** Which value is taken where there is none that is the one sought: none, the next smaller or the next larger. */
export type Nearest = 0 | -1 | 1;

/** XMATCH's search by halves, in a list that rises or falls. */
export function halvedPlace(list: Matrix, sought: Sought, nearest: Nearest, direction: 1 | -1): number {
  const { values } = typeIn(list, typeof sought as TypeName);
  if (values.length < list.cells.length)
    throw new NotComputed("a search by halves among values of several types");
  const { before, equal, equals, after } = spotIn(list, sought, direction);
  if (equals > 1) throw new NotComputed("a search by halves among equal values");
  if (equals === 1) return equal;
  if (nearest === 0) return -1;
  return nearest === -direction ? before : after;
}

/**
 * XMATCH's nearest value in any order; `isCut` says that blank cells follow. It is not known whether blank cells count as
 * 0, nor whether values of other types are larger or smaller, so nothing is known where that would matter.
 */
export function nearestPlace(
  list: Matrix,
  sought: Sought,
  nearest: -1 | 1,
  fromEnd: boolean,
  isCut: boolean,
): number {
  const exact = exactPlace(list, sought, fromEnd);
  if (exact >= 0) return exact;
  const type = typeIn(list, typeof sought as TypeName);
  const found = nearestIn(type, sought, nearest, fromEnd);
  const value = found < 0 ? undefined : list.cells[found];
  if (typeof sought === "number") {
    const isNearer = typeof value !== "number" || (0 - value) * nearest < 0;
    if (isNearer && (0 - sought) * nearest > 0 && (isCut || list.cells.includes(null))) throw doubtful();
  }
  if (found < 0 && BEYOND[`${typeof sought as TypeName} ${nearest}`].some((other) => hasType(list, other)))
    throw doubtful();
  return found;
}

const doubtful = () => new NotComputed("whether a value of another type is the nearest is not known");

/** The types that are larger, or smaller, than all values of a type. */
const BEYOND: Readonly<Record<`${TypeName} ${-1 | 1}`, readonly TypeName[]>> = {
  "number -1": [],
  "number 1": ["string", "boolean"],
  "string -1": ["number"],
  "string 1": ["boolean"],
  "boolean -1": ["number", "string"],
  "boolean 1": [],
};

function nearestIn(type: SameType, sought: Sought, nearest: -1 | 1, fromEnd: boolean): number {
  const { values, places } = type;
  if (typeof sought === "number") {
    const ranked = (type.ranked ??= values
      .map((_, index) => index)
      .sort((a, b) => Number(values[a]) - Number(values[b]) || a - b));
    const at = (index: number) => Number(values[ranked[index] ?? -1]);
    const above = firstThat(ranked, (index) => Number(values[index]) > sought);
    const near = nearest === 1 ? above : above - 1;
    if (near < 0 || near >= ranked.length) return -1;
    const value = at(near);
    const end = fromEnd
      ? firstThat(ranked, (index) => Number(values[index]) > value) - 1
      : firstThat(ranked, (index) => Number(values[index]) >= value);
    return places[ranked[end] ?? -1] ?? -1;
  }
  let best: Sought | undefined;
  let place = -1;
  for (const [index, value] of values.entries()) {
    if (surely(value, sought) * nearest < 0) continue;
    const gain = best === undefined ? 1 : surely(best, value) * nearest;
    if (gain > 0 || (gain === 0 && fromEnd)) [best, place] = [value, places[index] ?? -1];
  }
  return place;
}
