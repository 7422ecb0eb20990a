import fc from "fast-check";
import type { Answer } from "../functions/host";
import type { Given, Input } from "./engine";
import { compared, expectAgreement } from "./agreement";
import { testGroup } from "./groupTests";

const parts = 1e9;
const between = (least: number, most: number) =>
  fc.integer({ min: 0, max: parts }).map((part) => least + (part / parts) * (most - least));
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const type = fc.constantFrom("call", "put");
const forward = between(100, 100_000);
/** Strikes far from the forward and near it. */
const moneyness = fc.oneof(between(0.5, 2), between(0.05, 10), fc.constant(1));
const term = fc.oneof(
  fc.tuple(fc.oneof(between(0.01, 3), fc.constant(0)), fc.oneof(between(-0.1, 0.2), between(-1, 2))),
  fc.tuple(between(0, 100), between(-0.1, 0.2)),
);
const volatility = fc.oneof(between(0.1, 1.5), between(0, 10), fc.constant(0));

const jumps = fc.tuple(between(0, 1), between(-0.5, 0.3), between(0, 0.6)).map((three) => [three]);
const process = fc.oneof(
  fc.constant([undefined, "black76", undefined] as const),
  fc.tuple(maybe(between(-0.05, 0.3)), fc.constant("bsm"), fc.constant(undefined)),
  fc.tuple(maybe(between(-0.05, 0.3)), fc.constant("merton"), jumps),
);
const anyOption = fc
  .tuple(type, forward, moneyness, term, volatility, process)
  .map(([right, price, times, [years, rate], vol, last]): Given[] => [
    right,
    price,
    price * times,
    years,
    vol,
    rate,
    ...last,
  ]);

const spread = (vol: fc.Arbitrary<number>, correlation: fc.Arbitrary<number>, method: fc.Arbitrary<Given>) =>
  fc
    .tuple(
      forward,
      moneyness,
      fc.oneof(between(-1.2, 1), fc.constant(0)),
      between(0, 3),
      vol,
      vol,
      correlation,
      maybe(between(-0.1, 0.2)),
      maybe(type),
      method,
    )
    .map(([price, times, strike, ...rest]): Given[] => [price, price * times, price * strike, ...rest]);
const kirk = spread(between(0, 1.5), between(-1, 1), fc.constantFrom(undefined, "kirk"));
/** What the sum reaches: no volatility is far below the other, and no correlation next to 1 or -1. */
const exactSpread = spread(
  fc.oneof(between(0.3, 1.5), between(0.6, 3)),
  fc.oneof(between(-0.95, 0.95), fc.constantFrom(0, 0.99, -0.99)),
  fc.constant("exact"),
);

/** One cell, or a row or column of so many. */
const cellOr = (count: number, cell: fc.Arbitrary<string | number>): fc.Arbitrary<Given> =>
  fc.oneof(
    { weight: 3, arbitrary: cell },
    { weight: 1, arbitrary: fc.array(cell, { minLength: count, maxLength: count }).map((cells) => [cells]) },
    {
      weight: 1,
      arbitrary: fc
        .array(cell, { minLength: count, maxLength: count })
        .map((cells) => cells.map((value) => [value])),
    },
  );
const share = fc.constantFrom("50%", "90%", "100 %", "99.5%", "120%");
const coins = fc.oneof(between(0, 100), fc.constant(0));
const size = fc.constantFrom(0, 0, 1, 5, 0.1);
const hedge = (
  strikes: readonly fc.Arbitrary<string | number>[],
  last: readonly fc.Arbitrary<string | number>[],
) =>
  fc
    .integer({ min: 1, max: 4 })
    .chain((count) =>
      fc.tuple(
        ...[
          coins,
          between(20_000, 90_000),
          ...strikes,
          fc.oneof(between(0.01, 2), fc.constant(0)),
          between(0.2, 1),
        ].map((cell) => cellOr(count, cell)),
        ...[between(0, 1.5), between(-0.02, 0.1), between(0, 90_000), ...last, size].map((cell) =>
          maybe(cellOr(count, cell)),
        ),
      ),
    );
