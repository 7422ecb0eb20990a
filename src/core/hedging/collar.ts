import { exp, ln } from "../numeric/elementary";
import { EmptyPeriodError, InputError, NoAnswerError } from "../errors";
import { brent } from "../numeric/roots";
import { undiscountedBlack } from "../options/black";
import { optionGreeks } from "../options/greeks";
import { blackOption } from "../options/process";
import { breakEvenPrice, type HedgedOutcome } from "./breakEven";
import type { HedgeSize } from "./contracts";
import { hedgedBtc } from "./contracts";
import type { Strike } from "./strike";
import { strikePrice } from "./strike";
import { totalOver } from "./total";

export interface Collar extends HedgeSize {
  /** USD per BTC for delivery at the end of the period; above 0. */
  readonly forward: number;
  readonly putStrike: Strike;
  /** "zero": where the call sold earns what the put costs. */
  readonly callStrike: Strike | "zero";
  /** Time to expiry in years; at least 0. */
  readonly years: number;
  /** Of the put: standard deviation of log returns per square-root year; at least 0. */
  readonly volatility: number;
  /** Of the call; that of the put if undefined. */
  readonly callVolatility: number | undefined;
  /** Continuously compounded, per year. */
  readonly rate: number;
  /** Cost of production in USD per BTC mined; at least 0. */
  readonly costPerBtc: number;
}

interface Quantities {
  readonly btcHedged: number;
  readonly contracts: number | undefined;
  /** Paid for puts less received for calls, in USD. */
  readonly netPremium: number;
  /** Of the coins hedged, in USD, at a price of 0. */
  readonly floorRevenue: number;
  /** Of the coins hedged, in USD, at any price above the call's strike. */
  readonly capRevenue: number;
  /** `floorRevenue` less the cost of what is produced, in USD. */
  readonly worstMargin: number;
  /** Of both options, in BTC of forward. */
  readonly delta: number;
  /** Of both options, in USD per 0.01 of both volatilities. */
  readonly vegaPerPoint: number;
}

interface CollarResult extends Quantities {
  /** USD per BTC, as the three below. */
  readonly putStrike: number;
  readonly callStrike: number;
  /** Strike of the put less net premium. */
  readonly floorPrice: number;
  /** Strike of the call less net premium. */
  readonly capPrice: number;
  /** Lowest price at expiry, in USD per BTC, at which revenue covers net premium and cost. */
  readonly breakEvenPrice: number | NoAnswerError;
  readonly outcome: HedgedOutcome;
}

/** All periods together; strikes, floor and cap weighted by BTC hedged, undefined if nothing is. */
interface CollarTotal extends Quantities {
  readonly putStrike: number | undefined;
  readonly callStrike: number | undefined;
  readonly floorPrice: number | undefined;
  readonly capPrice: number | undefined;
  /** Lowest price, in USD per BTC and the same in all periods, at which they cover premiums and costs together. */
  readonly breakEvenPrice: number | NoAnswerError | undefined;
}

/**
 * Floor and cap on the revenue of one period from puts bought and calls sold on the same coins.
 *
 * Options are priced by Black (1976). Floor and cap are those of the coins hedged; the others are worth nothing at a
 * price of 0. When more is hedged than produced, revenue falls again above the call's strike.
 */
export function collar(given: Collar): CollarResult {
  const { production, forward, years, volatility, rate, costPerBtc } = given;
  const callVolatility = given.callVolatility ?? volatility;
  const { putStrike, callStrike } = strikes(given);
  const put = optionGreeks(blackOption("put", { forward, strike: putStrike, years, volatility, rate }));
  const callGiven = { forward, strike: callStrike, years, volatility: callVolatility, rate };
  const call = optionGreeks(blackOption("call", callGiven));
  const premium = given.callStrike === "zero" ? 0 : put.price - call.price;
  const { btcHedged, contracts } = hedgedBtc(given);
  const outcome = { production, btcHedged, putStrike, callStrike, premium, costPerBtc };
  const floorRevenue = btcHedged * (putStrike - premium);
  return {
    btcHedged,
    contracts,
    putStrike,
    callStrike,
    netPremium: btcHedged * premium,
    floorPrice: putStrike - premium,
    capPrice: callStrike - premium,
    floorRevenue,
    capRevenue: btcHedged * (callStrike - premium),
    breakEvenPrice: breakEvenPrice([outcome]),
    worstMargin: floorRevenue - production * costPerBtc,
    delta: btcHedged * (put.delta - call.delta),
    vegaPerPoint: btcHedged * (put.vegaPerPoint - call.vegaPerPoint),
    outcome,
  };
}

