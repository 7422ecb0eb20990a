import * as v from "valibot";
import { BLOCK_TIME_S, dayOf, excelDate, MS_PER_DAY, MS_PER_HOUR } from "../../core/calendar";
import { UnavailableError } from "../../core/errors";
import { hashUnits, networkHashrate } from "../../core/network/hashrate";
import { EPOCH_BLOCKS } from "../../core/network/retarget";
import { meanSubsidy } from "../../core/network/subsidy";
import type { Days, Reading, Report } from "../market";
import { boundsObjection, difficultyObjection, heightBounds } from "../objection";
import { currencyFacts, historyFacts, keysOf, seriesFacts, type Currency } from "../series";
import type { Route } from "./provider";
import {
  amount,
  boundsIn,
  dateText,
  daysOf,
  maybeNumber,
  notEmpty,
  obtainable,
  plain,
  readingOf,
  recent,
  shaped,
  whole,
  wholeText,
} from "./readings";

/** What may be left out or empty. */
type Maybe = v.InferOutput<typeof maybeNumber>;

/** A height that the chain can have at a time. */
const heightOf = (height: number, now: number) => amount(height, "the block height", heightBounds(now));

function tip(body: unknown, now: number): Report {
  const value = heightOf(shaped(whole, body), now);
  return { readings: [{ series: "btc.height", value, asOf: now }] };
}

const adjustmentShape = v.object({
  progressPercent: v.number(),
  /** Per cent. */
  difficultyChange: v.number(),
  /** Milliseconds since 1970; seconds in old versions. */
  estimatedRetargetDate: v.number(),
  remainingBlocks: whole,
  nextRetargetHeight: whole,
});

function adjustment(body: unknown, now: number): Report {
  const stated = shaped(adjustmentShape, body);
  checkProgress(stated);
  const readings = obtainable<Reading>([
    () => ({
      series: "btc.next_retarget",
      value: retargetDate(stated.estimatedRetargetDate, now),
      asOf: now,
    }),
    () => ({ series: "btc.next_retarget_change", value: change(stated.difficultyChange), asOf: now }),
  ]);
  return { readings };
}

/** Adjustments come every 2,016 blocks: what is left and what is done must agree. */
function checkProgress(stated: v.InferOutput<typeof adjustmentShape>): void {
  const { progressPercent, remainingBlocks, nextRetargetHeight } = stated;
  const progress = 100 * (1 - remainingBlocks / EPOCH_BLOCKS);
  if (nextRetargetHeight <= 0 || nextRetargetHeight % EPOCH_BLOCKS !== 0) {
    throw new UnavailableError(
      `the next adjustment is at block ${nextRetargetHeight}, which is not a multiple of ${EPOCH_BLOCKS}`,
    );
  }
  if (
    remainingBlocks < 0 ||
    remainingBlocks > EPOCH_BLOCKS ||
    !(Math.abs(progress - progressPercent) < 0.1)
  ) {
    throw new UnavailableError(
      `${remainingBlocks} blocks left do not fit a progress of ${progressPercent} %`,
    );
  }
}

/** Excel's date of the next adjustment, UTC. */
function retargetDate(stated: number, now: number): number {
  const estimate = amount(stated, "the date of the next adjustment", [1, 1e14]);
  const moment = estimate < 1e11 ? estimate * 1000 : estimate;
  // A block may be late, and clocks differ.
  if (moment < now - MS_PER_DAY / 24) {
    throw new UnavailableError(`the next adjustment is dated ${dateText(moment)}, which has passed`);
  }
  if (moment > now + 60 * MS_PER_DAY) {
    throw new UnavailableError(`the next adjustment is dated ${dateText(moment)}, over 60 days ahead`);
  }
  return excelDate(moment);
}

/** Share. */
function change(percent: number): number {
  if (boundsObjection(percent / 100, seriesFacts["btc.next_retarget_change"].bounds) !== undefined) {
    throw new UnavailableError(
      `the change of difficulty is ${percent} %, which is not within -75 % and 300 %`,
    );
  }
  return percent / 100;
}

const feesShape = v.object({ fastestFee: maybeNumber, hourFee: maybeNumber });

function fees(body: unknown, now: number): Report {
  const { fastestFee, hourFee } = shaped(feesShape, body);
  return {
    readings: obtainable([
      () => readingOf("btc.feerate", fastestFee, "the fee rate", now),
      () => readingOf("btc.feerate_hour", hourFee, "the fee rate", now),
    ]),
  };
}

