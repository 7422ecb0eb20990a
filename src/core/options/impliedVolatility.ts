import { NoAnswerError, NumericError } from "../errors";
import { at } from "../numeric/at";
import { productCut } from "../numeric/compensated";
import { BATCH, exponential } from "../numeric/elementary";
import type { OptionType } from "./black";
import { impliedDeviations } from "./impliedDeviation";

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
  row.type = option.type;
  row.price[0] = option.price;
  row.forward[0] = option.forward;
  row.strike[0] = option.strike;
  row.years[0] = option.years;
  row.rate[0] = option.rate;
  impliedVolatilities(row, 1, row.volatility);
  const volatility = at(row.volatility, 0);
  if (Number.isFinite(volatility)) return volatility;
  throw faultOf(option);
}

/** Why an option has no volatility. */
function faultOf({ type, price, forward, strike, years, rate }: QuotedOption): Error {
  const growth = growthOf(rate, years);
  const most = type === "call" ? forward : strike;
  const intrinsic = Math.max(type === "call" ? forward - strike : strike - forward, 0);
  if (!Number.isFinite(price * growth) || !Number.isFinite(most / growth))
    return new NumericError("option beyond the range of double precision");
  if (price * growth >= most)
    return new NoAnswerError(`no volatility gives a price as high as ${price}: ${most / growth} or more`);
  if (price * growth < intrinsic)
    return new NoAnswerError(
      `no volatility gives a price as low as ${price}: exercise is worth ${intrinsic / growth}`,
    );
  return new NumericError("no volatility found");
}

const growthOf = (rate: number, years: number) =>
  exponential(rate * years, productCut(rate, years, rate * years));

interface QuotedRow extends Omit<QuotedColumns, "type"> {
  type: OptionType;
  readonly volatility: Float64Array;
}

const one = () => new Float64Array(1);
/** Columns of one row: an option by itself goes through the same steps as many. */
const row: QuotedRow = {
  type: "call",
  price: one(),
  forward: one(),
  strike: one(),
  years: one(),
  rate: one(),
  volatility: one(),
};

/** Options of one type by columns: a row for each. The fields are those of `QuotedOption`. */
interface QuotedColumns {
  readonly type: OptionType;
  readonly price: Float64Array;
  readonly forward: Float64Array;
  readonly strike: Float64Array;
  readonly years: Float64Array;
  readonly rate: Float64Array;
}

const column = () => new Float64Array(BATCH);
const sought = { forward: column(), strike: column(), value: column(), room: column() };
const deviations = column();

/** Fills `volatilities` with that of each of the first `rows` rows, in the same bits; where there is none, not a number. */
export function impliedVolatilities(options: QuotedColumns, rows: number, volatilities: Float64Array): void {
  for (let start = 0; start < rows; start += BATCH) {
    const count = Math.min(BATCH, rows - start);
    takeValues(options, start, count);
    impliedDeviations(sought, count, deviations);
    for (let i = 0; i < count; i++) {
      const value = at(sought.value, i);
      volatilities[start + i] =
        value === 0 && at(sought.room, i) > 0
          ? 0
          : at(deviations, i) / Math.sqrt(at(options.years, start + i));
    }
  }
}

/** What discounting and the difference of forward and strike may round off an intrinsic value. */
const ROUNDING = 4 * Number.EPSILON;

/** Fills `sought`: a value of 0 for the intrinsic value, and below 0 for less than that. */
function takeValues(
  { type, price, forward, strike, years, rate }: QuotedColumns,
  start: number,
  rows: number,
): void {
  const sign = type === "call" ? 1 : -1;
  for (let i = 0; i < rows; i++) {
    const f = at(forward, start + i);
    const k = at(strike, start + i);
    const quoted = at(price, start + i);
    const growth = growthOf(at(rate, start + i), at(years, start + i));
    const grown = quoted * growth;
    const cut = growth === 1 ? 0 : productCut(quoted, growth, grown);
    const exercise = sign * (f - k);
    const intrinsic = exercise > 0 ? exercise : 0;
    const most = sign > 0 ? f : k;
    const isExercise = grown <= intrinsic && intrinsic - grown <= ROUNDING * (f > k ? f : k);
    const isInRange = Number.isFinite(grown) && Number.isFinite(most / growth);
    sought.forward[i] = f;
    sought.strike[i] = k;
    sought.value[i] = isInRange ? (isExercise ? 0 : grown - intrinsic + cut) : NaN;
    sought.room[i] = grown < most ? most - grown - cut : 0;
  }
}
