import { readFileSync } from "node:fs";
import { excelDate, MS_PER_DAY } from "../../../src/core/calendar";
import { embedded } from "../../../src/data/embedded/embedded";
import type { OptionQuote } from "../../../src/data/market";
import { MarketStore } from "../../../src/data/store";
import { catalogue } from "../../../src/functions/catalogue";
import { call, callOn, errorOf, errorOn, liveMarket, market, one } from "../host";

const option = (instrument: string, expiry: number, other: Partial<OptionQuote> = {}): OptionQuote => ({
  instrument,
  expiry,
  strike: 90000,
  type: "put",
  mark: 0.05,
  volatility: 0.6,
  forward: 95000,
  delta: -0.4,
  openInterest: 12,
  ...other,
});
const expiries = [1, 8, 15, 29].map((day) => Date.UTC(2026, 11, day, 8));
const options = expiries.flatMap((expiry, at) => [
  option(`C${at}`, expiry, { type: "call", bid: 0.04, ask: 0.06, delta: 0.6 }),
  option(`P${at}`, expiry),
]);
const live = liveMarket({
  quotes: [],
  history: {},
  chain: { options, asOf: market.now(), fetchedAt: market.now(), source: "Deribit" },
});
const date = (text: string) => excelDate(Date.parse(text));

test("all expiries, or one by its day", () => {
  expect(callOn(live, "OPTION_CHAIN").map(([name]) => name)).toEqual([
    "Instrument",
    ...options.map(({ instrument }) => instrument),
  ]);
  for (const given of [date("2026-12-08"), date("2026-12-08T23:00:00Z")])
    expect(callOn(live, "OPTION_CHAIN", given, false).map(([name]) => name)).toEqual(["C1", "P1"]);
});

test("a line has the option's terms and quotes; where nobody quotes it is blank", () => {
  expect(callOn(live, "OPTION_CHAIN", date("2026-12-01"))).toEqual([
    [
      "Instrument",
      "Expiry (date)",
      "Strike (USD)",
      "Type",
      "Bid (BTC)",
      "Ask (BTC)",
      "Mark (BTC)",
      "Implied volatility (per year)",
      "Delta (BTC)",
    ],
    ["C0", date("2026-12-01T08:00:00Z"), 90000, "call", 0.04, 0.06, 0.05, 0.6, 0.6],
    ["P0", date("2026-12-01T08:00:00Z"), 90000, "put", "", "", 0.05, 0.6, -0.4],
  ]);
});

test("a day without an expiry lists those that are next, or the last", () => {
  expect(errorOn(live, "OPTION_CHAIN", date("2026-12-07"))).toBe(
    `#VALUE! expiry must be the day of an expiry (nearest: 2026-12-08, 2026-12-15, 2026-12-29), got ${date("2026-12-07")}`,
  );
  expect(errorOn(live, "OPTION_CHAIN", date("2027-12-07"))).toMatch(
    /\(nearest: 2026-12-01, 2026-12-08, 2026-12-15, 2026-12-29\)/,
  );
});

test("without a chain it says what to do, and is wanted", () => {
  const message = "#N/A the option chain is not loaded: open the Hashcell pane and load live data";
  expect(errorOf("OPTION_CHAIN")).toBe(message);
  const frozen = new MarketStore(embedded, () => 0);
  frozen.show({ kind: "frozen", frozenAt: 0 });
  expect(errorOn(frozen, "OPTION_CHAIN")).toBe(
    "#N/A the option chain was not loaded when the workbook was frozen: refresh it in the pane",
  );
  expect([...frozen.wantedTopics]).toEqual(["chain"]);
});

test("a blank expiry is refused", () => {
  for (const blank of [[[0]], [[null]]])
    expect(errorOn(live, "OPTION_CHAIN", blank)).toMatch(
      /^#VALUE! expiry must be at least 1 .*blank cell reads as 0/,
    );
});

describe("the example", () => {
  const chain = catalogue.find(({ name }) => name === "OPTION_CHAIN")?.examples[0]?.fetched?.chain;
  const quoted = chain?.options[0];
  if (chain === undefined || quoted === undefined) throw new Error("the example has no option");

  test("is the option as it was recorded", () => {
    const recorded = JSON.parse(
      readFileSync("test/fixtures/responses/deribit/ticker.result.json", "utf8"),
    ) as Readonly<Record<string, unknown>>;
    expect(chain.asOf).toBe(recorded.timestamp);
    expect({ ...quoted, volatility: 0 }).toEqual({
      instrument: recorded.instrument_name,
      expiry: Date.UTC(2019, 4, 3, 8),
      strike: 5000,
      type: "put",
      bid: recorded.best_bid_price,
      ask: recorded.best_ask_price,
      mark: recorded.mark_price,
      volatility: 0,
      forward: recorded.underlying_price,
      delta: (recorded.greeks as { delta: number }).delta,
      openInterest: recorded.open_interest,
    });
    expect(quoted.volatility).toBeWithin(Number(recorded.mark_iv) / 100, { absolute: 5e-13 });
    expect(chain.options).toHaveLength(1);
  });

  test("has the delta and the mark of Black's formula", () => {
    const years = (quoted.expiry - chain.asOf) / (365 * MS_PER_DAY);
    const given = ["put", quoted.forward, quoted.strike, years, quoted.volatility];
    // Recorded: delta to 5 digits, implied volatility to 4; the mark moves by 2.34 USD a point of volatility.
    const source = "Deribit's ticker as recorded";
    const delta = one("OPTION_GREEKS", ...given, null, null, null, null, "Delta");
    expect(delta).toBeWithin(quoted.delta, { absolute: 5e-4, inputs: { given }, source });
    const mark = Number(one("OPTION_PRICE", ...given)) / quoted.forward;
    expect(mark).toBeWithin(quoted.mark, { absolute: 5e-5, inputs: { given }, source });
  });
});

test("a word that headers does not know is refused", () =>
  expect(() => call("OPTION_CHAIN", null, "perhaps")).toThrow("headers must be TRUE or FALSE"));
