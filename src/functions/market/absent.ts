import { dayOf, isoDay } from "../../core/calendar";
import { InputError, NoAnswerError, UnavailableError } from "../../core/errors";
import type { Kept, MarketReader } from "../../data/market";
import {
  historyFacts,
  isHistoryField,
  isOwnName,
  type HistoryField,
  type OwnName,
  type Series,
} from "../../data/series";

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

/** A series that a gateway keeps, or why it is not there. */
export function keptSeries(name: string, market: MarketReader): Kept | Error {
  const { kept, state } = market;
  const found = kept?.[name];
  if (found !== undefined) return found;
  if (state.kind !== "live" && state.kind !== "embedded") return notLoaded(name, market);
  if (kept === undefined)
    return new UnavailableError(
      `${name} is not loaded: load live data in a pane that takes its market from your team's gateway`,
    );
  const own = Object.keys(kept).filter(isOwnName);
  const rule = own.length === 0 ? "must be of the gateway, which has none yet" : `must be ${own.join(", ")}`;
  return new InputError("field", rule, name);
}

/** What may have a value for each day: some series always, others where a gateway keeps them. */
export type Daily = HistoryField | Series | OwnName;

function keptDay(name: Daily, day: number, market: MarketReader): number | Error {
  market.want(`days.${name}`);
  const found = isOwnName(name) ? keptSeries(name, market) : market.kept?.[name];
  if (found instanceof Error) return found;
  if (found?.days === undefined) return notLoaded(`${name} by day`, market);
  return found.days.days[day] ?? new NoAnswerError(`${name} has no value for ${isoDay(day)}`);
}

/** A day's value, or why it has none. */
export function valueOfDay(field: Daily, day: number, market: MarketReader): number | Error {
  if (market.state.kind === "unreadable") return notLoaded(field, market);
  const value = isHistoryField(field) ? market.day(field, day) : undefined;
  if (value !== undefined) return value;
  const { begins, topics } = isHistoryField(field) ? historyFacts[field] : { begins: undefined, topics: [] };
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
  if (!isHistoryField(field) || market.kept !== undefined) {
    const kept = keptDay(field, day, market);
    if (typeof kept === "number" || topics.length === 0) return kept;
  }
  if (topics.length === 0) return new NoAnswerError(`${field} is not recorded for ${isoDay(day)}`);
  return notLoaded(`${field} of ${isoDay(day)}`, market);
}
