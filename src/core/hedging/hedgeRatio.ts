import { InputError, NoAnswerError } from "../errors";
import { keptWith } from "../keptWith";
import { at } from "../numeric/at";
import { sum, sumProduct } from "../numeric/sum";

interface HedgeRatio {
  /** Changes in the exposure's value per unit, one per period; at least two. */
  readonly exposureChanges: readonly number[];
  /** Changes in the hedge's price in the same periods. */
  readonly hedgeChanges: readonly number[];
  /** Units of the exposure. */
  readonly exposure: number | undefined;
  /** Units of the hedge in one contract; above 0. */
  readonly contractSize: number | undefined;
}

interface HedgeRatioResult {
  /** Units of the hedge to sell for each unit of a long exposure. */
  readonly ratio: number;
  /** Share of the exposure's variance that the hedge removes. */
  readonly rSquared: number | NoAnswerError;
  /** Not rounded; undefined without `exposure` and `contractSize`. */
  readonly contracts: number | undefined;
  /** Of exposure less `ratio` x hedge, per period, divisor n - 1. */
  readonly hedgedDeviation: number;
  readonly unhedgedDeviation: number;
}

/**
 * Minimum-variance hedge: covariance over the variance of the hedge, from a sample.
 *
 * Source: L. L. Johnson (1960), The theory of hedging and speculation in commodity futures, Review of Economic Studies
 * 27, 139-151.
 */
export function hedgeRatio(given: HedgeRatio): HedgeRatioResult {
  const { exposureChanges, hedgeChanges, exposure, contractSize } = given;
  const count = exposureChanges.length;
  if (count < 2) throw new InputError("exposure_changes", "must be at least two", count);
  if (hedgeChanges.length !== count) {
    const rule = `must have as many values as exposure_changes (${count})`;
    throw new InputError("hedge_changes", rule, hedgeChanges.length);
  }
  const hedge = regression(exposureChanges, hedgeChanges);
  if (hedge === undefined) throw new NoAnswerError("hedge_changes are all the same: they hedge nothing");
  const contracts =
    exposure === undefined || contractSize === undefined
      ? undefined
      : (hedge.ratio * exposure) / contractSize;
  return { ...hedge, contracts };
}

/** What follows from the changes only; undefined where those of the hedge are all the same. */
const regression = keptWith(
  (
    exposureChanges: readonly number[],
    hedgeChanges: readonly number[],
  ): Omit<HedgeRatioResult, "contracts"> | undefined => {
    const x = centred(exposureChanges);
    const y = centred(hedgeChanges);
    const hedgeSquares = sumProduct(y, y);
    if (hedgeSquares === 0) return undefined;
    const ratio = sumProduct(x, y) / hedgeSquares;
    const rest = x.map((change, index) => change - ratio * at(y, index));
    const [squares, restSquares] = [sumProduct(x, x), sumProduct(rest, rest)];
    const degreesOfFreedom = exposureChanges.length - 1;
    return {
      ratio,
      rSquared:
        squares === 0
          ? new NoAnswerError("exposure_changes are all the same: there is no variance to hedge")
          : Math.max(1 - restSquares / squares, 0),
      hedgedDeviation: Math.sqrt(restSquares / degreesOfFreedom),
      unhedgedDeviation: Math.sqrt(squares / degreesOfFreedom),
    };
  },
);

/** Values less their mean; exactly 0 where all are the same. */
function centred(values: readonly number[]): Float64Array {
  const [first = 0] = values;
  const shifts = Float64Array.from(values).map((value) => value - first);
  const mean = sum(shifts) / values.length;
  return shifts.map((shift) => shift - mean);
}
