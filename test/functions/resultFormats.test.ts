import { catalogue } from "../../src/functions/catalogue";
import { exampleCall } from "../../src/functions/formulaCall";
import { numberFormat, resultFormats } from "../../src/functions/resultFormats";
import { callOn, definitionOf, liveMarket, market } from "./host";

const formats = (name: string, formula: string, cells: readonly (readonly unknown[])[]) =>
  resultFormats(definitionOf(name), formula, cells);

test("a single value has the format of its unit", () => {
  expect(formats("HALVING_DATE", "=MINING.HALVING_DATE(969991, 46300)", [[46856.02]])).toEqual([
    ["yyyy-mm-dd"],
  ]);
  expect(formats("MINER_IRR", "=MINING.MINER_IRR(A1:B21)", [[0.1234]])).toEqual([["0.0%"]]);
});

test("a record has a format for each row, or that of the row that was asked for", () => {
  const cells = [
    ["Change (share)", 0.0851274],
    ["Retarget date (date)", 45335.3],
    ["Next difficulty (difficulty)", 81725299822043.2],
  ];
  expect(formats("RETARGET_ESTIMATE", "=MINING.RETARGET_ESTIMATE(A1, A2, A3)", cells)).toEqual([
    ["General", "0.00%"],
    ["General", "yyyy-mm-dd"],
    ["General", "#,##0"],
  ]);
  const asked = '=MINING.RETARGET_ESTIMATE(830027, A2, A3, , "retarget date")';
  expect(formats("RETARGET_ESTIMATE", asked, [[45335.3], [45336.4]])).toEqual([
    ["yyyy-mm-dd"],
    ["yyyy-mm-dd"],
  ]);
  expect(formats("RETARGET_ESTIMATE", '=MINING.RETARGET_ESTIMATE(1, 2, 3, , "no such")', [[""]])).toEqual([
    ["General"],
  ]);
});

test("a record by period has formats by column", () => {
  const cells = [
    ["Period", "BTC hedged (BTC)", "Premium (USD)"],
    [1, 5.12345678, 17162.123],
    ["Total", 5.12345678, 17162.123],
  ];
  expect(formats("PUT_HEDGE", "=MINING.PUT_HEDGE(A1:A1,B1:B1)", cells)).toEqual([
    ["General", "General", "General"],
    ["#,##0", "#,##0.00000000", "#,##0.00"],
    ["General", "#,##0.00000000", "#,##0.00"],
  ]);
});

test("a table has formats by column, with or without its heads", () => {
  const body = [1050000, 46860.3333, 1.5625, 20343750, 0.00403963];
  const row = ["#,##0", "yyyy-mm-dd", "#,##0.0000", "#,##0", "0.000%"];
  const { columns } = definitionOf("HALVING_TABLE").returns as { columns: readonly string[] };
  expect(formats("HALVING_TABLE", "=MINING.HALVING_TABLE(840000, 45402, 1)", [columns, body])).toEqual([
    columns.map(() => "General"),
    row,
  ]);
  expect(formats("HALVING_TABLE", "=MINING.HALVING_TABLE(840000, 45402, 1, FALSE)", [body])).toEqual([row]);
});

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

/** A number as a format shows it, read again. */
function readBack(value: number, format: string): number {
  const decimals = /\.(0+)/.exec(format)?.[1]?.length ?? 0;
  return format.endsWith("%")
    ? Number((100 * value).toFixed(decimals)) / 100
    : Number(value.toFixed(decimals));
}

const examples = catalogue.flatMap((definition) =>
  definition.examples.map((example) => ({ definition, ...example })),
);
test.each(examples)("$formula loses nothing that it says", ({ definition, formula, cells, fetched }) => {
  const { name, given } = exampleCall(formula, cells);
  const answer = callOn(fetched === undefined ? market : liveMarket(fetched), name, ...given);
  const found = resultFormats(definition, formula, answer);
  for (const [row, line] of answer.entries()) {
    for (const [column, value] of line.entries()) {
      const format = found[row]?.[column] ?? "";
      if (typeof value !== "number") expect(format).toBe("General");
      else if (format === "yyyy-mm-dd") expect(value).toBeGreaterThan(36_526);
      else {
        const absolute = 0.005 * Math.abs(value) + 5e-9;
        expect(readBack(value, format)).toBeWithin(value, {
          absolute,
          inputs: { formula, row, column, format },
        });
      }
    }
  }
});
