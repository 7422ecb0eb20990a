import { exp, expm1, ln, ln1p, power } from "../../../core/numeric/elementary";
import { deviance } from "../../../core/numeric/gamma";
import { logGamma, stirlingErrorOf } from "../../../core/numeric/logGamma";
import { inverseNormal, normalDensity, normalDistribution } from "../../../core/numeric/normal";
import { poissonAtMost, poissonProbability } from "../../../core/numeric/poisson";
import {
  betaShare,
  gammaShare,
  pointOfTail,
  tailsOfBeta,
  tailsOfGamma,
  type Tails,
} from "../../../core/numeric/tails";
import { NumericError } from "../../../core/errors";
import { sheetFunction, type SheetFunction } from "../define";
import { type ErrorValue, NUMBER_ERROR } from "../scalar";
import { NotComputed } from "../values";
import { hyperbolicTangent } from "./mathematics";

// Probability distributions. Counts and degrees of freedom are cut to whole numbers.

type Result = number | ErrorValue;

/** What a method cannot compute keeps the value of the file. */
function found(compute: () => number): number {
  try {
    return compute();
  } catch (error) {
    if (error instanceof NumericError) throw new NotComputed(error.message);
    throw error;
  }
}

const isShare = (p: number) => p >= 0 && p <= 1;
const isInside = (p: number) => p > 0 && p < 1;

function uncertain(what: string): never {
  throw new NotComputed(`it is not certain what Excel gives for ${what}`);
}

const END = "a density where its distribution ends";

// Normal

const standardised = (x: number, mean: number, spread: number) => (x - mean) / spread;

function normal(x: number, mean: number, spread: number, isCumulative: boolean): Result {
  if (spread <= 0) return NUMBER_ERROR;
  const z = standardised(x, mean, spread);
  return isCumulative ? normalDistribution(z) : normalDensity(z) / spread;
}

const normalPoint = (p: number, mean: number, spread: number): Result =>
  isInside(p) && spread > 0 ? mean + spread * inverseNormal(p) : NUMBER_ERROR;

function lognormal(x: number, mean: number, spread: number, isCumulative: boolean): Result {
  if (x <= 0 || spread <= 0) return NUMBER_ERROR;
  const found = normal(ln(x), mean, spread, isCumulative);
  return isCumulative || typeof found !== "number" ? found : found / x;
}

function lognormalPoint(p: number, mean: number, spread: number): Result {
  const point = normalPoint(p, mean, spread);
  return typeof point === "number" ? exp(point) : point;
}

function errorFunction(x: number): number {
  const { lower } = tailsOfGamma(0.5, x * x);
  return x < 0 ? -lower : lower;
}

function errorFunctionRest(x: number): number {
  const { lower, upper } = tailsOfGamma(0.5, x * x);
  return x < 0 ? 1 + lower : upper;
}

function between(from: number, to: number): number {
  if (from > 0 && to > 0) return errorFunctionRest(from) - errorFunctionRest(to);
  if (from < 0 && to < 0) return errorFunctionRest(-to) - errorFunctionRest(-from);
  return errorFunction(to) - errorFunction(from);
}

function confidence(alpha: number, spread: number, size: number): Result {
  const count = Math.trunc(size);
  if (!isInside(alpha) || spread <= 0 || count < 1) return NUMBER_ERROR;
  return (-inverseNormal(alpha / 2) * spread) / Math.sqrt(count);
}

// Counts

function poisson(x: number, mean: number, isCumulative: boolean): Result {
  const count = Math.trunc(x);
  if (x < 0 || mean < 0) return NUMBER_ERROR;
  if (mean === 0) uncertain("a Poisson distribution whose mean is 0");
  return found(() => (isCumulative ? poissonAtMost(mean, count) : poissonProbability(mean, count)));
}

function binomialTails(count: number, trials: number, p: number): Tails {
  if (count >= trials) return { lower: 1, upper: 0 };
  const { lower, upper } = tailsOfBeta(count + 1, trials - count, p);
  return { lower: upper, upper: lower };
}

