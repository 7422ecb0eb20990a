import fc from "fast-check";
import { UnavailableError } from "../../../src/core/errors";
import type { Report } from "../../../src/data/market";
import { providers } from "../../../src/data/providers/provider";
import { routes } from "../../../src/data/providers/routes";
import { currencies, type Series, seriesFacts, topics } from "../../../src/data/series";
import { statedSeries } from "../wholeContent";
import { recorded } from "./answers";

const MS_PER_DAY = 86_400_000;
const now = Date.UTC(2026, 9, 5, 9, 41, 44);

test("ids are unique, paths are absolute and lead to nobody else", () => {
  expect(new Set(routes.map(({ id }) => id)).size).toBe(routes.length);
  for (const { id, provider, path, label, freshForMs } of routes) {
    expect(id.startsWith(`${provider}.`)).toBe(true);
    expect(path(now)).toMatch(/^\/(api|0|products)\/[\w/.-]+(\?[\w=&,.-]+)?$/);
    expect(label).toMatch(/ from /);
    expect(freshForMs).toBeGreaterThanOrEqual(30_000);
  }
  expect(new Set(routes.map(({ path }) => path(now))).size).toBe(routes.length);
});

test("every provider and every topic has a route; a price has three exchanges and mempool.space", () => {
  expect([...new Set(routes.map(({ provider }) => provider))].sort()).toEqual([...providers].sort());
  for (const topic of topics) expect(routes.some((route) => route.topics.includes(topic))).toBe(true);
  for (const topic of ["price", "price_eur", "price_gbp"] as const) {
    const asked = routes.filter((route) => route.topics.includes(topic)).map(({ provider }) => provider);
    expect(asked).toEqual(["mempool", "coinbase", "kraken", "bitstamp"]);
  }
});

const midnight = Date.UTC(2026, 9, 5);
const seconds = (moment: number) => Math.floor(moment / 1000);
const summary = (instrument_name: string) => ({
  instrument_name,
  creation_timestamp: now - 1000,
  bid_price: 0.05,
  ask_price: null,
  mark_price: 0.06,
  mark_iv: 55.2,
  underlying_price: 86000.5,
  open_interest: 12.5,
});
const ohlc = (moment: number) => [
  seconds(moment),
  "85000.1",
  "86000.0",
  "84000.0",
  "85500.5",
  "85400.0",
  "9.1",
  7,
];
/** A good body of today for each route, in the recorded or documented shape. */
const bodies: Record<string, unknown> = {
  "mempool.tip": 969991,
  "mempool.adjustment": recorded("mempool/difficulty-adjustment.2026-10-05.json"),
  "mempool.fees": recorded("mempool/fees-precise.json"),
  "mempool.prices": { ...(recorded("mempool/prices.json") as object), time: seconds(now) - 60 },
  "mempool.hashrate": recorded("mempool/mining-hashrate.partial.2026-08-06.json"),
  "mempool.rewards": {
    startBlock: 969848,
    endBlock: 969991,
    totalReward: "45202651200",
    totalFee: "202651200",
  },
  "mempool.pools": recorded("mempool/mining-pools-1w.json"),
  "mempool.history.difficulty": [
    [seconds(Date.UTC(2026, 9, 3, 7)), 969696, 132716002350731.3, 0.99],
    [seconds(Date.UTC(2026, 8, 19, 7)), 967680, 126231507121868.2, 1.01],
  ],
  "mempool.history.hashrate": {
    hashrates: [
      { timestamp: seconds(midnight) - 86400, avgHashrate: 9.4e20 },
      { timestamp: seconds(midnight), avgHashrate: 9.5e20 },
    ],
  },
  "coinbase.history.price": [
    [seconds(midnight), 84000, 86000, 85000, 85500, 12.5],
    [seconds(midnight) - 86400, 84000, 86000, 85000, 85500, 12.5],
  ],
  "kraken.history.price": {
    error: [],
    result: { XXBTZUSD: [ohlc(midnight - MS_PER_DAY), ohlc(midnight)], last: 1 },
  },
  "bitstamp.history.price": {
    data: {
      pair: "BTC/USD",
      ohlc: [midnight - MS_PER_DAY, midnight].map((moment) => ({
        timestamp: String(seconds(moment)),
        open: "85000",
        high: "86000",
        low: "84000",
        close: "85500",
        volume: "12.50000000",
      })),
    },
  },
  "deribit.index": { result: { index_price: 85950.1, estimated_delivery_price: 85950.1 } },
  "deribit.dvol": { result: { data: [[now - 100_000, 47.5, 47.6, 47.4, 47.5]], continuation: null } },
  "deribit.history.dvol": {
    result: { data: [[midnight - MS_PER_DAY, 47, 48, 46, 47.5]], continuation: null },
  },
  "deribit.chain": { result: [summary("BTC-25DEC26-90000-C"), summary("BTC-25DEC26-80000-P")] },
  "coingecko.coins": {
    litecoin: { usd: 105.2, last_updated_at: seconds(now) },
    monero: { usd: 310, last_updated_at: seconds(now) - 60 },
  },
  ...Object.fromEntries(
    currencies.flatMap((currency): [string, unknown][] => [
      [`coinbase.ticker.${currency}`, { price: "85956.45", time: "2026-10-05T09:41:40.123456Z" }],
      [
        `kraken.ticker.${currency}`,
        { error: [], result: { [`XXBTZ${currency.toUpperCase()}`]: { c: ["85950.1", "1"] } } },
      ],
      [`bitstamp.ticker.${currency}`, { last: "85960", timestamp: String(seconds(now) - 20) }],
    ]),
  ),
};

