import { seriesFacts, type Quote, type Series } from "../data/market";
import type { LabelledValue } from "../workbook/workbook";
import { dayText, decimal, signedPercent } from "./format";
import { momentOfDate } from "../core/dates";

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

const fixed = (rangeName: string, decimals: number, numberFormat: string): Presentation => ({
  rangeName,
  numberFormat,
  text: (value) => decimal(value, decimals),
});
const money = (rangeName: string, sign: string) => fixed(rangeName, 2, `${sign}#,##0.00`);
/** Prices below a dollar keep the digits that matter. */
const coinPrice = (rangeName: string): Presentation => ({
  rangeName,
  numberFormat: "$#,##0.00####",
  text: (value) => decimal(value, value < 1 ? 6 : 2),
});
const count = (rangeName: string): Presentation => ({ ...fixed(rangeName, 0, "#,##0"), unit: "" });
const block = (rangeName: string): Presentation => ({
  ...{ rangeName, numberFormat: "#,##0", unit: "" },
  text: (value) => `Block ${decimal(value, 0)}`,
});

export const presentations: Readonly<Record<Series, Presentation>> = {
  "btc.price": money("BTC_PRICE", "$"),
  "btc.price_eur": money("BTC_PRICE_EUR", "€"),
  "btc.price_gbp": money("BTC_PRICE_GBP", "£"),
  "btc.difficulty": count("BTC_DIFFICULTY"),
  "btc.hashrate": fixed("NETWORK_HASHRATE_EH", 2, "#,##0.00"),
  "btc.hashrate_observed": fixed("OBSERVED_HASHRATE_EH", 2, "#,##0.00"),
  "btc.height": count("BTC_HEIGHT"),
  "btc.subsidy": fixed("BTC_SUBSIDY", 3, "0.000######"),
  "btc.fees": fixed("BTC_FEES", 6, "0.000000"),
  "btc.feerate": fixed("BTC_FEERATE", 1, "0.0"),
  "btc.feerate_hour": fixed("BTC_FEERATE_HOUR", 1, "0.0"),
  "btc.hashprice": money("HASHPRICE_USD_PH_DAY", "$"),
  "btc.hashprice_eur": money("HASHPRICE_EUR_PH_DAY", "€"),
  "btc.hashprice_gbp": money("HASHPRICE_GBP_PH_DAY", "£"),
  "btc.next_retarget": {
    ...{ rangeName: "NEXT_RETARGET_DATE", numberFormat: "yyyy-mm-dd hh:mm", unit: "" },
    text: (value) => dayText(momentOfDate(value)),
  },
  "btc.next_retarget_height": block("NEXT_RETARGET_HEIGHT"),
  "btc.next_retarget_change": {
    ...{ rangeName: "NEXT_RETARGET_CHANGE", numberFormat: "0.00%", text: signedPercent, unit: "" },
  },
  "btc.next_halving_height": block("NEXT_HALVING_HEIGHT"),
  "btc.index": money("BTC_INDEX", "$"),
  "btc.dvol": {
    ...{ rangeName: "BTC_DVOL", numberFormat: "0.00%", unit: "a year" },
    text: (value) => `${decimal(value * 100, 2)} %`,
  },
  "ltc.price": coinPrice("LTC_PRICE"),
  "bch.price": coinPrice("BCH_PRICE"),
  "doge.price": coinPrice("DOGE_PRICE"),
  "dash.price": coinPrice("DASH_PRICE"),
  "zec.price": coinPrice("ZEC_PRICE"),
  "etc.price": coinPrice("ETC_PRICE"),
  "kas.price": coinPrice("KAS_PRICE"),
  "xmr.price": coinPrice("XMR_PRICE"),
};

/** The market as the rows of a block in a workbook. */
export function blockOf(market: readonly Quote[]): LabelledValue[] {
  return market.map(({ series, value, source, asOf }) => {
    const { rangeName, numberFormat } = presentations[series];
    return { ...seriesFacts[series], value, source, asOf, name: rangeName, numberFormat };
  });
}

/** Value and unit as the pane shows them. */
export function shownValue({ series, value }: Quote): { readonly value: string; readonly unit: string } {
  const { text, unit } = presentations[series];
  return { value: text(value), unit: unit ?? seriesFacts[series].unit };
}