const putHedge = hedge([fc.oneof(share, between(10_000, 90_000))], [fc.constantFrom("usd", "btc")]);
const collar = hedge(
  [
    fc.oneof(share, between(10_000, 60_000)),
    fc.oneof(fc.constant("zero"), fc.constant("120%"), between(60_000, 120_000)),
  ],
  [between(0.2, 1)],
);
/** Kirk's method takes no strike of -f2 or below. */
const withOddStrike = fc
  .tuple(kirk, fc.boolean())
  .map(([given, isOdd]) =>
    given.map((value, place) => (isOdd && place === 2 ? -2 * Number(given[1]) : value)),
  );

const oneOf = (...cells: readonly Input[]) => fc.constantFrom(...cells);
const leg = fc.tuple(
  oneOf("put", "call", "future", "inverse put", "inverse call", "Put", " CALL "),
  fc.oneof(between(20_000, 120_000), oneOf(60_000)),
  fc.oneof(between(0.01, 2), oneOf(0, 0.25, null)),
  fc.oneof(between(-20, 20), oneOf(0, null)),
  fc.oneof({ weight: 6, arbitrary: between(0.2, 1.2) }, { weight: 1, arbitrary: oneOf(0, null) }),
  fc.oneof(oneOf("fair", "fair", " Fair ", 0, null), between(-0.2, 0.3), between(0, 5000)),
  fc.oneof(oneOf(null, 0), between(30_000, 90_000)),
);
const legHeadings = fc.constantFrom<Input[]>(
  ["Type", "Strike", "Years", "Quantity", "Volatility", "Premium", "Forward"],
  ["", "Strike (kUSD)", "Expiry (days)", "Quantity (sat)", "Volatility", null, "Forward (kUSD)"],
  ["Type", "MUSD", "Months", null, null, "Premium (kUSD)", "Future"],
);
const book = fc
  .tuple(
    fc.array(leg, { minLength: 1, maxLength: 5 }),
    fc.option(legHeadings, { nil: undefined, freq: 1 }),
    fc.integer({ min: 5, max: 8 }),
    fc.oneof(between(20_000, 100_000), oneOf(60_000)),
    between(0, 50),
    fc.array(fc.oneof(between(10_000, 150_000), oneOf(60_000)), { minLength: 1, maxLength: 5 }),
    maybe(fc.boolean()),
  )
  .map(([legs, headings, width, today, production, prices, headers]): Given[] => [
    [...(headings === undefined ? [] : [headings]), ...legs].map((line) => [...line, "note"].slice(0, width)),
    today,
    production,
    prices.length % 2 === 0 ? [prices] : prices.map((price) => [price]),
    headers,
  ]);

/** Of coins, or of coins times price where it is money; or the result itself where premiums are larger. */
function ofBook([legs, today, production]: readonly Given[], answer: Answer, row: number, column: number) {
  const lines = (Array.isArray(legs) ? legs : []) as readonly (readonly Input[])[];
  const held = lines.reduce((sum, line) => sum + Math.abs(Number(line[3]) || 0), Number(production));
  const [price, highest] = [Number(answer[row]?.[0]), Math.max(Number(today), 150_000)];
  const sizes = [price, held * price, held * highest, held, held / price, held * highest, held * highest];
  return Math.max(sizes[column] ?? 0, Math.abs(Number(answer[row]?.[column])));
}

/** The forward, or a larger result itself. */
const ofForward = (place: number) => (given: readonly Given[], answer: Answer) =>
  Math.max(Number(given[place]), sizeOf(answer));
const sizeOf = (answer: Answer) =>
  Math.max(...answer.flat().map((cell) => (typeof cell === "number" ? Math.abs(cell) : 0)));

/** What is exchanged. */
const ofSpread = (given: readonly Given[]) =>
  [given.slice(0, 3)].flat(3).reduce<number>((sum, cell) => sum + Math.abs(Number(cell)), 0);

