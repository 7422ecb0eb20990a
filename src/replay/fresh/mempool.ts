// mempool.space, in its recorded shapes.
import snapshot from "../../data/embedded/default-snapshot.json";
import { round, type Endpoint, type Moment } from "../endpoint";
import { isList, isObject, type Json } from "../recorded";
import { recordedBody, recordedObject } from "../recorded";
import {
  difficultyAdjustment,
  EPOCH_BLOCKS,
  epochsAt,
  runningEpoch,
  hashrateOf,
  tipAt,
  type Epoch,
} from "./network";
import { BLOCK_TIME_S as BLOCK_S, MS_PER_DAY as DAY } from "../../core/calendar";
import { priceAt, rateOf, wave } from "./price";

const EPOCHS_OF_A_YEAR = 30;
const REWARD_BLOCKS = 144;
const SATOSHI = 1e8;

function adjustment({ now, ...moment }: Moment): Json {
  const { height, epochStartS } = tipAt(now);
  const { ratio } = runningEpoch({ now, ...moment });
  const blocksBefore = Math.max(0, 504 - (height % EPOCH_BLOCKS));
  // Blocks of the epoch before came at the pace that its end's adjustment implies.
  const quarterS = epochStartS - Math.round((blocksBefore * BLOCK_S) / ratio);
  const nowS = Math.floor(now / 1000);
  return difficultyAdjustment({ nowS, height, epochStartS, quarterS, previousRetarget: (ratio - 1) * 100 });
}

/** Epochs that began in the last so many days, newest first; where none did, the running one. */
function epochsOfDays(days: number, moment: Moment): Epoch[] {
  const fromS = (moment.now - days * DAY) / 1000;
  return epochsAt(moment, EPOCHS_OF_A_YEAR).filter(({ startS }, age) => age === 0 || startS >= fromS);
}

const adjustments = (moment: Moment): Json =>
  epochsOfDays(365, moment).map(({ startS, height, difficulty, ratio }) => [
    startS,
    height,
    difficulty,
    round(ratio, 6),
  ]);

/** Days that are over, oldest first, each dated by the midnight that ends it: near what the difficulty then implies. */
function hashrates(days: number, moment: Moment): Json {
  const { difficulty: currentDifficulty } = runningEpoch(moment);
  const epochs = epochsAt(moment, EPOCHS_OF_A_YEAR);
  const today = Math.floor(moment.now / DAY) * DAY;
  const observed = (time: number, difficulty: number) =>
    Math.round(hashrateOf(difficulty) * (1 + 0.04 * wave(time, 5.3 * DAY)));
  return {
    hashrates: Array.from({ length: days }, (_, day) => {
      const time = today - (days - 1 - day) * DAY;
      const epoch = epochs.find(({ startS }) => startS * 1000 <= time);
      if (epoch === undefined) throw new Error(`${EPOCHS_OF_A_YEAR} epochs are less than ${days} days`);
      return { timestamp: time / 1000, avgHashrate: observed(time, epoch.difficulty) };
    }),
    difficulty: epochsOfDays(days, moment)
      .map(({ startS, difficulty, height }) => ({ timestamp: startS, difficulty, height }))
      .reverse(),
    currentHashrate: observed(moment.now, currentDifficulty),
    currentDifficulty,
  };
}

function rewards({ now }: Moment): Json {
  const { height } = tipAt(now);
  const feesPerBlock = snapshot.btc.feesPerBlockBtc.value * SATOSHI * (1 + 0.05 * wave(height, 61));
  const fees = Math.round(feesPerBlock * REWARD_BLOCKS);
  return {
    startBlock: height - REWARD_BLOCKS + 1,
    endBlock: height,
    totalReward: String(REWARD_BLOCKS * snapshot.btc.subsidyBtc.value * SATOSHI + fees),
    totalFee: String(fees),
    totalTx: String(REWARD_BLOCKS * 3400 + (height % 997)),
  };
}

function fees({ now }: Moment): Json {
  const fastestFee = 3 + (tipAt(now).height % 3);
  return { fastestFee, halfHourFee: fastestFee - 1, hourFee: 2, economyFee: 1, minimumFee: 1 };
}

