import { days as recordedDays } from "../../core/history/recorded";
import { changed, historyOf, readingsOf, recorded, recordedText, refusalOf, routeOf } from "./answers";

const ticker = "bitstamp/ticker.json";
// 1381787133 seconds.
const asOf = Date.UTC(2013, 9, 14, 21, 45, 33);
const now = asOf + 2000;

test.each([
  ["usd", "btc.price"],
  ["eur", "btc.price_eur"],
  ["gbp", "btc.price_gbp"],
])("the recorded ticker in %s", (currency, series) => {
  const id = `bitstamp.ticker.${currency}`;
  expect(routeOf(id).path(now)).toBe(`/api/v2/ticker/btc${currency}/`);
  expect(readingsOf(id, recorded(ticker), now)).toEqual({ [series]: [134.89, asOf] });
});

test("the recorded errors are reported in Bitstamp's words", () => {
  const bodies = recordedText("bitstamp/errors.multi.txt").split(/\n(?=\{)/);
  const messages = bodies.map((text) => refusalOf("bitstamp.ticker.usd", JSON.parse(text), now));
  expect(messages).toEqual([
    "Bitstamp says: Invalid username and/or password",
    "Bitstamp says: API access disabled. Check your user settings.",
    // 105 characters: short enough to be quoted whole.
    "Bitstamp says: You need $1.26 to open that order. You have only $0.0 available. Check your account balance for details.",
    "Bitstamp says: Order not found",
    "Bitstamp says: Minimum order size is $1",
  ]);
});

test.each([
  [{ status: "error", reason: "Rate limit exceeded", code: "400.002" }, "Bitstamp says: Rate limit exceeded"],
  [{ status: "error", reason: { __all__: ["Busy", "Wait"] } }, "Bitstamp says: Busy; Wait"],
  [{ status: "error" }, "Bitstamp reports an error"],
  [{ last: "-1" }, "the price is missing (-1)"],
  [{ last: "0" }, "the price is 0"],
  [{ last: 134.89 }, "last is number 134.89, not a text"],
  [{ last: "134.89 USD" }, "which is not a decimal number"],
  [{ last: undefined }, "last is missing"],
  [{ last: "" }, "which is not a decimal number"],
  [{ timestamp: 1381787133 }, "timestamp is number 1381787133, not a text"],
  [{ timestamp: "1381787133000" }, "not today"],
  [{ timestamp: "1381700000" }, "the price is dated 2013-10-13, not today"],
  [{ timestamp: "9007199254740993" }, "which is not a number that can be held exactly"],
  [{ timestamp: undefined }, "timestamp is missing"],
])("a ticker with %j is refused", (fields, message) =>
  expect(refusalOf("bitstamp.ticker.usd", changed(ticker, fields), now)).toContain(message),
);

describe("the history", () => {
  const id = "bitstamp.history.price";
  const noon = Date.UTC(2017, 7, 12, 12);
  // No answer is recorded: these are written by hand in the documented shape, around real closes of another source.
  const rows = recordedDays
    .filter(({ date }) => date >= "2017-08-10" && date <= "2017-08-12")
    .map(({ date, close }) => {
      const [low, high, text] = [close - 100, close + 100, close].map((price) => price.toFixed(2));
      const timestamp = String(Date.parse(date) / 1000);
      return { timestamp, open: text, high, low, close: text, volume: "12345.67890000" };
    });
  const bodyOf = (ohlc: unknown, pair: unknown = "BTC/USD") => ({ data: { pair, ohlc } });
  const first = (fields: Record<string, unknown>) => bodyOf([{ ...rows[0], ...fields }, ...rows.slice(1)]);

  test("holds the closes of the days that are over, the last row left out", () => {
    expect(rows).toHaveLength(3);
    expect(routeOf(id).path(noon)).toBe("/api/v2/ohlc/btcusd/?step=86400&limit=1000");
    expect(routeOf(id).topics).toEqual(["history.btc.price"]);
    const expected = { "2017-08-10": 3428.36, "2017-08-11": 3652.8 };
    expect(historyOf(id, "btc.price", bodyOf(rows), noon)).toEqual(expected);
    // Even where the clock says that it is over: Bitstamp has not settled it.
    expect(historyOf(id, "btc.price", bodyOf(rows), noon + 5 * 86_400_000)).toEqual(expected);
  });

  test("a day without a price is left out", () =>
    expect(historyOf(id, "btc.price", first({ close: "-1" }), noon)).toEqual({ "2017-08-11": 3652.8 }));

  test.each([
    ["an empty list", bodyOf([]), "the list of prices is empty"],
    ["only the running day", bodyOf(rows.slice(-1)), "the list of prices is empty"],
    ["another currency", bodyOf(rows, "BTC/EUR"), "the answer is about BTC/EUR, not bitcoin in USD"],
    ["another coin", bodyOf(rows, "ETH/USD"), "the answer is about ETH/USD, not bitcoin in USD"],
    ["no name of a pair", bodyOf(rows, ""), "the answer is about nothing, not bitcoin in USD"],
    ["no pair", { data: { ohlc: rows } }, "data.pair is missing"],
    ["no data", {}, "data is missing"],
    ["no list", { data: { pair: "BTC/USD" } }, "data.ohlc is missing"],
    ["rows as lists", bodyOf([["1502323200", "1", "2", "1", "2"]]), "data.ohlc.0.timestamp is missing"],
    ["a number for a time", first({ timestamp: 1502323200 }), "timestamp is number 1502323200, not a text"],
    ["a number for a price", first({ close: 3428.36 }), "close is number 3428.36, not a text"],
    ["an exponent", first({ close: "3.4e3" }), "which is not a decimal number"],
    ["no opening price", first({ open: undefined }), "data.ohlc.0.open is missing"],
    ["no low", first({ low: undefined }), "data.ohlc.0.low is missing"],
    ["a close below the low", first({ close: "3000" }), "2017-08-10 contradict each other: 3328.36, 3000"],
    ["milliseconds", first({ timestamp: "1502323200000" }), "which is impossible"],
    [
      "hours",
      first({ timestamp: "1502326800" }),
      "the values are not daily: one is dated 2017-08-10 01:00 UTC",
    ],
    ["a huge price", first({ high: "400000000", close: "342836000" }), "too high to be right"],
    ["a text", { error: "Rate limit exceeded" }, "Bitstamp says: Rate limit exceeded"],
    ["texts by field", { error: { step: ["Busy", "Wait"] } }, "Bitstamp says: Busy; Wait"],
    ["a status", { status: "error", reason: "Invalid step", code: "400.002" }, "Bitstamp says: Invalid step"],
    ["a page", "<html>", "the answer is a web page, not data"],
  ])("of %s is refused", (_, body, message) => expect(refusalOf(id, body, noon)).toContain(message));
});
