import { at } from "../../../core/numeric/at";
import { exp, expm1, ln1p, power } from "../../../core/numeric/elementary";
import { exponentialRoots } from "../../../core/numeric/exponentialRoots";
import { greatest, least } from "../../../core/numeric/extremes";
import { brent } from "../../../core/numeric/roots";
import { NotComputed } from "../values";

/** Amounts at times that rise, in periods of the rate. */
export interface Flows {
  readonly amounts: Float64Array;
  readonly times: Float64Array;
}

/** Exponents of e to which present values are computed. */
const FARTHEST = 700;
/** What `exponentialRoots` computes without losing terms. */
const REACH = 340;
/** Excel gives up after as many steps of Newton's method. */
const MOST_STEPS = 20;
const CLOSE = 1e-9;

/**
 * The rate per period at which the present value of flows is 0; undefined where there is none.
 *
 * Flows that change their sign once have one, which is found to the last digits wherever the guess is. With more changes,
 * it is the rate to which Newton's method leads from the guess, if the present value only falls or only rises in all that
 * the method passes, so that any way of taking the steps leads there too. Throws NotComputed where that is not so.
 */
export function rateOfReturn(flows: Flows, guess: number): number | undefined {
  if (!(guess > -1)) throw new NotComputed("a rate of return from a guess of -1 or less");
  const changes = signChanges(flows.amounts);
  if (changes === 0) return undefined;
  if (changes === 1) return onlyRate(valueOf(flows), lastOf(flows.times), guess);
  return nearRate(flows, guess);
}

const lastOf = (times: Float64Array) => at(times, times.length - 1);

/** Number of times the sign changes, zeros left out. */
export function signChanges(amounts: ArrayLike<number>): number {
  let changes = 0;
  let last = 0;
  for (let index = 0; index < amounts.length; index++) {
    const sign = Math.sign(amounts[index] ?? 0);
    if (sign !== 0 && last !== 0 && sign !== last) changes++;
    if (sign !== 0) last = sign;
  }
  return changes;
}

/** Present value by the logarithm of a period's growth; for growth below 1 seen from the last flow, so that it never overflows. */
function valueOf({ amounts, times }: Flows): (u: number) => number {
  const size = greatest(amounts.map(Math.abs));
  const last = lastOf(times);
  return (u) => {
    const from = u < 0 ? last : 0;
    let total = 0;
    for (let index = 0; index < amounts.length; index++)
      total += (at(amounts, index) / size) * exp(-u * (at(times, index) - from));
    return total;
  };
}

/** The only root of a value by the logarithm of growth, over a number of periods: looked for from the guess outwards. */
export function onlyRate(value: (u: number) => number, periods: number, guess: number): number {
  if (value(0) === 0) return 0;
  const farthest = FARTHEST / Math.max(periods, 1);
  const start = Math.max(-farthest, Math.min(farthest, ln1p(guess)));
  const sign = Math.sign(value(start));
  if (sign === 0) return expm1(start) + 0;
  for (let width = Math.min(1 / 64, farthest / 8); width < 4 * farthest; width *= 2) {
    const [lower, upper] = [Math.max(start - width, -farthest), Math.min(start + width, farthest)];
    for (const end of [lower, upper])
      if (Math.sign(value(end)) === -sign || value(end) === 0) return expm1(brent(value, start, end)) + 0;
  }
  throw new NotComputed("a rate of return beyond what is computed");
}

/** The rates that Newton's method passes from a guess; undefined where it leaves -1 or does not arrive. */
export function newtonPath({ amounts, times }: Flows, guess: number): number[] | undefined {
  const path = [guess];
  let rate = guess;
  for (let step = 0; step < MOST_STEPS; step++) {
    let value = 0;
    let slope = 0;
    for (let index = 0; index < amounts.length; index++) {
      const time = at(times, index);
      const present = at(amounts, index) * power(1 + rate, -time);
      value += present;
      slope -= (time * present) / (1 + rate);
    }
    const next = rate - value / slope;
    if (!(next > -1 && next < Infinity)) return undefined;
    path.push(next);
    if (Math.abs(next - rate) <= CLOSE) return path;
    rate = next;
  }
  return undefined;
}

function nearRate(flows: Flows, guess: number): number {
  const { amounts, times } = flows;
  const path = newtonPath(flows, guess);
  if (path === undefined) throw new NotComputed("a rate of return that Newton's method does not find");
  const margin = 1e-6;
  const lower = ln1p(Math.max(-1 + margin, least(path) - margin));
  const upper = ln1p(greatest(path) + margin);
  if (Math.max(Math.abs(lower), Math.abs(upper)) * lastOf(times) > REACH)
    throw new NotComputed("a rate of return far from the guess, where there may be several");
  const slopes = amounts.map((amount, index) => amount * at(times, index));
  const roots = exponentialRoots(amounts, times, lower, upper);
  const [root] = roots;
  if (root === undefined || roots.length > 1 || exponentialRoots(slopes, times, lower, upper).length > 0)
    throw new NotComputed("a rate of return where there may be several");
  return expm1(root) + 0;
}
