import * as v from "valibot";
import { BLOCK_TIME_S } from "../../core/calendar";
import { UnavailableError } from "../../core/errors";
import { hashUnits, networkHashrate } from "../../core/network/hashrate";
import { meanSubsidy } from "../../core/network/subsidy";
import type { Reading, Report, Route } from "../feed/route";
import { heightOf } from "./mempool";
import { maybeNumber, plain, shaped, whole, wholeText } from "./schema";
import { amount, boundsIn, obtainable } from "./values";
import { seriesFacts } from "../series";

const SATOSHI_PER_BTC = 1e8;
const DAYS_PER_WEEK = 7;

/** H/s. */
const hashrateBounds = boundsIn(seriesFacts["btc.hashrate_observed"].bounds, hashUnits.EH);

/** Both are 0 when the service cannot reach its node. */
const hashrateShape = v.object({ currentHashrate: maybeNumber, currentDifficulty: maybeNumber });

function hashrate(body: unknown, now: number): Report {
  const { currentHashrate, currentDifficulty } = shaped(hashrateShape, body);
  const readings = obtainable<Reading>([
    () => ({
      series: "btc.difficulty",
      value: amount(currentDifficulty, "the difficulty", seriesFacts["btc.difficulty"].bounds),
      asOf: now,
    }),
    () => ({
      series: "btc.hashrate_observed",
      value: observed(currentHashrate, currentDifficulty),
      asOf: now,
    }),
  ]);
  return { readings };
}

/** EH/s. It is estimated from a day's blocks, so that it lies within a factor of ten of what the difficulty implies. */
function observed(stated: number | null | undefined, difficulty: number | null | undefined): number {
  const hashes = amount(stated, "the hashrate", hashrateBounds);
  if (typeof difficulty === "number" && difficulty > 0) {
    const ratio = hashes / networkHashrate({ difficulty, blockTimeS: BLOCK_TIME_S, unit: "H" });
    if (!(ratio > 0.1 && ratio < 10)) {
      throw new UnavailableError(`a hashrate of ${hashes} hashes per second does not fit the difficulty`);
    }
  }
  return hashes / hashUnits.EH;
}

/** Sums over the blocks in satoshi, as texts. */
const rewardsShape = v.object({
  startBlock: whole,
  endBlock: whole,
  totalReward: wholeText,
  totalFee: wholeText,
});

function rewards(body: unknown, now: number): Report {
  const { startBlock, endBlock, totalReward, totalFee } = shaped(rewardsShape, body);
  const blocks = endBlock - startBlock + 1;
  heightOf(endBlock, now);
  if (blocks < 1 || blocks > 1008) throw new UnavailableError(`the fees are of ${blocks} blocks`);
  const bounds = boundsIn(seriesFacts["btc.fees"].bounds, blocks * SATOSHI_PER_BTC);
  const fees = amount(totalFee, "the sum of fees", bounds) / blocks / SATOSHI_PER_BTC;
  const created = (totalReward - totalFee) / blocks / SATOSHI_PER_BTC;
  const subsidy = meanSubsidy(startBlock, blocks);
  // Blocks that claim less than they may are rare.
  if (!(Math.abs(created - subsidy) <= 0.01 * subsidy)) {
    throw new UnavailableError(
      `the rewards less fees are ${created} BTC per block, the subsidy is ${subsidy} BTC`,
    );
  }
  return { readings: [{ series: "btc.fees", value: fees, asOf: now }] };
}

const poolsShape = v.object({
  pools: v.array(v.object({ name: v.string(), blockCount: whole })),
  blockCount: whole,
});

/** What pools that are not listed have found goes under a name of its own, so that shares are those of all blocks. */
function pools(body: unknown, now: number): Report {
  const stated = shaped(poolsShape, body);
  const total = amount(stated.blockCount, "the number of blocks", [1, 10_000]);
  const listed = stated.pools.map(({ name, blockCount }) => ({ name: plain(name, 60), blocks: blockCount }));
  const found = listed.reduce((sum, { blocks }) => sum + blocks, 0);
  if (listed.length === 0) throw new UnavailableError("the list of pools is empty");
  if (listed.some(({ name, blocks }) => name === "" || blocks < 0)) {
    throw new UnavailableError("the list of pools has a pool without a name or with fewer than no blocks");
  }
  if (found > total) throw new UnavailableError(`the pools have found ${found} blocks of ${total}`);
  const others = { name: "Pools not listed", blocks: total - found };
  const all = [...listed, others].filter(({ blocks }) => blocks > 0).sort((a, b) => b.blocks - a.blocks);
  return { pools: { pools: all, days: DAYS_PER_WEEK, asOf: now } };
}

export const mempoolMiningRoutes: readonly Route[] = [
  {
    id: "mempool.hashrate",
    provider: "mempool",
    topics: ["network"],
    label: "Difficulty and hashrate from mempool.space",
    freshForMs: 120_000,
    path: () => "/api/v1/mining/hashrate/3d",
    parse: hashrate,
  },
  {
    id: "mempool.rewards",
    provider: "mempool",
    topics: ["network"],
    label: "Transaction fees from mempool.space",
    freshForMs: 120_000,
    path: () => "/api/v1/mining/reward-stats/144",
    parse: rewards,
  },
  {
    id: "mempool.pools",
    provider: "mempool",
    topics: ["pools"],
    label: "Blocks found by pools from mempool.space",
    freshForMs: 3_600_000,
    path: () => "/api/v1/mining/pools/1w",
    parse: pools,
  },
];
