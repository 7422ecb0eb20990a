import fc from "fast-check";
import { readFileSync } from "node:fs";
import { MS_PER_DAY as DAY } from "../../../src/core/calendar";
import { bitsOfTarget, difficultyFromBits, targetOfBits } from "../../../src/core/network/compactBits";
import { blackPrice } from "../../../src/core/options/black";
import { routes } from "../../../src/data/providers/routes";
import type { Moment } from "../../../src/replay/endpoint";
import { questionOf } from "../../../src/replay/endpoints";
import { difficultyAdjustment } from "../../../src/replay/fresh/network";
import { at, dvolPath, NOW } from "../asking";

const MINUTE = 60_000;
const BITSTAMP_DAYS = "/api/v2/ohlc/btcusd/?step=86400&limit=1000";
const SNAPSHOT_AT = Date.parse("2026-10-05T09:41:44Z");

/** A fresh body, as a client reads it. */
function body(path: string, now = NOW): unknown {
  const { endpoint, url } = questionOf(path);
  const moment: Moment = { now, priceFactor: 1, difficultyShift: 0 };
  if (endpoint === undefined) throw new Error(`${path} is not replayed`);
  return JSON.parse(JSON.stringify(endpoint.fresh(moment, url.searchParams)));
}

const moments = fc.integer({ min: SNAPSHOT_AT - 3 * 365 * DAY, max: SNAPSHOT_AT + 10 * 365 * DAY });

const last = {
  coinbase: (currency: string, now: number) =>
    Number(at(body(`/products/BTC-${currency}/ticker`, now), "price")),
  kraken: (currency: string, now: number) =>
    Number(at(body(`/0/public/Ticker?pair=XBT${currency}`, now), "result", `XXBTZ${currency}`, "c", 0)),
  bitstamp: (currency: string, now: number) =>
    Number(at(body(`/api/v2/ticker/btc${currency.toLowerCase()}/`, now), "last")),
};
const lastPrices = (currency: string, now: number) =>
  Object.values(last).map((price) => price(currency, now));
const height = (now: number) => Number(body("/api/blocks/tip/height", now));

/** [start of the epoch in seconds, its first block, difficulty, ratio to the one before], newest first. */
const adjustments = (now: number) =>
  body("/api/v1/mining/difficulty-adjustments/1y", now) as [number, number, number, number][];

interface Adjustment {
  readonly difficultyChange: number;
  readonly estimatedRetargetDate: number;
  readonly nextRetargetHeight: number;
  readonly previousRetarget: number;
  readonly previousTime: number;
  readonly remainingBlocks: number;
  readonly timeAvg: number;
}
const adjustment = (now: number) => body("/api/v1/difficulty-adjustment", now) as Adjustment;

test("at the moment of the snapshot, values are those of the snapshot", () => {
  expect(last.bitstamp("USD", SNAPSHOT_AT)).toBeCloseTo(85956.45, -1);
  expect(height(SNAPSHOT_AT)).toBe(969991);
  expect(at(body("/api/v1/mining/hashrate/3d", SNAPSHOT_AT), "currentDifficulty")).toBe(132716002350731.3);
  const recorded = JSON.parse(
    readFileSync("test/fixtures/responses/mempool/difficulty-adjustment.2026-10-05.json", "utf8"),
  ) as Adjustment;
  const fresh = adjustment(SNAPSHOT_AT);
  expect(fresh.nextRetargetHeight).toBe(recorded.nextRetargetHeight);
  // Rounded in another order there.
  expect(fresh.previousRetarget).toBeCloseTo(recorded.previousRetarget, 10);
  const totalFee = at(body("/api/v1/mining/reward-stats/144", SNAPSHOT_AT), "totalFee");
  expect(Math.abs(Number(totalFee) / 1e8 / 144 / 0.014073 - 1)).toBeLessThan(0.06);
});

