import { dateOrNone, SECONDS_PER_DAY } from "../calendar";
import type { NoAnswerError } from "../errors";
import { blockSubsidy, HALVING_INTERVAL, supplyBelow } from "./subsidy";

const SECONDS_PER_YEAR = 31_557_600;

interface Pace {
  /** Height of the block at `date`. */
  height: number;
  /** Days since Excel's epoch. */
  date: number;
  /** Average time between blocks from then on, in seconds. */
  blockTimeS: number;
}

interface Halving {
  height: number;
  /** Days since Excel's epoch; none past Excel's last date. */
  date: number | NoAnswerError;
  /** New subsidy in BTC per block. */
  subsidy: number;
  /** BTC created by all blocks below the height. */
  supply: number;
  /** New coins of a year over the supply. */
  inflation: number;
}

/** The `n`-th halving above `height`, from 1; at a halving's own height, that halving is past. */
export function halving({ height, date, blockTimeS }: Pace, n: number): Halving {
  const at = (Math.floor(height / HALVING_INTERVAL) + n) * HALVING_INTERVAL;
  const subsidy = blockSubsidy(at);
  const supply = supplyBelow(at);
  return {
    height: at,
    date: dateOrNone(date + ((at - height) * blockTimeS) / SECONDS_PER_DAY, `block ${at}`),
    subsidy,
    supply,
    inflation: (subsidy * SECONDS_PER_YEAR) / blockTimeS / supply,
  };
}

/** The next `rows` halvings above `height`. */
export function halvings(pace: Pace, rows: number): Halving[] {
  return Array.from({ length: rows }, (_, index) => halving(pace, index + 1));
}
