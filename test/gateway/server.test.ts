import { connect } from "node:net";
import { MOST_REQUESTS } from "../../src/gateway/server";
import { addinFolders, gatewayFor, problemIn, type Question } from "./gateways";

// What holds for every address, on a gateway whose database is away: what is in memory is served all the same.

const folders = addinFolders();
const serving = gatewayFor(folders);
const ask = async (path: string, question?: Question) => (await serving).ask(path, question);

test("without a database the market is served from memory, and what needs it says so", async () => {
  const market = await ask("/api/market");
  expect(market.status).toBe(200);
  const { values } = market.json() as { values: { series: string; quality: string }[] };
  expect(values.find(({ series }) => series === "btc.price")?.quality).toBe("embedded");
  for (const path of ["/api/market.csv", "/api/reports", "/health", "/openapi.json", "/metrics"])
    expect((await ask(path)).status).toBe(200);
  for (const path of ["/api/history/btc.price", "/api/days/btc.price", "/api/series"]) {
    const answer = await ask(path);
    expect(answer.status).toBe(503);
    expect(answer.headers["retry-after"]).toBe("10");
    expect(problemIn(answer)).toBe("The database does not answer: try again later.");
  }
  const ready = await ask("/ready");
  expect(ready.status).toBe(503);
  expect(ready.json()).toMatchObject({ isReady: false, database: "away" });
  expect((await ask("/metrics")).body).toMatch(/^hashcell_gateway_database_up\{.*\} 0$/m);
});

test.each([
  ["/", { method: "POST" }, 404, "There is no POST /: /openapi.json lists what there is."],
  ["/api/nothing?secret=1", {}, 404, "There is no GET /api/nothing: /openapi.json lists what there is."],
  ["/api/market?currency=eur", {}, 400, "The parameter currency is not known here."],
  ["/api/history/btc.pric", {}, 404, "There is no series btc.pric: /api/series lists those that there are."],
  [
    "/api/history/btc.price?from=31.1.2026",
    {},
    400,
    'The parameter from must be a date as 2026-01-31, or a moment as 2026-01-31T12:00:00Z, from 2009 to 2099, got "31.1.2026".',
  ],
  ["/api/history/btc.price?to=2026-02-30", {}, 400, "The parameter to must be a date"],
  [
    "/api/history/btc.price?limit=0",
    {},
    400,
    'The parameter limit must be a whole number from 1 to 10000, got "0".',
  ],
  [
    "/api/history/btc.price?cursor=next",
    {},
    400,
    "The parameter cursor must be what the answer before called next",
  ],
  ["/api/history/btc.price?from=2026-01-01&from=2026-01-02", {}, 400, "The parameter from must be"],
  [
    "/api/history/Btc-Price",
    {},
    400,
    "The parameter series must be the name of a series, as btc.price or own.site7.power_price",
  ],
  [`/api/history/${"a".repeat(101)}`, {}, 414, "The address is too long: no series has so long a name."],
  ["/api/%zz", {}, 400, "The address has a % without two hexadecimal digits behind it."],
] as const)("%s %j is refused with %d and a sentence", async (path, question, status, detail) => {
  const answer = await ask(path, question);
  expect(answer.status).toBe(status);
  expect(problemIn(answer)).toContain(detail);
});

test("a name that leads here from elsewhere gets nothing", async () => {
  for (const host of ["evil.example", "evil.example:4100", "127.0.0.1.evil.example"]) {
    for (const path of ["/api/market", "/addin/taskpane.html", "/health", "/nothing"]) {
      const answer = await ask(path, { headers: { host } });
      expect(answer.status).toBe(421);
      expect(problemIn(answer)).toContain("serves localhost, 127.0.0.1, [::1] only");
    }
  }
  for (const host of ["localhost:4100", "LOCALHOST", "127.0.0.1", "[::1]:4100"])
    expect((await ask("/api/market", { headers: { host } })).status).toBe(200);
});

describe("pages of other origins", () => {
  const from = async (origin: string, headers: Record<string, string> = {}, question: Question = {}) =>
    ask("/api/market", { ...question, headers: { origin, ...headers } });

  test("read nothing where reading is free, but for those of this machine", async () => {
    expect((await from("https://evil.example")).headers["access-control-allow-origin"]).toBeUndefined();
    for (const origin of ["https://localhost:3000", "http://127.0.0.1:8080"])
      expect((await from(origin)).headers["access-control-allow-origin"]).toBe(origin);
    for (const origin of ["https://localhost.evil.example", "null", "http://127.0.0.1.evil.example:80"])
      expect((await from(origin)).headers["access-control-allow-origin"]).toBeUndefined();
  });

  test("may send a token, and read with it", async () => {
    const preflight = await from(
      "https://pane.example",
      { "access-control-request-method": "GET", "access-control-request-headers": "authorization" },
      { method: "OPTIONS" },
    );
    expect(preflight.status).toBe(204);
    expect(preflight.headers).toMatchObject({
      "access-control-allow-origin": "*",
      "access-control-allow-methods": "GET",
      "access-control-allow-headers": "Authorization, If-None-Match",
    });
    const answer = await from("https://pane.example", { authorization: "Bearer nothing" });
    expect(answer.headers["access-control-allow-origin"]).toBe("*");
    // No cookies, ever.
    expect(answer.headers["access-control-allow-credentials"]).toBeUndefined();
    expect(answer.headers.vary).toContain("origin");
  });
});

