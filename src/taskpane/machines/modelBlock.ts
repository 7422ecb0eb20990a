import { assumptions, type AssumptionKey } from "../../core/cashflow/assumptions";
import type { Machine } from "../../data/machines";
import type { Quote } from "../../data/market";
import type { Series } from "../../data/series";
import type { Place, Reference, Table, TableAddresses, TableCell } from "../../workbook/workbook";
import { firstRows } from "../../workbook/zones";
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

const headers = ["Assumption", "Value", "Unit", "Note"] as const;
const VALUE = 1;

/**
 * The machine at a site as a model block, with what the market shows now as values or as formulas that follow it, and
 * below it what the machine is worth by that. Rows of what the market does not know are left out.
 */
export function modelBlock(
  machine: Machine,
  site: Site,
  quote: (series: Series) => Quote | undefined,
  form: "values" | "formulas",
): Table {
  const lines = modelLines(machine, site, quote, form);
  const results = resultsOf(lines);
  const [blank, head] = [lines.length, lines.length + 1];
  const row = ({ label, value, unit, note }: Result) => [label, value, unit, note];
  return {
    headers,
    rows: [
      ...lines.map(({ key, value, note }) => [assumptions[key].name, value, assumptions[key].unit, note]),
      ["", "", "", ""],
      ["Result", ...headers.slice(1)],
      ...results.map(row),
    ],
    formats: headers.map(() => "General"),
    rowFormats: {
      [VALUE]: [
        ...lines.map(({ format }) => format),
        ...[blank, head].map(() => "General"),
        ...results.map(({ format }) => format),
      ],
    },
    inputs: lines.flatMap(({ value }, index) =>
      typeof value === "object" ? [] : [{ row: index, column: VALUE, rows: 1, columns: 1 }],
    ),
    heads: [head],
  };
}

/** The part of a written block that is the model, without the results below it. */
export function modelPlace({ sheet, range }: Place, { heads = [], rows }: Table): Place {
  const head = heads[0] ?? rows.length;
  // The head of the model takes a row, and a blank one ends it.
  return { sheet, range: firstRows(range, head) };
}

function modelLines(
  machine: Machine,
  site: Site,
  quote: (series: Series) => Quote | undefined,
  form: "values" | "formulas",
): readonly Line[] {
  const own = (key: AssumptionKey, value: number, note: string, format = "General"): Line => ({
    key,
    value,
    note,
    format,
  });
  return [
    ...fromMarket.flatMap((row) => marketLine(row, quote(row.series), form)),
    own("hashrateTh", machine.hashrateTh, `${machine.name}. Source: ${machine.source}`),
    own("jPerTh", machine.jPerTh, `${machine.name}. Source: ${machine.source}`),
    own("usdPerKwh", site.usdPerKwh, "as entered in the pane", "0.0000"),
    own("pue", site.pue, "as entered in the pane"),
    own("capex", 0, "enter the price of the machine and its site", "#,##0"),
  ];
}

interface Result {
  readonly label: string;
  readonly value: Reference;
  readonly unit: string;
  readonly note: string;
  readonly format: string;
}

/** What follows from the lines of a model, and without those of the market from the others. */
function resultsOf(lines: readonly Line[]): readonly Result[] {
  const rowOf = (key: AssumptionKey) => lines.findIndex((line) => line.key === key);
  const model = ({ cell }: TableAddresses) => `${cell(-1, 0)}:${cell(lines.length - 1, headers.length - 1)}`;
  const of = ({ cell }: TableAddresses, key: AssumptionKey) => cell(rowOf(key), VALUE);
  const rewardOf = (at: TableAddresses) =>
    `${of(at, "btcPrice")}, ${of(at, "difficulty")}, ${at.cell(subsidyRow, VALUE)}, ${of(at, "fees")}`;
  const subsidyRow = lines.length + 2;
  const isPriced = fromMarket.every(({ key }) => rowOf(key) >= 0);
  const ofToday: readonly Result[] = [
    {
      label: "Block subsidy",
      value: { refers: (at) => `=MINING.BLOCK_SUBSIDY(${of(at, "startHeight")})` },
      unit: "BTC per block",
      note: "at the start height",
      format: "0.00000000",
    },
    {
      label: "Hashprice",
      value: { refers: (at) => `=MINING.HASHPRICE(${rewardOf(at)})` },
      unit: "USD per PH/s per day",
      note: "before the pool fee",
      format: "$#,##0.00",
    },
    {
      label: "Break-even power price",
      value: {
        refers: (at) =>
          `=MINING.BREAKEVEN("power", ${rewardOf(at)}, ${of(at, "jPerTh")}, , ${of(at, "pue")})`,
      },
      unit: "USD/kWh",
      note: "the highest that it can pay now",
      format: "$0.0000",
    },
  ];
  return [
    ...(isPriced ? ofToday : []),
    {
      label: "Net present value",
      value: { refers: (at) => `=MINING.MINER_NPV(${model(at)})` },
      unit: "USD",
      note: "of all months, less capex",
      format: "$#,##0;-$#,##0",
    },
    {
      label: "Payback",
      value: { refers: (at) => `=IFNA(MINING.PAYBACK(${model(at)}), "none")` },
      unit: "months",
      note: "until capex is earned back",
      format: "0.0",
    },
  ];
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
