import fc from "fast-check";
import { forwardLock, type ForwardLock } from "../../../src/core/hedging/forwardLock";

const plain: ForwardLock = {
  production: 10.3,
  spot: 60000,
  futurePrice: 62000,
  years: 0.25,
  hedgeRatio: 1,
  marginShare: 0,
  contractBtc: 0,
  exitSpot: undefined,
};

// By hand from docs/formulas.md, FORWARD_LOCK; (62 / 60)^4 - 1 in exact fractions.
const table: [Partial<ForwardLock>, Partial<Record<keyof ReturnType<typeof forwardLock>, number>>][] = [
  [{}, { basis: 2000, annualisedBasis: 0.14014938271604937, btcHedged: 10.3, lockedRevenue: 638600 }],
  [
    { hedgeRatio: 0.8, contractBtc: 5, marginShare: 0.4 },
    { contracts: 2, btcHedged: 10, margin: 248000 },
  ],
  [
    { hedgeRatio: 0.8, contractBtc: 5, exitSpot: 50000 },
    { pnlAtExit: 120000, revenueAtExit: 635000 },
  ],
  [
    { futurePrice: 58000, years: 1 },
    { basis: -2000, annualisedBasis: -1 / 30 },
  ],
];

test.each(table)("%o", (change, expected) => {
  const got = new Map<string, unknown>(Object.entries(forwardLock({ ...plain, ...change })));
  for (const [field, value] of Object.entries(expected)) {
    expect(got.get(field)).toBeWithin(value, { absolute: 1e-14 * Math.max(Math.abs(value), 1) * 2 });
  }
});

describe("laws", () => {
  const exit = fc.double({ min: 1000, max: 200000, noNaN: true });

  test("hedged in full, revenue at exit is the locked one whatever the price", () => {
    const law = (exitSpot: number) => {
      const { revenueAtExit, lockedRevenue } = forwardLock({ ...plain, exitSpot });
      expect(revenueAtExit).toBeWithin(lockedRevenue, { absolute: 5e-7 });
    };
    fc.assert(fc.property(exit, law));
  });

  test("the spot grown at the annualised basis is the future", () => {
    const law = (futurePrice: number, years: number) => {
      const { annualisedBasis } = forwardLock({ ...plain, futurePrice, years });
      expect((60000 * (1 + annualisedBasis) ** years) / futurePrice).toBeWithin(1, { absolute: 5e-11 });
    };
    fc.assert(fc.property(exit, fc.double({ min: 1, max: 5, noNaN: true }), law));
  });
});

test("what is not given is left empty, and a tiny basis keeps its digits", () => {
  expect(forwardLock(plain)).toMatchObject({
    contracts: undefined,
    pnlAtExit: undefined,
    revenueAtExit: undefined,
  });
  const { annualisedBasis } = forwardLock({
    ...plain,
    spot: 2 ** 16,
    futurePrice: 2 ** 16 + 2 ** -30,
    years: 1,
  });
  expect(annualisedBasis).toBe(2 ** -46);
});
