import { at } from "../numeric/at";
import { exp } from "../numeric/elementary";
import { inverseNormalTable, tableInverse } from "../numeric/inverseNormalTable";
import { fillUniformPairs, type UniformPairs } from "../numeric/random";

/** The place of a column in the array of a kernel. */
export type Column = number;

/** Columns of a kernel, each as long as `count`, which is a multiple of 8. */
interface OnColumns {
  readonly count: number;
}

interface Walk extends OnColumns {
  readonly w: Column;
  readonly z: Column;
  /** Two columns of standard normal numbers, one behind the other. */
  readonly normals: Column;
  readonly root: number;
  readonly correlation: number;
  /** Root of 1 - correlation^2. */
  readonly own: number;
}

export interface Growth extends OnColumns {
  readonly to: Column;
  readonly w: Column;
  readonly z: Column;
  readonly a: number;
  readonly b: number;
  readonly drift: number;
}

/** A month of machines: what a path earns, if all of it is run, is `growth` times the revenue. */
interface MonthRun extends OnColumns {
  /** The result: USD before profit share. */
  readonly margin: Column;
  /** The result: share of the month that is run. */
  readonly share: Column;
  readonly growth: Column;
  /** USD of the model, if all of the month is run. */
  readonly revenue: number;
  readonly heat: number;
}

interface WholeMonth extends MonthRun {
  /** USD, if the month is run. */
  readonly power: number;
  /** Revenue and heat, in USD, from which on it is. */
  readonly least: number;
}

interface MonthInParts extends MonthRun {
  /** USD of the whole month at a multiplier of 1. */
  readonly power: number;
  readonly parts: number;
  /** Place of the parts' multipliers of the power price, cheapest first. */
  readonly multipliers: Column;
  /** Place of the sums of the first 0, 1, ... of them. */
  readonly sums: Column;
  readonly runsAlways: boolean;
}

interface KeptCoins extends OnColumns {
  /** The result: USD at the month's price. */
  readonly kept: Column;
  readonly keptCost: Column;
  readonly keptCoins: Column;
  readonly growth: Column;
  readonly coins: Column;
  readonly share: Column;
  /** USD kept, if all of the month is run at the model's price and difficulty. */
  readonly revenue: number;
  /** Added to `keptCoins`, if all of the month is run at the model's difficulty. */
  readonly value: number;
}

export interface Settlement extends OnColumns {
  /** The result: USD. */
  readonly net: Column;
  /** Before profit share; the result: after it. */
  readonly margin: Column;
  /** Taxable gains besides, in USD. */
  readonly gains: Column;
  /** Losses carried forward, in USD. */
  readonly losses: Column;
  readonly profitShare: number;
  /** Taxable profit and cash that are the same on all paths, in USD. */
  readonly fixedProfit: number;
  readonly fixedCash: number;
  readonly taxRate: number;
  readonly lossLimit: number;
}

/**
 * What simulations do over and over, on columns: a number for each of some paths.
 *
 * There are two kernels: this one in TypeScript, which is the reference, and the same in WebAssembly. They round in the
 * same places, so that their results have the same bits.
 */
export interface Kernel {
  /** An array for so many numbers, of any value; it is valid until the next call. */
  readonly room: (count: number) => Float64Array;
  /** Uniform numbers: see `fillUniformPairs`. */
  readonly uniforms: (to: Column, count: number, first: UniformPairs) => void;
  /** Replaces uniform numbers by standard normal ones. */
  readonly inverseNormals: (column: Column, count: number) => void;
  /** w += root first, z += root (correlation first + own second). */
  readonly walk: (given: Walk) => void;
  /** to = e^(a w - b z - drift). */
  readonly growths: (given: Growth) => void;
  /** to = one other. */
  readonly multiply: (to: Column, one: Column, other: Column, count: number) => void;
  /** to += factor from. */
  readonly addScaled: (to: Column, from: Column, count: number, factor: number) => void;
  /** Margin and share of a month that is run as a whole or not at all. */
  readonly runWhole: (given: WholeMonth) => void;
  /** The same of a month in parts that are decided one by one. */
  readonly runParts: (given: MonthInParts) => void;
  /** kept = revenue growth share, which is added to keptCost; keptCoins += value coins share. */
  readonly keep: (given: KeptCoins) => void;
  /** Net cash after profit share and tax, and the margin after profit share; carries the losses forward. */
  readonly settle: (given: Settlement) => void;
  /** cumulative += net; its highest value so far. */
  readonly track: (cumulative: Column, highest: Column, net: Column, count: number) => void;
}

