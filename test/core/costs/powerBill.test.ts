import fc from "fast-check";
import { powerBill, type PowerUse } from "../../../src/core/costs/powerBill";
import { NoAnswerError } from "../../../src/core/errors";

const month: PowerUse = {
  itKw: 1000,
  hours: [300, 250, 180],
  usdPerKwh: [0.08, 0.05, 0.03],
  pue: 1.05,
  peakKw: 1100,
  demandUsdPerKwMonth: 8,
  fixedUsd: 500,
  creditsUsd: 2000,
};

// By hand: 1050 kW x 730 h; 1050 x (24 + 12.5 + 5.4); 1100 x 8; sum less credits; over the energy.
test.each([
  ["energy", 766500],
  ["energyCharge", 43995],
  ["demandCharge", 8800],
  ["fixed", 500],
  ["credits", 2000],
  ["total", 51295],
  ["effectivePrice", 51295 / 766500],
] as const)("%s", (field, expected) => {
  expect(powerBill(month)[field]).toBeWithin(expected, { relative: 4e-16 });
});

const whole = (max: number) => fc.integer({ min: 0, max });
const anyBill = fc.record({
  itKw: fc.integer({ min: 1, max: 5000 }),
  bands: fc.array(fc.tuple(whole(744), fc.integer({ min: -100, max: 500 })), { minLength: 1, maxLength: 8 }),
  pue: whole(4).map((quarters) => 1 + quarters / 4),
  peakKw: whole(6000),
  demandUsdPerKwMonth: whole(20),
  fixedUsd: whole(1000),
  creditsUsd: whole(1000),
});

/** Whole numbers keep the arithmetic exact, so that any other way to add up must give the same bits. */
test("hour by hour it is the same bill", () => {
  fc.assert(
    fc.property(anyBill, ({ bands, ...rest }) => {
      const bill = powerBill({
        ...rest,
        hours: bands.map(([hours]) => hours),
        usdPerKwh: bands.map(([, price]) => price),
      });
      let charge = 0;
      let hours = 0;
      for (const [length, price] of bands) {
        for (let hour = 0; hour < length; hour++) charge += rest.itKw * rest.pue * price;
        hours += length;
      }
      const demand = (rest.peakKw || rest.itKw * rest.pue) * rest.demandUsdPerKwMonth;
      expect(bill.energyCharge).toBe(charge);
      expect(bill.energy).toBe(hours * rest.itKw * rest.pue);
      expect(bill.total).toBe(charge + demand + rest.fixedUsd - rest.creditsUsd);
      if (bill.energy > 0) expect(bill.effectivePrice).toBe(bill.total / bill.energy);
      else expect(bill.effectivePrice).toBeInstanceOf(NoAnswerError);
    }),
    { numRuns: 200 },
  );
});

test("hours and prices of different lengths are refused, and both lengths are named", () => {
  expect(() => powerBill({ ...month, usdPerKwh: [0.08, 0.05] })).toThrow(
    "usd_per_kwh must have as many values as hours (3), got 2",
  );
});
