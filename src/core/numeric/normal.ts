import { exp, ln } from "./elementary";
/**
 * The standard normal distribution, to a few units in the last place relative to the value itself, in both
 * tails: an option's price far out of the money is a difference of such tails.
 *
 * Method: the rational approximations of W. J. Cody (1969), Rational Chebyshev approximations for the error
 * function, Math. Comp. 23, 631-637, with the coefficients of his ANORM for the normal distribution: Algorithm
 * 715, ACM TOMS 19 (1993), 22-32. Working on the normal distribution itself spares the division by the root
 * of 2, whose rounding would be magnified by x^2 in the tails.
 */

/** Below this, exp(-x^2 / 2) is 0 in double precision. */
const farthest = 38.7;
const inverseRootTwoPi = 0.3989422804014327;
const rootTwoPi = 2.5066282746310002;

/** Coefficients by falling power, numerator and denominator, of which there are as many. */
type Ratio = readonly [readonly number[], readonly number[]];

/** |x| up to 0.67448975, in x^2. */
const centre: Ratio = [
  [0.06568233791820745, 2.2352520354606837, 161.02823106855587, 1067.6894854603709, 18154.98125334356],
  [1, 47.202581904688245, 976.0985517377767, 10260.932208618979, 45507.78933502673],
];

/** |x| from there to the root of 32, in |x|. */
const shoulder: Ratio = [
  [
    1.0765576773720192e-8, 0.39894151208813466, 8.883149794388377, 93.50665613217785, 597.2702763948002,
    2494.5375852903726, 6848.190450536283, 11602.65143764735, 9842.714838383978,
  ],
  [
    1, 22.266688044328117, 235.387901782625, 1519.3775994075547, 6485.558298266761, 18615.571640885097,
    34900.95272114598, 38912.00328609327, 19685.429676859992,
  ],
];

/** |x| beyond, in 1 / x^2. */
const tail: Ratio = [
  [
    0.023073441764940174, 0.215898534057957, 0.12740116116024736, 0.022235277870649807, 0.0014216191932278934,
    0.000029112874951168793,
  ],
  [
    1, 1.284260096144911, 0.4682382124808651, 0.06598813786892856, 0.0037823963320275824,
    0.00007297515550839662,
  ],
];

/**
 * exp(-x^2 / 2).
 *
 * x is split at a sixteenth, whose square is exact, so that the rounding of x^2 is not magnified (Cody 1969,
 * p. 635).
 */
export function gaussian(x: number): number {
  const size = Math.abs(x);
  if (size > farthest) return 0;
  const coarse = Math.trunc(size * 16) / 16;
  const rest = (size - coarse) * (size + coarse);
  return exp(-0.5 * rest) * exp(-0.5 * coarse * coarse);
}

/** Density of the standard normal distribution at x. */
export function normalDensity(x: number): number {
  return inverseRootTwoPi * gaussian(x);
}

/**
 * Probability that a standard normal variable is below x.
 *
 * Relative accuracy holds down to the smallest normal number, 2.2e-308 at x = -37.5; from -38.5 on the
 * result is 0.
 */
export function normalDistribution(x: number): number {
  if (Math.abs(x) <= 0.67448975) return 0.5 + x * ratio(x * x, centre);
  const size = Math.abs(x);
  const lower = size > farthest ? 0 : scaledTail(size) * gaussian(size);
  return x < 0 ? lower : 1 - lower;
}

/**
 * Mills ratio of the standard normal distribution: the probability of exceeding x, over the density at x.
 *
 * For x of at least 0. It falls slowly, like 1 / x, where its two parts vanish.
 */
export function millsRatio(x: number): number {
  return x <= 0.67448975 ? normalDistribution(-x) / normalDensity(x) : rootTwoPi * scaledTail(x);
}

/** Probability of exceeding x times exp(x^2 / 2), for x above 0.67448975. */
function scaledTail(x: number): number {
  if (x <= Math.sqrt(32)) return ratio(x, shoulder);
  const inverseSquare = 1 / (x * x);
  return (inverseRootTwoPi - inverseSquare * ratio(inverseSquare, tail)) / x;
}

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
  if (Math.abs(fromHalf) <= 0.425) return fromHalf * ratio(0.180625 - fromHalf * fromHalf, inverseCentre);
  const tail = fromHalf < 0 ? probability : 1 - probability;
  const point = tail > 0 ? lowerTail(tail) : -Infinity;
  return fromHalf < 0 ? point : -point;
}

/** Below this a probability has lost digits of its own, which a step would follow. */
const leastRefined = 1e-300;

function lowerTail(probability: number): number {
  const r = Math.sqrt(-ln(probability));
  const point = r <= 5 ? -ratio(r - 1.6, inverseShoulder) : -ratio(r - 5, inverseTail);
  if (probability < leastRefined) return point;
  const step = (normalDistribution(point) - probability) / normalDensity(point);
  return point - step / (1 + (point * step) / 2);
}

/** Coefficients by falling power, numerator and denominator: of p - 1/2, up to 0.425 from it. */
const inverseCentre: Ratio = [
  [
    2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457,
    13731.693765509461125, 1971.5909503065514427, 133.14166789178437745, 3.387132872796366608,
  ],
  [
    5226.495278852854561, 28729.085735721942674, 39307.89580009271061, 21213.794301586595867,
    5394.1960214247511077, 687.1870074920579083, 42.313330701600911252, 1,
  ],
];

/** Of the root of -ln p, up to 5. */
const inverseShoulder: Ratio = [
  [
    7.7454501427834140764e-4, 0.0227238449892691845833, 0.24178072517745061177, 1.27045825245236838258,
    3.64784832476320460504, 5.7694972214606914055, 4.6303378461565452959, 1.42343711074968357734,
  ],
  [
    1.05075007164441684324e-9, 5.475938084995344946e-4, 0.0151986665636164571966, 0.14810397642748007459,
    0.68976733498510000455, 1.6763848301838038494, 2.05319162663775882187, 1,
  ],
];

/** And beyond. */
const inverseTail: Ratio = [
  [
    2.01033439929228813265e-7, 2.71155556874348757815e-5, 0.0012426609473880784386, 0.026532189526576123093,
    0.29656057182850489123, 1.7848265399172913358, 5.4637849111641143699, 6.6579046435011037772,
  ],
  [
    2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5, 7.868691311456132591e-4,
    0.0148753612908506148525, 0.13692988092273580531, 0.59983220655588793769, 1,
  ],
];

/** Both polynomials in one loop: the processor computes them side by side, and every simulated number passes here. */
function ratio(x: number, [above, below]: Ratio): number {
  let numerator = 0;
  let denominator = 0;
  for (let power = 0; power < above.length; power++) {
    numerator = numerator * x + (above[power] ?? 0);
    denominator = denominator * x + (below[power] ?? 0);
  }
  return numerator / denominator;
}
