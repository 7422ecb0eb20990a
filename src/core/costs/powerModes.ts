import { InputError } from "../errors";
import { keptWith } from "../keptWith";
import { at } from "../numeric/at";
import { sum } from "../numeric/sum";
import { byInterval, TIE } from "./intervals";

interface PowerMode {
  name: string;
  /** Hashrate of one machine. */
  hashrateTh: number;
  /** Power of one machine, before the PUE. */
  watts: number;
}

export interface SiteWithModes {
  /** In the order in which ties are decided. */
  modes: readonly PowerMode[];
  /** Price of each interval. */
  powerPricesUsdPerMwh: readonly number[];
  /** Of each interval, or one for all. */
  hashpriceUsdPerPhDay: readonly number[];
  /** Number of machines. */
  units: number;
  /** Cost of every change of mode, off included, for the whole site. */
  switchCostUsd: number;
  /** Length of an interval in hours. */
  intervalH: number;
  pue: number;
  poolFee: number;
}

/** The name of the state in which no mode is on. */
const OFF = "off";

/**
 * The best mode of the machines, or off, in each interval, when every change costs something; in USD over the intervals
 * given. The first interval's mode is free to choose.
 *
 * Gain is what the choice brings beyond the better of one mode throughout and one mode switched on and off; never below
 * 0.
 *
 * Throws InputError where the hashprices are not as many as the prices, or where the modes' names are not clear.
 */
export function powerModes(site: SiteWithModes) {
  const all = problemOf(site);
  const best = outcomeOf(all, bestPath(all));
  const alwaysOn = new Int32Array(all.intervals);
  let bestSingle = -Infinity;
  let bestOnOff = -Infinity;
  for (let mode = 0; mode < all.modes; mode++) {
    const single = { ...all, modes: 1, first: mode };
    bestSingle = Math.max(bestSingle, outcomeOf(single, alwaysOn).net);
    bestOnOff = Math.max(bestOnOff, outcomeOf(single, bestPath(single)).net);
  }
  return {
    ...best,
    bestSingle,
    bestOnOff,
    gain: Math.max(0, best.net - Math.max(bestSingle, bestOnOff)),
  };
}

/** Interval, name of the mode or "off", and what the interval brings, less the switch with which it begins, in USD. */
export function powerModesByInterval(site: SiteWithModes): readonly (readonly [number, string, number])[] {
  const all = problemOf(site);
  const path = bestPath(all);
  return Array.from(path, (state, index) => {
    const isSwitch = index > 0 && path[index - 1] !== state;
    const gain = gainOf(all, state, index) - (isSwitch ? all.switchCostUsd : 0);
    return [index + 1, site.modes[state]?.name ?? OFF, gain];
  });
}

function refuseNames(modes: readonly PowerMode[]): void {
  const names = new Set<string>();
  for (const { name } of modes) {
    const key = name.toLowerCase();
    if (key === OFF)
      throw new InputError("modes", `must not name a mode "off", which is the state without power`);
    if (names.has(key)) throw new InputError("modes", "must have different names", name);
    names.add(key);
  }
}

/** Modes times intervals, beyond which the choice takes seconds. */
const MOST_CHOICES = 20_000_000;

/** What each mode earns and uses in any interval, and the prices of each; off is the state after the last mode. */
interface Problem {
  readonly modes: number;
  /** The place of the first of them in the list of all. */
  readonly first: number;
  readonly intervals: number;
  readonly switchCostUsd: number;
  /** PH/s times days, by mode. */
  readonly phDays: Float64Array;
  /** At the meter, by mode. */
  readonly mwh: Float64Array;
  /** USD per PH/s per day, by interval. */
  readonly hashprices: Float64Array;
  /** USD per MWh, by interval. */
  readonly prices: Float64Array;
  readonly room: Room;
}

/** Arrays for the steps of the method, the same for each mode: making them would cost more than the steps. */
interface Room {
  /** By interval. */
  readonly earned: Float64Array;
  readonly paid: Float64Array;
  /** What is still to be had from the interval on, by state. */
  readonly ahead: Float64Array;
  /** The best state to change to for the next interval. */
  readonly targets: Int32Array;
  /** Whether a state is kept for the next interval, by interval and state. */
  readonly keeps: Uint8Array;
  readonly path: Int32Array;
}

function problemOf(site: SiteWithModes): Problem {
  const { modes, units, intervalH, pue, poolFee, switchCostUsd } = site;
  const ranges = rangesOf(modes, site.powerPricesUsdPerMwh, site.hashpriceUsdPerPhDay);
  const phDays = new Float64Array(modes.length);
  const mwh = new Float64Array(modes.length);
  for (const [mode, { hashrateTh, watts }] of modes.entries()) {
    phDays[mode] = (((units * hashrateTh) / 1000) * intervalH * (1 - poolFee)) / 24;
    mwh[mode] = ((units * watts * pue) / 1e6) * intervalH;
  }
  const intervals = ranges.prices.length;
  return { modes: modes.length, first: 0, intervals, switchCostUsd, phDays, mwh, ...ranges };
}

