import type { Quote } from "../../data/market";
import { seriesFacts } from "../../data/series";
import type { LogRow } from "../../workbook/workbook";
import type { OtherChange } from "./desk";

/** What all rows of one event have in common. */
export type Event = Pick<LogRow, "when" | "event" | "addinVersion">;

/** A row about one series: its new value, and the old one where there was one. */
export function logRow(event: Event, { series, value, source, asOf }: Quote, oldValue?: number): LogRow {
  const { unit } = seriesFacts[series];
  const old = oldValue === undefined ? {} : { oldValue };
  return { ...event, series, unit, source, asOf, ...old, newValue: value };
}

/** A row for each series that a refresh of a frozen workbook brought another value, moment or source for. */
export function refreshRows(event: Event, before: readonly Quote[], after: readonly Quote[]): LogRow[] {
  const old = new Map(before.map((quote) => [quote.series, quote]));
  return after.flatMap((quote) => {
    const known = old.get(quote.series);
    const isSame = known?.value === quote.value && known.asOf === quote.asOf && known.source === quote.source;
    return isSame ? [] : [logRow(event, quote, known?.value)];
  });
}

/** A row about the workbook as a whole. */
export const plainRow = (event: Event): LogRow => ({ ...event, series: "", unit: "", source: "" });

/** A row for what has no single value: a history, the option chain. */
export const otherRow = (event: Event, { name, text, source, asOf }: OtherChange): LogRow => ({
  ...{ ...event, series: `${name}: ${text}`, unit: "", source, asOf },
});
