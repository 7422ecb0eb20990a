import { BLOCK_TIME_S } from "../calendar";
import { hashprice } from "../economics/hashprice";
import { InputError } from "../errors";
import { networkHashrate } from "../network/hashrate";

export interface Forwards {
  /** USD per PH/s per day, by month. */
  readonly hashprices: readonly number[];
  /** USD per BTC, by month. */
  readonly btcForwards: readonly number[];
  /** BTC per block, of each month or one for all. */
  readonly subsidyBtc: readonly number[];
  /** BTC per block, of each month or one for all. */
  readonly feesBtc: readonly number[];
}

interface ImpliedMonth {
  /** USD per PH/s per day. */
  readonly hashprice: number;
  /** USD per BTC. */
  readonly forward: number;
  readonly difficulty: number;
  /** Share by which difficulty grows from the month before; undefined in the first. */
  readonly growth: number | undefined;
  /** EH/s, at a block every 600 seconds. */
  readonly networkEh: number;
}

/** The difficulty of each month at which the forward hashprice is that of the forward price of bitcoin. */
export function impliedDifficulty({
  hashprices,
  btcForwards,
  subsidyBtc,
  feesBtc,
}: Forwards): ImpliedMonth[] {
  const count = hashprices.length;
  const required = (name: string, { length }: readonly number[]) => {
    if (length !== count)
      throw new InputError(name, `must have as many values as hashprices (${count})`, length);
  };
  required("btc_forwards", btcForwards);
  if (subsidyBtc.length > 1) required("subsidy_btc", subsidyBtc);
  if (feesBtc.length > 1) required("fees_btc", feesBtc);
  let before: number | undefined;
  return hashprices.map((price, month) => {
    const forward = btcForwards[month] ?? NaN;
    const subsidy = subsidyBtc[subsidyBtc.length === 1 ? 0 : month] ?? NaN;
    const fees = feesBtc[feesBtc.length === 1 ? 0 : month] ?? NaN;
    if (subsidy + fees === 0)
      throw new InputError(
        count === 1 ? "subsidy_btc" : `subsidy_btc, month ${month + 1},`,
        "must be above 0 where there are no fees",
        subsidy,
      );
    // Hashprice is inversely proportional to difficulty.
    const atOne = hashprice({
      btcPrice: forward,
      difficulty: 1,
      subsidyBtc: subsidy,
      feesBtc: fees,
      unit: "PH",
    });
    const difficulty = atOne / price;
    const growth = before === undefined ? undefined : difficulty / before - 1;
    before = difficulty;
    const networkEh = networkHashrate({ difficulty, blockTimeS: BLOCK_TIME_S, unit: "EH" });
    return { hashprice: price, forward, difficulty, growth, networkEh };
  });
}
