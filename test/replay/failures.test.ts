import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { difficultyFromBits } from "../../src/core/network/compactBits";
import type { Failure } from "../../src/replay/failures";
import { at, dvolPath, NOW, withReplay } from "./asking";

const recorded = (file: string) => readFileSync(`test/fixtures/responses/${file}`, "utf8");

/** A service's answer without and with a failure. */
async function pair(path: string, kind: Failure, target = path) {
  return withReplay({}, async (replay) => {
    const good = await (await fetch(replay.url + path)).text();
    replay.fail(target, kind);
    const response = await fetch(replay.url + path);
    const text = await response.text();
    replay.fail(target, undefined);
    expect(await (await fetch(replay.url + path)).text()).toBe(good);
    return { good, text, response };
  });
}

/** The body without and with the failure. */
async function json(path: string, kind: Failure): Promise<{ good: unknown; bad: unknown }> {
  const { good, text } = await pair(path, kind);
  return { good: JSON.parse(good), bad: JSON.parse(text) };
}

/** What stands in the body without and with the failure. */
async function valuesAt(path: string, kind: Failure, ...steps: readonly (string | number)[]) {
  const { good, bad } = await json(path, kind);
  return { good: at(good, ...steps), bad: at(bad, ...steps) };
}

const HEIGHT = "/api/blocks/tip/height";
const HASHRATE = "/api/v1/mining/hashrate/3d";
const COINBASE = "/products/BTC-USD/ticker";
const KRAKEN = "/0/public/Ticker?pair=XBTUSD";
const KRAKEN_DAYS = "/0/public/OHLC?pair=XBTUSD&interval=1440";
const BITSTAMP = "/api/v2/ticker/btcusd/";
const INDEX = "/api/v2/public/get_index_price?index_name=btc_usd";
const COINS = "/api/v3/simple/price?ids=litecoin&vs_currencies=usd&include_last_updated_at=true";

test("429 is a page of HTML from mempool, JSON from the others, and says when to come back", async () => {
  const mempool = await pair(HEIGHT, "429", "mempool");
  expect(mempool.response.status).toBe(429);
  expect(mempool.response.headers.get("content-type")).toContain("text/html");
  expect(mempool.response.headers.get("retry-after")).toBe("30");
  expect(mempool.text).toBe(recorded("mempool/error-429.html"));
  const coingecko = await pair(COINS, "429", "coingecko");
  expect(coingecko.response.status).toBe(429);
  expect(coingecko.text).toBe(recorded("coingecko/error-429.json"));
  const silent = await pair(KRAKEN, "429-no-retry-after", "kraken");
  expect(silent.response.status).toBe(429);
  expect(silent.response.headers.get("retry-after")).toBeNull();
});

test.each([
  [KRAKEN, { error: ["EGeneral:Too many requests"] }],
  [INDEX, { error: { code: 10028 } }],
  [BITSTAMP, { error: "Invalid username and/or password" }],
  [COINS, { status: { error_code: 429 } }],
  [COINBASE, { message: expect.any(String) as string }],
  [HEIGHT, { error: expect.any(String) as string }],
])("%s answers 200 with an error inside", async (path, body) => {
  const { text, response } = await pair(path, "error-in-200");
  expect(response.status).toBe(200);
  expect(JSON.parse(text)).toMatchObject(body);
});

test("451, 500 and a login page", async () => {
  const restricted = await pair(BITSTAMP, "451");
  expect([restricted.response.status, restricted.text]).toEqual([451, recorded("binance/error-451.json")]);
  expect((await pair(BITSTAMP, "500")).response.status).toBe(500);
  const login = await pair(BITSTAMP, "html");
  expect(login.response.status).toBe(200);
  expect(login.response.headers.get("content-type")).toContain("text/html");
  expect(login.text).toContain("password");
});

test("no-cors answers as ever, without the header, to preflights as well", async () => {
  const { good, text, response } = await pair(KRAKEN, "no-cors");
  expect(text).toBe(good);
  expect(response.headers.get("access-control-allow-origin")).toBeNull();
  await withReplay({}, async (replay) => {
    replay.fail("all", "no-cors");
    const preflight = await fetch(replay.url + COINS, { method: "OPTIONS" });
    expect(preflight.headers.get("access-control-allow-origin")).toBeNull();
  });
});

test("minus-one leaves the times and nothing else that is a number", async () => {
  const prices = await json("/api/v1/prices", "minus-one");
  expect(at(prices.bad, "time")).toBe(at(prices.good, "time"));
  expect(prices.bad).toMatchObject({ USD: -1, EUR: -1, GBP: -1 });
  const coinbase = await json(COINBASE, "minus-one");
  expect(coinbase.bad).toMatchObject({ price: "-1", time: at(coinbase.good, "time") });
  const day = await valuesAt(KRAKEN_DAYS, "minus-one", "result", "XXBTZUSD", 0);
  expect(day.bad).toEqual([at(day.good, 0), "-1", "-1", "-1", "-1", "-1", "-1", -1]);
  expect((await json(HEIGHT, "minus-one")).bad).toBe(-1);
});

