import { InputError, NoAnswerError } from "../errors";
import { brent } from "../numeric/roots";
import type { Limits } from "./fill";
import { byFalling, fill } from "./fill";
import type { Matrix } from "./matrix";
import { dot, isPositiveSemidefinite, times } from "./matrix";
import { quadraticMinimiser } from "./quadratic";
import { greatest } from "../numeric/extremes";

export interface Candidate {
  readonly name: string;
  /** Expected, per TH/s, before the fee. */
  readonly expectedReturn: number;
  /** Standard deviation of the return per TH/s; at least 0. */
  readonly deviation: number;
  /** Share of the return. */
  readonly fee: number;
  /** Of the total; 0 to 1. */
  readonly minimumShare: number;
  readonly maximumShare: number;
  /** Candidates of one provider share its cap; undefined for one of its own. */
  readonly provider: string | undefined;
}

export const objectives = ["max_return", "mean_variance", "max_sharpe"] as const;

export interface Allocation {
  readonly candidates: readonly Candidate[];
  /** Hashrate to allocate, in TH/s. */
  readonly totalTh: number;
  /** Of the returns, by candidate; undefined for none. */
  readonly correlations: Matrix | undefined;
  readonly objective: (typeof objectives)[number];
  /** Weight of variance in mean_variance; above 0. */
  readonly riskAversion: number;
  /** The most that one provider may have of the total. */
  readonly providerCap: number;
}

interface Allotment {
  readonly name: string;
  readonly share: number;
  /** TH/s. */
  readonly hashrateTh: number;
  /** After the fee, of all its TH/s. */
  readonly expectedReturn: number;
  /**
   * Change of the total's standard deviation per TH/s, per unit of share; for the total the deviation itself. Where
   * that is 0 it is 0 for what has a share, so that shares times marginal risks add up, else the candidate's own.
   */
  readonly marginalRisk: number;
}

const mostCandidates = 200;

/**
 * Shares of a hashrate for the candidates, with the totals last.
 *
 * max_return: the highest net return. mean_variance: the highest return less riskAversion / 2 x variance, both
 * per TH/s. max_sharpe: the highest return over standard deviation. Ties go to the earlier candidate. Throws
 * NoAnswerError where the limits cannot be met, or no allocation has a return, or none a risk, to divide.
 */
export function allocate(given: Allocation): Allotment[] {
  const { candidates, totalTh } = given;
  if (candidates.length > mostCandidates) {
    throw new InputError("candidates", `must be at most ${mostCandidates} rows`, candidates.length);
  }
  const returns = candidates.map(({ expectedReturn, fee }) => expectedReturn * (1 - fee));
  const covariances = covariancesOf(given);
  const limits = limitsOf(given);
  const shares = settleTies(optimalShares(given, { returns, covariances, limits }), {
    returns,
    covariances,
    limits,
  });
  const responses = times(covariances, shares);
  const risk = Math.sqrt(Math.max(dot(shares, responses), 0));
  const rows = candidates.map(({ name, deviation }, index): Allotment => {
    const share = shares[index] ?? 0;
    const withoutRisk = share > 0 ? 0 : deviation;
    const marginalRisk = risk > 0 ? (responses[index] ?? 0) / risk : withoutRisk;
    const hashrateTh = share * totalTh;
    return { name, share, hashrateTh, expectedReturn: hashrateTh * (returns[index] ?? 0), marginalRisk };
  });
  const expectedReturn = totalTh * dot(shares, returns);
  return [...rows, { name: "Total", share: 1, hashrateTh: totalTh, expectedReturn, marginalRisk: risk }];
}

interface Problem {
  /** Net, by candidate. */
  readonly returns: readonly number[];
  readonly covariances: Matrix;
  readonly limits: Limits;
}

function covariancesOf({ candidates, correlations }: Allocation): Matrix {
  const count = candidates.length;
  if (correlations !== undefined) checkCorrelations(correlations, count);
  return candidates.map((row, i) =>
    candidates.map((column, j) => {
      const correlation = correlations?.[i]?.[j] ?? Number(i === j);
      return row.deviation * column.deviation * correlation;
    }),
  );
}

function checkCorrelations(matrix: Matrix, count: number): void {
  if (matrix.length !== count || matrix.some((row) => row.length !== count)) {
    const size = `${matrix.length} x ${matrix[0]?.length ?? 0}`;
    throw new InputError("correlations", `must be ${count} x ${count}, as there are candidates`, size);
  }
  for (let i = 0; i < count; i++) {
    for (let j = 0; j <= i; j++) {
      const [value = NaN, mirrored = NaN] = [matrix[i]?.[j], matrix[j]?.[i]];
      const place = `correlations, row ${i + 1}, column ${j + 1},`;
      if (!(Math.abs(value) <= 1)) throw new InputError(place, "must be between -1 and 1", value);
      if (i === j && value !== 1) throw new InputError(place, "must be 1 on the diagonal", value);
      if (!(Math.abs(value - mirrored) <= 1e-9)) {
        throw new InputError(place, `must be the same as row ${j + 1}, column ${i + 1} (${mirrored})`, value);
      }
    }
  }
  if (!isPositiveSemidefinite(matrix)) {
    throw new InputError(
      "correlations",
      "contradict each other: some mixture would have a negative variance",
    );
  }
}

