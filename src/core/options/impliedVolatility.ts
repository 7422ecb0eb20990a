import { exp, ln, lnRatio, square } from "../numeric/elementary";
import { NoAnswerError, NumericError } from "../errors";
import { normalDensity } from "../numeric/normal";
import type { OptionType } from "./black";
import { blackShares, undiscountedBlack } from "./black";

export interface QuotedOption {
  readonly type: OptionType;
  /** Today, in the currency of `forward`; above 0. */
  readonly price: number;
  /** Forward price of the underlying at expiry, in currency; above 0. */
  readonly forward: number;
  /** In currency; above 0. */
  readonly strike: number;
  /** Time to expiry in years; above 0. */
  readonly years: number;
  /** Continuously compounded, per year. */
  readonly rate: number;
}

/**
 * Volatility per year at which Black (1976) gives the price: the inverse of `blackPrice`.
 *
 * 0 where the price is the intrinsic value, to its last digits. Throws NoAnswerError where the price is below
 * that, or not below what the option is worth at an infinite volatility.
 */
export function impliedVolatility(option: QuotedOption): number {
  const { type, forward, strike, years } = option;
  const growth = exp(option.rate * years);
  const price = option.price * growth;
  const most = type === "call" ? forward : strike;
  if (!Number.isFinite(price) || !Number.isFinite(most / growth)) {
    throw new NumericError("option beyond the range of double precision");
  }
  const intrinsic = Math.max(type === "call" ? forward - strike : strike - forward, 0);
  if (price >= most) {
    throw new NoAnswerError(
      `no volatility gives a price as high as ${option.price}: ${most / growth} or more`,
    );
  }
  if (price < intrinsic && intrinsic - price > roundingOf(Math.max(forward, strike))) {
    throw new NoAnswerError(
      `no volatility gives a price as low as ${option.price}: exercise is worth ${intrinsic / growth}`,
    );
  }
  if (price <= intrinsic) return 0;
  return (
    impliedDeviation({ forward, strike, price: price - intrinsic, room: most - price }) / Math.sqrt(years)
  );
}

/** What discounting and the difference of forward and strike may round off an intrinsic value. */
const roundingOf = (size: number) => 4 * Number.EPSILON * size;

/** The option out of the money, of the same time value; parity gives call and put the same one. */
interface TimeValue {
  readonly forward: number;
  readonly strike: number;
  /** Undiscounted, in currency; above 0. */
  readonly price: number;
  /** The lower of forward and strike less `price`, in currency; above 0. */
  readonly room: number;
}

/** More than ever needed: five or fewer evaluations are usual. */
const mostSteps = 100;

/** A step smaller than this, in relation to the deviation, leaves an error below the last digit. */
const lastStep = 1e-5;

/**
 * Standard deviation of the log price at which the option is worth `price`.
 *
 * Householder's third-order iteration on the objective that is closest to a straight line: 1 / ln(price) below
 * the inflection of the price, the price itself above it, ln(room) where more than half of the room is used up.
 * Every value narrows a bracket, and a step that would leave it is replaced by a bisection, so that the method
 * always converges. Objectives in the spirit of P. Jaeckel (2015), Let's be rational, Wilmott 75, 40-53.
 */
function impliedDeviation(quoted: TimeValue): number {
  const { objective, start } = approach(quoted);
  let [lowest, highest] = [0, Infinity];
  let deviation = start;
  for (let count = 0; count < mostSteps; count++) {
    const point = pointAt(quoted, deviation);
    if (point.miss === 0) return deviation;
    if (point.miss > 0) lowest = deviation;
    else highest = deviation;
    const step = householderStep(objective(quoted, point));
    if (Math.abs(step) <= lastStep * deviation) return deviation + step;
    const next = deviation + step;
    deviation = next > lowest && next < highest ? next : between(lowest, highest);
  }
  throw new NumericError(`no volatility found within ${mostSteps} steps`);
}

/** A point well inside a bracket, whatever its size. */
function between(lowest: number, highest: number): number {
  if (highest === Infinity) return 2 * lowest;
  return lowest === 0 ? highest / 4 : Math.sqrt(lowest) * Math.sqrt(highest);
}

