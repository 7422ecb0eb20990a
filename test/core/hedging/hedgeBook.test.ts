import fc from "fast-check";
import { NoAnswerError } from "../../../src/core/errors";
import { collar } from "../../../src/core/hedging/collar";
import { hedgeBook, legTypes, type HedgeBook, type Leg } from "../../../src/core/hedging/hedgeBook";
import { blackPrice } from "../../../src/core/options/black";
import { inverseOption } from "../../../src/core/options/inverse";

const put: Leg = {
  type: "put",
  strike: 55000,
  years: 0.25,
  quantity: 10,
  volatility: 0.6,
  premium: "fair",
  forward: undefined,
};
const future: Leg = {
  type: "future",
  strike: 61000,
  years: 0.25,
  quantity: -5,
  volatility: 0,
  premium: "fair",
  forward: undefined,
};
const plain: HedgeBook = { legs: [put], forward: 60000, productionBtc: 10, prices: [50000, 60000] };

// mpmath, 40 digits: Black's put struck at 55,000 and its derivatives, times ten.
test("ten puts on ten coins", () => {
  const [low, today] = hedgeBook(plain);
  expect(low).toMatchObject({ price: 50000, unhedged: 500000 });
  expect(low?.hedged).toBeWithin(503599.6347927319, { absolute: 5e-8 });
  expect(low?.delta).toBeWithin(-5.665905876714906, { absolute: 5e-14 });
  expect(Number(low?.gamma)).toBeWithin(0.0002622478088794833, { absolute: 5e-18 });
  expect(low?.vega).toBeWithin(98342.92832980623, { absolute: 5e-9 });
  expect(today?.hedged).toBeWithin(553599.6347927319, { absolute: 5e-8 });
  expect(today?.vega).toBeWithin(108638.6518588184, { absolute: 5e-9 });
});

test("a future has a delta and no more, and is traded at its strike", () => {
  const [low] = hedgeBook({ ...plain, legs: [future] });
  expect(low).toMatchObject({ hedged: 555000, delta: -5, gamma: 0, vega: 0 });
});

// Black's formula and its derivatives by numerical differentiation, with mpmath and 40 digits.
test("a put at its fair price, a future, and a call sold for nothing with a forward of its own", () => {
  const [row] = hedgeBook({
    legs: [
      {
        type: "put",
        strike: 90000,
        years: 0.25,
        quantity: 1,
        volatility: 0.6,
        premium: "fair",
        forward: undefined,
      },
      {
        type: "future",
        strike: 100000,
        years: 0.25,
        quantity: -1,
        volatility: 0,
        premium: 0,
        forward: undefined,
      },
      {
        type: "call",
        strike: 120000,
        years: 0.25,
        quantity: -1,
        volatility: 0.6,
        premium: 0,
        forward: 101000,
      },
    ],
    forward: 100000,
    productionBtc: 2,
    prices: [80000],
  });
  expect(row?.value).toBeWithin(34616.23521018555723, { relative: 1e-13 });
  expect(row?.hedged).toBeWithin(182987.1200981502874, { relative: 1e-14 });
  expect(row?.delta).toBeWithin(-1.718385778563672183, { relative: 1e-13 });
  expect(Number(row?.gamma)).toBeWithin(7.656758485883705603e-6, { relative: 1e-12 });
  expect(row?.vega).toBeWithin(7350.488146448357379, { relative: 1e-13 });
});

// The same way; 11333.03 and 14590.14 are 10 x (5000 - fair x 50000).
test.each([
  [undefined, 511333.0289939432714885745, 90705.06024482104245887],
  [61000, 514590.1439062494895121825, 86074.28543800311770354],
])(
  "inverse puts are paid in bitcoin, which count at the price of expiry: own forward %p",
  (own, hedged, value) => {
    const [row] = hedgeBook({ ...plain, legs: [{ ...put, type: "inverse put", forward: own }] });
    expect(row?.hedged).toBeWithin(hedged, { relative: 1e-14 });
    expect(row?.value).toBeWithin(value, { relative: 1e-13 });
  },
);

test("an inverse option is worth in bitcoin what INVERSE_OPTION says", () => {
  for (const type of ["put", "call"] as const) {
    const leg: Leg = { ...put, type: `inverse ${type}`, quantity: 3, premium: 0.02 };
    const [row] = hedgeBook({ ...plain, legs: [leg], prices: [60000] });
    const given = { type, forward: 60000, strike: 55000, years: 0.25, volatility: 0.6, contracts: 3 };
    const option = inverseOption({
      ...given,
      premiumBtc: 0.02,
      settlementPrice: 60000,
      exitPremiumBtc: undefined,
    });
    expect(row?.value).toBeWithin(option.priceUsd, { relative: 1e-14 });
    expect(row?.hedged).toBeWithin(600000 + 60000 * (option.pnlBtc ?? NaN), { relative: 1e-14 });
  }
});

