import { at } from "../numeric/at";
import { BATCH, exp, ln, square } from "../numeric/elementary";
import { placeOf, pointOf, scaledTail, tailRests, tailTable } from "../numeric/scaledTail";
import { logRatios, standard, standardise } from "./blackColumns";

/** Options out of the money by columns, by what they are worth: parity gives call and put of one strike the same value. */
interface ValueColumns {
  /** In currency; above 0. */
  readonly forward: Float64Array;
  /** In currency; above 0. */
  readonly strike: Float64Array;
  /** Undiscounted price out of the money, in currency. */
  readonly value: Float64Array;
  /** The lower of forward and strike less `value`, in currency. */
  readonly room: Float64Array;
}

const ROOT_TWO_PI = 2.5066282746310002;

/** Which function of the price is closest to a straight line: the price itself, 1 / ln(price), or ln(room). */
const PRICE = 0;
const INVERSE_LOG = 1;
const LOG_ROOM = 2;

const column = () => new Float64Array(BATCH);
/**
 * The options whose deviation is still sought: those in the first rows. Prices are in relation to the lower of forward and
 * strike.
 */
const open = {
  /** The row of the caller's columns. */
  row: new Int32Array(BATCH),
  log: { high: column(), low: column() },
  value: column(),
  room: column(),
  /** ln(value). */
  logValue: column(),
  objective: new Int32Array(BATCH),
  deviation: column(),
  lowest: column(),
  highest: column(),
  step: column(),
};
/** What a logarithm is taken of, over what. */
const above = column();
const below = column();
const logs = { high: column(), low: column() };
const nothing = column();

/** More than ever needed: two evaluations are usual. */
const MOST_STEPS = 100;
/** A step smaller than this, in relation to the deviation, leaves an error below the last digit. */
const LAST_STEP = 1e-5;

/**
 * Fills `deviations` with the standard deviations of the log price at which the options in the first `rows` rows, up to
 * `BATCH`, have their values; not a number where value or room is not above 0.
 *
 * Householder's third-order iteration on the objective that is closest to a straight line: 1 / ln(price) where the price
 * is low, the price itself, ln(room) where more than half of the room is used up. Every value narrows a bracket, and a
 * step that would leave it is replaced by a bisection, so that the method always converges. From the first guess two
 * steps are mostly enough. Objectives and guess in the spirit of P. Jaeckel (2015), Let's be rational, Wilmott 75, 40-53.
 */
export function impliedDeviations(options: ValueColumns, rows: number, deviations: Float64Array): void {
  let count = takeOptions(options, rows, deviations);
  guess(count);
  for (let steps = 0; steps < MOST_STEPS && count > 0; steps++) {
    standardise(open.log, open.deviation, nothing, count);
    count = improve(count, deviations);
  }
}

/** Takes the options that have a deviation, and counts them. */
function takeOptions(
  { forward, strike, value, room }: ValueColumns,
  rows: number,
  deviations: Float64Array,
): number {
  let count = 0;
  for (let i = 0; i < rows; i++) {
    deviations[i] = NaN;
    const f = at(forward, i);
    const k = at(strike, i);
    const least = f < k ? f : k;
    if (!(at(value, i) > 0 && at(room, i) > 0)) continue;
    open.row[count] = i;
    above[count] = f;
    below[count] = k;
    open.value[count] = at(value, i) / least;
    open.room[count] = at(room, i) / least;
    count++;
  }
  logRatios(above, below, count, open.log.high, open.log.low);
  open.lowest.fill(0, 0, count);
  open.highest.fill(Infinity, 0, count);
  return count;
}

/** Where the price has its inflection, h = t, and its tail there. */
const inflection = {
  point: new Int32Array(BATCH),
  distance: column(),
  rest: column(),
  deviation: column(),
  price: column(),
};
/** The other end of the interpolation, or its beginning. */
const end = { deviation: column(), price: column() };

/**
 * First guesses, by whether the price is below the inflection or above it, and beyond the point that Newton's step from
 * there to a price of 0 or of all leads to, or not. Between these points the deviation is interpolated in the price,
 * beyond them a function of it that tends to a straight line.
 */
function guess(rows: number): void {
  const table = tailTable();
  for (let i = 0; i < rows; i++) {
    const deviation = Math.sqrt(2 * Math.abs(at(open.log.high, i)));
    const point = pointOf(deviation);
    inflection.deviation[i] = deviation;
    inflection.point[i] = point;
    inflection.distance[i] = deviation - placeOf(point);
  }
  tailRests(table, inflection.point, inflection.distance, rows, inflection.rest);
  for (let i = 0; i < rows; i++) {
    const price = 0.5 - (at(table.value, inflection.point[i] ?? 0) + at(inflection.rest, i));
    const rest = at(open.value, i) < price ? -price : 1 - price;
    inflection.price[i] = price;
    end.deviation[i] = at(inflection.deviation, i) + ROOT_TWO_PI * rest;
  }
  standardise(open.log, end.deviation, nothing, rows);
  for (let i = 0; i < rows; i++) {
    const tails = at(standard.tails, i);
    const price = (tails < 0 ? 1 : 0) + at(standard.weight, i) * tails * at(standard.scale, i);
    const value = at(open.value, i);
    const isLow = value < at(inflection.price, i);
    const isBeyond = at(end.deviation, i) > 0 && (isLow ? value < price : value > price);
    end.price[i] = price;
    if (!isBeyond) guessBetween(i);
    else if (!isLow) guessHigh(i);
    open.objective[i] = isBeyond ? (isLow ? INVERSE_LOG : LOG_ROOM) : value > 0.5 ? LOG_ROOM : PRICE;
  }
  guessLows(rows);
}

