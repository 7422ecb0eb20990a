import { useState } from "react";
import type { OptionChain } from "../../data/market";
import type { MarketStore } from "../../data/store";
import { addressOf, type Outcome, type Place, type Target, type Workbook } from "../../workbook/workbook";
import { counted, dayText } from "../format";
import type { Host } from "../host";
import { InsertAs } from "../inserting/insertAs";
import { InsertBar } from "../inserting/insertBar";
import { insertFormula } from "../inserting/insertFormula";
import { usd, type Expiry, type PricedPut } from "./optionChain";
import { chainFormula, chainTable, putHedgeFormula } from "./optionTables";

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
      : () => putHedgeFormula(put, { production, costPerBtc: cost }, market.now());
  const modes = [
    { id: "hedge", label: "Put hedge", hint: hedgeHint(put, cost, production) },
    {
      id: "values",
      label: "Chain as values",
      hint: `${counted(expiry.options.length, "option")} of ${day} as they stand now: these cells never change.`,
    },
    {
      id: "formula",
      label: "Chain as a formula",
      hint: `OPTION_CHAIN of ${day}: follows the market; in a frozen workbook it does not change.`,
    },
  ] as const;
  const write = (workbook: Workbook, target: Target): Promise<Outcome> => {
    if (mode === "values") return workbook.insertTable(chainTable(expiry, chain), target);
    return insertFormula(workbook, mode === "formula" ? chainFormula(expiry) : (hedge?.() ?? ""), target);
  };
  const done = mode === "values" ? counted(expiry.options.length, "option") : "Formula";
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
  if (cost === undefined) return "Give your cost per BTC first.";
  if (production === undefined) return "Give the BTC to hedge first.";
  if (put === undefined) return "Pick a put among the strikes first.";
  return `PUT_HEDGE of ${production} BTC with the put at ${usd(put.strike)}, as quoted now.`;
}
