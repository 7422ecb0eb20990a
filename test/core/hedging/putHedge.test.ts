import fc from "fast-check";
import type { PutHedge } from "../../../src/core/hedging/putHedge";
import { putHedge, putHedgeTotal } from "../../../src/core/hedging/putHedge";

const plain: PutHedge = {
  production: 10,
  forward: 60000,
  strike: 55000,
  years: 0.25,
  volatility: 0.6,
  hedgeRatio: 1,
  rate: 0,
  costPerBtc: 40000,
  settlement: "usd",
  contractBtc: 0,
};
/** Of that put, per BTC: OPTION_PRICE("put", 60000, 55000, 0.25, 0.6) in docs/formulas.md, by mpmath. */
const premium = 4640.036521;

// By hand from docs/formulas.md, PUT_HEDGE, and that premium.
const table: [string, Partial<PutHedge>, Partial<ReturnType<typeof putHedge>>][] = [
  ["all hedged", {}, { btcHedged: 10, premium: 46400.36521, floorPrice: 50359.963479 }],
  ["floor above cost", {}, { floorRevenue: 503599.63479, breakEvenPrice: 0, worstMargin: 103599.63479 }],
  ["any size", {}, { contracts: undefined }],
  ["floor below cost", { costPerBtc: 52000 }, { breakEvenPrice: 56640.036521 }],
  // 5 coins at S, 5 at 55,000, less 23,200.18 and 520,000.
  ["half, even below strike", { hedgeRatio: 0.5, costPerBtc: 52000 }, { breakEvenPrice: 53640.036521 }],
  ["half, even above strike", { hedgeRatio: 0.5, costPerBtc: 54000 }, { breakEvenPrice: 56320.0182605 }],
  ["nothing hedged", { hedgeRatio: 0 }, { premium: 0, breakEvenPrice: 40000, worstMargin: -400000 }],
  // Short of cost at 0 and falling up to the strike; above it the coins must earn cost and two premiums.
  ["twice, high cost", { hedgeRatio: 2, costPerBtc: 144000 }, { breakEvenPrice: 153280.073042 }],
  ["twice, low cost", { hedgeRatio: 2 }, { breakEvenPrice: 0, floorRevenue: 1007199.26958 }],
  ["strike as a share", { strike: { shareOfForward: 11 / 12 } }, { floorPrice: 50359.963479 }],
  ["whole contracts", { contractBtc: 3 }, { contracts: 3, btcHedged: 9, premium: 41760.328689 }],
  ["a tie goes up", { contractBtc: 4 }, { contracts: 3, btcHedged: 12 }],
  ["a tie as it is written", { production: 0.15, contractBtc: 0.1 }, { contracts: 2, btcHedged: 0.2 }],
  ["less than half a contract", { contractBtc: 21 }, { contracts: 0, btcHedged: 0, premium: 0 }],
];

test.each(table)("%s", (_, change, expected) => {
  const got = new Map<string, unknown>(Object.entries(putHedge({ ...plain, ...change })));
  for (const [field, value] of Object.entries(expected)) {
    if (typeof value !== "number") expect(got.get(field)).toBe(value);
    else expect(got.get(field)).toBeWithin(value, { absolute: 2e-5, inputs: change });
  }
  expect(Object.keys(expected).length).toBeGreaterThan(0);
});

const hedge = fc
  .record({
    production: fc.double({ min: 0.01, max: 100, noNaN: true }),
    strike: fc.double({ min: 10000, max: 150000, noNaN: true }),
    years: fc.double({ min: 0, max: 3, noNaN: true }),
    hedgeRatio: fc.oneof(fc.constant(0), fc.double({ min: 0.01, max: 2, noNaN: true })),
    rate: fc.double({ min: -0.02, max: 0.1, noNaN: true }),
    costPerBtc: fc.double({ min: 0, max: 150000, noNaN: true }),
    contractBtc: fc.constantFrom(0, 0.1, 1),
  })
  .map((change): PutHedge => ({ ...plain, ...change }));

/** Revenue, payoff and premium less cost at a price, per BTC produced: docs/formulas.md, PUT_HEDGE. */
function marginAt(given: PutHedge, price: number): number {
  const { btcHedged, premium } = putHedge(given);
  const payoff = btcHedged * Math.max(Number(given.strike) - price, 0);
  return price + (payoff - premium) / given.production - given.costPerBtc;
}

