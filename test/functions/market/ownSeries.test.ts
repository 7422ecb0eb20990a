import { dayOf, excelDate } from "../../../src/core/calendar";
import { asFrozen, freezeText, readFreeze, refreshed } from "../../../src/data/freeze";
import { embedded } from "../../../src/data/embedded/embedded";
import type { Kept, MarketContent } from "../../../src/data/market";
import { MarketStore } from "../../../src/data/store";
import { callOn, errorOn, ExcelError, liveMarket } from "../host";

// Series of a team's own, and the days of others, as a gateway keeps them.

const POWER = "own.site7.power_price";
const NOW = Date.UTC(2026, 10, 23, 12);
const day = (text: string) => dayOf(Date.parse(text));
const date = (text: string) => excelDate(Date.parse(text));

const power: Kept = {
  label: "Power price of site 7",
  unit: "USD/kWh",
  numberFormat: "0.0000",
  quote: { value: 0.0521, asOf: NOW - 3_600_000, fetchedAt: NOW, source: "meter.csv through market.example" },
  days: {
    days: { [day("2026-11-20")]: 0.05, [day("2026-11-22")]: 0.0517 },
    source: "meter.csv through market.example",
    fetchedAt: NOW,
  },
};
const fees: Kept = {
  label: "Transaction fees",
  unit: "BTC per block",
  numberFormat: "0.000000",
  days: {
    days: { [day("2026-11-20")]: 0.021 },
    source: "mempool.space through market.example",
    fetchedAt: NOW,
  },
};
const content: MarketContent = { quotes: [], history: {}, kept: { [POWER]: power, "btc.fees": fees } };
const cell = (store: MarketStore, ...given: unknown[]) => callOn(store, "MARKET", ...given)[0]?.[0];

test("MARKET gives the latest value, by any case, and that of a day", () => {
  const store = liveMarket(content);
  expect(cell(store, POWER)).toBe(0.0521);
  expect(cell(store, "Own.Site7.Power_Price")).toBe(0.0521);
  expect(cell(store, POWER, date("2026-11-20"))).toBe(0.05);
  expect(errorOn(store, "MARKET", POWER, date("2026-11-21"))).toBe(
    `#N/A ${POWER} has no value for 2026-11-21`,
  );
  expect(errorOn(store, "MARKET", POWER, date("2026-11-23"))).toBe("#N/A 2026-11-23 is not over yet (UTC)");
});

test("MARKET gives days of series that no source gives by day", () => {
  const store = liveMarket(content);
  expect(cell(store, "btc.fees", date("2026-11-20"))).toBe(0.021);
  expect(errorOn(store, "MARKET", "btc.fees", date("2026-11-21"))).toBe(
    "#N/A btc.fees has no value for 2026-11-21",
  );
});

test("what is built in takes precedence over what a gateway keeps", () => {
  const [at] = [day("2024-04-20")];
  const days = { days: { [at]: 1 }, source: "Test", fetchedAt: NOW };
  const kept = {
    "btc.price": { ...fees, days },
    "btc.height": { ...fees, days: { ...days, days: { [day("2026-09-01")]: 965_000 } } },
  };
  const store = liveMarket({ quotes: [], history: {}, kept });
  expect(cell(store, "btc.price", date("2024-04-20"))).toBe(64993.7);
  // It is recorded in no other place.
  expect(cell(store, "btc.height", date("2026-09-01"))).toBe(965_000);
});

test("HISTORY has the team's label and unit in its header, and a reason for each day without a value", () => {
  const table = callOn(liveMarket(content), "HISTORY", POWER, date("2026-11-20"), date("2026-11-22"));
  expect(
    table.map((row) => row.map((value) => (value instanceof ExcelError ? value.message : value))),
  ).toEqual([
    ["Date", "Power price of site 7 (USD/kWh)"],
    [date("2026-11-20"), 0.05],
    [date("2026-11-21"), `${POWER} has no value for 2026-11-21`],
    [date("2026-11-22"), 0.0517],
  ]);
});

