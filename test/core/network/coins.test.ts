import { coinField, coinFieldNames, coinNames } from "../../../src/core/network/coins";
import { coinSubsidy } from "../../../src/core/network/coinSubsidy";
import { halvedSatoshi } from "../../../src/core/network/subsidy";

test.each([
  ["BTC", 600, 2 ** 32, 1e8, "SHA-256d"],
  ["LTC", 150, 2 ** 32, 1e8, "scrypt"],
  ["BCH", 600, 2 ** 32, 1e8, "SHA-256d"],
  ["DOGE", 60, 2 ** 32, 1e8, "scrypt"],
  ["DASH", 150, 2 ** 32, 1e8, "X11"],
  ["ZEC", 75, 8192, 1e8, "Equihash 200,9"],
  ["ETC", 13, 1, 1e18, "Etchash"],
  ["KAS", 0.1, 2, 1e8, "kHeavyHash"],
  ["XMR", 120, 1, 1e12, "RandomX"],
] as const)("%s", (coin, blockTime, hashes, units, algorithm) => {
  expect(coinField(coin, "block time")).toBe(blockTime);
  expect(coinField(coin, "hashes per difficulty")).toBe(hashes);
  expect(coinField(coin, "smallest units")).toBe(units);
  expect(coinField(coin, "algorithm")).toBe(algorithm);
});

test("every field of every coin says something", () => {
  for (const coin of coinNames)
    for (const field of coinFieldNames) expect([coin, field, coinField(coin, field)]).not.toContain("");
});

test("the rules are of 5 October 2026", () => {
  expect(coinField("BTC", "rules as of")).toBe(25_569 + Date.UTC(2026, 9, 5) / 86_400_000);
});

test("the miner's share is that of the subsidy's parts", () => {
  // A block of late 2026 for each coin.
  const heights = { BTC: 970_000, LTC: 3_180_000, BCH: 970_000, DOGE: 6_400_000, DASH: 2_540_000 };
  const others = { ZEC: 3_500_000, ETC: 24_900_000, KAS: 560_000_000, XMR: 3_770_000 };
  for (const coin of coinNames) {
    const height = { ...heights, ...others }[coin];
    const share = coinSubsidy({ height, coin, part: "miner" }) / coinSubsidy({ height, coin, part: "total" });
    expect([coin, Math.abs(share - Number(coinField(coin, "miner share"))) < 1e-7]).toEqual([coin, true]);
  }
});

test("hashes per difficulty follow from the largest targets", () => {
  const hashes = (largestTarget: bigint) => Number((1n << 256n) / (largestTarget + 1n));
  // Kaspa: 2^255 - 1. Zcash: 2^243 - 1.
  expect(coinField("KAS", "hashes per difficulty")).toBe(hashes((1n << 255n) - 1n));
  expect(coinField("ZEC", "hashes per difficulty")).toBe(hashes((1n << 243n) - 1n));
});

test("the caps named are the sums of the subsidies", () => {
  const cap = (interval: number) => {
    let satoshi = 0n;
    for (let halving = 0; halving < 64; halving++)
      satoshi += BigInt(halvedSatoshi(halving * interval, interval)) * BigInt(interval);
    return Number(satoshi) / 1e8;
  };
  const shown = (value: number) => value.toLocaleString("en-US", { maximumFractionDigits: 8 });
  expect(coinField("BTC", "tail or cap")).toContain(shown(cap(210_000)));
  expect(coinField("LTC", "tail or cap")).toContain(shown(cap(840_000)));
});
