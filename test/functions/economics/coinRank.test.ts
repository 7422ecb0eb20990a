import { call, errorOf } from "../host";

const headings = ["Coin", "Price", "Hashrate", "Reward", "Blocks per day", "Fee"];
const ltc = ["LTC", 1, 100, 1, 240, 0];
const doge = ["DOGE", 3, 100, 1, 480, 0];
const rank = (...coins: unknown[]) => call("COIN_RANK", coins, 1, 1000, 0.05, false);
const refusal = (...coins: unknown[]) => errorOf("COIN_RANK", coins, 1, 1000, 0.05);

const line = (name: string, ...values: number[]) => [
  name,
  ...values.map((value): unknown => expect.closeTo(value, 12)),
];

// By hand: 2.4 and 14.4 USD a day; a kilowatt costs 1.2.
const apart = [line("DOGE", 4.8, 14.4, 13.2, 0.55), line("LTC", 2.4, 2.4, 1.2, 0.05)];

test.each([[null], [0], [""]])("blanks as %p: the argument's power, and no merging", (blank) => {
  const rows = [
    [...ltc, blank, blank],
    [...doge, blank, blank],
  ];
  expect(rank(...rows)).toEqual(apart);
  expect(rank([...headings, "Power", "Merged with"], ...rows)).toEqual(apart);
});

test("a power of its own, in the unit of its heading", () => {
  const rows = [
    [...ltc, 2, ""],
    [...doge, "", "ltc"],
  ];
  const merged = [line("LTC + DOGE", 2.4, 16.8, 14.4, 0.3)];
  expect(rank([...headings, "Power (kW)", "Merged with"], ...rows)).toEqual(merged);
});

test("notes under headings of their own are not read", () => {
  expect(
    rank(
      [...headings, "Algorithm (USD)", "Remarks"],
      [...ltc, "scrypt", "cheap"],
      [...doge, "scrypt", "LTC"],
    ),
  ).toEqual(apart);
});

test.each([
  [
    [
      [...headings, "Rank", "Remarks"],
      [...ltc, 2, ""],
    ],
    'coins, row 2, power_w, is under another heading: write "power_w", or leave it out, got the text "Rank"',
  ],
  [
    [[...ltc, "scrypt", ""]],
    'coins, row 1, power_w, must be a number, got the text "scrypt": notes need a heading of their own',
  ],
  [[[...ltc, -5, ""]], "coins, row 1, power_w, must be at least 0, got -5"],
  [[ltc.concat("", "BTC")], 'coins, LTC, merged with, must be the name of another row, got the text "BTC"'],
])("%j is refused", (coins, message) => {
  expect(refusal(...coins)).toBe(`#VALUE! ${message}`);
});