test("the three exchanges are within 0.2 % in every currency, near the snapshot's after it", () => {
  fc.assert(
    fc.property(moments, fc.constantFrom("USD", "EUR", "GBP"), (now, currency) => {
      const prices = lastPrices(currency, now);
      expect(Math.max(...prices) / Math.min(...prices)).toBeLessThan(1.002);
      const aggregate = Number(at(body("/api/v1/prices", now), currency));
      expect(Math.abs(aggregate / Math.max(...prices) - 1)).toBeLessThan(0.002);
      const answer = body("/api/v2/public/get_index_price?index_name=btc_usd", now);
      const index = Number(at(answer, "result", "index_price"));
      if (currency === "USD") expect(Math.abs(index / Math.max(...prices) - 1)).toBeLessThan(0.002);
      if (currency === "USD" && now > SNAPSHOT_AT) {
        expect(Math.abs(index / 85956.45 - 1)).toBeLessThan(0.035);
      }
    }),
    { numRuns: 50 },
  );
});

test("a minute later the prices are others, within it the same", () => {
  for (let minute = 0; minute < 1440; minute++) {
    const now = Math.floor(NOW / MINUTE) * MINUTE + minute * MINUTE + 44_000;
    const before = last.bitstamp("USD", now);
    expect(last.bitstamp("USD", now + MINUTE)).not.toBe(before);
    expect(Math.abs(last.bitstamp("USD", now + MINUTE) / before - 1)).toBeLessThan(0.001);
  }
  const start = SNAPSHOT_AT + 1000;
  expect(last.kraken("USD", start + 50_000)).toBe(last.kraken("USD", start));
});

test("a bid is below the last price and that below the ask, and the clock is in the answer", () => {
  const ticker = at(body("/0/public/Ticker?pair=XBTGBP"), "result", "XXBTZGBP");
  const [bid, price, ask] = [at(ticker, "b", 0), at(ticker, "c", 0), at(ticker, "a", 0)].map(Number);
  expect(bid).toBeLessThan(Number(price));
  expect(price).toBeLessThan(Number(ask));
  expect(NOW - Date.parse(String(at(body("/products/BTC-EUR/ticker"), "time")))).toBe(1500);
  expect(NOW / 1000 - Number(at(body("/api/v2/ticker/btcusd/"), "timestamp"))).toBe(2);
});

test("heights stay in the recorded epoch for any clock, and grow by one in ten minutes", () => {
  fc.assert(
    fc.property(moments, (now) => {
      const tip = height(now);
      expect(tip).toBeGreaterThanOrEqual(969_696);
      expect(tip).toBeLessThanOrEqual(971_711);
      expect(height(now + 10 * MINUTE)).toBe(tip === 971_711 ? 969_696 : tip + 1);
      const { nextRetargetHeight, remainingBlocks, previousTime } = adjustment(now);
      expect([nextRetargetHeight, remainingBlocks]).toEqual([971_712, 971_712 - tip]);
      const [newest] = adjustments(now);
      expect(newest?.slice(0, 2)).toEqual([previousTime, 969_696]);
      expect(body("/api/v1/mining/reward-stats/144", now)).toMatchObject({
        startBlock: tip - 143,
        endBlock: tip,
      });
    }),
  );
});

test("the adjustment is what mempool's own vectors say", () => {
  const file = "test/fixtures/responses/mempool/difficulty-adjustment.vectors.json";
  const vectors = JSON.parse(readFileSync(file, "utf8")) as {
    in: {
      now: string;
      height: number;
      lastDATime: string;
      time504BlocksAgo: string;
      previousRetarget: number;
    };
    out: { expectedBlocks: number; difficultyChange: number };
  }[];
  expect(vectors.length).toBe(2);
  for (const { in: given, out } of vectors) {
    const { expectedBlocks: blocks, difficultyChange: change, ...rest } = out;
    const seconds = (text: string) => Date.parse(text) / 1000;
    const { expectedBlocks, difficultyChange, ...exact } = difficultyAdjustment({
      nowS: seconds(given.now),
      height: given.height,
      epochStartS: seconds(given.lastDATime),
      quarterS: seconds(given.time504BlocksAgo),
      previousRetarget: given.previousRetarget,
    });
    expect(exact).toMatchObject(rest);
    expect(expectedBlocks).toBeCloseTo(blocks, 8);
    expect(difficultyChange).toBeCloseTo(change, 8);
  }
});

