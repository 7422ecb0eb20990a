import type Decimal from "decimal.js";
import { exact } from "./exact";

/** How far a number may lie from the expected one; where both are given, meeting either is enough. */
type Tolerance = (
  | { absolute: number; relative?: number }
  /** A fraction of the expected number. */
  | { relative: number; absolute?: number }
) & {
  /** What the number was computed from, by name. */
  inputs?: object;
  /** Where the expected number comes from: a book and its page, another method, a law. */
  source?: string;
};

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- only so are matchers added to jest's types
  namespace jest {
    interface Matchers<R> {
      /**
       * That a number is within a tolerance of the expected one. Against a decimal the double is compared to its
       * last bit.
       */
      toBeWithin(expected: number | Decimal | undefined, tolerance: Tolerance): R;
    }
  }
}

function toBeWithin(
  this: jest.MatcherContext,
  actual: unknown,
  expected: number | Decimal | undefined,
  tolerance: Tolerance,
): jest.CustomMatcherResult {
  const { absolute, relative } = difference(actual, expected);
  const pass = absolute <= (tolerance.absolute ?? 0) || relative <= (tolerance.relative ?? 0);
  const rows: [string, string][] = [
    ["actual", this.utils.printReceived(actual)],
    ["expected", this.utils.printExpected(typeof expected === "object" ? Number(expected) : expected)],
    ["difference", `${absolute.toPrecision(4)} absolute, ${relative.toPrecision(4)} relative`],
    ["tolerance", allowed(tolerance)],
    ["source", tolerance.source ?? "none given"],
  ];
  for (const [name, value] of Object.entries(tolerance.inputs ?? {}))
    rows.push([`input ${name}`, this.utils.stringify(value)]);
  const width = Math.max(...rows.map(([name]) => name.length));
  const report = rows.map(([name, value]) => `  ${`${name}:`.padEnd(width + 2)}${value}`);
  return {
    pass,
    message: () => [`The number is${pass ? "" : " not"} within the tolerance.`, "", ...report].join("\n"),
  };
}

function difference(actual: unknown, expected: number | Decimal | undefined) {
  if (typeof actual !== "number" || expected === undefined) return { absolute: NaN, relative: NaN };
  if (actual === expected) return { absolute: 0, relative: 0 };
  if (typeof expected === "number") {
    const absolute = Math.abs(actual - expected);
    return { absolute, relative: absolute / Math.abs(expected) };
  }
  if (!Number.isFinite(actual)) return { absolute: NaN, relative: NaN };
  const absolute = exact(actual).minus(expected).abs();
  const relative = absolute.isZero() ? absolute : absolute.div(expected.abs());
  return { absolute: absolute.toNumber(), relative: relative.toNumber() };
}

function allowed({ absolute, relative }: Tolerance): string {
  if (absolute === undefined) return `${relative ?? NaN} relative`;
  return relative === undefined ? `${absolute} absolute` : `${absolute} absolute or ${relative} relative`;
}

expect.extend({ toBeWithin });
