import fc from "fast-check";
import { costBasis } from "../../../src/core/costs/costBasis";
import { costMethods, type CostMethod } from "../../../src/core/costs/lots";
import { centsOf, least, nextLot, type WholeLot } from "./exactLots";

/** Without fees and terms. */
const plain = { saleFeesUsd: 0, saleDate: undefined };

const lots = [
  { date: 45323, quantity: 0.25, unitCost: 43075.77 },
  { date: 45292, quantity: 0.5, unitCost: 42265.19 },
  { date: 45352, quantity: 0.75, unitCost: 62440.63 },
  { date: 45352, quantity: 0.1, unitCost: 62440.63 },
];

// By Python's decimal: 0.5 x 42265.19 = 21132.595, 0.1 x 43075.77 = 4307.577, 0.6 x 62440.63 = 37464.378,
// 0.1 x 62440.63 = 6244.063, 0.5 x 62440.63 = 31220.315; average 84976.07 / 1.6 = 53110.04375,
// x 0.5 = 26555.021875 and x 0.1 = 5311.004375.
test.each([
  ["fifo", [0.1, 0.5, 0, 0], [4307.58, 21132.6, 0, 0], 25440.18],
  ["lifo", [0, 0, 0.5, 0.1], [0, 0, 31220.32, 6244.06], 37464.38],
  ["hifo", [0, 0, 0.6, 0], [0, 0, 37464.38, 0], 37464.38],
  ["average", [0.1, 0.5, 0, 0], [5311, 26555.02, 0, 0], 31866.02],
] as const)("%s", (method, used, basis, totalBasis) => {
  const { lots: lines, total } = costBasis({ ...plain, lots, saleQty: 0.6, method, salePrice: 70000 });
  expect(lines.map(({ quantityUsed }) => quantityUsed)).toEqual(used);
  expect(lines.map((line) => line.basis)).toEqual(basis);
  expect(total.basis).toBe(totalBasis);
  expect(total.gain).toBe(Number((42000 - totalBasis).toFixed(2)));
  expect([total.quantityUsed, total.remaining]).toEqual([0.6, 1]);
});

test("there is no gain without a sale price", () => {
  const { lots: lines, total } = costBasis({
    ...plain,
    lots,
    saleQty: 0.6,
    method: "fifo",
    salePrice: undefined,
  });
  expect([...lines, total].map(({ gain }) => gain)).toEqual(Array(5).fill(undefined));
});

const wholeLot = fc.record({
  date: fc.integer({ min: 45000, max: 45004 }),
  satoshis: fc.integer({ min: 0, max: 5 * 10 ** 7 }),
  centsPerCoin: fc.oneof(fc.integer({ min: 0, max: 10 ** 8 }), fc.constantFrom(0, 1, 50, 6543210)),
});
const anySale = fc.record({
  lots: fc.array(wholeLot, { minLength: 1, maxLength: 8, size: "max" }),
  share: fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true })),
  centsPerCoin: fc.integer({ min: 1, max: 10 ** 8 }),
  feeCents: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 10 ** 6 })),
  method: fc.constantFrom(...costMethods),
});

const asGiven = (given: readonly WholeLot[]) =>
  given.map(({ date, satoshis, centsPerCoin }) => ({
    date,
    quantity: satoshis / 1e8,
    unitCost: centsPerCoin / 100,
  }));
const cents = (usd: number | undefined) => BigInt(Math.round((usd ?? NaN) * 100));

/** Satoshis to take from each lot: the same share of each, and what rounding leaves from the last lots. */
function namedQuantities(given: readonly WholeLot[], sold: number): number[] {
  const stock = given.reduce((sum, { satoshis }) => sum + satoshis, 0);
  const named = given.map(({ satoshis }) => Math.floor((satoshis / Math.max(1, stock)) * sold));
  let open = sold - named.reduce((sum, count) => sum + count, 0);
  for (let place = given.length - 1; place >= 0; place--) {
    const more = Math.min(open, (given[place]?.satoshis ?? 0) - (named[place] ?? 0));
    named[place] = (named[place] ?? 0) + more;
    open -= more;
  }
  return named;
}

/** The lots with the quantities that "specific" is to take, which other methods do not read. */
const lotsFor = (given: readonly WholeLot[], sold: number) => {
  const named = namedQuantities(given, sold);
  return asGiven(given).map((lot, place) => ({ ...lot, use: (named[place] ?? 0) / 1e8 }));
};

