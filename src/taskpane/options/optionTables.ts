import { dayOf, excelDate } from "../../core/calendar";
import type { OptionChain } from "../../data/market";
import type { Table } from "../../workbook/workbook";
import { dateFormula } from "../history/historyDays";
import { yearsTo, type Expiry, type PricedPut } from "./optionChain";

const GENERAL = "General";
const MOMENT_FORMAT = 'yyyy-mm-dd hh:mm "UTC"';

/** The options of an expiry as cells that never change; what nobody quotes is left blank. */
export function chainTable({ options }: Expiry, { source, asOf }: OptionChain): Table {
  return {
    headers: [
      ...["Instrument", "Expiry", "Strike (USD)", "Type", "Bid (BTC)", "Ask (BTC)", "Mark (BTC)"],
      ...["Implied volatility", "Delta", "Open interest (BTC)", "Forward (USD)", "Source", "As of"],
    ],
    rows: options.map((option) => [
      ...[option.instrument, excelDate(option.expiry), option.strike, option.type],
      ...[option.bid ?? "", option.ask ?? "", option.mark, option.volatility, option.delta],
      ...[option.openInterest, option.forward, source, excelDate(asOf)],
    ]),
    formats: [
      ...[GENERAL, MOMENT_FORMAT, "#,##0", GENERAL, "0.0000####", "0.0000####", "0.0000####"],
      ...["0.0%", "0.00", "#,##0.0", "#,##0.00", GENERAL, MOMENT_FORMAT],
    ],
  };
}

/** The chain of an expiry as a formula that follows the market. */
export const chainFormula = ({ at }: Expiry) => `=MINING.OPTION_CHAIN(${dateFormula(dayOf(at))})`;

/** What a put is to protect. */
export interface Protected {
  /** BTC. */
  readonly production: number;
  /** USD per BTC. */
  readonly costPerBtc: number;
}

/** The put as a hedge of the whole production: forward, strike and volatility as quoted, years from `now`, no rate. */
export function putHedgeFormula(
  { quote }: PricedPut,
  { production, costPerBtc }: Protected,
  now: number,
): string {
  const given = [production, quote.forward, quote.strike, yearsTo(quote.expiry, now), quote.volatility];
  return `=MINING.PUT_HEDGE(${[...given, 1, 0, costPerBtc].join(", ")})`;
}
