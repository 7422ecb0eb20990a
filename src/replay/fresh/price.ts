// Made-up prices: a smooth path through the price of the embedded snapshot, the same for the same minute.
import snapshot from "../../data/embedded/default-snapshot.json";
import type { Moment } from "../endpoint";
import { recordedObject } from "../recorded";
import { MS_PER_DAY as DAY } from "../../core/calendar";
import { greatest, least } from "../../core/numeric/extremes";

export const MINUTE = 60_000;

/** The moment of the embedded snapshot, from which the made-up paths start. */
export const SNAPSHOT_AT = Date.parse(snapshot.asOf);
const SNAPSHOT_PRICE = snapshot.btc.priceUsd.value;

/** One turn of a wave in `period`. */
export const wave = (time: number, period: number, phase = 0) =>
  Math.sin((2 * Math.PI * time) / period + phase);

/**
 * Price of a bitcoin in USD at a time: within 3 % of the snapshot's after it, by up to a third lower in the years before
 * it, and another one in the next minute.
 */
export function priceAt(time: number): number {
  const minutes = Math.floor((time - SNAPSHOT_AT) / MINUTE);
  const days = (minutes * MINUTE) / DAY;
  const slow = 0.012 * wave(days, 29.3) + 0.008 * (wave(days, 7.1, 1) - Math.sin(1));
  // The jumps from minute to minute are larger than what the wave moves in one: no two minutes in a row are the same.
  const jump = ((((minutes * 41) % 101) + 101) % 101) / 101;
  const quick = 0.0006 * wave(minutes, 47) + 0.0006 * jump;
  const past = days < 0 ? (1 - Math.exp(days / 200)) * (-0.25 + 0.11 * wave(days, 190)) : 0;
  return SNAPSHOT_PRICE * Math.exp(slow + quick + past);
}

export const quoteCurrencies = ["USD", "EUR", "GBP"] as const;
export type QuoteCurrency = (typeof quoteCurrencies)[number];

/** Units of a currency for a USD, as recorded. */
export function rateOf(currency: string): number {
  if (currency === "USD") return 1;
  return Number(recordedObject("mempool/historical-price.json", "exchangeRates")[`USD${currency}`]);
}

/** How far the exchanges are from the path, in USD. */
const offsets = { coinbase: 2.35, kraken: -2.9, bitstamp: 0.6 };
export type Exchange = keyof typeof offsets;

/** Last price at an exchange, in the currency. */
export function lastPrice(exchange: Exchange, currency: QuoteCurrency, time: number, moment: Moment): number {
  return (priceAt(time) + offsets[exchange]) * rateOf(currency) * moment.priceFactor;
}

export interface Candle {
  /** Start, in milliseconds since 1970 UTC. */
  readonly time: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
}

/** Candle of the span from `time`, up to `now` where that lies in it, of a value given by time. */
export function candleOf(value: (time: number) => number, time: number, span: number, now: number): Candle {
  const end = Math.min(time + span - MINUTE, now);
  const samples = Array.from({ length: 25 }, (_, step) => value(time + (step / 24) * (end - time)));
  const [open, close] = [value(time), value(end)];
  return { time, open, close, high: greatest(samples) * 1.0005, low: least(samples) * 0.9995 };
}

/** Daily candles in USD at an exchange, oldest first: the last is the running day. */
export function dailyCandles(exchange: Exchange, days: number, moment: Moment): Candle[] {
  const today = Math.floor(moment.now / DAY) * DAY;
  const price = (time: number) => lastPrice(exchange, "USD", time, moment);
  return Array.from({ length: days }, (_, day) =>
    candleOf(price, today - (days - 1 - day) * DAY, DAY, moment.now),
  );
}
