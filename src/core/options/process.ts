import { InputError, NumericError } from "../errors";
import { at } from "../numeric/at";
import { productCut } from "../numeric/compensated";
import { BATCH, exp, expm1, exponential } from "../numeric/elementary";
import type { OptionType } from "./black";
import { discountFactor } from "./black";
import { logRatios, takePrices, timeValuesAt } from "./blackColumns";
import { jumpPayoff } from "./jumpColumns";
import type { JumpOption, Jumps, Part } from "./jumps";
import { compensation, diffusionPart, expectedJumps, jumpParts, stride, tooManyJumps } from "./jumps";

export interface OptionInput {
  readonly type: OptionType;
  /** Price today, in currency: of the forward for black76, of the spot for bsm and merton. Above 0. */
  readonly underlying: number;
  /** In currency; above 0. */
  readonly strike: number;
  /** Time to expiry in years; at least 0. */
  readonly years: number;
  /** Standard deviation of log returns (between jumps) per square-root year; at least 0. */
  readonly volatility: number;
  /** Continuously compounded, per year. */
  readonly rate: number;
  /** Continuous yield of the spot per year, for bsm and merton; 0 if omitted. */
  readonly yield?: number;
  readonly process: "black76" | "bsm" | "merton";
  /** For merton: jumps a year, mean of the log jump, standard deviation of the log jump. */
  readonly params?: readonly number[];
}

/** An option on a forward, by Black (1976). */
export function blackOption(
  type: OptionType,
  { forward, ...given }: Pick<OptionInput, "strike" | "years" | "volatility" | "rate"> & { forward: number },
): OptionInput {
  return { type, underlying: forward, ...given, process: "black76" };
}

/** An option as a sum of lognormal ones, the same for every process. */
export interface Mixture {
  readonly parts: readonly Part[];
  /** Value today of one unit of currency at expiry. */
  readonly discountFactor: number;
  /** Continuous yield per year of the underlying; a forward costs nothing to hold, as if it yielded `rate`. */
  readonly yield: number;
  /** Yearly growth of the mean price from jumps, for which the drift between them compensates. */
  readonly compensation: number;
}

/** Options of one type and process by columns: a row for each. The fields are those of `OptionInput`. */
interface OptionColumns {
  readonly type: OptionType;
  readonly underlying: Float64Array;
  readonly strike: Float64Array;
  readonly years: Float64Array;
  readonly volatility: Float64Array;
  readonly rate: Float64Array;
  readonly yield?: Float64Array;
  readonly process: OptionInput["process"];
  readonly params?: readonly number[];
}

/**
 * Price of a European option, in the currency of `underlying`.
 *
 * black76: Black (1976) on a forward. bsm: Black, Scholes and Merton on a spot with a continuous yield. merton: a spot
 * with jumps, whose drift between jumps compensates for them, so that the forward is the same as under bsm. With
 * `years` or `volatility` zero it is the discounted intrinsic value, of each number of jumps for merton.
 *
 * Sources: Black (1976), J. Financial Economics 3, eq. 16; Merton (1973), Theory of rational option pricing, Bell J.
 * Economics 4; Merton (1976), J. Financial Economics 3, eq. 19.
 */
export function optionPrice(input: OptionInput): number {
  const fault = faultOf(input);
  if (fault !== undefined) throw fault;
  row.type = input.type;
  row.process = input.process;
  row.params = input.params;
  row.underlying[0] = input.underlying;
  row.strike[0] = input.strike;
  row.years[0] = input.years;
  row.volatility[0] = input.volatility;
  row.rate[0] = input.rate;
  row.yield[0] = input.yield ?? 0;
  fillPrices(row, 1, row.price);
  const jumps = jumpsOf(input);
  if (jumps.perYear > 0 && expectedJumps(input, jumps) === undefined) throw tooManyJumps();
  return finite(at(row.price, 0));
}