/** Of the currencies that it quotes those that the market has, in its words. */
const codes = { usd: "USD", eur: "EUR", gbp: "GBP" } as const satisfies Partial<Record<Currency, string>>;

/** `time` is in seconds; -1 means that a price is missing. */
const pricesShape = v.object({ time: whole, ...v.entriesFromList(Object.values(codes), maybeNumber) });

function prices(body: unknown, now: number): Report {
  const stated = shaped(pricesShape, body);
  const asOf = recent(stated.time * 1000, now, "the price");
  const attempts = keysOf(codes).map((currency) => () => {
    const code = codes[currency];
    return readingOf(currencyFacts[currency].price, stated[code], `the price in ${code}`, asOf);
  });
  return { readings: obtainable(attempts) };
}

const SATOSHI_PER_BTC = 1e8;
const DAYS_PER_WEEK = 7;

/**
 * Both are 0 when the service cannot reach its node. Where one is missing the other one is kept; a difficulty that no
 * block can have refuses the answer whole, so that the last good one stays.
 */
const hashrateShape = v.object({ currentHashrate: maybeNumber, currentDifficulty: maybeNumber });

function hashrate(body: unknown, now: number): Report {
  const { currentHashrate, currentDifficulty } = shaped(hashrateShape, body);
  return {
    readings: obtainable([
      () => readingOf("btc.difficulty", currentDifficulty, "the difficulty", now),
      () => observed(currentHashrate, currentDifficulty, now),
    ]),
  };
}

