import { nativeName } from "../../src/native/compose";
import { commonDifferences, namesNeeded, nativeNames } from "../../src/native/forms";
import { ExcelError, type Answer } from "../functions/host";
import { answerOf } from "./agreement";
import { evaluated, type Given, type Input, type Output } from "./engine";

const refused = [[{ error: "#VALUE!" }]];
const isRefused = (answer: readonly (readonly unknown[])[]) => answer[0]?.[0] instanceof ExcelError;

/** A machine's day by MINER_PNL, of which one value is asked. */
const day = [85000, 1.3e14, 3.125, 0.01, 200, 17, 0.05, 1, 1, 0.02, 0];
/** Three days of payouts, each of 8 coins or more that were due. */
const audit = (payouts: Input[], subsidy: Given = 3.125) => [
  payouts.map((paid) => [paid]),
  payouts.map(() => [2e7]),
  payouts.map(() => [1.5e14]),
  subsidy,
  0.1,
  0.02,
];
const lot = (priceHeading: string) => [[["Date", "BTC", priceHeading], [45000, 1, 20000]], 0.5]; // prettier-ignore

const bill = (fixed: Given) => [1000, [[24], [24]], [[0.05], [0.06]], 1, 1, 0, fixed, 0, "Total"];
const logistic = (limit: number) => [1, 2, 0.1, "logistic", limit, 1e6, false];
const price = (btc: number, unit: string) => [btc, 1.3e14, 3.125, 0, unit];

/** Calls by what they show. */
const calls = {
  zeroPrice: ["HASHPRICE", price(0, "PH")],
  blankBetween: ["POOL_AUDIT", audit([8, null, 8])],
  zeroBetween: ["POOL_AUDIT", audit([8, 0, 8])],
  blankAtEnd: ["REALIZED_VOL", [[[100], [110], [120], [null]]]],
  zeroAtEnd: ["REALIZED_VOL", [[[100], [110], [120], [0]]]],
  spaces: ["HASHPRICE", price(85000, "PH ")],
  hugePrice: ["HASHPRICE", price(9e307, "PH")],
  largePrice: ["HASHPRICE", price(8.9e307, "PH")],
  withoutUnit: ["MINER_PNL", [...day, "Revenue"]],
  inEuro: ["MINER_PNL", [...day, "Revenue (EUR per day)"]],
  twoFees: ["POWER_BILL", bill([[1], [1.5]])],
  oneFee: ["POWER_BILL", bill(1)],
  inCents: ["COST_BASIS", lot("Price (ct)")],
  inDollars: ["COST_BASIS", lot("Price (USD)")],
  nearLimit: ["DIFFICULTY_PATH", logistic(1 + 2 ** -50)],
  limit: ["DIFFICULTY_PATH", logistic(1 + 2 ** -40)],
  blankSubsidy: ["POOL_AUDIT", audit([8, 8], null)],
  square: ["REALIZED_VOL", [[[100, 110], [105, 120]]]], // prettier-ignore
} satisfies Record<string, readonly [name: string, given: readonly Given[]]>;

const names = nativeNames();
const list = Object.entries(calls) as [keyof typeof calls, readonly [string, readonly Given[]]][];
const core = Object.fromEntries(list.map(([key, [name, given]]) => [key, answerOf(name, given)])) as Record<
  keyof typeof calls,
  Answer
>;
let native: Partial<Record<keyof typeof calls, Output[][]>> = {};

beforeAll(() => {
  const needed = namesNeeded(
    list.map(([, [name]]) => nativeName(name)),
    names,
  );
  const [answers = []] = evaluated([
    {
      names: new Map(needed.map((name) => [name, names.get(name) ?? ""])),
      calls: list.map(([, [name, given]]) => ({ name: nativeName(name), given, rows: 4 })),
    },
  ]);
  native = Object.fromEntries(list.map(([key], at) => [key, answers[at]]));
});

describe("what differs for all forms", () => {
  const shown = new Set<string>();
  const difference = (words: string, check: () => void) => {
    const sentence = commonDifferences.find((text) => text.includes(words)) ?? `"${words}" in no difference`;
    shown.add(sentence);
    test(sentence, check);
  };

  difference("without the message", () => {
    expect((core.zeroPrice[0]?.[0] as ExcelError).message).toContain("btc_price must be above 0");
    expect(native.zeroPrice).toEqual(refused);
  });

  difference("blank cell", () => {
    // 0 is what Excel for Windows passes for a blank cell.
    expect(core.zeroBetween[4]?.[2]).toBe(16);
    expect(native.blankBetween).toEqual(refused);
    expect(isRefused(core.zeroAtEnd)).toBe(true);
    expect(native.blankAtEnd?.[0]?.[0]).toBeGreaterThan(0);
  });

  difference("A word with spaces", () => {
    expect(core.spaces[0]?.[0]).toBeGreaterThan(0);
    expect(native.spaces).toEqual(refused);
  });

  difference("9E307", () => {
    expect(core.hugePrice[0]?.[0]).toBeGreaterThan(0);
    expect(native.hugePrice).toEqual(refused);
    expect(native.largePrice?.[0]?.[0]).toBeGreaterThan(0);
  });

  difference("another currency", () => {
    expect(core.inEuro).toEqual(core.withoutUnit);
    expect(native.inEuro).toEqual(refused);
    expect(native.withoutUnit?.[0]?.[0]).toBeGreaterThan(0);
  });

  difference("every other argument is one cell", () => {
    expect(core.twoFees).toEqual([[2641], [2641.5]]);
    expect(native.twoFees).toEqual(refused);
    expect(native.oneFee).toEqual([[2641]]);
  });

  difference("heading of a table", () => {
    expect(isRefused(core.inCents)).toBe(true);
    expect(native.inCents).toEqual(native.inDollars);
  });

  difference("first 15 digits", () => {
    expect(core.nearLimit[1]?.[2]).toBeGreaterThan(1);
    expect(native.nearLimit).toEqual(refused);
    expect(native.limit?.[1]?.[2]).toBeGreaterThan(1);
  });

  test("each is shown by an example", () => {
    expect([...shown].sort()).toEqual([...commonDifferences].sort());
  });
});

test("a single blank cell is 0 for a row or column, and several rows and columns are an error", () => {
  expect(native.blankSubsidy?.[1]?.[1]).toBeCloseTo(Number(core.blankSubsidy[1]?.[1]), 12);
  expect(isRefused(core.square)).toBe(true);
  expect(native.square).toEqual(refused);
});
