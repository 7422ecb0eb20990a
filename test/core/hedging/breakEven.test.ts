import DecimalJs from "decimal.js";
import fc from "fast-check";
import { NoAnswerError, NumericError } from "../../../src/core/errors";
import { breakEvenPrice, type HedgedOutcome } from "../../../src/core/hedging/breakEven";

const Decimal = DecimalJs.clone({ precision: 50 });

const coin: HedgedOutcome = {
  production: 1,
  btcHedged: 1,
  putStrike: 90,
  callStrike: Infinity,
  premium: 5,
  costPerBtc: 100,
};

// By hand: the margin is written beside each.
const table: [string, Partial<HedgedOutcome>[], number][] = [
  ["a put: P - 5 - 100", [{}], 105],
  ["the floor covers the cost", [{ costPerBtc: 85 }], 0],
  ["no hedge: P - 100", [{ btcHedged: 0 }], 100],
  ["half hedged, below the strike: P/2 + 45 - 2.5 - 50", [{ btcHedged: 0.5, costPerBtc: 50 }], 15],
  ["two coins, one put: 2 P - 5 - 200", [{}, { btcHedged: 0 }], 102.5],
  ["two puts: 2 P - 10 - 200, above both strikes", [{ putStrike: 80 }, {}], 105],
  ["between the strikes: P - 5 + 135 - 5 - 200", [{ putStrike: 70 }, { putStrike: 135 }], 75],
  [
    "a period that earns much carries one that does not: 85 + P - 5 - 85",
    [{ costPerBtc: 0 }, { btcHedged: 0, costPerBtc: 90 }],
    5,
  ],
  [
    "between the strikes, premium received: P + 2.5 - 100",
    [{ callStrike: 110, btcHedged: 0.5, premium: -5 }],
    97.5,
  ],
  ["above the call: P/2 + 55 - 2.5 - 120", [{ callStrike: 110, btcHedged: 0.5, costPerBtc: 120 }], 135],
  [
    "between one's call and another's put: 115 + P/2 + 50 - 2.5 - 217.5",
    [
      { putStrike: 120, costPerBtc: 0 },
      { putStrike: 80, callStrike: 100, btcHedged: 0.5, costPerBtc: 217.5 },
    ],
    110,
  ],
  ["hedged twice, falling up to the strike: then P - 10 - 175", [{ btcHedged: 2, costPerBtc: 175 }], 185],
  ["nothing produced", [{ production: 0, btcHedged: 0 }], 0],
];

test.each(table)("%s", (_, periods, price) =>
  expect(breakEvenPrice(periods.map((period) => ({ ...coin, ...period })))).toBeWithin(price, {
    absolute: 5e-11,
  }),
);

test.each<[string, Partial<HedgedOutcome>[]]>([
  ["the cap is below the cost", [{ callStrike: 110, costPerBtc: 120 }]],
  ["the caps of all together are", [{ callStrike: 110 }, { callStrike: 120, costPerBtc: 130 }]],
  [
    "three contracts of 0.3 BTC hedge 0.9 BTC but for rounding",
    [{ callStrike: 110, costPerBtc: 200, production: 0.9, btcHedged: 3 * 0.3 }],
  ],
])("%s: not covered at any price", (_, periods) => {
  const price = breakEvenPrice(periods.map((period) => ({ ...coin, ...period })));
  expect(price).toBeInstanceOf(NoAnswerError);
  expect(price).toMatchObject({ message: "not covered at any price" });
});

const usd = fc.integer({ min: 1, max: 2000 }).map((hundreds) => hundreds * 100);
const period = fc
  .record({
    production: fc.integer({ min: 0, max: 300 }).map((tenths) => tenths / 10),
    hedgeRatio: fc.constantFrom(0, 0.3, 0.8, 1, 1, 1.3, 2),
    putStrike: usd,
    width: fc.option(fc.integer({ min: 0, max: 500 }), { nil: Infinity }),
    premium: fc.double({ min: -5000, max: 5000, noNaN: true }),
    costPerBtc: usd,
  })
  .map(({ production, hedgeRatio, putStrike, width, premium, costPerBtc }): HedgedOutcome => ({
    production,
    btcHedged: production * hedgeRatio,
    putStrike,
    callStrike: putStrike + 100 * width,
    premium,
    costPerBtc,
  }));
const programme = fc.array(period, { minLength: 1, maxLength: 6 });

