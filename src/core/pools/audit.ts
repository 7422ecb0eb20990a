import { InputError, NoAnswerError } from "../errors";
import { expectedBtc } from "../economics/hashprice";
import { at } from "../numeric/at";
import { sum } from "../numeric/sum";

export interface AuditCase {
  /** BTC of each day. */
  readonly payoutsBtc: readonly number[];
  readonly hashratesTh: readonly number[];
  readonly difficulties: readonly number[];
  /** BTC per block, of each day or one for all. */
  readonly subsidyBtc: readonly number[];
  /** BTC per block, of each day or one for all. */
  readonly feesBtc: readonly number[];
  /** Share of the coins. */
  readonly poolFee: number;
}

interface AuditLine {
  /** BTC. */
  readonly expected: number;
  /** BTC. */
  readonly paid: number;
  /** Paid less expected, in BTC. */
  readonly difference: number;
  readonly shareOfExpected: number | NoAnswerError;
}

/** What a pool paid each day against what the hashrate was expected to earn, and the totals. */
export function poolAudit(given: AuditCase): { days: AuditLine[]; total: AuditLine } {
  const { payoutsBtc, hashratesTh, difficulties, subsidyBtc, feesBtc, poolFee } = given;
  const count = payoutsBtc.length;
  requireLength("hashrates_th", hashratesTh, count);
  requireLength("difficulties", difficulties, count);
  if (subsidyBtc.length > 1) requireLength("subsidy_btc", subsidyBtc, count);
  if (feesBtc.length > 1) requireLength("fees_btc", feesBtc, count);
  const hashrates = Float64Array.from(hashratesTh);
  const difficultyByDay = Float64Array.from(difficulties);
  const subsidies = eachDay(subsidyBtc, count);
  const fees = eachDay(feesBtc, count);
  const days: AuditLine[] = [];
  for (const [day, paid] of payoutsBtc.entries()) {
    const expected = expectedBtc({
      hashrateTh: at(hashrates, day),
      difficulty: at(difficultyByDay, day),
      subsidyBtc: at(subsidies, day),
      feesBtc: at(fees, day),
      days: 1,
      uptime: 1,
      poolFee,
    });
    days.push(auditLine(expected, paid));
  }
  return { days, total: auditLine(sum(days.map(({ expected }) => expected)), sum(payoutsBtc)) };
}

/** The values, or the only one on each of the days. */
function eachDay(values: readonly number[], count: number): Float64Array {
  const [only = NaN] = values;
  return values.length === 1 ? new Float64Array(count).fill(only) : Float64Array.from(values);
}

function requireLength(name: string, values: readonly number[], count: number): void {
  if (values.length !== count) {
    throw new InputError(name, `must have as many values as payouts_btc (${count})`, values.length);
  }
}

function auditLine(expected: number, paid: number): AuditLine {
  return {
    expected,
    paid,
    difference: paid - expected,
    shareOfExpected: expected > 0 ? paid / expected : new NoAnswerError("nothing was expected"),
  };
}