/** The sale in whole numbers, lot by lot; amounts in cents. */
function inWholeNumbers(
  given: readonly WholeLot[],
  { sold, centsPerCoin, feeCents }: { sold: number; centsPerCoin: number; feeCents: number },
  method: CostMethod,
) {
  const left = given.map(({ satoshis }) => satoshis);
  const used = given.map(() => 0);
  const [basis, proceeds] = [given.map(() => 0n), given.map(() => 0n)];
  const stock = left.reduce((sum, count) => sum + count, 0);
  const pool = given.reduce((sum, lot) => sum + centsOf(lot.satoshis, lot.centsPerCoin), 0n);
  let [open, poolLeft, proceedsLeft, feesLeft] = [sold, pool, centsOf(sold, centsPerCoin), BigInt(feeCents)];
  const named = namedQuantities(given, sold);
  while (open > 0) {
    const isNamed = method === "specific";
    const place = isNamed
      ? named.findIndex((count, at) => count > 0 && used[at] === 0)
      : nextLot(given, left, method);
    const count = isNamed ? (named[place] ?? 0) : Math.min(open, left[place] ?? 0);
    const fee = count === open ? feesLeft : centsOf(count, feeCents, BigInt(sold));
    const average = open === stock && count === open ? poolLeft : centsOf(count, pool, BigInt(stock));
    const isPoolEmpty = method === "average" && sold === stock && count === open;
    const own = centsOf(count, given[place]?.centsPerCoin ?? 0);
    basis[place] = method === "average" ? (isPoolEmpty ? poolLeft : least(average, poolLeft)) : own;
    poolLeft -= basis[place] ?? 0n;
    const gross = count === open ? proceedsLeft : least(centsOf(count, centsPerCoin), proceedsLeft);
    proceeds[place] = gross - fee;
    proceedsLeft -= gross;
    feesLeft -= fee;
    used[place] = count;
    left[place] = (left[place] ?? 0) - count;
    open -= count;
  }
  return { used, left, basis, proceeds, gain: basis.map((cost, place) => (proceeds[place] ?? 0n) - cost) };
}

test("whole numbers and a search through all lots give the same table", () => {
  fc.assert(
    fc.property(anySale, ({ lots: given, share, centsPerCoin, feeCents: anyFees, method }) => {
      const sold = Math.floor(given.reduce((sum, { satoshis }) => sum + satoshis, 0) * share);
      const feeCents = sold === 0 ? 0 : anyFees;
      const exact = inWholeNumbers(given, { sold, centsPerCoin, feeCents }, method);
      const { lots: lines, total } = costBasis({
        lots: lotsFor(given, sold),
        saleQty: sold / 1e8,
        method,
        salePrice: centsPerCoin / 100,
        saleFeesUsd: feeCents / 100,
        saleDate: undefined,
      });
      expect(lines.map(({ quantityUsed }) => Math.round(quantityUsed * 1e8))).toEqual(exact.used);
      expect(lines.map(({ remaining }) => Math.round(remaining * 1e8))).toEqual(exact.left);
      expect(lines.map(({ basis }) => cents(basis))).toEqual(exact.basis);
      expect(lines.map(({ gain }) => cents(gain))).toEqual(exact.gain);
      expect(lines.map(({ proceeds }) => cents(proceeds))).toEqual(exact.proceeds);
      const sum = (amounts: readonly bigint[]) => amounts.reduce((a, b) => a + b, 0n);
      expect([cents(total.basis), cents(total.gain)]).toEqual([sum(exact.basis), sum(exact.gain)]);
      const proceeds = centsOf(sold, centsPerCoin) - BigInt(feeCents);
      expect([cents(total.basis) + cents(total.gain), cents(total.proceeds)]).toEqual([proceeds, proceeds]);
      expect(total.quantityUsed).toBe(sold / 1e8);
    }),
    { numRuns: 600 },
  );
});

test("no method costs more than the dearest first, but for the cents", () => {
  fc.assert(
    fc.property(anySale, ({ lots: given, share, method }) => {
      const sold = Math.floor(given.reduce((sum, { satoshis }) => sum + satoshis, 0) * share);
      const basisBy = (by: CostMethod) =>
        costBasis({
          ...plain,
          lots: lotsFor(given, sold),
          saleQty: sold / 1e8,
          method: by,
          salePrice: undefined,
        }).total.basis;
      expect(basisBy("hifo")).toBeGreaterThanOrEqual(basisBy(method) - 0.01 * given.length);
    }),
    { numRuns: 300 },
  );
});

test("the sale of everything costs what everything cost, by any method", () => {
  fc.assert(
    fc.property(anySale, ({ lots: given, method }) => {
      const sold = given.reduce((sum, { satoshis }) => sum + satoshis, 0);
      const { total } = costBasis({
        ...plain,
        lots: lotsFor(given, sold),
        saleQty: sold / 1e8,
        method,
        salePrice: 1,
      });
      const cost = given.reduce((sum, lot) => sum + centsOf(lot.satoshis, lot.centsPerCoin), 0n);
      expect([cents(total.basis), total.remaining]).toEqual([cost, 0]);
    }),
    { numRuns: 300 },
  );
});

test("quantities count by the satoshi: 0.1 + 0.2 is 0.3", () => {
  const one = [{ date: 45000, quantity: 0.3, unitCost: 10 }];
  const { total } = costBasis({
    ...plain,
    lots: one,
    saleQty: 0.1 + 0.2,
    method: "fifo",
    salePrice: undefined,
  });
  expect([total.quantityUsed, total.remaining]).toEqual([0.3, 0]);
});

