import { InputError } from "../errors";
import type { OptionType } from "./black";
import { optionGreeks } from "./greeks";
import { blackOption } from "./process";

export interface InverseOption {
  readonly type: OptionType;
  /** Forward price of one BTC at expiry, in USD; above 0. */
  readonly forward: number;
  /** In USD; above 0. */
  readonly strike: number;
  /** Time to expiry in years; at least 0. */
  readonly years: number;
  /** Standard deviation of log returns per square-root year; at least 0. */
  readonly volatility: number;
  /** Options on 1 BTC each; negative if sold. */
  readonly contracts: number;
  /** Paid for one contract, in BTC; the price if undefined. */
  readonly premiumBtc: number | undefined;
  /** Price of one BTC at expiry, in USD, above 0; undefined if not known yet. */
  readonly settlementPrice: number | undefined;
  /** Received for one contract when it is closed before expiry, in BTC, at least 0; not with a settlement price. */
  readonly exitPremiumBtc: number | undefined;
}

/** Of all contracts: negative values are owed. */
interface InverseOptionResult {
  readonly priceBtc: number;
  readonly priceUsd: number;
  /** BTC of forward that hedge the value in USD. */
  readonly delta: number;
  /** BTC of forward that hedge the value in BTC: `delta` less `priceBtc`. */
  readonly netDelta: number;
  /** BTC; undefined without a settlement price. */
  readonly payoffBtc: number | undefined;
  /** Payoff or premium received at the end, less premium paid, in BTC; undefined with neither. */
  readonly pnlBtc: number | undefined;
}

/**
 * Option settled in the coin itself: it pays the intrinsic value in USD, divided by the price at expiry.
 *
 * Priced by Black (1976) in USD, undiscounted, over the forward. With `years` or `volatility` zero it is the
 * intrinsic value.
 *
 * Source: Deribit, contract specifications of inverse options.
 */
export function inverseOption(given: InverseOption): InverseOptionResult {
  const { type, forward, strike, years, volatility, contracts, premiumBtc, settlementPrice } = given;
  if (given.exitPremiumBtc !== undefined && settlementPrice !== undefined)
    throw new InputError(
      "exit_premium_btc",
      "must be omitted with a settlement_price: the option was closed or settled",
    );
  const option = blackOption(type, { forward, strike, years, volatility, rate: 0 });
  const { price: usd, delta } = optionGreeks(option);
  const price = usd / forward;
  const payoff = settlementPrice === undefined ? undefined : payoffBtc(type, strike, settlementPrice);
  const received = given.exitPremiumBtc ?? payoff;
  return {
    priceBtc: contracts * price,
    priceUsd: contracts * usd,
    delta: contracts * delta,
    netDelta: contracts * (delta - price),
    payoffBtc: payoff === undefined ? undefined : contracts * payoff,
    pnlBtc: received === undefined ? undefined : contracts * (received - (premiumBtc ?? price)),
  };
}

/** Of one contract, in BTC. */
function payoffBtc(type: OptionType, strike: number, settled: number): number {
  return Math.max(type === "call" ? settled - strike : strike - settled, 0) / settled;
}
