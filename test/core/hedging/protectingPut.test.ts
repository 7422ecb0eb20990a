import fc from "fast-check";
import { putHedge } from "../../../src/core/hedging/putHedge";
import { bestFloor, floorOf, protectingPut, revenueWithPut } from "../../../src/core/hedging/protectingPut";

/** Strike less premium: 49,000, 53,000, 56,500, 58,000. */
const puts = [
  { strike: 60_000, premium: 3500 },
  { strike: 50_000, premium: 1000 },
  { strike: 55_000, premium: 2000 },
  { strike: 65_000, premium: 7000 },
];

test.each([
  [40_000, 50_000],
  [49_000, 50_000],
  [49_000.01, 55_000],
  [53_001, 60_000],
  [58_000, 65_000],
  [58_000.01, undefined],
])("a cost of %d takes the strike %p", (cost, strike) => {
  expect(protectingPut(puts, cost)?.strike).toBe(strike);
});

test("without puts none is found", () => {
  const none: typeof puts = [];
  expect(protectingPut(none, 0)).toBeUndefined();
  expect(bestFloor(none)).toBeUndefined();
});

const offered = fc.record({
  strike: fc.integer({ min: 1, max: 200_000 }),
  premium: fc.double({ min: 0, max: 100_000, noNaN: true }),
});

test("no cheaper strike keeps every revenue at or above the cost", () => {
  fc.assert(
    fc.property(fc.array(offered, { maxLength: 30 }), fc.integer({ min: 0, max: 150_000 }), (all, cost) => {
      const prices = [0, 1, ...all.map(({ strike }) => strike), 1e6];
      const holds = (put: (typeof all)[number]) =>
        prices.every((price) => revenueWithPut(price, put) >= cost);
      const expected = [...all].sort((a, b) => a.strike - b.strike).find(holds);
      expect(protectingPut(all, cost)?.strike).toBe(expected?.strike);
    }),
  );
});

test("the best floor is not below any other", () => {
  fc.assert(
    fc.property(fc.array(offered, { minLength: 1, maxLength: 30 }), (all) => {
      const best = bestFloor(all);
      expect(best === undefined ? NaN : floorOf(best)).toBe(Math.max(...all.map(floorOf)));
    }),
  );
});

test("with the model's premium the floor is that of the put hedge", () => {
  const given = {
    forward: 86_000,
    strike: 80_000,
    years: 0.25,
    volatility: 0.5,
    rate: 0,
    costPerBtc: 60_000,
  };
  const hedge = putHedge({ ...given, production: 10, hedgeRatio: 1, contractBtc: 0, settlement: "usd" });
  const put = { strike: 80_000, premium: hedge.premium / 10 };
  expect(floorOf(put)).toBeWithin(hedge.floorPrice, { absolute: 5e-9 });
  expect(revenueWithPut(0, put) * 10).toBeWithin(hedge.floorRevenue, { absolute: 5e-7 });
});