function guessLows(rows: number): void {
  let lows = 0;
  for (let i = 0; i < rows; i++) {
    if (open.objective[i] !== INVERSE_LOG) continue;
    above[lows] = at(open.value, i);
    below[lows] = 1;
    lows++;
  }
  logRatios(above, below, lows, logs.high, logs.low);
  for (let i = rows - 1; lows > 0; i--) {
    if (open.objective[i] !== INVERSE_LOG) continue;
    open.logValue[i] = at(logs.high, --lows);
    guessLow(i);
  }
}

/**
 * The deviation at a price between that of the end and that at the inflection, where its slope is the root of 2 pi and its
 * curvature 0.
 */
function guessBetween(i: number): void {
  const middle = at(inflection.deviation, i);
  const middlePrice = at(inflection.price, i);
  const last = at(end.deviation, i);
  const width = at(end.price, i) - middlePrice;
  const share = (at(open.value, i) - middlePrice) / width;
  const endSlope = ROOT_TWO_PI / at(standard.weight, i);
  const shape = (endSlope - ROOT_TWO_PI) / ((last - middle) / width - ROOT_TWO_PI);
  open.deviation[i] = interpolated(
    share,
    1 - share,
    middle,
    last,
    ROOT_TWO_PI * width,
    endSlope * width,
    shape,
  );
}

/**
 * Rational cubic of R. Delbourgo and J. A. Gregory (1985), Shape preserving piecewise rational interpolation, SIAM J. Sci.
 * Stat. Comput. 6, 967-976: between two values with their slopes over the whole width; `shape` fits a second derivative.
 */
function interpolated(
  share: number,
  rest: number,
  first: number,
  last: number,
  firstSlope: number,
  lastSlope: number,
  shape: number,
): number {
  if (!(shape > -1 && shape < 1e6)) return first * rest + last * share;
  const cubes = last * share * share * share + first * rest * rest * rest;
  const squares =
    (shape * last - lastSlope) * share * share * rest + (shape * first + firstSlope) * share * rest * rest;
  return (cubes + squares) / (1 + (shape - 3) * share * rest);
}

/** 2 pi / root 27. */
const LOW_SCALE = 1.2091995761561452;
const ROOT_THREE = 1.7320508075688772;

/** Below the end: 2 pi / root 27 x |log| N(-|log| / (root 3 s))^3 is the price over root(F K), where that is small. */
function guessLow(i: number): void {
  const table = tailTable();
  const x = Math.abs(at(open.log.high, i));
  const last = at(end.deviation, i);
  const lastPrice = at(end.price, i);
  const toRoot = exp(-x / 2);
  const share = at(open.value, i) / lastPrice;
  const z = x / (ROOT_THREE * last);
  const tail = scaledTail(table, z);
  const normal = tail * exp((-z * z) / 2);
  const lastTail = LOW_SCALE * x * normal * normal * normal;
  const width = lastPrice * toRoot;
  const mills = ROOT_TWO_PI * tail;
  const growth = exp((last * last) / 8);
  const slope = z * z * mills * mills * growth;
  const bend =
    (((Math.PI / 6) * z * z) / (last * last * last)) *
    tail *
    exp(1.5 * z * z) *
    growth *
    growth *
    (8 * ROOT_THREE * last * x + (3 * last * last * (last * last - 8) - 8 * x * x) * mills);
  const shape = (0.5 * width * bend + (slope - 1)) / (slope - lastTail / width);
  const found = interpolated(share, 1 - share, 0, lastTail, width, slope * width, shape);
  // As a share of the price, of which it is less and less different.
  const ratio = found > 0 && share > 1e-200 ? found / (share * width) : 1;
  const logNormal = (at(open.logValue, i) - x / 2 + ln(ratio / (LOW_SCALE * x))) / 3;
  open.deviation[i] = x / (ROOT_THREE * upperPoint(logNormal));
}

/** Above the end: N(-s / 2) is the room over twice root(F K), where that is small. */
function guessHigh(i: number): void {
  const table = tailTable();
  const x = Math.abs(at(open.log.high, i));
  const last = at(end.deviation, i);
  const lastPrice = at(end.price, i);
  const toRoot = exp(-x / 2);
  const h = x / last;
  const endRoom = 1 - lastPrice;
  const rest = at(open.room, i) / endRoom;
  const width = endRoom * toRoot;
  const first = scaledTail(table, last / 2) * exp((-last * last) / 8);
  const slope = -0.5 * exp((h * h) / 2);
  const bend = (ROOT_TWO_PI / 2) * exp(h * h + (last * last) / 8) * ((h * h) / last);
  const shape = (0.5 * width * bend + (-0.5 - slope)) / (-first / width - slope);
  const found = interpolated(1 - rest, rest, first, 0, slope * width, -0.5 * width, shape);
  open.deviation[i] = 2 * upperPoint(ln(found > 0 ? found : first * rest));
}

