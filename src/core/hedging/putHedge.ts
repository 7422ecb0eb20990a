import { InputError } from "../errors";
import type { OptionInput } from "../options/process";
import { optionGreeks } from "../options/greeks";

export interface PutHedge {
  /** BTC that will be mined and sold in the period; at least 0. */
  readonly production: number;
  /** USD per BTC for delivery at the end of the period; above 0. */
  readonly forward: number;
  /** USD per BTC, or a share of `forward` (0.9 is 90 %); above 0. */
  readonly strike: number | { readonly shareOfForward: number };
  /** Time to expiry in years; at least 0. */
  readonly years: number;
  /** Standard deviation of log returns per square-root year; at least 0. */
  readonly volatility: number;
  /** Share of `production` to hedge; at least 0, above 1 is over-hedged. */
  readonly hedgeRatio: number;
  /** Continuously compounded, per year. */
  readonly rate: number;
  /** Cost of production in USD per BTC mined; at least 0. */
  readonly costPerBtc: number;
  /** "usd": premium paid today. "btc": paid in BTC, counted at the forward, so without discounting. */
  readonly settlement: "usd" | "btc";
  /** Size of one contract in BTC; 0 for any size. */
  readonly contractBtc: number;
}

/** What all periods together say; `contracts` is undefined without a contract size. */
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

export interface PutHedgeResult extends Quantities {
  /** Strike less premium, in USD per BTC hedged. */
  readonly floorPrice: number;
  /** Lowest price at expiry, in USD per BTC, at which revenue covers premium and cost. */
  readonly breakEvenPrice: number;
}

export interface PutHedgeTotal extends Quantities {
  /** USD per BTC, weighted by BTC hedged; undefined if nothing is. */
  readonly floorPrice: number | undefined;
  /** As `floorPrice`. */
  readonly breakEvenPrice: number | undefined;
}

/**
 * Floor that bought puts put under the revenue of one period.
 *
 * With a contract size the hedge is the nearest whole number of contracts, a tie going away from zero;
 * always rounding up would over-hedge. Puts are priced by Black (1976). The floor is the outcome at a price
 * of 0, where coins that are not hedged are worth nothing; when more is hedged than produced, the outcome at
 * the strike is lower still. With `production` zero nothing is hedged, and the floor price is that of one put.
 */
export function putHedge(given: PutHedge): PutHedgeResult {
  const { production, forward, contractBtc, costPerBtc } = given;
  const strike = strikePrice(given);
  const { years, volatility } = given;
  const rate = given.settlement === "btc" ? 0 : given.rate;
  const option: OptionInput = {
    type: "put",
    underlying: forward,
    strike,
    years,
    volatility,
    rate,
    process: "black76",
  };
  const put = optionGreeks(option);
  const wanted = production * given.hedgeRatio;
  const contracts = contractBtc > 0 ? nearestWhole(wanted / contractBtc) : undefined;
  const btcHedged = contracts === undefined ? wanted : contracts * contractBtc;
  const floorPrice = strike - put.price;
  const floorRevenue = btcHedged * floorPrice;
  return {
    btcHedged,
    contracts,
    premium: btcHedged * put.price,
    floorPrice,
    floorRevenue,
    breakEvenPrice: breakEvenPrice({ production, btcHedged, strike, premium: put.price, costPerBtc }),
    worstMargin: floorRevenue - production * costPerBtc,
    delta: btcHedged * put.delta,
    vegaPerPoint: btcHedged * put.vegaPerPoint,
  };
}

/** A share typed as 85% reaches a cell as the number 0.85: as a price it would silently be worth nothing. */
function strikePrice({ strike, forward }: PutHedge): number {
  if (typeof strike !== "number") return strike.shareOfForward * forward;
  if (strike <= 2 && strike < forward / 100) {
    throw new InputError(
      "strike",
      'must be a price; a share of the forward is written as text, "85%"',
      strike,
    );
  }
  return strike;
}

/** All periods together: sums, and prices weighted by the BTC hedged. */
export function putHedgeTotal(periods: readonly PutHedgeResult[]): PutHedgeTotal {
  const sum = (of: (period: PutHedgeResult) => number) =>
    periods.reduce((total, period) => total + of(period), 0);
  const btcHedged = sum((period) => period.btcHedged);
  const weighted = (of: (period: PutHedgeResult) => number) =>
    btcHedged === 0 ? undefined : sum((period) => period.btcHedged * of(period)) / btcHedged;
  const inContracts = periods.some((period) => period.contracts !== undefined);
  return {
    btcHedged,
    contracts: inContracts ? sum((period) => period.contracts ?? 0) : undefined,
    premium: sum((period) => period.premium),
    floorPrice: weighted((period) => period.floorPrice),
    floorRevenue: sum((period) => period.floorRevenue),
    breakEvenPrice: weighted((period) => period.breakEvenPrice),
    worstMargin: sum((period) => period.worstMargin),
    delta: sum((period) => period.delta),
    vegaPerPoint: sum((period) => period.vegaPerPoint),
  };
}

/** Nearest whole number, ties away from zero, of the ratio to 15 digits: 0.15 / 0.1 is a tie as it is written. */
function nearestWhole(ratio: number): number {
  const decimal = Number(ratio.toPrecision(15));
  return Math.sign(decimal) * Math.round(Math.abs(decimal));
}

interface Outcome {
  readonly production: number;
  readonly btcHedged: number;
  readonly strike: number;
  /** USD per BTC hedged. */
  readonly premium: number;
  readonly costPerBtc: number;
}

/**
 * Lowest price of at least 0 at which production, payoff and premium cover the cost.
 *
 * The margin is a broken line: from 0 to the strike it changes by production less hedge per unit of price,
 * falling when more is hedged than produced, and above the strike by production. Negative at 0 and not at the
 * strike, it has risen, so that more is produced than hedged.
 */
function breakEvenPrice({ production, btcHedged, strike, premium, costPerBtc }: Outcome): number {
  const atZero = btcHedged * (strike - premium) - production * costPerBtc;
  if (atZero >= 0) return 0;
  const atStrike = production * (strike - costPerBtc) - btcHedged * premium;
  if (atStrike >= 0) return Math.min(-atZero / (production - btcHedged), strike);
  return costPerBtc + (btcHedged * premium) / production;
}
