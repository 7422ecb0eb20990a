import fc from "fast-check";
import { EmptyPeriodError, NoAnswerError } from "../../../src/core/errors";
import { collar, collarTotal, type Collar } from "../../../src/core/hedging/collar";
import { putHedge } from "../../../src/core/hedging/putHedge";
import { blackPrice } from "../../../src/core/options/black";

const plain: Collar = {
  production: 10,
  forward: 60000,
  putStrike: 55000,
  callStrike: 70000,
  years: 0.25,
  volatility: 0.6,
  callVolatility: undefined,
  hedgeRatio: 1,
  rate: 0,
  costPerBtc: 0,
  contractBtc: 0,
};
/** Put less call, per BTC: Black in mpmath, 40 digits. */
const net = 898.457036491964;

// By hand from docs/formulas.md, COLLAR, and that premium; costless strikes by bisection in mpmath.
const table: [string, Partial<Collar>, Partial<Record<keyof ReturnType<typeof collar>, number>>][] = [
  ["prices", {}, { putStrike: 55000, callStrike: 70000, floorPrice: 55000 - net, capPrice: 70000 - net }],
  ["revenue", {}, { netPremium: 10 * net, floorRevenue: 550000 - 10 * net, capRevenue: 700000 - 10 * net }],
  ["half hedged", { hedgeRatio: 0.5 }, { btcHedged: 5, floorRevenue: 275000 - 5 * net, netPremium: 5 * net }],
  ["covered by the floor", { costPerBtc: 54000 }, { breakEvenPrice: 0, worstMargin: 10000 - 10 * net }],
  ["even between the strikes", { costPerBtc: 56000 }, { breakEvenPrice: 56000 + net }],
  ["even below the put", { costPerBtc: 54000, hedgeRatio: 0.5 }, { breakEvenPrice: 53000 + net }],
  ["even above the call", { costPerBtc: 75000, hedgeRatio: 0.5 }, { breakEvenPrice: 80000 + net }],
  ["costless", { callStrike: "zero" }, { callStrike: 66781.33907036773, netPremium: 0, floorPrice: 55000 }],
  [
    "costless, strike as a share, cheaper calls",
    {
      putStrike: { shareOfForward: 0.9 },
      callStrike: "zero",
      years: 0.5,
      volatility: 0.65,
      callVolatility: 0.6,
    },
    { putStrike: 54000, callStrike: 66670.58062530461, capPrice: 66670.58062530461 },
  ],
  ["discounted, cheaper calls", { rate: 0.04, callVolatility: 0.5 }, { netPremium: 10 * 1971.696660904357 }],
  ["greeks", {}, { delta: 10 * -0.6879452091256788, vegaPerPoint: 10 * -3.378922146464885 }],
  ["whole contracts", { contractBtc: 3 }, { contracts: 3, btcHedged: 9 }],
  [
    "strikes as shares",
    { putStrike: { shareOfForward: 0.9 }, callStrike: { shareOfForward: 1.2 } },
    { callStrike: 72000 },
  ],
];

test.each(table)("%s", (_, change, expected) => {
  const got = new Map<string, unknown>(Object.entries(collar({ ...plain, ...change })));
  for (const [field, value] of Object.entries(expected)) {
    expect(got.get(field)).toBeWithin(value, { absolute: 1e-9, relative: 1e-9, inputs: change });
  }
  expect(Object.keys(expected).length).toBeGreaterThan(0);
});

const hedge = fc
  .record({
    production: fc.double({ min: 0.01, max: 100, noNaN: true }),
    putStrike: fc.double({ min: 20000, max: 70000, noNaN: true }),
    callStrike: fc.double({ min: 70000, max: 150000, noNaN: true }),
    years: fc.double({ min: 0, max: 3, noNaN: true }),
    hedgeRatio: fc.constantFrom(0, 0.3, 0.5, 0.8, 1, 1.3),
    rate: fc.double({ min: -0.02, max: 0.1, noNaN: true }),
    costPerBtc: fc.integer({ min: 0, max: 300_000 }),
    contractBtc: fc.constantFrom(0, 0.1, 1),
  })
  .map((change): Collar => ({ ...plain, ...change }));

/** Revenue, payoffs and premium less cost at a price, per BTC produced. */
function marginAt(given: Collar, price: number): number {
  const { btcHedged, netPremium, putStrike, callStrike } = collar(given);
  const payoff = btcHedged * (Math.max(putStrike - price, 0) - Math.max(price - callStrike, 0));
  return price + (payoff - netPremium) / given.production - given.costPerBtc;
}

/** -0 as 0. */
const unsigned = (fields: object) =>
  Object.fromEntries(
    Object.entries(fields).map(([key, value]: [string, unknown]) => [key, value === 0 ? 0 : value]),
  );