interface OptionRow extends Pick<OptionColumns, "underlying" | "strike" | "years" | "volatility" | "rate"> {
  type: OptionType;
  process: OptionInput["process"];
  params: OptionInput["params"];
  readonly yield: Float64Array;
  readonly price: Float64Array;
}

const one = () => new Float64Array(1);
/** Columns of one row: an option priced by itself goes through the same steps as many. */
const row: OptionRow = {
  type: "call",
  process: "black76",
  params: undefined,
  underlying: one(),
  strike: one(),
  years: one(),
  volatility: one(),
  rate: one(),
  yield: one(),
  price: one(),
};

const column = () => new Float64Array(BATCH);
const lognormal = { forward: column(), strike: column(), deviation: column(), deviationRest: column() };
const payoffs = column();
/** Forward less strike, of a spot without the rounding of the forward. */
const exercise = column();
/** ln(forward / strike): that of a spot is known before rounding the forward that it grows to. */
const moneyness = { high: column(), low: column() };
/** -rate x years, and what its rounding cut off. */
const discount = { high: column(), low: column() };

/** Fills `prices` with the price of each of the first `rows` rows, in the same bits; where there is none, not a number. */
export function optionPrices(options: OptionColumns, rows: number, prices: Float64Array): void {
  if (faultOf(options) === undefined) fillPrices(options, rows, prices);
  else prices.fill(NaN, 0, rows);
}

function fillPrices(options: OptionColumns, rows: number, prices: Float64Array): void {
  const jumps = jumpsOf(options);
  const isBlack = options.process === "black76";
  const sign = options.type === "call" ? 1 : -1;
  for (let start = 0; start < rows; start += BATCH) {
    const count = Math.min(BATCH, rows - start);
    if (isBlack && takePrices(options, sign, start, count, prices)) continue;
    takeForwards(options, start, count);
    if (jumps.perYear > 0) takeJumpPayoffs(options, jumps, start, count);
    else takePayoffs(options, start, count);
    for (let i = 0; i < count; i++) {
      const price = exponential(at(discount.high, i), at(discount.low, i)) * at(payoffs, i);
      // 0 without a sign.
      prices[start + i] = Math.abs(price) < Infinity ? price + 0 : NaN;
    }
  }
}

/** Forwards, strikes and discounting of some rows. */
function takeForwards(options: OptionColumns, start: number, rows: number): void {
  const { underlying, strike, years, rate, process } = options;
  const yields = process === "black76" ? rate : options.yield;
  for (let i = 0; i < rows; i++) {
    const perYear = at(rate, start + i);
    const time = at(years, start + i);
    lognormal.forward[i] = at(underlying, start + i);
    lognormal.strike[i] = at(strike, start + i);
    exercise[i] = at(underlying, start + i) - at(strike, start + i);
    discount.high[i] = -perYear * time;
    discount.low[i] = productCut(-perYear, time, -perYear * time);
  }
  logRatios(lognormal.forward, lognormal.strike, rows, moneyness.high, moneyness.low);
  if (process === "black76") return;
  for (let i = 0; i < rows; i++) {
    const perYear = at(rate, start + i);
    const income = yields === undefined ? 0 : at(yields, start + i);
    const carry = perYear - income;
    const time = at(years, start + i);
    const growth = carry * time;
    const ofIncome = carry - perYear;
    const carryCut = perYear - (carry - ofIncome) - (income + ofIncome);
    const growthCut = productCut(carry, time, growth) + carryCut * time;
    const spot = at(lognormal.forward, i);
    lognormal.forward[i] = spot * exponential(growth, growthCut);
    exercise[i] = at(exercise, i) + spot * expm1(growth);
    const log = at(moneyness.high, i);
    const sum = log + growth;
    const ofGrowth = sum - log;
    const cut = log - (sum - ofGrowth) + (growth - ofGrowth) + (at(moneyness.low, i) + growthCut);
    moneyness.high[i] = sum + cut;
    moneyness.low[i] = cut - (sum + cut - sum);
  }
}

