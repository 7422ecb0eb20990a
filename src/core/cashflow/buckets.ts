import { kept } from "../kept";
import { keptWith } from "../keptWith";
import { at } from "../numeric/at";
import type { Shape } from "./model";

/** The parts of a month between which power prices differ, all of the same length. */
interface Buckets {
  readonly count: number;
  /** Of the power price, rising. */
  readonly multipliers: Float64Array;
  /** At n the sum of the n lowest multipliers. */
  readonly lowest: Float64Array;
  /** At n the sum of the n highest multipliers. */
  readonly highest: Float64Array;
}

export const bucketsOf = (shape: number | Shape): Buckets =>
  typeof shape === "number" ? oneBucket(shape) : bucketsOfShape(shape);

const oneBucket = kept(8, (multiplier: number) => sorted([multiplier]));
/** Sorted once: a year of hours takes longer to sort than its months to compute. */
const bucketsOfShape = keptWith(({ multipliers }: Shape) => sorted(multipliers));

function sorted(values: readonly number[]): Buckets {
  const multipliers = Float64Array.from(values).sort();
  const count = multipliers.length;
  const lowest = new Float64Array(count + 1);
  const highest = new Float64Array(count + 1);
  for (let n = 0; n < count; n++) {
    lowest[n + 1] = at(lowest, n) + at(multipliers, n);
    highest[n + 1] = at(highest, n) + at(multipliers, count - 1 - n);
  }
  return { count, multipliers, lowest, highest };
}

/** How many buckets cover their power; `power` is that of the month at a multiplier of 1, `earned` what all would earn. */
export function bucketsCovered({ count, multipliers }: Buckets, power: number, earned: number): number {
  let [from, to] = [0, count];
  while (from < to) {
    const middle = (from + to) >> 1;
    // Cheapest first: a negative price is lowest where the multiplier is highest.
    const multiplier = at(multipliers, power < 0 ? count - 1 - middle : middle);
    if (earned >= power * multiplier) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** The sum of the multipliers of the `n` cheapest buckets. */
export const multiplierOf = ({ lowest, highest }: Buckets, power: number, n: number): number =>
  at(power < 0 ? highest : lowest, n);

/** The mean of all multipliers. */
export const meanMultiplier = ({ count, lowest }: Buckets): number => at(lowest, count) / count;
