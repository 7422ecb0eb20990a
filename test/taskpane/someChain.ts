import { blackPrice } from "../../src/core/options/black";
import type { OptionChain, OptionQuote } from "../../src/data/market";

const MS_PER_YEAR = 365 * 86_400_000;
/** 23 November 2026, 11:58 UTC. */
const asOf = Date.UTC(2026, 10, 23, 11, 58);

function quote(expiry: number, forward: number, strike: number, type: "call" | "put"): OptionQuote {
  const volatility = 0.5 + 0.2 * Math.abs(Math.log(strike / forward));
  const years = (expiry - asOf) / MS_PER_YEAR;
  const mark = blackPrice({ type, forward, strike, years, volatility, rate: 0 }) / forward;
  const day = new Date(expiry).toISOString().slice(0, 10);
  return {
    instrument: `BTC-${day}-${strike}-${type}`,
    expiry,
    strike,
    type,
    volatility,
    forward,
    mark: Number(mark.toFixed(6)),
    delta: type === "put" ? -0.25 : 0.75,
    openInterest: strike / 1000,
    ...(strike === 70_000
      ? {}
      : { bid: Math.floor(mark * 9_500) / 1e4, ask: Math.ceil(mark * 10_500) / 1e4 }),
  };
}

const strikes = [50_000, 60_000, 70_000, 80_000, 90_000, 100_000, 120_000];
const options = (expiry: number, forward: number) =>
  strikes.flatMap((strike) => [
    quote(expiry, forward, strike, "call"),
    quote(expiry, forward, strike, "put"),
  ]);

export const nearExpiry = Date.UTC(2026, 11, 25, 8);
export const farExpiry = Date.UTC(2027, 2, 26, 8);

/** Options priced by Black, of an expiry that is over, one of 31 days and one of 122; nobody quotes at 70,000. */
export const someChain: OptionChain = {
  options: [
    ...options(Date.UTC(2026, 10, 23, 8), 85_000),
    ...options(nearExpiry, 86_000),
    ...options(farExpiry, 87_500),
  ],
  asOf,
  fetchedAt: asOf,
  source: "Deribit",
};
