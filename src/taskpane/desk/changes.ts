import type { FetchedDays, MarketContent, Quote } from "../../data/market";
import { allSeries, historyFields } from "../../data/series";
import { counted } from "../format";
import type { Change, OtherChange } from "./desk";

/** The series whose values differ, appear or vanish, in the order in which series are shown. */
export function changesBetween(before: readonly Quote[], after: readonly Quote[]): Change[] {
  const [old, fresh] = [before, after].map((quotes) => new Map(quotes.map((quote) => [quote.series, quote])));
  return allSeries.flatMap((series) => {
    const change = { series, before: old?.get(series), after: fresh?.get(series) };
    return change.before?.value === change.after?.value ? [] : [change];
  });
}

/** What differs beside the quotes: days of histories, the option chain, the pools. */
export function otherChanges(before: MarketContent, after: MarketContent): OtherChange[] {
  const histories = historyFields.flatMap((field) => {
    const days = after.history[field];
    const text = days === undefined ? "" : daysText(before.history[field]?.days ?? {}, days.days);
    return days === undefined || text === ""
      ? []
      : [{ name: `${field} by day`, text, source: days.source, asOf: days.fetchedAt }];
  });
  const { chain, pools } = after;
  return [
    ...histories,
    ...(chain === undefined || chain.asOf === before.chain?.asOf
      ? []
      : [{ ...chain, name: "option chain", text: counted(chain.options.length, "option") }]),
    ...(pools === undefined || pools.asOf === before.pools?.asOf
      ? []
      : [{ ...pools, name: "pools of the last week", text: counted(pools.pools.length, "pool") }]),
  ].map(({ name, text, source, asOf }) => ({ name, text, source, asOf }));
}

type Days = FetchedDays["days"];

function daysText(before: Days, after: Days): string {
  const days = Object.keys(after).map(Number);
  const added = days.filter((day) => before[day] === undefined).length;
  const changed = days.filter((day) => before[day] !== undefined && before[day] !== after[day]).length;
  return [
    ...(added > 0 ? [`${counted(added, "day")} added`] : []),
    ...(changed > 0 ? [`${counted(changed, "day")} changed`] : []),
  ].join(", ");
}
