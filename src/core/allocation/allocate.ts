import { InputError, NoAnswerError } from "../errors";
import { at } from "../numeric/at";
import { greatest } from "../numeric/extremes";
import { brent } from "../numeric/roots";
import type { Limits } from "./fill";
import { byFalling, fill } from "./fill";
import { dot, isPositiveSemidefinite, Matrix, times } from "./matrix";
import { quadraticMinimiser } from "./quadratic";

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

type Rows = readonly (readonly number[])[];

export interface Allocation {
  readonly candidates: readonly Candidate[];
  /** Hashrate to allocate, in TH/s. */
  readonly totalTh: number;
  /** Of the returns, rows and columns by candidate; undefined for none. */
  readonly correlations: Rows | undefined;
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
  const returns = Float64Array.from(candidates, ({ expectedReturn, fee }) => expectedReturn * (1 - fee));
  const covariances = covariancesOf(given);
  const problem = { returns, covariances, limits: limitsOf(given) };
  const shares = settleTies(optimalShares(given, problem), problem);
  const responses = times(covariances, shares);
  const risk = Math.sqrt(Math.max(dot(shares, responses), 0));
  const rows = candidates.map(({ name, deviation }, index): Allotment => {
    const share = at(shares, index);
    const withoutRisk = share > 0 ? 0 : deviation;
    const marginalRisk = risk > 0 ? at(responses, index) / risk : withoutRisk;
    const hashrateTh = share * totalTh;
    return { name, share, hashrateTh, expectedReturn: hashrateTh * at(returns, index), marginalRisk };
  });
  const expectedReturn = totalTh * dot(shares, returns);
  return [...rows, { name: "Total", share: 1, hashrateTh: totalTh, expectedReturn, marginalRisk: risk }];
}

interface Problem {
  /** Net, by candidate. */
  readonly returns: Float64Array;
  readonly covariances: Matrix;
  readonly limits: Limits;
}

function covariancesOf({ candidates, correlations }: Allocation): Matrix {
  const given = correlations === undefined ? undefined : correlationMatrix(correlations, candidates.length);
  const covariances = new Matrix(candidates.length);
  for (const [i, row] of candidates.entries()) {
    for (const [j, column] of candidates.entries()) {
      const correlation = given === undefined ? Number(i === j) : given.at(i, j);
      covariances.set(i, j, row.deviation * column.deviation * correlation);
    }
  }
  return covariances;
}

function correlationMatrix(rows: Rows, count: number): Matrix {
  const [first = []] = rows;
  if (rows.length !== count || rows.some((row) => row.length !== count)) {
    const size = `${rows.length} x ${first.length}`;
    throw new InputError("correlations", `must be ${count} x ${count}, as there are candidates`, size);
  }
  const matrix = new Matrix(count, Float64Array.from(rows.flat()));
  for (let i = 0; i < count; i++) {
    for (let j = 0; j <= i; j++) {
      const value = matrix.at(i, j);
      const mirrored = matrix.at(j, i);
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
  return matrix;
}

function limitsOf({ candidates, providerCap }: Allocation): Limits {
  const crossed = candidates.find(({ minimumShare, maximumShare }) => minimumShare > maximumShare);
  if (crossed !== undefined) throw new NoAnswerError(`${crossed.name} has a minimum share above its maximum`);
  const keys = candidates.map(({ provider }, index) => provider?.trim().toLowerCase() ?? index);
  const groups = [...new Set(keys)];
  return {
    lower: Float64Array.from(candidates, ({ minimumShare }) => minimumShare),
    upper: Float64Array.from(candidates, ({ maximumShare }) => maximumShare),
    group: Float64Array.from(keys, (key) => groups.indexOf(key)),
    caps: new Float64Array(groups.length).fill(providerCap),
    total: 1,
  };
}

function optimalShares({ objective, riskAversion }: Allocation, problem: Problem): Float64Array {
  const { returns, limits } = problem;
  switch (objective) {
    case "max_return":
      return fill(limits, byFalling(returns));
    case "mean_variance":
      return lowestVariance(problem)(returns.map((value) => value / riskAversion));
    case "max_sharpe":
      return sharpest(problem);
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
function sharpest(problem: Problem): Float64Array {
  const { returns, covariances, limits } = problem;
  const highest = fill(limits, byFalling(returns));
  const most = dot(returns, highest);
  if (!(most > 0)) throw new NoAnswerError("no allocation has a positive expected return");
  const varianceOf = (shares: Float64Array) => dot(shares, times(covariances, shares));
  const largest = greatest(covariances.diagonal());
  const optimum = lowestVariance(problem);
  const sharesAt = (weight: number) => optimum(returns.map((value) => value * weight));
  // Each end is asked for twice, and to go back to it is as far as to come from it.
  const known = new Map<number, number>();
  const excess = (weight: number) => {
    const before = known.get(weight);
    if (before !== undefined) return before;
    const shares = sharesAt(weight);
    const difference = varianceOf(shares) - weight * dot(returns, shares);
    known.set(weight, difference);
    return difference;
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
function settleTies(shares: Float64Array, problem: Problem): Float64Array {
  const settled = shares.slice();
  const seen = new Set<number>();
  for (const first of shares.keys()) {
    if (seen.has(first)) continue;
    const alike = [...shares.keys()].filter((other) => isAlike(problem, first, other));
    for (const index of alike) seen.add(index);
    if (alike.length > 1) regive(settled, alike, problem.limits);
  }
  return settled;
}

function isAlike({ returns, covariances }: Problem, first: number, other: number): boolean {
  if (at(returns, other) !== at(returns, first)) return false;
  return covariances.row(other).every((value, index) => value === covariances.at(first, index));
}

function regive(shares: Float64Array, alike: readonly number[], limits: Limits): void {
  const caps = limits.caps.slice();
  for (const [index, share] of shares.entries()) {
    const group = at(limits.group, index);
    if (!alike.includes(index)) caps[group] = at(caps, group) - share;
  }
  const pick = (values: Float64Array) => Float64Array.from(alike, (index) => at(values, index));
  const part = {
    lower: pick(limits.lower),
    upper: pick(limits.upper),
    group: pick(limits.group),
    caps,
    total: pick(shares).reduce((sum, share) => sum + share, 0),
  };
  const given = fill(part, alike.keys());
  for (const [place, index] of alike.entries()) shares[index] = at(given, place);
}