test("an answer that is there already is not sent again, and is sent compressed", async () => {
  for (const path of ["/api/market", "/api/market.csv", "/openapi.json"]) {
    const plain = await ask(path);
    const again = await ask(path, { headers: { "if-none-match": `"other", W/${plain.headers.etag}` } });
    expect([again.status, again.body]).toEqual([304, ""]);
    for (const encoding of ["br", "gzip"]) {
      const packed = await ask(path, { headers: { "accept-encoding": encoding } });
      expect(packed.headers["content-encoding"]).toBe(encoding);
      expect(packed.bytes.length).toBeLessThan(plain.bytes.length / 2);
      expect(packed.headers.vary).toContain("accept-encoding");
    }
    const refusing = await ask(path, { headers: { "accept-encoding": "br;q=0, gzip;q=0.0" } });
    expect(refusing.headers["content-encoding"] ?? "identity").toBe("identity");
  }
});

test("a table is for Excel: marked as UTF-8, with texts that are no formulas", async () => {
  const { bytes, headers } = await ask("/api/market.csv");
  expect(headers["content-type"]).toBe("text/csv; charset=utf-8");
  expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
  expect(bytes.toString("utf8")).toMatch(
    /^\uFEFFseries,label,value,unit,as of,fetched at,source,quality,warning\r\n/,
  );
});

test("answers forbid what they do not need", async () => {
  const { headers } = await ask("/api/market");
  expect(headers).toMatchObject({
    "content-security-policy": "default-src 'none';frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-cache",
  });
  // Only https can be asked for for ever.
  expect(headers["strict-transport-security"]).toBeUndefined();
  const secure = await gatewayFor(folders, { publicUrl: "https://market.example", hosts: undefined });
  expect((await secure.ask("/health")).headers["strict-transport-security"]).toContain("max-age=");
});

test("what is no HTTP, and headers that never end, end the connection", async () => {
  const { port } = await serving;
  const said = (text: string) =>
    new Promise<string>((told) => {
      let answer = "";
      const socket = connect(port, "127.0.0.1", () => socket.write(text));
      socket.on("data", (part) => (answer += String(part)));
      socket.on("close", () => told(answer));
      socket.on("error", () => undefined);
    });
  expect(await said("HELLO\r\n\r\n")).toMatch(/^HTTP\/1.1 400/);
  expect(await said(`GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: ${"a".repeat(100_000)}\r\n\r\n`)).toMatch(
    /^HTTP\/1.1 431/,
  );
});

test("logs say what was refused, without queries and tokens", async () => {
  const { ask: askThis, logged } = await gatewayFor(folders);
  await askThis("/api/nothing?key=query-secret", { headers: { authorization: "Bearer token-secret" } });
  await askThis("/api/market", { headers: { authorization: "Bearer token-secret" } });
  const lines = logged().filter((line) => line.includes('"refused"'));
  expect(lines.map((line) => (JSON.parse(line) as { path: string }).path)).toEqual([
    "/api/nothing",
    "/api/market",
  ]);
  expect(logged().join("")).not.toMatch(/query-secret|token-secret/);
});

test(`a client that asks more than ${MOST_REQUESTS} times a minute waits`, async () => {
  const { ask: askThis } = await gatewayFor(folders);
  for (let sent = 0; sent < MOST_REQUESTS; sent += 50)
    await Promise.all(
      Array.from({ length: 50 }, (_, index) => askThis(index % 2 === 0 ? "/api/market" : "/nothing")),
    );
  for (const path of ["/api/market", "/nothing", "/addin/manifest.xml"]) {
    const answer = await askThis(path);
    expect(answer.status).toBe(429);
    expect(Number(answer.headers["retry-after"])).toBeGreaterThan(0);
    expect(problemIn(answer)).toMatch(/^A client may ask 1000 times a minute: try again in .*\.$/);
  }
  // Whoever looks whether it is well asks from the same machine.
  expect((await askThis("/health")).status).toBe(200);
});

test("whom a proxy has signed in reads the market without the database, whatever password the proxy sends on", async () => {
  const { ask: askThis } = await gatewayFor(folders, {
    mode: { kind: "header", header: "X-User" },
    proxies: ["127.0.0.1"],
    hosts: undefined,
  });
  const authorization = `Basic ${Buffer.from("anna:her password").toString("base64")}`;
  expect((await askThis("/api/market", { headers: { "x-user": "anna", authorization } })).status).toBe(200);
  // Nobody can say any more who has this one.
  const token = "Bearer hashcell_anything";
  expect((await askThis("/api/market", { headers: { "x-user": "anna", authorization: token } })).status).toBe(
    503,
  );
});
