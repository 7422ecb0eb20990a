import { InputError, NoAnswerError } from "../errors";
import { sum } from "../numeric/sum";
import { optionGreeks } from "../options/greeks";
import { blackOption, optionPrice } from "../options/process";

export interface Leg {
  readonly type: "put" | "call" | "future";
  /** USD per BTC; of a future the price at which it was traded. Above 0. */
  readonly strike: number;
  /** Time to expiry in years; at least 0. */
  readonly years: number;
  /** BTC; negative if sold. */
  readonly quantity: number;
  /** Per square-root year; read for options. */
  readonly volatility: number;
  /** Paid in USD per BTC; undefined for the price of today, which for a future is 0. */
  readonly premium: number | undefined;
}

export interface HedgeBook {
  readonly legs: readonly Leg[];
  /** USD per BTC today; above 0. */
  readonly forward: number;
  /** BTC that will be mined and sold. */
  readonly productionBtc: number;
  /** USD per BTC to look at; above 0. */
  readonly prices: readonly number[];
}

interface HedgeBookRow {
  /** USD per BTC. */
  readonly price: number;
  /** Production sold at that price, in USD. */
  readonly unhedged: number;
  /** The same with the payoffs of all legs, each at its own expiry, less their premiums. */
  readonly hedged: number;
  /** Of the legs today, were the forward at that price: in BTC. */
  readonly delta: number;
  /** BTC per USD. */
  readonly gamma: number | NoAnswerError;
  /** USD per 1.00 of volatility. */
  readonly vega: number;
}

/** Options times prices, beyond which the table takes more than a second. */
const mostOptions = 200_000;

/** Revenue with and without the hedges, and the sensitivities of the hedges, over a grid of prices. */
export function hedgeBook(given: HedgeBook): HedgeBookRow[] {
  const { legs, prices, productionBtc } = given;
  if (legs.length * prices.length > mostOptions) {
    throw new InputError("prices", `times legs must be at most ${mostOptions}`, legs.length * prices.length);
  }
  legs.forEach(checkVolatility);
  const premiums = sum(legs.map((leg) => leg.quantity * premiumOf(leg, given.forward)));
  return prices.map((price) => {
    const payoffs = sum(legs.map((leg) => leg.quantity * payoff(leg, price)));
    return {
      price,
      unhedged: productionBtc * price,
      hedged: productionBtc * price + payoffs - premiums,
      ...greeksOf(legs, price),
    };
  });
}

function checkVolatility({ type, years, volatility }: Leg, index: number): void {
  if (type === "future" || years === 0 || volatility > 0) return;
  throw new InputError(
    `legs, ${type} ${index + 1}, volatility,`,
    "must be above 0 for an option",
    volatility,
  );
}

/** USD per BTC. */
function premiumOf({ type, strike, years, volatility, premium }: Leg, forward: number): number {
  if (premium !== undefined) return premium;
  if (type === "future") return 0;
  return optionPrice(blackOption(type, { forward, strike, years, volatility, rate: 0 }));
}

/** At expiry, in USD per BTC. */
function payoff({ type, strike }: Leg, price: number): number {
  if (type === "future") return price - strike;
  return Math.max(type === "call" ? price - strike : strike - price, 0);
}

function greeksOf(legs: readonly Leg[], forward: number): Pick<HedgeBookRow, "delta" | "gamma" | "vega"> {
  const each = legs.map(({ type, strike, years, volatility, quantity }) => {
    if (type === "future") return { quantity, delta: 1, gamma: 0, vega: 0 };
    return { quantity, ...optionGreeks(blackOption(type, { forward, strike, years, volatility, rate: 0 })) };
  });
  const infinite = each.find(
    ({ quantity, gamma }) => quantity !== 0 && gamma instanceof NoAnswerError,
  )?.gamma;
  const gamma = sum(each.map((leg) => (leg.quantity === 0 ? 0 : leg.quantity * Number(leg.gamma))));
  return {
    delta: sum(each.map((leg) => leg.quantity * leg.delta)),
    gamma: infinite ?? gamma,
    vega: sum(each.map((leg) => leg.quantity * leg.vega)),
  };
}
