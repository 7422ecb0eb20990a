import type { MarketContent, Quote } from "../../src/data/market";
import type { Series, Topic } from "../../src/data/series";
import { type Embedded, MarketStore } from "../../src/data/store";

const HOUR = 3_600_000;
const NOON = Date.UTC(2026, 9, 5, 12);
const quote = (series: Series, value: number, asOf: number, quality: Quote["quality"]): Quote => ({
  series,
  value,
  asOf,
  source: quality,
  quality,
});

const embedded: Embedded = {
  quotes: [
    quote("btc.price", 80_000, NOON - 1000, "embedded"),
    quote("btc.height", 969_000, NOON - 1000, "embedded"),
  ],
  day: (field, day) => (field === "btc.price" && day <= 10 ? 100 + day : undefined),
};

const fetched: MarketContent = {
  quotes: [quote("btc.price", 86_000, NOON, "live"), quote("btc.dvol", 0.4, NOON, "live")],
  history: { "btc.price": { days: { 10: 9, 11: 211, 12: 212 }, source: "Kraken", fetchedAt: NOON } },
  chain: { options: [], asOf: NOON, fetchedAt: NOON, source: "Deribit" },
  pools: { pools: [], days: 7, asOf: NOON, source: "mempool.space" },
};

function storeAt(now: () => number = () => NOON) {
  return new MarketStore(embedded, now);
}

const values = (store: MarketStore) =>
  Object.fromEntries(store.quotes.map(({ series, value }) => [series, value]));

test("shows nothing before the workbook has been read, nor when it cannot be", () => {
  const store = storeAt();
  expect(store.state).toEqual({ kind: "starting" });
  expect(store.quotes).toEqual([]);
  expect(store.quote("btc.price")).toBeUndefined();
  store.show({ kind: "live" }, fetched);
  store.show({ kind: "unreadable", reason: "damaged" });
  expect(store.quotes).toEqual([]);
  expect(store.quote("btc.price")).toBeUndefined();
});

test("what is built in comes with what follows from it", () => {
  const store = storeAt();
  store.show({ kind: "embedded" });
  expect(values(store)).toEqual({
    "btc.price": 80_000,
    "btc.height": 969_000,
    "btc.subsidy": 3.125,
    "btc.next_retarget_height": 969_696,
    "btc.next_halving_height": 1_050_000,
  });
  expect(store.chain).toBeUndefined();
});

test("live, the newest wins, and what is built in fills the gaps", () => {
  const store = storeAt();
  store.show({ kind: "live" }, fetched);
  expect(values(store)).toMatchObject({ "btc.price": 86_000, "btc.height": 969_000, "btc.dvol": 0.4 });
  expect(store.quote("btc.price")?.quality).toBe("live");
  const old = { ...fetched, quotes: [quote("btc.price", 70_000, NOON - 2000, "cached")] };
  store.show({ kind: "live" }, old);
  expect(values(store)).toMatchObject({ "btc.price": 80_000 });
  expect(store.quote("btc.dvol")).toBeUndefined();
  expect([store.chain, store.pools, store.content]).toEqual([fetched.chain, fetched.pools, old]);
});

test("frozen, it shows exactly what it was given, and its clock stops", () => {
  let now = NOON;
  const store = storeAt(() => now);
  const held: MarketContent = {
    quotes: [
      quote("btc.height", 5, 1, "frozen"),
      quote("btc.hashrate", 7, 1, "frozen"),
      quote("btc.price", 1, 1, "frozen"),
    ],
    history: {},
  };
  store.show({ kind: "frozen", frozenAt: 42 }, held);
  expect(store.quotes).toEqual(held.quotes);
  expect(store.quote("btc.subsidy")).toBeUndefined();
  expect(store.quote("btc.dvol")).toBeUndefined();
  now += 1e9;
  expect(store.now()).toBe(42);
  store.show({ kind: "live" }, held);
  expect(store.now()).toBe(NOON + 1e9);
});

test("a day is what is built in, else what was fetched or held", () => {
  const store = storeAt();
  store.show({ kind: "live" }, fetched);
  const days = [9, 10, 11, 12, 13].map((day) => store.day("btc.price", day));
  expect(days).toEqual([109, 110, 211, 212, undefined]);
  expect(store.day("btc.dvol", 11)).toBeUndefined();
});

