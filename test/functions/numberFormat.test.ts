import { numberFormat } from "../../src/functions/numberFormat";

test.each([
  ["Subsidy (BTC per block)", [1.5625, 0.78125], "#,##0.00000"],
  ["Subsidy (BTC per block)", [3.125, 2.85192796326261, 1.5625], "#,##0.00000000"],
  ["Supply (BTC)", [20343750, 20671875], "#,##0"],
  ["EXPECTED_BTC (BTC)", [0.0001278922935], "#,##0.00000000"],
  ["Date (date)", [46860.3333333333], "yyyy-mm-dd"],
  ["HALVING_DATE (date)", [46856.022037037], "yyyy-mm-dd"],
  ["Inflation (share per year)", [0.00403963133640553, 0.002], "0.000%"],
  ["Margin (share)", [0.5], "0.0%"],
  ["MINER_IRR (per year, effective)", [0.1234], "0.0%"],
  ["Theta (per year)", [-3456.789], "#,##0.00"],
  ["Difficulty", [132716002350731.3], "#,##0"],
  ["difficulty", [132716002350731.3], "#,##0"],
  ["Next difficulty (difficulty)", [132716002350731.3], "#,##0"],
  ["price-difficulty correlation (-1 to 1)", [0.3], "#,##0.00"],
  ["difficulty growth (per month, effective)", [0.006], "0.000%"],
  ["MARKET (in the unit of the series)", [132716002350731.3], "#,##0"],
  ["Height (block)", [1050000], "#,##0"],
  ["Net cash (USD)", [-12345.678, 0, 1e-12], "#,##0.00"],
  ["Effective price (USD per kWh)", [0.0595238095], "#,##0.00000"],
  ["Energy charge (USD)", [38325], "#,##0"],
  ["Reserve (USD)", [2.5], "#,##0.00"],
  ["Gamma (delta per 1.00)", [0.0000123456], "#,##0.00000000"],
  ["Share of cost (share)", [0.2, 0.0576], "0.00%"],
  ["Name", ["S21", ""], "#,##0"],
  ["IRR (per year)", [], "0.0%"],
])("%s of %j is shown as %s", (label, values, format) => {
  expect(numberFormat(label, values)).toBe(format);
});
