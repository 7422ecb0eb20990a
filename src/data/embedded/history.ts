import { dayOf, SECONDS_PER_DAY } from "../../core/calendar";
import { difficultyFromBits } from "../../core/network/compactBits";
import { networkHashrate } from "../../core/network/hashrate";
import { EPOCH_BLOCKS } from "../../core/network/retarget";
import { at } from "../../core/numeric/at";
import { greatest, least } from "../../core/numeric/extremes";
import { once } from "../../core/once";
import json from "./daily-history.json";

/** Values of successive days; NaN where a day has none. */
export interface DailySeries {
  /** The first day, counted from 1970-01-01 UTC. */
  readonly first: number;
  readonly values: Float64Array;
}

/** Blocks of an average day at a block every 600 seconds. */
const BLOCKS_PER_DAY = 144;

/** A day's value; NaN for a day without one. */
export const valueOn = ({ first, values }: DailySeries, day: number): number => at(values, day - first);

/** The UTC day of an ISO date or time. */
const dayOfText = (text: string) => dayOf(Date.parse(text));

/** Close of each day, USD per BTC. */
export function priceByDay(): DailySeries {
  return { first: dayOfText(json.price.first), values: Float64Array.from(json.price.values) };
}

/** Opening of the day after each, USD per BTC, for days whose close is not recorded. */
export function laterPriceByDay(): DailySeries {
  return { first: dayOfText(json.laterPrice.first), values: Float64Array.from(json.laterPrice.values) };
}

/** Height of the last block of each day on which blocks were counted. */
export function heightByDay(): DailySeries {
  const { first, heightBefore, values } = json.blocks;
  let height = heightBefore;
  return { first: dayOfText(first), values: Float64Array.from(values, (blocks) => (height += blocks)) };
}

/**
 * Height at the end of each day before blocks were counted: between the first blocks of two epochs it is taken to rise
 * evenly in time, rounded down. NaN within an epoch of which an end is missing.
 */
export function derivedHeightByDay(): DailySeries {
  const first = dayOf(least(runs.flatMap(({ starts }) => starts)) * 1000);
  const values = new Float64Array(dayOfText(json.blocks.first) - first).fill(NaN);
  for (const { first: number, starts } of runs) {
    for (const [epoch, start] of starts.entries()) {
      const next = starts[epoch + 1];
      if (next === undefined) continue;
      const from = (number + epoch) * EPOCH_BLOCKS;
      // The end of a day is the beginning of the next.
      for (let day = dayOf(start * 1000); day < Math.min(dayOf(next * 1000), first + values.length); day++) {
        const passed = (day + 1) * SECONDS_PER_DAY - start;
        values[day - first] = Math.floor(from + (EPOCH_BLOCKS * passed) / (next - start));
      }
    }
  }
  return { first, values };
}

/** Successive difficulty epochs, of which the first has the number `first`. */
interface Run {
  readonly first: number;
  /** Timestamps of the first blocks, Unix seconds. */
  readonly starts: readonly number[];
  /** Compact bits, in hexadecimal. */
  readonly bits: readonly string[];
  /** Epochs whose start may be wrong, and by how many seconds; others are exact. */
  readonly withinSeconds: readonly (readonly number[])[];
  /** The moment until which the last one is known to have lasted. */
  readonly seenUntil: string;
}

const runs: readonly Run[] = json.epochs;

/** Difficulty at the end of each day; NaN for a day at whose end it is not known which epoch it was. */
export function difficultyByDay(): DailySeries {
  const first = dayOf(least(runs.flatMap(({ starts }) => starts)) * 1000);
  const end = greatest(runs.map(({ seenUntil }) => dayOfText(seenUntil)));
  const values = new Float64Array(end - first).fill(NaN);
  for (const { first: number, starts, bits, withinSeconds, seenUntil } of runs) {
    const within = (epoch: number) => withinSeconds.find(([known]) => known === number + epoch)?.[1] ?? 0;
    for (const [epoch, start] of starts.entries()) {
      const next = starts[epoch + 1];
      const from = dayOf((start + within(epoch)) * 1000);
      const to = next === undefined ? dayOfText(seenUntil) : dayOf((next - within(epoch + 1)) * 1000);
      if (from < to)
        values.fill(difficultyFromBits(parseInt(bits[epoch] ?? "", 16)), from - first, to - first);
    }
  }
  return { first, values };
}

/** The bits of the first run, which a build unpacks whenever they are read. */
const firstBits = once(() => runs[0]?.bits ?? []);

/** Difficulty of a block by its height, for heights of the first run. */
const difficultyAt = (height: number) =>
  difficultyFromBits(parseInt(firstBits()[Math.floor(height / EPOCH_BLOCKS)] ?? "", 16));

/**
 * Estimated hashrate of each day, EH/s: hashes that its blocks represent, each by its own difficulty, over 86,400
 * seconds. Where blocks were not counted it assumes 144 of them, at the difficulty of the day's end.
 */
export function hashrateByDay(difficulty: DailySeries, height: DailySeries): DailySeries {
  const first = dayOfText(json.hashrate.first);
  const count = dayOfText(json.hashrate.last) - first + 1;
  const values = Float64Array.from({ length: count }, (_, index) => {
    const day = first + index;
    const last = valueOn(height, day);
    const before = day === height.first ? json.blocks.heightBefore : valueOn(height, day - 1);
    const work =
      Number.isNaN(last) || Number.isNaN(before)
        ? BLOCKS_PER_DAY * valueOn(difficulty, day)
        : workBetween(before + 1, last);
    return networkHashrate({ difficulty: work, blockTimeS: SECONDS_PER_DAY, unit: "EH" });
  });
  return { first, values };
}

/** Sum of the difficulties of the blocks from one height to another, both included. */
function workBetween(from: number, to: number): number {
  let sum = 0;
  for (let height = from; height <= to;) {
    const end = Math.min(to + 1, (Math.floor(height / EPOCH_BLOCKS) + 1) * EPOCH_BLOCKS);
    sum += (end - height) * difficultyAt(height);
    height = end;
  }
  return sum;
}