function takePayoffs({ type, years, volatility }: OptionColumns, start: number, rows: number): void {
  for (let i = 0; i < rows; i++) {
    const time = at(years, start + i);
    const perRoot = at(volatility, start + i);
    const root = Math.sqrt(time);
    const rootCut = root > 0 ? (time - root * root - productCut(root, root, root * root)) / (2 * root) : 0;
    const deviation = perRoot * root;
    lognormal.deviation[i] = deviation;
    lognormal.deviationRest[i] = productCut(perRoot, root, deviation) + perRoot * rootCut;
  }
  timeValuesAt(moneyness, lognormal, rows, payoffs);
  const sign = type === "call" ? 1 : -1;
  for (let i = 0; i < rows; i++) {
    const intrinsic = sign * at(exercise, i);
    payoffs[i] = (intrinsic > 0 ? intrinsic : 0) + at(payoffs, i);
  }
}

function takeJumpPayoffs(options: OptionColumns, jumps: Jumps, start: number, rows: number): void {
  const { type, years, volatility } = options;
  for (let i = 0; i < rows; i++) {
    const option = {
      type,
      forward: at(lognormal.forward, i),
      strike: at(lognormal.strike, i),
      years: at(years, start + i),
      volatility: at(volatility, start + i),
    };
    payoffs[i] = jumpPayoff(option, jumps);
  }
}

/** The option as lognormal ones, by its process. */
export function mixture(input: OptionInput): Mixture {
  const { type, strike, years, volatility, rate, underlying } = input;
  const fault = faultOf(input);
  if (fault !== undefined) throw fault;
  const jumps = jumpsOf(input);
  const yieldRate = input.process === "black76" ? rate : (input.yield ?? 0);
  const forward = finite(underlying * exp((rate - yieldRate) * years));
  const option: JumpOption = { type, forward, strike, years, volatility };
  return {
    parts: jumps.perYear > 0 ? jumpParts(option, jumps, stepOf(option, jumps)) : [diffusionPart(option)],
    discountFactor: discountFactor(rate, years),
    yield: yieldRate,
    compensation: jumps.perYear > 0 ? compensation(jumps) : 0,
  };
}

function stepOf(option: JumpOption, jumps: Jumps): number {
  const expected = expectedJumps(option, jumps);
  return expected === undefined ? 1 : stride(option, jumps, expected);
}

/** What of the arguments the process does not take. */
function faultOf({ process, params, yield: income }: ProcessArguments): InputError | undefined {
  if (process === "black76" && income !== undefined)
    return new InputError("yield", "must be omitted for black76", income);
  if (process !== "merton")
    return params && new InputError("params", `must be omitted for ${process}`, params);
  const [perYear, meanLog, deviation, ...others] = params ?? [];
  if (perYear === undefined || meanLog === undefined || deviation === undefined || others.length > 0) {
    const rule =
      "must be three numbers for merton: jumps a year, mean and standard deviation of the log jump";
    return new InputError("params", rule, params);
  }
  if (!(perYear >= 0)) return new InputError("params", "must have at least 0 jumps a year", perYear);
  if (!(deviation >= 0)) return new InputError("params", "must have a deviation of at least 0", deviation);
  return undefined;
}

interface ProcessArguments extends Pick<OptionInput, "process" | "params"> {
  readonly yield?: unknown;
}

/** The jumps of faultless arguments; none but for merton. */
function jumpsOf({ params }: Pick<OptionInput, "params">): Jumps {
  return { perYear: params?.[0] ?? 0, meanLog: params?.[1] ?? 0, deviation: params?.[2] ?? 0 };
}

/** The value, unless absurdly large rates or times took it out of the range of doubles; 0 without a sign. */
export function finite(value: number): number {
  if (Number.isFinite(value)) return value + 0;
  throw new NumericError("option beyond the range of double precision");
}