/** Both as prices in USD per BTC, the call's not below the put's. */
function strikes(given: Collar): { putStrike: number; callStrike: number } {
  const { forward, callStrike: wanted } = given;
  const putStrike = strikePrice(given.putStrike, forward, "put_strike");
  if (wanted === "zero") return { putStrike, callStrike: costlessStrike(given, putStrike) };
  const callStrike = strikePrice(wanted, forward, "call_strike");
  if (callStrike >= putStrike) return { putStrike, callStrike };
  throw new InputError("call_strike", `must be at least put_strike (${putStrike})`, callStrike);
}

/** Doublings of a strike that stay within the range of doubles. */
const mostDoublings = 1000;

/**
 * Strike in USD per BTC at which a call is worth as much as the put, at least the put's strike. An EmptyPeriodError
 * where there is no time or no uncertainty left, or a put so far out of the money that it is worth nothing.
 *
 * A call's value falls as its strike rises, so that there is one at most; it is bracketed by doubling and found on the
 * logs of strike and value, where the curve is smooth however far out of the money.
 */
function costlessStrike(given: Collar, putStrike: number): number {
  const { forward, years, volatility } = given;
  if (years === 0 || volatility === 0) {
    const cause = years === 0 ? "years is 0: the options have expired" : "volatility is 0";
    throw new EmptyPeriodError(`${cause}, so no put needs a call to pay for it`);
  }
  const root = Math.sqrt(years);
  const put = undiscountedBlack({ type: "put", forward, strike: putStrike, deviation: volatility * root });
  if (put === 0) throw new EmptyPeriodError("the put costs nothing, so it needs no call to pay for it");
  const deviation = (given.callVolatility ?? volatility) * root;
  const excess = (strike: number) =>
    ln(undiscountedBlack({ type: "call", forward, strike, deviation }) / put);
  if (Math.abs(excess(putStrike)) <= 1e-14) return putStrike;
  if (!(excess(putStrike) > 0)) {
    throw new NoAnswerError(`a costless call_strike would lie below put_strike (${putStrike})`);
  }
  let upper = 2 * putStrike;
  for (let count = 0; excess(upper) > 0 && count < mostDoublings; count++) upper *= 2;
  if (!(excess(upper) <= 0))
    throw new NoAnswerError("no call_strike is high enough to make the collar costless");
  const bounded = (log: number) => Math.max(excess(exp(log)), -1000);
  return exp(brent(bounded, ln(upper / 2), ln(upper)));
}

export function collarTotal(periods: readonly CollarResult[]): CollarTotal {
  const { sum, weighted, contracts, breakEven } = totalOver(periods);
  return {
    btcHedged: sum((period) => period.btcHedged),
    contracts,
    putStrike: weighted((period) => period.putStrike),
    callStrike: weighted((period) => period.callStrike),
    netPremium: sum((period) => period.netPremium),
    floorPrice: weighted((period) => period.floorPrice),
    capPrice: weighted((period) => period.capPrice),
    floorRevenue: sum((period) => period.floorRevenue),
    capRevenue: sum((period) => period.capRevenue),
    breakEvenPrice: breakEven,
    worstMargin: sum((period) => period.worstMargin),
    delta: sum((period) => period.delta),
    vegaPerPoint: sum((period) => period.vegaPerPoint),
  };
}
