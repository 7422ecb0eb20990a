// Which rows of two versions of a sheet are the same rows.

/** For each row of the first its place in the second, and the other way round; undefined where it is in one only. */
export interface Alignment {
  readonly toSecond: ReadonlyMap<number, number>;
  readonly toFirst: ReadonlyMap<number, number>;
}

/** Longer stretches without a row of its own kind are paired in order. */
const LONGEST_SEARCH = 2_000;

/**
 * Aligns rows by what is written in them. Rows that are alike in both, each once, hold the others in their order; what is
 * between two of them is compared row by row, and where there are as many in both, they are the same rows changed.
 */
export function aligned(first: readonly string[], second: readonly string[]): Alignment {
  const toSecond = new Map<number, number>();
  const toFirst = new Map<number, number>();
  const pair = (a: number, b: number) => {
    toSecond.set(a, b);
    toFirst.set(b, a);
  };
  let [start, ends] = [0, [first.length, second.length]];
  while (start < Math.min(first.length, second.length) && first[start] === second[start]) {
    pair(start, start);
    start += 1;
  }
  let [endA = 0, endB = 0] = ends;
  while (endA > start && endB > start && first[endA - 1] === second[endB - 1]) {
    endA -= 1;
    endB -= 1;
    pair(endA, endB);
  }
  ends = [endA, endB];
  let [fromA, fromB] = [start, start];
  for (const [a, b] of [...anchors(first, second, start, endA, endB), [endA, endB] as const]) {
    gap(first, second, [fromA, a], [fromB, b], pair);
    if (a < endA) pair(a, b);
    [fromA, fromB] = [a + 1, b + 1];
  }
  return { toSecond, toFirst };
}

/** Rows that are in each once, those that keep their order. */
function anchors(
  first: readonly string[],
  second: readonly string[],
  start: number,
  endA: number,
  endB: number,
): (readonly [number, number])[] {
  const places = new Map<string, { a: number; b: number; count: number }>();
  for (let a = start; a < endA; a++) {
    const key = first[a] ?? "";
    const known = places.get(key);
    places.set(key, { a, b: -1, count: known === undefined ? 1 : 9 });
  }
  for (let b = start; b < endB; b++) {
    const known = places.get(second[b] ?? "");
    if (known === undefined) continue;
    if (known.b >= 0) known.count = 9;
    known.b = b;
  }
  const pairs = [...places]
    .filter(([key, { count, b }]) => key !== "" && count === 1 && b >= 0)
    .map(([, { a, b }]): readonly [number, number] => [a, b])
    .sort(([a], [b]) => a - b);
  return increasing(pairs);
}

/** The longest part of pairs whose second places increase. */
function increasing(pairs: readonly (readonly [number, number])[]): (readonly [number, number])[] {
  const tails: number[] = [];
  const before: number[] = [];
  for (const [index, [, b]] of pairs.entries()) {
    let [low, high] = [0, tails.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((pairs[tails[middle] ?? 0]?.[1] ?? 0) < b) low = middle + 1;
      else high = middle;
    }
    before[index] = low > 0 ? (tails[low - 1] ?? -1) : -1;
    tails[low] = index;
  }
  const found: (readonly [number, number])[] = [];
  for (let at = tails.at(-1) ?? -1; at >= 0; at = before[at] ?? -1) {
    const pair = pairs[at];
    if (pair !== undefined) found.push(pair);
  }
  return found.reverse();
}

function gap(
  first: readonly string[],
  second: readonly string[],
  [fromA, endA]: readonly [number, number],
  [fromB, endB]: readonly [number, number],
  pair: (a: number, b: number) => void,
): void {
  if (endA - fromA === endB - fromB || endA - fromA > LONGEST_SEARCH) {
    for (let step = 0; step < Math.min(endA - fromA, endB - fromB); step++) pair(fromA + step, fromB + step);
    return;
  }
  // What is alike keeps its order; the rest came or went.
  let b = fromB;
  for (let a = fromA; a < endA; a++)
    for (let at = b; at < endB; at++)
      if (first[a] === second[at]) {
        pair(a, at);
        b = at + 1;
        break;
      }
}
