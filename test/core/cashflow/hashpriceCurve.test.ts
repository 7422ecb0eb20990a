import { hashpriceCurve } from "../../../src/core/cashflow/hashpriceCurve";
import { monthsOf } from "../../../src/core/cashflow/months";
import { modelOf } from "../../../src/core/cashflow/resolve";
import { at } from "../../../src/core/numeric/at";
import { golden1 } from "./golden";

const model = modelOf(golden1, []);

// A separate program in Python with 60 digits: the one of docs/formulas.md, Worked cases, and the rules of Lifecycle.
const table = [
  [1, 42.42291603800581, 0.0004210186156036353, 18.92329189716643, 0.5448337047264295],
  [2, 38.95483141536044, 0.0003807708324366822, 18.96996183996489, 0.503088494673892],
  [3, 21.63887716736642, 0.000208323675221173, 19.01674688343254, 0.1032416511948654],
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
  const { hashrateTh, revenue } = monthsOf(model);
  for (const { month, hashprice } of hashpriceCurve(model, "PH"))
    expect(hashprice * 0.98 * (at(hashrateTh, month) / 1000) * 0.97 * 30.4375).toBeWithin(
      at(revenue, month),
      {
        absolute: 5e-10,
      },
    );
});

test("units scale prices and costs alike", () => {
  const [ph, eh] = [hashpriceCurve(model, "PH")[0], hashpriceCurve(model, "EH")[0]];
  expect((eh?.hashprice ?? 0) / (ph?.hashprice ?? 1)).toBeWithin(1000, { absolute: 5e-10 });
  expect(Number(eh?.hashcost) / Number(ph?.hashcost)).toBeWithin(1000, { absolute: 5e-10 });
  expect(eh?.margin).toBeWithin(Number(ph?.margin), { relative: 1e-14 });
});

test("without a reward there is no margin", () => {
  expect(hashpriceCurve({ ...model, subsidy: 0, fees: 0 }, "PH")[0]).toMatchObject({
    hashprice: 0,
    margin: { message: "no revenue, so no margin" },
  });
});

test("downtime, the start month and other opex make no difference: it is power alone", () => {
  for (const change of [{ uptime: [0, 0.97] }, { startMonth: 2 }, { otherOpex: 1e6 }])
    expect(hashpriceCurve({ ...model, ...change }, "PH")).toEqual(hashpriceCurve(model, "PH"));
});

test("a given hashprice is that of the curve; the mean multiplier raises the cost, heat sold lowers it", () => {
  const changed = {
    ...model,
    hashprice: 52,
    hashpriceGrowth: -0.03,
    difficulty: undefined,
    powerPriceShape: { multipliers: [0.5, 1, 2.5, -0.8] },
    heatPrice: [0.01, 0.02, 0.03],
  };
  for (const { month, hashprice, hashvalue, hashcost, margin } of hashpriceCurve(changed, "PH")) {
    const price = 100000 * 1.2 ** ((month - 0.5) / 12);
    const power = 0.05 * 1.03 ** ((month - 0.5) / 12);
    const cost = 24 * 15 * 1.05 * (power * 0.8 - 0.01 * month);
    expect(hashprice).toBeWithin(52 * 0.97 ** (month - 0.5), { relative: 1e-14 });
    expect(hashvalue).toBeWithin(hashprice / price, { relative: 1e-14 });
    expect(hashcost).toBeWithin(cost, { absolute: 1e-13 });
    expect(margin).toBeWithin(1 - cost / (0.98 * hashprice), { relative: 1e-13 });
  }
});
