import { NumericError } from "../errors";

/** Far more than the method needs, even to approach a root at 0 by halving. */
const mostSteps = 3000;

/**
 * A root of f between two points where f has opposite signs, in the unit of f's argument.
 *
 * For f continuous between finite `lower` and `upper`, in either order; with several roots it is one of
 * them. The error is at most 2 units in the last place and `tolerance`, as far as f itself is exact. Throws
 * NumericError where the signs are the same or f has no value.
 *
 * Method: interpolation safeguarded by bisection, R. P. Brent (1973), Algorithms for Minimization without
 * Derivatives, ch. 4, procedure zero.
 */
export function brent(f: (x: number) => number, lower: number, upper: number, tolerance = 0): number {
  const at = (x: number): Point => ({ x, y: f(x) });
  const [start, end] = [at(lower), at(upper)];
  if (!(Math.sign(start.y) * Math.sign(end.y) <= 0)) {
    throw new NumericError(`no change of sign between ${lower} and ${upper}`);
  }
  const width = upper - lower;
  let search: Search = { best: end, previous: start, opposite: start, step: width, stepBefore: width };
  for (let count = 0; count < mostSteps; count++) {
    search = bracketed(search);
    const { best, opposite } = search;
    const smallest = Number.EPSILON * Math.abs(best.x) + tolerance / 2 + Number.MIN_VALUE;
    const half = (opposite.x - best.x) / 2;
    if (best.y === 0 || Math.abs(half) <= smallest) return best.x;
    const step = interpolation(search, half, smallest) ?? half;
    const stepBefore = step === half ? half : search.step;
    const next = at(best.x + (Math.abs(step) > smallest ? step : Math.sign(half) * smallest));
    if (Number.isNaN(next.y)) throw new NumericError(`the function has no value at ${next.x}`);
    search = { best: next, previous: best, opposite, step, stepBefore };
  }
  throw new NumericError(`no root found within ${mostSteps} steps`);
}

interface Point {
  readonly x: number;
  readonly y: number;
}

interface Search {
  readonly best: Point;
  /** The best point before. */
  readonly previous: Point;
  /** The other end of the bracket. */
  readonly opposite: Point;
  readonly step: number;
  readonly stepBefore: number;
}

/** The same search with a root between `best` and `opposite`, and the smaller value of the two at `best`. */
function bracketed(search: Search): Search {
  const { best, previous } = search;
  const sameSide = Math.sign(best.y) === Math.sign(search.opposite.y);
  const width = best.x - previous.x;
  const kept = sameSide ? { ...search, opposite: previous, step: width, stepBefore: width } : search;
  if (Math.abs(kept.opposite.y) >= Math.abs(best.y)) return kept;
  return { ...kept, best: kept.opposite, previous: best, opposite: best };
}

/** Step to the root of the interpolation; undefined where halving the bracket is safer. */
function interpolation(search: Search, half: number, smallest: number): number | undefined {
  const { best, previous, opposite, stepBefore } = search;
  if (Math.abs(stepBefore) < smallest || Math.abs(previous.y) <= Math.abs(best.y)) return undefined;
  const s = best.y / previous.y;
  const q = previous.y / opposite.y;
  const r = best.y / opposite.y;
  const secant = previous === opposite;
  const p = secant ? 2 * half * s : s * (2 * half * q * (q - r) - (best.x - previous.x) * (r - 1));
  const step = p / (secant ? s - 1 : -(q - 1) * (r - 1) * (s - 1));
  const inside = step * Math.sign(half) > 0 && Math.abs(step) < 1.5 * Math.abs(half) - smallest / 2;
  return inside && Math.abs(step) < Math.abs(stepBefore) / 2 ? step : undefined;
}