test("the estimated change is small and its date ahead, all through the epoch", () => {
  for (let block = 0; block < 2016; block += 7) {
    const now = SNAPSHOT_AT + block * 10 * MINUTE + 1234;
    const { difficultyChange, estimatedRetargetDate, timeAvg } = adjustment(now);
    expect(Math.abs(difficultyChange)).toBeLessThan(3);
    expect(timeAvg).toBeGreaterThan(0);
    expect(estimatedRetargetDate).toBeGreaterThan(now);
    expect(estimatedRetargetDate).toBeLessThan(now + 15 * DAY);
  }
});

/** The bits of a difficulty, by rounding the target that it means. */
function isOfCompactBits(difficulty: number): boolean {
  const target = ((0xffffn << 208n) * 1000n) / BigInt(Math.round(difficulty * 1000));
  // A double's last digits leave the target a little off: the nearest three bytes are meant.
  const bits = [bitsOfTarget(target), bitsOfTarget(target) + 1];
  return bits.some(
    (one) =>
      bitsOfTarget(targetOfBits(one)) === one && Math.abs(difficultyFromBits(one) / difficulty - 1) < 1e-15,
  );
}

test("every difficulty is one that compact bits stand for, within a factor of 4, at its epoch's start", () => {
  expect(isOfCompactBits(132716002350731.3)).toBe(true);
  expect(isOfCompactBits(132716002350731.3 + 12_345.678)).toBe(false);
  const rows = adjustments(NOW);
  expect(rows.length).toBeGreaterThanOrEqual(25);
  for (const [index, [time, blockHeight, difficulty, ratio]] of rows.entries()) {
    expect(blockHeight).toBe(969_696 - 2016 * index);
    expect(isOfCompactBits(difficulty)).toBe(true);
    const older = rows[index + 1];
    if (older === undefined) continue;
    expect(ratio).toBeCloseTo(difficulty / older[2], 6);
    // The rule of the chain: two weeks over the time that the epoch took.
    expect(ratio).toBeCloseTo((14 * 86_400) / (time - older[0]), 4);
    expect(time).toBeGreaterThan(NOW / 1000 - 365 * 86_400);
  }
});

test("hashrates of days are near what the difficulty says, and the days follow each other", () => {
  for (const [span, days] of [
    ["3d", 3],
    ["1y", 365],
  ] as const) {
    const { hashrates, difficulty, currentHashrate, currentDifficulty } = body(
      `/api/v1/mining/hashrate/${span}`,
    ) as {
      hashrates: { timestamp: number; avgHashrate: number }[];
      difficulty: object[];
      currentHashrate: number;
      currentDifficulty: number;
    };
    expect(hashrates).toHaveLength(days);
    const today = Math.floor(NOW / DAY) * 86_400;
    for (const [index, { timestamp, avgHashrate }] of hashrates.entries()) {
      // A day is dated by the midnight that ends it: the last row is of yesterday.
      expect(timestamp).toBe(today - (days - 1 - index) * 86_400);
      expect(Number.isInteger(avgHashrate)).toBe(true);
    }
    expect(difficulty.at(-1)).toMatchObject({ height: 969_696, difficulty: currentDifficulty });
    expect(Math.abs((currentHashrate * 600) / 2 ** 32 / currentDifficulty - 1)).toBeLessThan(0.05);
  }
});

test("pools share the blocks of a week", () => {
  const week = body("/api/v1/mining/pools/1w") as { pools: { blockCount: number }[]; blockCount: number };
  const blocks = week.pools.map((pool) => pool.blockCount);
  expect(blocks.reduce((sum, count) => sum + count)).toBe(week.blockCount);
  expect(blocks).toEqual([...blocks].sort((a, b) => b - a));
});

