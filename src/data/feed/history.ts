import { byPreference, type Known } from "./candidates";
import { listed } from "./sourceText";
import type { FetchedDays, MarketContent } from "../market";
import { type HistoryField, historyFields } from "../series";

/**
 * The days of each field: of the preferred provider, with days that it lacks out of the reports of others. Says where
 * both come from; as old as the oldest report of which a day is used.
 */
export function historyOf(known: readonly Known[]): MarketContent["history"] {
  const ordered = byPreference(known);
  const history: Partial<Record<HistoryField, FetchedDays>> = {};
  for (const field of historyFields) {
    const days = daysOf(field, ordered);
    if (days !== undefined) history[field] = days;
  }
  return history;
}

function daysOf(field: HistoryField, ordered: readonly Known[]): FetchedDays | undefined {
  const days: Record<number, number> = {};
  const sources: string[] = [];
  let fetchedAt = Infinity;
  for (const { received } of ordered) {
    const before = Object.keys(days).length;
    const stated = received.report.history?.[field] ?? {};
    for (const [day, value] of Object.entries(stated)) days[Number(day)] ??= value;
    if (Object.keys(days).length === before) continue;
    if (!sources.includes(received.source)) sources.push(received.source);
    fetchedAt = Math.min(fetchedAt, received.fetchedAt);
  }
  const [first, ...others] = sources;
  if (first === undefined) return undefined;
  const source = others.length === 0 ? first : `${first}; days that it lacks from ${listed(others)}`;
  return { days, source, fetchedAt };
}