/** Estimated from a day's blocks, so that it lies within a factor of ten of what the difficulty implies. */
function observed(stated: Maybe, difficulty: Maybe, now: number): Reading {
  const reading = readingOf("btc.hashrate_observed", stated, "the hashrate", now, hashUnits.EH);
  if (typeof difficulty === "number" && difficulty > 0) {
    const ratio = Number(stated) / networkHashrate({ difficulty, blockTimeS: BLOCK_TIME_S, unit: "H" });
    if (!(ratio > 0.1 && ratio < 10)) {
      throw new UnavailableError(`a hashrate of ${stated} hashes per second does not fit the difficulty`);
    }
  }
  return reading;
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
  if (blocks < 1 || blocks > 1008) throw new UnavailableError(`the fees cover ${blocks} blocks`);
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

/** Blocks found by unlisted pools go under a name of their own, so that shares are of all blocks. */
function pools(body: unknown, now: number): Report {
  const stated = shaped(poolsShape, body);
  const total = amount(stated.blockCount, "the number of blocks", [1, 10_000]);
  const listed = stated.pools.map(({ name, blockCount }) => ({ name: plain(name, 60), blocks: blockCount }));
  const found = listed.reduce((sum, { blocks }) => sum + blocks, 0);
  if (listed.length === 0) throw new UnavailableError("the list of pools is empty");
  if (listed.some(({ name, blocks }) => name === "" || blocks < 0)) {
    throw new UnavailableError("the list of pools has a pool without a name or with negative blocks");
  }
  if (found > total) throw new UnavailableError(`the pools have found ${found} blocks of ${total}`);
  const others = { name: "Pools not listed", blocks: total - found };
  const all = [...listed, others].filter(({ blocks }) => blocks > 0).sort((a, b) => b.blocks - a.blocks);
  return { pools: { pools: all, days: DAYS_PER_WEEK, asOf: now } };
}

/** No epoch lasts longer: blocks would have to come at a quarter of their pace. */
const LONGEST_EPOCH_MS = 60 * MS_PER_DAY;

/** Time of the first block with it in seconds, its height, difficulty, ratio to the one before; the newest first. */
const adjustmentsShape = v.array(v.tuple([whole, whole, v.number(), v.number()]));

interface Adjustment {
  /** Milliseconds since 1970 UTC. */
  readonly time: number;
  readonly height: number;
  readonly difficulty: number;
}

function difficulties(body: unknown, now: number): Report {
  const adjustments = shaped(adjustmentsShape, body)
    .map(([seconds, height, difficulty]) => ({ time: seconds * 1000, height, difficulty }))
    .sort((a, b) => a.height - b.height);
  check(adjustments, now);
  return { history: { "btc.difficulty": inForce(adjustments, now) } };
}

/** The list has to be complete and current: every day between two adjustments takes its value from the first. */
function check(adjustments: readonly Adjustment[], now: number): void {
  const last = adjustments.at(-1);
  if (last === undefined) throw new UnavailableError("the list of adjustments is empty");
  if (last.time > now + MS_PER_DAY || last.time < now - LONGEST_EPOCH_MS) {
    throw new UnavailableError(`the last adjustment listed is dated ${dateText(last.time)}`);
  }
  let before: Adjustment | undefined;
  for (const adjustment of adjustments) {
    const { time, height, difficulty } = adjustment;
    const what = `the difficulty of block ${height}`;
    const objection = difficultyObjection(amount(difficulty, what, historyFacts["btc.difficulty"].bounds));
    if (objection !== undefined) throw new UnavailableError(`${what} is ${difficulty}: ${objection}`);
    if (height % EPOCH_BLOCKS !== 0) {
      throw new UnavailableError(
        `an adjustment is at block ${height}, which is not a multiple of ${EPOCH_BLOCKS}`,
      );
    }
    const isNext =
      height === (before ?? adjustment).height + EPOCH_BLOCKS &&
      time > (before ?? adjustment).time &&
      time <= (before ?? adjustment).time + LONGEST_EPOCH_MS;
    if (before !== undefined && !isNext) {
      throw new UnavailableError(
        `the list of adjustments has a gap between blocks ${before.height} and ${height}`,
      );
    }
    before = adjustment;
  }
}

/** The difficulty at the end of each completed day, from the day of the first adjustment. */
function inForce(adjustments: readonly Adjustment[], now: number): Days {
  const days: Record<number, number> = {};
  for (const [at, { time, difficulty }] of adjustments.entries()) {
    const next = adjustments[at + 1];
    const end = Math.min(next === undefined ? Infinity : dayOf(next.time), dayOf(now));
    for (let day = dayOf(time); day < end; day++) days[day] = difficulty;
  }
  return notEmpty(days);
}

/** H/s. Each value is dated by the midnight that ends its day; it is 0 where the service has no block of the day. */
const hashratesShape = v.object({
  hashrates: v.array(v.object({ timestamp: whole, avgHashrate: maybeNumber })),
});

function hashrates(body: unknown, now: number): Report {
  const rows = shaped(hashratesShape, body).hashrates;
  if (rows.length === 0) throw new UnavailableError("the list of hashrates is empty");
  const starts = rows.map(({ timestamp, avgHashrate }) => ({
    start: timestamp * 1000 - MS_PER_DAY,
    value: avgHashrate,
  }));
  return { history: { "btc.hashrate": daysOf("btc.hashrate", starts, "the hashrate", now, hashUnits.EH) } };
}

export const mempoolRoutes: readonly Route[] = [
  {
    provider: "mempool",
    topics: ["network"],
    id: "mempool.tip",
    label: "Block height from mempool.space",
    freshForMs: 60_000,
    path: () => "/api/blocks/tip/height",
    parse: tip,
  },
  {
    provider: "mempool",
    topics: ["network"],
    id: "mempool.adjustment",
    label: "Next difficulty adjustment from mempool.space",
    freshForMs: 120_000,
    path: () => "/api/v1/difficulty-adjustment",
    parse: adjustment,
  },
  {
    provider: "mempool",
    topics: ["network"],
    id: "mempool.fees",
    label: "Fee rates from mempool.space",
    freshForMs: 60_000,
    path: () => "/api/v1/fees/recommended",
    parse: fees,
  },
  {
    id: "mempool.prices",
    provider: "mempool",
    topics: keysOf(codes).map((currency) => seriesFacts[currencyFacts[currency].price].topic),
    label: "Bitcoin prices from mempool.space",
    freshForMs: 60_000,
    path: () => "/api/v1/prices",
    parse: prices,
  },
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
    freshForMs: MS_PER_HOUR,
    path: () => "/api/v1/mining/pools/1w",
    parse: pools,
  },
  {
    id: "mempool.history.difficulty",
    provider: "mempool",
    topics: ["history.btc.difficulty"],
    label: "Daily difficulty from mempool.space",
    freshForMs: MS_PER_HOUR,
    path: () => "/api/v1/mining/difficulty-adjustments/1y",
    parse: difficulties,
  },
  {
    id: "mempool.history.hashrate",
    provider: "mempool",
    topics: ["history.btc.hashrate"],
    label: "Daily hashrate from mempool.space",
    freshForMs: MS_PER_HOUR,
    path: () => "/api/v1/mining/hashrate/1y",
    parse: hashrates,
  },
];
