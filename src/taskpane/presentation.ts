import type { Market, Quote, Series } from "../data/market";
import type { LabelledValue } from "../workbook/workbook";
import { decimal, signedPercent } from "./format";

interface Presentation {
  /** Name of the value's cell in a workbook. Formulas refer to it: never rename. */
  readonly rangeName: string;
  /** Excel number format. */
  readonly numberFormat: string;
  /** The value as the pane shows it. */
  readonly text: (value: number) => string;
  /** What the pane shows behind it in place of the series' unit. */
  readonly unit?: string;
}

const whole = { numberFormat: "#,##0", text: (value: number) => decimal(value, 0) };

const block = { numberFormat: "#,##0", text: (value: number) => `Block ${decimal(value, 0)}`, unit: "" };

export const presentations: Readonly<Record<Series, Presentation>> = {
  "btc.price": { rangeName: "BTC_PRICE", numberFormat: "$#,##0.00", text: (value) => decimal(value, 2) },
  "btc.difficulty": { ...whole, rangeName: "BTC_DIFFICULTY", unit: "" },
  "btc.hashrate": {
    rangeName: "NETWORK_HASHRATE_EH",
    numberFormat: "#,##0.00",
    text: (value) => decimal(value, 2),
  },
  "btc.height": { ...whole, rangeName: "BTC_HEIGHT", unit: "" },
  "btc.subsidy": {
    rangeName: "BTC_SUBSIDY",
    numberFormat: "0.000######",
    text: (value) => decimal(value, 3),
  },
  "btc.fees": { rangeName: "BTC_FEES", numberFormat: "0.000000", text: (value) => decimal(value, 6) },
  "btc.hashprice": {
    rangeName: "HASHPRICE_USD_PH_DAY",
    numberFormat: "$#,##0.00",
    text: (value) => decimal(value, 2),
  },
  "btc.nextRetargetHeight": { ...block, rangeName: "NEXT_RETARGET_HEIGHT" },
  "btc.nextRetargetChange": {
    rangeName: "NEXT_RETARGET_CHANGE",
    numberFormat: "0.00%",
    text: signedPercent,
    unit: "",
  },
  "btc.nextHalvingHeight": { ...block, rangeName: "NEXT_HALVING_HEIGHT" },
};

/** The market as the rows of a block in a workbook. */
export function blockOf(market: Market): LabelledValue[] {
  return market.map(({ series, label, value, unit, source, asOf }) => {
    const { rangeName, numberFormat } = presentations[series];
    return { label, value, unit, source, asOf, name: rangeName, numberFormat };
  });
}

/** Value and unit as the pane shows them. */
export function shownValue({ series, value, unit }: Quote): {
  readonly value: string;
  readonly unit: string;
} {
  const { text, unit: shownUnit } = presentations[series];
  return { value: text(value), unit: shownUnit ?? unit };
}