function binomial(x: number, all: number, p: number, isCumulative: boolean): Result {
  const [count, trials] = [Math.trunc(x), Math.trunc(all)];
  if (count < 0 || count > trials || !isShare(p)) return NUMBER_ERROR;
  if (isCumulative) return found(() => binomialTails(count, trials, p).lower);
  if (p === 0) return count === 0 ? 1 : 0;
  if (p === 1) return count === trials ? 1 : 0;
  if (count === 0) return exp(trials * ln1p(-p));
  if (count === trials) return power(p, trials);
  return betaShare(count, trials - count, p, 1 - p);
}

/** Closer than this it is rounding that decides which count reaches a probability. */
const CLOSE = 1e-12;

/** The least count whose cumulative probability reaches `alpha`. */
function binomialPoint(all: number, p: number, alpha: number): Result {
  const trials = Math.trunc(all);
  if (trials < 0 || !isInside(p) || !isInside(alpha)) return NUMBER_ERROR;
  const reached = (count: number) => {
    const { lower } = binomialTails(count, trials, p);
    if (Math.abs(lower - alpha) < CLOSE * alpha && count < trials)
      throw new NotComputed("the criterion of BINOM.INV is a probability itself, but for its last digits");
    return lower >= alpha;
  };
  return found(() => {
    let [below, at] = [-1, trials];
    while (at - below > 1) {
      const middle = Math.floor((below + at) / 2);
      if (reached(middle)) at = middle;
      else below = middle;
    }
    return at;
  });
}

// Waiting times

function exponential(x: number, rate: number, isCumulative: boolean): Result {
  if (x < 0 || rate <= 0) return NUMBER_ERROR;
  return isCumulative ? -expm1(-rate * x) : rate * exp(-rate * x);
}

function weibull(x: number, shape: number, scale: number, isCumulative: boolean): Result {
  if (x < 0 || shape <= 0 || scale <= 0) return NUMBER_ERROR;
  const ratio = x / scale;
  const powered = power(ratio, shape);
  if (isCumulative) return -expm1(-powered);
  if (x === 0 && shape <= 1) uncertain(END);
  return (shape / scale) * power(ratio, shape - 1) * exp(-powered);
}

function gamma(x: number, shape: number, scale: number, isCumulative: boolean): Result {
  if (x < 0 || shape <= 0 || scale <= 0) return NUMBER_ERROR;
  const ratio = x / scale;
  if (isCumulative) return found(() => tailsOfGamma(shape, ratio).lower);
  if (x === 0) return shape > 1 ? 0 : uncertain(END);
  return (gammaShare(shape, ratio) * shape) / x;
}

/** The point with a tail of a gamma distribution; 0 and 1 are its ends. */
function gammaPoint(p: number, side: keyof Tails, shape: number, scale: number): Result {
  if (!isShare(p) || shape <= 0 || scale <= 0) return NUMBER_ERROR;
  if (p === 0 || p === 1) return (side === "lower") === (p === 0) ? 0 : NUMBER_ERROR;
  return found(() => pointOfTail((x) => tailsOfGamma(shape, x), side, p, shape)) * scale;
}

/** Excel takes no more degrees of freedom. */
const MOST_FREEDOM = 1e10;
const isFreedom = (freedom: number) => freedom >= 1 && freedom <= MOST_FREEDOM;

function chiSquare(x: number, degrees: number, isCumulative: boolean): Result {
  const freedom = Math.trunc(degrees);
  if (x < 0 || !isFreedom(freedom)) return NUMBER_ERROR;
  return gamma(x, freedom / 2, 2, isCumulative);
}

function chiSquareAbove(x: number, degrees: number): Result {
  const freedom = Math.trunc(degrees);
  if (x < 0 || !isFreedom(freedom)) return NUMBER_ERROR;
  return found(() => tailsOfGamma(freedom / 2, x / 2).upper);
}

function chiSquarePoint(p: number, degrees: number, side: keyof Tails): Result {
  const freedom = Math.trunc(degrees);
  return isFreedom(freedom) ? gammaPoint(p, side, freedom / 2, 2) : NUMBER_ERROR;
}

// Shares

