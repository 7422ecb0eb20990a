import { SECONDS_PER_DAY } from "../calendar";
import { at } from "../numeric/at";
import { HASHES_PER_DIFFICULTY, hashUnits } from "../network/hashrate";

export type PriceUnit = "TH" | "PH" | "EH";

export interface BlockReward {
  /** USD per BTC. */
  btcPrice: number;
  difficulty: number;
  /** BTC per block. */
  subsidyBtc: number;
  /** BTC per block. */
  feesBtc: number;
}

/** Expected revenue of a unit of hashrate, in USD per unit per day, before any pool fee. */
export function hashprice({
  btcPrice,
  difficulty,
  subsidyBtc,
  feesBtc,
  unit,
}: BlockReward & { unit: PriceUnit }): number {
  const blocksPerDay = (hashUnits[unit] * SECONDS_PER_DAY) / (difficulty * HASHES_PER_DIFFICULTY);
  return blocksPerDay * (subsidyBtc + feesBtc) * btcPrice;
}

interface BlockRewards {
  readonly btcPrice: Float64Array;
  readonly difficulty: Float64Array;
  readonly subsidyBtc: Float64Array;
  readonly feesBtc: Float64Array;
  readonly unit: PriceUnit;
}

/** The same by row, into `out`. */
export function hashprices(
  { btcPrice, difficulty, subsidyBtc, feesBtc, unit }: BlockRewards,
  rows: number,
  out: Float64Array,
): void {
  const hashesPerDay = hashUnits[unit] * SECONDS_PER_DAY;
  for (let row = 0; row < rows; row++) {
    const blocksPerDay = hashesPerDay / (at(difficulty, row) * HASHES_PER_DIFFICULTY);
    out[row] = blocksPerDay * (at(subsidyBtc, row) + at(feesBtc, row)) * at(btcPrice, row);
  }
}

interface Production {
  hashrateTh: number;
  difficulty: number;
  /** BTC per block. */
  subsidyBtc: number;
  /** BTC per block. */
  feesBtc: number;
  days: number;
  /** Share of the time that the machines run. */
  uptime: number;
  /** Share of the coins. */
  poolFee: number;
}

/** Expected coins in BTC after the pool fee. */
export function expectedBtc(production: Production): number {
  const { hashrateTh, difficulty, subsidyBtc, feesBtc, days, uptime, poolFee } = production;
  const hashes = hashrateTh * hashUnits.TH * SECONDS_PER_DAY * days * uptime;
  return (hashes / (difficulty * HASHES_PER_DIFFICULTY)) * (subsidyBtc + feesBtc) * (1 - poolFee);
}