function limitsOf({ candidates, providerCap }: Allocation): Limits {
  const crossed = candidates.find(({ minimumShare, maximumShare }) => minimumShare > maximumShare);
  if (crossed !== undefined) throw new NoAnswerError(`${crossed.name} has a minimum share above its maximum`);
  const keys = candidates.map(({ provider }, index) => provider?.trim().toLowerCase() ?? index);
  const groups = [...new Set(keys)];
  return {
    lower: candidates.map(({ minimumShare }) => minimumShare),
    upper: candidates.map(({ maximumShare }) => maximumShare),
    group: keys.map((key) => groups.indexOf(key)),
    caps: groups.map(() => providerCap),
    total: 1,
  };
}

function optimalShares({ objective, riskAversion }: Allocation, problem: Problem): number[] {
  const { returns, covariances, limits } = problem;
  switch (objective) {
    case "max_return":
      return fill(limits, byFalling(returns));
    case "mean_variance":
      return lowestVariance(problem)(returns.map((value) => value / riskAversion));
    case "max_sharpe":
      return sharpest(problem, covariances);
  }
}

/** Shares at which half the variance less a linear term is lowest, as a function of that term. */
const lowestVariance = ({ covariances, limits }: Problem) =>
  quadraticMinimiser(covariances, { best: (values) => fill(limits, byFalling(values)) });

/** Variance below this part of the largest is none, but for rounding. */
const noVariance = 1e-14;

/**
 * Shares of the highest return over standard deviation.
 *
 * They are those of mean_variance for the right weight t of returns, where variance = t x return: at lower
 * ones variance exceeds it. The difference is a broken line in t, and the weight at the highest return bounds
 * t from above. Where a mixture without risk earns nothing, mixing more of it in leaves the ratio as it is.
 */
function sharpest(problem: Problem, covariances: Matrix): number[] {
  const { returns, limits } = problem;
  const highest = fill(limits, byFalling(returns));
  const most = dot(returns, highest);
  if (!(most > 0)) throw new NoAnswerError("no allocation has a positive expected return");
  const varianceOf = (shares: readonly number[]) => dot(shares, times(covariances, shares));
  const largest = greatest(covariances.map((row, index) => row[index] ?? 0));
  const optimum = lowestVariance(problem);
  const sharesAt = (weight: number) => optimum(returns.map((value) => value * weight));
  const excess = (weight: number) => {
    const shares = sharesAt(weight);
    return varianceOf(shares) - weight * dot(returns, shares);
  };
  const upper = varianceOf(highest) / most;
  if (upper <= (noVariance * largest) / most) throw new NoAnswerError("the highest return is without risk");
  const hasRisk = varianceOf(sharesAt(0)) > noVariance * largest;
  const lower = hasRisk ? 0 : upper * 1e-6;
  const atLower = excess(lower);
  if (hasRisk || atLower > 0) {
    return sharesAt(excess(upper) >= 0 ? upper : brent(excess, lower, upper));
  }
  if (dot(returns, sharesAt(lower)) > 1e-5 * most)
    throw new NoAnswerError("an allocation without risk has a return");
  return sharesAt(lower);
}

/** Gives what candidates alike in return and covariances have to the earlier ones of them, within the limits. */
function settleTies(shares: number[], { returns, covariances, limits }: Problem): number[] {
  const settled = [...shares];
  const seen = new Set<number>();
  for (const first of shares.keys()) {
    if (seen.has(first)) continue;
    const alike = [...shares.keys()].filter(
      (other) =>
        returns[other] === returns[first] &&
        (covariances[other] ?? []).every((value, index) => value === covariances[first]?.[index]),
    );
    alike.forEach((index) => seen.add(index));
    if (alike.length > 1) regive(settled, alike, limits);
  }
  return settled;
}

function regive(shares: number[], alike: readonly number[], limits: Limits): void {
  const isAlike = new Set(alike);
  const caps = [...limits.caps];
  shares.forEach((share, index) => {
    const at = limits.group[index] ?? -1;
    if (!isAlike.has(index)) caps[at] = (caps[at] ?? 0) - share;
  });
  const pick = (values: readonly number[]) => alike.map((index) => values[index] ?? 0);
  const total = alike.reduce((sum, index) => sum + (shares[index] ?? 0), 0);
  const part = {
    lower: pick(limits.lower),
    upper: pick(limits.upper),
    group: pick(limits.group),
    caps,
    total,
  };
  fill(part, alike.keys()).forEach((share, index) => (shares[alike[index] ?? -1] = share));
}
