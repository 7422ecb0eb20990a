import { type Known, merged } from "../../../src/data/feed/candidates";
import { contentOf } from "../../../src/data/feed/content";
import { type DifficultyRecord, reviewed } from "../../../src/data/feed/difficulty";
import { type Provider, providerFacts, type Report } from "../../../src/data/feed/route";
import type { OptionQuote } from "../../../src/data/market";
import type { Series } from "../../../src/data/series";
import { MINUTE, NOON, reportRoute } from "./smallRoutes";

const known = (provider: Provider, report: Report, fetchedAt = NOON, source?: string): Known => ({
  route: reportRoute(provider, "network"),
  received: { route: "", report, fetchedAt, source: source ?? providerFacts[provider].label },
});
const reading = (series: Series, value: number, asOf = NOON) => ({ series, value, asOf });
const content = (all: readonly Known[], now = NOON) => contentOf(all, reviewed(all, undefined), now);

const difficulty = 132716002350731.3;
const earlier = 126231507121868.2;

test("one quote a series in the market's order, of the preferred source, live or cached", () => {
  const all = [
    known("coingecko", { readings: [reading("ltc.price", 90), reading("btc.fees", 0.5)] }),
    known(
      "mempool",
      { readings: [reading("btc.fees", 0.014), reading("btc.difficulty", difficulty)] },
      NOON - MINUTE,
    ),
    known("deribit", { readings: [reading("btc.dvol", 0.41)] }, NOON - 16 * MINUTE),
  ];
  expect(content(all).quotes).toEqual([
    {
      series: "btc.difficulty",
      value: difficulty,
      asOf: NOON - MINUTE,
      fetchedAt: NOON - MINUTE,
      source: "mempool.space",
      quality: "live",
    },
    {
      series: "btc.fees",
      value: 0.014,
      asOf: NOON - MINUTE,
      fetchedAt: NOON - MINUTE,
      source: "mempool.space",
      quality: "live",
    },
    {
      series: "btc.dvol",
      value: 0.41,
      asOf: NOON - 16 * MINUTE,
      fetchedAt: NOON - 16 * MINUTE,
      source: "Deribit",
      quality: "cached",
    },
    {
      series: "ltc.price",
      value: 90,
      asOf: NOON,
      fetchedAt: NOON,
      source: "CoinGecko",
      quality: "live",
    },
  ]);
  expect(content(all)).not.toHaveProperty("chain");
  expect(content(all)).not.toHaveProperty("pools");
  expect(content([])).toEqual({ quotes: [], history: {} });
});

test("a preferred source that has fallen behind gives way to a newer one", () => {
  const all = [
    known("mempool", { readings: [reading("btc.fees", 1)] }, NOON - 60 * MINUTE),
    known("coingecko", { readings: [reading("btc.fees", 2)] }),
  ];
  expect(content(all).quotes).toMatchObject([{ value: 2, source: "CoinGecko" }]);
});

test("of two routes of one provider the one fetched last speaks, and no value is of a time to come", () => {
  const all = [
    known("mempool", { readings: [reading("btc.height", 1, NOON + 60 * MINUTE)] }, NOON - MINUTE),
    known("mempool", { readings: [reading("btc.height", 2, NOON + 60 * MINUTE)] }, NOON),
  ];
  expect(content(all).quotes).toMatchObject([{ value: 2, asOf: NOON }]);
});

test("the days of one provider hold, another's fill its gaps, and both are named", () => {
  const all = [
    known("bitstamp", { history: { "btc.price": { 1: 11, 9: 19 } } }),
    known("kraken", { history: { "btc.price": { 1: 21, 2: 22 }, "btc.dvol": { 1: 0.5 } } }, NOON - MINUTE),
    known("coinbase", { history: { "btc.price": { 2: 32, 3: 33 } } }),
    known("coingecko", { history: { "btc.price": { 1: 41, 3: 43 } } }, NOON - 9 * MINUTE),
  ];
  expect(content(all).history).toEqual({
    "btc.price": {
      days: { 1: 21, 2: 32, 3: 33, 9: 19 },
      source: "Coinbase; days that it lacks from Kraken and Bitstamp",
      fetchedAt: NOON - MINUTE,
    },
    "btc.dvol": { days: { 1: 0.5 }, source: "Kraken", fetchedAt: NOON - MINUTE },
  });
});

const live: OptionQuote = {
  ...{ instrument: "BTC-25DEC26-90000-P", expiry: NOON + 1, strike: 90_000, type: "put" },
  ...{ mark: 0.1, volatility: 0.5, forward: 85_000, delta: -0.6, openInterest: 1 },
};

test("options that have expired since they were fetched are left out, and so is a chain of such alone", () => {
  const chain = { options: [{ ...live, expiry: NOON }, live], asOf: NOON - MINUTE };
  expect(content([known("deribit", { chain })]).chain?.options).toEqual([live]);
  expect(content([known("deribit", { chain })], NOON + 1)).not.toHaveProperty("chain");
});

test("option chain and pools come with their source and times", () => {
  const all = [
    known(
      "deribit",
      { chain: { options: [live], asOf: NOON - 5 } },
      NOON - 1,
      "Deribit through proxy.example",
    ),
    known("mempool", { pools: { pools: [{ name: "A", blocks: 3 }], days: 7, asOf: NOON - 7 } }),
  ];
  expect(content(all)).toMatchObject({
    chain: {
      options: [live],
      asOf: NOON - 5,
      fetchedAt: NOON - 1,
      source: "Deribit through proxy.example",
    },
    pools: {
      pools: [{ name: "A", blocks: 3 }],
      days: 7,
      asOf: NOON - 7,
      source: "mempool.space",
    },
  });
});

