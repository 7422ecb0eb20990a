import fc from "fast-check";
import { NoAnswerError } from "../../../src/core/errors";
import { coinNames, type CoinName } from "../../../src/core/network/coins";
import { coinSubsidy } from "../../../src/core/network/coinSubsidy";

const total = (coin: CoinName, height: number) => coinSubsidy({ height, coin, part: "total" });
const miner = (coin: CoinName, height: number) => coinSubsidy({ height, coin, part: "miner" });

// Points of each protocol's published schedule, by integer arithmetic from the rules in its reference node.
test.each([
  // coin   height      total        miner's part
  ["BTC", 1_050_000, 1.5625, 1.5625],
  ["BTC", 1_680_000, 0.1953125, 0.1953125],
  ["BTC", 2_310_000, 0.02441406, 0.02441406],
  ["LTC", 0, 50, 50],
  ["LTC", 2_519_999, 12.5, 12.5],
  ["LTC", 2_520_000, 6.25, 6.25],
  ["LTC", 3_360_000, 3.125, 3.125],
  ["BCH", 840_000, 3.125, 3.125],
  ["DOGE", 145_000, 250_000, 250_000],
  ["DOGE", 199_999, 250_000, 250_000],
  ["DOGE", 200_000, 125_000, 125_000],
  ["DOGE", 599_999, 15_625, 15_625],
  ["DOGE", 600_000, 10_000, 10_000],
  ["DOGE", 1e15, 10_000, 10_000],
  ["DASH", 1_987_776, 2.56630257, 0.51326052],
  ["DASH", 2_102_400, 2.56630257, 0.51326052],
  ["DASH", 2_102_401, 2.38299525, 0.47659905],
  ["DASH", 2_312_640, 2.38299525, 0.47659905],
  ["DASH", 2_312_641, 2.21278131, 0.44255627],
  ["DASH", 2_522_881, 2.05472551, 0.41094511],
  ["ZEC", 0, 0, 0],
  ["ZEC", 1, 0.000625, 0.0005],
  ["ZEC", 9_999, 6.249375, 4.9995],
  ["ZEC", 10_000, 6.250625, 5.0005],
  ["ZEC", 19_999, 12.5, 10],
  ["ZEC", 653_599, 12.5, 10],
  ["ZEC", 653_600, 6.25, 5],
  ["ZEC", 1_046_399, 6.25, 5],
  ["ZEC", 1_046_400, 3.125, 2.5],
  ["ZEC", 2_726_399, 3.125, 2.5],
  ["ZEC", 2_726_400, 1.5625, 1.25],
  ["ZEC", 4_406_399, 1.5625, 1.25],
  ["ZEC", 4_406_400, 0.78125, 0.78125],
  // The table of ECIP-1017.
  ["ETC", 5_000_000, 5, 5],
  ["ETC", 5_000_001, 4, 4],
  ["ETC", 10_000_001, 3.2, 3.2],
  ["ETC", 15_000_001, 2.56, 2.56],
  ["ETC", 20_000_001, 2.048, 2.048],
  ["ETC", 25_000_000, 2.048, 2.048],
  ["ETC", 25_000_001, 1.6384, 1.6384],
  ["KAS", 15_519_599, 500, 500],
  ["KAS", 15_519_600, 440, 440],
  // The subsidy in the payload of a block of mainnet that rusty-kaspa's own test holds, of the seventh month.
  ["KAS", 15_519_600 + 6 * 2_629_800, 311.12698372, 311.12698372],
  ["KAS", 110_164_999, 58.27047018, 58.27047018],
  ["KAS", 110_165_000, 5.82704702, 5.82704702],
  ["KAS", 110_439_000, 5.5, 5.5],
  ["XMR", 2_641_623, 0.6, 0.6],
  ["XMR", 1e12, 0.6, 0.6],
] as const)("%s block %d: %d new coins, %d for the miner", (coin, height, all, minersPart) => {
  expect(total(coin, height)).toBe(all);
  expect(miner(coin, height)).toBe(minersPart);
});

test.each([
  ["DOGE", 144_999, "1 to 500000 DOGE, on average about 250000"],
  ["DOGE", 0, "1 to 1000000 DOGE"],
  ["DASH", 1_987_775, "depend on difficulty"],
  ["XMR", 2_641_622, "depend on the coins issued"],
] as const)("%s block %d has no answer, and says why", (coin, height, words) => {
  expect(() => total(coin, height)).toThrow(NoAnswerError);
  expect(() => total(coin, height)).toThrow(words);
});

