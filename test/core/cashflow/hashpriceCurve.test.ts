import { hashpriceCurve } from "../../../src/core/cashflow/hashpriceCurve";
import { monthsOf } from "../../../src/core/cashflow/months";
import { modelOf } from "../../../src/core/cashflow/resolve";
import { golden1 } from "./golden";

const model = modelOf(golden1, []);

// A separate program in Python with 60 digits, by docs/formulas.md, Lifecycle.
const table = [
  [1, 42.42291603800581, 0.0004210186156036353, 19.64856507600503, 0.5273885420313128],
  [2, 38.95483141536044, 0.0003807708324366822, 19.69834179148792, 0.4840088369911786],
  [3, 21.63887716736642, 0.000208323675221173, 19.74824691577933, 0.06874685746494009],
] as const;

test.each(table)("month %i of golden case 1", (month, ...expected) => {
  const {
    hashprice = NaN,
    hashvalue = NaN,
    hashcost = NaN,
    margin,
  } = hashpriceCurve(model, "PH")[month - 1] ?? {};
  for (const [index, value] of expected.entries())
    expect([hashprice, hashvalue, hashcost, margin][index]).toBeWithin(value, { relative: 1e-12 });
});

test("the month's revenue is hashprice after the fee times the PH/s, uptime and days", () => {
  for (const { month, revenue, hashrateTh } of monthsOf(model)) {
    const point = hashpriceCurve(model, "PH")[month - 1];
    expect((point?.hashprice ?? 0) * 0.98 * (hashrateTh / 1000) * 0.97 * 30.4375).toBeWithin(revenue, {
      absolute: 5e-10,
    });
  }
});

test("units scale prices and costs alike", () => {
  const [ph, eh] = [hashpriceCurve(model, "PH")[0], hashpriceCurve(model, "EH")[0]];
  expect((eh?.hashprice ?? 0) / (ph?.hashprice ?? 1)).toBeWithin(1000, { absolute: 5e-10 });
  expect(Number(eh?.hashcost) / Number(ph?.hashcost)).toBeWithin(1000, { absolute: 5e-10 });
  expect(eh?.margin).toBe(ph?.margin);
});

test("without a reward there is no margin", () => {
  expect(hashpriceCurve({ ...model, subsidy: 0, fees: 0 }, "PH")[0]).toMatchObject({
    hashprice: 0,
    margin: { message: "no revenue, so no margin" },
  });
});

test("a month in which the machines are off has a hashprice, but no hashcost", () => {
  const [first, second] = hashpriceCurve({ ...model, uptime: [0, 0.97] }, "PH");
  expect(first).toMatchObject({ hashcost: { message: "the machines are off in this month" } });
  expect(first?.hashprice).toBe(hashpriceCurve(model, "PH")[0]?.hashprice);
  expect(second).toEqual(hashpriceCurve(model, "PH")[1]);
});
