import { at } from "../numeric/at";
import { square } from "../numeric/elementary";
import { sum } from "../numeric/sum";

export interface MeanEstimate {
  readonly mean: number;
  readonly standardError: number;
}

/** Residuals that count; with fewer their spread says too little about the error of the mean. */
const LEAST_RESIDUALS = 10;
/** Of the squares of the controls' moves, what is left without any one pair; with less that pair is the slope. */
const LEAST_LEFT = 0.01;
/** Residuals of this share of the values are rounding. */
const ROUNDING = 1e-12;

/**
 * The mean of random values, from pairs of a value and a control whose own mean is known: the regression of the values on
 * the controls, read at that mean. Undefined where too few pairs make the slope, or the residuals, to judge its error,
 * and where it overflows.
 *
 * The jackknife takes off the bias that the slope has from coming from the same pairs: it weighs each residual by what the
 * pair contributes to the slope.
 *
 * Source: P. Glasserman (2003), Monte Carlo Methods in Financial Engineering, section 4.1; B. Efron and C. Stein (1981),
 * The jackknife estimate of variance, Annals of Statistics 9, 586-596.
 */
export function controlledMean(
  values: Float64Array,
  controls: Float64Array,
  controlMean: number,
): MeanEstimate | undefined {
  const found = regressionOf(values, controls, controlMean);
  return found !== undefined && isJudged(found)
    ? { mean: found.mean, standardError: found.standardError }
    : undefined;
}

/** The sums by which the error of an estimate is judged. */
export interface Sums {
  readonly valueSquares: number;
  readonly residualSquares: number;
  readonly residualFourths: number;
}

export type Regression = MeanEstimate & Sums;

/** Whether the residuals are enough, and are more than rounding. */
export const isJudged = ({ valueSquares, residualSquares, residualFourths }: Sums): boolean =>
  // As many residuals of equal size would have the same ratio of the fourth to the second moment.
  square(residualSquares) / residualFourths >= LEAST_RESIDUALS &&
  residualSquares > square(ROUNDING) * valueSquares;

/** The regression of one part of the values; undefined where one pair makes the slope, and where it overflows. */
export function regressionOf(
  values: Float64Array,
  controls: Float64Array,
  controlMean: number,
): Regression | undefined {
  const count = values.length;
  const meanValue = sum(values) / count;
  const meanControl = sum(controls) / count;
  let valueSquares = 0;
  let squares = 0;
  let products = 0;
  for (let i = 0; i < count; i++) {
    const move = at(controls, i) - meanControl;
    squares += move * move;
    products += move * (at(values, i) - meanValue);
    valueSquares += square(at(values, i));
  }
  const slope = products / squares;
  const distance = meanControl - controlMean;
  let residualSquares = 0;
  let residualFourths = 0;
  let weighed = 0;
  let weighedSquares = 0;
  for (let i = 0; i < count; i++) {
    const move = at(controls, i) - meanControl;
    const left = squares - (count / (count - 1)) * move * move;
    if (!(left >= LEAST_LEFT * squares)) return undefined;
    const residual = at(values, i) - meanValue - slope * move;
    const weight = (squares - count * distance * move) / left;
    residualSquares += square(residual);
    residualFourths += square(square(residual));
    weighed += residual * weight;
    weighedSquares += square(residual * weight);
  }
  const bias = weighed / count;
  // The bias is far below the spread: nothing cancels.
  const variance = (weighedSquares - count * square(bias)) / (count - 1);
  const mean = meanValue - slope * distance + bias;
  if (!Number.isFinite(mean)) return undefined;
  const standardError = Math.sqrt(variance / count);
  return { mean, standardError, valueSquares, residualSquares, residualFourths };
}
