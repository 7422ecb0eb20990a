import { momentOfDate } from "../core/calendar";
import { seriesFacts, type Quote, type Series } from "../data/market";
import { dayText, decimal, signedDecimal, signedPercent } from "./format";

interface Presentation {
  /** Name of the value's cell in a workbook. Formulas refer to it: never rename. */
  readonly rangeName: string;
  /** Excel number format. */
  readonly numberFormat: string;
  /** The value as the pane shows it. */
  readonly text: (value: number) => string;
  /** What the pane shows behind it in place of the series' unit. */
  readonly unit?: string;
  /** A difference of two values with its unit, where it is not one of the values' own unit. */
  readonly difference?: (difference: number) => string;
  /** The decimals of a value. */
  readonly decimals?: (value: number) => number;
}

const rounded = (decimals: (value: number) => number) => ({
  text: (value: number) => decimal(value, decimals(value)),
  decimals,
});
const fixed = (rangeName: string, decimals: number, numberFormat: string): Presentation => ({
  ...{ rangeName, numberFormat, ...rounded(() => decimals) },
});
const money = (rangeName: string, sign: string) => fixed(rangeName, 2, `${sign}#,##0.00`);
/** Prices below a dollar keep the digits that matter. */
const coinPrice = (rangeName: string): Presentation => ({
  ...{ rangeName, numberFormat: "$#,##0.00####", ...rounded((value) => (value < 1 ? 6 : 2)) },
});
const blocks = (difference: number) => `${signedDecimal(difference, 0)} blocks`;
const points = (difference: number) => `${signedDecimal(difference * 100, 2)} percentage points`;
const block = (rangeName: string): Presentation => ({
  ...{ rangeName, numberFormat: "#,##0", unit: "", difference: blocks },
  text: (value) => `Block ${decimal(value, 0)}`,
});

export const presentations: Readonly<Record<Series, Presentation>> = {
  "btc.price": money("BTC_PRICE", "$"),
  "btc.price_eur": money("BTC_PRICE_EUR", "€"),
  "btc.price_gbp": money("BTC_PRICE_GBP", "£"),
  "btc.difficulty": { ...fixed("BTC_DIFFICULTY", 0, "#,##0"), unit: "" },
  "btc.hashrate": fixed("NETWORK_HASHRATE_EH", 2, "#,##0.00"),
  "btc.hashrate_observed": fixed("OBSERVED_HASHRATE_EH", 2, "#,##0.00"),
  "btc.height": { ...block("BTC_HEIGHT"), text: (value) => decimal(value, 0) },
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
    difference: (days) => `${signedDecimal(days, 1)} days`,
  },
  "btc.next_retarget_height": block("NEXT_RETARGET_HEIGHT"),
  "btc.next_retarget_change": {
    ...{ rangeName: "NEXT_RETARGET_CHANGE", numberFormat: "0.00%", text: signedPercent, unit: "" },
    difference: points,
  },
  "btc.next_halving_height": block("NEXT_HALVING_HEIGHT"),
  "btc.index": money("BTC_INDEX", "$"),
  "btc.dvol": {
    ...{ rangeName: "BTC_DVOL", numberFormat: "0.00%", unit: "a year" },
    text: (value) => `${decimal(value * 100, 2)} %`,
    difference: points,
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

/** Value and unit as the pane shows them. */
export function shownValue({ series, value }: Quote): { readonly value: string; readonly unit: string } {
  const { text, unit } = presentations[series];
  return { value: text(value), unit: unit ?? seriesFacts[series].unit };
}

/** How far a value has moved, with its unit, and by what share: "+143.55 USD (+0.17 %)". */
export function changeText(before: Quote, after: Quote): string {
  const { difference, decimals = () => 0 } = presentations[after.series];
  const moved = after.value - before.value;
  if (difference !== undefined) return difference(moved);
  const { unit } = shownValue(after);
  const text = `${signedDecimal(moved, decimals(after.value))}${unit === "" ? "" : ` ${unit}`}`;
  const share = moved / before.value;
  return Number.isFinite(share) ? `${text} (${signedPercent(share)})` : text;
}