/** What is wrong with a report; nothing with one that may be shown. */
function wrongIn(report: Report): readonly string[] {
  const { readings = [], history = {}, chain, pools } = report;
  const isGood = (value: number) => Number.isFinite(value) && value > 0;
  const bad = (is: boolean, what: string) => (is ? [] : [what]);
  const isEmpty =
    readings.length + Object.keys(history).length === 0 && chain === undefined && pools === undefined;
  return [
    ...bad(!isEmpty, "nothing in it"),
    ...readings.flatMap(({ series, value, asOf }) => [
      ...bad(
        series === "btc.next_retarget_change" ? value >= -0.75 && value <= 3 : isGood(value),
        `${series} ${value}`,
      ),
      ...bad(asOf <= now && asOf >= now - MS_PER_DAY, `${series} as of ${asOf}`),
    ]),
    ...Object.entries(history).flatMap(([field, days = {}]) => [
      ...bad(Object.keys(days).length > 0, `no day of ${field}`),
      ...Object.entries(days).flatMap(([day, value]) => [
        ...bad(isGood(value), `${field} ${value}`),
        ...bad(/^\d{5}$/.test(day) && Number(day) < Math.floor(now / MS_PER_DAY), `${field} of day ${day}`),
      ]),
    ]),
    ...(chain?.options ?? []).flatMap((option) => [
      ...bad(
        [option.mark, option.volatility, option.forward, option.strike].every(isGood),
        "an option's price",
      ),
      ...bad([option.bid ?? 1, option.ask ?? 1].every(isGood), "a bid or an ask"),
      ...bad(Math.abs(option.delta) <= 1 && option.openInterest >= 0, "a delta or an open interest"),
      ...bad(option.expiry > now, "an expiry"),
    ]),
    ...bad(chain === undefined || (chain.options.length > 0 && chain.asOf <= now), "the chain"),
    ...(pools?.pools ?? []).flatMap(({ name, blocks }) => bad(name !== "" && isGood(blocks), "a pool")),
    ...bad(pools === undefined || pools.pools.length > 0, "no pools"),
  ];
}

test("every route takes its good body, and every series that is not derived comes from one", () => {
  const found = new Set<Series>();
  for (const { id, topics: served, parse } of routes) {
    if (bodies[id] === undefined) throw new Error(`${id} has no good body: add it to \`bodies\``);
    const report = parse(bodies[id], now);
    expect([id, wrongIn(report)]).toEqual([id, []]);
    for (const { series } of report.readings ?? []) {
      found.add(series);
      expect([series, served.includes(seriesFacts[series].topic)]).toEqual([series, true]);
    }
    for (const field of Object.keys(report.history ?? {})) expect(served).toContain(`history.${field}`);
  }
  // The good body has two of the coins.
  const coins = ["bch", "doge", "dash", "zec", "etc", "kas"].map((coin) => `${coin}.price`);
  const expected = statedSeries.filter((series) => !coins.includes(series));
  expect([...found].sort()).toEqual(expected.sort());
});

type Fate = "refused" | "accepted";

/** Parses, and fails on a report that may not be shown and on any error that is none of the data. */
function fateOf(route: (typeof routes)[number], body: unknown): Fate {
  try {
    expect(wrongIn(route.parse(body, now))).toEqual([]);
    return "accepted";
  } catch (error) {
    if (!(error instanceof UnavailableError)) throw error;
    expect(error.message).toMatch(/^\S[^<>\p{C}]{3,400}$/u);
    return "refused";
  } finally {
    expect(["undefined", "string"]).toContain(typeof route.nextPath?.(body, now));
  }
}

const oddities: readonly unknown[] = [
  -1,
  0,
  -0,
  1,
  0.5,
  -1e9,
  1e308,
  Infinity,
  2 ** 53,
  2 ** 53 + 2,
  1e21,
  now,
  now / 1000,
  now * 1000,
  "",
  "-1",
  "0",
  "1",
  "NaN",
  "85956,45",
  "9007199254740993",
  "1e5",
  "<html>",
  "=1+1",
  "\u0000",
  "x".repeat(2000),
  null,
  true,
  false,
  [],
  [[]],
  {},
  [null],
  { usd: -1 },
  { error: "x" },
  { message: 1 },
  { toString: null },
];

/** A body with one place in it changed, or taken away, at random. */
function broken(body: unknown, place: number, value: unknown, isGone: boolean): unknown {
  const copy = JSON.parse(JSON.stringify({ body })) as Record<string, unknown>;
  const spots: { parent: Record<string, unknown>; key: string }[] = [];
  const visit = (parent: Record<string, unknown>) => {
    for (const key of Object.keys(parent)) {
      spots.push({ parent, key });
      const child = parent[key];
      if (typeof child === "object" && child !== null) visit(child as Record<string, unknown>);
    }
  };
  visit(copy);
  const spot = spots[place % spots.length];
  if (spot === undefined) return body;
  if (isGone) Reflect.deleteProperty(spot.parent, spot.key);
  else spot.parent[spot.key] = value;
  return copy.body;
}

describe.each(routes)("$id", (route) => {
  test("shows nothing but sound values and errors of the data for arbitrary JSON", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (body) => void fateOf(route, body)),
      { numRuns: 200 },
    );
  });

  test("and for a good body with anything wrong in one place", () => {
    const fates = new Set<Fate>();
    fc.assert(
      fc.property(
        fc.nat(10_000),
        fc.oneof(fc.constantFrom(...oddities), fc.jsonValue(), fc.double(), fc.integer().map(String)),
        fc.boolean(),
        (place, value, isGone) =>
          void fates.add(fateOf(route, broken(bodies[route.id], place, value, isGone))),
      ),
      { numRuns: 500 },
    );
    expect([...fates]).toContain("refused");
  });
});
