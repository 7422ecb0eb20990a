import fc from "fast-check";
import { hashcostCurve, type FleetCost } from "../../../src/core/risk/hashcostCurve";

const industry: FleetCost[] = [
  { name: "Old gear", hashrateEh: 200, jPerTh: 30, usdPerKwh: 0.06, pue: 1 },
  { name: "New gear", hashrateEh: 500, jPerTh: 15, usdPerKwh: 0.05, pue: 1.1 },
  { name: "Hydro", hashrateEh: 100, jPerTh: 20, usdPerKwh: 0.02, pue: 1 },
];

// By hand: 24 x J/TH x USD/kWh x PUE.
test("three fleets at 40 USD", () => {
  const curve = hashcostCurve(industry, 40);
  expect(curve.map(({ name }) => name)).toEqual(["Hydro", "New gear", "Old gear", "Total"]);
  [9.6, 19.8, 43.2, 24.375].forEach((cost, index) =>
    expect(curve[index]?.hashcost).toBeWithin(cost, { absolute: 5e-13 }),
  );
  expect(curve.map(({ cumulativeEh }) => cumulativeEh)).toEqual([100, 600, 800, 800]);
  expect(curve.map(({ inTheMoney }) => inTheMoney)).toEqual([1, 1, 0, 0.75]);
});

test("equals keep their order, a hashprice equal to the cost runs, none given leaves it open", () => {
  const twins = ["b", "a"].map((name) => ({ name, hashrateEh: 1, jPerTh: 10, usdPerKwh: 0.1, pue: 1 }));
  const cost = 24 * 10 * 0.1;
  expect(hashcostCurve(twins, cost).map(({ name, inTheMoney }) => [name, inTheMoney])).toEqual([
    ["b", 1],
    ["a", 1],
    ["Total", 1],
  ]);
  expect(hashcostCurve(twins).map(({ inTheMoney }) => inTheMoney)).toEqual([undefined, undefined, undefined]);
  expect(
    hashcostCurve(
      [{ ...twins[0], name: "paid to run", hashrateEh: 1, jPerTh: 10, pue: 1, usdPerKwh: -0.01 }],
      1,
    )[0]?.inTheMoney,
  ).toBe(1);
});

const fleet = fc.record<FleetCost>({
  name: fc.string(),
  hashrateEh: fc.double({ min: 0.01, max: 500, noNaN: true }),
  jPerTh: fc.double({ min: 5, max: 100, noNaN: true }),
  usdPerKwh: fc.double({ min: -0.01, max: 0.2, noNaN: true }),
  pue: fc.double({ min: 1, max: 2, noNaN: true }),
});

test("agreement with counting the fleets one by one", () => {
  const law = (fleets: FleetCost[], hashprice: number) => {
    const curve = hashcostCurve(fleets, hashprice);
    const costOf = (given: FleetCost) => 24 * given.jPerTh * given.usdPerKwh * given.pue;
    const all = fleets.reduce((sum, { hashrateEh }) => sum + hashrateEh, 0);
    const runs = fleets
      .filter((given) => costOf(given) <= hashprice)
      .reduce((sum, { hashrateEh }) => sum + hashrateEh, 0);
    expect(curve[curve.length - 1]?.inTheMoney).toBeWithin(runs / all, { absolute: 5e-11 });
    for (const point of curve.slice(0, -1)) {
      const cheaper = fleets
        .filter((given) => costOf(given) <= costOf(point))
        .reduce((sum, { hashrateEh }) => sum + hashrateEh, 0);
      expect(point.cumulativeEh).toBeLessThanOrEqual(cheaper + 1e-9);
    }
  };
  const price = fc.double({ min: 1, max: 200, noNaN: true });
  fc.assert(fc.property(fc.array(fleet, { minLength: 1, maxLength: 20 }), price, law));
});
