import fc from "fast-check";
import { breakeven, breakevenUnknowns, type BreakevenCase } from "../../../src/core/economics/breakeven";
import { hashcost } from "../../../src/core/economics/hashcost";
import { expectedBtc, hashprice } from "../../../src/core/economics/hashprice";
import { minerPnl } from "../../../src/core/economics/minerPnl";

const site: BreakevenCase = {
  solveFor: "price",
  btcPrice: 85956.45,
  difficulty: 132716002350731.3,
  subsidyBtc: 3.125,
  feesBtc: 0.014073,
  jPerTh: 13.5,
  usdPerKwh: 0.05,
  pue: 1.05,
  opexUsdPerPhDay: 2,
  poolFee: 0.01,
};

const fieldOf = {
  price: "btcPrice",
  difficulty: "difficulty",
  power: "usdPerKwh",
  efficiency: "jPerTh",
  fees: "feesBtc",
  subsidy: "subsidyBtc",
} as const;

// By 60-digit arithmetic from the formulas: cost 24 x 13.5 x 0.05 x 1.05 = 17.01 USD without opex.
test("reference values", () => {
  const plain = { ...site, opexUsdPerPhDay: 0 };
  expect(breakeven({ ...plain, solveFor: "price" })).toBeWithin(36110.8003232178, { absolute: 5e-9 });
  expect(breakeven({ ...plain, solveFor: "power" })).toBeWithin(0.119017647394446, { absolute: 5e-15 });
  expect(breakeven({ ...plain, solveFor: "hashprice" })).toBeWithin(17.01 / 0.99, { absolute: 5e-14 });
});

test("hashprice of the recorded market", () => {
  // 0.040899 USD per TH a day in the recorded state of the network of 2026-10-05, to its digits.
  expect(hashprice({ ...site, unit: "TH" })).toBeWithin(0.040899, { absolute: 5e-7 });
  expect(hashprice({ ...site, unit: "PH" })).toBeWithin(40.8987915591825155, { absolute: 5e-13 });
});

const anySite = fc.record({
  btcPrice: fc.double({ min: 100, max: 1e7, noNaN: true }),
  difficulty: fc.double({ min: 1e6, max: 1e17, noNaN: true }),
  subsidyBtc: fc.double({ min: 0.001, max: 50, noNaN: true }),
  feesBtc: fc.double({ min: 0, max: 5, noNaN: true }),
  jPerTh: fc.double({ min: 5, max: 200, noNaN: true }),
  usdPerKwh: fc.double({ min: 0.001, max: 0.5, noNaN: true }),
  pue: fc.double({ min: 1, max: 2, noNaN: true }),
  opexUsdPerPhDay: fc.double({ min: 0, max: 50, noNaN: true }),
  poolFee: fc.double({ min: 0, max: 0.5, noNaN: true }),
});

test("put back into the formulas, every answer makes revenue equal cost", () => {
  const unknowns = breakevenUnknowns.filter((unknown) => unknown !== "hashprice");
  fc.assert(
    fc.property(anySite, fc.constantFrom(...unknowns), (given, solveFor) => {
      let value: number;
      try {
        value = breakeven({ ...given, solveFor });
      } catch (error) {
        expect(String(error)).toContain(`no positive ${solveFor}`);
        return;
      }
      const balanced = { ...given, [fieldOf[solveFor]]: value };
      const revenue = hashprice({ ...balanced, unit: "PH" }) * (1 - given.poolFee);
      expect(revenue).toBeWithin(hashcost({ ...balanced, unit: "PH" }), { relative: 1e-12 });
    }),
    { numRuns: 500 },
  );
});

test.each([
  ["price", { usdPerKwh: 0, opexUsdPerPhDay: 0 }],
  ["price", { subsidyBtc: 0, feesBtc: 0 }],
  ["difficulty", { usdPerKwh: -0.01, opexUsdPerPhDay: 0 }],
  ["power", { opexUsdPerPhDay: 1000 }],
  ["efficiency", { usdPerKwh: 0 }],
  ["fees", {}],
] as const)("no positive %s where %o", (solveFor, changed) => {
  expect(() => breakeven({ ...site, solveFor, ...changed })).toThrow(`no positive ${solveFor}`);
});

test("profit is positive if and only if hashprice after the fee is above hashcost", () => {
  fc.assert(
    fc.property(anySite, fc.double({ min: 0.01, max: 1, noNaN: true }), (given, uptime) => {
      const {
        profit,
        hashprice: price,
        hashcost: cost,
        revenue,
        btc,
      } = minerPnl({ ...given, hashrateTh: 250, uptime, opexUsdPerDay: 3 });
      const gap = price * (1 - given.poolFee) - cost;
      if (Math.abs(gap) > 1e-9 * cost) expect(Math.sign(profit)).toBe(Math.sign(gap));
      expect(revenue).toBe(btc * given.btcPrice);
    }),
    { numRuns: 300 },
  );
});

test("hashvalue times hashrate is what is expected to be mined", () => {
  const coins = expectedBtc({ ...site, hashrateTh: 5000, days: 7, uptime: 0.9 });
  const hashvalue = hashprice({ ...site, btcPrice: 1, unit: "PH" });
  expect(coins).toBeWithin(hashvalue * 5 * 7 * 0.9 * 0.99, { absolute: 5e-15 });
});
