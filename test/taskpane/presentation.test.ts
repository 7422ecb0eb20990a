import { withDerived } from "../../src/data/derived";
import { snapshot } from "../../src/data/embedded/snapshot";
import type { Quote } from "../../src/data/market";
import { allSeries, type Series, seriesFacts } from "../../src/data/series";
import { changeText, shownValue } from "../../src/taskpane/presentation";
import { addressOf } from "../../src/workbook/workbook";

const market = [...withDerived(snapshot).values()];

test("every cell name is legal and its own", () => {
  const names = allSeries.map((series) => seriesFacts[series].rangeName);
  // What a sheet may be called without quotes a range may be called too: nothing that reads as a cell.
  for (const name of names) {
    expect(name).toMatch(/^[A-Z][A-Z_]{0,254}$/);
    expect(addressOf({ sheet: name, range: "A1" })).toBe(`${name}!A1`);
  }
  expect(new Set(names).size).toBe(names.length);
});

test("the names that workbooks refer to stay as they are", () =>
  expect(
    market.map(({ series }) => [seriesFacts[series].rangeName, seriesFacts[series].numberFormat]),
  ).toEqual([
    ["BTC_PRICE", "$#,##0.00"],
    ["BTC_DIFFICULTY", "#,##0"],
    ["NETWORK_HASHRATE_EH", "#,##0.00"],
    ["BTC_HEIGHT", "#,##0"],
    ["BTC_SUBSIDY", "0.000######"],
    ["BTC_FEES", "0.000000"],
    ["HASHPRICE_USD_PH_DAY", "$#,##0.00"],
    ["NEXT_RETARGET_DATE", "yyyy-mm-dd hh:mm"],
    ["NEXT_RETARGET_HEIGHT", "#,##0"],
    ["NEXT_RETARGET_CHANGE", "0.00%"],
    ["NEXT_HALVING_HEIGHT", "#,##0"],
  ]));

test("values read as a finance user writes them", () =>
  expect(market.map((quote) => Object.values(shownValue(quote)).join(" ").trim())).toEqual([
    "85,956.45 USD",
    "132,716,002,350,731",
    "950.02 EH/s",
    "969,991",
    "3.125 BTC per block",
    "0.014073 BTC per block",
    "40.90 USD per PH/s per day",
    "17 Oct 2026",
    "Block 971,712",
    "−1.91 %",
    "Block 1,050,000",
  ]));

test.each<[Series, number, number, string]>([
  ["btc.price", 80_000, 84_000, "+4,000.00 USD (+5.00 %)"],
  ["btc.price", 80_000, 80_000, "0.00 USD (0.00 %)"],
  ["btc.difficulty", 200_000, 150_000, "−50,000 (−25.00 %)"],
  ["btc.height", 900_000, 900_144, "+144 blocks"],
  ["btc.next_retarget_height", 901_152, 903_168, "+2,016 blocks"],
  ["btc.next_retarget", 46_000, 45_999.5, "−0.5 days"],
  ["btc.next_retarget_change", 0.01, -0.0125, "−2.25 percentage points"],
  ["btc.dvol", 0.4, 0.45, "+5.00 percentage points"],
  ["doge.price", 0.1, 0.1005, "+0.000500 USD (+0.50 %)"],
  ["btc.fees", 0, 0.02, "+0.020000 BTC per block"],
])("%s from %d to %d has changed by %s", (series, from, to, text) => {
  const quote = (value: number): Quote => ({ series, value, asOf: 0, source: "test", quality: "live" });
  expect(changeText(quote(from), quote(to))).toBe(text);
});
