import { ln, power } from "./elementary";

/** The greatest relative error of a quantile. */
export const SKETCH_ERROR = 0.001;

const GAMMA = (1 + SKETCH_ERROR) / (1 - SKETCH_ERROR);
const LN_GAMMA = ln(GAMMA);

/** Added to the logarithms, so that none is negative: those of all numbers but 0 are within it. */
const OFFSET = 2 ** 19;

/** Values whose logarithms are about equal: their place in the order of all values, how many there are, and their sum. */
export type Bin = readonly [place: number, count: number, sum: number];

/**
 * The quantiles of more values than can be kept, each within `SKETCH_ERROR` of the value itself. What it says depends on the
 * values alone, in whatever order and parts they come; only sums of a tail are rounded in the order of the parts.
 *
 * Source: Masson, Rim and Lee (2019), DDSketch: a fast and fully-mergeable quantile sketch with relative-error guarantees,
 * Proceedings of the VLDB Endowment 12.
 */
export class QuantileSketch {
  private readonly known = new Map<number, { count: number; sum: number }>();
  private count = 0;

  static of(bins: readonly Bin[]): QuantileSketch {
    const sketch = new QuantileSketch();
    for (const [place, count, sum] of bins) sketch.addTo(place, count, sum);
    return sketch;
  }

  add(value: number): void {
    this.addTo(placeOf(value), 1, value);
  }

  merge(other: QuantileSketch): void {
    for (const [place, count, sum] of other.bins()) this.addTo(place, count, sum);
  }

  private addTo(place: number, count: number, sum: number): void {
    this.count += count;
    const bin = this.known.get(place);
    if (bin === undefined) {
      this.known.set(place, { count, sum });
      return;
    }
    bin.count += count;
    bin.sum += sum;
  }

  /** In the order of their values. */
  bins(): Bin[] {
    return [...this.known]
      .sort(([a], [b]) => a - b)
      .map(([place, { count, sum }]): Bin => [place, count, sum]);
  }

  /** `percentile` of the values, for `share` from 0 to 1 and at least one value. */
  quantile(share: number): number {
    const position = share * (this.count - 1);
    const before = Math.floor(position);
    const lower = this.valueAt(before);
    const upper = this.valueAt(Math.min(before + 1, this.count - 1));
    return lower === upper ? lower : lower + (position - before) * (upper - lower);
  }

  /** The value of a rank from 0. */
  private valueAt(rank: number): number {
    let below = 0;
    for (const [place, count] of this.bins()) {
      below += count;
      if (rank < below) return middleOf(place);
    }
    return NaN;
  }

  /** `lowestMean` of the values: those of a bin that only a part of belongs to the share count as its mean. */
  lowestMean(share: number): number {
    const wanted = Number((share * this.count).toPrecision(15));
    let [taken, total] = [0, 0];
    for (const [, count, sum] of this.bins()) {
      const part = Math.min(1, (wanted - taken) / count);
      total += sum * part;
      taken += count * part;
      if (part < 1) break;
    }
    return total / wanted;
  }
}

function placeOf(value: number): number {
  if (value === 0) return 0;
  const place = Math.ceil(ln(Math.abs(value)) / LN_GAMMA) + OFFSET;
  return value < 0 ? -place : place;
}

/** The value from which all of a bin are at most the error away. */
function middleOf(place: number): number {
  if (place === 0) return 0;
  const size = Math.min((2 / (GAMMA + 1)) * power(GAMMA, Math.abs(place) - OFFSET), Number.MAX_VALUE);
  return place < 0 ? -size : size;
}
