import { dayOf } from "../core/calendar";
import { hashprice } from "../core/economics/hashprice";
import { blockSubsidy, HALVING_INTERVAL } from "../core/network/subsidy";
import type { HistoryField } from "./series";

/** A day's value where it is known by itself; days are counted from 1970-01-01 UTC. */
export type DayReader = (field: HistoryField, day: number) => number | undefined;

/** How far the chain had come at a moment. */
export interface Tip {
  readonly value: number;
  /** Milliseconds since 1970 UTC. */
  readonly asOf: number;
}

/** Timestamps of the first blocks of each subsidy, Unix seconds: heights 0, 210,000, 420,000, 630,000 and 840,000. */
const halvingTimes = [1231006505, 1354116278, 1468082773, 1589225023, 1713571767];
const halvingDays = halvingTimes.map((seconds) => dayOf(seconds * 1000));

/**
 * A day's value of any field: as it is known by itself, or as it follows from the others. `tip` shows for how long the
 * last subsidy has gone on.
 */
export function dayValue(
  known: DayReader,
  tip: Tip | undefined,
  field: HistoryField,
  day: number,
): number | undefined {
  const value = known(field, day);
  if (value !== undefined) return value;
  if (field === "btc.subsidy") return subsidy(known, tip, day);
  if (field !== "btc.hashprice_subsidy") return undefined;
  const btcPrice = known("btc.price", day);
  const difficulty = known("btc.difficulty", day);
  const subsidyBtc = known("btc.subsidy", day) ?? subsidy(known, tip, day);
  if (btcPrice === undefined || difficulty === undefined || subsidyBtc === undefined) return undefined;
  return hashprice({ btcPrice, difficulty, subsidyBtc, feesBtc: 0, unit: "PH" });
}

/** Subsidy of the last block of a day. The last one known goes on for as long as a block has been seen that has it. */
function subsidy(known: DayReader, tip: Tip | undefined, day: number): number | undefined {
  const height = known("btc.height", day);
  if (height !== undefined) return blockSubsidy(height);
  const era = halvingDays.filter((first) => first <= day).length - 1;
  if (era < 0) return undefined;
  const isOver = era < halvingDays.length - 1;
  const goesOn =
    tip !== undefined && Math.floor(tip.value / HALVING_INTERVAL) === era && day < dayOf(tip.asOf);
  return isOver || goesOn ? blockSubsidy(era * HALVING_INTERVAL) : undefined;
}
