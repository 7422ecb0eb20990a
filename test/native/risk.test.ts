import fc from "fast-check";
import { column, fraction } from "./calls";
import { compared, expectAgreement } from "./agreement";
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

testGroup(
  "Risk, scenarios, contingency",
  {
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
  },
  ["SENSITIVITY", "SENSITIVITY_GRID", "SCENARIOS"],
);

test("native forms lift over a column, a row and both", () => {
  const prices = [[80_000], [50_000], [0], [120_000]];
  const years = [[0.25, 1]];
  for (const comparison of compared([
    {
      name: "LOAN_HEALTH",
      calls: [
        [480_000, 10, prices, 0.8, 0.7, undefined, undefined, "BTC to cure"],
        [480_000, 10, prices, 0.8, undefined, years, 0.6, "Probability of touch"],
      ],
    },
    { name: "RUNWAY", calls: [[1e6, 50, prices, 6e5, [[4, 20]], -0.25, undefined, "Shortfall month"]] },
  ]))
    expectAgreement(comparison);
});