test("a sale of a satoshi more than is held is refused", () => {
  expect(() =>
    costBasis({ ...plain, lots, saleQty: 1.60000001, method: "fifo", salePrice: undefined }),
  ).toThrow("sale_qty must be at most the 1.6 held, got 1.60000001");
});

test("a sale of nothing leaves all lots", () => {
  const { total } = costBasis({ ...plain, lots, saleQty: 0, method: "average", salePrice: 5 });
  expect(total).toEqual({ quantityUsed: 0, basis: 0, gain: 0, remaining: 1.6, proceeds: 0 });
  expect(() =>
    costBasis({ ...plain, lots, saleQty: 0, method: "fifo", salePrice: 5, saleFeesUsd: 1 }),
  ).toThrow("sale_fees_usd must be 0 where no coins are sold, got 1");
});

// By hand: 0.2 x 43075.77 = 8615.154, 0.4 x 62440.63 = 24976.252; a third and two thirds of 100 USD.
test("lots that the seller names, with fees", () => {
  const named = [0.2, 0, 0.4, 0].map((use, place) => ({
    date: 0,
    quantity: 0,
    unitCost: 0,
    ...lots[place],
    use,
  }));
  const sale = { ...plain, lots: named, saleQty: 0.6, method: "specific" as const, salePrice: 70000 };
  const { lots: lines, total } = costBasis({ ...sale, saleFeesUsd: 100 });
  expect(lines.map(({ basis }) => basis)).toEqual([8615.15, 0, 24976.25, 0]);
  expect(lines.map(({ proceeds }) => proceeds)).toEqual([13966.67, 0, 27933.33, 0]);
  expect(lines.map(({ gain }) => gain)).toEqual([5351.52, 0, 2957.08, 0]);
  expect(lines.map(({ remaining }) => remaining)).toEqual([0.05, 0.5, 0.35, 0.1]);
  expect(total).toEqual({ quantityUsed: 0.6, basis: 33591.4, gain: 8308.6, remaining: 1, proceeds: 41900 });
});

test("fees take the cent that rounding leaves, as the last lot bears it", () => {
  const thirds = [1, 2, 3].map((place) => ({ date: 45000 + place, quantity: 1, unitCost: 10 }));
  const { lots: lines } = costBasis({
    ...plain,
    lots: thirds,
    saleQty: 3,
    method: "lifo",
    salePrice: 20,
    saleFeesUsd: 1,
  });
  expect(lines.map(({ proceeds }) => proceeds)).toEqual([19.66, 19.67, 19.67]);
});

// By hand: 2/7, 2/7, 2/7 and 1/7 of 0.02 USD are 0.0057, 0.0057, 0.0057 and 0.0029, so that the last part takes -0.01.
test("the last lot takes the rest of the fees also where the others' shares are rounded up beyond them", () => {
  const sevenths = [2, 2, 2, 1].map((quantity, place) => ({ date: 45001 + place, quantity, unitCost: 10 }));
  const sale = { ...plain, lots: sevenths, saleQty: 7, method: "fifo" as const, salePrice: 20 };
  const { lots: lines, total } = costBasis({ ...sale, saleFeesUsd: 0.02 });
  expect(lines.map(({ proceeds }) => proceeds)).toEqual([39.99, 39.99, 39.99, 20.01]);
  expect(total.proceeds).toBe(139.98);
});

// 1 January 2024 is 45292; 29 February 2024 is 45351. The second and third columns are EDATE(date + 1, 12) in Excel,
// and the day before it.
test.each([
  [45292, 45659, "long"],
  [45292, 45658, "short"],
  [45292.75, 45659, "long"],
  [45350, 45716, "long"],
  [45350, 45715, "short"],
  [45351, 45717, "long"],
  [45351, 45716, "short"],
  [45351, 45351, "short"],
])("coins of %d sold on %d are held for a %s term", (date, saleDate, term) => {
  const sale = { ...plain, saleQty: 1, method: "fifo" as const, salePrice: undefined, saleDate };
  const held = [
    { date, quantity: 1, unitCost: 5 },
    { date: 50000, quantity: 1, unitCost: 5 },
  ];
  expect(costBasis({ ...sale, lots: held }).lots.map((line) => line.term)).toEqual([term, undefined]);
});

test.each([
  [{ saleDate: 45322 }, "lots, lot 1, date must not be after the sale_date (45322), got 45323"],
  [{ method: "specific" as const }, "sale_qty must be the sum of the lots' column use, 0, got 0.6"],
])("%o is refused", (change, message) => {
  const sale = { ...plain, lots, saleQty: 0.6, method: "fifo" as const, salePrice: undefined, ...change };
  expect(() => costBasis(sale)).toThrow(message);
});

test("no more is taken from a lot than it has", () => {
  const sale = { ...plain, saleQty: 0.6, method: "specific" as const, salePrice: undefined };
  const held = lots.map((lot, place) => ({ ...lot, use: place === 0 ? 0.25000001 : 0 }));
  expect(() => costBasis({ ...sale, lots: held })).toThrow(
    "lots, lot 1, use must be at most the 0.25 held, got 0.25000001",
  );
});