test("the miner never gets more than is created, and subsidies never rise after the slow start", () => {
  const height = fc.integer({ min: 2_641_623, max: 2 ** 40 });
  fc.assert(
    fc.property(fc.constantFrom(...coinNames), height, height, (coin, one, other) => {
      const [early, late] = [Math.min(one, other), Math.max(one, other)];
      expect(total(coin, late)).toBeLessThanOrEqual(total(coin, early));
      expect(miner(coin, early)).toBeLessThanOrEqual(total(coin, early));
    }),
    { numRuns: 1000 },
  );
});

test("absurd heights end in nothing or the tail, at once", () => {
  const ends = new Map<string, number>([
    ["DOGE", 10_000],
    ["XMR", 0.6],
    ["DASH", 0.00000013],
  ]);
  for (const coin of coinNames) expect([coin, total(coin, 1e300)]).toEqual([coin, ends.get(coin) ?? 0]);
});

test("Zcash: half of 21 million coins before the first halving, slow start and faster blocks included", () => {
  let slowStart = 0;
  for (let height = 0; height < 20_000; height++) slowStart += total("ZEC", height);
  const rest = 633_600 * total("ZEC", 653_599) + 392_800 * total("ZEC", 1_046_399);
  expect(slowStart).toBeWithin(125_000, { absolute: 5e-7 });
  expect(slowStart + rest).toBeWithin(10_500_000, { absolute: 5e-7 });
});

test("Dash: the closed form 5 x (13/14)^k, but for a satoshi or so a step", () => {
  for (let steps = 9; steps < 60; steps++) {
    const height = Math.max(1_987_776, steps * 210_240 + 1);
    const closed = 5e8 * (13 / 14) ** steps;
    const excess = total("DASH", height) * 1e8 - closed;
    expect([steps, excess > -1 && excess < 14]).toEqual([steps, true]);
  }
});

test("Kaspa: every month's reward is the twelfth root rounded down, by whole numbers", () => {
  let sum = 0n;
  for (let month = 0; month < 426; month++) {
    const seconds = 15_519_600 + month * 2_629_800;
    const isBefore = seconds < 110_165_000;
    const daaScore = isBefore ? seconds : 110_165_000 + 10 * (seconds - 110_165_000);
    // p is the reward of a second: the largest with p^12 x 2^month <= (44e9)^12.
    const bound = (month: number, p: bigint) => (p ** 12n) << BigInt(month);
    let p = BigInt(Math.floor(44e9 / 2 ** (month / 12)));
    while (bound(month, p) > 44_000_000_000n ** 12n) p -= 1n;
    while (bound(month, p + 1n) <= 44_000_000_000n ** 12n) p += 1n;
    sum += p;
    const perBlock = isBefore ? p : (p + 9n) / 10n;
    expect([month, Math.round(total("KAS", daaScore) * 1e8)]).toEqual([month, Number(perBlock)]);
  }
  // The sum of the 426 entries of SUBSIDY_BY_MONTH_TABLE as rusty-kaspa publishes it.
  expect(sum).toBe(783_954_764_543n);
});

test("Monero: the tail's height agrees with the block at which 2^64 piconero had been issued", () => {
  // Main emission ends at A = 2^64 - 1 - (0.6e12 x 2^19); at 0.6 a block 2^64 then takes 2^19 = 524,288 blocks. It was
  // seen at block 3,165,917 (moneroexamples/onion-monero-blockchain-explorer, issue 313): six blocks' worth of size
  // penalties later, and never earlier.
  const expected = 2_641_623 + 2 ** 19;
  expect(3_165_917 - expected).toBeGreaterThanOrEqual(0);
  expect(3_165_917 - expected).toBeLessThan(20);
  expect(total("XMR", expected)).toBe(0.6);
  expect(() => total("XMR", 3_165_917 - 2 ** 19 - 20)).toThrow(NoAnswerError);
});

test("Ethereum Classic: wei for wei the era's share of 5 ETC while it divides evenly", () => {
  for (let era = 0; era < 19; era++) {
    const wei = 5n ** (19n - BigInt(era)) * 2n ** 18n * 4n ** BigInt(era);
    expect(total("ETC", era * 5_000_000 + 1)).toBe(Number(wei) / 1e18);
  }
  expect(total("ETC", 192 * 5_000_000 + 1)).toBe(1e-18);
  expect(total("ETC", 193 * 5_000_000 + 1)).toBe(0);
});
