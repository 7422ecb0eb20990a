import { InputError } from "../errors";
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
  refuseNames(site.modes);
  const all = problemOf(site, site.modes);
  const best = outcomeOf(all, bestPath(all));
  let bestSingle = -Infinity;
  let bestOnOff = -Infinity;
  for (const mode of site.modes) {
    const problem = problemOf(site, [mode]);
    bestSingle = Math.max(bestSingle, outcomeOf(problem, new Int32Array(problem.intervals)).net);
    bestOnOff = Math.max(bestOnOff, outcomeOf(problem, bestPath(problem)).net);
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
  refuseNames(site.modes);
  const all = problemOf(site, site.modes);
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

/** What each mode brings, by mode and interval; off is the state after the last mode and brings 0. */
interface Problem {
  readonly modes: number;
  readonly intervals: number;
  readonly switchCostUsd: number;
  readonly revenues: Float64Array;
  readonly costs: Float64Array;
}

function problemOf(site: SiteWithModes, modes: readonly PowerMode[]): Problem {
  const { units, intervalH, pue, poolFee, switchCostUsd } = site;
  const prices = Float64Array.from(site.powerPricesUsdPerMwh);
  const intervals = prices.length;
  const hashprices = byInterval("hashprice_usd_per_ph_day", site.hashpriceUsdPerPhDay, intervals);
  const revenues = new Float64Array(modes.length * intervals);
  const costs = new Float64Array(modes.length * intervals);
  for (const [mode, { hashrateTh, watts }] of modes.entries()) {
    const phDays = (((units * hashrateTh) / 1000) * intervalH * (1 - poolFee)) / 24;
    const mwh = ((units * watts * pue) / 1e6) * intervalH;
    for (let index = 0; index < intervals; index++) {
      revenues[mode * intervals + index] = phDays * at(hashprices, index);
      costs[mode * intervals + index] = mwh * at(prices, index);
    }
  }
  return { modes: modes.length, intervals, switchCostUsd, revenues, costs };
}

function gainOf({ modes, intervals, revenues, costs }: Problem, state: number, index: number): number {
  if (state === modes) return 0;
  return at(revenues, state * intervals + index) - at(costs, state * intervals + index);
}

/**
 * The state of each interval, so that the sum of what they bring less the switches is largest. In a tie the state
 * stays, else the earlier mode is taken, off last.
 *
 * Method: backward induction (R. Bellman, 1957, Dynamic Programming, chapter III). As all changes cost the same, the
 * state to change to does not depend on the one before: time and memory are of the order of intervals x modes.
 */
function bestPath(problem: Problem): Int32Array {
  const { modes, intervals, switchCostUsd, revenues, costs } = problem;
  const states = modes + 1;
  const tie = TIE * sum(revenues.map((revenue, place) => Math.abs(revenue - at(costs, place))));
  // What is still to be had from the interval on, by state; and for the step to the next interval, the best state to
  // change to and the states that are kept.
  const ahead = new Float64Array(states);
  const targets = new Int32Array(intervals);
  const keeps = new Uint8Array(intervals * states);
  for (let index = intervals - 1; index >= 0; index--) {
    const { target, most } = firstBest(ahead, tie);
    const changed = at(ahead, target) - switchCostUsd;
    targets[index] = target;
    for (let state = 0; state < states; state++) {
      const kept = at(ahead, state);
      const isKept = kept >= most - switchCostUsd - tie;
      keeps[index * states + state] = isKept ? 1 : 0;
      ahead[state] = gainOf(problem, state, index) + (isKept ? kept : changed);
    }
  }
  const path = new Int32Array(intervals);
  let state = firstBest(ahead, tie).target;
  for (let index = 0; index < intervals; index++) {
    path[index] = state;
    if (keeps[index * states + state] === 0) state = targets[index] ?? state;
  }
  return path;
}

/** The largest value, and the first place of one that is as good. */
function firstBest(values: Float64Array, tie: number): { target: number; most: number } {
  let most = -Infinity;
  for (let place = 0; place < values.length; place++) most = Math.max(most, at(values, place));
  let target = 0;
  while (at(values, target) < most - tie) target++;
  return { target, most };
}

/** What a path brings. */
function outcomeOf({ modes, intervals, switchCostUsd, revenues, costs }: Problem, path: Int32Array) {
  const earned = new Float64Array(intervals);
  const paid = new Float64Array(intervals);
  let switches = 0;
  for (let index = 0; index < intervals; index++) {
    const state = path[index] ?? modes;
    if (index > 0 && state !== path[index - 1]) switches++;
    if (state === modes) continue;
    earned[index] = at(revenues, state * intervals + index);
    paid[index] = at(costs, state * intervals + index);
  }
  const [revenue, powerCost, switchingCost] = [sum(earned), sum(paid), switches * switchCostUsd];
  return { revenue, powerCost, switches, switchingCost, net: sum([revenue, -powerCost, -switchingCost]) };
}
