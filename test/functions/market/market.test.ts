import { excelDate } from "../../../src/core/calendar";
import { embedded } from "../../../src/data/embedded/embedded";
import type { MarketState, Quote } from "../../../src/data/market";
import { allSeries, historyFields, seriesFacts } from "../../../src/data/series";
import { MarketStore } from "../../../src/data/store";
import { call, callOn, errorOf, errorOn, liveMarket, market, one } from "../host";

const quote = (series: Quote["series"], value: number): Quote => ({
  series,
  value,
  asOf: market.now(),
  source: "Test",
  quality: "live",
});
const date = (text: string) => excelDate(Date.parse(text));

describe("the value of now", () => {
  test("is that of the market's quote, by any case", () => {
    expect(one("MARKET", "btc.price")).toBe(85956.45);
    expect(one("MARKET", " BTC.Price ")).toBe(85956.45);
    for (const { series, value } of market.quotes) expect(one("MARKET", series)).toBe(value);
    expect(market.quotes.length).toBe(11);
  });

  test("lifts over fields, and a bad one spoils its own cell", () => {
    const answer = call("MARKET", [["btc.height"], ["btc.dvol"], ["btc.hight"], [""]]);
    expect(answer[0]).toEqual([969991]);
    expect(answer.slice(1).map(([cell]) => (cell as Error).message)).toEqual([
      "btc.dvol is not loaded: open the Hashcell pane and load live data",
      'field must be the name of a series of the market (nearest: "btc.height"), got the text "btc.hight"',
      'field must be the name of a series of the market, such as "btc.price", got the text ""',
    ]);
  });

  test.each<[MarketState, string]>([
    [{ kind: "starting" }, "btc.dvol is not known yet: the workbook is being read"],
    [{ kind: "embedded" }, "btc.dvol is not loaded: open the Hashcell pane and load live data"],
    [
      { kind: "live" },
      "btc.dvol is not loaded: open the Hashcell pane and refresh; it says which source did not answer",
    ],
    [
      { kind: "frozen", frozenAt: 0 },
      "btc.dvol was not loaded when the workbook was frozen: refresh it in the pane",
    ],
    [{ kind: "unreadable", reason: "The frozen values are damaged" }, "The frozen values are damaged"],
  ])("what is not there says what to do: %j", (state, message) => {
    const store = new MarketStore(embedded, () => 0);
    store.show(state);
    expect(errorOn(store, "MARKET", "btc.dvol")).toBe(`#N/A ${message}`);
  });

  test("wants its series' topic", () => {
    for (const series of allSeries) {
      const store = liveMarket({ quotes: [], history: {} });
      try {
        callOn(store, "MARKET", series);
      } catch {
        // Not loaded: it is wanted all the same.
      }
      expect([...store.wantedTopics]).toEqual([seriesFacts[series].topic]);
    }
  });

  test("hashprice_subsidy has daily values only", () =>
    expect(errorOf("MARKET", "btc.hashprice_subsidy")).toBe(
      "#VALUE! as_of must be given for btc.hashprice_subsidy, which has only daily values",
    ));
});

describe("as of a day", () => {
  test.each(historyFields)("%s is what HISTORY gives for the day", (field) => {
    for (const day of ["2009-01-01", "2010-07-12", "2024-04-20", "2026-02-12", "2026-09-01", "2030-01-01"]) {
      const [, [, expected] = []] = call("HISTORY", field, date(day), date(day));
      if (typeof expected === "number") expect(one("MARKET", field, date(day))).toBe(expected);
      else expect(errorOf("MARKET", field, date(day))).toBe(`#N/A ${(expected as unknown as Error).message}`);
    }
  });

  test("is that of the UTC day, whatever the time", () => {
    const [before, after] = [one("MARKET", "btc.price", 45401), one("MARKET", "btc.price", 45402)];
    // Closes of 19 and 20 April 2024 in the recorded series.
    expect([before, after]).toEqual([63849.1, 64993.7]);
    expect(one("MARKET", "btc.price", 45401.9999)).toBe(63849.1);
  });

  test("lifts over fields and dates", () =>
    expect(call("MARKET", [["btc.subsidy", "btc.height"]], [[45401], [45402]])).toEqual([
      [6.25, 839998],
      [3.125, 840128],
    ]));

  test("a blank cell is refused, on every host", () => {
    const message =
      "#VALUE! as_of must be at least 1 and below 2958466, got 0 (a blank cell reads as 0 in desktop Excel)";
    for (const blank of [[[null]], [[0]]]) expect(errorOf("MARKET", "btc.price", blank)).toBe(message);
  });

  test("a series without history lists those that have one", () =>
    expect(errorOf("MARKET", "btc.fees", 45402)).toBe(
      `#VALUE! field must have daily values where as_of is given: ${historyFields.join(", ")}, got the text "btc.fees"`,
    ));

  test("wants the history of a day that is not known, and of no other", () => {
    const store = liveMarket({ quotes: [quote("btc.price", 1)], history: {} });
    callOn(store, "MARKET", "btc.price", 45402);
    expect([...store.wantedTopics]).toEqual([]);
    expect(errorOn(store, "MARKET", "btc.price", date("2026-09-01"))).toMatch(
      /^#N\/A btc.price of 2026-09-01 is not/,
    );
    expect([...store.wantedTopics]).toEqual(["history.btc.price"]);
  });
});