describe("laws", () => {
  test("the margin is covered at break-even and nowhere below; without one nowhere", () => {
    let [found, none] = [0, 0];
    const law = (given: Collar) => {
      const { breakEvenPrice } = collar(given);
      if (breakEvenPrice instanceof NoAnswerError) {
        none++;
        for (let price = 0; price < 400000; price += 1000) expect(marginAt(given, price)).toBeLessThan(1e-7);
        return;
      }
      found++;
      expect(marginAt(given, breakEvenPrice)).toBeGreaterThan(-1e-7);
      for (const share of [0, 0.2, 0.4, 0.6, 0.8, 0.9999]) {
        if (breakEvenPrice > 0) expect(marginAt(given, share * breakEvenPrice)).toBeLessThan(1e-7);
      }
    };
    fc.assert(fc.property(hedge, law), { numRuns: 300 });
    expect(Math.min(found, none)).toBeGreaterThan(20);
  });

  test("one period is its own total", () => {
    const law = (given: Collar) => {
      const one = collar(given);
      const { putStrike, callStrike, floorPrice, capPrice, ...total } = collarTotal([one]);
      expect(unsigned(one)).toMatchObject(unsigned(total));
      if (one.btcHedged === 0) return;
      const prices = [putStrike, callStrike, floorPrice, capPrice];
      const expected = [one.putStrike, one.callStrike, one.floorPrice, one.capPrice];
      for (const [index, price] of prices.entries()) {
        expect((price ?? NaN) / (expected[index] ?? NaN)).toBeWithin(1, { absolute: 5e-15 });
      }
    };
    fc.assert(fc.property(hedge, law));
  });

  test("a costless collar: the options are worth the same, found at the strike of any size", () => {
    const law = (given: Collar, callVolatility: number) => {
      fc.pre(given.years > 0.01 && Number(given.putStrike) < 55000);
      const { callStrike, netPremium } = collar({ ...given, callVolatility, callStrike: "zero" });
      const { forward, putStrike, years, volatility } = given;
      const put = blackPrice({ type: "put", forward, strike: Number(putStrike), years, volatility, rate: 0 });
      const call = blackPrice({
        type: "call",
        forward,
        strike: callStrike,
        years,
        volatility: callVolatility,
        rate: 0,
      });
      fc.pre(put > 1e-250);
      expect(call).toBeWithin(put, { relative: 1e-9 });
      expect(netPremium).toBe(0);
    };
    fc.assert(fc.property(hedge, fc.double({ min: 0.55, max: 0.9, noNaN: true }), law));
  });

  test("with the call out of reach it is a put hedge", () => {
    const law = (given: Collar) => {
      const far = collar({ ...given, callStrike: 1e12 });
      const hedged = putHedge({ ...given, strike: given.putStrike, settlement: "usd" });
      expect(far).toMatchObject({ btcHedged: hedged.btcHedged, contracts: hedged.contracts });
      expect(far.netPremium).toBeWithin(hedged.premium, { absolute: 5e-5 });
      expect(far.worstMargin).toBeWithin(hedged.worstMargin, { absolute: 5e-5 });
      expect(far.delta).toBeWithin(hedged.delta, { absolute: 5e-9 });
    };
    fc.assert(fc.property(hedge, law));
  });

  test("one strike for both is a forward sold: floor and cap are one", () => {
    const law = (given: Collar) => {
      const { floorPrice, capPrice, delta, btcHedged } = collar({ ...given, callStrike: given.putStrike });
      expect(capPrice).toBe(floorPrice);
      const discounted = given.forward * Math.exp(-given.rate * given.years);
      if (given.rate === 0) expect(floorPrice).toBeWithin(discounted, { absolute: 5e-7 });
      expect(delta).toBeWithin(-btcHedged * Math.exp(-given.rate * given.years), { absolute: 5e-9 });
    };
    fc.assert(
      fc.property(
        fc.oneof(
          hedge,
          hedge.map((given) => ({ ...given, rate: 0 })),
        ),
        law,
      ),
    );
  });
});

