import { dateOfDay, dayOf, excelDate } from "../../../src/core/calendar";
import { embedded } from "../../../src/data/embedded/embedded";
import { historyFacts, historyFields } from "../../../src/data/series";
import { MarketStore } from "../../../src/data/store";
import { days } from "../../core/history/recorded";
import { call, callOn, errorOf, errorOn, ExcelError, liveMarket, market } from "../host";

const date = (text: string) => excelDate(Date.parse(text));
const reason = (cell: unknown) => (cell instanceof ExcelError ? `${cell.code} ${cell.message}` : cell);
const dates = (table: readonly (readonly unknown[])[]) => table.map(([day]) => Number(day));

describe("the table", () => {
  test.each(historyFields)("%s has a header with its unit", (field) => {
    const [header] = call("HISTORY", field, 45400, 45400);
    expect(header).toEqual(["Date", `${historyFacts[field].label} (${historyFacts[field].unit})`]);
    expect(call("HISTORY", field, 45400, 45400, null, false)).toHaveLength(1);
  });

  test("holds every recorded close of five years, day by day", () => {
    const wanted = days.filter(({ date: day }) => day >= "2021-01-01" && day < "2026-01-01");
    const table = call("HISTORY", "btc.price", date("2021-01-01"), date("2025-12-31"), "day", false);
    expect(table).toEqual(wanted.map(({ date: day, close }) => [date(day), close]));
    expect(table).toHaveLength(1826);
  });

  test("has the same shape whatever is loaded", () => {
    const store = liveMarket({
      quotes: [],
      history: {
        "btc.dvol": { days: { [dayOf(Date.parse("2026-11-02"))]: 0.5 }, source: "Test", fetchedAt: 0 },
      },
    });
    const given = ["btc.dvol", date("2026-11-01"), date("2026-11-03")];
    const [offline, live] = [call("HISTORY", ...given), callOn(store, "HISTORY", ...given)];
    expect(dates(offline)).toEqual(dates(live));
    expect(live[2]?.[1]).toBe(0.5);
    expect([live[1], live[3], ...offline.slice(1)].map((row) => (row?.[1] as ExcelError).code)).toEqual(
      Array.from({ length: 5 }, () => "#N/A"),
    );
  });
});

describe("intervals", () => {
  test("week is every seventh day, weekdays alike", () => {
    const table = call("HISTORY", "btc.price", date("2024-01-05"), date("2024-02-01"), "week", false);
    expect(dates(table)).toEqual(["2024-01-05", "2024-01-12", "2024-01-19", "2024-01-26"].map(date));
  });

  // As Excel's EDATE(start, n) gives them.
  test.each([
    ["2023-10-31", ["2023-10-31", "2023-11-30", "2023-12-31", "2024-01-31", "2024-02-29", "2024-03-31"]],
    ["2024-11-30", ["2024-11-30", "2024-12-30", "2025-01-30", "2025-02-28", "2025-03-30"]],
    ["2024-02-29", ["2024-02-29", "2024-03-29", "2024-04-29"]],
    ["2023-12-15", ["2023-12-15", "2024-01-15", "2024-02-15"]],
  ])("month from %s", (start, expected) => {
    const end = expected.at(-1) ?? "";
    const table = call("HISTORY", "btc.price", date(start), date(end), "month", false);
    expect(dates(table)).toEqual(expected.map(date));
    // One day less, and the last one is left out; a week more brings no other.
    expect(dates(call("HISTORY", "btc.price", date(start), date(end) - 1, "MONTH", false))).toEqual(
      expected.slice(0, -1).map(date),
    );
    expect(call("HISTORY", "btc.price", date(start), date(end) + 7, "month", false)).toEqual(table);
  });

  test("days of dates with times are the days they lie in", () =>
    expect(dates(call("HISTORY", "btc.price", 45400.9, 45402.1, null, false))).toEqual([
      45400, 45401, 45402,
    ]));
});

describe("a day without a value says why in its own cell", () => {
  test.each([
    ["btc.price", "2010-07-11", "btc.price begins on 2010-07-12"],
    ["btc.difficulty", "2009-01-02", "btc.difficulty begins on 2009-01-03"],
    ["btc.height", "2020-12-31", "btc.height begins on 2021-01-03"],
    ["btc.height", "2026-09-01", "btc.height is not recorded for 2026-09-01"],
    [
      "btc.difficulty",
      "2026-06-13",
      "btc.difficulty of 2026-06-13 is not loaded: open the Hashcell pane and load live data",
    ],
    [
      "btc.dvol",
      "2025-01-01",
      "btc.dvol of 2025-01-01 is not loaded: open the Hashcell pane and load live data",
    ],
    ["btc.price", "2026-11-23", "2026-11-23 is not over yet (UTC)"],
    ["btc.subsidy", "2030-01-01", "2030-01-01 is not over yet (UTC)"],
  ])("%s of %s", (field, day, expected) => {
    const table = call("HISTORY", field, date(day), date(day), null, false);
    expect(table.map(([at, value]) => [at, reason(value)])).toEqual([[date(day), `#N/A ${expected}`]]);
  });

  test("in a frozen workbook", () => {
    const store = new MarketStore(embedded, () => market.now() + 9 * 86_400_000);
    store.show({ kind: "frozen", frozenAt: market.now() }, { quotes: [], history: {} });
    const table = callOn(store, "HISTORY", "btc.price", date("2026-11-22"), date("2026-11-23"), null, false);
    expect(table.map(([, value]) => reason(value))).toEqual([
      "#N/A btc.price of 2026-11-22 was not loaded when the workbook was frozen: refresh it in the pane",
      "#N/A 2026-11-23 was not over when the workbook was frozen (UTC)",
    ]);
  });

  test("where what the workbook holds cannot be read, every day says so", () => {
    const store = new MarketStore(embedded, () => market.now());
    store.show({ kind: "unreadable", reason: "The frozen values are damaged" });
    for (const field of historyFields) {
      const table = callOn(store, "HISTORY", field, date("2008-01-01"), date("2008-01-02"), null, false);
      expect(
        table
          .concat(callOn(store, "HISTORY", field, 45402, 45402, null, false))
          .map(([, value]) => reason(value)),
      ).toEqual(Array.from({ length: 3 }, () => "#N/A The frozen values are damaged"));
    }
  });
});

