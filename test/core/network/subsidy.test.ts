import { networkHashrate } from "../../../src/core/network/hashrate";
import { blockSubsidy, meanSubsidy } from "../../../src/core/network/subsidy";

// Bitcoin's consensus rules; heights 1,050,000 and later are test points of their published schedule.
test.each([
  [0, 50],
  [209_999, 50],
  [210_000, 25],
  [840_000, 3.125],
  [1_050_000, 1.5625],
  [1_680_000, 0.1953125],
  [2_310_000, 0.02441406],
  [6_929_999, 0.00000001],
  [6_930_000, 0],
  [1e300, 0],
])("block %d creates %d BTC", (height, subsidy) => expect(blockSubsidy(height)).toBe(subsidy));

test("all blocks together create 20,999,999.9769 BTC", () => {
  let satoshi = 0n;
  for (let halving = 0; halving < 64; halving++)
    satoshi += BigInt(Math.round(blockSubsidy(halving * 210_000) * 1e8)) * 210_000n;
  expect(satoshi).toBe(2_099_999_997_690_000n);
});

test("a mean over several halvings counts each block", () => {
  expect(meanSubsidy(209_999, 2)).toBe(37.5);
  expect(meanSubsidy(0, 630_000)).toBeWithin((50 + 25 + 12.5) / 3, { absolute: 5e-13 });
  expect(meanSubsidy(1e300, 4383)).toBe(0);
});

test("the network's hashrate on 2026-10-05", () => {
  // Recorded beside the difficulty as 950.018 EH/s.
  expect(networkHashrate({ difficulty: 132716002350731.3, blockTimeS: 600, unit: "EH" })).toBeWithin(
    950.018,
    { absolute: 5e-4 },
  );
});
