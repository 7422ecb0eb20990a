import { memoryCache } from "../../../src/data/feed/cache";
import type { RouteOutcome } from "../../../src/data/feed/feed";
import { createGatewayFeed } from "../../../src/data/feed/gatewayFeed";
import { daysRoute, GATEWAY_FORMAT, KEPT_ROUTE } from "../../../src/data/gatewayDocument";
import type { Received } from "../../../src/data/market";
import type { Topic } from "../../../src/data/series";
import type { Settings } from "../../../src/data/settings";
import { json, networkError, type Script, ScriptedFetch } from "./scriptedFetch";
import { MINUTE, NOON, online, valueRoute } from "./smallRoutes";

const coinbase = valueRoute("coinbase", "btc.price");
const kraken = valueRoute("kraken", "btc.price");
const bitstamp = valueRoute("bitstamp", "btc.price");
const routes = [coinbase, kraken, bitstamp];

const price = (route: string, source: string, value: number, fetchedAt = NOON): Received => ({
  route,
  report: { readings: [{ series: "btc.price", value, asOf: fetchedAt }] },
  fetchedAt,
  source,
});
const prices = (fetchedAt = NOON) => [
  price(coinbase.id, "Coinbase", 86_000, fetchedAt),
  price(kraken.id, "Kraken", 86_010, fetchedAt),
  price(bitstamp.id, "Bitstamp", 86_020, fetchedAt),
];

const power = { label: "Power price of site 7", unit: "USD/kWh", numberFormat: "0.0000" };
const powerQuote = { value: 0.0521, asOf: NOON - MINUTE, fetchedAt: NOON, source: "meter.csv" };
const kept: Received = {
  route: KEPT_ROUTE,
  report: { kept: { "own.site7.power_price": { ...power, quote: powerQuote } } },
  fetchedAt: NOON,
  source: "Hashcell",
};

const documentOf = (reports: readonly unknown[], change: object = {}) => ({
  format: GATEWAY_FORMAT,
  version: "1.7.0",
  at: NOON,
  reports,
  problems: [],
  ...change,
});

function setUp(script: Script, change: Partial<Settings> = {}, cache = memoryCache()) {
  let now = NOON;
  let settings: Settings = { ...online, ...change };
  const scripted = new ScriptedFetch(script);
  const feed = createGatewayFeed({
    address: "https://market.example/team",
    routes,
    fetch: scripted.fetch,
    clock: () => now,
    random: () => 0,
    cache,
    settings: () => settings,
  });
  return {
    feed,
    scripted,
    later: (ms: number) => void (now += ms),
    change: (part: Partial<Settings>) => void (settings = { ...settings, ...part }),
    round: (topics: readonly Topic[], isForced = false) =>
      feed.round(new Set(topics), {
        isForced,
        signal: new AbortController().signal,
        onProgress: () => undefined,
      }),
    content: () => feed.content(now),
  };
}

const results = (outcomes: readonly RouteOutcome[]) =>
  outcomes.map((outcome) => [outcome.route.id, outcome.kind === "failed" ? outcome.message : outcome.kind]);

test("asks the gateway alone, once, and puts together what its sources said", async () => {
  const { round, scripted, content } = setUp(() => json(documentOf([...prices(), kept])));
  const outcomes = await round(["price", "kept"]);
  expect(scripted.asked.map(({ url }) => url)).toEqual([
    "https://market.example/team/api/reports?topics=price",
  ]);
  expect(results(outcomes)).toEqual([
    [coinbase.id, "fetched"],
    [kraken.id, "fetched"],
    [bitstamp.id, "fetched"],
    [KEPT_ROUTE, "fetched"],
  ]);
  const { quotes, kept: series } = content();
  expect(quotes).toEqual([
    {
      series: "btc.price",
      value: 86_010,
      asOf: NOON,
      fetchedAt: NOON,
      source: "Median of Coinbase, Kraken and Bitstamp through market.example",
      quality: "live",
    },
  ]);
  expect(series).toEqual({
    "own.site7.power_price": {
      ...power,
      quote: { ...powerQuote, source: "meter.csv through market.example" },
    },
  });
});

test("old answers of the gateway are not live, and say how old they are", async () => {
  const day = 24 * 60 * MINUTE;
  const { round, content } = setUp(() => json(documentOf(prices(NOON - day))));
  await round(["price"]);
  expect(content().quotes).toMatchObject([{ quality: "cached", asOf: NOON - day, fetchedAt: NOON - day }]);
});

test("the days of a series are asked for by its name", async () => {
  const days = { days: { 20_730: 0.05, 20_731: 0.051 }, source: "meter.csv", fetchedAt: NOON };
  const report = {
    route: daysRoute("own.site7.power_price"),
    report: { kept: { "own.site7.power_price": { ...power, days } } },
    fetchedAt: NOON,
    source: "Hashcell",
  };
  const { round, scripted, content } = setUp(({ url }) =>
    json(documentOf(url.includes("/days/") ? [report] : [kept])),
  );
  await round(["kept", "days.own.site7.power_price"]);
  expect(scripted.asked.map(({ url }) => new URL(url).pathname)).toEqual([
    "/team/api/reports",
    "/team/api/days/own.site7.power_price",
  ]);
  // The latest value and the days are two answers about one series.
  expect(content().kept?.["own.site7.power_price"]).toMatchObject({
    quote: { value: 0.0521 },
    days: { days: days.days, source: "meter.csv through market.example" },
  });
});