function beta(
  x: number,
  [a, b]: readonly [number, number],
  isCumulative: boolean,
  [least, greatest]: readonly [number, number],
): Result {
  if (a <= 0 || b <= 0 || x < least || x > greatest || least === greatest) return NUMBER_ERROR;
  const width = greatest - least;
  const [share, rest] = [(x - least) / width, (greatest - x) / width];
  if (isCumulative) return found(() => tailsOfBeta(a, b, share, rest).lower);
  if (share === 0) return a > 1 ? 0 : uncertain(END);
  if (rest === 0) return b > 1 ? 0 : uncertain(END);
  return (betaShare(a, b, share, rest) * a * b) / (a + b) / (share * rest) / width;
}

function betaPoint(p: number, a: number, b: number, least: number, greatest: number): Result {
  if (a <= 0 || b <= 0 || p <= 0 || p > 1) return NUMBER_ERROR;
  if (p === 1 || least >= greatest) uncertain("the end of a beta distribution");
  const share = found(() => pointOfTail((x) => tailsOfBeta(a, b, x), "lower", p, a / (a + b), 1));
  return least + share * (greatest - least);
}

// Student's distribution

/** The probability above x, for x of at least 0. */
function studentAbove(x: number, freedom: number): number {
  const square = x * x;
  const all = freedom + square;
  const { lower } = tailsOfBeta(freedom / 2, 0.5, freedom / all, square / all);
  return square === Infinity ? 0 : lower / 2;
}

/** C. Loader (2000), as his binomial probabilities. */
function studentDensity(x: number, n: number): number {
  const square = x * x;
  const gap = deviance(n / 2, (n + 1) / 2);
  const change = -(gap.high + gap.low) + stirlingErrorOf((n + 1) / 2) - stirlingErrorOf(n / 2);
  const log = ln1p(square / n) / 2;
  return (exp(change - log * n) / Math.sqrt(2 * Math.PI)) * exp(-log);
}

function student(x: number, degrees: number, isCumulative: boolean): Result {
  const freedom = Math.trunc(degrees);
  if (!(freedom >= 1)) return NUMBER_ERROR;
  if (!isCumulative) return studentDensity(x, freedom);
  const above = found(() => studentAbove(Math.abs(x), freedom));
  return x > 0 ? 1 - above : above;
}

function studentTails(x: number, degrees: number, tails: 1 | 2): Result {
  const freedom = Math.trunc(degrees);
  if (!(freedom >= 1) || (tails === 2 && x < 0)) return NUMBER_ERROR;
  const above = found(() => studentAbove(Math.abs(x), freedom));
  return tails === 2 ? 2 * above : x < 0 ? 1 - above : above;
}

/** The point above 0 beyond which a probability lies, at most a half. */
const studentPointAbove = (probability: number, freedom: number): number =>
  probability === 0.5
    ? 0
    : found(() =>
        pointOfTail(
          (x) => {
            const upper = studentAbove(x, freedom);
            return { upper, lower: 1 - upper };
          },
          "upper",
          probability,
          1,
        ),
      );

function studentPoint(p: number, degrees: number): Result {
  const freedom = Math.trunc(degrees);
  if (!isInside(p) || !(freedom >= 1)) return NUMBER_ERROR;
  return p < 0.5 ? -studentPointAbove(p, freedom) : studentPointAbove(1 - p, freedom);
}

function studentPointOfBoth(p: number, degrees: number): Result {
  const freedom = Math.trunc(degrees);
  if (p <= 0 || p > 1 || !(freedom >= 1)) return NUMBER_ERROR;
  return studentPointAbove(p / 2, freedom);
}

const three = (name: string, compute: (a: number, b: number, c: number) => Result): SheetFunction =>
  sheetFunction(name, ["number", "number", "number"], ([a, b, c]) => compute(a, b, c));
const two = (name: string, compute: (a: number, b: number) => Result): SheetFunction =>
  sheetFunction(name, ["number", "number"], ([a, b]) => compute(a, b));
const one = (name: string, compute: (x: number) => Result): SheetFunction =>
  sheetFunction(name, ["number"], ([x]) => compute(x));

/** A distribution with three numbers or two, and whether its probabilities are added up. */
const withThree = (
  name: string,
  compute: (a: number, b: number, c: number, isCumulative: boolean) => Result,
): SheetFunction =>
  sheetFunction(name, ["number", "number", "number", "logical"], ([a, b, c, is]) => compute(a, b, c, is));
