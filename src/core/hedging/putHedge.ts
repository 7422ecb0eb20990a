import type { NoAnswerError } from "../errors";
import { optionGreeks } from "../options/greeks";
import { blackOption } from "../options/process";
import { breakEvenPrice, type HedgedOutcome } from "./breakEven";
import type { HedgeSize } from "./contracts";
import { hedgedBtc } from "./contracts";
import type { Strike } from "./strike";
import { strikePrice } from "./strike";
import { totalOver } from "./total";

export interface PutHedge extends HedgeSize {
  /** USD per BTC for delivery at the end of the period; above 0. */
  readonly forward: number;
  readonly strike: Strike;
  /** Time to expiry in years; at least 0. */
  readonly years: number;
  /** Standard deviation of log returns per square-root year; at least 0. */
  readonly volatility: number;
  /** Continuously compounded, per year. */
  readonly rate: number;
  /** Cost of production in USD per BTC mined; at least 0. */
  readonly costPerBtc: number;
  /** "usd": premium paid today. "btc": paid in BTC, counted at the forward, so without discounting. */
  readonly settlement: "usd" | "btc";
}

/** All periods together; `contracts` is undefined without a contract size. */
interface Quantities {
  readonly btcHedged: number;
  readonly contracts: number | undefined;
  /** USD. */
  readonly premium: number;
  /** Revenue in USD if the price falls to 0: strikes received less premium. */
  readonly floorRevenue: number;
  /** `floorRevenue` less the cost of what is produced, in USD. */
  readonly worstMargin: number;
  /** Of the puts, in BTC of forward; negative. */
  readonly delta: number;
  /** Of the puts, in USD per 0.01 of volatility. */
  readonly vegaPerPoint: number;
}

interface PutHedgeResult extends Quantities {
  /** Strike less premium, in USD per BTC hedged. */
  readonly floorPrice: number;
  /** Lowest price at expiry, in USD per BTC, at which revenue covers premium and cost. */
  readonly breakEvenPrice: number | NoAnswerError;
  readonly outcome: HedgedOutcome;
}

interface PutHedgeTotal extends Quantities {
  /** USD per BTC, weighted by BTC hedged; undefined if nothing is. */
  readonly floorPrice: number | undefined;
  /** Lowest price, in USD per BTC and the same in all periods, at which they cover premiums and costs together. */
  readonly breakEvenPrice: number | NoAnswerError | undefined;
}

/**
 * Floor under the revenue of one period from puts bought.
 *
 * Puts are priced by Black (1976). The floor is the outcome at a price of 0, where coins that are not hedged are worth
 * nothing; when more is hedged than produced, the outcome at the strike is lower still. With `production` zero nothing
 * is hedged, and the floor price is that of one put.
 */
export function putHedge(given: PutHedge): PutHedgeResult {
  const { production, forward, years, volatility, costPerBtc } = given;
  const putStrike = strikePrice(given.strike, forward, "strike");
  const rate = given.settlement === "btc" ? 0 : given.rate;
  const put = optionGreeks(blackOption("put", { forward, strike: putStrike, years, volatility, rate }));
  const { btcHedged, contracts } = hedgedBtc(given);
  const premium = put.price;
  const outcome = { production, btcHedged, putStrike, callStrike: Infinity, premium, costPerBtc };
  const floorPrice = putStrike - premium;
  const floorRevenue = btcHedged * floorPrice;
  return {
    btcHedged,
    contracts,
    premium: btcHedged * premium,
    floorPrice,
    floorRevenue,
    breakEvenPrice: breakEvenPrice([outcome]),
    worstMargin: floorRevenue - production * costPerBtc,
    delta: btcHedged * put.delta,
    vegaPerPoint: btcHedged * put.vegaPerPoint,
    outcome,
  };
}

/** All periods together: sums, a floor weighted by the BTC hedged, and the break-even of the whole. */
export function putHedgeTotal(periods: readonly PutHedgeResult[]): PutHedgeTotal {
  const { sum, weighted, contracts, breakEven } = totalOver(periods);
  return {
    btcHedged: sum((period) => period.btcHedged),
    contracts,
    premium: sum((period) => period.premium),
    floorPrice: weighted((period) => period.floorPrice),
    floorRevenue: sum((period) => period.floorRevenue),
    breakEvenPrice: breakEven,
    worstMargin: sum((period) => period.worstMargin),
    delta: sum((period) => period.delta),
    vegaPerPoint: sum((period) => period.vegaPerPoint),
  };
}
