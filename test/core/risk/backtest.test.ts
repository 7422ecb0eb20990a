import fc from "fast-check";
import { dateOfDay, dayOf, monthsLater } from "../../../src/core/calendar";
import { settingsOf } from "../../../src/core/cashflow/resolve";
import type { Cell } from "../../../src/core/errors";
import { blockSubsidy } from "../../../src/core/network/subsidy";
import { backtest, type DailyMarket } from "../../../src/core/risk/backtest";
import { dailyMarket } from "../../../src/data/embedded/embedded";
import { call, errorOf } from "../../functions/host";
import { days, epochs } from "../history/recorded";

const block: [string, Cell][] = [
  ["btc price", 1],
  ["difficulty", 1],
  ["difficulty growth", 0.02],
  ["btc price growth", 0.3],
  ["subsidy", 9],
  ["fees", 0.2],
  ["hashrate", 100000],
  ["efficiency", 29.5],
  ["power price", 0.055],
  ["pue", 1.03],
  ["uptime", 0.98],
  ["pool fee", 0.01],
  ["other opex", 20000],
  ["capex", 1000000],
  ["months", 6],
];
const blockWith = (changes: Readonly<Record<string, Cell>>): [string, Cell][] => [
  ...block.filter(([name]) => changes[name] === undefined),
  ...Object.entries(changes),
];
const serial = (date: string) => dateOfDay(dayOf(Date.parse(date)));

// By another implementation, and by a third in 25 digits.
const golden: (string | number)[][] = [
  [
    1, 45337, 42973.6224976583, 43869.8387096774, -0.0204289835198657, 73925986814444.6, 73135538622345.2,
    0.0108079903011458, 5.27885131174985, 5.33590508552843, -0.0106924266575361, 85002.651892406,
    92236.5838722799, -7233.93197987386,
  ],
  [
    2, 45366, 43923.5308129864, 60990.0172413793, -0.279824259777614, 75404506550733.5, 80789290087320.3,
    -0.0666521952447751, 4.84145123468519, 4.51875788172289, 0.0714119590844862, 78666.128086266,
    141611.616715898, -62945.4886296318,
  ],
  [
    3, 45397, 44894.4363297393, 67746.9935483871, -0.337322086511866, 76912596681748.1, 84059443762233.8,
    -0.0850213463308286, 5.07386708165114, 4.64248007126549, 0.0929216719864254, 85939.6910427471,
    172665.355836539, -86725.6647937919,
  ],
  [
    4, 45427, 45886.8031795182, 63030.9433333333, -0.271995614331042, 78450848615383.1, 86444196867196.7,
    -0.0924683037323337, 2.99448737659254, 2.53452630992958, 0.181478118755743, -510.65512674622,
    21835.4762180141, -22346.1313447603,
  ],
  [
    5, 45458, 46901.1057532988, 68403.1548387097, -0.314342944212315, 80019865587690.7, 83885662513663.5,
    -0.0460841198618788, 0, 2.39817436393469, -1, -20000, 22193.9807464484, -42193.9807464484,
  ],
  [
    6, 45488, 47937.8289282086, 61108.4666666667, -0.215528853150596, 81620262899444.6, 82097804276607.9,
    -0.00581673750438405, 0, 2.37135467064748, -1, -20000, 6991.73984610595, -26991.7398461059,
  ],
  [
    "Total",
    "",
    "",
    "",
    "",
    "",
    "",
    "",
    18.1886570046787,
    21.8011983830286,
    -0.165703798244508,
    209097.815894673,
    457534.753235285,
    -248436.937340612,
  ],
];

test("from 15 January 2024, over a halving", () => {
  const answer = call("BACKTEST", block, serial("2024-01-15"), undefined, false);
  expect(answer.length).toBe(golden.length);
  for (const [row, line] of golden.entries()) {
    for (const [column, expected] of line.entries()) {
      const actual = answer[row]?.[column];
      if (typeof expected !== "number") expect([row, column, actual]).toEqual([row, column, expected]);
      else expect(actual).toBeWithin(expected, { relative: 2e-12, absolute: 1e-12, inputs: { row, column } });
    }
  }
});

test("what it replaces in the block is of no matter", () => {
  const other = blockWith({
    "btc price": 5e5,
    difficulty: 3e14,
    subsidy: 50,
    "start height": 1,
    "start date": 45000,
  });
  const [one, two] = [block, other].map((cells) => call("BACKTEST", cells, serial("2024-01-15")));
  expect(one).toEqual(two);
  const without = block.filter(([name]) => !["btc price", "difficulty", "subsidy"].includes(name));
  expect(call("BACKTEST", without, serial("2024-01-15"))).toEqual(one);
});

test("the time of day is ignored", () => {
  expect(call("BACKTEST", block, serial("2024-01-15") + 0.9)).toEqual(
    call("BACKTEST", block, serial("2024-01-15")),
  );
});