interface Candle {
  readonly time: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
}

/** Candles of the exchanges, oldest first. */
const candlesOf = {
  coinbase(now: number): Candle[] {
    const rows = body("/products/BTC-USD/candles?granularity=86400", now);
    return (rows as [number, number, number, number, number][])
      .map(([time, low, high, open, close]) => ({ time, open, high, low, close }))
      .reverse();
  },
  kraken(now: number): Candle[] {
    const rows = at(body("/0/public/OHLC?pair=XBTUSD&interval=1440", now), "result", "XXBTZUSD");
    return (rows as [number, string, string, string, string][]).map(([time, open, high, low, close]) => ({
      time,
      open: Number(open),
      high: Number(high),
      low: Number(low),
      close: Number(close),
    }));
  },
  bitstamp(now: number): Candle[] {
    const rows = at(body(BITSTAMP_DAYS, now), "data", "ohlc");
    return (rows as Record<"timestamp" | "open" | "high" | "low" | "close", string>[]).map((row) => ({
      time: Number(row.timestamp),
      open: Number(row.open),
      high: Number(row.high),
      low: Number(row.low),
      close: Number(row.close),
    }));
  },
};

test.each([
  ["coinbase", 300],
  ["kraken", 720],
  ["bitstamp", 1000],
] as const)("%s tells %i days in a row up to the running one, whose close is the price", (exchange, days) => {
  const rows = candlesOf[exchange](NOW);
  expect(rows).toHaveLength(days);
  expect(rows.at(-1)?.time).toBe((Math.floor(NOW / DAY) * DAY) / 1000);
  expect(Math.abs(Number(rows.at(-1)?.close) - last[exchange]("USD", NOW))).toBeLessThan(0.1);
  for (const [index, { time, open, high, low, close }] of rows.entries()) {
    const before = rows[index - 1];
    if (before !== undefined) expect(time - before.time).toBe(86_400);
    // The close was a minute before the next open.
    if (before !== undefined) expect(Math.abs(open / before.close - 1)).toBeLessThan(0.001);
    expect(low).toBeLessThan(Math.min(open, close));
    expect(high).toBeGreaterThan(Math.max(open, close));
  }
});

test("Bitstamp's days are texts by name, as documented, of bitcoin in USD", () => {
  const data = at(body(BITSTAMP_DAYS), "data");
  expect(at(data, "pair")).toBe("BTC/USD");
  for (const row of at(data, "ohlc") as object[]) {
    expect(Object.keys(row).sort()).toEqual(["close", "high", "low", "open", "timestamp", "volume"]);
    for (const text of Object.values(row)) expect(text).toMatch(/^\d+(\.\d+)?$/);
  }
});

test("every history, as its parser reads it, ends with yesterday", () => {
  const yesterday = Math.floor(NOW / DAY) - 1;
  const histories = routes.filter(({ id, provider }) => id.includes(".history.") && provider !== "deribit");
  expect(histories).toHaveLength(5);
  for (const { id, path, parse } of histories) {
    for (const days of Object.values(parse(body(path(NOW)), NOW).history ?? {})) {
      expect([id, Math.max(...Object.keys(days).map(Number))]).toEqual([id, yesterday]);
    }
  }
});

test("days that are over do not change", () => {
  expect(candlesOf.bitstamp(NOW + DAY).slice(0, -2)).toEqual(candlesOf.bitstamp(NOW).slice(1, -1));
  const tomorrow = candlesOf.kraken(NOW + DAY);
  expect(tomorrow.slice(0, -2)).toEqual(candlesOf.kraken(NOW).slice(1, -1));
  const yesterday = (Math.floor(NOW / DAY) * DAY) / 1000 - 86_400;
  expect(at(body("/0/public/OHLC?pair=XBTUSD&interval=1440"), "result", "last")).toBe(yesterday);
  const since = body(`/0/public/OHLC?pair=XBTUSD&interval=1440&since=${yesterday}`);
  expect(at(since, "result", "XXBTZUSD")).toHaveLength(1);
});

