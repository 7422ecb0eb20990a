import { refuseDifferent, type Site } from "../cashflow/sites";
import { InputError } from "../errors";
import { simulatedSites, type SimulatedMiner } from "./simMiner";

interface SimulatedPortfolio extends SimulatedMiner {
  /** USD: what the worst 5 % of each site's own paths lose on average, added up. */
  sumOfCvars: number;
  /** USD: how much less the sites together lose in the worst 5 %; at least 0. */
  diversification: number;
}

/** Numbers kept at once: 80 MB. */
const MOST_NUMBERS = 10_000_000;

/** Equal sites add up to what they lose together but for this share of it. */
const ROUNDING = 1e-12;

/**
 * The distribution of the summed NPV of the sites of a table on one random market: see `simulatedSites`. `paths` is at
 * least 2.
 */
export function simulatedPortfolio(sites: readonly Site[], paths: number, seed: number): SimulatedPortfolio {
  for (const key of ["volatility", "difficultyVolatility", "correlation"] as const)
    refuseDifferent(sites, key);
  if (paths * sites.length > MOST_NUMBERS) {
    const most = Math.floor(MOST_NUMBERS / sites.length);
    throw new InputError("paths", `must be at most ${most} for ${sites.length} sites`, paths);
  }
  const models = sites.map(({ model }) => model);
  const { together, cvarsBySite } = simulatedSites(models, paths, seed);
  let sumOfCvars = 0;
  let size = 0;
  for (const cvar of cvarsBySite) {
    sumOfCvars += cvar;
    size += Math.abs(cvar);
  }
  const saved = sumOfCvars - together.cvar95;
  return { ...together, sumOfCvars, diversification: saved > ROUNDING * size ? saved : 0 };
}
