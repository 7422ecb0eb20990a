import fc from "fast-check";
import { mineVsBuy } from "../../../src/core/cashflow/mineVsBuy";
import { inMonth, type Model, type Quantity } from "../../../src/core/cashflow/model";
import { modelOf } from "../../../src/core/cashflow/resolve";
import { anyModel } from "./anyModel";
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
  test("at the break-even price, hashprice moved with it, mining and buying bring the same coins", () => {
    let solved = 0;
    const times = (quantity: Quantity, factor: number): Quantity =>
      typeof quantity === "number" ? quantity * factor : quantity.map((value) => value * factor);
    const law = (given: Model) => {
      const { breakEvenPrice } = mineVsBuy(given);
      if (typeof breakEvenPrice !== "number") return;
      const factor = breakEvenPrice / inMonth(given.btcPrice, 1);
      const { hashprice } = given;
      const moved = {
        ...given,
        btcPrice: times(given.btcPrice, factor),
        hashprice: hashprice === undefined ? undefined : times(hashprice, factor),
      };
      const { mined, bought } = mineVsBuy(moved);
      // Where next to nothing else is laid out, a month may be shut down at that price by the last digit of its power
      // cost: its coins then go with those that pay for it. So the coins of all months are the scale.
      const scale = Math.max(mined, bought, mineVsBuy({ ...given, shutdown: false }).mined);
      expect(mined).toBeWithin(bought, { absolute: 1e-11 * scale, inputs: given });
      solved++;
    };
    fc.assert(fc.property(anyModel, law), { numRuns: 300 });
    expect(solved).toBeGreaterThan(150);
  });

  test("without shutdown and resale it is price over ratio; a resale value fixed in USD lowers it", () => {
    const plain = { ...model, shutdown: false, resaleValue: 0 };
    const { ratio, breakEvenPrice } = mineVsBuy(plain);
    expect(breakEvenPrice).toBeWithin(100000 / Number(ratio), { relative: 1e-14 });
    expect(Number(mineVsBuy({ ...plain, resaleValue: 400 }).breakEvenPrice)).toBeLessThan(
      Number(breakEvenPrice),
    );
  });

  test("what the coins cost is bought on the same days: outlays by hand", () => {
    // 2 months of 30.4375 days at flat prices of 100000 and 50000 USD; 1 PH/s at 60 USD a day, 20 kW at 0.05 USD.
    const site = modelOf(
      [
        ["btc price", "monthly", "USD", 100000, 50000, "end"],
        ["hashprice", 60],
        ["hashrate", 1000],
        ["efficiency", 20],
        ["power price", 0.05],
        ["heat price", 0.01],
        ["profit share", 0.3],
        ["other opex", 7],
        ["other revenue", 3],
        ["capex", 1000],
        ["capex schedule", "monthly", "USD", 0, 500, "end"],
        ["months", 2],
      ],
      [],
    );
    const revenue = 60 * 30.4375;
    const [power, heat] = [20 * 24 * 30.4375 * 0.05, 20 * 24 * 30.4375 * 0.01];
    const host = 0.3 * (revenue + heat - power);
    const monthly = power + host + 7 - heat - 3;
    const { mined, bought } = mineVsBuy(site);
    expect(mined).toBeWithin(revenue / 100000 + revenue / 50000, { relative: 1e-14 });
    expect(bought).toBeWithin(0.01 + monthly / 100000 + (monthly + 500) / 50000, { relative: 1e-14 });
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
