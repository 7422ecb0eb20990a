import { allSeries, type Quote } from "../../data/market";
import type { Change } from "./desk";

/** The series whose values differ, appear or vanish, in the order in which series are shown. */
export function changesBetween(before: readonly Quote[], after: readonly Quote[]): Change[] {
  const [old, fresh] = [before, after].map((quotes) => new Map(quotes.map((quote) => [quote.series, quote])));
  return allSeries.flatMap((series) => {
    const change = { series, before: old?.get(series), after: fresh?.get(series) };
    return change.before?.value === change.after?.value ? [] : [change];
  });
}
