import fc from "fast-check";
import { costPerBtc } from "../../../src/core/costs/costPerBtc";
import { DivisionByZeroError } from "../../../src/core/errors";

const quarter = {
  btcMined: 250,
  powerUsd: 8500000,
  creditsUsd: 600000,
  otherCashUsd: 1900000,
  sgaUsd: 2400000,
  daUsd: 6000000,
};

// By hand: 7.9, 9.8, 12.2 and 18.2 million over 250.
test("reference values", () => {
  expect(costPerBtc(quarter)).toEqual({
    netPower: 31600,
    directCash: 39200,
    cashWithOverhead: 48800,
    allIn: 72800,
  });
});

test("each line times the coins adds one part of the cost", () => {
  const usd = fc.integer({ min: 0, max: 10 ** 9 });
  const costs = fc.record({ powerUsd: usd, creditsUsd: usd, otherCashUsd: usd, sgaUsd: usd, daUsd: usd });
  fc.assert(
    fc.property(costs, fc.integer({ min: 0, max: 12 }), (cost, power) => {
      const btcMined = 2 ** power;
      const lines = costPerBtc({ ...cost, btcMined });
      expect(lines.netPower * btcMined).toBe(cost.powerUsd - cost.creditsUsd);
      expect((lines.directCash - lines.netPower) * btcMined).toBe(cost.otherCashUsd);
      expect((lines.cashWithOverhead - lines.directCash) * btcMined).toBe(cost.sgaUsd);
      expect((lines.allIn - lines.cashWithOverhead) * btcMined).toBe(cost.daUsd);
    }),
    { numRuns: 300 },
  );
});

test("no coins are a zero divisor", () => {
  expect(() => costPerBtc({ ...quarter, btcMined: 0 })).toThrow(DivisionByZeroError);
});