test("premiums given are paid instead of the price of today", () => {
  const [low] = hedgeBook({ ...plain, legs: [{ ...put, premium: 4640 }] });
  expect(low?.hedged).toBe(503600);
});

const leg = fc.record({
  type: fc.constantFrom(...legTypes),
  strike: fc.double({ min: 20000, max: 120000, noNaN: true }),
  years: fc.double({ min: 0.01, max: 2, noNaN: true }),
  quantity: fc.double({ min: -20, max: 20, noNaN: true }),
  volatility: fc.double({ min: 0.1, max: 1.2, noNaN: true }),
  premium: fc.constantFrom("fair" as const, 0, 0.05),
  forward: fc.constantFrom(undefined, 57000, 66000),
});
const book = fc.array(leg, { minLength: 1, maxLength: 6 }).map((legs): HedgeBook => ({ ...plain, legs }));

describe("laws", () => {
  test("legs add up", () => {
    const law = (given: HedgeBook) => {
      const [low] = hedgeBook(given);
      const alone = given.legs.map((one) => hedgeBook({ ...given, legs: [one], productionBtc: 0 })[0]);
      const total = alone.reduce((sum, row) => sum + (row?.hedged ?? NaN), 500000);
      expect(low?.hedged).toBeWithin(total, { absolute: 5e-6 });
      expect(low?.delta).toBeWithin(
        alone.reduce((sum, row) => sum + (row?.delta ?? NaN), 0),
        { absolute: 5e-10 },
      );
    };
    fc.assert(fc.property(book, law));
  });

  test("Greeks are differences of the value, and the value is Black's prices", () => {
    const law = (given: HedgeBook) => {
      const [low] = hedgeBook(given);
      const value = (price: number, more = 0) =>
        given.legs.reduce((sum, { type, quantity, strike, years, volatility, forward: own = 60000 }) => {
          const forward = (own * price) / 60000;
          if (type === "future") return sum + quantity * (forward - strike);
          const right = type.endsWith("put") ? ("put" as const) : ("call" as const);
          return (
            sum +
            quantity *
              blackPrice({ type: right, forward, strike, years, volatility: volatility + more, rate: 0 })
          );
        }, 0);
      expect(low?.value).toBeWithin(value(50000), { absolute: 5e-7 });
      const slope = (value(50010) - value(49990)) / 20;
      expect(low?.delta).toBeWithin(slope, { absolute: 5e-4 });
      expect(low?.vega).toBeWithin((value(50000, 1e-5) - value(50000, -1e-5)) / 2e-5, { absolute: 0.5 });
      const deltaAt = (price: number) => hedgeBook({ ...given, prices: [price] })[0]?.delta ?? NaN;
      expect(Number(low?.gamma)).toBeWithin((deltaAt(50001) - deltaAt(49999)) / 2, { absolute: 5e-9 });
    };
    fc.assert(fc.property(book, law));
  });
});

test("agreement with COLLAR: floor below, cap above", () => {
  const legs = [put, { ...put, type: "call" as const, strike: 70000, quantity: -10 }];
  const given = { production: 10, forward: 60000, putStrike: 55000, callStrike: 70000, years: 0.25 };
  const rest = {
    volatility: 0.6,
    callVolatility: undefined,
    hedgeRatio: 1,
    rate: 0,
    costPerBtc: 0,
    contractBtc: 0,
  };
  const { floorRevenue, capRevenue } = collar({ ...given, ...rest });
  const rows = hedgeBook({ ...plain, legs, prices: [10000, 54999, 70001, 200000] });
  const expected = [floorRevenue, floorRevenue, capRevenue, capRevenue];
  rows.forEach(({ hedged }, index) => expect(hedged).toBeWithin(expected[index], { absolute: 5e-7 }));
});

describe("edges", () => {
  test("at the strike on expiry gamma is infinite, beside it it is not", () => {
    const rows = hedgeBook({ ...plain, legs: [{ ...put, years: 0 }], prices: [54999, 55000] });
    expect(rows[0]?.gamma).toBe(0);
    expect(rows[1]?.gamma).toBeInstanceOf(NoAnswerError);
  });

  test("an option without volatility is refused, an expired one is not", () => {
    expect(() => hedgeBook({ ...plain, legs: [future, { ...put, volatility: 0 }] })).toThrow(
      "legs, put 2, volatility, must be above 0 for an option, got 0",
    );
    expect(hedgeBook({ ...plain, legs: [{ ...put, volatility: 0, years: 0 }] })[0]?.hedged).toBe(550000);
  });

  test("a table past all reason is refused", () => {
    const prices = Array.from({ length: 200_001 }, (_, index) => index + 1);
    expect(() => hedgeBook({ ...plain, prices })).toThrow(
      "prices times legs must be at most 200000, got 200001",
    );
  });
});
