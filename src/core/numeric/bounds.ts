import { InputError } from "../errors";

/** Bounds of a number: `above` and `below` exclude their end, `atLeast` and `atMost` include it. */
export interface Bounds {
  readonly above?: number;
  readonly atLeast?: number;
  readonly below?: number;
  readonly atMost?: number;
  readonly whole?: boolean;
  /** What a value out of bounds may have meant, as a question; undefined without a guess. */
  readonly guess?: (value: number) => string | undefined;
}

/** Bounds with none left out: those that are not set let every finite number through. */
export type Limits = Readonly<Required<Omit<Bounds, "guess">>>;

export function limitsOf({ above, atLeast, below, atMost, whole }: Bounds): Limits {
  return {
    above: above ?? -Infinity,
    atLeast: atLeast ?? -Infinity,
    below: below ?? Infinity,
    atMost: atMost ?? Infinity,
    whole: whole ?? false,
  };
}

export function isWithin(value: number, { above, atLeast, below, atMost, whole }: Limits): boolean {
  return (
    value > above &&
    value >= atLeast &&
    value < below &&
    value <= atMost &&
    (!whole || Number.isInteger(value))
  );
}

/** A test of finite numbers against the bounds. */
export function boundsTest(bounds: Bounds): (value: number) => boolean {
  const limits = limitsOf(bounds);
  return (value) => isWithin(value, limits);
}

/** The bounds in words: "must be a whole number at least 1 and at most 240". */
export function boundsRule({ above, atLeast, below, atMost, whole = false }: Bounds): string {
  const limits: string[] = [];
  if (above !== undefined) limits.push(`above ${above}`);
  if (atLeast !== undefined) limits.push(`at least ${atLeast}`);
  if (below !== undefined) limits.push(`below ${below}`);
  if (atMost !== undefined) limits.push(`at most ${atMost}`);
  if (limits.length === 0) return whole ? "must be a whole number" : "must be a number";
  return `must be ${whole ? "a whole number " : ""}${limits.join(" and ")}`;
}

/** What is wrong with a number out of bounds, and what it may have meant. */
export function outOfBounds(parameter: string, value: number, bounds: Bounds): InputError {
  if (value === 0) return new InputError(parameter, `${boundsRule(bounds)}, got 0 ${BLANK_IS_ZERO}`);
  const hint = bounds.guess?.(value) ?? percentGuess(value, bounds);
  return new InputError(
    parameter,
    boundsRule(hint === undefined ? bounds : brokenLimits(value, bounds)),
    value,
    hint,
  );
}

/** Upper limits of shares, ratios and yearly rates are no higher than this; those of other quantities are. */
const HIGHEST_SHARE = 10;
/** From here on a value beyond the limit looks like a percentage. */
const LIKE_PERCENT = 1.5;

function percentGuess(value: number, bounds: Bounds): string | undefined {
  const limit = bounds.atMost ?? bounds.below ?? Infinity;
  const meant = withoutRounding(value / 100);
  const isLikely = !bounds.whole && limit <= HIGHEST_SHARE && value >= LIKE_PERCENT && value >= limit;
  return isLikely && boundsTest(bounds)(meant) ? `is it ${value} %? write ${meant}` : undefined;
}

/** The number that a quotient means: 7 / 100 is 0.07, not 0.07000000000000001. */
export const withoutRounding = (value: number) => Number(value.toPrecision(15));

/** The limits that a value breaks, without those that it keeps. */
function brokenLimits(value: number, { above, atLeast, below, atMost, whole }: Bounds): Bounds {
  return {
    ...(above !== undefined && value <= above && { above }),
    ...(atLeast !== undefined && value < atLeast && { atLeast }),
    ...(below !== undefined && value >= below && { below }),
    ...(atMost !== undefined && value > atMost && { atMost }),
    ...(whole && { whole }),
  };
}

/** Added to the message about a refused 0: desktop Excel passes a blank cell as 0. */
export const BLANK_IS_ZERO = "(a blank cell reads as 0 in desktop Excel)";
