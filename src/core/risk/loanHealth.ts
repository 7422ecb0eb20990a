import { ln } from "../numeric/elementary";
import { InputError } from "../errors";
import { millsRatio, normalDensity, normalDistribution } from "../numeric/normal";

export interface CoinLoan {
  /** USD; at least 0. */
  readonly loanUsd: number;
  /** BTC; above 0. */
  readonly collateralBtc: number;
  /** USD per BTC; above 0. */
  readonly btcPrice: number;
  /** Loan over value of the collateral at which the lender sells it; above 0. */
  readonly liquidationLtv: number;
  /** The same at which the lender asks for more; up to `liquidationLtv`. */
  readonly marginCallLtv: number | undefined;
  /** Years over which the price is watched; above 0. */
  readonly years: number | undefined;
  /** Per square-root year; above 0. */
  readonly volatility: number | undefined;
  /** Loan over value of the collateral that coins added bring about; above 0, up to `liquidationLtv`. */
  readonly cureLtv: number | undefined;
}

/**
 * How far a loan against coins is from a margin call and from liquidation. Values that need an input that was not given
 * are undefined.
 *
 * To cure is to add coins until the loan is at the cure LTV, by default the margin-call LTV, or without one the
 * liquidation LTV.
 */
export function loanHealth(loan: CoinLoan) {
  const { loanUsd, collateralBtc, btcPrice, liquidationLtv, marginCallLtv, years, volatility, cureLtv } =
    loan;
  const mostLtv = `must be at most liquidation_ltv (${liquidationLtv})`;
  if (marginCallLtv !== undefined && marginCallLtv > liquidationLtv)
    throw new InputError("margin_call_ltv", mostLtv, marginCallLtv);
  if (cureLtv !== undefined && cureLtv > liquidationLtv) throw new InputError("cure_ltv", mostLtv, cureLtv);
  const liquidationPrice = loanUsd / (collateralBtc * liquidationLtv);
  const target = cureLtv ?? marginCallLtv ?? liquidationLtv;
  return {
    ltv: loanUsd / (collateralBtc * btcPrice),
    marginCallPrice: marginCallLtv === undefined ? undefined : loanUsd / (collateralBtc * marginCallLtv),
    liquidationPrice,
    drop: 1 - liquidationPrice / btcPrice,
    btcToCure: Math.max(0, loanUsd / (target * btcPrice) - collateralBtc),
    touch:
      years === undefined || volatility === undefined
        ? undefined
        : touchProbability(liquidationPrice / btcPrice, volatility * Math.sqrt(years)),
  };
}

/**
 * Probability that a lognormal price whose mean does not drift ever falls to `barrier` (a share of today's price),
 * when the log has the standard deviation `deviation` at the end; 1 if it is there already.
 *
 * By reflection N((b + v^2/2)/v) + e^-b N((b - v^2/2)/v) with b = ln(barrier); the second term is written with the
 * first one's density, so that it neither over- nor underflows.
 *
 * Source: J. C. Cox and H. D. Miller (1965), The theory of stochastic processes, 5.7.
 */
export function touchProbability(barrier: number, deviation: number): number {
  if (barrier >= 1) return 1;
  if (barrier === 0 || deviation === 0) return 0;
  const distance = ln(barrier) / deviation;
  const below = distance + deviation / 2;
  return normalDistribution(below) + normalDensity(below) * millsRatio(deviation / 2 - distance);
}
