import { SECONDS_PER_DAY } from "../calendar";
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
