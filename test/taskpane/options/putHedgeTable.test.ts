/** @jest-environment jsdom */
import { putHedge } from "../../../src/core/hedging/putHedge";
import { expiriesOf, pricedPuts, yearsTo } from "../../../src/taskpane/options/optionChain";
import { putHedgeTable } from "../../../src/taskpane/options/putHedgeTable";
import { computedTable } from "../computedTable";
import { someChain } from "../someChain";

/** 23 November 2026, noon UTC. */
const NOW = Date.UTC(2026, 10, 23, 12);
const puts = pricedPuts(expiriesOf(someChain, NOW)[1] ?? { at: 0, options: [] });
const put = puts.find(({ strike }) => strike === 80_000);
if (put === undefined) throw new Error("no put at 80,000");
const { quote } = put;

const hedge = { put, production: 10, costPerBtc: 70_000, chain: someChain, now: NOW };
const years = (quote.expiry - NOW) / (365 * 86_400_000);
const expected = putHedge({
  ...{ production: 10, forward: quote.forward, strike: 80_000, years, volatility: quote.volatility },
  ...{ hedgeRatio: 1, rate: 0, costPerBtc: 70_000, settlement: "usd", contractBtc: 0 },
});

test("its results are those of the core at the quote, each by a formula with references", async () => {
  const { cell, place } = await computedTable(putHedgeTable(hedge));
  expect(place.range).toBe("B2:E33");
  expect(cell("C9").value).toBeCloseTo(yearsTo(quote.expiry, NOW), 5);
  const answers = [
    ["B15", "BTC hedged", expected.btcHedged],
    ["B16", "Premium", expected.premium],
    ["B17", "Floor price", expected.floorPrice],
    ["B18", "Floor revenue", expected.floorRevenue],
    ["B19", "Break-even price", expected.breakEvenPrice],
    ["B20", "Worst margin", expected.worstMargin],
  ] as const;
  for (const [label, name, value] of answers) {
    expect(cell(label).value).toBe(name);
    expect(cell(label.replace("B", "C")).value).toBeCloseTo(Number(value), 6);
  }
});

test("the revenue follows the price without the put, and does not fall below the floor with it", async () => {
  const { cell, model } = await computedTable(putHedgeTable(hedge));
  const rows = Array.from({ length: 11 }, (_, index) => 23 + index);
  for (const [index, row] of rows.entries()) {
    const [share, price, without, withPut] = ["B", "C", "D", "E"].map((column) =>
      Number(cell(`${column}${row}`).value),
    );
    expect(share).toBeCloseTo(0.4 + 0.12 * index, 12);
    expect(price).toBeCloseTo((share ?? NaN) * quote.forward, 6);
    expect(without).toBeCloseTo(10 * (price ?? NaN), 6);
    const payoff = 10 * Math.max(80_000 - (price ?? NaN), 0) - expected.premium;
    expect(withPut).toBeCloseTo((without ?? NaN) + payoff, 6);
    expect(withPut).toBeGreaterThan(expected.floorRevenue - 1e-6);
  }
  const [chart] = model.getters.getChartIds("s1");
  expect(model.getters.getChartDefinition(chart ?? "")).toMatchObject({
    type: "line",
    title: { text: "Revenue by price at expiry" },
    labelsAsText: false,
    dataSource: {
      labelRange: "Model!C22:C33",
      dataSetsHaveTitle: true,
      dataSets: [{ dataRange: "D22:D33" }, { dataRange: "E22:E33" }],
    },
  });
});

test("another strike, share or cost changes the results", async () => {
  const { cell, model } = await computedTable(putHedgeTable(hedge));
  const type = (row: number, content: string) =>
    model.dispatch("UPDATE_CELL", { sheetId: "s1", col: 2, row: row - 1, content });
  type(5, "75000");
  type(10, "0.5");
  const half = putHedge({
    ...{ production: 10, forward: quote.forward, strike: 75_000, years, volatility: quote.volatility },
    ...{ hedgeRatio: 0.5, rate: 0, costPerBtc: 70_000, settlement: "usd", contractBtc: 0 },
  });
  expect([cell("C15").value, Number(cell("C17").value)]).toEqual([5, expect.closeTo(half.floorPrice, 6)]);
});

test("inputs are blue, and only they", async () => {
  const { model } = await computedTable(putHedgeTable(hedge));
  const blue = (col: number, row: number) =>
    model.getters.getCell({ sheetId: "s1", col, row })?.style?.textColor === "#0B4FA8";
  const rows = Array.from({ length: 33 }, (_, row) => row);
  expect(rows.filter((row) => blue(2, row)).map((row) => row + 1)).toEqual([3, 4, 5, 6, 7, 8, 10, 11, 12]);
  expect(rows.filter((row) => blue(1, row)).map((row) => row + 1)).toEqual(
    rows.slice(22).map((row) => row + 1),
  );
  expect(rows.some((row) => blue(3, row) || blue(4, row))).toBe(false);
});
