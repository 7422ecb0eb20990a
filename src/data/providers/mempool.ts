import * as v from "valibot";
import { excelDate, MS_PER_DAY } from "../../core/calendar";
import { UnavailableError } from "../../core/errors";
import { EPOCH_BLOCKS } from "../../core/network/retarget";
import type { Reading, Report, Route } from "../feed/route";
import { boundsObjection, heightBounds } from "../objection";
import { maybeNumber, shaped, whole } from "./schema";
import { amount, dateText, obtainable, recent } from "./values";
import { type Currency, currencyFacts, keysOf, seriesFacts } from "../series";

/** A height that the chain can have at a time. */
export const heightOf = (height: number, now: number) =>
  amount(height, "the block height", heightBounds(now));

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

/** Adjustments come every 2,016 blocks: what is left and what is done must say the same. */
function checkProgress(stated: v.InferOutput<typeof adjustmentShape>): void {
  const { progressPercent, remainingBlocks, nextRetargetHeight } = stated;
  const progress = 100 * (1 - remainingBlocks / EPOCH_BLOCKS);
  if (nextRetargetHeight <= 0 || nextRetargetHeight % EPOCH_BLOCKS !== 0) {
    throw new UnavailableError(
      `the next adjustment is at block ${nextRetargetHeight}, which is no multiple of ${EPOCH_BLOCKS}`,
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
  const { bounds } = seriesFacts["btc.feerate"];
  const readings = obtainable<Reading>([
    () => ({ series: "btc.feerate", value: amount(fastestFee, "the fee rate", bounds), asOf: now }),
    () => ({ series: "btc.feerate_hour", value: amount(hourFee, "the fee rate", bounds), asOf: now }),
  ]);
  return { readings };
}

/** The currencies asked for, in its words. */
const codes = { usd: "USD", eur: "EUR", gbp: "GBP" } as const satisfies Partial<Record<Currency, string>>;

/** `time` is in seconds; -1 stands for a price that is missing. */
const pricesShape = v.object({ time: whole, ...v.entriesFromList(Object.values(codes), maybeNumber) });

function prices(body: unknown, now: number): Report {
  const stated = shaped(pricesShape, body);
  const asOf = recent(stated.time * 1000, now, "the price");
  const attempts = keysOf(codes).map((currency) => (): Reading => {
    const series = currencyFacts[currency].price;
    const code = codes[currency];
    return {
      series,
      value: amount(stated[code], `the price in ${code}`, seriesFacts[series].bounds),
      asOf,
    };
  });
  return { readings: obtainable(attempts) };
}

const network = { provider: "mempool", topics: ["network"] } as const;

export const mempoolRoutes: readonly Route[] = [
  {
    ...network,
    id: "mempool.tip",
    label: "Block height from mempool.space",
    freshForMs: 60_000,
    path: () => "/api/blocks/tip/height",
    parse: tip,
  },
  {
    ...network,
    id: "mempool.adjustment",
    label: "Next difficulty adjustment from mempool.space",
    freshForMs: 120_000,
    path: () => "/api/v1/difficulty-adjustment",
    parse: adjustment,
  },
  {
    ...network,
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
];
