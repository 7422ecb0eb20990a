import { at } from "../numeric/at";
import { timesRoot } from "../numeric/compensated";
import { BATCH, exp, square } from "../numeric/elementary";
import type { OptionType } from "./black";
import { timeValues } from "./blackColumns";
import {
  compensation,
  expectedJumps,
  farthestLog,
  poissonSizes,
  stride,
  type JumpOption,
  type Jumps,
} from "./jumps";

/** Terms in one go. Most options need fewer. */
const GROUP = 32;
const column = () => new Float64Array(BATCH);
const terms = { forward: column(), strike: column(), deviation: column(), deviationRest: column() };
const weights = column();
const timeValue = column();

/** What is left of the sum is left out where it is below this share of it. */
const INVISIBLE = 2 ** -64;

/**
 * Expected payoff of an option on a price with jumps: the sum of `jumpParts`, from the most probable number of jumps
 * outwards as far as it still counts. Not a number where more jumps are expected than can be summed.
 */
export function jumpPayoff(option: JumpOption, jumps: Jumps): number {
  const expected = expectedJumps(option, jumps);
  if (expected === undefined) return NaN;
  const numbers = poissonSizes(expected);
  const mode = Math.floor(expected);
  const step = stride(option, jumps, expected);
  const sum = { option, jumps, numbers, growth: compensation(jumps) * option.years };
  const upwards = side(sum, mode, step, 0);
  return (step * (upwards + side(sum, mode - step, -step, upwards))) / numbers.total;
}

interface JumpSum {
  readonly option: JumpOption;
  readonly jumps: Jumps;
  readonly numbers: ReturnType<typeof poissonSizes>;
  /** Log growth of the mean price from jumps until expiry. */
  readonly growth: number;
}

/** The sum of the terms from a number of jumps on, by steps away from the mode. `before`: the sum of the others. */
function side(sum: JumpSum, first: number, step: number, before: number): number {
  const { option } = sum;
  const { fewest, most, sizes } = sum.numbers;
  const largest = option.type === "call" ? option.forward : option.strike;
  const count = Math.floor(((step > 0 ? most : fewest) - first) / step) + 1;
  let total = 0;
  for (let done = 0; done < count; done += GROUP) {
    const from = first + done * step;
    // Weights fall from here on, and no term is more than the whole forward or strike.
    if (done > 0 && at(sizes, from) * largest * (count - done) < INVISIBLE * (before + total)) break;
    total += group(sum, from, step, Math.min(GROUP, count - done));
  }
  return total;
}

function group(
  { option, jumps, numbers, growth }: JumpSum,
  from: number,
  step: number,
  rows: number,
): number {
  const { type, forward, strike, years, volatility } = option;
  const logPerJump = jumps.meanLog + square(jumps.deviation) / 2;
  const diffusion = timesRoot(volatility, years);
  for (let i = 0; i < rows; i++) {
    const count = from + i * step;
    const log = count * logPerJump - growth;
    const grown = exp(Math.min(Math.max(log, -farthestLog), farthestLog));
    const variance = count * square(jumps.deviation);
    weights[i] = at(numbers.sizes, count);
    terms.forward[i] = type === "call" ? forward : forward * grown;
    terms.strike[i] = type === "call" ? strike / grown : strike;
    terms.deviation[i] = variance === 0 ? diffusion.high : Math.sqrt(square(volatility) * years + variance);
    terms.deviationRest[i] = variance === 0 ? diffusion.low : 0;
  }
  timeValues(terms, rows, timeValue);
  return expectation(type, rows);
}

function expectation(type: OptionType, rows: number): number {
  const sign = type === "call" ? 1 : -1;
  let total = 0;
  for (let i = 0; i < rows; i++) {
    const exercise = sign * (at(terms.forward, i) - at(terms.strike, i));
    total += at(weights, i) * ((exercise > 0 ? exercise : 0) + at(timeValue, i));
  }
  return total;
}
