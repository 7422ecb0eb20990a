import { exp, ln } from "../numeric/elementary";
import { InputError } from "../errors";
import { keptWith } from "../keptWith";

export const curveMethods = ["linear", "loglinear", "variance"] as const;

export interface Curve {
  /** Where to read the curve, in the unit of `xs`. */
  readonly x: number;
  /** Strictly increasing; for "variance" times in years, at least 0. */
  readonly xs: readonly number[];
  /** One for each of `xs`; for "loglinear" above 0, for "variance" volatilities of at least 0. */
  readonly ys: readonly number[];
  readonly method: (typeof curveMethods)[number];
}

/**
 * Value of the curve at x, in the unit of `ys`; flat beyond its ends.
 *
 * "linear" between points; "loglinear" linear in ln y; "variance" linear in y^2 x, so that variance accrues evenly
 * between two expiries.
 */
export function curve({ x, xs, ys, method }: Curve): number {
  const fault = faultOf(xs, ys, method);
  if (fault !== undefined) throw fault;
  const above = firstAbove(xs, x);
  const [left = NaN, right = NaN] = [ys[above - 1] ?? ys[0], ys[above] ?? ys[ys.length - 1]];
  const [from = NaN, to = NaN] = [xs[above - 1], xs[above]];
  if (above === 0) return right;
  if (above === xs.length || x === from) return left;
  const share = (x - from) / (to - from);
  const between = (a: number, b: number) => a * (1 - share) + b * share;
  switch (method) {
    case "linear":
      return between(left, right);
    case "loglinear":
      return left * exp(share * ln(right / left));
    case "variance":
      return Math.sqrt(between(left * left * (from / x), right * right * (to / x)));
  }
}

/** Index of the first of the rising `xs` above x; their number if none is. By bisection. */
function firstAbove(xs: readonly number[], x: number): number {
  let [low, high] = [0, xs.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((xs[middle] ?? Infinity) > x) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** What is wrong with the points, if anything: looked for once for all the places at which a lifted call reads them. */
const faultOf = keptWith(
  (xs: Curve["xs"], ys: Curve["ys"], method: Curve["method"]): InputError | undefined => {
    if (ys.length !== xs.length) {
      return new InputError("ys", `must have as many values as xs (${xs.length})`, ys.length);
    }
    const least = method === "variance" ? 0 : -Infinity;
    for (let index = 0; index < xs.length; index++) {
      const [here = NaN, before = -Infinity, y = NaN] = [xs[index], xs[index - 1], ys[index]];
      const place = `value ${index + 1},`;
      if (!(here > before))
        return new InputError(`xs, ${place}`, `must be above the one before (${before})`, here);
      if (here < least) return new InputError(`xs, ${place}`, "must be at least 0 for variance", here);
      if (method === "loglinear" && !(y > 0)) {
        return new InputError(`ys, ${place}`, "must be above 0 for loglinear", y);
      }
      if (y < least) return new InputError(`ys, ${place}`, "must be at least 0 for variance", y);
    }
    return undefined;
  },
);
