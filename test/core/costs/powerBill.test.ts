import fc from "fast-check";
import { powerBill, type PowerUse } from "../../../src/core/costs/powerBill";
import { NoAnswerError } from "../../../src/core/errors";

const month: PowerUse = {
  itKw: 1000,
  hours: [300, 250, 180],
  usdPerKwh: [0.08, 0.05, 0.03],
  pue: 1.05,
  peakKw: [1100],
  demandUsdPerKwMonth: [8],
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
        peakKw: [rest.peakKw],
        demandUsdPerKwMonth: [rest.demandUsdPerKwMonth],
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

describe("several demand charges", () => {
  const charge = (peakKw: readonly number[], demandUsdPerKwMonth: readonly number[]) =>
    powerBill({ ...month, peakKw, demandUsdPerKwMonth }).demandCharge;

  // By hand, with a load of 1050 kW.
  test.each([
    [[1100, 0, 900], [8, 3, 2], 8800 + 3150 + 1800],
    [[1100], [8, 3], 12100],
    [[1100, 900], [2], 4000],
    [[0], [0, 1], 1050],
  ])("%j kW at %j", (peaks, charges, expected) => expect(charge(peaks, charges)).toBe(expected));

  test("are as many as their peaks, and both lengths are named", () => {
    expect(() => charge([1, 2, 3], [1, 2])).toThrow(
      "demand_usd_per_kw_month must have one value or as many as peak_kw (3), got 2",
    );
  });
});

describe("tiers", () => {
  const charge = (kwh: number, ...tiers: (readonly [number, number])[]) =>
    powerBill({
      ...month,
      itKw: kwh,
      pue: 1,
      hours: [0.25, 0.75],
      usdPerKwh: { tiers: tiers.map(([upToKwh, usdPerKwh]) => ({ upToKwh, usdPerKwh })) },
    }).energyCharge;

  test("the contract's case", () => {
    expect(charge(330_000, [100_000, 0.05], [250_000, 0.07], [Infinity, 0.09])).toBeWithin(22_700, {
      relative: 1e-15,
    });
  });

  test("kWh by kWh it is the same charge", () => {
    const anyTiers = fc.array(fc.tuple(whole(50), fc.integer({ min: -5, max: 20 })), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(anyTiers, whole(250), (steps, kwh) => {
        let end = 0;
        const tiers = steps.map(([step, price]) => [(end += step + 1), price] as const);
        const last = [...tiers.slice(0, -1), [Infinity, tiers.at(-1)?.[1] ?? NaN] as const];
        let expected = 0;
        for (let used = 0; used < kwh; used++) expected += last.find(([limit]) => used < limit)?.[1] ?? NaN;
        expect(charge(kwh, ...last)).toBe(expected);
        if (kwh <= end) expect(charge(kwh, ...tiers)).toBe(expected);
        else expect(() => charge(kwh, ...tiers)).toThrow(`all the kWh of the bill (${kwh}), got ${end}`);
      }),
      { numRuns: 200 },
    );
  });

  test("rounding is not energy beyond the last limit", () => {
    // 1000 x 1.1 is 1100.0000000000002.
    const use = { ...month, pue: 1.1, hours: [1], usdPerKwh: { tiers: [{ upToKwh: 1100, usdPerKwh: 2 }] } };
    expect(powerBill(use).energyCharge).toBe(2200);
  });

  test.each([
    [
      [
        [100, 1],
        [100, 2],
      ],
      "usd_per_kwh must have limits that rise from tier to tier, above 100, got 100",
    ],
    [
      [
        [100, 1],
        [90, 2],
      ],
      "usd_per_kwh must have limits that rise from tier to tier, above 100, got 90",
    ],
    [
      [
        [Infinity, 1],
        [900, 2],
      ],
      "usd_per_kwh must have a limit in every tier but the last",
    ],
    [
      [
        [100, 1],
        [200, 2],
      ],
      "usd_per_kwh must have tiers for all the kWh of the bill (300), got 200: write a word for the last limit if there is none",
    ],
  ] as const)("%j are refused", (tiers, message) => {
    expect(() => charge(300, ...tiers)).toThrow(message);
  });
});