describe("edges", () => {
  test("an at-the-money put is paid for by an at-the-money call", () => {
    expect(collar({ ...plain, putStrike: 60000, callStrike: "zero" }).callStrike).toBe(60000);
  });

  test.each([
    [{ putStrike: 65000, callStrike: "zero" }, "a costless call_strike would lie below put_strike (65000)"],
    [{ callStrike: 54000 }, "call_strike must be at least put_strike (55000), got 54000"],
    [
      { putStrike: 0.85 },
      'put_strike must be a price; a share of the forward is written as text, "85%", got 0.85',
    ],
    [
      { callStrike: 1.15 },
      'call_strike must be a price; a share of the forward is written as text, "115%", got 1.15',
    ],
  ] as [Partial<Collar>, string][])("%o", (change, message) => {
    expect(() => collar({ ...plain, ...change })).toThrow(message);
  });

  test("totals: sums, and prices weighted by the coins hedged", () => {
    const periods = [
      collar({ ...plain, contractBtc: 1 }),
      collar({ ...plain, production: 30, callStrike: "zero" }),
    ];
    const total = collarTotal(periods);
    expect(total).toMatchObject({ btcHedged: 40, contracts: 10, putStrike: 55000 });
    expect(total.callStrike).toBeWithin((70000 + 3 * 66781.33907036773) / 4, { absolute: 5e-7 });
    expect(total.netPremium).toBeWithin(10 * net, { absolute: 5e-7 });
    expect(total.capRevenue).toBeWithin(700000 - 10 * net + 30 * 66781.33907036773, { absolute: 5e-6 });
  });

  // By solving the sum of the margins in mpmath, 30 digits, with costless strikes found there.
  test.each([
    [0.25, 112000, 112000],
    [0.25, 125000, 129088.188377152],
    [0.1, 125000, 129517.575255768],
  ])("the total breaks even where its periods do together: %d years, %d USD", (years, costPerBtc, price) => {
    const common = { ...plain, hedgeRatio: 0.8, rate: 0.04, costPerBtc, callStrike: "zero" as const };
    const periods = [
      collar({ ...common, production: 1, forward: 100000, putStrike: 90000, years }),
      collar({ ...common, production: 2, forward: 110000, putStrike: 95000, years: 0.5 }),
    ];
    expect(Number(collarTotal(periods).breakEvenPrice) / price - 1).toBeWithin(0, { absolute: 5e-13 });
  });

  test("totals of nothing, of a period that is never even, and of one that another carries", () => {
    expect(collarTotal([collar({ ...plain, hedgeRatio: 0 })])).toMatchObject({
      btcHedged: 0,
      capPrice: undefined,
      breakEvenPrice: 0,
    });
    const never = collar({ ...plain, costPerBtc: 80000 });
    expect(never.breakEvenPrice).toMatchObject({ message: "not covered at any price" });
    expect(collarTotal([never]).breakEvenPrice).toEqual(never.breakEvenPrice);
    // 20 coins must bring 800,000 and two premiums, and they do between the strikes.
    expect(collarTotal([collar({ ...plain, costPerBtc: 40000 }), never]).breakEvenPrice).toBeWithin(
      60000 + net,
      { absolute: 5e-7 },
    );
  });

  test("totals of no period: no prices", () =>
    expect(collarTotal([])).toEqual({
      btcHedged: 0,
      contracts: undefined,
      netPremium: 0,
      floorRevenue: 0,
      capRevenue: 0,
      worstMargin: 0,
      delta: 0,
      vegaPerPoint: 0,
      putStrike: undefined,
      callStrike: undefined,
      floorPrice: undefined,
      capPrice: undefined,
      breakEvenPrice: undefined,
    }));

  test.each<[Partial<Collar>, string]>([
    [{ years: 0 }, "years is 0: the options have expired, so no put needs a call to pay for it"],
    [{ years: 0, putStrike: 65000 }, "years is 0"],
    [{ volatility: 0 }, "volatility is 0, so no put needs a call to pay for it"],
    [{ years: 1e-4, putStrike: 30000 }, "the put costs nothing, so it needs no call to pay for it"],
  ])("a costless collar with nothing to finance is an empty period: %o", (change, message) => {
    const given = { ...plain, ...change, callStrike: "zero" as const };
    expect(() => collar(given)).toThrow(EmptyPeriodError);
    expect(() => collar(given)).toThrow(message);
    expect(collar({ ...given, callStrike: 70000 }).callStrike).toBe(70000);
  });
});

test("agreement of the Greeks with differences of the net premium", () => {
  const given = { ...plain, rate: 0.05, callVolatility: 0.5 };
  const premiumAt = (change: Partial<Collar>) => collar({ ...given, ...change }).netPremium;
  const { delta, vegaPerPoint } = collar(given);
  expect(delta).toBeWithin((premiumAt({ forward: 60001 }) - premiumAt({ forward: 59999 })) / 2, {
    absolute: 5e-7,
  });
  const [up, down] = [
    premiumAt({ volatility: 0.6001, callVolatility: 0.5001 }),
    premiumAt({ volatility: 0.5999, callVolatility: 0.4999 }),
  ];
  expect(vegaPerPoint).toBeWithin((up - down) / 2e-4 / 100, { absolute: 5e-4 });
});
