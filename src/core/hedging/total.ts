import type { NoAnswerError } from "../errors";
import { breakEvenPrice, type HedgedOutcome } from "./breakEven";

/** What totals need to know about a period of a hedge. */
interface Period {
  readonly btcHedged: number;
  /** undefined without a contract size. */
  readonly contracts: number | undefined;
  readonly outcome: HedgedOutcome;
}

/** How the periods of a hedge are combined. */
interface Totals<P> {
  readonly sum: (of: (period: P) => number) => number;
  /** Mean weighted by the BTC hedged; undefined if nothing is. */
  readonly weighted: (of: (period: P) => number) => number | undefined;
  /** undefined where no period has a contract size. */
  readonly contracts: number | undefined;
  /** Common price at which the periods together cover their cost, in USD per BTC; undefined for no periods. */
  readonly breakEven: number | NoAnswerError | undefined;
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
    breakEven: periods.length === 0 ? undefined : breakEvenPrice(periods.map(({ outcome }) => outcome)),
  };
}
