import * as v from "valibot";
import { dayOf, MS_PER_DAY } from "../../core/calendar";
import { UnavailableError } from "../../core/errors";
import { hashUnits } from "../../core/network/hashrate";
import { EPOCH_BLOCKS } from "../../core/network/retarget";
import { difficultyObjection } from "../feed/difficultyCheck";
import type { Report, Route } from "../feed/route";
import type { FetchedDays } from "../market";
import { maybeNumber, shaped, whole } from "./schema";
import { amount, boundsIn, dateText, daysOf } from "./values";
import { historyFacts } from "../series";

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

/** The list has to be whole and current: every day between two adjustments takes its value from the first. */
function check(adjustments: readonly Adjustment[], now: number): void {
  const last = adjustments[adjustments.length - 1];
  if (last === undefined) throw new UnavailableError("the list of adjustments is empty");
  if (last.time > now + MS_PER_DAY || last.time < now - LONGEST_EPOCH_MS) {
    throw new UnavailableError(`the last adjustment listed is of ${dateText(last.time)}`);
  }
  adjustments.forEach(({ time, height, difficulty }, at) => {
    const before = adjustments[at - 1];
    const what = `the difficulty of block ${height}`;
    const objection = difficultyObjection(
      amount(difficulty, what, historyFacts["btc.difficulty"].bounds),
      undefined,
      undefined,
    );
    if (objection !== undefined) throw new UnavailableError(`${what} is ${difficulty}: ${objection}`);
    if (height % EPOCH_BLOCKS !== 0) {
      throw new UnavailableError(
        `an adjustment is at block ${height}, which is no multiple of ${EPOCH_BLOCKS}`,
      );
    }
    const isNext =
      before === undefined ||
      (height === before.height + EPOCH_BLOCKS &&
        time > before.time &&
        time <= before.time + LONGEST_EPOCH_MS);
    if (!isNext) {
      throw new UnavailableError(
        `the list of adjustments breaks between blocks ${before.height} and ${height}`,
      );
    }
  });
}

/** The difficulty at the end of each day that is over, from the day of the first adjustment. */
function inForce(adjustments: readonly Adjustment[], now: number): FetchedDays["days"] {
  const days: Record<number, number> = {};
  adjustments.forEach(({ time, difficulty }, at) => {
    const next = adjustments[at + 1];
    const end = Math.min(next === undefined ? Infinity : dayOf(next.time), dayOf(now));
    for (let day = dayOf(time); day < end; day++) days[day] = difficulty;
  });
  if (Object.keys(days).length === 0) throw new UnavailableError("the answer holds no day that is over");
  return days;
}

/** H/s. Each value stands at the midnight that ends its day; it is 0 where the service has no block of the day. */
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
  const bounds = boundsIn(historyFacts["btc.hashrate"].bounds, hashUnits.EH);
  const days = Object.entries(daysOf(starts, "the hashrate", now, bounds));
  return {
    history: {
      "btc.hashrate": Object.fromEntries(days.map(([day, hashes]) => [day, hashes / hashUnits.EH])),
    },
  };
}

export const mempoolHistoryRoutes: readonly Route[] = [
  {
    id: "mempool.history.difficulty",
    provider: "mempool",
    topics: ["history.btc.difficulty"],
    label: "Daily difficulty from mempool.space",
    freshForMs: 3_600_000,
    path: () => "/api/v1/mining/difficulty-adjustments/1y",
    parse: difficulties,
  },
  {
    id: "mempool.history.hashrate",
    provider: "mempool",
    topics: ["history.btc.hashrate"],
    label: "Daily hashrate from mempool.space",
    freshForMs: 3_600_000,
    path: () => "/api/v1/mining/hashrate/1y",
    parse: hashrates,
  },
];
