import fc from "fast-check";
import { column, fraction } from "./calls";
import { testGroup } from "./groupTests";

const perhaps = <T>(some: fc.Arbitrary<T>) => fc.option(some, { nil: undefined });

const fleets = fc
  .array(
    fc.tuple(
      fc.constantFrom("Hydro", "Old gear", "New gear", 7),
      fraction(1, 500),
      fraction(12, 40),
      fraction(-0.01, 0.1),
      fc.oneof(fraction(1, 1.5), fc.constant(null)),
    ),
    { minLength: 1, maxLength: 8 },
  )
  .chain((lines) =>
    fc
      .constantFrom(
        [["Fleet", "EH/s", "J/TH", "USD/kWh", "PUE"]],
        [["Fleet", "Hashrate (PH/s)", "Efficiency (J/GH)", "Price (ct/kWh)", "PUE"]],
        [["", "", "", "", ""]],
        [],
      )
      .map((top) => [...top, ...lines, ...lines.slice(0, 1)]),
  );

testGroup("Risk, scenarios, contingency", {
  HASHCOST_CURVE: { usual: fc.tuple(fleets, perhaps(fraction(10, 60)), perhaps(fc.boolean())) },
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
