import { krakenCandles } from "../../../src/data/providers/kraken";
import { days as recordedDays } from "../../core/history/recorded";
import { historyOf, readingsOf, recorded, refusalOf, routeOf } from "./answers";

const now = Date.UTC(2016, 8, 1, 12);
const ticker = "kraken/ticker.json";
const tickerOf = (pair: string, fields: unknown) => ({ error: [], result: { [pair]: fields } });

test("the recorded ticker: the last trade in euros, as of now since the body has no time", () => {
  expect(routeOf("kraken.ticker.eur").path(now)).toBe("/0/public/Ticker?pair=XBTEUR");
  expect(readingsOf("kraken.ticker.eur", recorded(ticker), now)).toEqual({
    "btc.price_eur": [560.87711, now],
  });
});

test.each([
  ["usd", "btc.price", "XXBTZUSD"],
  ["eur", "btc.price_eur", "XXBTZEUR"],
  ["gbp", "btc.price_gbp", "XXBTZGBP"],
  ["usd", "btc.price", "XBTUSD"],
  ["gbp", "btc.price_gbp", "BTC/GBP"],
])("a ticker in %s for %s is known by the name %s", (currency, series, name) =>
  expect(readingsOf(`kraken.ticker.${currency}`, tickerOf(name, { c: ["85000.1", "0.5"] }), now)).toEqual({
    [series]: [85000.1, now],
  }),
);

test.each([
  [
    "the recorded rate limit",
    recorded("kraken/error-rate-limit.http200.json"),
    "Kraken says: EGeneral:Too many requests",
  ],
  ["two errors", { error: ["EQuery:Unknown asset pair", "b"] }, "Kraken says: EQuery:Unknown asset pair; b"],
  ["a page in an error", { error: ["<b>busy</b>\n<i>x</i>"] }, "Kraken says: busy x"],
  ["an endless error", { error: ["x".repeat(5000)] }, `Kraken says: ${"x".repeat(120)}...`],
  ["another currency", recorded(ticker), "the answer is about XXBTZEUR, not bitcoin in USD"],
  ["another coin", tickerOf("XETHZUSD", { c: ["1"] }), "the answer is about XETHZUSD, not bitcoin in USD"],
  [
    "two pairs",
    { error: [], result: { XXBTZUSD: { c: ["1", "1"] }, XETHZUSD: { c: ["1", "1"] } } },
    "the answer is about 2 pairs of currencies, not one",
  ],
  ["no pair", { error: [], result: {} }, "the answer names no pair of currencies"],
  ["no result", { error: [] }, "the answer names no pair of currencies"],
  ["no list of errors", { result: { XXBTZUSD: { c: ["1", "1"] } } }, "error is missing"],
  ["a number for a text", tickerOf("XXBTZUSD", { c: [85000.1, "1"] }), "c.0 is number 85000.1, not a text"],
  ["an empty trade", tickerOf("XXBTZUSD", { c: [] }), "c.0 is missing"],
  ["no trade", tickerOf("XXBTZUSD", {}), "c is missing"],
  ["-1", tickerOf("XXBTZUSD", { c: ["-1", "1"] }), "the price is missing (-1)"],
  ["zero", tickerOf("XXBTZUSD", { c: ["0.0", "1"] }), "the price is 0"],
  ["a page", "<html>", "the answer is a web page, not data"],
  ["a list", [], "error is missing"],
])("a ticker with %s is refused", (_, body, message) =>
  expect(refusalOf("kraken.ticker.usd", body, now)).toContain(message),
);

describe("the recorded rows of a minute each: time, open, high, low, close", () => {
  const candles = krakenCandles(recorded("kraken/ohlc.json"));

  test("all but the last, which is still running", () => {
    expect(candles).toHaveLength(719);
    expect(candles[0]).toEqual({ start: 1502402520000, low: 3449.992, high: 3449.999, close: 3449.999 });
    expect(candles[718]).toEqual({ start: 1502445600000, low: 3530.301, high: 3534.1, close: 3531.999 });
  });

  test("the close of the day is what another source recorded, within 1 %", () => {
    const midnight = candles.find(({ start }) => start === Date.UTC(2017, 7, 10, 23, 59));
    const other = recordedDays.find(({ date }) => date === "2017-08-10")?.close ?? NaN;
    expect(midnight?.close).toBe(3433.989);
    expect(Math.abs(3433.989 / other - 1)).toBeLessThan(0.01);
  });

  test("they are no history of days", () =>
    expect(refusalOf("kraken.history.price", recorded("kraken/ohlc.json"), Date.UTC(2017, 7, 12))).toContain(
      "the values are not daily: one is dated 2017-08-10 22:02 UTC",
    ));
});

describe("the history", () => {
  const id = "kraken.history.price";
  const noon = Date.UTC(2017, 7, 12, 12);
  // Real closes of another source in the shape of the recorded rows.
  const rows = recordedDays
    .filter(({ date }) => date >= "2017-08-10" && date <= "2017-08-12")
    .map(({ date, close }) => {
      const [low, high, text] = [close - 100, close + 100, close].map((price) => price.toFixed(3));
      return [Date.parse(date) / 1000, text, high, low, text, text, "1.0", 7];
    });
  const bodyOf = (list: unknown) => ({ error: [], result: { XXBTZUSD: list, last: 1502323200 } });

  test("holds the closes of the days that are over, the last row left out", () => {
    expect(routeOf(id).path(noon)).toBe("/0/public/OHLC?pair=XBTUSD&interval=1440");
    const expected = { "2017-08-10": 3428.36, "2017-08-11": 3652.8 };
    expect(historyOf(id, "btc.price", bodyOf(rows), noon)).toEqual(expected);
    // Even where the clock says that it is over: Kraken has not settled it.
    expect(historyOf(id, "btc.price", bodyOf(rows), noon + 5 * 86_400_000)).toEqual(expected);
  });

  test.each([
    ["an empty list", bodyOf([]), "the list of prices is empty"],
    ["only the running day", bodyOf(rows.slice(-1)), "the list of prices is empty"],
    ["numbers for texts", bodyOf([[1502323200, 1, 2, 1, 2]]), "0.1 is number 1, not a text"],
    ["short rows", bodyOf([[1502323200, "1"]]), "0.2 is missing"],
    [
      "text times",
      bodyOf([["1502323200", "1", "1", "1", "1"]]),
      '0.0 is the text "1502323200", not a number',
    ],
    ["an error", recorded("kraken/error-rate-limit.http200.json"), "Kraken says: EGeneral:Too many requests"],
  ])("of %s is refused", (_, body, message) => expect(refusalOf(id, body, noon)).toContain(message));
});
