import { power } from "../numeric/elementary";
import { BLOCK_TIME_S } from "../calendar";
import { HASHES_PER_DIFFICULTY } from "./hashrate";

export const coinNames = ["BTC", "LTC", "BCH", "DOGE", "DASH", "ZEC", "ETC", "KAS", "XMR"] as const;
export type CoinName = (typeof coinNames)[number];

/** Constants of a proof-of-work coin. */
export interface Coin {
  name: string;
  algorithm: string;
  /** Target block time in seconds; for ETC, which has no target, what it keeps to. */
  blockTime: number;
  /** Expected hashes (Zcash: solutions) to find a block at difficulty 1. */
  hashesPerDifficulty: number;
  difficultyRule: string;
  /** Smallest units in a coin, as a power of ten. */
  decimals: number;
  subsidyRule: string;
  /** Share of a block's new coins that the miner gets. */
  minerShare: number;
  tail: string;
}

/** Excel's date of 2026-10-05, when these rules were last compared with the coins' own sources. */
const RULES_AS_OF = 46_300;

const sha256 = {
  algorithm: "SHA-256d",
  blockTime: BLOCK_TIME_S,
  hashesPerDifficulty: HASHES_PER_DIFFICULTY,
  decimals: 8,
  minerShare: 1,
};
const scrypt = {
  algorithm: "scrypt",
  hashesPerDifficulty: HASHES_PER_DIFFICULTY,
  decimals: 8,
  minerShare: 1,
};

/** Sources: the chain parameters named in coinSubsidy.ts, beside the rule of each coin. */
export const coins: Readonly<Record<CoinName, Coin>> = {
  BTC: {
    ...sha256,
    name: "Bitcoin",
    difficultyRule: "every 2,016 blocks, within a factor of 4",
    subsidyRule: "50 BTC, halved every 210,000 blocks",
    tail: "ends at 20,999,999.9769 BTC",
  },
  LTC: {
    ...scrypt,
    name: "Litecoin",
    blockTime: 150,
    difficultyRule: "every 2,016 blocks (3.5 days), within a factor of 4",
    subsidyRule: "50 LTC, halved every 840,000 blocks",
    tail: "ends at 83,999,999.9076 LTC",
  },
  BCH: {
    ...sha256,
    name: "Bitcoin Cash",
    difficultyRule: "every block: aserti3-2d with a half-life of 2 days, since November 2020",
    subsidyRule: "50 BCH, halved every 210,000 blocks",
    tail: "ends at 20,999,999.9769 BCH",
  },
  DOGE: {
    ...scrypt,
    name: "Dogecoin",
    blockTime: 60,
    difficultyRule: "every block: DigiShield, since block 145,000",
    subsidyRule:
      "500,000 DOGE halved every 100,000 blocks from block 145,000, 10,000 DOGE from block 600,000",
    tail: "no cap: 10,000 DOGE a block for ever",
  },
  DASH: {
    name: "Dash",
    algorithm: "X11",
    blockTime: 150,
    hashesPerDifficulty: HASHES_PER_DIFFICULTY,
    difficultyRule: "every block: Dark Gravity Wave",
    decimals: 8,
    subsidyRule: "5 DASH, less one fourteenth every 210,240 blocks; 20 % treasury, 60 % masternodes",
    minerShare: 0.2,
    tail: "falls by one fourteenth every 210,240 blocks towards 0",
  },
  ZEC: {
    name: "Zcash",
    algorithm: "Equihash 200,9",
    blockTime: 75,
    hashesPerDifficulty: 2 ** 13,
    difficultyRule: "every block: average of 17 blocks, damped",
    decimals: 8,
    subsidyRule: "6.25 ZEC from block 653,600, halved at block 1,046,400 and every 1,680,000 blocks after",
    minerShare: 0.8,
    tail: "ends just below 21,000,000 ZEC; miners get the whole subsidy from block 4,406,400",
  },
  ETC: {
    name: "Ethereum Classic",
    algorithm: "Etchash",
    blockTime: 13,
    hashesPerDifficulty: 1,
    difficultyRule: "every block, from the time since the last one",
    decimals: 18,
    subsidyRule: "5 ETC, less one fifth every 5,000,000 blocks; uncles extra",
    minerShare: 1,
    tail: "falls by one fifth every 5,000,000 blocks towards 0",
  },
  KAS: {
    name: "Kaspa",
    algorithm: "kHeavyHash",
    blockTime: 0.1,
    hashesPerDifficulty: 2,
    difficultyRule: "every block, from a sampled window",
    decimals: 8,
    subsidyRule: "440 KAS a second from DAA score 15,519,600, halved smoothly every year, by months",
    minerShare: 1,
    tail: "ends after 425 months of the falling subsidy",
  },
  XMR: {
    name: "Monero",
    algorithm: "RandomX",
    blockTime: 120,
    hashesPerDifficulty: 1,
    difficultyRule: "every block: 720 blocks less the outliers",
    decimals: 12,
    subsidyRule: "0.6 XMR since block 2,641,623; less when a block is larger than the median",
    minerShare: 1,
    tail: "no cap: 0.6 XMR a block for ever",
  },
};

export const coinFieldNames = [
  "name",
  "algorithm",
  "block time",
  "hashes per difficulty",
  "difficulty rule",
  "smallest units",
  "subsidy rule",
  "miner share",
  "tail or cap",
  "rules as of",
] as const;
type CoinFieldName = (typeof coinFieldNames)[number];

/** One of the constants of a coin; the date of the rules in days since Excel's epoch. */
export function coinField(name: CoinName, field: CoinFieldName): string | number {
  const coin = coins[name];
  switch (field) {
    case "name":
      return coin.name;
    case "algorithm":
      return coin.algorithm;
    case "block time":
      return coin.blockTime;
    case "hashes per difficulty":
      return coin.hashesPerDifficulty;
    case "difficulty rule":
      return coin.difficultyRule;
    case "smallest units":
      return power(10, coin.decimals);
    case "subsidy rule":
      return coin.subsidyRule;
    case "miner share":
      return coin.minerShare;
    case "tail or cap":
      return coin.tail;
    case "rules as of":
      return RULES_AS_OF;
  }
}
