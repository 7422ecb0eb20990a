import fc from "fast-check";
import { definitionOf } from "../functions/host";
import { column, fraction, withOneOdd } from "./calls";
import { testGroup } from "./groupTests";

const perhaps = <T>(some: fc.Arbitrary<T>) => fc.option(some, { nil: undefined });

testGroup("Prices and simulation", {
  PRICE_FAN: {
    // What is odd in a call by merton is not what makes it an error.
    odd: withOneOdd(definitionOf("PRICE_FAN")).filter(([, , , , process]) => process !== "merton"),
    usual: fc
      .tuple(
        fraction(1e4, 2e5),
        column(fc.oneof(fraction(0, 10), fc.constant(0)), { minLength: 1, maxLength: 5 }),
        fraction(0, 1.5),
        perhaps(fraction(-0.5, 0.5)),
        fc.constantFrom("gbm", "ou"),
        fc.tuple(fc.oneof(fraction(0, 5), fc.constantFrom(0, 1e-7)), fraction(1e4, 2e5)),
        perhaps(column(fraction(0.001, 0.999), { minLength: 1, maxLength: 4 })),
        perhaps(fc.boolean()),
      )
      .map(([spot, years, volatility, drift, process, params, ...others]) => [
        ...[spot, years, volatility, drift, process],
        process === "ou" ? [params] : undefined,
        ...others,
      ]),
  },
  REALIZED_VOL: {
    usual: fc.tuple(
      column(fraction(50, 150), { minLength: 3, maxLength: 40 }),
      perhaps(fc.constantFrom(12, 52, 365)),
      perhaps(fc.constantFrom("close", "ewma")),
      perhaps(fraction(0.5, 1)),
    ),
  },
});
