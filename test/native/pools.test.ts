import fc from "fast-check";
import { definitionOf } from "../functions/host";
import { compared, expectAgreement } from "./agreement";
import { column, fraction, withOneOdd } from "./calls";
import { testGroup } from "./groupTests";

const left = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined });
/** A number between powers of ten. */
const power = (min: number, max: number) => fraction(min, max).map((exponent) => 10 ** exponent);

/** Calls of YIELD_WATERFALL with each quantity for all periods or by period. */
const periods = fc.integer({ min: 1, max: 4 }).chain((count) => {
  const one = (value: fc.Arbitrary<number>) =>
    count === 1 ? value : fc.oneof(value, column(value, { minLength: count, maxLength: count }));
  return fc.tuple(
    one(fraction(1e5, 2e5)),
    one(fraction(1e14, 2e14)),
    one(fc.constantFrom(3.125, 6.25)),
    one(fraction(0, 0.3)),
    one(fraction(1, 31)),
    one(fraction(0, 2e5)),
    one(fraction(0, 3)),
    left(one(fraction(0.01, 1))),
    left(one(fraction(0, 0.05))),
    left(one(fraction(0, 0.05))),
    left(one(fraction(0, 0.04))),
    left(fc.constantFrom("fpps", "pplns", "solo")),
    left(one(power(5, 8))),
    left(fraction(0.5, 0.9999)),
    left(fc.boolean()),
  );
});

/** Calls in which something is odd, but no number of blocks beyond what Excel's own functions take. */
const odd = (name: string) => withOneOdd(definitionOf(name)).filter((given) => !given.includes(1e12));

/** IronCalc's tails of a thousand blocks lose some digits; the function's are held to more in its own tests. */
const ofIronCalc = 4e-12;

testGroup("Pools and the probability of blocks", {
  BLOCK_PROB: {
    usual: fc.tuple(
      power(2, 8),
      power(13, 15),
      power(-1, 3),
      left(fc.integer({ min: 0, max: 1000 })),
      left(fc.constantFrom("at_least", "exactly", "at_most", "expected", "days")),
    ),
    odd: odd("BLOCK_PROB"),
    within: ofIronCalc,
  },
  POOL_LUCK: {
    usual: fc.tuple(
      fc.integer({ min: 0, max: 1000 }),
      power(-1, 3),
      left(fraction(0.5, 0.9999)),
      left(fc.constantFrom("Luck", "lower bound", "Upper bound (ratio)", "p-value")),
    ),
    odd: odd("POOL_LUCK"),
    within: ofIronCalc,
  },
  POOL_RESERVE: {
    usual: fc.tuple(
      fc.oneof(power(-6, -0.01), fraction(0.3, 0.9999)),
      power(-2, 2),
      left(power(-6, -0.01)),
      left(power(-1, 3)),
      left(fc.constantFrom("Reserve", "Ruin probability", "Adjustment coefficient", "Reserve by Rosenfeld")),
    ),
  },
  YIELD_WATERFALL: {
    usual: periods,
    // A difficulty of 1 gives 10 billion blocks.
    odd: odd("YIELD_WATERFALL").filter(
      ([, difficulty]) => typeof difficulty !== "number" || difficulty <= 0 || difficulty > 1e6,
    ),
  },
  REORG_PROB: {
    usual: fc.tuple(
      fc.oneof(fraction(0, 0.55), power(-2.5, -0.5)),
      fc.integer({ min: 0, max: 100 }),
      left(fc.constantFrom("nakamoto", "rosenfeld")),
    ),
  },
});

test("native forms lift over a column, a row and both", () => {
  const shares = [[0.1], [0.3], [0.6], [0]];
  for (const comparison of compared([
    {
      name: "BLOCK_PROB",
      calls: [
        [[[1e5], [1e7]], 1.5e14, 30, [[0, 5, 30]], "at_least"],
        [1e7, 1.5e14, [[1], [10]], [[0, 1.5]], [["at_most", "exactly"]]],
      ],
    },
    {
      name: "REORG_PROB",
      calls: [
        [shares, [[0, 1, 6]], "nakamoto"],
        [shares, [[0, 1, 6]], "rosenfeld"],
        [0.2, [[1, 6]], [["nakamoto"], ["rosenfeld"], ["other"]]],
      ],
    },
    { name: "POOL_LUCK", calls: [[[[0], [10]], [[8, 12]], undefined, "Upper bound"]] },
    {
      name: "POOL_RESERVE",
      calls: [[[[0.02], [0.6], [-0.1]], [[3.125, 6.25]], undefined, undefined, "Reserve"]],
    },
  ]))
    expectAgreement(comparison);
});