/** -0 as 0. */
const unsigned = (fields: object) =>
  Object.fromEntries(
    Object.entries(fields).map(([key, value]: [string, unknown]) => [key, value === 0 ? 0 : value]),
  );

describe("laws", () => {
  test("the margin is covered at break-even and nowhere below", () => {
    const law = (given: PutHedge) => {
      const breakEvenPrice = Number(putHedge(given).breakEvenPrice);
      expect(marginAt(given, breakEvenPrice)).toBeGreaterThan(-1e-8);
      for (const share of [0, 0.3, 0.7, 0.9999]) {
        if (breakEvenPrice > 0) expect(marginAt(given, share * breakEvenPrice)).toBeLessThan(1e-8);
      }
    };
    fc.assert(fc.property(hedge, law));
  });

  test("a floor that just meets the cost is even between 0 and the strike, whichever way it rounds", () => {
    const law = (given: PutHedge, excess: number) => {
      const costPerBtc = Math.max(putHedge(given).floorPrice, 0);
      const { breakEvenPrice } = putHedge({ ...given, contractBtc: 0, costPerBtc, hedgeRatio: 1 + excess });
      expect(breakEvenPrice).toBeGreaterThanOrEqual(0);
      expect(Number(breakEvenPrice) / Number(given.strike)).toBeLessThanOrEqual(1 + 1e-12);
    };
    fc.assert(fc.property(hedge, fc.constantFrom(-3e-16, 0, 3e-16), law));
  });

  test("the worst margin is the outcome at a price of 0", () => {
    const law = (given: PutHedge) =>
      expect(putHedge(given).worstMargin / given.production).toBeWithin(marginAt(given, 0), {
        absolute: 5e-7,
      });
    fc.assert(fc.property(hedge, law));
  });

  test("contracts are as near as whole ones can be", () => {
    const law = (given: PutHedge) => {
      const { contracts = NaN, btcHedged } = putHedge({ ...given, contractBtc: 0.1 });
      expect(btcHedged).toBeWithin(given.production * given.hedgeRatio, { absolute: 0.05 + 1e-12 });
      expect(contracts % 1).toBe(0);
    };
    fc.assert(fc.property(hedge, law));
  });

  test("one period is its own total; twice the same doubles quantities and keeps prices", () => {
    const law = (given: PutHedge) => {
      const one = putHedge(given);
      const { floorPrice, ...total } = putHedgeTotal([one]);
      expect(unsigned(one)).toMatchObject(unsigned(total));
      if (one.btcHedged !== 0)
        expect((floorPrice ?? NaN) / one.floorPrice).toBeWithin(1, { absolute: 5e-15 });
      const two = putHedgeTotal([one, one]);
      expect(two.premium).toBe(2 * one.premium);
      expect(two.worstMargin).toBe(2 * one.worstMargin);
      expect(Number(two.breakEvenPrice)).toBeWithin(Number(one.breakEvenPrice), { absolute: 5e-7 });
      if (one.btcHedged === 0) expect(two.floorPrice).toBeUndefined();
      else expect((two.floorPrice ?? NaN) / one.floorPrice).toBeWithin(1, { absolute: 5e-13 });
    };
    fc.assert(fc.property(hedge, law));
  });
});

