import fc from "fast-check";
import { cashflowsOf } from "../../../src/core/cashflow/cashflows";
import { depreciationsOf } from "../../../src/core/cashflow/depreciationSchedule";
import { depreciationMethods, type Model } from "../../../src/core/cashflow/model";
import { modelOf } from "../../../src/core/cashflow/resolve";
import { macrsSchedule } from "../../../src/core/costs/macrs";
import { at } from "../../../src/core/numeric/at";
import { sum } from "../../../src/core/numeric/sum";
import { anyModel } from "./anyModel";
import { golden1 } from "./golden";

const base: Model = { ...modelOf(golden1, []), months: 240, resaleValue: 0 };
const of = (change: Partial<Model>, inService = 1) => depreciationsOf({ ...base, ...change }, inService);

// IRS Publication 946, Table A-1, 5 years: 20 % of 1200 in the first twelve months, 32 % in the next.
test("a MACRS year is spread over its twelve months", () => {
  const months = of({ depreciation: "macrs5", capex: 1200 });
  expect(months[12]).toBeWithin(20, { absolute: 5e-13 });
  expect(months[13]).toBeWithin(32, { absolute: 5e-13 });
  expect(months[73]).toBe(0);
});

test.each([3, 5, 7, 15] as const)("macrs%i deducts the whole cost, with and without a bonus", (lifeYears) => {
  for (const bonusShare of [0, 0.4, 1]) {
    const months = of({ depreciation: `macrs${lifeYears}`, capex: 5000, bonusShare });
    expect(sum(months)).toBeWithin(5000, { relative: 1e-14 });
    // MACRS itself, year by year.
    for (const { year, deduction } of macrsSchedule({ cost: 5000, lifeYears, convention: "hy", bonusShare }))
      expect(sum(months.slice(12 * year - 11, 12 * year + 1))).toBeWithin(deduction, { absolute: 1e-11 });
  }
});

test("a bonus share is so much deducted at once, and the method on the rest", () => {
  const share = fc.integer({ min: 0, max: 100 }).map((percent) => percent / 100);
  const law = (depreciation: "sln" | "ddb", bonusShare: number, resaleValue: number) => {
    const change = { depreciation, resaleValue, depreciationLife: 24 };
    const whole = of({ ...change, capex: 1000, bonusShare });
    const rest = of({ ...change, capex: 1000 * (1 - bonusShare) });
    for (let month = 1; month <= 240; month++) {
      const atOnce = month === 1 ? 1000 * bonusShare : 0;
      expect(whole[month]).toBeWithin(at(rest, month) + atOnce, { absolute: 1e-10 });
    }
  };
  fc.assert(fc.property(fc.constantFrom("sln", "ddb"), share, fc.integer({ min: 0, max: 1200 }), law));
});

test("by hand: half of 1000 at once, a rest of 500 down to 300 over 4 months, or doubly declining", () => {
  const change = { capex: 1000, bonusShare: 0.5, resaleValue: 300, depreciationLife: 4 };
  expect([...of({ ...change, depreciation: "sln" }).slice(0, 7)]).toEqual([0, 550, 50, 50, 50, 0, 0]);
  expect([...of({ ...change, depreciation: "ddb" }).slice(0, 7)]).toEqual([0, 700, 0, 0, 0, 0, 0]);
});

test("what is paid until the machines run depreciates as one: two payments in a month are one", () => {
  const amounts = fc.array(fc.integer({ min: 0, max: 900 }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(anyModel, amounts, (drawn, payments) => {
      const model = { ...drawn, months: Math.max(drawn.months, payments.length) };
      const staged = { ...model, capex: 700, capexSchedule: [...payments, 0] };
      const together = { ...model, capex: 700 + sum(payments), capexSchedule: 0 };
      const expected = depreciationsOf(together, payments.length);
      for (const [month, deduction] of depreciationsOf(staged, payments.length).entries())
        expect(deduction).toBeWithin(at(expected, month), { absolute: 1e-11, inputs: staged });
    }),
  );
});

test("a later payment depreciates as capex does in a model that begins so much later", () => {
  fc.assert(
    fc.property(anyModel, fc.integer({ min: 1, max: 12 }), (drawn, paidIn) => {
      const model = { ...drawn, months: 36, resaleValue: 400 };
      const schedule = [...new Array<number>(paidIn - 1).fill(0), 1000, 0];
      const late = depreciationsOf({ ...model, capex: 0, capexSchedule: schedule }, 1);
      const now = depreciationsOf({ ...model, capex: 1000, capexSchedule: 0 }, 1);
      for (let month = 1; month <= 36; month++)
        expect(late[month]).toBe(month < paidIn ? 0 : at(now, month - paidIn + 1));
    }),
  );
});

test("without a month in service nothing is depreciated, and the cost is written off at the end", () => {
  for (const depreciation of depreciationMethods) {
    const model = {
      ...base,
      months: 4,
      depreciation,
      hashrateTh: [0],
      capex: 900,
      resaleValue: 200,
      otherOpex: 0,
    };
    const flows = cashflowsOf({ ...model, capexSchedule: [0, 100, 0] });
    expect([...flows.depreciation]).toEqual([0, 0, 0, 0, 0]);
    expect(flows.taxableProfit[4]).toBe(depreciation === "none" ? 0 : 200 - 1000);
  }
});