test("Coinbase's candles keep to the days asked for", () => {
  const path = "/products/BTC-USD/candles?granularity=86400";
  const rows = body(`${path}&start=2026-11-01T00:00:00Z&end=2026-11-10T00:00:00Z`);
  expect((rows as [number][]).map(([time]) => time)).toEqual(
    Array.from({ length: 10 }, (_, day) => Date.parse("2026-11-10") / 1000 - day * 86_400),
  );
});

type DvolRow = [time: number, open: number, high: number, low: number, close: number];
const dvol = (from: number, to: number, resolution: string) =>
  at(body(dvolPath(from, to, resolution)), "result") as { data: DvolRow[]; continuation: number | null };

test("DVOL comes in pages that join without a gap, around 0.47", () => {
  const from = NOW - 700 * DAY;
  const rows: DvolRow[] = [];
  let end = NOW;
  for (let pages = 0; pages < 10; pages++) {
    const { data, continuation } = dvol(from, end, "1D");
    rows.unshift(...data);
    if (continuation === null) break;
    end = continuation;
  }
  expect(rows).toHaveLength(700);
  for (const [index, [time, open, high, low, close]] of rows.entries()) {
    expect(time).toBe(Math.floor(NOW / DAY) * DAY - (699 - index) * DAY);
    expect(low).toBeLessThanOrEqual(Math.min(open, close));
    expect(high).toBeGreaterThanOrEqual(Math.max(open, close));
    expect(Math.abs(close - 47)).toBeLessThan(3.5);
  }
});

test("DVOL by the hour ends with the running hour; of the future there is nothing", () => {
  const hour = 3_600_000;
  const { data, continuation } = dvol(NOW - DAY, NOW + DAY, "3600");
  expect(data).toHaveLength(24);
  expect(data.at(-1)?.[0]).toBe(Math.floor(NOW / hour) * hour);
  expect(continuation).toBeNull();
  expect(dvol(NOW + DAY, NOW + 2 * DAY, "3600").data).toEqual([]);
});

interface Summary {
  instrument_name: string;
  underlying_price: number;
  mark_price: number;
  mark_iv: number;
  bid_price: number | null;
  ask_price: number | null;
}

const MONTHS = "JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC";
const chain = (now: number) =>
  at(
    body("/api/v2/public/get_book_summary_by_currency?currency=BTC&kind=option", now),
    "result",
  ) as Summary[];

/** What a name says: expiry, strike and type. */
function partsOf({ instrument_name: name }: Summary) {
  const [, day, month = "", year, strike, type] = /^BTC-(\d+)([A-Z]{3})(\d\d)-(\d+)-([CP])$/.exec(name) ?? [];
  const expiry = Date.UTC(2000 + Number(year), MONTHS.indexOf(month) / 3, Number(day), 8);
  return { expiry, strike: Number(strike), type: type === "C" ? ("call" as const) : ("put" as const) };
}

test("options have Black's price at the volatility that they state, between bid and ask", () => {
  const options = chain(NOW);
  expect(options.length).toBeGreaterThan(400);
  for (const option of options) {
    const { expiry, strike, type } = partsOf(option);
    expect(expiry).toBeGreaterThan(NOW);
    const years = (expiry - NOW) / (365 * DAY);
    const { underlying_price: forward, mark_iv: percent, mark_price: mark } = option;
    const price = blackPrice({ type, forward, strike, years, volatility: percent / 100, rate: 0 });
    expect(Math.abs(mark - price / forward)).toBeLessThan(1e-8);
    if (option.bid_price !== null) expect(option.bid_price).toBeLessThan(mark);
    if (option.bid_price !== null) expect(option.bid_price).toBeGreaterThan(0);
    if (option.ask_price !== null) expect(option.ask_price).toBeGreaterThan(mark);
  }
  expect(options.filter(({ bid_price }) => bid_price === null).length).toBeGreaterThan(5);
  expect(options.filter(({ ask_price }) => ask_price === null).length).toBeGreaterThan(5);
  // Each name once.
  expect(new Set(options.map(({ instrument_name }) => instrument_name)).size).toBe(options.length);
});