test("the realised market is that of the recorded days, before and after heights were recorded", () => {
  const recorded = new Map(days.map((line) => [dayOf(Date.parse(line.date)), line]));
  /** The last block of a day, by a line between the epochs' first blocks. */
  const derivedHeight = (day: number) => {
    const moment = (day + 1) * 86_400;
    const next = epochs.findIndex(({ startTime }) => startTime > moment);
    const [from, to] = [epochs[next - 1], epochs[next]];
    if (from === undefined || to === undefined) throw new Error("no epoch");
    const share = (moment - from.startTime) / (to.startTime - from.startTime);
    return Math.floor(from.startHeight + (to.startHeight - from.startHeight) * share);
  };
  for (const start of ["2012-10-31", "2016-05-31", "2019-12-30", "2020-11-15", "2021-01-02", "2024-03-31"]) {
    const date = serial(start);
    const { months } = backtest(settingsOf(blockWith({ months: 4 }), []), date, undefined, dailyMarket);
    expect(months.length).toBe(4);
    for (const [index, { date: end, realised }] of months.entries()) {
      expect(end).toBe(monthsLater(date, index + 1));
      const [from, to] = [monthsLater(date, index) + 1, end];
      let [count, closes, ease, coins] = [0, 0, 0, 0];
      for (let day = from - 25_569; day <= to - 25_569; day++) {
        const line = recorded.get(day);
        if (line === undefined) throw new Error("not recorded");
        const height = Number.isNaN(line.tipHeight) ? derivedHeight(day) : line.tipHeight;
        count++;
        closes += line.close;
        ease += 1 / line.difficulty;
        coins += blockSubsidy(height) / line.difficulty;
      }
      expect(realised.price).toBeWithin(closes / count, { relative: 1e-12 });
      // Early difficulties were recorded to six digits.
      expect(realised.difficulty).toBeWithin(count / ease, { relative: 1e-6 });
      // Coins of a hashrate that mines each day at its own difficulty and subsidy; the plant runs throughout or not.
      const perDay = ((1e17 * 86_400) / 2 ** 32) * 0.98 * 0.99;
      const mined = perDay * (coins + 0.2 * ease);
      const cost = 100 * 29.5 * 24 * count * 0.98 * 1.03 * 0.055;
      const runs = (mined * closes) / count >= cost;
      expect(realised.btc).toBeWithin(runs ? mined : 0, { relative: 1e-6 });
    }
  }
});

/** A made-up market in which nothing changes from day `firstDay` to `lastDay`, a block every ten minutes. */
const flat = (close: number, difficulty: number, firstDay = 15_000, lastDay = 18_000): DailyMarket => ({
  firstDay,
  lastDay,
  close: () => close,
  difficulty: () => difficulty,
  // Far from a halving.
  height: (day) => 840_000 + 144 * (day - firstDay),
});

test("over a flat history a flat forecast has no error", () => {
  const amount = (min: number, max: number) => fc.double({ min, max, noNaN: true });
  const law = (close: number, difficulty: number, offset: number, months: number) => {
    const settings = settingsOf(
      blockWith({
        "difficulty growth": 0,
        "btc price growth": 0,
        months,
        "hodl share": 0.1,
        "tax rate": 0.2,
      }),
      [],
    );
    const found = backtest(settings, dateOfDay(15_000 + offset), undefined, flat(close, difficulty));
    expect(found.months.length).toBe(months);
    for (const { forecast, realised } of [...found.months, found.total]) {
      expect(forecast.btc).toBeWithin(realised.btc, { relative: 1e-12 });
      expect(forecast.netCash).toBeWithin(realised.netCash, { absolute: 1e-6, relative: 1e-9 });
    }
    for (const { forecast, realised } of found.months) {
      expect(forecast.price).toBeWithin(close, { relative: 1e-13 });
      expect(realised.price).toBeWithin(close, { relative: 1e-13 });
      expect(forecast.difficulty).toBeWithin(difficulty, { relative: 1e-13 });
      expect(realised.difficulty).toBeWithin(difficulty, { relative: 1e-13 });
    }
  };
  fc.assert(
    fc.property(
      amount(1, 1e6),
      amount(1, 1e15),
      fc.integer({ min: 0, max: 400 }),
      fc.integer({ min: 1, max: 24 }),
      law,
    ),
  );
});

test("a history that grows as forecast has the error of the days within a month only", () => {
  const growing: DailyMarket = {
    ...flat(1, 1),
    close: (day) => 30_000 * 1.3 ** ((day - 15_100) / 365.25),
    difficulty: (day) => 1e13 * 1.02 ** ((day - 15_100) / 30.4375),
  };
  const { months } = backtest(settingsOf(block, []), dateOfDay(15_100), undefined, growing);
  for (const { forecast, realised } of months) {
    expect(forecast.price / realised.price).toBeWithin(1, { absolute: 0.002 });
    expect(forecast.difficulty / realised.difficulty).toBeWithin(1, { absolute: 0.002 });
  }
});