function prices({ now, priceFactor }: Moment): Json {
  const price = priceAt(now) * priceFactor;
  const currencies = Object.keys(recordedObject("mempool/prices.json")).filter((name) => name !== "time");
  const values = currencies.map((name): [string, number] => [name, Math.round(price * rateOf(name))]);
  return { time: Math.floor(now / 1000) - 60, ...Object.fromEntries(values) };
}

/** Blocks of a week by pool, made up. What else is said of a pool is recorded for the first three of them. */
const poolBlocks: Readonly<Record<string, number>> = {
  "Foundry USA": 301,
  AntPool: 187,
  F2Pool: 128,
  ViaBTC: 118,
  SpiderPool: 92,
  "MARA Pool": 56,
  SECPOOL: 43,
  Luxor: 38,
  "Braiins Pool": 20,
  OCEAN: 16,
  Unknown: 9,
};

function pools(moment: Moment): Json {
  const { pools: recorded = [] } = recordedObject("mempool/mining-pools-1w.json");
  const known = (isList(recorded) ? recorded : []).filter(isObject);
  const list = Object.entries(poolBlocks).map(([name, blockCount], index) => {
    const slug = name.toLowerCase().replaceAll(" ", "");
    const invented = { poolId: 1000 + index, name, link: "", blockCount, rank: 0, emptyBlocks: 0, slug };
    return { ...(known.find((pool) => pool.name === name) ?? invented), blockCount, rank: index + 1 };
  });
  const blockCount = Object.values(poolBlocks).reduce((sum, blocks) => sum + blocks, 0);
  const lastEstimatedHashrate = Math.round(hashrateOf(runningEpoch(moment).difficulty));
  return { pools: list, blockCount, lastEstimatedHashrate };
}

const endpoint = (
  path: string,
  file: string,
  rest: Pick<Endpoint, "fresh" | "exact" | "expiresS">,
): Endpoint => ({
  provider: "mempool",
  path,
  recorded: () => recordedBody(`mempool/${file}`),
  ...rest,
});

/** Seconds to expiry as in mempool's own source (backend/src/api): where it says nothing, neither does this. */
export const mempool: readonly Endpoint[] = [
  endpoint("/api/v1/difficulty-adjustment", "difficulty-adjustment.2026-10-05.json", {
    fresh: adjustment,
    exact: ["nextRetargetHeight", "remainingBlocks"],
  }),
  endpoint("/api/v1/mining/hashrate/3d", "mining-hashrate-3d.json", {
    fresh: (moment) => hashrates(3, moment),
    exact: ["height"],
    expiresS: 300,
  }),
  endpoint("/api/v1/mining/hashrate/1y", "mining-hashrate.partial.2026-08-06.json", {
    fresh: (moment) => hashrates(365, moment),
    exact: ["height"],
    expiresS: 300,
  }),
  endpoint("/api/blocks/tip/height", "blocks-tip-height.json", {
    fresh: ({ now }) => tipAt(now).height,
    exact: [""],
  }),
  endpoint(`/api/v1/mining/reward-stats/${REWARD_BLOCKS}`, "mining-reward-stats-100.json", {
    fresh: rewards,
    exact: ["startBlock", "endBlock", "totalReward", "totalFee", "totalTx"],
    expiresS: 60,
  }),
  endpoint("/api/v1/fees/recommended", "fees-recommended.json", {
    fresh: fees,
    exact: ["fastestFee", "halfHourFee", "hourFee", "economyFee", "minimumFee"],
  }),
  endpoint("/api/v1/prices", "prices.json", { fresh: prices, expiresS: 300 }),
  endpoint("/api/v1/mining/pools/1w", "mining-pools-1w.json", {
    fresh: pools,
    exact: ["blockCount", "emptyBlocks"],
    expiresS: 60,
  }),
  endpoint("/api/v1/mining/difficulty-adjustments/1y", "mining-difficulty-adjustments-1m.json", {
    fresh: adjustments,
    exact: [1],
    expiresS: 300,
  }),
];
