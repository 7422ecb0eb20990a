import { normalDensity, normalDistribution } from "./normal";

/**
 * The point that a standard normal variable stays below with a given probability, to a few units in the last
 * place in both tails.
 *
 * For `probability` above 0 and below 1; -Infinity and Infinity at 0 and 1. Above a half the accuracy is that
 * of 1 - probability, which is exact.
 *
 * Method: the rational approximations of M. J. Wichura (1988), Algorithm AS 241, Applied Statistics 37,
 * 477-484; in the tails one step of Halley's method on the distribution itself.
 */
export function inverseNormal(probability: number): number {
  const fromHalf = probability - 0.5;
  if (Math.abs(fromHalf) <= 0.425) return fromHalf * ratio(0.180625 - fromHalf * fromHalf, centre);
  const tail = fromHalf < 0 ? probability : 1 - probability;
  const point = tail > 0 ? lowerTail(tail) : -Infinity;
  return fromHalf < 0 ? point : -point;
}

/** Below this a probability has lost digits of its own, which a step would follow. */
const leastRefined = 1e-300;

function lowerTail(probability: number): number {
  const r = Math.sqrt(-Math.log(probability));
  const point = r <= 5 ? -ratio(r - 1.6, shoulder) : -ratio(r - 5, farTail);
  if (probability < leastRefined) return point;
  const step = (normalDistribution(point) - probability) / normalDensity(point);
  return point - step / (1 + (point * step) / 2);
}

/** Coefficients by falling power, numerator and denominator. */
type Ratio = readonly [readonly number[], readonly number[]];

const centre: Ratio = [
  [
    2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457,
    13731.693765509461125, 1971.5909503065514427, 133.14166789178437745, 3.387132872796366608,
  ],
  [
    5226.495278852854561, 28729.085735721942674, 39307.89580009271061, 21213.794301586595867,
    5394.1960214247511077, 687.1870074920579083, 42.313330701600911252, 1,
  ],
];

const shoulder: Ratio = [
  [
    7.7454501427834140764e-4, 0.0227238449892691845833, 0.24178072517745061177, 1.27045825245236838258,
    3.64784832476320460504, 5.7694972214606914055, 4.6303378461565452959, 1.42343711074968357734,
  ],
  [
    1.05075007164441684324e-9, 5.475938084995344946e-4, 0.0151986665636164571966, 0.14810397642748007459,
    0.68976733498510000455, 1.6763848301838038494, 2.05319162663775882187, 1,
  ],
];

const farTail: Ratio = [
  [
    2.01033439929228813265e-7, 2.71155556874348757815e-5, 0.0012426609473880784386, 0.026532189526576123093,
    0.29656057182850489123, 1.7848265399172913358, 5.4637849111641143699, 6.6579046435011037772,
  ],
  [
    2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5, 7.868691311456132591e-4,
    0.0148753612908506148525, 0.13692988092273580531, 0.59983220655588793769, 1,
  ],
];

function ratio(x: number, [above, below]: Ratio): number {
  let numerator = 0;
  let denominator = 0;
  for (let power = 0; power < above.length; power++) {
    numerator = numerator * x + (above[power] ?? 0);
    denominator = denominator * x + (below[power] ?? 0);
  }
  return numerator / denominator;
}
