import fc from "fast-check";
import { costBasis } from "../../../src/core/costs/costBasis";
import { costMethods, type CostMethod } from "../../../src/core/costs/lots";
import { centsOf, least, nextLot, type WholeLot } from "./exactLots";

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
  const { lots: lines, total } = costBasis({ lots, saleQty: 0.6, method, salePrice: 70000 });
  expect(lines.map(({ quantityUsed }) => quantityUsed)).toEqual(used);
  expect(lines.map((line) => line.basis)).toEqual(basis);
  expect(total.basis).toBe(totalBasis);
  expect(total.gain).toBe(Number((42000 - totalBasis).toFixed(2)));
  expect([total.quantityUsed, total.remaining]).toEqual([0.6, 1]);
});

test("there is no gain without a sale price", () => {
  const { lots: lines, total } = costBasis({ lots, saleQty: 0.6, method: "fifo", salePrice: undefined });
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
  method: fc.constantFrom(...costMethods),
});

const asGiven = (given: readonly WholeLot[]) =>
  given.map(({ date, satoshis, centsPerCoin }) => ({
    date,
    quantity: satoshis / 1e8,
    unitCost: centsPerCoin / 100,
  }));
const cents = (usd: number | undefined) => BigInt(Math.round((usd ?? NaN) * 100));

/** The sale in whole numbers, lot by lot; amounts in cents. */
function inWholeNumbers(given: readonly WholeLot[], sold: number, centsPerCoin: number, method: CostMethod) {
  const left = given.map(({ satoshis }) => satoshis);
  const used = given.map(() => 0);
  const [basis, proceeds] = [given.map(() => 0n), given.map(() => 0n)];
  const stock = left.reduce((sum, count) => sum + count, 0);
  const pool = given.reduce((sum, lot) => sum + centsOf(lot.satoshis, lot.centsPerCoin), 0n);
  let [open, poolLeft, proceedsLeft] = [sold, pool, centsOf(sold, centsPerCoin)];
  while (open > 0) {
    const place = nextLot(given, left, method);
    const count = Math.min(open, left[place] ?? 0);
    const average = open === stock && count === open ? poolLeft : centsOf(count, pool, BigInt(stock));
    const isPoolEmpty = method === "average" && sold === stock && count === open;
    const own = centsOf(count, given[place]?.centsPerCoin ?? 0);
    basis[place] = method === "average" ? (isPoolEmpty ? poolLeft : least(average, poolLeft)) : own;
    poolLeft -= basis[place] ?? 0n;
    proceeds[place] = count === open ? proceedsLeft : least(centsOf(count, centsPerCoin), proceedsLeft);
    proceedsLeft -= proceeds[place] ?? 0n;
    used[place] = count;
    left[place] = (left[place] ?? 0) - count;
    open -= count;
  }
  return { used, left, basis, gain: basis.map((cost, place) => (proceeds[place] ?? 0n) - cost) };
}

test("whole numbers and a search through all lots give the same table", () => {
  fc.assert(
    fc.property(anySale, ({ lots: given, share, centsPerCoin, method }) => {
      const sold = Math.floor(given.reduce((sum, { satoshis }) => sum + satoshis, 0) * share);
      const exact = inWholeNumbers(given, sold, centsPerCoin, method);
      const { lots: lines, total } = costBasis({
        lots: asGiven(given),
        saleQty: sold / 1e8,
        method,
        salePrice: centsPerCoin / 100,
      });
      expect(lines.map(({ quantityUsed }) => Math.round(quantityUsed * 1e8))).toEqual(exact.used);
      expect(lines.map(({ remaining }) => Math.round(remaining * 1e8))).toEqual(exact.left);
      expect(lines.map(({ basis }) => cents(basis))).toEqual(exact.basis);
      expect(lines.map(({ gain }) => cents(gain))).toEqual(exact.gain);
      const sum = (amounts: readonly bigint[]) => amounts.reduce((a, b) => a + b, 0n);
      expect([cents(total.basis), cents(total.gain)]).toEqual([sum(exact.basis), sum(exact.gain)]);
      expect(cents(total.basis) + cents(total.gain)).toBe(centsOf(sold, centsPerCoin));
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
        costBasis({ lots: asGiven(given), saleQty: sold / 1e8, method: by, salePrice: undefined }).total
          .basis;
      expect(basisBy("hifo")).toBeGreaterThanOrEqual(basisBy(method) - 0.01 * given.length);
    }),
    { numRuns: 300 },
  );
});

test("the sale of everything costs what everything cost, by any method", () => {
  fc.assert(
    fc.property(anySale, ({ lots: given, method }) => {
      const saleQty = given.reduce((sum, { satoshis }) => sum + satoshis, 0) / 1e8;
      const { total } = costBasis({ lots: asGiven(given), saleQty, method, salePrice: 1 });
      const cost = given.reduce((sum, lot) => sum + centsOf(lot.satoshis, lot.centsPerCoin), 0n);
      expect([cents(total.basis), total.remaining]).toEqual([cost, 0]);
    }),
    { numRuns: 300 },
  );
});

test("quantities count by the satoshi: 0.1 + 0.2 is 0.3", () => {
  const one = [{ date: 45000, quantity: 0.3, unitCost: 10 }];
  const { total } = costBasis({ lots: one, saleQty: 0.1 + 0.2, method: "fifo", salePrice: undefined });
  expect([total.quantityUsed, total.remaining]).toEqual([0.3, 0]);
});

test("a sale of a satoshi more than is held is refused", () => {
  expect(() => costBasis({ lots, saleQty: 1.60000001, method: "fifo", salePrice: undefined })).toThrow(
    "sale_qty must be at most the 1.6 held, got 1.60000001",
  );
});

test("a sale of nothing leaves all lots", () => {
  const { total } = costBasis({ lots, saleQty: 0, method: "average", salePrice: 5 });
  expect(total).toEqual({ quantityUsed: 0, basis: 0, gain: 0, remaining: 1.6 });
});
