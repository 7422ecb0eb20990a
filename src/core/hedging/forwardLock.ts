import { expm1, ln1p } from "../numeric/elementary";
import type { HedgeSize } from "./contracts";
import { hedgedBtc } from "./contracts";

export interface ForwardLock extends HedgeSize {
  /** USD per BTC today; above 0. */
  readonly spot: number;
  /** USD per BTC at which BTC are sold forward; above 0. */
  readonly futurePrice: number;
  /** Time to delivery in years; above 0. */
  readonly years: number;
  /** Share of the value sold that is deposited. */
  readonly marginShare: number;
  /** USD per BTC at which coins and future are closed out; undefined if not known yet. */
  readonly exitSpot: number | undefined;
}

interface ForwardLockResult {
  /** Future less spot, in USD per BTC. */
  readonly basis: number;
  /** Effective, per year. */
  readonly annualisedBasis: number;
  readonly btcHedged: number;
  /** undefined without a contract size. */
  readonly contracts: number | undefined;
  /** USD. */
  readonly margin: number;
  /** Of the BTC hedged, in USD. */
  readonly lockedRevenue: number;
  /** Of the futures sold, in USD; undefined without `exitSpot`, as the next. */
  readonly pnlAtExit: number | undefined;
  /** Production sold at `exitSpot` and that P&L, in USD. */
  readonly revenueAtExit: number | undefined;
}

/** Revenue that a future sold against a production locks in. */
export function forwardLock(given: ForwardLock): ForwardLockResult {
  const { production, spot, futurePrice, years, marginShare, exitSpot } = given;
  const { btcHedged, contracts } = hedgedBtc(given);
  const lockedRevenue = btcHedged * futurePrice;
  const pnlAtExit = exitSpot === undefined ? undefined : btcHedged * (futurePrice - exitSpot);
  return {
    basis: futurePrice - spot,
    annualisedBasis: expm1(ln1p((futurePrice - spot) / spot) / years),
    btcHedged,
    contracts,
    margin: marginShare * lockedRevenue,
    lockedRevenue,
    pnlAtExit,
    revenueAtExit:
      exitSpot === undefined || pnlAtExit === undefined ? undefined : production * exitSpot + pnlAtExit,
  };
}