/** The option at one deviation. */
interface Point {
  /** Undiscounted, in currency. */
  readonly price: number;
  /** The lower of forward and strike less `price`. */
  readonly room: number;
  /** Above 0 where the price sought is higher. */
  readonly miss: number;
  /** Change of price per unit of deviation. */
  readonly vega: number;
  /** Change of ln(vega) per unit of deviation, and the change of that. */
  readonly bend: number;
  readonly bendChange: number;
}

function pointAt(quoted: TimeValue, deviation: number): Point {
  const { forward, strike } = quoted;
  const option = { forward, strike, deviation };
  const call = blackShares({ type: "call", ...option });
  const put = blackShares({ type: "put", ...option });
  const price = undiscountedBlack({ type: forward <= strike ? "call" : "put", ...option });
  const room = strike * call.strikeShare - forward * put.forwardShare;
  const byDistance = square(lnRatio(forward, strike).high / deviation) / deviation;
  return {
    price,
    room,
    miss: quoted.price < quoted.room ? quoted.price - price : room - quoted.room,
    vega: forward * call.density,
    bend: byDistance - deviation / 4,
    bendChange: (-3 * byDistance) / deviation - 1 / 4,
  };
}

/** Newton's step to the root of an objective, and its second and third derivatives over the first. */
interface Shape {
  readonly newton: number;
  readonly second: number;
  readonly third: number;
}

type Objective = (quoted: TimeValue, point: Point) => Shape;

/** A. S. Householder (1970), The Numerical Treatment of a Single Nonlinear Equation, section 4.4, third order. */
function householderStep({ newton, second, third }: Shape): number {
  return (newton * (1 + (second * newton) / 2)) / (1 + newton * (second + (third * newton) / 6));
}

const ofPrice: Objective = (_, { miss, vega, bend, bendChange }) => ({
  newton: miss / vega,
  second: bend,
  third: bend * bend + bendChange,
});

/** 1 / ln(price over the lower of forward and strike). */
const ofInverseLog: Objective = (quoted, { price, vega, bend, bendChange }) => {
  const lower = quoted.price + quoted.room;
  const [log, sought] = [ln(price / lower), ln(quoted.price / lower)];
  const slope = vega / price;
  const curve = bend - slope;
  return {
    newton: ((log / sought) * (sought - log)) / slope,
    second: curve - (2 * slope) / log,
    third:
      curve * curve +
      bendChange -
      slope * curve -
      (6 * slope * curve) / log +
      6 * (slope / log) * (slope / log),
  };
};

const ofLogRoom: Objective = (quoted, { room, vega, bend, bendChange }) => {
  const slope = vega / room;
  const curve = bend + slope;
  return {
    newton: ln(room / quoted.room) / slope,
    second: curve,
    third: curve * curve + bendChange + slope * curve,
  };
};

/** The objective for the price sought, and where to start. */
function approach(quoted: TimeValue): { objective: Objective; start: number } {
  const { forward, strike, price, room } = quoted;
  const distance = Math.abs(lnRatio(forward, strike).high);
  const inflection = Math.sqrt(2 * distance);
  if (price >= room) return { objective: ofLogRoom, start: upperStart(room / (forward + strike)) };
  if (inflection === 0) {
    return { objective: ofPrice, start: price / forward / normalDensity(0) };
  }
  const point = pointAt(quoted, inflection);
  if (point.miss >= 0) {
    return { objective: ofPrice, start: inflection + point.miss / point.vega };
  }
  const log = ln(price) - (ln(forward) + ln(strike)) / 2;
  return { objective: ofInverseLog, start: lowerStart(distance, log) };
}
/** From price = root(F K) phi(x / s) s^3 / x^2, the limit for small s, with x the distance. */
function lowerStart(distance: number, log: number): number {
  let deviation = distance / Math.sqrt(2 * Math.max(-log, distance / 4));
  for (let count = 0; count < 3; count++) {
    const rest =
      ln((normalDensity(0) * deviation * deviation * deviation) / (distance * distance)) -
      square(deviation) / 8 -
      log;
    deviation = Math.min(distance / Math.sqrt(2 * Math.max(rest, distance / 4)), Math.sqrt(2 * distance));
  }
  return deviation;
}

/** -2 N^-1(tail), roughly: the limit for large deviations. Abramowitz and Stegun 26.2.23. */
function upperStart(tail: number): number {
  const t = Math.sqrt(-2 * ln(Math.min(tail, 0.5)));
  const rational =
    (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
  return Math.max(2 * (t - rational), 1e-3);
}
