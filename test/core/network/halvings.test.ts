import fc from "fast-check";
import { NoAnswerError } from "../../../src/core/errors";
import { halving, halvings } from "../../../src/core/network/halvings";
import { blockSubsidy, supplyBelow } from "../../../src/core/network/subsidy";

const pace = { height: 840_000, date: 45_402, blockTimeS: 600 };

// By fractions: 210,000 blocks are 1,458 1/3 days; supply in satoshi is a sum of whole numbers.
test.each([
  [1, 1_050_000, 46_860 + 1 / 3, 1.5625, 20_343_750, 0.00403963133640553],
  [2, 1_260_000, 48_318 + 2 / 3, 0.78125, 20_671_875, 0.0019877551020408162],
  [29, 6_930_000, 45_402 + (29 * 4375) / 3, 0, 20_999_999.9769, 0],
])("halving %d after that of 2024", (n, height, date, subsidy, supply, inflation) => {
  const found = halving(pace, n);
  expect(found).toMatchObject({ height, subsidy, supply });
  expect(found.date).toBeWithin(date, { absolute: 5e-10 });
  expect(found.inflation).toBeWithin(inflation, { absolute: 5e-16 });
});

test("a halving's own block is past, the block before it is not", () => {
  expect(halving({ ...pace, height: 839_999 }, 1).height).toBe(840_000);
  expect(halving({ ...pace, height: 840_000 }, 1).height).toBe(1_050_000);
  expect(halving({ ...pace, height: 0 }, 1)).toMatchObject({
    height: 210_000,
    subsidy: 25,
    supply: 10_500_000,
  });
});

test("supply: 19,687,500 at the halving of 2024, and the sum of the blocks anywhere", () => {
  expect(supplyBelow(840_000)).toBe(19_687_500);
  expect(supplyBelow(0)).toBe(0);
  expect(supplyBelow(1e15)).toBe(20_999_999.9769);
  let satoshi = 0;
  for (let height = 0; height < 425_000; height++) satoshi += Math.round(blockSubsidy(height) * 1e8);
  expect(supplyBelow(425_000)).toBe(satoshi / 1e8);
});

test("rows are what asking for each halving gives, one block time apart in dates", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 8_000_000 }),
      fc.double({ min: 60, max: 6000, noNaN: true }),
      (height, blockTimeS) => {
        const given = { height, date: 46_300, blockTimeS };
        const rows = halvings(given, 5);
        expect(rows).toEqual([1, 2, 3, 4, 5].map((n) => halving(given, n)));
        for (const row of rows) {
          expect(row.height).toBeGreaterThan(height);
          expect(row.height % 210_000).toBe(0);
          expect((Number(row.date) - 46_300) * 86_400).toBeWithin((row.height - height) * blockTimeS, {
            absolute: 0.05,
          });
          expect(blockSubsidy(row.height)).toBe(row.subsidy);
          // A year's blocks at that pace, over the supply.
          const blocks = (365.25 * 86_400) / blockTimeS;
          expect(row.inflation * row.supply).toBeWithin(blocks * row.subsidy, { absolute: 5e-7 });
        }
      },
    ),
    { numRuns: 200 },
  );
});

test("a halving past the year 9999 has no date", () => {
  // 64 halvings of four years each from 2026 on are over in 2280; at an hour a block they take 1,500 years.
  const pace = { height: 0, date: 46_300, blockTimeS: 600 };
  expect(halving(pace, 64).date).toBeWithin(46_300 + (64 * 210_000 * 600) / 86_400, { absolute: 5e-7 });
  const last = { ...pace, date: 2_958_465.5 - (210_000 * 600) / 86_400 };
  expect(halving(last, 1).date).toBeWithin(2_958_465.5, { absolute: 5e-7 });
  for (const late of [
    { ...last, date: last.date + 0.5 },
    { ...pace, blockTimeS: 1e300 },
  ]) {
    const { date, height, subsidy } = halving(late, 1);
    expect(date).toEqual(
      new NoAnswerError("block 210000 comes after the year 9999, where Excel's dates end"),
    );
    expect([height, subsidy]).toEqual([210_000, 25]);
  }
});
