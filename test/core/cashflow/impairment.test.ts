import fc from "fast-check";
import { cashflowsOf } from "../../../src/core/cashflow/cashflows";
import { impairment } from "../../../src/core/cashflow/impairment";
import { metricOf } from "../../../src/core/cashflow/metrics";
import { modelOf } from "../../../src/core/cashflow/resolve";
import { at } from "../../../src/core/numeric/at";
import { anyModel } from "./anyModel";
import { golden1, golden2 } from "./golden";

// Value in use and undiscounted cash: an independent model in Python with 60 digits; the rest by hand from the standards.
const one = { valueInUse: 672.713619763215, undiscounted: 687.9598867160582 };
const two = { valueInUse: 300.79707630392383, undiscounted: 307.29000638890711 };
const table = [
  ["value in use above sale", golden1, one, 900, 650, "ifrs", 672.713619763215, 227.286380236785],
  ["sale above value in use", golden1, one, 900, 700, "ifrs", 700, 200],
  ["carried below both", golden1, one, 600, 650, "ifrs", 672.713619763215, 0],
  ["covered undiscounted", golden1, one, 680, 650, "usgaap", 687.9598867160582, 0],
  ["not covered: down to the sale value", golden1, one, 690, 650, "usgaap", 650, 40],
  ["not covered, but worth more", golden1, one, 690, 700, "usgaap", 700, 0],
  ["tax and kept coins left out", golden2, two, 400, 0, "ifrs", 300.79707630392383, 99.20292369607617],
] as const;

test.each(table)("%s", (_, block, cash, carrying, saleValue, standard, recoverable, loss) => {
  const answer = impairment(modelOf(block, []), { carrying, saleValue, standard });
  const expected = { ...cash, recoverable, impairment: loss };
  for (const key of ["valueInUse", "undiscounted", "recoverable", "impairment"] as const)
    expect(answer[key]).toBeWithin(expected[key], { absolute: 1e-9 });
});

test("value in use of any model is the NPV of what is still to come: staged payments stay, at their dates", () => {
  fc.assert(
    fc.property(anyModel, (model) => {
      const { valueInUse, undiscounted } = impairment(model, { carrying: 0, saleValue: 0, standard: "ifrs" });
      const asset = { ...model, capex: 0, loan: 0, taxRate: 0, hodlShare: 0 };
      expect(valueInUse).toBe(metricOf(asset, "npv"));
      const paidNow = { ...asset, capexSchedule: 0 };
      const { outlays, months } = cashflowsOf(model);
      let later = 0;
      let worth = 0;
      for (let month = 1; month <= model.months; month++) {
        later += at(outlays, month);
        worth += at(outlays, month) / (1 + model.discountRate) ** at(months.years, month);
      }
      const close = { absolute: 1e-8, inputs: model };
      expect(valueInUse).toBeWithin(metricOf(paidNow, "npv") - worth, close);
      const bare = impairment(paidNow, { carrying: 0, saleValue: 0, standard: "usgaap" });
      expect(undiscounted).toBeWithin(bare.undiscounted - later, close);
    }),
  );
});

test("laws: never negative, capex and financing make no difference, more carried is more written off", () => {
  const model = modelOf(golden1, []);
  const amount = fc.double({ min: 0, max: 2000, noNaN: true });
  const law = (carrying: number, more: number, saleValue: number, standard: "ifrs" | "usgaap") => {
    const asset = { carrying, saleValue, standard };
    const answer = impairment(model, asset);
    expect(answer.impairment).toBeGreaterThanOrEqual(0);
    const financed = { ...model, capex: 1, loan: 500, loanRate: 0.2, taxRate: 0.4, hodlShare: 0.3 };
    expect(impairment(financed, asset)).toEqual(answer);
    const worse = impairment(model, { ...asset, carrying: carrying + more });
    expect(worse.impairment).toBeGreaterThanOrEqual(answer.impairment);
  };
  fc.assert(fc.property(amount, amount, amount, fc.constantFrom("ifrs", "usgaap"), law));
});