test("seconds become milliseconds, milliseconds seconds, in numbers and texts", async () => {
  const { good, bad } = await json("/api/v1/difficulty-adjustment", "seconds");
  expect(at(bad, "previousTime")).toBe(Number(at(good, "previousTime")) * 1000);
  expect(at(bad, "estimatedRetargetDate")).toBe(Math.floor(Number(at(good, "estimatedRetargetDate")) / 1000));
  for (const [name, value] of Object.entries(good as object)) {
    if (!/Date$|previousTime/.test(name)) expect([name, at(bad, name)]).toEqual([name, value]);
  }
  const bitstamp = await json(BITSTAMP, "seconds");
  expect(at(bitstamp.bad, "timestamp")).toBe(`${String(at(bitstamp.good, "timestamp"))}000`);
  expect(at(bitstamp.bad, "last")).toBe(at(bitstamp.good, "last"));
  const dvol = await valuesAt(dvolPath(NOW - 1e7, NOW, "3600"), "seconds", "result", "data", 0, 0);
  expect(dvol.bad).toBe(Number(dvol.good) / 1000);
  const hashrate = await json(HASHRATE, "seconds");
  expect(at(hashrate.bad, "hashrates", 0, "timestamp")).toBe(
    Number(at(hashrate.good, "hashrates", 0, "timestamp")) * 1000,
  );
  expect(at(hashrate.bad, "currentHashrate")).toBe(at(hashrate.good, "currentHashrate"));
});

test("strings are numbers and numbers strings", async () => {
  const height = await json(HEIGHT, "strings");
  expect(height.bad).toBe(String(height.good));
  const { good, bad } = await json(COINBASE, "strings");
  expect(at(bad, "price")).toBe(Number(at(good, "price")));
  expect(at(bad, "trade_id")).toBe(String(at(good, "trade_id")));
  expect(at(bad, "time")).toBe(at(good, "time"));
});

test("over-2^53 puts an integer that no double holds where integers are exact", async () => {
  const { good, text } = await pair(HEIGHT, "over-2^53");
  expect(good).toMatch(/^97\d{4}$/);
  // Read exactly: a double would be 2^53.
  expect(BigInt(text)).toBe(2n ** 53n + 1n);
  const rewards = await json("/api/v1/mining/reward-stats/144", "over-2^53");
  expect(at(rewards.bad, "totalFee")).toBe("9007199254740993");
  const row = await valuesAt("/api/v1/mining/difficulty-adjustments/1y", "over-2^53", 0);
  expect(row.bad).toEqual([at(row.good, 0), 2 ** 53, at(row.good, 2), at(row.good, 3)]);
  const index = await pair(INDEX, "over-2^53");
  expect(index.text).toBe(index.good);
});

test.each([HASHRATE, COINBASE, KRAKEN_DAYS, INDEX, COINS])("%s is cut in the middle", async (path) => {
  const { good, text, response } = await pair(path, "truncated");
  expect(response.status).toBe(200);
  expect(good.startsWith(text)).toBe(true);
  expect(text.length).toBe(Math.ceil(good.length / 2));
  expect(() => void JSON.parse(text)).toThrow(SyntaxError);
});

test("empty has lists without items and objects without fields", async () => {
  expect((await json("/api/v1/mining/difficulty-adjustments/1y", "empty")).bad).toEqual([]);
  expect((await json("/api/v1/fees/recommended", "empty")).bad).toEqual({});
  expect((await json(HASHRATE, "empty")).bad).toMatchObject({ hashrates: [], difficulty: [] });
  expect((await json(KRAKEN_DAYS, "empty")).bad).toMatchObject({ error: [], result: { XXBTZUSD: [] } });
  expect((await json(INDEX, "empty")).bad).toMatchObject({ jsonrpc: "2.0", result: {} });
  const dvol = await valuesAt(dvolPath(NOW - 1e7, NOW, "3600"), "empty", "result", "data");
  expect(dvol.bad).toEqual([]);
  expect((await pair(HEIGHT, "empty")).text).toBe("");
});

test("wrong-difficulty is a difficulty between those of two compact bits", async () => {
  for (const [path, ...steps] of [
    [HASHRATE, "currentDifficulty"],
    ["/api/v1/mining/difficulty-adjustments/1y", 0, 2],
  ] as const) {
    const found = await valuesAt(path, "wrong-difficulty", ...steps);
    const [good, bad] = [Number(found.good), Number(found.bad)];
    expect(Math.abs(good / difficultyFromBits(0x17021ef0) - 1)).toBeLessThan(1e-15);
    // The next one is some billion away, a double's spacing below a tenth: far from either.
    const next = difficultyFromBits(0x17021eef);
    expect(bad - good).toBeGreaterThan(1);
    expect(next - bad).toBeGreaterThan(1e8);
  }
});