test("cells want what they show, and nothing else", () => {
  const store = liveMarket(content);
  cell(store, POWER);
  expect([...store.wantedTopics]).toEqual(["kept"]);
  callOn(store, "HISTORY", POWER, date("2026-11-20"), date("2026-11-22"));
  expect([...store.wantedTopics]).toEqual(["kept", `days.${POWER}`]);
});

test.each<[string, MarketContent | undefined, string]>([
  [
    "without a gateway",
    { quotes: [], history: {} },
    `#N/A ${POWER} is not loaded: load live data in a pane that takes its market from your team's gateway`,
  ],
  [
    "that the gateway does not have",
    { quotes: [], history: {}, kept: { "own.site8.power_price": power } },
    `#VALUE! field must be own.site8.power_price, got the text "${POWER}"`,
  ],
  [
    "of a gateway without series",
    { quotes: [], history: {}, kept: {} },
    `#VALUE! field must be of the gateway, which has none yet, got the text "${POWER}"`,
  ],
  [
    "without a value",
    { quotes: [], history: {}, kept: { [POWER]: { ...power, quote: undefined } } },
    `#N/A ${POWER} has no value yet`,
  ],
])("an own series %s says what to do", (_what, given, message) => {
  expect(errorOn(liveMarket(given ?? content), "MARKET", POWER)).toBe(message);
});

test("MARKET_STATUS lists it with its source and age", () => {
  const store = liveMarket({ ...content, kept: { [POWER]: power } });
  const [, line = []] = callOn(store, "MARKET_STATUS", POWER);
  expect(line).toEqual([
    POWER,
    0.0521,
    "USD/kWh",
    excelDate(NOW - 3_600_000),
    "meter.csv through market.example",
    "own",
    1,
    "",
  ]);
  const all = callOn(store, "MARKET_STATUS");
  expect(all.at(-1)?.[0]).toBe(POWER);
});

test("a frozen workbook keeps it, on a machine without a gateway", () => {
  const store = liveMarket(content);
  const frozen = readFreeze(
    freezeText({
      frozenAt: NOW,
      version: "1.7.0",
      content: asFrozen(store.quotes, store.content, embedded.day),
    }),
  );
  const elsewhere = new MarketStore(embedded, () => NOW + 1e10).frozenAs(frozen);
  expect(cell(elsewhere, POWER)).toBe(0.0521);
  expect(cell(elsewhere, POWER, date("2026-11-22"))).toBe(0.0517);
  expect(cell(elsewhere, "btc.fees", date("2026-11-20"))).toBe(0.021);
  expect(callOn(elsewhere, "MARKET_STATUS", POWER, "quality")).toEqual([["frozen"]]);
  expect(errorOn(elsewhere, "MARKET", "own.other")).toBe(
    "#N/A own.other was not loaded when the workbook was frozen: refresh it in the pane",
  );
});

test("a refresh adds days and newer values, and loses nothing", () => {
  const later = { value: 0.06, asOf: NOW, fetchedAt: NOW + 1, source: "meter.csv through market.example" };
  const added = {
    days: { [day("2026-11-22")]: 0.0518 },
    source: "meter.csv through market.example",
    fetchedAt: NOW + 1,
  };
  const fetched = { quotes: [], history: {}, kept: { [POWER]: { ...power, quote: later, days: added } } };
  const { kept } = refreshed(content, fetched, embedded);
  expect(kept?.[POWER]).toMatchObject({
    quote: later,
    days: { days: { [day("2026-11-20")]: 0.05, [day("2026-11-22")]: 0.0518 } },
  });
  expect(kept?.["btc.fees"]).toEqual(fees);
  // An older answer does not bring an old value back.
  expect(refreshed({ quotes: [], history: {}, kept }, content, embedded).kept?.[POWER]?.quote).toEqual(later);
});
