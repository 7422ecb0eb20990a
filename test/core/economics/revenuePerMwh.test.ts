import fc from "fast-check";
import { breakeven } from "../../../src/core/economics/breakeven";
import { hashprice } from "../../../src/core/economics/hashprice";
import { minerPnl } from "../../../src/core/economics/minerPnl";
import { revenuePerMwh } from "../../../src/core/economics/revenuePerMwh";

test("reference values, by fractions", () => {
  const october = { hashpriceUsdPerPhDay: 40.89879156, jPerTh: 13.5, pue: 1.05, poolFee: 0.01 };
  expect(revenuePerMwh(october)).toBeWithin(119.0176473968254, { absolute: 5e-12 });
  expect(revenuePerMwh({ hashpriceUsdPerPhDay: 48, jPerTh: 20, pue: 1, poolFee: 0 })).toBe(100);
});

const anyMiner = fc.record({
  btcPrice: fc.double({ min: 100, max: 1e7, noNaN: true }),
  difficulty: fc.double({ min: 1e6, max: 1e17, noNaN: true }),
  subsidyBtc: fc.double({ min: 0.001, max: 50, noNaN: true }),
  feesBtc: fc.double({ min: 0, max: 5, noNaN: true }),
  jPerTh: fc.double({ min: 5, max: 200, noNaN: true }),
  pue: fc.double({ min: 1, max: 2, noNaN: true }),
  poolFee: fc.double({ min: 0, max: 0.5, noNaN: true }),
});

test("it is a miner's revenue over its energy, and the break-even power price", () => {
  fc.assert(
    fc.property(anyMiner, (given) => {
      const perMwh = revenuePerMwh({ ...given, hashpriceUsdPerPhDay: hashprice({ ...given, unit: "PH" }) });
      const { revenue, energy } = minerPnl({
        ...given,
        hashrateTh: 250,
        usdPerKwh: 0.05,
        uptime: 0.9,
        opexUsdPerDay: 0,
      });
      expect(perMwh / ((1000 * revenue) / energy)).toBeWithin(1, { absolute: 5e-13 });
      const bearable = breakeven({ ...given, solveFor: "power", usdPerKwh: NaN, opexUsdPerPhDay: 0 });
      expect(perMwh / (1000 * bearable)).toBeWithin(1, { absolute: 5e-13 });
    }),
    { numRuns: 300 },
  );
});
