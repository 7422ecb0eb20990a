import { readFileSync } from "node:fs";
import { request, type RequestOptions } from "node:http";
import { connect } from "node:net";
import { startReplay } from "../../src/replay/server";
import { at, dvolPath, NOW, paths, withReplay } from "./asking";

const recorded = (file: string) => readFileSync(`test/fixtures/responses/${file}`, "utf8");
const get = async (address: string) => (await fetch(address)).text();

/** Those whose recording is a part of a body, not the whole. */
const parts = ["deribit/ticker.result.json", "deribit/book_summary.result-item.json"];

test.each(paths)("%s%s answers in both ways, alone and after its host", async (host, path, file) => {
  await withReplay({ mode: "recorded" }, async ({ url }) => {
    const text = await get(url + path);
    if (parts.includes(file)) {
      expect(text).toContain(recorded(file));
      expect(JSON.parse(text)).toHaveProperty("result");
    } else {
      expect(text).toBe(recorded(file));
    }
    expect(await get(`${url}/${host}${path}`)).toBe(text);
  });
  await withReplay({}, async ({ url }) => {
    const response = await fetch(url + path);
    expect(response.status).toBe(200);
    const text = await response.text();
    expect(text).not.toBe(recorded(file));
    expect(JSON.parse(text)).not.toBeNull();
    expect(await get(`${url}/${host}${path}`)).toBe(text);
  });
});

