import fc from "fast-check";
import { column, fraction } from "./calls";
import { testGroup } from "./groupTests";

const perhaps = <T>(some: fc.Arbitrary<T>) => fc.option(some, { nil: undefined });

testGroup("Risk, scenarios, contingency", {
  VAR_CVAR: {
    usual: fc.tuple(
      column(fraction(-1000, 800), { minLength: 2, maxLength: 40 }),
      perhaps(fraction(0.5, 0.999)),
      perhaps(fc.constantFrom("historical", "normal", "cornish_fisher")),
      perhaps(fc.constantFrom("VaR", "CVaR", "Mean", "Standard deviation")),
    ),
    // What is left of a sum that nearly cancels is measured by what went into it.
    scale: ([pnl]) => Math.max(...[pnl].flat(2).map((outcome) => Math.abs(Number(outcome) || 0))),
  },
});