test("what was just answered is not asked again unless the user asks", async () => {
  const { round, scripted, later, feed } = setUp(() => json(documentOf(prices())));
  await round(["price"]);
  expect(feed.nextAttempt(new Set<Topic>(["price"]))).toBe(NOON + MINUTE);
  await round(["price"]);
  expect(scripted.asked.length).toBe(1);
  await round(["price"], true);
  expect(scripted.asked.length).toBe(2);
  later(MINUTE);
  expect(results(await round(["price"]))).toEqual(routes.map(({ id }) => [id, "fresh"]));
  expect(scripted.asked.length).toBe(3);
});

test("a source that fails the gateway is named, and the others go on", async () => {
  const problems = [{ route: kraken.id, message: "Kraken did not answer within 10 seconds" }];
  const { round, content } = setUp(() => json(documentOf(prices().slice(0, 1), { problems })));
  expect(results(await round(["price"]))).toEqual([
    [coinbase.id, "fetched"],
    [kraken.id, "Kraken did not answer within 10 seconds"],
    [bitstamp.id, "fresh"],
  ]);
  expect(content().quotes[0]?.warning).toBe("The price comes from one source only");
});

test("between two questions a source that failed is still named", async () => {
  const problems = [{ route: kraken.id, message: "Kraken did not answer within 10 seconds" }];
  const { round, scripted } = setUp(() => json(documentOf(prices().slice(0, 1), { problems })));
  await round(["price"]);
  expect(results(await round(["price", "kept"]))).toEqual([
    [KEPT_ROUTE, "fresh"],
    [coinbase.id, "fresh"],
    [kraken.id, "Kraken did not answer within 10 seconds"],
    [bitstamp.id, "fresh"],
  ]);
  expect(scripted.asked.map(({ url }) => new URL(url).search)).toEqual(["?topics=price", "?topics="]);
});

test("nothing is asked before the user has gone online", async () => {
  const { round, scripted } = setUp(() => json(documentOf(prices())), { isOnline: false });
  expect(await round(["price"])).toEqual([]);
  expect(scripted.asked).toEqual([]);
});

test("a token goes in the header, and into no message", async () => {
  const { round, scripted } = setUp(
    () => json({ detail: "the token hc_secret is revoked: ask Anna for another" }, { status: 401 }),
    { gatewayToken: "hc_secret" },
  );
  expect(results(await round(["price"]))).toEqual([
    ["gateway", "the token [key] is revoked: ask Anna for another"],
  ]);
  expect(new Headers(scripted.asked[0]?.init.headers).get("authorization")).toBe("Bearer hc_secret");
});

test.each<[string, Script, string]>([
  [
    "cannot be reached",
    () => networkError(),
    "The gateway market.example could not be reached: check that this computer is on your team's network, or ask who runs it",
  ],
  [
    "wants a token",
    () => json({}, { status: 401 }),
    "The gateway market.example denies access (HTTP 401): enter a token in the settings; whoever runs it gives you one",
  ],
  [
    "has another format",
    () => json(documentOf([], { format: GATEWAY_FORMAT + 1 })),
    "The gateway market.example is of another version than this pane: reload the pane, and if that does not help, update the gateway",
  ],
  [
    "has another clock",
    () => json(documentOf(prices(), { at: NOON + 90 * MINUTE })),
    "The clocks of this computer and of the gateway market.example differ by 90 minutes: correct the one that is wrong",
  ],
])("a gateway that %s says what to do, and what was known stays", async (_what, script, message) => {
  let isBroken = false;
  const { round, content, later } = setUp((asked) =>
    isBroken ? script(asked) : json(documentOf([...prices(), kept])),
  );
  await round(["price"]);
  const before = content();
  isBroken = true;
  expect(results(await round(["price"], true))).toEqual([["gateway", message]]);
  expect(content()).toEqual(before);
  // Its hosts' rest does not keep the user from trying again.
  isBroken = false;
  later(1);
  expect(results(await round(["price"], true)).map(([, kind]) => kind)).not.toContain(message);
});

test("reports of another version are left out, and the rest is read", async () => {
  const strange = { route: "future.route", report: { readings: "none" }, fetchedAt: NOON, source: "Later" };
  const { round, content } = setUp(() => json(documentOf([strange, ...prices(), { no: "report" }])));
  await round(["price"]);
  expect(content().quotes.map(({ value }) => value)).toEqual([86_010]);
});

test("what was told outlives the page", async () => {
  const cache = memoryCache();
  await setUp(() => json(documentOf([...prices(), kept])), {}, cache).round(["price"]);
  const next = setUp(() => networkError(), {}, cache);
  await next.feed.load();
  expect(next.content().quotes.map(({ value }) => value)).toEqual([86_010]);
  expect(Object.keys(next.content().kept ?? {})).toEqual(["own.site7.power_price"]);
});

test("a saved response is not needed", async () => {
  await expect(setUp(() => json({})).feed.accept(coinbase, "{}", NOON)).rejects.toThrow(
    "This pane takes its market from market.example only: a saved response is not needed",
  );
});
