// The option chain: every expiry, strikes around the forward, and Black's prices from a made-up smile.
import { round, type Moment } from "../endpoint";
import type { Json, JsonObject } from "../recorded";
import { recordedObject } from "../recorded";
import { MS_PER_DAY as DAY, MS_PER_HOUR as HOUR } from "../../core/calendar";
import { priceAt, SNAPSHOT_AT } from "./price";

/** What forwards are above the index, per year. */
const CARRY = 0.045;
/** How far strikes go, in standard deviations to expiry. */
const REACH = 2.6;
/** An option out of the money that is worth less than this, in BTC, is not listed. */
const LEAST_MARK = 1e-5;

interface Expiry {
  readonly name: string;
  readonly underlying: string;
  /** USD, to the cent. */
  readonly forward: number;
  readonly years: number;
  /** Volatility at the money, per year. */
  readonly atTheMoney: number;
}

/** Summaries of all options; `index` in USD, `dvol` per year. */
export function optionSummaries(moment: Moment, index: number, dvol: number): Json {
  const recorded = recordedObject("deribit/book_summary.result-item.json");
  return expiriesAt(moment.now).flatMap((time) => {
    const years = (time - moment.now) / (365 * DAY);
    const name = `BTC-${nameOfExpiry(time)}`;
    const expiry: Expiry = {
      name,
      years,
      underlying: isQuarterly(time) ? name : `SYN.${name}`,
      forward: round(index * Math.exp(CARRY * years), 2),
      atTheMoney: dvol + 0.02 * (1 - Math.exp(-3 * years)),
    };
    return strikesOf(expiry)
      .filter((strike) => markOf(expiry, strike, strike < expiry.forward ? "P" : "C").mark >= LEAST_MARK)
      .flatMap((strike) =>
        (["C", "P"] as const).map((type) => ({ ...recorded, ...summary(expiry, strike, type, moment) })),
      );
  });
}

/** Round strikes, further apart the more time there is. They are around a price that does not move. */
function strikesOf({ years, atTheMoney }: Expiry): number[] {
  const middle = priceAt(SNAPSHOT_AT);
  const step = strikeSteps.find(({ days }) => years * 365 <= days)?.usd ?? WIDEST_STEP;
  const reach = Math.exp(REACH * atTheMoney * Math.sqrt(Math.max(years, 1 / 365)));
  const first = Math.ceil(middle / reach / step);
  const last = Math.floor((middle * reach) / step);
  return Array.from({ length: last - first + 1 }, (_, place) => (first + place) * step);
}

/** Up to this many days to expiry, the distance between strikes. */
const strikeSteps = [
  { days: 3, usd: 500 },
  { days: 12, usd: 1000 },
  { days: 40, usd: 2000 },
  { days: 130, usd: 5000 },
];
const WIDEST_STEP = 10_000;

/** Volatility in percent as the exchange rounds it: a smile that is steeper below the forward. */
function smile({ forward, years, atTheMoney }: Expiry, strike: number): number {
  const distance = Math.log(strike / forward) / (atTheMoney * Math.sqrt(years));
  const bounded = Math.max(-4, Math.min(4, distance));
  return round(100 * atTheMoney * (1 - 0.02 * bounded + 0.015 * bounded ** 2), 2);
}

function markOf(expiry: Expiry, strike: number, type: "C" | "P") {
  const volatility = smile(expiry, strike);
  const deviation = (volatility / 100) * Math.sqrt(expiry.years);
  const price = blackPrice(type, { forward: expiry.forward, strike, deviation });
  return { volatility, mark: round(price / expiry.forward, 8) };
}

