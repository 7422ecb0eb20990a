import fc from "fast-check";
import { column, fraction } from "./calls";
import { testGroup } from "./groupTests";

const perhaps = <T>(some: fc.Arbitrary<T>) => fc.option(some, { nil: undefined });

testGroup("Prices and simulation", {
  REALIZED_VOL: {
    usual: fc.tuple(
      column(fraction(50, 150), { minLength: 3, maxLength: 40 }),
      perhaps(fc.constantFrom(12, 52, 365)),
      perhaps(fc.constantFrom("close", "ewma")),
      perhaps(fraction(0.5, 1)),
    ),
  },
});
