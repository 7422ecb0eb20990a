/** Bounds of a number: `above` and `below` leave their end out, `atLeast` and `atMost` hold it. */
export interface Bounds {
  readonly above?: number;
  readonly atLeast?: number;
  readonly below?: number;
  readonly atMost?: number;
  readonly whole?: boolean;
}

/** A test of finite numbers against the bounds. */
export function boundsTest(bounds: Bounds): (value: number) => boolean {
  const {
    above = -Infinity,
    atLeast = -Infinity,
    below = Infinity,
    atMost = Infinity,
    whole = false,
  } = bounds;
  return (value) =>
    value > above &&
    value >= atLeast &&
    value < below &&
    value <= atMost &&
    (!whole || Number.isInteger(value));
}

/** The bounds in words: "must be a whole number at least 1 and at most 240". */
export function boundsRule({ above, atLeast, below, atMost, whole = false }: Bounds): string {
  const limits = Object.entries({ above, "at least": atLeast, below, "at most": atMost })
    .filter(([, limit]) => limit !== undefined)
    .map(([word, limit]) => `${word} ${limit}`);
  if (limits.length === 0) return whole ? "must be a whole number" : "must be a number";
  return `must be ${whole ? "a whole number " : ""}${limits.join(" and ")}`;
}

/** What is said beside a refused 0: desktop Excel hands a blank cell over as 0. */
export const BLANK_IS_ZERO = "(a blank cell reads as 0 in desktop Excel)";