test("listeners hear of every change, until they end it", () => {
  const store = storeAt();
  const heard: string[] = [];
  const ends = ["one", "two"].map((name) => store.subscribe(() => heard.push(`${name} ${store.state.kind}`)));
  store.show({ kind: "embedded" });
  expect(heard).toEqual(["one embedded", "two embedded"]);
  ends[0]?.();
  ends[0]?.();
  store.show({ kind: "live" }, fetched);
  store.notify();
  expect(heard.slice(2)).toEqual(["two live", "two live"]);
  ends[1]?.();
  store.notify();
  expect(heard).toHaveLength(4);
});

test("a listener may end itself or another while it is notified", () => {
  const store = storeAt();
  const heard: string[] = [];
  const end = store.subscribe(() => {
    heard.push("once");
    end();
  });
  store.subscribe(() => heard.push("always"));
  store.notify();
  store.notify();
  expect(heard).toEqual(["once", "always", "always"]);
});

test("demand for a topic is reported once, however many look at it", () => {
  const store = storeAt();
  const told: string[] = [];
  const end = store.onDemand((topic) => told.push(topic));
  for (let cell = 0; cell < 10_000; cell += 1) store.want("price");
  store.want("network");
  store.want("price");
  expect(told).toEqual(["price", "network"]);
  expect([...store.wantedTopics]).toEqual(["price", "network"]);
  end();
  store.want("coins");
  expect(told).toEqual(["price", "network"]);
  expect(store.wantedTopics.has("coins")).toBe(true);
});

test("what an onlooker wants is wanted until it wants something else, or leaves", () => {
  let now = NOON;
  const store = storeAt(() => now);
  store.show({ kind: "frozen", frozenAt: NOON });
  const told: string[] = [];
  store.onDemand((topic) => told.push(topic));
  const onlooker = store.onlooker();
  const wantAll =
    (...topics: Topic[]) =>
    () => {
      for (const topic of topics) store.want(topic);
      return topics.length;
    };
  expect(onlooker.watch(wantAll("chain", "coins"))).toBe(2);
  now += HOUR;
  expect([...store.wantedTopics]).toEqual(["chain", "coins"]);
  onlooker.watch(wantAll("coins"));
  now += HOUR;
  expect([...store.wantedTopics]).toEqual(["coins"]);
  onlooker.leave();
  onlooker.leave();
  now += HOUR;
  expect([...store.wantedTopics]).toEqual([]);
  expect(told).toEqual(["chain", "coins"]);
});

test("a computation that fails leaves what was wanted as it was", () => {
  let now = NOON;
  const store = storeAt(() => now);
  const onlooker = store.onlooker();
  onlooker.watch(() => store.want("coins"));
  const fail = () => {
    store.want("chain");
    throw new Error("bug");
  };
  expect(() => onlooker.watch(fail)).toThrow("bug");
  now += HOUR;
  expect([...store.wantedTopics]).toEqual(["coins"]);
  store.want("pools");
  expect([...store.wantedTopics]).toEqual(["coins", "pools"]);
});

test("a frozen day stands before one that a later version has built in; what cannot be read has no days", () => {
  const store = new MarketStore({ quotes: [], day: (_field, day) => (day < 12 ? 1 : undefined) }, () => 0);
  const history = { "btc.price": { days: { 11: 2, 12: 3 }, source: "Kraken", fetchedAt: 0 } };
  const shown = () =>
    [10, 11, 12].map((day) => [store.day("btc.price", day), store.isBuiltIn("btc.price", day)]);
  store.show({ kind: "frozen", frozenAt: 0 }, { quotes: [], history });
  expect(shown()).toEqual([
    [1, true],
    [2, false],
    [3, false],
  ]);
  store.show({ kind: "live" }, { quotes: [], history });
  expect(shown()).toEqual([
    [1, true],
    [1, true],
    [3, false],
  ]);
  store.show({ kind: "unreadable", reason: "damaged" });
  expect(store.day("btc.price", 10)).toBeUndefined();
  expect(store.day("btc.subsidy", 15_000)).toBeUndefined();
});

test("one who listens and fails keeps nothing from the others", () => {
  const store = storeAt();
  const noted = jest.spyOn(console, "error").mockImplementation(() => undefined);
  const bug = new Error("bug");
  const fail = () => {
    throw bug;
  };
  const [heard, asked] = [jest.fn(), jest.fn()];
  store.subscribe(fail);
  store.subscribe(heard);
  store.onDemand(fail);
  store.onDemand(asked);
  store.show({ kind: "embedded" });
  store.want("chain");
  expect(heard).toHaveBeenCalledTimes(1);
  expect(asked).toHaveBeenCalledWith("chain");
  expect(noted.mock.calls).toEqual([[bug], [bug]]);
  noted.mockRestore();
});
