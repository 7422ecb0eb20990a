import { exp, expm1, ln, ln1p, square } from "../numeric/elementary";
import { NumericError } from "../errors";
import { at } from "../numeric/at";

/**
 * The arithmetic average of prices given their geometric one, which is a function of a standard normal variable z:
 * given z the log price at a fixing is normal with mean b z - v / 2 and covariances v(i) - b(i) b(j), where i is the
 * earlier fixing, v are variances and b loadings on z.
 */

export interface Averaging {
  /** Time to the start of averaging in years; the first fixing comes one step after it. */
  readonly startYears: number;
  /** Time to the last fixing in years, above 0. */
  readonly years: number;
  /** Standard deviation of log returns per square-root year; above 0. */
  readonly volatility: number;
  /** Evenly spaced; a whole number of at least 1. */
  readonly fixings: number;
}

/** The fixings to come, for a forward of 1. */
export interface Schedule {
  /** Sensitivity of the log price at each fixing to the geometric average, as a standard normal variable; rising. */
  readonly loadings: Float64Array;
  /** Variance of the log price at each fixing; rising. */
  readonly variances: Float64Array;
  /** e^variance, where it is below `largestExponent`, and that less 1. */
  readonly growths: Float64Array;
  readonly surpluses: Float64Array;
  readonly blocks: readonly Block[];
  /**
   * exp(v(i) - b(i) b(j)) - 1 of each pair, by the later fixing and then the earlier, itself last; counted twice but for
   * that. Undefined where the fixings are too many, or too far apart.
   */
  readonly pairs: Float64Array | undefined;
}

/** Fixings with loadings near each other. */
interface Block {
  readonly from: number;
  /** One past the last. */
  readonly to: number;
  /** The loading that they are near. */
  readonly centre: number;
}

/** Loadings of a block lie within half of this from its centre, the first of which is 0. */
const blockWidth = 4;

/** Variance of the log price at the last fixing, beyond which a price is not computed. */
const mostVariance = 10_000;

/** With t(i) = start + i h, the mean of min(t(i), t(j)) over all j is start + h (n + 1/2 - i/2) i / n. */
export function scheduleOf({ startYears, years, volatility, fixings }: Averaging): Schedule {
  if (!(volatility * volatility * years <= mostVariance)) {
    throw new NumericError(`the average is computed for volatility^2 x years up to ${mostVariance}`);
  }
  const step = (years - startYears) / fixings;
  const variances = new Float64Array(fixings);
  const loadings = new Float64Array(fixings);
  let total = 0;
  for (let i = 1; i <= fixings; i++) {
    const shared = startYears + (step * i * (fixings + 0.5 - i / 2)) / fixings;
    total += shared;
    loadings[i - 1] = shared;
    variances[i - 1] = volatility * volatility * (startYears + step * i);
  }
  const scale = volatility / Math.sqrt(total / fixings);
  const blocks: { from: number; to: number; centre: number }[] = [];
  loadings.forEach((shared, index) => {
    const loading = scale * shared;
    loadings[index] = loading;
    const centre = blockWidth * Math.round(loading / blockWidth);
    const last = blocks.at(-1);
    if (last?.centre === centre) last.to = index + 1;
    else blocks.push({ from: index, to: index + 1, centre });
  });
  const growths = variances.map((variance) => exp(variance));
  const surpluses = variances.map((variance) => expm1(variance));
  const isFew = fixings <= mostPaired && blocks.length === 1;
  const pairs = isFew ? pairsOf(loadings, variances) : undefined;
  return { loadings, variances, growths, surpluses, blocks, pairs };
}

/** Fixings up to which all pairs are added up sooner than by powers. */
const mostPaired = 40;

function pairsOf(loadings: Float64Array, variances: Float64Array): Float64Array {
  const pairs = new Float64Array((loadings.length * (loadings.length + 1)) / 2);
  let place = 0;
  for (let later = 0; later < loadings.length; later++) {
    for (let index = 0; index <= later; index++) {
      const excess = expm1(at(variances, index) - at(loadings, index) * at(loadings, later));
      pairs[place] = index === later ? excess : 2 * excess;
      place++;
    }
  }
  return pairs;
}

/** Excess of the mean of the square over the square of the mean, 1, from all pairs. */
function pairedExcess(pairs: Float64Array, shares: Float64Array): number {
  let excess = 0;
  let place = 0;
  for (let later = 0; later < shares.length; later++) {
    let sum = 0;
    for (let index = 0; index <= later; index++) {
      sum += at(shares, index) * at(pairs, place);
      place++;
    }
    excess += at(shares, later) * sum;
  }
  return excess;
}

/**
 * Log of the mean of the average given z, and its derivative; `shares` is filled with the shares that the fixings have in
 * it, or with their logs where there are no `pairs`.
 */
export function conditionalMean({ loadings, pairs }: Schedule, z: number, shares: Float64Array) {
  let largest = -Infinity;
  for (let index = 0; index < shares.length; index++) {
    const loading = at(loadings, index);
    const log = loading * (z - loading / 2);
    shares[index] = log;
    if (log > largest) largest = log;
  }
  let sum = 0;
  let weighted = 0;
  for (let index = 0; index < shares.length; index++) {
    const size = exp(at(shares, index) - largest);
    sum += size;
    weighted += size * at(loadings, index);
    if (pairs !== undefined) shares[index] = size;
  }
  const log = largest + ln(sum);
  for (let index = 0; index < shares.length; index++)
    shares[index] = pairs === undefined ? at(shares, index) - log : at(shares, index) / sum;
  return { log: log - ln(loadings.length), slope: weighted / sum };
}