/** What is the same in all rows of a call: the prices by interval, and the room. */
const rangesOf = keptWith(
  (
    modes: readonly PowerMode[],
    powerPrices: readonly number[],
    hashpriceUsd: readonly number[],
  ): Pick<Problem, "prices" | "hashprices" | "room"> => {
    refuseNames(modes);
    const intervals = powerPrices.length;
    if (modes.length * intervals > MOST_CHOICES) {
      const most = Math.floor(MOST_CHOICES / intervals);
      throw new InputError("modes", `must be at most ${most} for ${intervals} intervals`, modes.length);
    }
    const hashprices = byInterval("hashprice_usd_per_ph_day", hashpriceUsd, intervals);
    const states = modes.length + 1;
    const room: Room = {
      earned: new Float64Array(intervals),
      paid: new Float64Array(intervals),
      ahead: new Float64Array(states),
      targets: new Int32Array(intervals),
      keeps: new Uint8Array(intervals * states),
      path: new Int32Array(intervals),
    };
    return { prices: Float64Array.from(powerPrices), hashprices, room };
  },
);

const revenueOf = ({ first, phDays, hashprices }: Problem, mode: number, index: number) =>
  at(phDays, first + mode) * at(hashprices, index);
const costOf = ({ first, mwh, prices }: Problem, mode: number, index: number) =>
  at(mwh, first + mode) * at(prices, index);

function gainOf(problem: Problem, state: number, index: number): number {
  if (state === problem.modes) return 0;
  return revenueOf(problem, state, index) - costOf(problem, state, index);
}

/** The gains and losses of all modes at stake, added up. */
function atStake(problem: Problem): number {
  const { modes, intervals, room } = problem;
  const gains = room.earned;
  let total = 0;
  for (let mode = 0; mode < modes; mode++) {
    for (let index = 0; index < intervals; index++) gains[index] = Math.abs(gainOf(problem, mode, index));
    total += sum(gains);
  }
  return total;
}

/**
 * The state of each interval, so that the sum of what they bring less the switches is largest. In a tie the state
 * stays, else the earlier mode is taken, off last.
 *
 * Method: backward induction (R. Bellman, 1957, Dynamic Programming, chapter III). As all changes cost the same, the
 * state to change to does not depend on the one before: time and memory are of the order of intervals x modes.
 */
function bestPath(problem: Problem): Int32Array {
  const { modes, intervals, switchCostUsd, room } = problem;
  const { targets, keeps, path } = room;
  const states = modes + 1;
  const tie = TIE * atStake(problem);
  const ahead = room.ahead.fill(0, 0, states);
  for (let index = intervals - 1; index >= 0; index--) {
    const most = largest(ahead, states);
    const target = firstFrom(ahead, most - tie);
    const changed = at(ahead, target) - switchCostUsd;
    targets[index] = target;
    for (let state = 0; state < states; state++) {
      const kept = at(ahead, state);
      const isKept = kept >= most - switchCostUsd - tie;
      keeps[index * states + state] = isKept ? 1 : 0;
      ahead[state] = gainOf(problem, state, index) + (isKept ? kept : changed);
    }
  }
  let state = firstFrom(ahead, largest(ahead, states) - tie);
  for (let index = 0; index < intervals; index++) {
    path[index] = state;
    if (keeps[index * states + state] === 0) state = targets[index] ?? state;
  }
  return path;
}

/** The largest of the first values. */
function largest(values: Float64Array, count: number): number {
  let most = -Infinity;
  for (let place = 0; place < count; place++) most = Math.max(most, at(values, place));
  return most;
}

/** The first place of a value that is no less. */
function firstFrom(values: Float64Array, least: number): number {
  let place = 0;
  while (at(values, place) < least) place++;
  return place;
}

/** What a path brings. */
function outcomeOf(problem: Problem, path: Int32Array) {
  const { modes, intervals, switchCostUsd, room } = problem;
  const { earned, paid } = room;
  let switches = 0;
  for (let index = 0; index < intervals; index++) {
    const state = path[index] ?? modes;
    if (index > 0 && state !== path[index - 1]) switches++;
    earned[index] = state === modes ? 0 : revenueOf(problem, state, index);
    paid[index] = state === modes ? 0 : costOf(problem, state, index);
  }
  const [revenue, powerCost, switchingCost] = [sum(earned), sum(paid), switches * switchCostUsd];
  return { revenue, powerCost, switches, switchingCost, net: sum([revenue, -powerCost, -switchingCost]) };
}
