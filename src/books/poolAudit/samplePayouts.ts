import { dateOfDay, dayOf } from "../../core/calendar";
import { difficultyByDay, valueOn } from "../../data/embedded/history";
import type { Content } from "../page";

const FIRST = "2025-10-01";
const SAMPLE_DAYS = 92;
/** What the made-up pool and machines are like; the sheet Inputs starts with the same. */
const NAMEPLATE_TH = 270_000;
const SUBSIDY_AND_FEES_BTC = 3.145;
const AGREED_FEE = 0.02;
const POOL_TH = 45_000_000;
/** Days, counted from the first, on which part of the site stood still, and what share of it ran. */
const OUTAGES: ReadonlyMap<number, number> = new Map([
  [19, 0.38],
  [20, 0.55],
  [66, 0],
  [81, 0.51],
]);
/** 10 to 16 November: the week in which the made-up pool pays this much less than it owes. */
const BAD_WEEK = { from: 40, to: 46, short: 0.032 };

/**
 * A quarter of payouts for the workbook as it is delivered: the difficulty is that of the days, all else follows a rule
 * and is made up.
 */
export function samplePayouts(): Content[][] {
  const difficulties = difficultyByDay();
  const first = dayOf(Date.parse(FIRST));
  return Array.from({ length: SAMPLE_DAYS }, (_, day) => {
    const difficulty = valueOn(difficulties, first + day);
    const hashrate = Math.round(NAMEPLATE_TH * (OUTAGES.get(day) ?? 0.952 + 0.0017 * ((day * 7) % 13)));
    const blocksPerTh = (86_400 * 1e12) / (difficulty * 2 ** 32);
    const owed = hashrate * blocksPerTh * SUBSIDY_AND_FEES_BTC * (1 - AGREED_FEE);
    const isBad = day >= BAD_WEEK.from && day <= BAD_WEEK.to;
    const paid = owed * (1 + 0.0004 * (((day * 5) % 9) - 4)) * (isBad ? 1 - BAD_WEEK.short : 1);
    return [
      dateOfDay(first + day),
      hashrate,
      Math.round(paid * 1e8) / 1e8,
      blocksFound(0.95 * POOL_TH * blocksPerTh, (0.5 + day * 0.6180339887) % 1),
    ];
  });
}

/** The number of blocks that a Poisson variable with this mean stays below with a probability. */
function blocksFound(mean: number, probability: number): number {
  let blocks = 0;
  let term = Math.exp(-mean);
  for (let reached = term; reached < probability; reached += term) {
    blocks += 1;
    term *= mean / blocks;
  }
  return blocks;
}
