// The three exchanges, in their recorded shapes; the days of Bitstamp in the documented one.
import { MS_PER_DAY as DAY } from "../../core/calendar";
import { asks, round, type Endpoint, type Moment } from "../endpoint";
import type { Json } from "../recorded";
import { recordedBody, recordedObject } from "../recorded";
import {
  dailyCandles,
  lastPrice,
  MINUTE,
  quoteCurrencies,
  wave,
  type Exchange,
  type QuoteCurrency,
} from "./price";

/** Coinbase answers with so many candles at most. */
const COINBASE_ROWS = 300;
const KRAKEN_ROWS = 720;
const BITSTAMP_ROWS = 1000;

/** The price, its bid and ask, and the range of a day around it, as texts of so many decimals. */
function pricesOf(exchange: Exchange, currency: QuoteCurrency, moment: Moment, decimals: number) {
  const text = (price: number) => round(price, 1).toFixed(decimals);
  const last = lastPrice(exchange, currency, moment.now, moment);
  return {
    last: round(last, 2).toFixed(decimals),
    bid: text(last - 0.5),
    ask: text(last + 0.5),
    low: text(last * 0.991),
    high: text(last * 1.008),
    average: text(last * 0.999),
  };
}

const volume = (time: number, scale: number) => scale * (1 + 0.3 * wave(time, 17 * DAY));
const query = (values: Record<string, string>) => ({ accepts: asks(values) });

function coinbaseTicker(currency: QuoteCurrency, moment: Moment): Json {
  const { last, bid, ask } = pricesOf("coinbase", currency, moment, 2);
  return {
    ...recordedObject("coinbase/exchange-ticker.json"),
    price: last,
    bid,
    ask,
    trade_id: 800_000_000 + Math.floor(moment.now / MINUTE / 10),
    volume: volume(moment.now, 6000).toFixed(8),
    // The exchange gives microseconds.
    time: new Date(moment.now - 1500).toISOString().replace("Z", "000Z"),
  };
}

/** [seconds, low, high, open, close, volume], the running day first. */
function coinbaseCandles(moment: Moment, asked: URLSearchParams): Json {
  const bound = (name: string, otherwise: number) => Date.parse(asked.get(name) ?? "") || otherwise;
  return dailyCandles("coinbase", COINBASE_ROWS, moment)
    .filter(({ time }) => time >= bound("start", 0) && time <= bound("end", Infinity))
    .reverse()
    .map(({ time, open, high, low, close }) => [
      time / 1000,
      ...[low, high, open, close].map((price) => round(price, 2)),
      round(volume(time, 6000), 8),
    ]);
}

function krakenTicker(currency: QuoteCurrency, moment: Moment): Json {
  const { last, bid, ask, low, high, average } = pricesOf("kraken", currency, moment, 5);
  const recorded = recordedObject("kraken/ticker.json", "result", "XXBTZEUR");
  const volumes = [volume(moment.now, 900).toFixed(8), volume(moment.now, 2100).toFixed(8)];
  const prices = { a: [ask, "1"], b: [bid, "1"], c: [last, "0.01447739"], v: volumes, o: average };
  const ranges = { p: [average, average], l: [low, low], h: [high, high] };
  return { error: [], result: { [`XXBTZ${currency}`]: { ...recorded, ...prices, ...ranges } } };
}

/** [seconds, open, high, low, close, average, volume, trades], the running day last. */
function krakenCandles(moment: Moment, asked: URLSearchParams): Json {
  const text = (price: number) => price.toFixed(1);
  const candles = dailyCandles("kraken", KRAKEN_ROWS, moment);
  const rows = candles.map(({ time, open, high, low, close }) => [
    time / 1000,
    ...[open, high, low, close, (open + close) / 2].map(text),
    volume(time, 2100).toFixed(8),
    41_000 + ((time / DAY) % 977),
  ]);
  const since = Number(asked.get("since") ?? 0);
  const shown = rows.filter(([time]) => Number(time) > since);
  // The last row that will not change any more is yesterday's.
  const yesterday = Math.floor(moment.now / DAY) * DAY - DAY;
  return { error: [], result: { XXBTZUSD: shown, last: yesterday / 1000 } };
}

function bitstampTicker(currency: QuoteCurrency, moment: Moment): Json {
  const { last, bid, ask, low, high, average } = pricesOf("bitstamp", currency, moment, 2);
  return {
    ...recordedObject("bitstamp/ticker.json"),
    last,
    bid,
    ask,
    low,
    high,
    vwap: average,
    volume: volume(moment.now, 1500).toFixed(8),
    timestamp: String(Math.floor(moment.now / 1000) - 2),
  };
}

/** Texts by name, the running day last: https://www.bitstamp.net/api/, OHLC data. */
function bitstampCandles(moment: Moment): Json {
  const text = (price: number) => price.toFixed(2);
  const ohlc = dailyCandles("bitstamp", BITSTAMP_ROWS, moment).map(({ time, open, high, low, close }) => ({
    timestamp: String(time / 1000),
    open: text(open),
    high: text(high),
    low: text(low),
    close: text(close),
    volume: volume(time, 1500).toFixed(8),
  }));
  return { data: { pair: "BTC/USD", ohlc } };
}

const tickers = (currency: QuoteCurrency): Endpoint[] => [
  {
    provider: "coinbase",
    path: `/products/BTC-${currency}/ticker`,
    recorded: () => recordedBody("coinbase/exchange-ticker.json"),
    fresh: (moment) => coinbaseTicker(currency, moment),
    exact: ["trade_id"],
  },
  {
    provider: "kraken",
    path: "/0/public/Ticker",
    ...query({ pair: `XBT${currency}` }),
    recorded: () => recordedBody("kraken/ticker.json"),
    fresh: (moment) => krakenTicker(currency, moment),
  },
  {
    provider: "bitstamp",
    path: `/api/v2/ticker/btc${currency.toLowerCase()}/`,
    recorded: () => recordedBody("bitstamp/ticker.json"),
    fresh: (moment) => bitstampTicker(currency, moment),
  },
];

export const exchanges: readonly Endpoint[] = [
  ...quoteCurrencies.flatMap(tickers),
  {
    provider: "coinbase",
    path: "/products/BTC-USD/candles",
    ...query({ granularity: "86400" }),
    recorded: () => recordedBody("coinbase/exchange-candles.json"),
    fresh: coinbaseCandles,
  },
  {
    provider: "kraken",
    path: "/0/public/OHLC",
    ...query({ pair: "XBTUSD", interval: "1440" }),
    recorded: () => recordedBody("kraken/ohlc.json"),
    fresh: krakenCandles,
    exact: [7],
  },
  {
    provider: "bitstamp",
    path: "/api/v2/ohlc/btcusd/",
    ...query({ step: "86400", limit: String(BITSTAMP_ROWS) }),
    fresh: bitstampCandles,
  },
];
