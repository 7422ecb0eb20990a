import fc from "fast-check";
import { coinFieldNames, coinNames } from "../../src/core/network/coins";
import { compared, expectAgreement } from "./agreement";
import { testGroup } from "./groupTests";

/** Heights where a coin's rule changes, and the blocks beside them. */
const turns = [
  0, 10_000, 20_000, 100_000, 145_000, 200_000, 210_000, 420_000, 600_000, 653_600, 840_000, 1_046_400,
  1_987_776, 2_102_401, 2_312_641, 2_641_623, 2_726_400, 4_406_400, 5_000_001, 6_930_000, 15_519_600,
  25_000_001, 110_165_000, 110_439_000, 1_000_000_001, 13_000_000_000,
];
const heights = fc.oneof(
  fc.integer({ min: 0, max: 12_000_000 }),
  fc.integer({ min: 12_000_000, max: 1_200_000_000 }),
  fc
    .tuple(fc.constantFrom(...turns), fc.integer({ min: 0, max: 1 }))
    .map(([turn, before]) => Math.max(0, turn - before)),
);
const numericFields = [
  "Block Time",
  "hashes per difficulty",
  "smallest units",
  "miner share",
  "rules as of",
] as const;
const left = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined });
const bits = fc
  .tuple(fc.integer({ min: 0, max: 0x22 }), fc.integer({ min: 0, max: 0xffffff }))
  .map(([exponent, mantissa]) => exponent * 2 ** 24 + mantissa);
const hex = (value: number) => value.toString(16).padStart(8, "0");

testGroup("Network and protocol", {
  BLOCK_SUBSIDY: {
    usual: fc.tuple(
      heights,
      left(fc.constantFrom(...coinNames, "doge", "Zec")),
      left(fc.constantFrom("miner", "total")),
    ),
  },
  COIN: {
    usual: fc.tuple(
      fc.constantFrom(...coinNames, "doge"),
      fc.constantFrom(...coinFieldNames, ...coinFieldNames, ...numericFields, ...numericFields),
    ),
  },
  HALVING_DATE: {
    usual: fc.tuple(
      heights,
      fc.double({ min: 1, max: 60_000, noNaN: true }),
      left(fc.double({ min: 1, max: 2_000, noNaN: true })),
      left(fc.integer({ min: 1, max: 64 })),
    ),
  },
  HALVING_TABLE: {
    usual: fc.tuple(
      heights,
      fc.double({ min: 1, max: 60_000, noNaN: true }),
      left(fc.integer({ min: 1, max: 64 })),
      left(fc.double({ min: 1, max: 2_000, noNaN: true })),
      left(fc.boolean()),
    ),
  },
  DIFFICULTY_FROM_BITS: {
    usual: fc.tuple(
      fc.oneof(
        {
          weight: 3,
          arbitrary: fc.integer({ min: 0x04000100, max: 0x207fffff }).map((value) => hex(value & 0xff7fffff)),
        },
        bits.map(hex),
        bits.map((value) => ` 0X${hex(value).toUpperCase()}`),
        bits,
        bits.map(String),
        fc.integer({ min: 10_000_000, max: 29_999_999 }),
        fc.integer({ min: 16_000_000, max: 0x1fffffff }),
      ),
    ),
    odd: fc.tuple(
      fc.constantFrom(
        ...[
          "",
          "0x",
          "1702",
          "0x17021ef0ff",
          "17021eg0",
          "17 021ef",
          "4294967296",
          "-386089497",
          "386089497.5",
        ],
        ...["3,860,894", "0386089497", "01003456", "02008000", "ff123456", "1d80ffff", "$12345678"],
        ...[-17034219, 1702.4219, 4294967296, 1.8e16, 1.23e16, true, null, 12345.67, 1234567, 12345678901],
      ),
    ),
  },
  RETARGET_ESTIMATE: {
    usual: fc
      .tuple(
        fc.oneof(
          heights,
          fc.integer({ min: 0, max: 500 }).map((epoch) => 2016 * epoch),
        ),
        fc.double({ min: 40_000, max: 50_000, noNaN: true }),
        fc.double({ min: 0.01, max: 100, noNaN: true }),
        left(fc.double({ min: 1, max: 1e15, noNaN: true })),
        left(
          fc.constantFrom(
            "Change",
            "Blocks left",
            "retarget height",
            "Retarget date (date)",
            "Next difficulty",
          ),
        ),
        left(fc.double({ min: -0.01, max: 1, noNaN: true })),
      )
      .map(([height, start, elapsed, difficulty, output, share]) => [
        height,
        start,
        start + elapsed,
        difficulty,
        output,
        share === undefined ? undefined : start + elapsed * share,
      ]),
  },
  DIFFICULTY_PATH: {
    usual: fc
      .tuple(
        fc.double({ min: 1, max: 1e15, noNaN: true }),
        fc.integer({ min: 1, max: 40 }),
        fc.double({ min: -0.3, max: 0.3, noNaN: true }),
        left(fc.constantFrom("exponential", "logistic")),
        left(fc.double({ min: 1, max: 1e17, noNaN: true })),
        left(fc.oneof(heights, fc.integer({ min: 1_000_000, max: 1_060_000 }))),
        left(fc.boolean()),
      )
      // A limit that differs from the difficulty after 15 digits is equal to it in Excel.
      .filter(
        ([difficulty, , , , limit]) =>
          typeof limit !== "number" || limit === difficulty || Math.abs(limit / difficulty - 1) > 1e-14,
      ),
  },
});

test("native forms lift over a column, a row and both", () => {
  const coins = [["BTC", "DASH", "ZEC", "ETC", "KAS", "XMR", "DOGE", "LTC"]];
  const column = [[969_991], [2_726_400], [25_000_001], [110_439_000]];
  for (const comparison of compared([
    {
      name: "BLOCK_SUBSIDY",
      calls: [
        [column, "ZEC"],
        [2_726_400, coins],
        [column, coins, "total"],
      ],
    },
    { name: "COIN", calls: [[[["XMR"], ["ZEC"], ["none"]], [["block time", "algorithm", "tail or cap"]]]] },
    { name: "NETWORK_HASHRATE", calls: [[[[1e12], [1e14], [0]], 600, [["TH", "PH", "XH"]]]] },
    { name: "DIFFICULTY_FROM_BITS", calls: [[[["17021ef0"], [386089497], ["none"]]]] },
    { name: "HALVING_DATE", calls: [[[[969_991], [-1], [840_000]], 46_300, [[600, 590]]]] },
    {
      name: "RETARGET_ESTIMATE",
      calls: [[[[830_027], [830_028], [829_000.5]], 45_324.5, [[45_333.9, 45_334]], undefined, "Change"]],
    },
  ]))
    expectAgreement(comparison);
});