/** Standard deviation of the log of the average given z, from the shares of the fixings as `conditionalMean` gives them. */
export function conditionalDeviation(schedule: Schedule, shares: Float64Array): number {
  const { blocks, pairs } = schedule;
  const [only] = blocks;
  if (blocks.length === 1 && only !== undefined) {
    const excess = pairs === undefined ? ownExcess(schedule, shares, only) : pairedExcess(pairs, shares);
    return Math.sqrt(ln1p(Math.max(excess, 0)));
  }
  const bounds = Float64Array.from(blocks, (block) => pairBound(schedule, shares, block));
  let largest = 0;
  for (const bound of bounds) largest = Math.max(largest, bound);
  const least = largest - 60;
  let excess = 0;
  blocks.forEach((earlier, index) => {
    excess += ownExcess(schedule, shares, earlier);
    for (let other = index + 1; other < blocks.length; other++) {
      const later = blocks[other];
      const bound = (at(bounds, index) + at(bounds, other)) / 2;
      if (later && bound > least) excess += 2 * mutualExcess(schedule, shares, earlier, later);
    }
  });
  return Math.sqrt(ln1p(Math.max(excess, 0)));
}

/** Log that no sum over the pairs of a block exceeds; that of two blocks does not exceed the mean of theirs. */
function pairBound({ loadings, variances }: Schedule, shares: Float64Array, { from, to }: Block): number {
  let largest = -Infinity;
  for (let index = from; index < to; index++) {
    const loading = at(loadings, index);
    largest = Math.max(largest, 2 * at(shares, index) + at(variances, index) - loading * loading);
  }
  return largest + 2 * ln(to - from);
}

/** More powers than `termsFor` gives for the widest block. */
const MOST_TERMS = 64;
/** Of one block, kept from one to the next. */
const sums = new Float64Array(MOST_TERMS);
const rests = new Float64Array(MOST_TERMS);

/** A conditional variance of the log beyond it is as good as infinite. */
const largestExponent = 450;

/**
 * Excess of the mean of the square over the square of the mean, from pairs of fixings i, j of a block: the sum of p(i) p(j)
 * [exp(v(i) - b(i) b(j)) - 1], where i is the earlier one, p are shares, v variances and b loadings.
 *
 * With the centre c of the block taken out, exp(-(b(i) - c) (b(j) - c)) is summed by powers, which makes the sum over pairs
 * one over fixings with what is left of the later ones.
 */
function ownExcess(schedule: Schedule, shares: Float64Array, { from, to, centre }: Block): number {
  const { loadings, variances, growths, surpluses } = schedule;
  const widest = Math.max(Math.abs(at(loadings, from) - centre), at(loadings, to - 1) - centre);
  const terms = termsFor(widest * widest);
  sums.fill(0, 0, terms + 1);
  rests.fill(0, 0, terms + 1);
  let laterShares = 0;
  let surplus = 0;
  for (let index = to - 1; index >= from; index--) {
    const variance = at(variances, index);
    const offset = at(loadings, index) - centre;
    const log = at(shares, index);
    const share = exp(log);
    const certain = share * (share + 2 * laterShares);
    let earlier =
      centre === 0 && variance < largestExponent
        ? share * at(growths, index)
        : exp(Math.min(log + variance - centre * (offset + centre), largestExponent));
    let later = centre === 0 ? share : exp(log - centre * offset);
    surplus += centre === 0 ? certain * at(surpluses, index) : earlier * (later + at(rests, 0)) - certain;
    laterShares += share;
    for (let power = 0; power <= terms; power++) {
      const rest = at(rests, power);
      sums[power] = at(sums, power) + earlier * (later + rest);
      rests[power] = rest + 2 * later;
      earlier *= offset;
      later *= offset;
    }
  }
  sums[0] = surplus;
  return alternating(sums, terms);
}

/** The same from the pairs of two blocks, counted once. */
function mutualExcess(
  { loadings, variances }: Schedule,
  shares: Float64Array,
  near: Block,
  far: Block,
): number {
  const terms = termsFor(square(blockWidth) / 4);
  const moments = (block: Block, logs: (index: number, loading: number) => number) => {
    const sums = new Float64Array(terms + 1);
    for (let index = block.from; index < block.to; index++) {
      const loading = at(loadings, index);
      let size = exp(Math.min(at(shares, index) + logs(index, loading), largestExponent));
      for (let power = 0; power <= terms; power++) {
        sums[power] = at(sums, power) + size;
        size *= loading - block.centre;
      }
    }
    return sums;
  };
  const earlier = moments(near, (index, loading) => at(variances, index) - far.centre * loading);
  const later = moments(far, (_, loading) => -near.centre * (loading - far.centre));
  const [nearShare = NaN] = moments(near, () => 0);
  const [farShare = NaN] = moments(far, () => 0);
  const products = earlier.map((value, power) => value * at(later, power));
  return alternating(products, terms) - nearShare * farShare;
}

/** Sum of the values up to the last over the factorials of their places, with alternating signs. */
function alternating(values: Float64Array, last: number): number {
  let sum = 0;
  let coefficient = 1;
  for (let power = 0; power <= last; power++) {
    sum += coefficient * at(values, power);
    coefficient /= -(power + 1);
  }
  return sum;
}

/** Powers of x up to `largest` after which exp(x) has all its digits. */
function termsFor(largest: number): number {
  let terms = 1;
  for (let term = largest; term > 1e-17; term *= largest / terms) terms++;
  return terms;
}
