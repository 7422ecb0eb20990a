import fc from "fast-check";
import { loanHealth, touchProbability, type CoinLoan } from "../../../src/core/risk/loanHealth";

const loan: CoinLoan = {
  loanUsd: 480000,
  collateralBtc: 10,
  btcPrice: 100000,
  liquidationLtv: 0.8,
  marginCallLtv: 0.7,
  years: 0.5,
  volatility: 0.6,
  cureLtv: undefined,
};

// By hand; the probability is that of docs/formulas.md, LOAN_HEALTH, by 50-digit arithmetic: 0.291231574022589919.
test("ten coins for 480,000 USD", () => {
  const health = loanHealth(loan);
  expect(health.ltv).toBeWithin(0.48, { absolute: 5e-16 });
  expect(health.marginCallPrice).toBeWithin(480000 / 7, { absolute: 5e-11 });
  expect(health.liquidationPrice).toBe(60000);
  expect(health.drop).toBeWithin(0.4, { absolute: 5e-16 });
  expect(health.btcToCure).toBe(0);
  expect(health.touch).toBeWithin(0.291231574022589919, { absolute: 5e-15 });
});

test("below the margin call, below liquidation", () => {
  expect(loanHealth({ ...loan, loanUsd: 600000, btcPrice: 80000 }).btcToCure).toBeWithin(5 / 7, {
    absolute: 5e-14,
  });
  const gone = loanHealth({ ...loan, btcPrice: 50000, marginCallLtv: undefined });
  expect(gone.drop).toBeWithin(-0.2, { absolute: 5e-15 });
  expect(gone.btcToCure).toBeWithin(2, { absolute: 5e-14 });
  expect(gone.touch).toBe(1);
});

// By hand: 480000 / (0.3 x 100000) - 10 = 6; at 0.48 or above nothing is missing.
test.each([
  [0.3, 6],
  [0.48, 0],
  [0.75, 0],
])("cured to %d", (cureLtv, coins) => {
  expect(loanHealth({ ...loan, cureLtv }).btcToCure).toBeWithin(coins, { absolute: 5e-14 });
  expect(loanHealth({ ...loan, marginCallLtv: undefined, cureLtv }).btcToCure).toBeWithin(coins, {
    absolute: 5e-14,
  });
});

describe("laws", () => {
  test("the coins that cure bring the loan to the margin call", () => {
    const law = (btcPrice: number, loanUsd: number) => {
      const { btcToCure } = loanHealth({ ...loan, btcPrice, loanUsd });
      const { ltv } = loanHealth({ ...loan, btcPrice, loanUsd, collateralBtc: 10 + btcToCure });
      if (btcToCure > 0) expect(ltv).toBeWithin(0.7, { absolute: 5e-13 });
      else expect(ltv).toBeLessThanOrEqual(0.7 + 1e-12);
    };
    const usd = fc.double({ min: 1000, max: 1e6, noNaN: true });
    fc.assert(fc.property(usd, usd, law));
  });

  test("the probability of touch rises with volatility and with the barrier, and is at least that at the end", () => {
    const law = (barrier: number, deviation: number) => {
      const now = touchProbability(barrier, deviation);
      expect(touchProbability(barrier, deviation * 1.001)).toBeGreaterThanOrEqual(now * (1 - 1e-12));
      expect(touchProbability(barrier * 1.001, deviation)).toBeGreaterThanOrEqual(now * (1 - 1e-12));
      expect(now >= 0 && now <= 1 + 1e-15).toBe(true);
    };
    const share = fc.double({ min: 1e-6, max: 0.99, noNaN: true });
    fc.assert(fc.property(share, fc.double({ min: 0.001, max: 30, noNaN: true }), law));
  });
});

describe("edges", () => {
  test("what is not given is empty", () => {
    const bare = { ...loan, marginCallLtv: undefined, years: undefined };
    expect(loanHealth(bare)).toMatchObject({ marginCallPrice: undefined, touch: undefined });
    expect(loanHealth({ ...loan, volatility: undefined }).touch).toBeUndefined();
  });

  test("a loan repaid", () => {
    expect(loanHealth({ ...loan, loanUsd: 0 })).toMatchObject({ ltv: 0, drop: 1, btcToCure: 0, touch: 0 });
  });

  test("a margin call after liquidation", () => {
    expect(() => loanHealth({ ...loan, marginCallLtv: 0.9 })).toThrow(
      "margin_call_ltv must be at most liquidation_ltv (0.8), got 0.9",
    );
  });

  test("a cure beyond liquidation", () => {
    expect(() => loanHealth({ ...loan, cureLtv: 0.9 })).toThrow(
      "cure_ltv must be at most liquidation_ltv (0.8), got 0.9",
    );
  });

  test("no overflow far away, certainty at the barrier", () => {
    expect(touchProbability(1e-300, 30)).toBeGreaterThan(0);
    expect(touchProbability(1e-300, 0.001)).toBe(0);
    expect(touchProbability(1, 0.5)).toBe(1);
    expect(touchProbability(1 - 1e-15, 0.5)).toBeWithin(1, { absolute: 5e-13 });
    expect(touchProbability(0.5, 0)).toBe(0);
  });
});

test("agreement with a walk in small steps, extrapolated", () => {
  // Probability that a lattice walk of the log price with drift -v^2/2 touches the barrier, which lies on the lattice.
  const touched = (steps: number) => {
    const [v, b] = [0.6 * Math.sqrt(0.5), Math.log(0.6)];
    const levels = Math.round(Math.abs(b) / (v / Math.sqrt(steps)));
    const size = Math.abs(b) / levels;
    const walk = Math.round((v / size) ** 2);
    const up = 1 / (1 + Math.exp(size));
    let alive = new Map<number, number>([[0, 1]]);
    let gone = 0;
    for (let step = 0; step < walk; step++) {
      const next = new Map<number, number>();
      for (const [level, probability] of alive) {
        next.set(level + 1, (next.get(level + 1) ?? 0) + probability * up);
        if (level - 1 <= -levels) gone += probability * (1 - up);
        else next.set(level - 1, (next.get(level - 1) ?? 0) + probability * (1 - up));
      }
      alive = next;
    }
    return { gone, deviation: size * Math.sqrt(walk) };
  };
  for (const steps of [400, 1600]) {
    const { gone, deviation } = touched(steps);
    expect(gone).toBeWithin(touchProbability(0.6, deviation), { absolute: 0.6 / Math.sqrt(steps) / 4 });
  }
});