describe("edges", () => {
  test("no production: nothing hedged, the floor price that of one put, even at once", () => {
    const none = putHedge({ ...plain, production: 0, contractBtc: 1 });
    expect(none).toMatchObject({ btcHedged: 0, contracts: 0, premium: 0, floorRevenue: 0, worstMargin: 0 });
    expect(none.floorPrice).toBeWithin(55000 - premium, { absolute: 5e-7 });
    expect(none.breakEvenPrice).toBe(0);
  });

  test("expiry now: the premium is the intrinsic value", () => {
    const now = putHedge({ ...plain, years: 0, strike: 65000 });
    expect(now).toMatchObject({ premium: 50000, floorPrice: 60000, delta: -10, vegaPerPoint: 0 });
  });

  test("paid in BTC the premium is not discounted", () => {
    const btc = putHedge({ ...plain, rate: 0.08, settlement: "btc" });
    expect(btc).toEqual(putHedge(plain));
    expect(putHedge({ ...plain, rate: 0.08 }).premium).toBeWithin(btc.premium * Math.exp(-0.02), {
      absolute: 5e-9,
    });
  });

  test("totals: sums, and prices weighted by the coins hedged", () => {
    const periods = [
      putHedge({ ...plain, contractBtc: 1, costPerBtc: 52000 }),
      putHedge({ ...plain, contractBtc: 1, production: 30, strike: 50000, costPerBtc: 52000 }),
      putHedge({ ...plain, contractBtc: 1, hedgeRatio: 0 }),
    ];
    const [first, second] = periods;
    const total = putHedgeTotal(periods);
    expect(total).toMatchObject({ btcHedged: 40, contracts: 40 });
    expect(total.floorPrice).toBeWithin(((first?.floorPrice ?? NaN) + 3 * (second?.floorPrice ?? NaN)) / 4, {
      absolute: 5e-9,
    });
    expect(total.worstMargin).toBeWithin(
      periods.reduce((sum, { worstMargin }) => sum + worstMargin, 0),
      { absolute: 5e-7 },
    );
  });

  test("totals of nothing", () => {
    const nothing = putHedgeTotal([putHedge({ ...plain, hedgeRatio: 0 })]);
    expect(nothing).toMatchObject({ btcHedged: 0, contracts: undefined, premium: 0, worstMargin: -400000 });
    expect(nothing).toMatchObject({ floorPrice: undefined, breakEvenPrice: 40000 });
  });

  // By solving the sum of the margins in mpmath, 30 digits.
  test.each([
    [
      { forward: 70000, volatility: 0.5, hedgeRatio: 1, costPerBtc: 52000 },
      [
        { production: 100, strike: 63000, years: 0.25 },
        { production: 100, strike: 35000, years: 0.5 },
      ],
      44853.4992413144,
    ],
    [
      { volatility: 0.6, hedgeRatio: 0.8, rate: 0.04, costPerBtc: 90000 },
      [
        { production: 1, forward: 100000, strike: 90000, years: 0.25 },
        { production: 2, forward: 110000, strike: 95000, years: 0.5 },
      ],
      97455.6687189002,
    ],
  ])("the total breaks even where its periods do together: %o", (common, changes, price) => {
    const periods = changes.map((change) => putHedge({ ...plain, ...common, ...change }));
    expect(Number(putHedgeTotal(periods).breakEvenPrice) / price - 1).toBeWithin(0, { absolute: 5e-14 });
  });
});

describe("agreement with an independent method", () => {
  test("delta and vega of the leg are differences of its premium", () => {
    const premiumAt = (change: Partial<PutHedge>) => putHedge({ ...plain, rate: 0.05, ...change }).premium;
    const { delta, vegaPerPoint } = putHedge({ ...plain, rate: 0.05 });
    expect(delta).toBeWithin((premiumAt({ forward: 60001 }) - premiumAt({ forward: 59999 })) / 2, {
      absolute: 5e-7,
    });
    const perPoint = (premiumAt({ volatility: 0.6001 }) - premiumAt({ volatility: 0.5999 })) / 2e-4 / 100;
    expect(vegaPerPoint).toBeWithin(perPoint, { absolute: 5e-4 });
  });

  test.each([
    [0.5, 52000],
    [0.8, 51000],
    [1.3, 70000],
  ])("break-even by walking up the margin in dollars: %d at %d", (hedgeRatio, costPerBtc) => {
    const margin = (spot: number) => spot + hedgeRatio * (Math.max(55000 - spot, 0) - premium) - costPerBtc;
    let dollars = 0;
    while (margin(dollars) < 0) dollars++;
    const breakEvenPrice = Number(putHedge({ ...plain, hedgeRatio, costPerBtc }).breakEvenPrice);
    expect(dollars - breakEvenPrice).toBeGreaterThanOrEqual(-1e-6);
    expect(dollars - breakEvenPrice).toBeLessThan(1);
  });
});

test("a share that was typed as a number is refused, a low price is not", () => {
  const base = {
    production: 10,
    forward: 60000,
    years: 0.25,
    volatility: 0.6,
    hedgeRatio: 1,
    rate: 0,
    costPerBtc: 0,
    ...({ settlement: "usd", contractBtc: 0 } as const),
  };
  expect(() => putHedge({ ...base, strike: 0.85 })).toThrow(
    'strike must be a price; a share of the forward is written as text, "85%", got 0.85',
  );
  expect(putHedge({ ...base, strike: 3 }).btcHedged).toBe(10);
  expect(putHedge({ ...base, forward: 1, strike: 0.85 }).btcHedged).toBe(10);
});
