import { excelDate } from "../../../src/core/calendar";
import { embedded } from "../../../src/data/embedded/embedded";
import type { Quote } from "../../../src/data/market";
import { MarketStore } from "../../../src/data/store";
import { call, callOn, errorOf, errorOn, liveMarket, market } from "../host";

const quote = (series: Quote["series"], asOf: number): Quote => ({
  series,
  value: 1,
  asOf,
  source: "Test",
  quality: "live",
});
const BUILT_IN = excelDate(Date.UTC(2026, 9, 5, 9, 41, 44));

test("an unbuilt source says that it is one", () => {
  expect(call("ABOUT", "version")).toEqual([["unbuilt"]]);
  expect(errorOf("ABOUT", "built")).toBe("#N/A runs from source");
});

test("the state of the market and the oldest moment of its basis", () => {
  expect(call("ABOUT").slice(2)).toEqual([
    ["Market state (live, frozen, embedded)", "embedded"],
    ["Data as of (date)", BUILT_IN],
  ]);
  const now = market.now();
  const live = liveMarket({ quotes: [quote("btc.price", now), quote("btc.difficulty", now)], history: {} });
  expect(callOn(live, "ABOUT", [["market state", "data as of"]])).toEqual([["live", BUILT_IN]]);
  const basis = ["btc.price", "btc.difficulty", "btc.height", "btc.fees"] as const;
  const fresh = liveMarket({ quotes: basis.map((series, at) => quote(series, now - at)), history: {} });
  expect(callOn(fresh, "ABOUT", "Data as of")).toEqual([[excelDate(now - 3)]]);
});

test("a frozen workbook is as of the oldest moment of what it holds, not of its freeze", () => {
  const store = new MarketStore(embedded, () => market.now() + 1e9);
  const [old, frozenAt] = [market.now() - 1e9, market.now()];
  const quotes = [quote("btc.price", frozenAt), quote("btc.difficulty", old), quote("btc.dvol", old - 1)];
  store.show({ kind: "frozen", frozenAt }, { quotes, history: {} });
  expect(
    callOn(store, "ABOUT")
      .slice(2)
      .map(([, value]) => value),
  ).toEqual(["frozen", excelDate(old)]);
});

test("where nothing can be read both say why", () => {
  const store = new MarketStore(embedded, () => 0);
  store.show({ kind: "unreadable", reason: "The frozen values are damaged" });
  for (const label of ["market state", "data as of"])
    expect(errorOn(store, "ABOUT", label)).toBe("#N/A The frozen values are damaged");
});
