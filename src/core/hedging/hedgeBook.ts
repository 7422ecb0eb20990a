import { InputError, NoAnswerError } from "../errors";
import { sum } from "../numeric/sum";
import type { OptionType } from "../options/black";
import { optionGreeks } from "../options/greeks";
import { blackOption, optionPrice } from "../options/process";

export const legTypes = ["put", "call", "future", "inverse put", "inverse call"] as const;

export interface Leg {
  /** Inverse options are on 1 BTC for each BTC of quantity, with a strike in USD, and are paid in BTC. */
  readonly type: (typeof legTypes)[number];
  /** USD per BTC; of a future the price at which it was traded. Above 0. */
  readonly strike: number;
  /** Time to expiry in years; at least 0. */
  readonly years: number;
  /** BTC; negative if sold. */
  readonly quantity: number;
  /** Per square-root year; read for options. */
  readonly volatility: number;
  /** Paid in USD per BTC, for inverse options in BTC per BTC; "fair" is the price of today, which for a future is 0. */
  readonly premium: number | "fair";
  /** Forward price at the leg's expiry today, in USD per BTC, above 0; that of the book if undefined. */
  readonly forward: number | undefined;
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
  /** Derivative of `value` by the price, in BTC. */
  readonly delta: number;
  /** Second derivative of `value` by the price, in BTC per USD. */
  readonly gamma: number | NoAnswerError;
  /** Derivative of `value` by the volatility, in USD per 1.00. */
  readonly vega: number;
  /** Of the legs today, were the forward at that price and those of the legs in proportion: in USD. */
  readonly value: number;
}

/** Options times prices, beyond which the table takes more than a second. */
const mostOptions = 200_000;

/**
 * Revenue with and without the hedges, and the value of the hedges today with its derivatives, over a grid of prices.
 *
 * Options are valued by Black (1976), undiscounted, premiums not deducted. A leg's forward is its own at today's
 * price, and moves in proportion to the price.
 */
export function hedgeBook(given: HedgeBook): HedgeBookRow[] {
  const { legs, forward, prices, productionBtc } = given;
  if (legs.length * prices.length > mostOptions) {
    throw new InputError("prices", `times legs must be at most ${mostOptions}`, legs.length * prices.length);
  }
  legs.forEach(checkVolatility);
  const book = legs.map((leg) => ({ ...leg, ...premiumOf(leg, leg.forward ?? forward) }));
  const premiums = sum(book.map(({ quantity, usd }) => quantity * usd));
  return prices.map((price) => {
    const received = sum(book.map((leg) => leg.quantity * (payoff(leg, price) - leg.btc * price)));
    return {
      price,
      unhedged: productionBtc * price,
      hedged: productionBtc * price + received - premiums,
      ...valueOf(legs, price, forward),
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

/** What is paid for 1 BTC of the leg: USD, and BTC that count at the price of expiry. */
function premiumOf({ type, strike, years, volatility, premium }: Leg, forward: number) {
  const right = optionTypeOf(type);
  const isInverse = type.startsWith("inverse");
  if (premium !== "fair") return isInverse ? { usd: 0, btc: premium } : { usd: premium, btc: 0 };
  if (right === undefined) return { usd: 0, btc: 0 };
  const price = optionPrice(blackOption(right, { forward, strike, years, volatility, rate: 0 }));
  return isInverse ? { usd: 0, btc: price / forward } : { usd: price, btc: 0 };
}

/** The option in a leg; undefined for a future. */
function optionTypeOf(type: Leg["type"]): OptionType | undefined {
  if (type === "future") return undefined;
  return type === "put" || type === "inverse put" ? "put" : "call";
}

/** At expiry, in USD per BTC. */
function payoff({ type, strike }: Leg, price: number): number {
  const right = optionTypeOf(type);
  if (right === undefined) return price - strike;
  return Math.max(right === "call" ? price - strike : strike - price, 0);
}

/** Of all legs, at a price that the book's forward, `today`, has moved to. */
function valueOf(legs: readonly Leg[], price: number, today: number) {
  const [deltas, gammas, vegas, values]: [number[], number[], number[], number[]] = [[], [], [], []];
  let infinite: NoAnswerError | undefined;
  for (const { type, strike, years, volatility, quantity, forward: ownForward = today } of legs) {
    const ratio = ownForward / today;
    const forward = price * ratio;
    const right = optionTypeOf(type);
    if (right === undefined) {
      deltas.push(quantity * ratio);
      values.push(quantity * (forward - strike));
      continue;
    }
    const {
      delta,
      gamma,
      vega,
      price: value,
    } = optionGreeks(blackOption(right, { forward, strike, years, volatility, rate: 0 }));
    deltas.push(quantity * delta * ratio);
    vegas.push(quantity * vega);
    values.push(quantity * value);
    if (quantity === 0) continue;
    if (gamma instanceof NoAnswerError) infinite ??= gamma;
    else gammas.push(quantity * gamma * ratio * ratio);
  }
  return { delta: sum(deltas), gamma: infinite ?? sum(gammas), vega: sum(vegas), value: sum(values) };
}