test.each([
  ["diverging", 1.03],
  ["doubled", 2],
] as const)("%s multiplies the prices of one exchange by %d", async (failure, factor) => {
  const last = await valuesAt(KRAKEN, failure, "result", "XXBTZUSD", "c", 0);
  expect(Number(last.bad) / Number(last.good)).toBeCloseTo(factor, 5);
});

test("hostile puts HTML and formulas in place of names", async () => {
  const { bad } = await valuesAt("/api/v1/mining/pools/1w", "hostile", "pools");
  const names = (bad as readonly { name: string }[]).map(({ name }) => name);
  expect(names.some((name) => name.startsWith("="))).toBe(true);
  expect(names.some((name) => name.startsWith("<img"))).toBe(true);
});

/** What comes over a bare connection until it ends, or until `enough` says so. */
async function raw(url: string, path: string, enough: (text: string) => boolean = () => false) {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.write(`GET ${path} HTTP/1.1\r\nHost: ${hostname}:${port}\r\n\r\n`);
  const pieces: string[] = [];
  await new Promise<void>((resolve) => {
    socket.on("data", (data) => {
      pieces.push(String(data));
      if (enough(pieces.join(""))) resolve();
    });
    socket.on("error", () => resolve());
    socket.on("close", () => resolve());
  });
  socket.destroy();
  return { pieces };
}

test("reset destroys the connection in the middle of the body", async () => {
  await withReplay({}, async (replay) => {
    const good = await (await fetch(replay.url + KRAKEN)).text();
    replay.fail("kraken", "reset");
    // It comes back at all because the other side ends it.
    const { pieces } = await raw(replay.url, KRAKEN);
    const [head = "", body = ""] = pieces.join("").split("\r\n\r\n");
    expect(head).toContain(`Content-Length: ${good.length}`);
    expect(body).toBe(good.slice(0, Math.floor(good.length / 2)));
    await expect(fetch(replay.url + KRAKEN).then((response) => response.text())).rejects.toThrow();
  });
});

test("slow sends the body a byte at a time, whole in the end", async () => {
  await withReplay({ slowMs: 10 }, async (replay) => {
    replay.fail(HEIGHT, "slow");
    const { pieces } = await raw(replay.url, HEIGHT, (text) => /\r\n\r\n\d{6}$/.test(text));
    expect(pieces.length).toBeGreaterThan(2);
    expect(await (await fetch(replay.url + HEIGHT)).text()).toMatch(/^97\d{4}$/);
  });
});

test("hang accepts the request and says nothing", async () => {
  const { pieces } = await withReplay({}, async (replay) => {
    replay.fail("all", "hang");
    const waiting = raw(replay.url, HEIGHT);
    while (replay.counts()[HEIGHT] !== 1) await new Promise((resolve) => setTimeout(resolve, 5));
    // Others are answered in the meantime.
    replay.fail("kraken", undefined);
    replay.fail("all", undefined);
    expect((await fetch(replay.url + KRAKEN)).status).toBe(200);
    await replay.stop();
    return waiting;
  });
  expect(pieces).toEqual([]);
});

test("the closest target holds: a path with its query, a path, a service, all", async () => {
  await withReplay({}, async (replay) => {
    const status = async (path: string) => (await fetch(replay.url + path)).status;
    replay.fail("all", "500");
    replay.fail("kraken", "451");
    replay.fail("/0/public/Ticker", "429");
    replay.fail("/0/public/Ticker?pair=XBTEUR", "no-cors");
    expect(await status(BITSTAMP)).toBe(500);
    expect(await status(KRAKEN_DAYS)).toBe(451);
    expect(await status(KRAKEN)).toBe(429);
    expect(await status("/api.kraken.com/0/public/Ticker?pair=XBTEUR")).toBe(200);
    expect(() => replay.fail("krakn", "429")).toThrow('got "krakn"');
  });
});

test("failures that lie in values are shown on current ones where bodies are as recorded", async () => {
  await withReplay({ mode: "recorded" }, async (replay) => {
    replay.fail("kraken", "diverging");
    const body = (await (await fetch(replay.url + KRAKEN)).json()) as { result: object };
    expect(Object.keys(body.result)).toEqual(["XXBTZUSD"]);
    replay.fail("kraken", "no-cors");
    expect(await (await fetch(replay.url + KRAKEN)).text()).toBe(recorded("kraken/ticker.json"));
  });
});