function summary(expiry: Expiry, strike: number, type: "C" | "P", { now }: Moment): JsonObject {
  const name = `${expiry.name}-${strike}-${type}`;
  const { volatility, mark } = markOf(expiry, strike, type);
  const luck = luckOf(name);
  const { bid, ask } = marketOf(mark, luck);
  return {
    instrument_name: name,
    base_currency: "BTC",
    quote_currency: "BTC",
    underlying_index: expiry.underlying,
    underlying_price: expiry.forward,
    interest_rate: 0,
    bid_price: bid,
    ask_price: ask,
    mark_price: mark,
    mark_iv: volatility,
    mid_price: bid === null || ask === null ? null : round((bid + ask) / 2, 6),
    last: bid,
    high: ask,
    low: bid,
    volume: round(40 * luck, 1),
    open_interest: round(900 * luck ** 3, 1),
    creation_timestamp: now,
  };
}

/** Best prices around the mark, in the exchange's steps; below one step there is no bid, and for some no ask. */
function marketOf(mark: number, luck: number): { bid: number | null; ask: number | null } {
  const step = mark < 0.005 ? 0.0001 : 0.0005;
  const half = Math.max(step / 2, 0.01 * mark);
  const bid = round(Math.floor((mark - half) / step) * step, 4);
  const ask = round(Math.ceil((mark + half) / step) * step, 4);
  return { bid: bid < step || luck > 0.97 ? null : bid, ask: luck < 0.03 ? null : ask };
}

/** From 0 to 1, always the same for the same text: FNV-1a, its bits mixed once more. */
function luckOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const letter of text) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193);
  return ((Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 8) % 10_000) / 10_000;
}

const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

/** "25DEC26": the day without a leading zero, as Deribit writes it. */
function nameOfExpiry(expiry: number): string {
  const date = new Date(expiry);
  return `${date.getUTCDate()}${MONTHS[date.getUTCMonth()]}${String(date.getUTCFullYear()).slice(2)}`;
}

/** Whether it is the last Friday of a quarter, whose options have a future of their own. */
function isQuarterly(expiry: number): boolean {
  const date = new Date(expiry);
  return date.getUTCMonth() % 3 === 2 && expiry === lastFriday(date.getUTCFullYear(), date.getUTCMonth());
}

/** Deribit's expiries, all at 08:00 UTC: the next two days, four Fridays, three ends of months and four of quarters. */
function expiriesAt(now: number): number[] {
  const date = new Date(now);
  const first = Math.ceil((now - 8 * HOUR + 1) / DAY) * DAY + 8 * HOUR;
  const days = Array.from({ length: 35 }, (_, day) => first + day * DAY);
  const fridays = days.filter((day) => new Date(day).getUTCDay() === 5);
  const months = Array.from({ length: 16 }, (_, month) =>
    lastFriday(date.getUTCFullYear(), date.getUTCMonth() + month),
  ).filter((expiry) => expiry > now);
  const quarterly = months.filter(isQuarterly).slice(0, 4);
  const chosen = [...days.slice(0, 2), ...fridays.slice(0, 4), ...months.slice(0, 3), ...quarterly];
  return [...new Set(chosen)].sort((a, b) => a - b);
}

function lastFriday(year: number, month: number): number {
  const lastDay = new Date(Date.UTC(year, month + 1, 0));
  return lastDay.getTime() - ((lastDay.getUTCDay() + 2) % 7) * DAY + 8 * HOUR;
}

// The pricing of the replayed options: of its own, so that what the add-in computes from them has a second witness.

/** Standard normal distribution by Marsaglia's series; off by less than 1e-15. */
function normalDistribution(x: number): number {
  if (Math.abs(x) > 8) return x > 0 ? 1 : 0;
  let [sum, term] = [x, x];
  for (let n = 3; Math.abs(term) > 1e-18; n += 2) {
    term *= (x * x) / n;
    sum += term;
  }
  return 0.5 + (sum * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI);
}

/** Undiscounted Black (1976) price, in the currency of `forward`. */
function blackPrice(
  type: "C" | "P",
  { forward, strike, deviation }: { forward: number; strike: number; deviation: number },
): number {
  const d1 = Math.log(forward / strike) / deviation + deviation / 2;
  const sign = type === "C" ? 1 : -1;
  const forwardShare = normalDistribution(sign * d1);
  return sign * (forward * forwardShare - strike * normalDistribution(sign * (d1 - deviation)));
}
