import { changed, readingsOf, recorded, recordedText, refusalOf, routeOf } from "./answers";

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

test("the recorded errors are told in Bitstamp's words", () => {
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
  [{ timestamp: "1381787133000" }, "not of today"],
  [{ timestamp: "1381700000" }, "the price is of 2013-10-13, not of today"],
  [{ timestamp: "9007199254740993" }, "which is not a number that can be held exactly"],
  [{ timestamp: undefined }, "timestamp is missing"],
])("a ticker with %j is refused", (fields, message) =>
  expect(refusalOf("bitstamp.ticker.usd", changed(ticker, fields), now)).toContain(message),
);
