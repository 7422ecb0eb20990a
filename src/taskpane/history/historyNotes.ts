import { FIRST_DAY, MS_PER_DAY } from "../../core/calendar";
import { isOwnName, type HistoryField } from "../../data/series";
import type { MarketStore } from "../../data/store";
import { counted, dayText, listText, momentText } from "../format";
import { firstKnown, lastKnown, type DayValue } from "./historyDays";
import type { HistoryName } from "./historyFields";

const dayName = (day: number) => dayText(day * MS_PER_DAY);

/** Days, both included, counted from 1970-01-01 UTC. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Which of the days asked for have no value. */
interface Missing {
  /** As a sentence, for days that a source may still give. */
  readonly after: string | undefined;
  /** As sentences, for days that will never have one. */
  readonly others: readonly string[];
}

/** What is missing from a span, of which the values of `days` are shown. All days are over. */
export function missingFrom(value: DayValue, { from, to }: Span, days: readonly number[]): Missing {
  const last = lastKnown(value, to);
  if (last === undefined || last < from) {
    const rest = last === undefined ? "" : ` The last value is of ${dayName(last)}.`;
    return { after: `No values from ${dayName(from)} to ${dayName(to)}.${rest}`, others: [] };
  }
  const first = firstKnown(value, from, last) ?? last;
  const gaps = days.filter((day) => day > first && day < last && value(day) === undefined).length;
  const others: string[] = [];
  if (first > from) others.push(`No values before ${dayName(first)}.`);
  if (gaps > 0) others.push(`${counted(gaps, "day")} in between without a value.`);
  return { after: last < to ? `No values after ${dayName(last)}.` : undefined, others };
}

/** Fields that are computed from others, and from which. */
const ingredients: Readonly<Partial<Record<HistoryField, readonly HistoryField[]>>> = {
  "btc.hashprice_subsidy": ["btc.price", "btc.difficulty"],
};

/** Where the values of a span come from, as a sentence; undefined where there are none. */
export function sourceNote(field: HistoryName, span: Span, market: MarketStore): string | undefined {
  if (isOwnName(field)) {
    const found = market.kept?.[field]?.days;
    if (found === undefined) return undefined;
    const first = firstKnown((day) => found.days[day], span.from, span.to);
    return first === undefined ? undefined : `Source: ${fetchedText(found)}.`;
  }
  const fields = ingredients[field] ?? [field];
  const origins = new Set(fields.flatMap((name) => originsOf(name, span, market)));
  if (origins.size === 0) return undefined;
  const begin = fields.length > 1 ? "Computed from price, difficulty and subsidy of each day" : "Source";
  return `${begin}: ${listText([...origins])}.`;
}

function originsOf(field: HistoryField, { from, to }: Span, market: MarketStore): string[] {
  const fetched = market.content.history[field];
  let isBuiltIn = false;
  let isFetched = false;
  for (let day = Math.max(from, FIRST_DAY); day <= to; day += 1) {
    if (market.isBuiltIn(field, day)) isBuiltIn = true;
    else if (fetched?.days[day] !== undefined) isFetched = true;
  }
  const origins = isBuiltIn ? ["built into the add-in"] : [];
  if (fetched === undefined || !isFetched) return origins;
  return [...origins, fetchedText(fetched)];
}

const fetchedText = ({ source, fetchedAt }: { readonly source: string; readonly fetchedAt: number }) =>
  `${source}, fetched ${momentText(fetchedAt)}`;