/** The point that a normal variable exceeds with a probability of at most a half, given its logarithm, to 5e-4. */
function upperPoint(logTail: number): number {
  // M. Abramowitz and I. A. Stegun (1964), Handbook of Mathematical Functions, 26.2.23.
  const t = Math.sqrt(-2 * Math.min(logTail, -Math.LN2));
  const above = 2.515517 + t * (0.802853 + t * 0.010328);
  const below = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308));
  return t - above / below;
}

/**
 * One step for each open row from the prices at its deviation. Rows that are done are filled in, and the others moved to
 * the front; gives their number.
 */
function improve(rows: number, deviations: Float64Array): number {
  takeLogs(rows);
  takeSteps(rows);
  let left = 0;
  for (let i = 0; i < rows; i++) {
    const s = at(open.deviation, i);
    const step = at(open.step, i);
    // Above 0 where the deviation is too small.
    const isLow = step > 0;
    const lowest = isLow ? s : at(open.lowest, i);
    const highest = isLow ? at(open.highest, i) : s;
    if (Math.abs(step) <= LAST_STEP * s) {
      deviations[open.row[i] ?? 0] = s + step;
      continue;
    }
    const next = s + step;
    open.deviation[left] = next > lowest && next < highest ? next : middleOf(lowest, highest);
    open.lowest[left] = lowest;
    open.highest[left] = highest;
    open.row[left] = open.row[i] ?? 0;
    open.log.high[left] = at(open.log.high, i);
    open.log.low[left] = at(open.log.low, i);
    open.value[left] = at(open.value, i);
    open.room[left] = at(open.room, i);
    open.logValue[left] = at(open.logValue, i);
    open.objective[left] = open.objective[i] ?? PRICE;
    left++;
  }
  return left;
}

/** The logarithm of the price or the room over that which is sought, one by one for the rows whose objective needs it. */
function takeLogs(rows: number): void {
  let count = 0;
  for (let i = 0; i < rows; i++) {
    const objective = open.objective[i];
    if (objective === PRICE) continue;
    const tails = at(standard.tails, i);
    const part = at(standard.weight, i) * Math.abs(tails);
    const isValue = objective === INVERSE_LOG;
    above[count] = isValue || tails < 0 ? part : 1 - part;
    below[count] = isValue ? at(open.value, i) : at(open.room, i);
    count++;
  }
  logRatios(above, below, count, logs.high, logs.low);
}

/**
 * A. S. Householder (1970), The Numerical Treatment of a Single Nonlinear Equation, section 4.4, third order, for the
 * objective of each row: from Newton's step, and the second and third derivatives over the first.
 */
function takeSteps(rows: number): void {
  let logsUsed = 0;
  for (let i = 0; i < rows; i++) {
    const s = at(open.deviation, i);
    const h = at(standard.h, i);
    const tails = at(standard.tails, i);
    const weight = at(standard.weight, i);
    const objective = open.objective[i];
    // Change of ln(vega) per unit of deviation, and the change of that.
    const bend = h * (h / s) - s / 4;
    const bendChange = -3 * square(h / s) - 1 / 4;
    let newton: number;
    let second = bend;
    let third = bend * bend + bendChange;
    if (objective === PRICE) {
      const part = weight * tails;
      const miss = tails < 0 ? -part - at(open.room, i) : at(open.value, i) - part;
      newton = (miss * ROOT_TWO_PI) / weight;
    } else if (objective === INVERSE_LOG) {
      const ratio = ROOT_TWO_PI * Math.abs(tails);
      const log = at(logs.high, logsUsed++) + (at(standard.scale, i) === 1 ? 0 : ln(at(standard.scale, i)));
      const priceLog = at(open.logValue, i) + log;
      const slope = 1 / ratio;
      const curve = bend - slope;
      const steep = slope / priceLog;
      newton = -(priceLog / at(open.logValue, i)) * log * ratio;
      second = curve - 2 * steep;
      third = curve * curve + bendChange - slope * curve - 6 * steep * curve + 6 * steep * steep;
    } else {
      const room = tails < 0 ? -weight * tails : 1 - weight * tails;
      const slope = weight / (ROOT_TWO_PI * room);
      const curve = bend + slope;
      newton = at(logs.high, logsUsed++) / slope;
      second = curve;
      third = curve * curve + bendChange + slope * curve;
    }
    open.step[i] = (newton * (1 + (second * newton) / 2)) / (1 + newton * (second + (third * newton) / 6));
  }
}

/** A point well inside a bracket, whatever its size. */
function middleOf(lowest: number, highest: number): number {
  if (highest === Infinity) return 2 * lowest;
  return lowest === 0 ? highest / 4 : Math.sqrt(lowest) * Math.sqrt(highest);
}
