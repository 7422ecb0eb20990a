import { excelDate } from "../../core/calendar";
import type { OptionChain } from "../../data/market";
import type { Reference, Table, TableAddresses, TableCell } from "../../workbook/workbook";
import { decimal, momentText } from "../format";
import type { PricedPut } from "./optionChain";

/** A put as the hedge of a production. */
interface Hedge {
  readonly put: PricedPut;
  /** BTC. */
  readonly production: number;
  /** USD per BTC. */
  readonly costPerBtc: number;
  readonly chain: OptionChain;
  /** Milliseconds since 1970 UTC. */
  readonly now: number;
}

const USD = "$#,##0;-$#,##0";
const BTC = "#,##0.0000";
const MOMENT = "yyyy-mm-dd hh:mm";
const GENERAL = "General";
const MS_PER_MINUTE = 60_000;

/** Shares of the forward, as the payoff's prices at expiry. */
const SHARES = [0.4, 0.52, 0.64, 0.76, 0.88, 1, 1.12, 1.24, 1.36, 1.48, 1.6] as const;
const VALUE = 1;

/** Cells of the column of values, by the row of the table's body. */
const rowOf = {
  production: 0,
  forward: 1,
  strike: 2,
  volatility: 3,
  expiry: 4,
  valuation: 5,
  years: 6,
  share: 7,
  rate: 8,
  cost: 9,
  // A blank row and a head are between.
  btcHedged: 12,
  premium: 13,
} as const;
const RESULTS_HEAD = 11;
const PAYOFF_HEAD = 19;

type Line = readonly [
  label: string,
  value: TableCell | Reference,
  unit: string,
  note: string,
  format: string,
];

/** What PUT_HEDGE answers of a treasurer's questions, by the name of its output. */
const results = [
  ["BTC hedged", "BTC", "production × share hedged", BTC],
  ["Premium", "USD", "", USD],
  ["Floor price", "USD per BTC", "strike less premium per BTC", USD],
  ["Floor revenue", "USD", "what the coins hedged bring at least", USD],
  ["Break-even price", "USD per BTC", "lowest that covers premium and cost (0: any)", USD],
  ["Worst margin", "USD", "floor revenue less cost of production", USD],
] as const;

/**
 * The put as a hedge of the production: what is given in blue, what follows from it by PUT_HEDGE, and the revenue by
 * price at expiry with and without the put. Forward, strike and volatility are those of the quote.
 */
export function putHedgeTable(hedge: Hedge): Table {
  const lines = [...givenLines(hedge), blank, resultsHead, ...resultLines(hedge), blank];
  const payoffRows = SHARES.map((share, index) => payoffLine(share, PAYOFF_HEAD + 1 + index));
  const rows = [
    ...lines.map(([label, value, unit, note]) => [label, value, unit, note]),
    ["Share of the forward", "Price at expiry", "Without the put", "With the put"],
    ...payoffRows,
  ];
  const formatsWith = (before: (line: Line) => string, after: string) => [
    ...lines.map(before),
    GENERAL,
    ...payoffRows.map(() => after),
  ];
  const general = () => GENERAL;
  return {
    headers: ["Put hedge", "Value", "Unit", "Source"],
    rows,
    formats: [GENERAL, GENERAL, GENERAL, GENERAL],
    rowFormats: {
      0: formatsWith(general, "0%"),
      1: formatsWith((line) => line[4], USD),
      2: formatsWith(general, USD),
      3: formatsWith(general, USD),
    },
    inputs: [
      { row: rowOf.production, column: VALUE, rows: rowOf.years - rowOf.production, columns: 1 },
      { row: rowOf.share, column: VALUE, rows: rowOf.cost - rowOf.share + 1, columns: 1 },
      { row: PAYOFF_HEAD + 1, column: 0, rows: SHARES.length, columns: 1 },
    ],
    heads: [RESULTS_HEAD, PAYOFF_HEAD],
    chart: {
      title: "Revenue by price at expiry",
      axis: "numbers",
      axisTitle: "Price at expiry, USD per BTC",
      valueTitle: "Revenue, USD",
      cells: { row: PAYOFF_HEAD + 1, column: 1, rows: SHARES.length, columns: 3 },
    },
  };
}

const blank: Line = ["", "", "", "", GENERAL];
const resultsHead: Line = ["Result", "Value", "Unit", "How", GENERAL];

function givenLines({ put, production, costPerBtc, chain, now }: Hedge): readonly Line[] {
  const { quote } = put;
  const quoted = `${chain.source}, ${momentText(chain.asOf)}`;
  const entered = "as entered in the pane";
  const valuation = Math.floor(now / MS_PER_MINUTE) * MS_PER_MINUTE;
  return [
    ["Production to hedge", production, "BTC", entered, BTC],
    ["Forward price", quote.forward, "USD per BTC", quoted, USD],
    ["Strike price", quote.strike, "USD per BTC", quote.instrument, USD],
    ["Volatility", quote.volatility, "per year", "implied by the mark price", "0.0%"],
    ["Expiry", excelDate(quote.expiry), "UTC", "of the option", MOMENT],
    ["Valuation", excelDate(valuation), "UTC", "when this was inserted", MOMENT],
    ["Time to expiry", { refers: timeToExpiry }, "years", "(expiry − valuation) ÷ 365", "0.0000"],
    ["Share hedged", 1, "of production", "all of it", "0%"],
    ["Interest rate", 0, "per year", "none assumed: enter yours", "0.0%"],
    ["Cost per BTC", costPerBtc, "USD per BTC", entered, USD],
  ];
}

const timeToExpiry = ({ cell }: TableAddresses) =>
  `=MAX(${cell(rowOf.expiry, VALUE)}-${cell(rowOf.valuation, VALUE)},0)/365`;

function resultLines({ put }: Hedge): readonly Line[] {
  const kind = put.quote.ask === undefined ? "mark" : "ask";
  const priced = `Black (1976); ${kind} ${decimal(put.premium, 0)} USD per BTC`;
  return results.map(([output, unit, note, format]) => [
    output,
    { refers: (addresses) => putHedgeFormula(addresses, output) },
    unit,
    note === "" ? priced : note,
    format,
  ]);
}

function putHedgeFormula({ fixed }: TableAddresses, output: string): string {
  const { production, forward, strike, years, volatility, share, rate, cost } = rowOf;
  const given = [production, forward, strike, years, volatility, share, rate, cost].map((row) =>
    fixed(row, VALUE),
  );
  return `=MINING.PUT_HEDGE(${given.join(", ")}, , , "${output}")`;
}

/** The revenue at a share of the forward: sold at that price, and with what the put pays less what it cost. */
function payoffLine(share: number, row: number): readonly (TableCell | Reference)[] {
  const value = (fixed: TableAddresses["fixed"], of: keyof typeof rowOf) => fixed(rowOf[of], VALUE);
  return [
    share,
    { refers: ({ cell, fixed }) => `=${value(fixed, "forward")}*${cell(row, 0)}` },
    { refers: ({ cell, fixed }) => `=${value(fixed, "production")}*${cell(row, 1)}` },
    {
      refers: ({ cell, fixed }) =>
        `=${cell(row, 2)}+${value(fixed, "btcHedged")}*MAX(${value(fixed, "strike")}-${cell(row, 1)},0)` +
        `-${value(fixed, "premium")}`,
    },
  ];
}
