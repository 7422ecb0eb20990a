import { dayOf } from "../../src/core/calendar";
import { embedded } from "../../src/data/embedded/embedded";
import { jumpOf, jumpsIn, withJumps } from "../../src/data/jumps";
import type { Quote } from "../../src/data/market";
import type { HistoryField, Series } from "../../src/data/series";

const DAY = 86_400_000;
const AT = Date.UTC(2026, 9, 5, 12);
const quote = (series: Series, value: number, asOf = AT): Quote => ({
  series,
  value,
  asOf,
  fetchedAt: asOf,
  source: "Kraken",
  quality: "live",
});

const fields = [
  ["btc.price", "btc.price"],
  ["btc.difficulty", "btc.difficulty"],
  ["btc.hashrate", "btc.hashrate_observed"],
] as const satisfies readonly (readonly [HistoryField, Series])[];

test.each(fields)("what %s has done since 2015, over a day or a year, is not a jump", (field, series) => {
  const jumps: string[] = [];
  for (const gap of [1, 2, 3, 5, 7, 10, 14, 21, 30, 60, 90, 180, 365]) {
    for (let day = dayOf(Date.UTC(2015, 0)); day < dayOf(Date.UTC(2026, 9)); day++) {
      const [before, after] = [embedded.day(field, day - gap), embedded.day(field, day)];
      if (before === undefined || after === undefined) continue;
      const last = { value: before, asOf: (day - gap) * DAY };
      const jump = jumpOf({ series, value: after, asOf: day * DAY }, last);
      if (jump !== undefined) jumps.push(jump);
    }
  }
  expect(jumps).toEqual([]);
});

// The days of the greatest moves are those of the market's best known crashes and of the ban in China.
test.each([
  ["btc.price", "2020-03-12", 1, -0.3897],
  ["btc.price", "2017-12-07", 2, 0.429],
  ["btc.difficulty", "2021-07-03", 1, -0.2794],
  ["btc.difficulty", "2021-05-13", 1, 0.2153],
  ["btc.hashrate", "2021-04-16", 1, -0.3918],
  ["btc.hashrate", "2022-12-25", 1, 0.5843],
] as const)("the greatest move of %s, until %s within %d days, is the bound", (field, date, days, share) => {
  const series = fields.find(([name]) => name === field)?.[1] ?? "btc.price";
  const day = dayOf(Date.parse(date));
  const [before, after] = [embedded.day(field, day - days) ?? NaN, embedded.day(field, day) ?? NaN];
  expect(after / before - 1).toBeCloseTo(share, 4);
  const jump = (value: number) => jumpOf(quote(series, value), { value: before, asOf: AT - days * DAY });
  expect(jump(after)).toBeUndefined();
  expect(jump(before * (1 + 1.01 * share))).toBeDefined();
});

test("a price that doubles within the day is reported with both moments", () =>
  expect(jumpOf(quote("btc.price", 171_912.9), { value: 85_956.45, asOf: AT - 3_600_000 })).toBe(
    "Bitcoin price is 100.0 % above that of 2026-10-05 11:00 UTC, further than it has gone in such a time since 2015",
  ));

test("after a long absence the same move is not a jump", () => {
  const after = (days: number) =>
    jumpOf(quote("btc.price", 171_912.9), { value: 85_956.45, asOf: AT - days * DAY });
  expect([after(1), after(7)].every((jump) => jump !== undefined)).toBe(true);
  expect([after(14), after(365)]).toEqual([undefined, undefined]);
});

test("fees and rates, which may do anything, are not watched", () =>
  expect(jumpOf(quote("btc.fees", 5), { value: 0.01, asOf: AT })).toBeUndefined());

test("a price that is not Deribit's index is reported on both, and only of the same time", () => {
  const none = () => undefined;
  const apart = (index: Quote) =>
    withJumps([quote("btc.price", 80_000), index], none).map(({ warning }) => warning);
  const warning = "The price and Deribit's index differ by 12.5 %, which cannot both be right";
  expect(apart(quote("btc.index", 90_000))).toEqual([warning, warning]);
  expect(apart(quote("btc.index", 87_900))).toEqual([undefined, undefined]);
  expect(apart(quote("btc.index", 90_000, AT - DAY))).toEqual([undefined, undefined]);
});

test("of many warnings the jumps are found, each once", () => {
  const last = () => ({ value: 50_000, asOf: AT });
  const given = [{ ...quote("btc.price", 90_000), warning: "The price comes from one source only" }];
  const [warned] = withJumps(withJumps(given, last), last);
  expect(warned?.warning?.split("; ")).toHaveLength(2);
  const derived = { ...quote("btc.hashprice", 40), warning: warned?.warning ?? "" };
  expect(jumpsIn([...(warned === undefined ? [] : [warned]), derived])).toEqual([
    expect.stringMatching(/^Bitcoin price is 80\.0 % above/),
  ]);
  expect(jumpsIn(given)).toEqual([]);
});
