import fc from "fast-check";
import { hashcost } from "../../../src/core/economics/hashcost";
import { hashprice } from "../../../src/core/economics/hashprice";
import { DivisionByZeroError, NoAnswerError } from "../../../src/core/errors";
import { equilibriumHashrate } from "../../../src/core/network/equilibrium";
import { hashUnitNames, hashUnits, networkHashrate } from "../../../src/core/network/hashrate";

const market = {
  btcPrice: 85956.45,
  rewardBtc: 3.139073,
  jPerTh: 20,
  usdPerKwh: 0.06,
  pue: 1.05,
  opexShare: 0.05,
  unit: "EH",
} as const;

test("reference values, by fractions", () => {
  expect(equilibriumHashrate(market)).toBeWithin(1220.63044191575, { absolute: 5e-11 });
  const round = {
    ...market,
    btcPrice: 100_000,
    rewardBtc: 3.125,
    jPerTh: 15,
    usdPerKwh: 0.05,
    pue: 1,
    opexShare: 0,
  };
  // 144 x 3.125 x 100,000 = 45 million USD a day over 18 USD per PH/s.
  expect(equilibriumHashrate(round)).toBeWithin(2500, { absolute: 5e-11 });
});

test("at its hashrate, hashprice less opex is hashcost", () => {
  fc.assert(
    fc.property(
      fc.record({
        btcPrice: fc.double({ min: 100, max: 1e7, noNaN: true }),
        rewardBtc: fc.double({ min: 0.001, max: 50, noNaN: true }),
        jPerTh: fc.double({ min: 5, max: 200, noNaN: true }),
        usdPerKwh: fc.double({ min: 0.001, max: 0.5, noNaN: true }),
        pue: fc.double({ min: 1, max: 2, noNaN: true }),
        opexShare: fc.double({ min: 0, max: 0.9, noNaN: true }),
      }),
      (given) => {
        const hashes = equilibriumHashrate({ ...given, unit: "H" });
        const difficulty = (hashes * 600) / 2 ** 32;
        expect(networkHashrate({ difficulty, blockTimeS: 600, unit: "H" }) / hashes).toBeWithin(1, {
          absolute: 5e-15,
        });
        const revenue = hashprice({
          btcPrice: given.btcPrice,
          difficulty,
          subsidyBtc: given.rewardBtc,
          feesBtc: 0,
          unit: "PH",
        });
        const cost = hashcost({ ...given, opexUsdPerPhDay: 0, unit: "PH" });
        expect((revenue * (1 - given.opexShare)) / cost).toBeWithin(1, { absolute: 5e-13 });
      },
    ),
    { numRuns: 300 },
  );
});

test("units", () => {
  for (const unit of hashUnitNames)
    expect(equilibriumHashrate({ ...market, unit }) * hashUnits[unit]).toBeCloseTo(
      equilibriumHashrate(market) * 1e18,
      -8,
    );
});

test("power for nothing has no equilibrium", () => {
  expect(() => equilibriumHashrate({ ...market, usdPerKwh: 0 })).toThrow(DivisionByZeroError);
  expect(() => equilibriumHashrate({ ...market, usdPerKwh: -0.01 })).toThrow(NoAnswerError);
});