const withTwo = (
  name: string,
  compute: (a: number, b: number, isCumulative: boolean) => Result,
): SheetFunction => sheetFunction(name, ["number", "number", "logical"], ([a, b, is]) => compute(a, b, is));

const inverse = (p: number): Result => normalPoint(p, 0, 1);

export const DISTRIBUTIONS: readonly SheetFunction[] = [
  withThree("NORM.DIST", normal),
  withThree("NORMDIST", normal),
  three("NORM.INV", normalPoint),
  three("NORMINV", normalPoint),
  sheetFunction("NORM.S.DIST", ["number", "logical"], ([z, is]) => normal(z, 0, 1, is)),
  one("NORMSDIST", normalDistribution),
  one("NORM.S.INV", inverse),
  one("NORMSINV", inverse),
  withThree("LOGNORM.DIST", lognormal),
  three("LOGNORM.INV", lognormalPoint),
  withTwo("POISSON.DIST", poisson),
  withTwo("POISSON", poisson),
  withThree("BINOM.DIST", binomial),
  withThree("BINOMDIST", binomial),
  three("BINOM.INV", binomialPoint),
  three("CRITBINOM", binomialPoint),
  withTwo("EXPON.DIST", exponential),
  withTwo("EXPONDIST", exponential),
  one("GAMMALN", (x) => (x <= 0 ? NUMBER_ERROR : logGamma(x))),
  one("GAMMALN.PRECISE", (x) => (x <= 0 ? NUMBER_ERROR : logGamma(x))),
  withThree("GAMMA.DIST", gamma),
  withThree("GAMMADIST", gamma),
  three("GAMMA.INV", (p, shape, scale) => gammaPoint(p, "lower", shape, scale)),
  three("GAMMAINV", (p, shape, scale) => gammaPoint(p, "lower", shape, scale)),
  sheetFunction(
    "BETA.DIST",
    ["number", "number", "number", "logical", "number?", "number?"],
    ([x, a, b, is, least = 0, greatest = 1]) => beta(x, [a, b], is, [least, greatest]),
  ),
  sheetFunction(
    "BETA.INV",
    ["number", "number", "number", "number?", "number?"],
    ([p, a, b, least = 0, greatest = 1]) => betaPoint(p, a, b, least, greatest),
  ),
  withTwo("CHISQ.DIST", chiSquare),
  two("CHISQ.DIST.RT", chiSquareAbove),
  two("CHIDIST", chiSquareAbove),
  two("CHISQ.INV", (p, degrees) => chiSquarePoint(p, degrees, "lower")),
  two("CHISQ.INV.RT", (p, degrees) => chiSquarePoint(p, degrees, "upper")),
  two("CHIINV", (p, degrees) => chiSquarePoint(p, degrees, "upper")),
  withTwo("T.DIST", student),
  two("T.DIST.2T", (x, degrees) => studentTails(x, degrees, 2)),
  two("T.DIST.RT", (x, degrees) => studentTails(x, degrees, 1)),
  two("T.INV", studentPoint),
  two("T.INV.2T", studentPointOfBoth),
  two("TINV", studentPointOfBoth),
  withThree("WEIBULL.DIST", weibull),
  withThree("WEIBULL", weibull),
  three("CONFIDENCE.NORM", confidence),
  three("CONFIDENCE", confidence),
  three("STANDARDIZE", (x, mean, spread) => (spread <= 0 ? NUMBER_ERROR : standardised(x, mean, spread))),
  sheetFunction("ERF", ["number", "number?"], ([from, to]) =>
    to === undefined ? errorFunction(from) : between(from, to),
  ),
  one("ERF.PRECISE", errorFunction),
  one("ERFC", errorFunctionRest),
  one("ERFC.PRECISE", errorFunctionRest),
  one("GAUSS", (z) => (z < 0 ? -1 : 1) * (tailsOfGamma(0.5, (z * z) / 2).lower / 2)),
  one("PHI", normalDensity),
  one("FISHER", (x) => (Math.abs(x) >= 1 ? NUMBER_ERROR : (ln1p(x) - ln1p(-x)) / 2)),
  one("FISHERINV", hyperbolicTangent),
];
