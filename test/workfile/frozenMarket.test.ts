import { freezeText, type Freeze } from "../../src/data/freeze";
import { partXml } from "../../src/workbook/freezePart";
import { addCustomPart } from "../../src/workfile/customPart";
import { diff, sideOf } from "../../src/workfile/diff";
import { frozenMarket, frozenValues } from "../../src/workfile/frozenMarket";
import { nodeCompression } from "../../src/workfile/nodeCompression";
import { openWorkbook } from "../../src/workfile/workbook";
import { smallBook } from "./smallBook";

const NOW = Date.UTC(2026, 10, 23, 12);

/** Values of the market and of a series of a team's own, as a pane freezes them. */
const frozen = (price: number, power: number): Freeze => ({
  frozenAt: NOW,
  version: "1.7.0",
  content: {
    quotes: [
      {
        series: "btc.price",
        value: price,
        asOf: NOW,
        fetchedAt: NOW,
        source: "Kraken (live when frozen)",
        quality: "frozen",
      },
    ],
    history: {},
    kept: {
      "own.site7.power_price": {
        label: "Power price of site 7",
        unit: "USD/kWh",
        numberFormat: "0.0000",
        quote: { value: power, asOf: NOW - 1, fetchedAt: NOW, source: "meter.csv through market.example" },
      },
      "btc.fees": { label: "Transaction fees", unit: "BTC per block", numberFormat: "0.00" },
    },
  },
});

function bookWith(freeze: Freeze): Uint8Array {
  const workbook = openWorkbook(smallBook({ sheets: { Model: [["a", 1]] } }), nodeCompression);
  addCustomPart(workbook, { namespace: "urn:test", seed: "freeze", text: () => partXml(freezeText(freeze)) });
  return workbook.file.saved();
}

test("a file has what the pane froze, own series among the values", () => {
  const freeze = frozenMarket(openWorkbook(bookWith(frozen(86_000, 0.0521)), nodeCompression));
  if (freeze === undefined) throw new Error("nothing is frozen");
  expect(frozenValues(freeze).map(({ series, value }) => [series, value])).toEqual([
    ["btc.price", 86_000],
    ["own.site7.power_price", 0.0521],
  ]);
});

test("a comparison of two files names each value that differs", () => {
  const side = (freeze: Freeze) => sideOf(bookWith(freeze), nodeCompression);
  expect(diff(side(frozen(86_000, 0.0521)), side(frozen(86_000, 0.06))).market).toEqual([
    { sheet: "", at: "own.site7.power_price", label: "frozen market value", before: 0.0521, after: 0.06 },
  ]);
  expect(diff(side(frozen(86_000, 0.0521)), side(frozen(87_000, 0.0521))).market).toMatchObject([
    { at: "btc.price", before: 86_000, after: 87_000 },
  ]);
});