test("both runs keep the model's months: the resale is beyond the months compared", () => {
  const settings = settingsOf(blockWith({ "resale value": 5e5, months: 12 }), []);
  const market = flat(40_000, 1e13);
  const short = backtest(settings, dateOfDay(15_100), 3, market);
  const long = backtest(settings, dateOfDay(15_100), undefined, market);
  expect(short.months).toEqual(long.months.slice(0, 3));
  const last = long.months[11];
  expect((last?.forecast.netCash ?? NaN) - (long.months[10]?.forecast.netCash ?? NaN)).toBeGreaterThan(4e5);
});

test("series of the block count, but those of price and difficulty", () => {
  const rows = block.map(([name, value]) => [name, value, null, null, null]);
  const withSeries = rows.map((line) => (line[0] === "fees" ? ["fees", "monthly", 0.1, 0.2, 0.3] : line));
  const found = call("BACKTEST", withSeries, serial("2023-01-15"), 3, false);
  const plain = call("BACKTEST", block, serial("2023-01-15"), 3, false);
  // Coins go by subsidy and fees: 6.25 and 0.1, 0.2, 0.3.
  for (const [row, factor] of [6.35 / 6.45, 1, 6.55 / 6.45].entries())
    for (const column of [8, 9])
      expect(Number(found[row]?.[column])).toBeWithin(Number(plain[row]?.[column]) * factor, {
        relative: 1e-12,
      });
});

describe("how far it goes", () => {
  const market = flat(40_000, 1e13, 15_000, 15_100);
  const settings = settingsOf(block, []);
  const rows = (day: number, months?: number) =>
    backtest(settings, dateOfDay(day), months, market).months.length;

  test("as many whole months as the history covers, at most the model's", () => {
    // Day 15,000 is 2011-01-26, day 15,100 is 2011-05-06.
    expect(rows(15_000)).toBe(3);
    expect(rows(15_010)).toBe(3);
    expect(rows(15_012)).toBe(2);
    expect(rows(15_070)).toBe(1);
    expect(backtest(settings, dateOfDay(15_100), 6, flat(1, 1)).months.length).toBe(6);
  });

  test.each([
    ["history begins on 2011-01-26", 14_999, undefined],
    ["history ends on 2011-05-06", 15_101, undefined],
    ["history ends on 2011-05-06", 15_100, undefined],
    ["history ends on 2011-05-06", 15_071, undefined],
    ["history ends on 2011-05-06", 15_000, 4],
    ["months must be at most the model's months, 6, got 7", 15_000, 7],
  ])("%s", (message, day, months) => expect(() => rows(day, months)).toThrow(message));

  test.each([
    ["close", "price"],
    ["difficulty", "difficulty"],
    ["height", "height"],
  ] as const)("a gap in %s is said, on the day itself and in a month", (quantity, word) => {
    const gap: DailyMarket = {
      ...market,
      [quantity]: (day: number) => (day === 15_050 ? NaN : market[quantity](day)),
    };
    const message = `no ${word} is recorded for 2011-03-17`;
    expect(() => backtest(settings, dateOfDay(15_050), 1, gap)).toThrow(message);
    expect(() => backtest(settings, dateOfDay(15_000), undefined, gap)).toThrow(message);
    expect(backtest(settings, dateOfDay(15_000), 1, gap).months.length).toBe(1);
    expect(backtest(settings, dateOfDay(15_051), 1, gap).months.length).toBe(1);
  });
});

test.each([
  ["#N/A history begins on 2010-07-12", block, serial("2010-07-11"), undefined],
  ["#N/A history ends on 2026-02-11", block, serial("2026-02-12"), undefined],
  ["#N/A history ends on 2026-02-11", block, serial("2026-01-20"), undefined],
  ["#N/A history ends on 2026-02-11", block, serial("2025-12-31"), 2],
  ["#VALUE! months must be at most the model's months, 6, got 7", block, serial("2024-01-15"), 7],
  ["#VALUE! months must be a whole number at least 1, got 0", block, serial("2024-01-15"), 0],
  ["#VALUE! date must be at least 1", block, 0, undefined],
  [
    "#VALUE! model must give difficulty, not hashprice: the history has no hashprice",
    [
      ...block.filter(([name]) => !["difficulty", "difficulty growth", "subsidy", "fees"].includes(name)),
      ["hashprice", 50],
    ],
    serial("2024-01-15"),
    undefined,
  ],
  [
    "#VALUE! capex must be in USD as btc price is, not in EUR",
    blockWith({ capex: 0, "capex (EUR)": 1e6 }).filter(([name]) => name !== "capex"),
    serial("2024-01-15"),
    undefined,
  ],
  [
    "#VALUE! model must give hashrate",
    block.filter(([name]) => name !== "hashrate"),
    serial("2024-01-15"),
    undefined,
  ],
])("%s", (message, model, date, months) =>
  expect(errorOf("BACKTEST", model, date, months)).toContain(message),
);