/** Delta is a share; what else can be lost is of the size of the underlying. */
function ofGreek(given: readonly Given[], answer: Answer, row: number): number {
  const [underlying, years] = [Number(given[1]), Number(given[3])];
  if (answer.length === 1) return underlying;
  const own = Math.abs(Number(answer[row]?.[1]));
  const [price = 0] = answer.map(([, value]) => Number(value));
  const size = Math.max(underlying, price);
  // A number below 1E-290 has fewer digits.
  return Math.max(own, 1e-290, [size, 1, 0, 0, 0, size, size / 365, size * years][row] ?? 0);
}

/** Amounts are of the size of what the production is worth. */
const ofHedge = (given: readonly Given[], answer: Answer) =>
  answer.length > 1 ? sizeOf(answer) : Number(given[0]) * Number(given[1]);

testGroup("Hedging", {
  PUT_HEDGE: { usual: putHedge, scale: ofHedge },
  COLLAR: { usual: collar, scale: ofHedge },
  HEDGE_BOOK: { usual: book, scale: ofBook },
  OPTION_PRICE: { usual: anyOption, scale: ofForward(1) },
  OPTION_GREEKS: { usual: anyOption, scale: ofGreek },
  SPREAD_OPTION: { usual: fc.oneof(kirk, exactSpread), odd: withOddStrike, scale: ofSpread },
  INVERSE_OPTION: { scale: ofForward(1) },
});

test("native forms lift over a column, a row and both", () => {
  const strikes = [[40000], [60000], [85000]];
  const spreads = [[-20000], [0], [5000]];
  const vols = [[0.3, 0.9]];
  for (const comparison of compared([
    {
      name: "OPTION_PRICE",
      calls: [
        ["call", 60000, strikes, 0.5, 0.6, 0.04, undefined, "black76"],
        ["put", 60000, 55000, 0.5, vols, 0.04, undefined, "bsm"],
        [[["call", "put"]], 60000, strikes, 0.5, 0.6, 0.04, 0.01, "bsm"],
      ],
      scale: ofForward(1),
    },
    { name: "IMPLIED_VOL", calls: [["call", [[9000, 25000]], 60000, strikes, 0.5]] },
    {
      name: "SPREAD_OPTION",
      calls: [
        [60000, 50000, spreads, 1, 0.5, 0.4, 0.2, 0.03, "put", "exact"],
        [60000, 50000, 5000, 1, vols, 0.4, 0.2, 0.03, "call", "exact"],
        [60000, 50000, spreads, 1, vols, 0.4, 0.2, 0.03, undefined, [["kirk", "exact"]]],
      ],
      scale: ofSpread,
    },
    {
      name: "FORWARD_LOCK",
      calls: [[10, 60000, strikes, 0.5, 0.8, 0.2, undefined, [[50000, 70000]], "P&L at exit"]],
    },
    {
      name: "COLLAR",
      calls: [
        [10, 60000, "90%", "zero", [[0], [0.5], [1]], 0.6, 1, 0.04, 0, 0.7, 0, "Call strike"],
        [[[10, 20]], 60000, "90%", "zero", 0.5, 0.6, 1, 0.04, 0, undefined, 5, "Contracts"],
      ],
      scale: () => 1e5,
    },
  ])) {
    expectAgreement(comparison);
    expect(comparison.numbers).toBeGreaterThan(2);
  }
});

test("IMPLIED_VOL comes from far above to a price of little, and from below to one of much", () => {
  const [comparison] = compared([
    {
      name: "IMPLIED_VOL",
      calls: [
        ["put", 2.5, 60000, 55000, 0.25],
        ["call", 1e-9, 60000, 90000, 0.25],
        ["call", 59999, 60000, 90000, 0.25],
      ],
    },
  ]);
  if (comparison === undefined) throw new Error("nothing was compared");
  expectAgreement(comparison);
  expect(comparison.numbers).toBe(3);
});
