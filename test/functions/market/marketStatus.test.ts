import { excelDate } from "../../../src/core/calendar";
import { embedded } from "../../../src/data/embedded/embedded";
import type { Quote } from "../../../src/data/market";
import { MarketStore } from "../../../src/data/store";
import { call, callOn, errorOf, errorOn, liveMarket, market, one, type ExcelError } from "../host";

const HEADER = ["Field", "Value", "Unit", "As of (date)", "Source", "Quality", "Age (hours)", "Warning"];
const HOUR = 3_600_000;

const price: Quote = {
  series: "btc.price",
  value: 90000,
  asOf: market.now() - 1.5 * HOUR,
  fetchedAt: market.now(),
  source: "Median of three",
  quality: "live",
  warning: "The three prices differ by 1.4 %",
};

test("all loaded quotes, in the order of the pane", () => {
  const [header, ...lines] = call("MARKET_STATUS");
  expect(header).toEqual(HEADER);
  expect(lines.map(([field]) => field)).toEqual(market.quotes.map(({ series }) => series));
  expect(lines).toHaveLength(11);
});

test("a quote with a warning, its age and its moment", () => {
  const store = liveMarket({ quotes: [price], history: {} });
  expect(callOn(store, "MARKET_STATUS", "btc.price")).toEqual([
    HEADER,
    [
      "btc.price",
      90000,
      "USD",
      excelDate(price.asOf),
      "Median of three",
      "live",
      1.5,
      "The three prices differ by 1.4 %",
    ],
  ]);
  // A derived value is as good as its worst ingredient, and as old as its oldest: the difficulty of 5 October.
  const [, line = []] = callOn(store, "MARKET_STATUS", "btc.hashprice");
  expect([line[5], line[6], line[7]]).toEqual([
    "derived",
    Math.floor((market.now() - Date.UTC(2026, 9, 5, 9, 41, 44)) / HOUR),
    "The three prices differ by 1.4 %",
  ]);
});

test("one field, one output", () => {
  expect(one("MARKET_STATUS", "btc.price", "quality")).toBe("embedded");
  expect(one("MARKET_STATUS", "btc.price", "AS OF")).toBe(excelDate(Date.UTC(2026, 9, 5, 9, 41, 44)));
  expect(one("MARKET_STATUS", "btc.price", "Age (hours)")).toBe(one("MARKET_STATUS", "btc.price", "age"));
  expect(one("MARKET_STATUS", "btc.price", "warning")).toBe("");
});

test("only output: a column of it without a header", () => {
  expect(call("MARKET_STATUS", null, "value")).toEqual(market.quotes.map(({ value }) => [value]));
});

test("with both, both may be ranges", () => {
  const answer = call("MARKET_STATUS", [["btc.price"], ["btc.height"], ["btc.hight"]], [["unit", "value"]]);
  expect(answer.slice(0, 2)).toEqual([
    ["USD", 85956.45],
    ["block", 969991],
  ]);
  for (const cell of answer[2] ?? []) expect((cell as ExcelError).message).toContain('nearest: "btc.height"');
  expect(errorOf("MARKET_STATUS", [["btc.price"], ["btc.height"]])).toBe(
    "#VALUE! field must be one cell unless output is given, got a 2 x 1 range",
  );
});

test("a series that is not loaded has its row, with the reason", () => {
  const message = "btc.dvol is not loaded: open the Hashcell pane and load live data";
  const [, line = []] = call("MARKET_STATUS", "btc.dvol");
  expect([line[0], line[2], line[7]]).toEqual(["btc.dvol", "per year", ""]);
  for (const at of [1, 3, 4, 5, 6]) expect(line[at]).toMatchObject({ code: "#N/A", message });
  expect(errorOf("MARKET_STATUS", "btc.dvol", "value")).toBe(`#N/A ${message}`);
});

test("nothing at all is not an empty table", () => {
  const store = new MarketStore(embedded, () => 0);
  store.show({ kind: "unreadable", reason: "The frozen values are damaged" });
  expect(errorOn(store, "MARKET_STATUS")).toBe("#N/A The frozen values are damaged");
});

test("what is refused", () => {
  const blank = "(a blank cell reads as 0 in desktop Excel)";
  expect(errorOf("MARKET_STATUS", [[0]])).toBe(
    `#VALUE! field must be the name of a series of the market, such as "btc.price", got 0 ${blank}`,
  );
  expect(errorOf("MARKET_STATUS", [[null]])).toMatch(/such as "btc.price", got a blank cell$/);
  expect(errorOf("MARKET_STATUS", [[""]])).toMatch(/got the text ""$/);
  expect(errorOf("MARKET_STATUS", null, "ages")).toBe(
    `#VALUE! output must be one of: ${HEADER.join("; ")}, got the text "ages"`,
  );
});

test("a clock behind the data shows as a negative age", () => {
  const store = new MarketStore(embedded, () => Date.UTC(2026, 9, 5, 9, 11, 44));
  store.show({ kind: "embedded" });
  expect(callOn(store, "MARKET_STATUS", "btc.price", "age")).toEqual([[-0.5]]);
});
