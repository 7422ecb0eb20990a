import { NoAnswerError, NumericError } from "../errors";
import { twoSum, type Compensated } from "../numeric/compensated";
import { sum } from "../numeric/sum";

/** Outcome of a period at expiry, as far as it depends on the price. */
export interface HedgedOutcome {
  /** BTC. */
  readonly production: number;
  /** BTC. */
  readonly btcHedged: number;
  /** Strike of the puts held, in USD per BTC. */
  readonly putStrike: number;
  /** Strike of the calls sold, at least `putStrike`; Infinity without any. */
  readonly callStrike: number;
  /** Paid, in USD per BTC hedged; negative if received. */
  readonly premium: number;
  /** USD per BTC produced. */
  readonly costPerBtc: number;
}

/** What is added to the margin, as USD + price x BTC, from a corner on. */
interface Change {
  /** USD per BTC. */
  readonly corner: number;
  readonly usd: number;
  readonly btc: number;
}

/** The rounding error of a sum that is 0, as a share of what was added up. */
const rounding = 1e-14;

/**
 * Lowest price of at least 0, in USD per BTC and the same in all periods, at which production, payoffs and premiums
 * cover the cost; a NoAnswerError where none does.
 *
 * The margin is a broken line with its corners at the strikes; it falls where more is hedged than produced. Its pieces
 * are therefore searched from 0 upwards, and the first that reaches 0 is solved.
 */
export function breakEvenPrice(periods: readonly HedgedOutcome[]): number | NoAnswerError {
  const production = sum(periods.map((period) => period.production));
  const changes = periods.flatMap(changesOf).sort((a, b) => a.corner - b.corner);
  let [usd, btc] = [nothing, nothing];
  let gross = 0;
  for (const [index, change] of changes.entries()) {
    const { corner } = change;
    usd = plus(usd, change.usd);
    btc = plus(btc, change.btc);
    gross += Math.abs(change.usd);
    const next = changes[index + 1]?.corner ?? Infinity;
    if (next === corner) continue;
    const [atZero, slope] = [usd.high + usd.low, btc.high + btc.low];
    const coins = production + (production - slope);
    const size = gross + coins * corner;
    if (!Number.isFinite(size)) throw new NumericError("hedge beyond the range of double precision");
    if (atZero + slope * corner >= -rounding * size) return corner;
    const root = slope > rounding * coins ? -atZero / slope : Infinity;
    if (root < next) return root;
  }
  return new NoAnswerError("not covered at any price");
}

/** The put replaces the price by its strike below the strike, the call above its strike. */
function changesOf(period: HedgedOutcome): Change[] {
  const { production, btcHedged, putStrike, callStrike, premium, costPerBtc } = period;
  const changes = [
    { corner: 0, usd: btcHedged * (putStrike - premium), btc: production },
    { corner: 0, usd: -production * costPerBtc, btc: -btcHedged },
    { corner: putStrike, usd: -btcHedged * putStrike, btc: btcHedged },
  ];
  if (callStrike === Infinity) return changes;
  return [...changes, { corner: callStrike, usd: btcHedged * callStrike, btc: -btcHedged }];
}

const nothing: Compensated = { high: 0, low: 0 };

function plus(total: Compensated, value: number): Compensated {
  const { high, low } = twoSum(total.high, value);
  return { high, low: total.low + low };
}
