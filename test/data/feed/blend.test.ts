import fc from "fast-check";
import {
  type Candidate,
  contentOf,
  type DifficultyRecord,
  type Known,
  median,
  priceOf,
  reviewed,
} from "../../../src/data/feed/blend";
import { merged } from "../../../src/data/feed/request";
import type { OptionQuote, Report } from "../../../src/data/market";
import { type Provider, providerFacts } from "../../../src/data/providers/provider";
import type { Series } from "../../../src/data/series";
import { MINUTE, NOON, reportRoute } from "./smallRoutes";

describe("content", () => {
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
    instrument: "BTC-25DEC26-90000-P",
    expiry: NOON + 1,
    strike: 90_000,
    type: "put",
    mark: 0.1,
    volatility: 0.5,
    forward: 85_000,
    delta: -0.6,
    openInterest: 1,
  };

  test("options that have expired since they were fetched are left out, and so is a chain of nothing else", () => {
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
          "The difficulty 126231507121868.2 (mempool.space) is not used, and the last one is kept: it can change only at a multiple of 2016 blocks, and none lies between 969800 and 970100",
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
      // The service reported the new epoch's blocks before its difficulty: that may still come.
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
});

describe("a price", () => {
  const from = (provider: Provider, value: number, change: Partial<Candidate> = {}): Candidate => ({
    provider,
    series: "btc.price",
    value,
    asOf: NOON,
    fetchedAt: NOON,
    source: providerFacts[provider].label,
    ...change,
  });
  const quote = (...candidates: Candidate[]) => priceOf("btc.price", candidates, NOON);

  const price = fc.double({ min: 0.01, max: 1e9, noNaN: true });

  test("a median lies within, does not depend on the order, and has half of the values on either side", () => {
    fc.assert(
      fc.property(
        fc.array(price, { minLength: 1, maxLength: 9 }),
        fc.infiniteStream(fc.nat()),
        (values, keys) => {
          const middle = median(values);
          expect(middle).toBeGreaterThanOrEqual(Math.min(...values));
          expect(middle).toBeLessThanOrEqual(Math.max(...values));
          const shuffled = values
            .map((value) => ({ value, key: Number(keys.next().value) }))
            .sort((one, other) => one.key - other.key)
            .map(({ value }) => value);
          expect(median(shuffled)).toBe(middle);
          expect(values.filter((value) => value < middle).length).toBeLessThanOrEqual(values.length / 2);
          expect(values.filter((value) => value > middle).length).toBeLessThanOrEqual(values.length / 2);
          if (values.length % 2 === 1) expect(values).toContain(middle);
        },
      ),
      { numRuns: 500 },
    );
  });

  test.each([
    [[7], 7],
    [[1, 2], 1.5],
    [[3, 1, 2], 2],
    [[4, 1, 3, 2], 2.5],
    [[1e308, 1.5e308], 1.25e308],
  ])("the median of %j is %d", (values, middle) => expect(median(values)).toBe(middle));

  test("the median of the three exchanges, as of the oldest of them, without mempool.space", () => {
    expect(
      quote(
        from("mempool", 99_000),
        from("bitstamp", 86_030, { asOf: NOON - 2 * MINUTE, fetchedAt: NOON - MINUTE }),
        from("coinbase", 86_012.1),
        from("kraken", 85_990),
      ),
    ).toEqual({
      series: "btc.price",
      value: 86_012.1,
      asOf: NOON - 2 * MINUTE,
      fetchedAt: NOON - MINUTE,
      source: "Median of Coinbase, Kraken and Bitstamp",
      quality: "live",
    });
  });

  test("mempool.space takes the place of an exchange that is missing", () => {
    expect(quote(from("mempool", 86_001), from("bitstamp", 86_000), from("coinbase", 86_002))).toMatchObject({
      value: 86_001,
      source: "Median of Coinbase, Bitstamp and mempool.space",
    });
  });

  test("two make a mean, one is taken as it is, and both say so", () => {
    const two = quote(from("kraken", 86_000), from("bitstamp", 86_001));
    expect(two).toMatchObject({ value: 86_000.5, source: "Mean of Kraken and Bitstamp" });
    expect(two?.warning).toBe("The price comes from two sources only");
    const one = quote(from("mempool", 86_000));
    expect(one).toMatchObject({ value: 86_000, source: "mempool.space" });
    expect(one?.warning).toBe("The price comes from one source only");
    expect(quote()).toBeUndefined();
    expect(quote(from("coingecko", 86_000))).toBeUndefined();
  });

  test("a price that is over a quarter of an hour older than the newest does not count", () => {
    const old = (age: number) => from("kraken", 50_000, { asOf: NOON - age });
    const others = [from("coinbase", 86_000), from("bitstamp", 86_002)];
    expect(quote(...others, old(15 * MINUTE))?.source).toBe("Median of Coinbase, Kraken and Bitstamp");
    const left = quote(...others, old(15 * MINUTE + 1));
    expect(left).toMatchObject({ value: 86_001, asOf: NOON, source: "Mean of Coinbase and Bitstamp" });
    expect(left?.warning).toBe("The price comes from two sources only");
    expect(quote(...others, old(16 * MINUTE), from("mempool", 86_003))).toMatchObject({
      source: "Median of Coinbase, Bitstamp and mempool.space",
      value: 86_002,
    });
  });

  // Largest over smallest, by hand: 101/100 is 1 % and not over it.
  test.each([
    [100, 100, 101, false],
    [100, 100, 101.000001, true],
    [86_000, 86_100, 86_860, false],
    [86_000, 86_100, 86_860.01, true],
    [0.01, 0.01, 0.0101, false],
    [99_999.99, 100_000, 101_000, true],
  ])("%d, %d and %d are flagged: %s", (one, two, three, isFlagged) => {
    const warning = quote(from("coinbase", one), from("kraken", two), from("bitstamp", three))?.warning;
    expect(warning !== undefined).toBe(isFlagged);
  });

  test("the flag states the figures", () => {
    const apart = quote(from("coinbase", 86_012.1), from("kraken", 85_000), from("bitstamp", 86_100.456));
    expect(apart?.value).toBe(86_012.1);
    expect(apart?.warning).toBe(
      "The prices differ by 1.3 %: Coinbase 86,012.10, Kraken 85,000.00, Bitstamp 86,100.46",
    );
    expect(quote(from("coinbase", 90_000), from("kraken", 80_000))?.warning).toBe(
      "The price comes from two sources only; The prices differ by 12.5 %: Coinbase 90,000.00, Kraken 80,000.00",
    );
  });

  test("the price lies between the sources, whatever their order", () => {
    const sources: readonly Provider[] = ["coinbase", "kraken", "bitstamp", "mempool"];
    fc.assert(
      fc.property(fc.array(price, { minLength: 1, maxLength: 4 }), (values) => {
        const candidates = values.map((value, at) => from(sources[at] ?? "mempool", value));
        const used = values.slice(0, 3);
        const found = quote(...candidates);
        expect(found?.value).toBeGreaterThanOrEqual(Math.min(...used));
        expect(found?.value).toBeLessThanOrEqual(Math.max(...used));
        expect(quote(...[...candidates].reverse())).toEqual(found);
      }),
    );
  });

  test("a way that all came by is said once, others with each", () => {
    const through = (provider: Provider) =>
      from(provider, 86_000, { source: `${providerFacts[provider].label} through proxy.example` });
    const saved = from("bitstamp", 86_000, { source: "Bitstamp, saved response" });
    expect(quote(through("coinbase"), through("kraken"), through("bitstamp"))?.source).toBe(
      "Median of Coinbase, Kraken and Bitstamp through proxy.example",
    );
    expect(quote(through("coinbase"), from("kraken", 86_000), saved)?.source).toBe(
      "Median of Coinbase through proxy.example, Kraken and Bitstamp, saved response",
    );
  });

  test("live for a quarter of an hour after the oldest was fetched, then cached", () => {
    const all = [from("coinbase", 1), from("kraken", 1), from("bitstamp", 1, { fetchedAt: NOON - MINUTE })];
    const quality = (now: number) => priceOf("btc.price", all, now)?.quality;
    expect([NOON, NOON + 14 * MINUTE, NOON + 14 * MINUTE + 1].map(quality)).toEqual([
      "live",
      "live",
      "cached",
    ]);
  });
});
