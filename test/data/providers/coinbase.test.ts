import { coinbaseCandles } from "../../../src/data/providers/coinbase";
import { days as recordedDays } from "../../core/history/recorded";
import { changed, historyOf, readingsOf, recorded, refusalOf, routeOf } from "./answers";

const ticker = "coinbase/exchange-ticker.json";
// The sample's own time, 2015-04-08T20:49:06.506997Z, cut to milliseconds.
const asOf = Date.UTC(2015, 3, 8, 20, 49, 6, 506);
const now = asOf + 5000;

test.each([
  ["usd", "btc.price", "/products/BTC-USD/ticker"],
  ["eur", "btc.price_eur", "/products/BTC-EUR/ticker"],
  ["gbp", "btc.price_gbp", "/products/BTC-GBP/ticker"],
])("the recorded ticker in %s", (currency, series, path) => {
  const id = `coinbase.ticker.${currency}`;
  expect(routeOf(id).path(now)).toBe(path);
  expect(readingsOf(id, recorded(ticker), now)).toEqual({ [series]: [246.28, asOf] });
});

test.each([
  [{ price: "-1" }, "the price is missing (-1)"],
  [{ price: "0.00000000" }, "the price is 0"],
  [{ price: 246.28 }, "the answer has an unexpected form: price is number 246.28, not a text"],
  [{ price: undefined }, "the answer has an unexpected form: price is missing"],
  [{ price: "246,28" }, 'price is the text "246,28", which is not a decimal number'],
  [{ price: "246280000000" }, "the price is 246280000000, too high to be right"],
  [{ time: undefined }, "time is missing"],
  [{ time: "yesterday" }, "the price has no readable time"],
  [{ time: "2015-04-08" }, "the price has no readable time"],
  [{ time: "2015-02-30T20:49:06Z" }, "not today"],
  [{ time: "2015-04-07T20:49:06Z" }, "the price is dated 2015-04-07, not today"],
  [{ message: "NotFound" }, "Coinbase says: NotFound"],
])("a ticker with %j is refused", (fields, message) =>
  expect(refusalOf("coinbase.ticker.usd", changed(ticker, fields), now)).toContain(message),
);

test("an error, a page, a list and nothing are refused", () => {
  const refusal = (body: unknown) => refusalOf("coinbase.ticker.usd", body, now);
  expect(refusal({ message: "Public rate limit exceeded" })).toBe(
    "Coinbase says: Public rate limit exceeded",
  );
  expect(refusal("<html>429</html>")).toBe("the answer is a web page, not data");
  expect(refusal([])).toContain("price is missing");
  expect(refusal(null)).toBe("the answer is empty");
});

test("the recorded candles: columns time, low, high, open, close", () => {
  const candles = coinbaseCandles(recorded("coinbase/exchange-candles.json"));
  expect(candles).toHaveLength(10);
  expect(candles[0]).toEqual({ start: 1517443740000, low: 10106, high: 10120.21, close: 10120.21 });
  expect(candles[9]).toEqual({ start: 1517443200000, low: 10099.98, high: 10099.99, close: 10099.98 });
});

describe("the history", () => {
  const id = "coinbase.history.price";
  const seconds = (date: string) => Date.parse(date) / 1000;
  // Real closes of another source in the shape of the recorded rows, the newest first.
  const rows = recordedDays
    .filter(({ date }) => date >= "2018-01-30" && date <= "2018-02-02")
    .map(({ date, close }) => [seconds(date), close - 100, close + 100, close - 50, close, 1234.5])
    .reverse();
  const noon = Date.UTC(2018, 1, 2, 12);

  test("holds the closes of the days that are over", () => {
    expect(routeOf(id).path(noon)).toBe("/products/BTC-USD/candles?granularity=86400");
    expect(historyOf(id, "btc.price", rows, noon)).toEqual({
      "2018-01-30": 9988.3,
      "2018-01-31": 10115.79,
      "2018-02-01": 9012.88,
    });
  });

  test.each([
    ["candles of a minute", recorded("coinbase/exchange-candles.json"), "the values are not daily"],
    ["an empty list", [], "the list of prices is empty"],
    ["a short row", [[seconds("2018-01-30"), 1, 2]], "0.3 is missing"],
    ["texts", [[seconds("2018-01-30"), "1", "2", "1", "2", "3"]], '0.1 is the text "1", not a number'],
    ["milliseconds", [[Date.UTC(2018, 0, 30), 1, 2, 1, 2, 3]], "which is impossible"],
    ["another order of columns", [[seconds("2018-01-30"), 10, 12, 9, 13, 1]], "contradict each other"],
    ["a negative price", [[seconds("2018-01-30"), -5, -3, -4, -4, 1]], "the price of 2018-01-30 is -4"],
    ["only -1", [[seconds("2018-01-30"), -1, -1, -1, -1, 1]], "no completed day"],
    ["an error", { message: "Invalid granularity" }, "Coinbase says: Invalid granularity"],
  ])("of %s is refused", (_, body, message) => expect(refusalOf(id, body, noon)).toContain(message));
});
