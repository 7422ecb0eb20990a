import { MS_PER_DAY } from "../../core/calendar";
import {
  bestFloor,
  floorOf,
  protectingPut,
  revenueWithPut,
  type OfferedPut,
} from "../../core/hedging/protectingPut";
import type { OptionChain, OptionQuote } from "../../data/market";
import { decimal } from "../format";

const DAYS_PER_YEAR = 365;

/** The options of one day that have not expired. */
export interface Expiry {
  /** Milliseconds since 1970 UTC. */
  readonly at: number;
  readonly options: readonly OptionQuote[];
}

/** Expiries after `now`, the nearest first. */
export function expiriesOf({ options }: OptionChain, now: number): readonly Expiry[] {
  const moments = [...new Set(options.map(({ expiry }) => expiry))].filter((at) => at > now);
  return moments
    .sort((a, b) => a - b)
    .map((at) => ({ at, options: options.filter(({ expiry }) => expiry === at) }));
}

/** Calls or puts of an expiry, by strike. */
export const optionsOf = ({ options }: Expiry, type: OptionQuote["type"]): readonly OptionQuote[] =>
  options.filter((option) => option.type === type).sort((a, b) => a.strike - b.strike);

/** From `now` to the expiry in years, ACT/365, to six digits: half a minute. */
export const yearsTo = (expiry: number, now: number) =>
  Number((Math.max(expiry - now, 0) / (DAYS_PER_YEAR * MS_PER_DAY)).toFixed(6));

/** "3 hours", "81 days". */
export function timeTo(expiry: number, now: number): string {
  const days = (expiry - now) / MS_PER_DAY;
  const [count, unit] = days < 2 ? [Math.floor(days * 24), "hour"] : [Math.floor(days), "day"];
  return `${decimal(count, 0)} ${unit}${count === 1 ? "" : "s"}`;
}

/** A put with what it costs now. */
export interface PricedPut extends OfferedPut {
  readonly quote: OptionQuote;
  /** BTC per BTC: the ask, or the mark where there is none. */
  readonly premiumBtc: number;
}

/** The puts of an expiry at what they cost: the ask, or the mark where there is none, at the forward. */
export const pricedPuts = (expiry: Expiry): readonly PricedPut[] =>
  optionsOf(expiry, "put").map((quote) => {
    const premiumBtc = quote.ask ?? quote.mark;
    return { quote, strike: quote.strike, premiumBtc, premium: premiumBtc * quote.forward };
  });

/** Which put protects a cost, as a sentence, and the put. */
interface Protection {
  readonly put: PricedPut | undefined;
  readonly sentence: string;
}

export function protectionOf(puts: readonly PricedPut[], costPerBtc: number | undefined): Protection {
  if (puts.length === 0) return { put: undefined, sentence: "There are no puts of this expiry." };
  if (costPerBtc === undefined) {
    const sentence = "Enter your cost per BTC to see the put that protects it.";
    return { put: undefined, sentence };
  }
  const put = protectingPut(puts, costPerBtc);
  if (put !== undefined) {
    const sentence =
      `The put at ${usd(put.strike)} protects your cost: after a premium of ${usd(put.premium)} a coin brings at ` +
      `least ${usd(floorOf(put))}. No lower strike does.`;
    return { put, sentence };
  }
  const best = bestFloor(puts);
  const reach = best === undefined ? "" : ` The best floor is ${usd(floorOf(best))}, at ${usd(best.strike)}.`;
  return {
    put: undefined,
    sentence: `No put of this expiry protects ${usd(costPerBtc)} per BTC.${reach} Try another expiry.`,
  };
}

/** "60,000 USD". */
export const usd = (value: number) => `${decimal(value, 0)} USD`.replace(/^-/, "−");

const PAYOFF_STEPS = 120;

/** Revenue per BTC in USD at prices at expiry, with a put and without. */
interface Payoff {
  /** USD per BTC. */
  readonly prices: readonly number[];
  readonly withPut: readonly number[];
  readonly without: readonly number[];
}

/** From 40 % of the lower to 160 % of the higher of strike and forward, with the strike among the prices. */
export function payoffOf(put: OfferedPut, forward: number): Payoff {
  const low = 0.4 * Math.min(put.strike, forward);
  const high = 1.6 * Math.max(put.strike, forward);
  const even = Array.from(
    { length: PAYOFF_STEPS + 1 },
    (_, index) => low + ((high - low) * index) / PAYOFF_STEPS,
  );
  const prices = [...new Set([...even, put.strike])].sort((a, b) => a - b);
  return { prices, withPut: prices.map((price) => revenueWithPut(price, put)), without: prices };
}