/** Keys of objects, and lengths of rows, down to the leaves; of a list, those of its first item. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.some((item) => typeof item === "object")
      ? [shapeOf(value[0])]
      : value.map((item) => typeof item);
  }
  if (typeof value !== "object" || value === null) return typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, shapeOf(part)]));
}

test.each([
  ...paths.filter(
    ([host, path]) => /mempool|coinbase|bitstamp/.test(host) && !/partial|hashrate\/1y/.test(path),
  ),
])("%s%s has the recorded shape when it is fresh", async (_, path, file) => {
  const fresh = await withReplay({}, async ({ url }) => JSON.parse(await get(url + path)) as unknown);
  expect(shapeOf(fresh)).toEqual(shapeOf(JSON.parse(recorded(file))));
});

test("Kraken answers under its own names of the pairs, as recorded", async () => {
  await withReplay({}, async ({ url }) => {
    for (const currency of ["USD", "EUR", "GBP"]) {
      const result = at(JSON.parse(await get(`${url}/0/public/Ticker?pair=XBT${currency}`)), "result");
      const recordedTicker = at(JSON.parse(recorded("kraken/ticker.json")), "result", "XXBTZEUR");
      expect(Object.keys(result as object)).toEqual([`XXBTZ${currency}`]);
      expect(shapeOf(at(result, `XXBTZ${currency}`))).toEqual(shapeOf(recordedTicker));
    }
    const candles: unknown = JSON.parse(await get(`${url}/0/public/OHLC?pair=XBTUSD&interval=1440`));
    expect(shapeOf(candles)).toEqual(shapeOf(JSON.parse(recorded("kraken/ohlc.json"))));
  });
});

test("days of Bitstamp, which nobody recorded, are made up or not there", async () => {
  const path = "/api/v2/ohlc/btcusd/?step=86400&limit=1000";
  await withReplay({}, async ({ url }) => {
    const text = await get(url + path);
    expect(JSON.parse(text)).toHaveProperty("data.ohlc.999.close");
    expect(await get(`${url}/www.bitstamp.net${path}`)).toBe(text);
  });
  await withReplay({ mode: "recorded" }, async (replay) => {
    const response = await fetch(replay.url + path);
    expect(response.status).toBe(404);
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
    expect(await response.json()).toEqual({ error: "nothing is replayed here", path });
    replay.fail("bitstamp", "reset");
    await expect(fetch(replay.url + path).then((answer) => answer.text())).rejects.toThrow();
    // Failures that lie in the body change made-up values in both ways.
    replay.fail("bitstamp", "minus-one");
    expect(at(JSON.parse(await get(replay.url + path)), "data", "ohlc", 0, "close")).toBe("-1");
  });
});

test.each([
  "/",
  "/favicon.ico",
  "/0/public/Ticker",
  "/0/public/Ticker?pair=XBTJPY",
  "/0/public/OHLC?pair=XBTUSD&interval=60",
  "/products/BTC-USD/candles?granularity=60",
  "/api/v2/ohlc/btcusd/?step=3600&limit=1000",
  "/api.kraken.com/api/v1/prices",
  "/api/v2/public/get_volatility_index_data?currency=BTC&resolution=1D",
  "/api/v1/prices/",
  "//evil.example/api/v1/prices",
  "/%",
])("%s is not replayed, and says so", async (path) => {
  await withReplay({}, async ({ url }) => {
    const response = await fetch(url + path);
    expect(response.status).toBe(404);
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
    expect(await response.json()).toMatchObject({ error: "nothing is replayed here" });
  });
});

test("a host that no service has is a mempool instance of one's own", async () => {
  await withReplay({}, async ({ url }) => {
    const height = await get(`${url}/api/blocks/tip/height`);
    expect(await get(`${url}/mempool.example/api/blocks/tip/height`)).toBe(height);
    expect(await get(`${url}/localhost:4080/api/blocks/tip/height`)).toBe(height);
    expect((await fetch(`${url}/mempool.example/0/public/Ticker?pair=XBTUSD`)).status).toBe(404);
  });
});

test("pages of any origin may ask, and read when to come back", async () => {
  await withReplay({}, async (replay) => {
    const address = `${replay.url}/api.coingecko.com/api/v3/simple/price?ids=dash&vs_currencies=usd`;
    const headers = { "Access-Control-Request-Headers": "x-cg-demo-api-key", Origin: "http://a.example" };
    const preflight = await fetch(address, { method: "OPTIONS", headers });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get("access-control-allow-origin")).toBe("*");
    expect(preflight.headers.get("access-control-allow-headers")).toBe("x-cg-demo-api-key");
    expect(preflight.headers.get("access-control-allow-methods")).toContain("GET");
    const answer = await fetch(address);
    expect(answer.headers.get("access-control-allow-origin")).toBe("*");
    expect(answer.headers.get("access-control-expose-headers")).toBe("Retry-After");
    expect((await fetch(address, { method: "POST" })).status).toBe(405);
    // Only what was asked counts.
    expect(Object.values(replay.counts())).toEqual([1]);
  });
});

test("mempool's answers expire when its own do; others say nothing", async () => {
  await withReplay({}, async ({ url }) => {
    const expiry = async (path: string) => (await fetch(url + path)).headers.get("expires");
    const after = (seconds: number) => new Date(NOW + seconds * 1000).toUTCString();
    expect(await expiry("/api/v1/mining/reward-stats/144")).toBe(after(60));
    expect(await expiry("/api/v1/mining/hashrate/3d")).toBe(after(300));
    expect(await expiry("/api/blocks/tip/height")).toBeNull();
    expect(await expiry("/0/public/Ticker?pair=XBTUSD")).toBeNull();
  });
});

test("requests count by path and query, however they were asked, without their times", async () => {
  await withReplay({}, async (replay) => {
    const { url } = replay;
    await get(`${url}/0/public/Ticker?pair=XBTUSD`);
    await get(`${url}/api.kraken.com/0/public/Ticker?pair=XBTUSD`);
    await get(url + dvolPath(NOW - 1e8, NOW, "3600"));
    await get(`${url}/api/v3/simple/price?ids=dash,zcash&vs_currencies=usd`);
    await get(`${url}/_replay`);
    expect(replay.counts()).toEqual({
      "/0/public/Ticker?pair=XBTUSD": 2,
      "/api/v2/public/get_volatility_index_data?currency=BTC&resolution=3600": 1,
      "/api/v3/simple/price?ids=dash,zcash&vs_currencies=usd": 1,
    });
  });
});

test("an address that is no path is answered as well", async () => {
  await withReplay({}, async ({ url }) => {
    const { hostname, port } = new URL(url);
    for (const target of ["http://a.example/api/v1/prices", "*"]) {
      const socket = connect(Number(port), hostname);
      socket.end(`GET ${target} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nConnection: close\r\n\r\n`);
      let text = "";
      for await (const part of socket) text += String(part);
      expect(text).toMatch(/^HTTP\/1\.1 (200|404) /);
    }
  });
});

test("the control page sets failures by forms, and shows what was asked", async () => {
  await withReplay({}, async (replay) => {
    const { url } = replay;
    const set = (target: string, kind: string) =>
      fetch(`${url}/_replay/fail`, {
        method: "POST",
        redirect: "manual",
        body: new URLSearchParams({ target, kind }),
      });
    expect((await set("kraken", "451")).status).toBe(303);
    expect((await fetch(`${url}/0/public/Ticker?pair=XBTUSD`)).status).toBe(451);
    const page = await fetch(`${url}/_replay`);
    const html = await page.text();
    expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(html.match(/<option value="451" selected>/g)).toHaveLength(1);
    expect(html).toContain("<td><code>/0/public/Ticker?pair=XBTUSD</code></td><td>1</td>");
    expect(html).not.toContain("<script");
    expect((await set("kraken", "")).status).toBe(303);
    expect((await fetch(`${url}/0/public/Ticker?pair=XBTUSD`)).status).toBe(200);
    for (const [target, kind] of [
      ["binance", "429"],
      ["kraken", "flood"],
    ] as const) {
      const refused = await set(target, kind);
      expect(refused.status).toBe(400);
      expect(await refused.text()).toMatch(/; got "(binance|flood)"/);
    }
    expect((await set("kraken", "x".repeat(5000)).catch(() => undefined))?.status).not.toBe(303);
    await get(`${url}/<img src=x>`);
    await get(`${url}/a?b=<b>`);
    expect(await get(`${url}/_replay`)).not.toMatch(/<img|<b>/);
  });
});

test("it answers to its own address only, and its forms to its own page", async () => {
  await withReplay({}, async ({ url }) => {
    const { port } = new URL(url);
    const status = (path: string, options: RequestOptions) =>
      new Promise<number | undefined>((resolve, reject) => {
        const asked = request(url + path, options, (response) => {
          response.resume();
          response.on("end", () => resolve(response.statusCode));
        });
        asked.on("error", reject);
        asked.end(options.method === "POST" ? "target=kraken&kind=451" : undefined);
      });
    for (const [host, expected] of [
      [`127.0.0.1:${port}`, 200],
      [`localhost:${port}`, 200],
      [`evil.example:${port}`, 403],
      ["127.0.0.1", 403],
    ] as const)
      for (const path of ["/_replay", "/api/v1/prices"])
        expect([host, path, await status(path, { headers: { host } })]).toEqual([host, path, expected]);
    const form = (headers: Record<string, string>) => status("/_replay/fail", { method: "POST", headers });
    expect(await form({ origin: "https://evil.example" })).toBe(403);
    expect(await form({ origin: "null" })).toBe(403);
    expect(await form({ "sec-fetch-site": "cross-site" })).toBe(403);
    expect(await form({ "sec-fetch-site": "same-site" })).toBe(403);
    expect((await fetch(`${url}/0/public/Ticker?pair=XBTUSD`)).status).toBe(200);
    expect(await form({ origin: url, "sec-fetch-site": "same-origin" })).toBe(303);
    expect(await form({})).toBe(303);
  });
});

test("it ends with what hangs and drips, and its port is free again", async () => {
  const replay = await startReplay({ slowMs: 5 });
  const port = Number(new URL(replay.url).port);
  replay.fail("/api/v1/prices", "hang");
  replay.fail("/api/v1/mining/pools/1w", "slow");
  const hung = get(`${replay.url}/api/v1/prices`);
  const slow = get(`${replay.url}/api/v1/mining/pools/1w`);
  const ends = [expect(hung).rejects.toThrow(), expect(slow).rejects.toThrow()];
  while (Object.keys(replay.counts()).length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
  await replay.stop();
  await replay.stop();
  await Promise.all(ends);
  const next = await startReplay({ port });
  await expect(startReplay({ port })).rejects.toMatchObject({ code: "EADDRINUSE" });
  await next.stop();
});
