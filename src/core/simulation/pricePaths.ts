import { exp } from "../numeric/elementary";
import { at } from "../numeric/at";
import { inverseNormal } from "../numeric/normal";
import { fillUniforms, streams } from "../numeric/random";
import { poisson } from "../options/jumps";
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
  const jumpCount = jumpCounter(expectedJumps(dynamics, step));
  const uniforms = new Float64Array(2 * steps);
  const words = new Uint32Array(4);
  const rows = Array.from({ length: steps }, () => new Array<number>(paths));
  for (let path = 0; path < paths; path++) {
    fillUniforms({ seed, stream: streams.prices, row: path }, uniforms, 0, words);
    let log = dynamics.start;
    rows.forEach((row, index) => {
      const jumps = jumpCount(at(uniforms, 2 * index + 1));
      const { mean, deviation } = logMoments(dynamics, log, step, jumps);
      log = mean + deviation * inverseNormal(at(uniforms, 2 * index));
      row[path] = exp(log);
    });
  }
  return rows;
}

/** The number of jumps in a step from a uniform number: the inverse of the Poisson distribution. */
function jumpCounter(mean: number): (uniform: number) => number {
  if (mean === 0) return () => 0;
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
