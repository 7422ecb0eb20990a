import fc from "fast-check";
import { undiscountedBlack } from "../../../src/core/options/black";
import { inverseOption, type InverseOption } from "../../../src/core/options/inverse";
import { estimate, normalSample } from "./normalSample";

const put: InverseOption = {
  type: "put",
  forward: 60000,
  strike: 55000,
  years: 0.25,
  volatility: 0.6,
  contracts: 1,
  premiumBtc: undefined,
  settlementPrice: undefined,
  exitPremiumBtc: undefined,
};

// mpmath, 40 digits: Black's put over the forward and N(d1) - 1; payoffs by hand.
const table: [Partial<InverseOption>, Partial<ReturnType<typeof inverseOption>>][] = [
  [{}, { priceBtc: 0.07733394201211346, priceUsd: 4640.036520726807 }],
  [{}, { delta: -0.3299548204258361, netDelta: -0.4072887624379495 }],
  [{ contracts: -10 }, { netDelta: 4.072887624379495, priceBtc: -0.7733394201211346 }],
  [
    { settlementPrice: 45000 },
    { payoffBtc: 0.2222222222222222, pnlBtc: 0.2222222222222222 - 0.07733394201211346 },
  ],
  [{ settlementPrice: 45000, contracts: -10 }, { pnlBtc: -1.448882802101088 }],
  [{ settlementPrice: 45000, contracts: 2, premiumBtc: 0.08 }, { pnlBtc: 0.2844444444444444 }],
  [
    { settlementPrice: 56000, premiumBtc: 0 },
    { payoffBtc: 0, pnlBtc: 0 },
  ],
  [{ type: "call", settlementPrice: 110000 }, { payoffBtc: 0.5 }],
  [{ exitPremiumBtc: 0.1, contracts: 3 }, { pnlBtc: 3 * (0.1 - 0.07733394201211346) }],
  [{ exitPremiumBtc: 0, premiumBtc: 0.08, contracts: -2 }, { pnlBtc: 0.16 }],
  [
    { years: 0, strike: 75000 },
    { priceBtc: 0.25, delta: -1, netDelta: -1.25 },
  ],
];

test.each(table)("%o", (change, expected) => {
  const got = new Map<string, unknown>(Object.entries(inverseOption({ ...put, ...change })));
  for (const [field, value] of Object.entries(expected)) {
    expect(got.get(field)).toBeWithin(value, { relative: 2e-14, inputs: change });
  }
});

test("payoff and profit wait for a settlement price", () => {
  expect(inverseOption(put)).toMatchObject({ payoffBtc: undefined, pnlBtc: undefined });
});

test("an option closed before expiry has a profit and no payoff", () => {
  const closed = inverseOption({ ...put, premiumBtc: 0.08, exitPremiumBtc: 0.03 });
  expect(closed.payoffBtc).toBeUndefined();
  expect(closed.pnlBtc).toBeWithin(-0.05, { relative: 1e-14 });
});

test("an option is closed or settled, not both", () => {
  expect(() => inverseOption({ ...put, settlementPrice: 45000, exitPremiumBtc: 0 })).toThrow(
    "exit_premium_btc must be omitted with a settlement_price: the option was closed or settled",
  );
});

const deviation = fc.double({ min: 0.05, max: 1.5, noNaN: true });
const strike = fc.double({ min: 30000, max: 120000, noNaN: true });

describe("laws", () => {
  test("parity: call less put is 1 - K / F, and their deltas differ by 1", () => {
    const law = (K: number, volatility: number) => {
      const [call, other] = (["call", "put"] as const).map((type) =>
        inverseOption({ ...put, type, strike: K, volatility }),
      );
      expect((call?.priceBtc ?? NaN) - (other?.priceBtc ?? NaN)).toBeWithin(1 - K / 60000, {
        absolute: 5e-14,
      });
      expect((call?.delta ?? NaN) - (other?.delta ?? NaN)).toBeWithin(1, { absolute: 5e-14 });
    };
    fc.assert(fc.property(strike, deviation, law));
  });

  test("net delta is the forward times the change of the price in BTC", () => {
    const law = (K: number, volatility: number) => {
      const priceAt = (forward: number) => inverseOption({ ...put, forward, strike: K, volatility }).priceBtc;
      const slope = (60000 * (priceAt(60006) - priceAt(59994))) / 12;
      expect(inverseOption({ ...put, strike: K, volatility }).netDelta).toBeWithin(slope, { absolute: 5e-6 });
    };
    fc.assert(fc.property(strike, deviation, law));
  });

  test("the price in USD is Black's", () => {
    const law = (K: number, volatility: number) => {
      const black = undiscountedBlack({
        type: "put",
        forward: 60000,
        strike: K,
        deviation: volatility * 0.5,
      });
      expect(inverseOption({ ...put, strike: K, volatility }).priceUsd).toBeWithin(black, { absolute: 5e-9 });
    };
    fc.assert(fc.property(strike, deviation, law));
  });
});

test("agreement with a simulation: the mean payoff in BTC, with BTC as the money, is the price", () => {
  // Counted in BTC the drift of ln S gains the variance: the measure under which 1 / S has no drift.
  const normal = normalSample(114);
  const { mean, error } = estimate(200_000, () => {
    const settlementPrice = 60000 * Math.exp(0.5 * 0.3 ** 2 + 0.3 * normal());
    return inverseOption({ ...put, settlementPrice }).payoffBtc ?? NaN;
  });
  expect(mean).toBeWithin(0.07733394201211346, { absolute: 4 * error });
  expect(error).toBeLessThan(5e-4);
});
