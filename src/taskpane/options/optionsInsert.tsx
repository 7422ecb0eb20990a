import { useState } from "react";
import { dayOf, excelDate } from "../../core/calendar";
import type { OptionChain, OptionQuote } from "../../data/market";
import type { MarketStore } from "../../data/store";
import {
  addressOf,
  type Outcome,
  type Place,
  type Table,
  type Target,
  type Workbook,
} from "../../workbook/workbook";
import { counted, dayText } from "../format";
import type { Host } from "../host";
import { InsertAs } from "../inserting/insertAs";
import { InsertBar } from "../inserting/insertBar";
import { insertFormula } from "../inserting/insertFormula";
import { dateFormula } from "../history/historyDays";
import { usd, type Expiry, type PricedPut } from "./optionChain";
import { putHedgeTable } from "./putHedgeTable";

type Mode = "hedge" | "values" | "formula";

interface Props {
  readonly host: Host;
  readonly selected: Place | undefined;
  readonly market: MarketStore;
  readonly chain: OptionChain;
  readonly expiry: Expiry;
  readonly put: PricedPut | undefined;
  /** USD per BTC. */
  readonly cost: number | undefined;
  /** BTC. */
  readonly production: number | undefined;
}

/** The hedge and the chain on their way into the workbook. */
export function OptionsInsert({ host, selected, market, chain, expiry, put, cost, production }: Props) {
  const [mode, setMode] = useState<Mode>("hedge");
  const day = dayText(expiry.at);
  const hedge =
    put === undefined || cost === undefined || production === undefined
      ? undefined
      : () => putHedgeTable({ put, production, costPerBtc: cost, chain, now: market.now() });
  const modes = [
    { id: "hedge", label: "Put hedge", hint: hedgeHint(put, cost, production) },
    {
      id: "values",
      label: "Chain as values",
      hint: `${counted(expiry.options.length, "option")} of ${day} as of now: these cells never change.`,
    },
    {
      id: "formula",
      label: "Chain as a formula",
      hint: `OPTION_CHAIN of ${day}: follows the market; in a frozen workbook it does not change.`,
    },
  ] as const;
  const write = (workbook: Workbook, target: Target): Promise<Outcome> => {
    if (mode === "formula") return insertFormula(workbook, chainFormula(expiry), target);
    return workbook.insertTable(
      mode === "hedge" && hedge !== undefined ? hedge() : chainTable(expiry, chain),
      target,
    );
  };
  const done = {
    hedge: "Put hedge",
    values: counted(expiry.options.length, "option"),
    formula: "Formula",
  }[mode];
  return (
    <InsertBar
      host={host}
      selected={selected}
      label="Insert the hedge or the chain"
      write={write}
      confirmation={({ place }) => [`${done} written to ${addressOf(place)}.`]}
      isReady={mode !== "hedge" || hedge !== undefined}
    >
      <InsertAs modes={modes} picked={mode} onPick={setMode} />
    </InsertBar>
  );
}

function hedgeHint(
  put: PricedPut | undefined,
  cost: number | undefined,
  production: number | undefined,
): string {
  if (cost === undefined) return "Enter your cost per BTC first.";
  if (production === undefined) return "Enter the BTC to hedge first.";
  if (put === undefined) return "Pick a put among the strikes first.";
  return `${production} BTC with the put at ${usd(put.strike)}: inputs as quoted now, results, and a chart of the revenue.`;
}

const GENERAL = "General";
const MOMENT_FORMAT = 'yyyy-mm-dd hh:mm "UTC"';

const BTC_FORMAT = "0.0000####";

/** Heading, number format and cell of each column of the chain; what is not quoted is left blank. */
const columns: readonly (readonly [
  string,
  string,
  (option: OptionQuote, chain: OptionChain) => number | string,
])[] = [
  ["Instrument", GENERAL, ({ instrument }) => instrument],
  ["Expiry", MOMENT_FORMAT, ({ expiry }) => excelDate(expiry)],
  ["Strike (USD)", "#,##0", ({ strike }) => strike],
  ["Type", GENERAL, ({ type }) => type],
  ["Bid (BTC)", BTC_FORMAT, ({ bid }) => bid ?? ""],
  ["Ask (BTC)", BTC_FORMAT, ({ ask }) => ask ?? ""],
  ["Mark (BTC)", BTC_FORMAT, ({ mark }) => mark],
  ["Implied volatility", "0.0%", ({ volatility }) => volatility],
  ["Delta", "0.00", ({ delta }) => delta],
  ["Open interest (BTC)", "#,##0.0", ({ openInterest }) => openInterest],
  ["Forward (USD)", "#,##0.00", ({ forward }) => forward],
  ["Source", GENERAL, (_option, { source }) => source],
  ["As of", MOMENT_FORMAT, (_option, { asOf }) => excelDate(asOf)],
];

/** Those of numbers that the market gave. */
const quotedColumns = columns.flatMap(([, format], column) =>
  format === GENERAL || format === MOMENT_FORMAT ? [] : [column],
);

/** The options of an expiry as cells that never change. */
function chainTable({ options }: Expiry, chain: OptionChain): Table {
  return {
    headers: columns.map(([header]) => header),
    rows: options.map((option) => columns.map(([, , cell]) => cell(option, chain))),
    formats: columns.map(([, format]) => format),
    inputs: quotedColumns.map((column) => ({ row: 0, column, rows: options.length, columns: 1 })),
  };
}

/** The chain of an expiry as a formula that follows the market. */
const chainFormula = ({ at }: Expiry) => `=MINING.OPTION_CHAIN(${dateFormula(dayOf(at))})`;
