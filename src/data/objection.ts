import { power } from "../core/numeric/elementary";
import { BLOCK_TIME_S, excelDate } from "../core/calendar";
import { bitsOfTarget, difficultyFromBits, targetOfBits } from "../core/network/compactBits";
import { EPOCH_BLOCKS } from "../core/network/retarget";
import { historyFacts, seriesFacts, type Bounds, type HistoryField, type Series } from "./series";

/** 2009-01-03 18:15:05 UTC. */
export const FIRST_BLOCK_TIME = 1_231_006_505_000;
/** Days to the next adjustment: a block may be late and clocks differ; no epoch lasts longer. */
const RETARGET_DAYS: Bounds = [-1 / 24, 60];
/** Rounding of a date. */
const ROUNDING = 1e-6;

/**
 * A height that the chain can have at a time. Blocks have come a little faster than every ten minutes: from 2021 to
 * 2026 the height was 4 to 5 % ahead of that pace.
 */
export function heightBounds(moment: number): Bounds {
  const expected = (moment - FIRST_BLOCK_TIME) / (BLOCK_TIME_S * 1000);
  return [0.97 * expected, 1.12 * expected];
}

/** Why a value is impossible, as the end of a sentence that begins with its name; undefined for a possible one. */
export function boundsObjection(value: number, [least, most]: Bounds): string | undefined {
  if (value >= least && value <= most) return undefined;
  const doubt = value > most ? ", too high to be right" : value < least ? ", too low to be right" : "";
  return `is ${value}${doubt}`;
}

/** Why a series cannot have this value at the moment `asOf`; as `boundsObjection`. */
export function valueObjection(series: Series, value: number, asOf: number): string | undefined {
  const objection = boundsObjection(value, seriesFacts[series].bounds);
  if (objection !== undefined) return objection;
  switch (series) {
    case "btc.difficulty":
      return compactObjection(value);
    case "btc.height":
      return wholeObjection(value) ?? boundsObjection(value, heightBounds(asOf));
    case "btc.next_retarget": {
      const [soonest, latest] = RETARGET_DAYS;
      const date = excelDate(asOf);
      return boundsObjection(value, [date + soonest - ROUNDING, date + latest + ROUNDING]);
    }
    default:
      return undefined;
  }
}

/** Why a field cannot have this value on a day; as `boundsObjection`. */
export function dayObjection(field: HistoryField, value: number): string | undefined {
  const objection = boundsObjection(value, historyFacts[field].bounds);
  if (objection !== undefined) return objection;
  if (field === "btc.difficulty") return compactObjection(value);
  return field === "btc.height" ? wholeObjection(value) : undefined;
}

const compactObjection = (value: number) => (isCompact(value) ? undefined : `is ${value}: ${NOT_COMPACT}`);

const wholeObjection = (value: number) => (Number.isInteger(value) ? undefined : `is ${value}, not whole`);

/** Plausible ranges of an option's numbers; prices are in BTC. */
export const optionBounds = {
  strike: [1, 1e8],
  bid: [1e-9, 1e3],
  ask: [1e-9, 1e3],
  mark: [1e-9, 1e3],
  /** Per year. */
  volatility: [0.01, 50],
  forward: seriesFacts["btc.index"].bounds,
  delta: [-1, 1],
  openInterest: [0, 21e6],
} as const satisfies Record<string, Bounds>;

/** Most that an option can be worth, in BTC, with 1 % to spare: for a call the coin, for a put its strike. */
export const mostWorth = (option: { type: "call" | "put"; strike: number; forward: number }) =>
  1.01 * (option.type === "call" ? 1 : option.strike / option.forward);

const NOT_COMPACT = "no block can have this difficulty, as compact bits cannot express it";
/** Services print 12 digits at least, mostly 15 to 17; neighbouring compact numbers are at least 1.2e-7 apart. */
const TOLERANCE = 5e-12;
const LARGEST_TARGET = Number(targetOfBits(0x1d00ffff));
/** Beyond any difficulty that compact bits give exactly: its target still has three bytes. */
const LARGEST_DIFFICULTY = 1e60;
/** The protocol changes difficulty by no more than this factor from one epoch to the next. */
const LARGEST_STEP = 4;

/** Whether two statements of a difficulty are the same number. */
export const isSameDifficulty = (one: number, other: number) => Math.abs(one / other - 1) <= TOLERANCE;

/**
 * Why a stated difficulty cannot be true, or undefined: it must be a number that compact bits can express, and differ
 * from the last one only if a multiple of 2,016 blocks lies between the heights, by no more than a factor of 4 for
 * each. `height` is that of the tip, `last.height` that at which the last one was first seen; undefined if not known.
 */
export function difficultyObjection(
  value: number,
  height?: number,
  last?: { readonly value: number; readonly height: number | undefined },
): string | undefined {
  if (!isCompact(value)) return NOT_COMPACT;
  if (last === undefined || isSameDifficulty(value, last.value)) return undefined;
  if (height === undefined || last.height === undefined) return undefined;
  const epochs = Math.floor(height / EPOCH_BLOCKS) - Math.floor(last.height / EPOCH_BLOCKS);
  if (epochs <= 0) {
    return `it can change only at a multiple of ${EPOCH_BLOCKS} blocks, and none lies between ${last.height} and ${height}`;
  }
  const step = Math.max(value / last.value, last.value / value);
  // Compact bits cut the target off: by at most a 32,768th each time.
  if (step > power(LARGEST_STEP * (1 + 2 ** -15), epochs)) {
    return `it changed by more than a factor of ${LARGEST_STEP} within an epoch`;
  }
  return undefined;
}

/**
 * Whether it is, to 5e-12, a difficulty that compact bits represent. Raising the target by twice the tolerance before
 * its lower bytes are cut off finds the bits of a value that is too high by the tolerance, and cannot reach the next.
 */
function isCompact(value: number): boolean {
  if (!(value >= 1 - TOLERANCE && value <= LARGEST_DIFFICULTY)) return false;
  const target = BigInt(Math.floor((LARGEST_TARGET / value) * (1 + 2 * TOLERANCE)));
  return isSameDifficulty(difficultyFromBits(bitsOfTarget(target)), value);
}
