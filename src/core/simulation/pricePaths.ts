import { at } from "../numeric/at";
import { streams } from "../numeric/random";
import { poisson } from "../options/jumps";
import { fastestKernel } from "./fastestKernel";
import { inEights, layoutFor } from "./layout";
import { expectedJumps, logDynamics, logMoments, type PriceProcess } from "./priceProcess";

interface PathGrid {
  readonly steps: number;
  /** Length of the whole path. */
  readonly years: number;
  readonly paths: number;
  readonly seed: number;
}

/**
 * Simulated prices by step, then by path, in the currency of the spot.
 *
 * Each step is drawn from its exact distribution, whatever its length. Only path and step decide which random numbers
 * are used, so that more paths or steps leave the earlier numbers as they are.
 */
export function pricePaths(process: PriceProcess, { steps, years, paths, seed }: PathGrid): number[][] {
  const dynamics = logDynamics(process);
  const step = years / steps;
  const expected = expectedJumps(dynamics, step);
  const jumpCount = jumpCounter(expected);
  const momentsAfter = logMoments(dynamics, step);
  const layout = layoutFor(paths);
  const [log, price] = [layout.column(), layout.column()];
  const pairs = layout.numbers(2 * layout.block);
  const kernel = fastestKernel();
  const numbers = kernel.room(layout.size());
  const rows = Array.from({ length: steps }, () => new Array<number>(paths));
  for (let first = 0; first < paths; first += layout.block) {
    const real = Math.min(layout.block, paths - first);
    const count = inEights(real);
    numbers.fill(dynamics.start, log, log + count);
    for (const [place, row] of rows.entries()) {
      kernel.uniforms(pairs, count, { seed, stream: streams.prices, row: first, place, isAcross: true });
      kernel.inverseNormals(pairs, count);
      for (let path = 0; path < count; path++) {
        const jumps = expected === 0 ? 0 : jumpCount(at(numbers, pairs + count + path));
        const { mean, deviation } = momentsAfter(at(numbers, log + path), jumps);
        numbers[log + path] = mean + deviation * at(numbers, pairs + path);
      }
      kernel.growths({ count, to: price, w: log, z: log, a: 1, b: 0, drift: 0 });
      for (let path = 0; path < real; path++) row[first + path] = at(numbers, price + path);
    }
  }
  return rows;
}

/** The number of jumps in a step from a uniform number: the inverse of the Poisson distribution. */
function jumpCounter(mean: number): (uniform: number) => number {
  const { fewest, probabilities } = poisson(mean);
  let total = 0;
  const cumulative = probabilities.map((probability) => (total += probability));
  return (uniform) => {
    let [low, high] = [0, cumulative.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (uniform <= (cumulative[middle] ?? 1)) high = middle;
      else low = middle + 1;
    }
    return fewest + low;
  };
}
