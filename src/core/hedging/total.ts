/** A period of a hedge, as far as totals look at it. */
interface Period {
  readonly btcHedged: number;
  /** undefined without a contract size. */
  readonly contracts: number | undefined;
}

/** Ways to put the periods of a hedge together. */
export interface Totals<P> {
  readonly sum: (of: (period: P) => number) => number;
  /** Mean weighted by the BTC hedged; undefined if nothing is. */
  readonly weighted: (of: (period: P) => number) => number | undefined;
  /** undefined where no period has a contract size. */
  readonly contracts: number | undefined;
}

export function totalOver<P extends Period>(periods: readonly P[]): Totals<P> {
  const sum = (of: (period: P) => number) => periods.reduce((total, period) => total + of(period), 0);
  const btcHedged = sum((period) => period.btcHedged);
  const inContracts = periods.some((period) => period.contracts !== undefined);
  return {
    sum,
    weighted: (of) =>
      btcHedged === 0 ? undefined : sum((period) => period.btcHedged * of(period)) / btcHedged,
    contracts: inContracts ? sum((period) => period.contracts ?? 0) : undefined,
  };
}
