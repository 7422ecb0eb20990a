import { dayOf, isoDay } from "../../core/calendar";
import { NoAnswerError, UnavailableError } from "../../core/errors";
import type { MarketReader } from "../../data/market";
import { historyFacts, type HistoryField } from "../../data/series";

/** Why something is not loaded, and what to do about it. */
export function notLoaded(what: string, { state }: MarketReader): UnavailableError {
  switch (state.kind) {
    case "starting":
      return new UnavailableError(`${what} is not known yet: the workbook is being read`);
    case "embedded":
      return new UnavailableError(`${what} is not loaded: open the Hashcell pane and load live data`);
    case "live":
      return new UnavailableError(
        `${what} is not loaded: open the Hashcell pane and refresh; it says which source did not answer`,
      );
    case "frozen":
      return new UnavailableError(
        `${what} was not loaded when the workbook was frozen: refresh it in the pane`,
      );
    case "unreadable":
      return new UnavailableError(state.reason);
  }
}

/** A day's value, or why it has none. */
export function valueOfDay(field: HistoryField, day: number, market: MarketReader): number | Error {
  const value = market.day(field, day);
  if (value !== undefined) return value;
  if (market.state.kind === "unreadable") return notLoaded(field, market);
  const { begins, topics } = historyFacts[field];
  if (begins !== undefined && day < dayOf(Date.parse(begins)))
    return new NoAnswerError(`${field} begins on ${begins}`);
  if (day >= dayOf(market.now())) {
    const isFrozen = market.state.kind === "frozen";
    return new NoAnswerError(
      isFrozen
        ? `${isoDay(day)} was not over when the workbook was frozen (UTC)`
        : `${isoDay(day)} is not over yet (UTC)`,
    );
  }
  for (const topic of topics) market.want(topic);
  if (topics.length === 0) return new NoAnswerError(`${field} is not recorded for ${isoDay(day)}`);
  return notLoaded(`${field} of ${isoDay(day)}`, market);
}
