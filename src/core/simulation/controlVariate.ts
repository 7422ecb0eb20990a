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
const LEAST_LEFT = 0.1;
/** Residuals of this share of the values are rounding. */
const ROUNDING = 1e-12;

/**
 * The mean of random values, from pairs of a value and a control whose own mean is known: the regression of the values on
 * the controls, read at that mean. Undefined where too few pairs make the slope, or the residuals, to judge its error,
 * and where the control's mean is not finite.
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
  if (!Number.isFinite(controlMean)) return undefined;
  const count = values.length;
  const meanValue = sum(values) / count;
  const meanControl = sum(controls) / count;
  let squares = 0;
  let products = 0;
  for (let i = 0; i < count; i++) {
    const move = at(controls, i) - meanControl;
    squares += move * move;
    products += move * (at(values, i) - meanValue);
  }
  const slope = products / squares;
  const distance = meanControl - controlMean;
  const residuals = new Float64Array(count);
  const weighed = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const move = at(controls, i) - meanControl;
    const left = squares - (count / (count - 1)) * move * move;
    if (!(left >= LEAST_LEFT * squares)) return undefined;
    const residual = at(values, i) - meanValue - slope * move;
    residuals[i] = residual;
    weighed[i] = (residual * (squares - count * distance * move)) / left;
  }
  const { moment, number } = momentsOf(residuals);
  if (!(number >= LEAST_RESIDUALS && moment > square(ROUNDING) * momentsOf(values).moment)) return undefined;
  const bias = sum(weighed) / count;
  const spread = sum(weighed.map((residual) => square(residual - bias))) / (count - 1);
  return {
    mean: meanValue - slope * distance + bias,
    standardError: Math.sqrt(spread / count),
  };
}

/** The second moment of numbers; and as many as would have the same ratio of the fourth to it, were they of equal size. */
function momentsOf(numbers: Float64Array): { moment: number; number: number } {
  let squares = 0;
  let fourths = 0;
  for (const number of numbers) {
    squares += square(number);
    fourths += square(square(number));
  }
  return { moment: squares / numbers.length, number: square(squares) / fourths };
}