test("calls and puts keep parity, and no strike can be had for nothing", () => {
  const byStrike = new Map<string, { call?: number; put?: number; forward: number; strike: number }>();
  for (const option of chain(NOW)) {
    const { expiry, strike, type } = partsOf(option);
    const key = `${expiry} ${strike}`;
    const found = byStrike.get(key) ?? { forward: option.underlying_price, strike };
    byStrike.set(key, { ...found, [type]: option.mark_price });
  }
  const calls = new Map<string, [strike: number, price: number][]>();
  for (const [key, { call = NaN, put = NaN, forward, strike }] of byStrike) {
    expect(Math.abs(call - put - (1 - strike / forward))).toBeLessThan(2e-8);
    const [expiry = ""] = key.split(" ");
    calls.set(expiry, [...(calls.get(expiry) ?? []), [strike, call * forward]]);
  }
  for (const list of calls.values()) {
    list.sort(([a], [b]) => a - b);
    let before: { strike: number; price: number; slope: number } | undefined;
    // Vertical spreads are worth something, butterflies as well, to the rounding of marks.
    for (const [strike, price] of list) {
      let slope = -1;
      if (before !== undefined) {
        slope = (price - before.price) / (strike - before.strike);
        expect(slope).toBeLessThan(0);
        expect(slope).toBeGreaterThan(-1);
        expect(slope - before.slope).toBeGreaterThan(-1e-5);
      }
      before = { strike, price, slope };
    }
  }
});

test("expiries are Deribit's: Fridays at 08:00, ends of months and quarters, and the next two days", () => {
  const expiries = [...new Set(chain(NOW).map((option) => partsOf(option).expiry))];
  const names = expiries.map((expiry) => new Date(expiry).toISOString());
  // By the calendar.
  expect(names).toEqual(
    [
      "2026-11-27",
      "2026-11-28",
      "2026-12-04",
      "2026-12-11",
      "2026-12-18",
      "2026-12-25",
      "2027-01-29",
      "2027-03-26",
      "2027-06-25",
      "2027-09-24",
    ].map((day) => `${day}T08:00:00.000Z`),
  );
  const names90 = chain(NOW).map(({ instrument_name }) => instrument_name);
  expect(names90).toContain("BTC-25DEC26-90000-P");
  expect(names90.some((name) => name.startsWith("BTC-4DEC26-"))).toBe(true);
});

test("there are options at any time, the moment around an expiry included", () => {
  const friday = Date.parse("2026-11-27T08:00:00Z");
  for (const now of [friday - MINUTE, friday, friday + 1]) {
    const expiries = chain(now).map((option) => partsOf(option).expiry);
    expect(Math.min(...expiries)).toBeGreaterThan(now);
  }
  fc.assert(
    fc.property(moments, (now) => {
      const options = chain(now);
      expect(options.length).toBeGreaterThan(200);
      expect(options.every(({ mark_price }) => mark_price > 0)).toBe(true);
    }),
    { numRuns: 20 },
  );
});

test("coins: those that are asked for and known", () => {
  const ids = "litecoin,bitcoin-cash,dogecoin,dash,zcash,ethereum-classic,kaspa,monero";
  const path = (list: string) => `/api/v3/simple/price?ids=${list}&vs_currencies=usd`;
  const coins = body(`${path(ids)}&include_last_updated_at=true`) as Record<
    string,
    { usd: number; last_updated_at: number }
  >;
  expect(Object.keys(coins)).toEqual(ids.split(","));
  for (const { usd, last_updated_at } of Object.values(coins)) {
    expect(usd).toBeGreaterThan(0);
    expect(last_updated_at).toBe(Math.floor(NOW / 1000) - 30);
  }
  expect(body(path("litecoin,pepe"))).toEqual({ litecoin: { usd: expect.any(Number) as number } });
});