test("pages make one report, in which the earlier page holds", () => {
  const pages: Report[] = [
    { readings: [reading("btc.dvol", 0.4)], history: { "btc.dvol": { 5: 0.5, 6: 0.6 } } },
    { history: { "btc.dvol": { 4: 0.4, 5: 9 }, "btc.price": { 4: 1 } } },
    { pools: { pools: [], days: 7, asOf: 1 }, chain: { options: [], asOf: 1 } },
  ];
  expect(merged(pages)).toEqual({
    readings: [reading("btc.dvol", 0.4)],
    history: { "btc.dvol": { 4: 0.4, 5: 0.5, 6: 0.6 }, "btc.price": { 4: 1 } },
    pools: { pools: [], days: 7, asOf: 1 },
    chain: { options: [], asOf: 1 },
  });
  expect(merged([{}])).toEqual({});
  expect(merged([{}, {}])).toEqual({});
});

describe("the difficulty", () => {
  const stating = (value: number, height: number | undefined, fetchedAt = NOON, source?: string) => [
    known("mempool", { readings: [reading("btc.difficulty", value)] }, fetchedAt, source),
    ...(height === undefined ? [] : [known("mempool", { readings: [reading("btc.height", height)] })]),
  ];
  const accepted = (value: number, height: number | undefined): DifficultyRecord => ({
    value,
    height,
    asOf: NOON - MINUTE,
    fetchedAt: NOON - MINUTE,
    source: "mempool.space",
  });

  test("that cannot be true is not shown; the last one stays, as of then, with a warning", () => {
    const all = stating(earlier, 970_100);
    const review = reviewed(all, accepted(difficulty, 969_800));
    const { quotes } = contentOf(all, review, NOON);
    expect(quotes.find(({ series }) => series === "btc.difficulty")).toEqual({
      series: "btc.difficulty",
      value: difficulty,
      asOf: NOON - MINUTE,
      fetchedAt: NOON - MINUTE,
      source: "mempool.space",
      quality: "live",
      warning:
        "The difficulty 126231507121868.2 that mempool.space states is not used and the last one kept: it can change only at a multiple of 2016 blocks, and none lies between 969800 and 970100",
    });
  });

  test("that no block can have is not shown at all where none is known", () => {
    const all = stating(difficulty * (1 + 1e-7), 970_100);
    const review = reviewed(all, undefined);
    expect(review.objection).toMatch("is not used: no block can have this difficulty");
    expect(contentOf(all, review, NOON).quotes.map(({ series }) => series)).toEqual(["btc.height"]);
  });

  test("keeps the height at which it was first seen as long as it stays the same", () => {
    const first = reviewed(stating(earlier, 959_700), undefined).accepted;
    expect(first).toMatchObject({ value: earlier, height: 959_700 });
    const later = reviewed(stating(earlier, 961_640, NOON + MINUTE), first).accepted;
    expect(later).toMatchObject({ height: 959_700, fetchedAt: NOON + MINUTE });
    // The service told of the new epoch's blocks before its difficulty: that may still come.
    const next = reviewed(stating(127479855693691.4, 961_640), later).accepted;
    expect(next).toMatchObject({ value: 127479855693691.4, height: 961_640 });
    expect(reviewed(stating(earlier, 961_700), next).objection).toMatch(
      "none lies between 961640 and 961700",
    );
  });

  test("met first in the first blocks of an epoch may be that of the one before", () => {
    const first = reviewed(stating(earlier, 961_632 + 5), undefined).accepted;
    expect(reviewed(stating(127479855693691.4, 961_650), first).objection).toBeUndefined();
    const sure = reviewed(stating(earlier, 961_632 + 6), undefined).accepted;
    expect(reviewed(stating(127479855693691.4, 961_650), sure).objection).toBeDefined();
  });

  test("of another chain's instance does not bind", () => {
    const own = { ...accepted(256, 2_500_000), source: "own.example (own instance)" };
    expect(reviewed(stating(difficulty, 969_800), own).accepted).toMatchObject({ value: difficulty });
    const proxied = stating(earlier, 970_100, NOON, "mempool.space through proxy.example");
    expect(reviewed(proxied, accepted(difficulty, 969_800)).objection).toBeDefined();
  });

  test("gets its height when one is known", () => {
    const first = reviewed(stating(difficulty, undefined), undefined).accepted;
    expect(first?.height).toBeUndefined();
    expect(reviewed(stating(difficulty, 969_800), first).accepted?.height).toBe(969_800);
  });
});

test("what was fetched just now of over an hour ago is not live", () => {
  const all = [
    known("deribit", { readings: [reading("btc.dvol", 0.41, NOON - 61 * MINUTE)] }),
    known("coingecko", { readings: [reading("ltc.price", 90, NOON - 60 * MINUTE)] }),
  ];
  expect(content(all).quotes).toMatchObject([
    { series: "btc.dvol", quality: "cached" },
    { series: "ltc.price", quality: "live" },
  ]);
});

test("a height of another age is not taken for that of a difficulty, which would lock the next one out", () => {
  const day = 1440 * MINUTE;
  const old: Known = {
    ...known("mempool", { readings: [reading("btc.difficulty", earlier)] }, NOON - day),
    route: reportRoute("mempool", "network", { id: "difficulty" }),
  };
  const tip = known("mempool", { readings: [reading("btc.height", 961_640)] });
  const first = reviewed([old, tip], undefined).accepted;
  expect(first).toMatchObject({ value: earlier, height: undefined });
  const now = known("mempool", { readings: [reading("btc.difficulty", 127479855693691.4)] });
  const next = reviewed([now, tip], first);
  expect(next.objection).toBeUndefined();
  expect(next.accepted).toMatchObject({ value: 127479855693691.4, height: 961_640 });
});
