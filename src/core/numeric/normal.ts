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

/** Coefficients by falling power, numerator and denominator: |x| up to 0.67448975, in x^2. */
const centre = [
  [0.06568233791820745, 2.2352520354606837, 161.02823106855587, 1067.6894854603709, 18154.98125334356],
  [1, 47.202581904688245, 976.0985517377767, 10260.932208618979, 45507.78933502673],
] as const;

/** |x| from there to the root of 32, in |x|. */
const shoulder = [
  [
    1.0765576773720192e-8, 0.39894151208813466, 8.883149794388377, 93.50665613217785, 597.2702763948002,
    2494.5375852903726, 6848.190450536283, 11602.65143764735, 9842.714838383978,
  ],
  [
    1, 22.266688044328117, 235.387901782625, 1519.3775994075547, 6485.558298266761, 18615.571640885097,
    34900.95272114598, 38912.00328609327, 19685.429676859992,
  ],
] as const;

/** |x| beyond, in 1 / x^2. */
const tail = [
  [
    0.023073441764940174, 0.215898534057957, 0.12740116116024736, 0.022235277870649807, 0.0014216191932278934,
    0.000029112874951168793,
  ],
  [
    1, 1.284260096144911, 0.4682382124808651, 0.06598813786892856, 0.0037823963320275824,
    0.00007297515550839662,
  ],
] as const;

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
  return Math.exp(-0.5 * rest) * Math.exp(-0.5 * coarse * coarse);
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

function ratio(x: number, [above, below]: readonly [readonly number[], readonly number[]]): number {
  return polynomial(x, above) / polynomial(x, below);
}

function polynomial(x: number, coefficients: readonly number[]): number {
  let sum = 0;
  for (const coefficient of coefficients) sum = sum * x + coefficient;
  return sum;
}
