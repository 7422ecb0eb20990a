import { marketOf } from "../../src/data/derived";
import { snapshot } from "../../src/data/embedded/snapshot";
import { blockOf, presentations, shownValue } from "../../src/taskpane/presentation";
import { isRangeName } from "../../src/workbook/workbook";

const market = [...marketOf(snapshot).values()];

test("every cell name is legal and its own", () => {
  const names = Object.values(presentations).map(({ rangeName }) => rangeName);
  expect(names.filter((name) => !isRangeName(name))).toEqual([]);
  expect(new Set(names).size).toBe(names.length);
});

test("the names that workbooks refer to stay as they are", () =>
  expect(blockOf(market).map(({ name, numberFormat }) => [name, numberFormat])).toEqual([
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
