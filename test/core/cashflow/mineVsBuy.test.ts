import fc from "fast-check";
import { mineVsBuy } from "../../../src/core/cashflow/mineVsBuy";
import type { Model } from "../../../src/core/cashflow/model";
import { modelOf } from "../../../src/core/cashflow/resolve";
import { golden1, golden2 } from "./golden";

const model = modelOf(golden1, []);

// A separate program in Python with 60 digits, by docs/formulas.md, Lifecycle; the break-even price there by bisection.
test.each([
  ["golden 1", model, 0.01062321775410739, 0.04396558109470756, 0.241625778383859, 590224.5856449506],
  [
    "at 600 USD",
    { ...model, capex: 600 },
    0.01062321775410739,
    0.009965581094707559,
    1.065990799046238,
    90330.92958750629,
  ],
  [
    "golden 2",
    modelOf(golden2, []),
    0.0053583170706632947,
    0.0047735087114460745,
    1.1225112165009666,
    86760.897627168767,
  ],
])("%s", (_, given, mined, bought, ratio, price) => {
  const answer = mineVsBuy(given);
  const values = [answer.mined, answer.bought, answer.ratio, answer.breakEvenPrice];
  for (const [index, value] of [mined, bought, ratio, price].entries())
    expect(values[index]).toBeWithin(value, { relative: 1e-12 });
});

describe("laws", () => {
  const anyModel = fc
    .record({
      capex: fc.double({ min: 0, max: 8000, noNaN: true }),
      resaleValue: fc.double({ min: 0, max: 500, noNaN: true }),
      otherOpex: fc.double({ min: 0, max: 40, noNaN: true }),
      otherRevenue: fc.double({ min: 0, max: 40, noNaN: true }),
      difficultyGrowth: fc.double({ min: -0.02, max: 0.3, noNaN: true }),
      months: fc.integer({ min: 1, max: 48 }),
      shutdown: fc.boolean(),
    })
    .map((change): Model => ({ ...model, ...change }));

  test("at the break-even price mining and buying bring the same coins", () => {
    let solved = 0;
    const law = (given: Model) => {
      const { breakEvenPrice } = mineVsBuy(given);
      if (typeof breakEvenPrice !== "number") return;
      const { mined, bought } = mineVsBuy({ ...given, btcPrice: breakEvenPrice });
      // Where next to nothing else is laid out, a month may be shut down at that price by the last digit of its power
      // cost: its coins then go with those that pay for it. So the coins of all months are the scale.
      const scale = Math.max(mined, bought, mineVsBuy({ ...given, shutdown: false }).mined);
      expect(mined).toBeWithin(bought, { absolute: 1e-12 * scale });
      solved++;
    };
    fc.assert(fc.property(anyModel, law), { numRuns: 300 });
    expect(solved).toBeGreaterThan(200);
  });

  test("without shutdown and resale it is price over ratio; a resale value fixed in USD lowers it", () => {
    const plain = { ...model, shutdown: false, resaleValue: 0 };
    const { ratio, breakEvenPrice } = mineVsBuy(plain);
    expect(breakEvenPrice).toBeWithin(100000 / Number(ratio), { relative: 1e-14 });
    expect(Number(mineVsBuy({ ...plain, resaleValue: 400 }).breakEvenPrice)).toBeLessThan(
      Number(breakEvenPrice),
    );
  });

  test("tax, loans and coins kept make no difference", () => {
    const other = { ...model, taxRate: 0.5, loan: 1000, loanRate: 0.2, loanMonths: 3, hodlShare: 1 };
    expect(mineVsBuy(other)).toEqual(mineVsBuy(model));
  });
});

describe("edges", () => {
  test("no coins, nothing laid out, more coins at every price", () => {
    expect(mineVsBuy({ ...model, subsidy: 0, fees: 0 }).breakEvenPrice).toMatchObject({
      message: "no coins are mined",
    });
    const free = mineVsBuy({ ...model, capex: 0, otherOpex: 0, usdPerKwh: -0.01 });
    expect(String(free.ratio)).toContain("there is no outlay");
    expect(String(free.breakEvenPrice)).toContain("at every price");
  });

  test("a series moves as a whole, from its first month", () => {
    const flat = { ...model, btcPriceGrowth: 0 };
    expect(mineVsBuy({ ...flat, btcPrice: [100000, 100000, 100000] })).toEqual(mineVsBuy(flat));
  });
});
