import { assumptions, type AssumptionKey } from "../../core/cashflow/assumptions";
import type { Machine } from "../../data/machines";
import type { Quote } from "../../data/market";
import type { Series } from "../../data/series";
import type { Table, TableCell } from "../../workbook/workbook";
import { momentText } from "../format";
import type { Site } from "./machineValue";

/** Assumptions that the market gives; a model begins with the block after the last one. */
const fromMarket: readonly { key: AssumptionKey; series: Series; ahead: number; format: string }[] = [
  { key: "btcPrice", series: "btc.price", ahead: 0, format: "#,##0.00" },
  { key: "difficulty", series: "btc.difficulty", ahead: 0, format: "#,##0" },
  { key: "startHeight", series: "btc.height", ahead: 1, format: "0" },
  { key: "fees", series: "btc.fees", ahead: 0, format: "0.00000000" },
];

/** Which of them the market does not know. */
export const unknownTo = (quote: (series: Series) => Quote | undefined): readonly Series[] =>
  fromMarket.flatMap(({ series }) => (quote(series) === undefined ? series : []));

interface Line {
  readonly key: AssumptionKey;
  readonly value: TableCell;
  readonly note: string;
  readonly format: string;
}

/**
 * The machine at a site as a model block, with what the market shows now as values or as formulas that follow it. Rows
 * of what the market does not know are left out.
 */
export function modelBlock(
  machine: Machine,
  site: Site,
  quote: (series: Series) => Quote | undefined,
  form: "values" | "formulas",
): Table {
  const own = (key: AssumptionKey, value: number, note: string, format = "General"): Line => ({
    key,
    value,
    note,
    format,
  });
  const lines: readonly Line[] = [
    ...fromMarket.flatMap((row) => marketLine(row, quote(row.series), form)),
    own("hashrateTh", machine.hashrateTh, `${machine.name}. Source: ${machine.source}`),
    own("jPerTh", machine.jPerTh, `${machine.name}. Source: ${machine.source}`),
    own("usdPerKwh", site.usdPerKwh, "as entered in the pane", "0.0000"),
    own("pue", site.pue, "as entered in the pane"),
    own("capex", 0, "enter the price of the machine and its site", "#,##0"),
  ];
  return {
    headers: ["Assumption", "Value", "Unit", "Note"],
    rows: lines.map(({ key, value, note }) => [assumptions[key].name, value, assumptions[key].unit, note]),
    formats: ["General", "General", "General", "General"],
    rowFormats: { column: 1, formats: lines.map(({ format }) => format) },
  };
}

function marketLine(
  { key, series, ahead, format }: (typeof fromMarket)[number],
  quote: Quote | undefined,
  form: "values" | "formulas",
): readonly Line[] {
  if (quote === undefined) return [];
  if (form === "formulas") {
    const formula = `=MINING.MARKET("${series}")${ahead === 0 ? "" : `+${ahead}`}`;
    return [{ key, value: { formula }, note: "follows the market, except in a frozen workbook", format }];
  }
  const note = `${quote.source}, ${momentText(quote.asOf)}, ${quote.quality}`;
  return [{ key, value: quote.value + ahead, note, format }];
}