/** Revenue, payoffs and premiums less cost, as docs/formulas.md, Hedging, defines them: 50 digits. */
function marginAt(periods: readonly HedgedOutcome[], price: DecimalJs.Value): DecimalJs {
  return periods.reduce((total, { production, btcHedged, putStrike, callStrike, premium, costPerBtc }) => {
    const put = Decimal.max(new Decimal(putStrike).minus(price), 0);
    const call = callStrike === Infinity ? 0 : Decimal.max(new Decimal(price).minus(callStrike), 0);
    const revenue = new Decimal(production).times(new Decimal(price).minus(costPerBtc));
    return total.plus(revenue).plus(put.minus(call).minus(premium).times(btcHedged));
  }, new Decimal(0));
}

/** All strikes, in order, with 0 before them and a price far beyond. */
const grid = (periods: readonly HedgedOutcome[]) =>
  [0, ...periods.flatMap(({ putStrike, callStrike }) => [putStrike, callStrike]), 1e12]
    .filter(Number.isFinite)
    .sort((a, b) => a - b);

/** USD that rounding may take from sums of this size. */
const slack = (periods: readonly HedgedOutcome[]) =>
  1e-12 * periods.reduce((size, { production, putStrike }) => size + production * (putStrike + 2e5), 1);

describe("laws", () => {
  test("at break-even the programme is covered, below it nowhere, and without one at no price", () => {
    let [at0, above, none] = [0, 0, 0];
    const law = (periods: HedgedOutcome[]) => {
      const price = breakEvenPrice(periods);
      const end = typeof price === "number" ? price : 1e12;
      const below = grid(periods).filter((corner) => corner < end);
      for (const corner of below) {
        expect(marginAt(periods, corner).toNumber()).toBeLessThan(slack(periods));
      }
      if (typeof price === "number") {
        expect(marginAt(periods, price).toNumber()).toBeGreaterThan(-slack(periods));
        if (price === 0) at0++;
        else above++;
      } else none++;
    };
    fc.assert(fc.property(programme, law), { numRuns: 1000 });
    expect(Math.min(at0, above, none)).toBeGreaterThan(10);
  });

  test("interpolation between the strikes in 50 digits finds the same price", () => {
    let compared = 0;
    const law = (periods: HedgedOutcome[]) => {
      const corners = grid(periods);
      const margins = corners.map((corner) => marginAt(periods, corner));
      fc.pre(margins.every((margin) => margin.abs().gt(1)));
      const end = margins.findIndex((margin) => margin.gt(0));
      if (end <= 0) return;
      const [low, high] = [margins[end - 1] ?? new Decimal(NaN), margins[end] ?? new Decimal(NaN)];
      const [from = NaN, to = NaN] = [corners[end - 1], corners[end]];
      const price = low
        .neg()
        .div(high.minus(low))
        .times(to - from)
        .plus(from)
        .toNumber();
      expect(breakEvenPrice(periods)).toBeWithin(price, { relative: 1e-12 });
      compared++;
    };
    fc.assert(fc.property(programme, law), { numRuns: 1000 });
    expect(compared).toBeGreaterThan(100);
  });

  test("the order of periods does not matter, and each twice over changes nothing", () => {
    const law = (periods: HedgedOutcome[]) => {
      const price = breakEvenPrice(periods);
      const again = [breakEvenPrice([...periods].reverse()), breakEvenPrice([...periods, ...periods])];
      for (const other of again) {
        if (typeof price === "number") expect(other).toBeWithin(price, { absolute: 1e-6 });
        else expect(other).toBeInstanceOf(NoAnswerError);
      }
    };
    fc.assert(fc.property(programme, law));
  });
});

describe("edges", () => {
  test("a margin that only rounding keeps from 0 is covered", () => {
    const floor = { ...coin, putStrike: 100, premium: 0 };
    const periods = [
      { ...floor, production: 0.1, btcHedged: 0.1, costPerBtc: 100.2 },
      { ...floor, production: 0.2, btcHedged: 0.2, costPerBtc: 99.9 },
    ];
    expect(breakEvenPrice(periods)).toBe(0);
  });

  test("thirty thousand periods take a moment", () => {
    const periods = Array.from({ length: 3e4 }, (_, at) => ({
      ...coin,
      putStrike: 90 + (at % 7),
      callStrike: 200 + at,
    }));
    expect(breakEvenPrice(periods)).toBeWithin(105, { absolute: 5e-10 });
  });

  test("beyond the range of double precision", () =>
    expect(() => breakEvenPrice([{ ...coin, production: 1e200, costPerBtc: 1e200 }])).toThrow(NumericError));
});
