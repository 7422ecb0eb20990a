import fc from "fast-check";
import type { Candidate } from "../../../src/data/feed/candidates";
import { median, priceOf } from "../../../src/data/feed/price";
import { providerFacts, type Provider } from "../../../src/data/feed/route";
import { MINUTE, NOON } from "./smallRoutes";

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
          .map((value) => ({ value, key: keys.next().value ?? 0 }))
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

test("mempool.space stands in for an exchange that is missing", () => {
  expect(quote(from("mempool", 86_001), from("bitstamp", 86_000), from("coinbase", 86_002))).toMatchObject({
    value: 86_001,
    source: "Median of Coinbase, Bitstamp and mempool.space",
  });
});

test("two make a mean, one stands alone, and both say so", () => {
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
  expect([NOON, NOON + 14 * MINUTE, NOON + 14 * MINUTE + 1].map(quality)).toEqual(["live", "live", "cached"]);
});