let numbers = new Float64Array();

export const typescriptKernel: Kernel = {
  room(count) {
    if (numbers.length < count) numbers = new Float64Array(count);
    return numbers;
  },

  uniforms(to, count, first) {
    fillUniformPairs(numbers, to, count, first);
  },

  inverseNormals(column, count) {
    const table = inverseNormalTable();
    const all = numbers;
    for (let i = column; i < column + count; i++) all[i] = tableInverse(table, at(all, i));
  },

  walk({ count, w, z, normals, root, correlation, own }) {
    const all = numbers;
    for (let i = 0; i < count; i++) {
      const first = at(all, normals + i);
      const second = at(all, normals + count + i);
      all[w + i] = at(all, w + i) + root * first;
      all[z + i] = at(all, z + i) + root * (correlation * first + own * second);
    }
  },

  growths({ count, to, w, z, a, b, drift }) {
    const all = numbers;
    for (let i = 0; i < count; i++) all[to + i] = exp(a * at(all, w + i) - b * at(all, z + i) - drift);
  },

  multiply(to, one, other, count) {
    const all = numbers;
    for (let i = 0; i < count; i++) all[to + i] = at(all, one + i) * at(all, other + i);
  },

  addScaled(to, from, count, factor) {
    const all = numbers;
    for (let i = 0; i < count; i++) all[to + i] = at(all, to + i) + factor * at(all, from + i);
  },

  runWhole({ count, margin, share, growth, revenue, heat, power, least }) {
    const all = numbers;
    for (let i = 0; i < count; i++) {
      const earned = revenue * at(all, growth + i) + heat;
      const isRun = earned >= least;
      all[margin + i] = isRun ? earned - power : 0;
      all[share + i] = isRun ? 1 : 0;
    }
  },

  runParts({ count, margin, share, growth, revenue, heat, power, parts, multipliers, sums, runsAlways }) {
    const all = numbers;
    for (let i = 0; i < count; i++) {
      const possible = revenue * at(all, growth + i);
      const earned = possible + heat;
      let [from, to] = [runsAlways ? parts : 0, parts];
      while (from < to) {
        const middle = (from + to) >> 1;
        if (earned >= power * at(all, multipliers + middle)) from = middle + 1;
        else to = middle;
      }
      const run = from / parts;
      all[margin + i] = possible * run + heat * run - (power * at(all, sums + from)) / parts;
      all[share + i] = run;
    }
  },

  keep({ count, kept, keptCost, keptCoins, growth, coins, share, revenue, value }) {
    const all = numbers;
    for (let i = 0; i < count; i++) {
      const run = at(all, share + i);
      const cost = revenue * at(all, growth + i) * run;
      all[kept + i] = cost;
      all[keptCost + i] = at(all, keptCost + i) + cost;
      all[keptCoins + i] = at(all, keptCoins + i) + value * at(all, coins + i) * run;
    }
  },

  settle({ count, net, margin, gains, losses, profitShare, fixedProfit, fixedCash, taxRate, lossLimit }) {
    const all = numbers;
    for (let i = 0; i < count; i++) {
      const before = at(all, margin + i);
      const after = before - profitShare * (before > 0 ? before : 0);
      const profit = after + fixedProfit + at(all, gains + i);
      const taxable = profit > 0 ? profit : 0;
      const loss = at(all, losses + i);
      const usable = lossLimit * taxable;
      const offset = usable < loss ? usable : loss;
      all[losses + i] = loss - offset + (profit < 0 ? -profit : 0);
      all[margin + i] = after;
      all[net + i] = after + fixedCash - taxRate * (taxable - offset);
    }
  },

  track(cumulative, highest, net, count) {
    const all = numbers;
    for (let i = 0; i < count; i++) {
      const sum = at(all, cumulative + i) + at(all, net + i);
      all[cumulative + i] = sum;
      if (sum > at(all, highest + i)) all[highest + i] = sum;
    }
  },
};
