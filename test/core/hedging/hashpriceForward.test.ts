import fc from "fast-check";
import { hashpriceForward, type HashpriceForward } from "../../../src/core/hedging/hashpriceForward";

const plain: HashpriceForward = {
  unitHashprice: 50,
  hashratePh: 100,
  days: 30,
  settlements: undefined,
  side: "sell",
  marginShare: 0.35,
};

// By hand from docs/formulas.md, HASHPRICE_FORWARD.
const table: [Partial<HashpriceForward>, Partial<ReturnType<typeof hashpriceForward>>][] = [
  [{}, { notional: 150000, margin: 52500, lockedRevenue: 150000, settlement: undefined }],
  [{ settlements: [45] }, { settlement: 15000 }],
  [{ settlements: [45], side: "buy" }, { settlement: -15000 }],
  [{ settlements: [51, 48, 52.5] }, { settlement: -150 }],
  [{ settlements: [51, 48, 52.5], side: "buy" }, { settlement: 150 }],
  [{ settlements: [50] }, { settlement: 0 }],
  [
    { settlements: [45], days: 1.5 },
    { settlement: 750, notional: 7500 },
  ],
];

test.each(table)("%o", (change, expected) => {
  expect(hashpriceForward({ ...plain, ...change })).toMatchObject(expected);
});

test("more settlements than days are refused, as many are not", () => {
  expect(() => hashpriceForward({ ...plain, days: 2.5, settlements: [45, 46, 47] })).toThrow(
    "settlements must be at most one for each of the 2.5 days, got 3",
  );
  expect(hashpriceForward({ ...plain, days: 3, settlements: [45, 46, 47] }).settlement).toBe(1200);
});

describe("laws", () => {
  const index = fc.array(fc.double({ min: 1, max: 200, noNaN: true }), { minLength: 30, maxLength: 30 });

  test("the index earned on the hashrate and the settlement are the locked revenue", () => {
    const law = (settlements: number[]) => {
      const { settlement = NaN, lockedRevenue } = hashpriceForward({ ...plain, settlements });
      const earned = settlements.reduce((sum, value) => sum + 100 * value, 0);
      expect(earned + settlement).toBeWithin(lockedRevenue, { absolute: 5e-7 });
    };
    fc.assert(fc.property(index, law));
  });

  test("what one side receives the other pays, and the average for all days does the same", () => {
    const law = (settlements: number[]) => {
      const sold = hashpriceForward({ ...plain, settlements }).settlement ?? NaN;
      expect(hashpriceForward({ ...plain, settlements, side: "buy" }).settlement).toBe(0 - sold);
      const mean = settlements.reduce((sum, value) => sum + value, 0) / 30;
      expect(hashpriceForward({ ...plain, settlements: [mean] }).settlement).toBeWithin(sold, {
        absolute: 5e-7,
      });
    };
    fc.assert(fc.property(index, law));
  });
});