describe("refuses", () => {
  test.each([
    ["an end before the start", [45402, 45401], "end must not be before start, got 45401"],
    ["more than 20,000 rows", [25000, 45000], "end must leave at most 20,000 rows, got 45000"],
    ["more months than that", [1, 2958465, "week"], "end must leave at most 20,000 rows, got 2958465"],
    [
      "a day that Excel does not know",
      [45402, 2958466],
      "end must be at least 1 and below 2958466, got 2958466",
    ],
    [
      "a blank date",
      [[[null]], 45402],
      "start must be at least 1 and below 2958466, got 0 (a blank cell reads as 0 in desktop Excel)",
    ],
    [
      "another interval",
      [45401, 45402, "year"],
      'interval must be "day", "week" or "month", got the text "year"',
    ],
    ["a range of dates", [[[1], [2]], 45402], "start must be one cell, got a 2 x 1 range"],
  ])("%s", (_what, given, message) =>
    expect(errorOf("HISTORY", "btc.price", ...given)).toBe(`#VALUE! ${message}`),
  );

  test("20,000 rows are still served", () => {
    expect(call("HISTORY", "btc.price", 25001, 45000, null, false)).toHaveLength(20_000);
    expect(call("HISTORY", "btc.price", 1, 608_000, "month", false)).toHaveLength(19_976);
  });

  test("a quantity without history lists those that have one", () => {
    const list = `field must be one with daily values (${historyFields.join(", ")})`;
    expect(errorOf("HISTORY", "btc.hashprice", 45401, 45402)).toBe(
      `#VALUE! ${list} (nearest: "btc.hashrate"), got the text "btc.hashprice"`,
    );
  });
});

test("wants what an absent day needs, and nothing for days that are built in or to come", () => {
  const store = liveMarket({ quotes: [], history: {} });
  callOn(store, "HISTORY", "btc.price", 45000, 45002);
  callOn(store, "HISTORY", "btc.price", dateOfDay(dayOf(market.now())), 60000);
  callOn(store, "HISTORY", "btc.price", 30000, 30001);
  expect([...store.wantedTopics]).toEqual([]);
  callOn(store, "HISTORY", "btc.subsidy", date("2026-10-10"), date("2026-10-11"));
  expect([...store.wantedTopics]).toEqual(["network"]);
  expect(errorOn(store, "HISTORY", "btc.fees", 1, 2)).toMatch(/^#VALUE!/);
});

describe("notes", () => {
  const from = date("2026-02-11");
  const to = date("2026-02-12");

  test("without them a value of lower quality is not shown", () => {
    for (const given of [[], ["day", true, false]]) {
      const [, recorded, later] = call("HISTORY", "btc.price", from, to, ...given);
      expect(recorded).toEqual([from, 67082.52]);
      expect(reason(later?.[1])).toContain("#N/A btc.price of 2026-02-12 is not loaded");
      const height = call("HISTORY", "btc.height", date("2020-05-11"), date("2020-05-11"), ...given);
      expect(reason(height[1]?.[1])).toBe("#N/A btc.height begins on 2021-01-03");
    }
  });

  test("with them it is shown and marked, in the workbook that is frozen too", () => {
    const rows = [
      [from, 67082.52, ""],
      [to, 66127, "opening of the next day"],
    ];
    expect(call("HISTORY", "btc.price", from, to, "day", false, true)).toEqual(rows);
    const frozen = new MarketStore(embedded, () => 0);
    frozen.show({ kind: "frozen", frozenAt: Date.UTC(2026, 10, 1) }, { quotes: [], history: {} });
    expect(callOn(frozen, "HISTORY", "btc.price", from, to, "day", false, true)).toEqual(rows);
  });

  test("a close that is loaded goes before the opening, without a note", () => {
    const day = dayOf(Date.parse("2026-02-12"));
    const store = liveMarket({
      quotes: [],
      history: { "btc.price": { days: { [day]: 66200 }, source: "Test", fetchedAt: 0 } },
    });
    expect(callOn(store, "HISTORY", "btc.price", to, to, "day", false, true)).toEqual([[to, 66200, ""]]);
  });

  test("a day without any value is an error with an empty note", () => {
    const [row] = call("HISTORY", "btc.price", date("2026-08-22"), date("2026-08-22"), "day", false, true);
    expect(reason(row?.[1])).toContain("#N/A");
    expect(row?.[2]).toBe("");
  });

  test("a workbook that could not be read has none", () => {
    const store = new MarketStore(embedded, () => Date.UTC(2026, 10, 1));
    store.show({ kind: "unreadable", reason: "the workbook's frozen values cannot be read" });
    const [row] = callOn(store, "HISTORY", "btc.price", to, to, "day", false, true);
    expect(reason(row?.[1])).toContain("cannot be read");
  });
});
