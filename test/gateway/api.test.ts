import { request } from "node:http";
import { connect } from "node:net";
import { setTimeout as later } from "node:timers/promises";
import * as v from "valibot";
import { gatewayDocument, reportsIn } from "../../src/data/gatewayDocument";
import { defaultSettings } from "../../src/data/settings";
import { endpoints, type Endpoint } from "../../src/gateway/endpoints";
import { MarketHistory } from "../../src/gateway/history";
import { addToken, revoke } from "../../src/gateway/tokens";
import { startReplay, type Replay } from "../../src/replay/server";
import { describeWithServer, serverForTests } from "../batch/queue/server";
import { addinFolders, gatewayFor, problemIn, type Question, type TestGateway, type Told } from "./gateways";

const folders = addinFolders();
const POWER = "own.site7.power_price";
const METER = "own.site7.meter";
const json = (body: unknown): Question => ({
  body: JSON.stringify(body),
  headers: { "content-type": "application/json" },
});
const csv = (body: string): Question => ({ body, headers: { "content-type": "text/csv" } });
const bearing = (token: string, { headers, ...question }: Question = {}): Question => ({
  ...question,
  headers: { ...headers, authorization: `Bearer ${token}` },
});

/** An address with its series filled in. */
const pathOf = ({ path }: Endpoint, series = POWER) => path.replace(":series", series);

describeWithServer("the gateway", () => {
  const tests = serverForTests();
  let replay: Replay;
  let history: MarketHistory;
  let open: TestGateway;
  let closed: TestGateway;
  let reader: string;
  let writer: string;
  let database: string;

  beforeAll(async () => {
    replay = await startReplay();
    database = await tests.server.emptyDatabase("gateway");
    history = new MarketHistory(database);
    await history.migrate();
    for (const name of [POWER, METER])
      await history.declare({ name, label: `Power of ${name}`, unit: "USD/kWh", numberFormat: "0.0000" });
    reader = await addToken(history, { name: "desk, Anna", scopes: ["read"] });
    writer = await addToken(history, { name: "meter of site 7", scopes: [`write:${POWER}`] });
    const settings = { ...defaultSettings, isOnline: true, proxyUrl: replay.url };
    const parts = { database, fetch, settings: () => settings };
    open = await gatewayFor(folders, parts);
    closed = await gatewayFor(folders, { ...parts, mode: { kind: "tokens" }, hosts: undefined });
  });
  afterAll(async () => {
    await history.close();
    await replay.stop();
  });
  const round = async (gateway: TestGateway) => {
    await gateway.collector.round(new AbortController().signal);
    await gateway.collector.close();
    await gateway.pages.refresh();
  };

  test("asks the sources in rounds, and never for a request", async () => {
    await round(open);
    const asked = Object.values(replay.counts()).reduce((sum, count) => sum + count, 0);
    expect(asked).toBeGreaterThan(20);
    for (const endpoint of endpoints.filter(({ method }) => method === "GET"))
      await open.ask(pathOf(endpoint));
    expect(Object.values(replay.counts()).reduce((sum, count) => sum + count, 0)).toBe(asked);
    const { values } = (await open.ask("/api/market")).json() as { values: Record<string, string>[] };
    expect(values.find(({ series }) => series === "btc.price")).toMatchObject({
      quality: "live",
      unit: "USD",
    });
    expect(values.find(({ series }) => series === "btc.hashprice")).toMatchObject({ quality: "derived" });
  });

  test.each(endpoints.filter(({ method, path }) => method === "GET" && path !== "/openapi.json"))(
    "answers $path as its schema says",
    async (endpoint) => {
      const { schema, type } = endpoint;
      for (const series of [POWER, "btc.price"]) {
        const answer = await open.ask(pathOf(endpoint, series));
        expect(answer.status).toBe(200);
        expect(answer.headers["content-type"]).toContain(type.split(";")[0]);
        if (schema !== undefined) expect(v.safeParse(schema, answer.json()).issues).toBeUndefined();
      }
    },
  );

  test("takes values as JSON and as CSV, once, and keeps what was known before", async () => {
    const add = (question: Question) =>
      open.ask(`/api/history/${POWER}`, bearing(writer, { ...question, method: "POST" }));
    const points = [
      { asOf: "2026-01-30T12:00Z", value: 0.05 },
      { asOf: "2026-01-31", value: 0.06 },
    ];
    const added = await add(json({ source: "meter", points }));
    expect([added.status, added.json()]).toEqual([200, { added: 2, known: 0 }]);
    expect((await add(json({ source: "meter", points }))).json()).toEqual({ added: 0, known: 2 });
    const lines = "as of,value (USD/kWh)\n2026-02-01,0.07\n2026-02-02,0.08\n";
    expect((await add(csv(lines))).json()).toEqual({ added: 2, known: 0 });
    const before = new Date().toISOString();
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect((await add(json({ points: [{ asOf: "2026-02-02", value: 0.09 }] }))).json()).toEqual({
      added: 1,
      known: 0,
    });

    const read = async (query: string) => {
      const answer = (await open.ask(`/api/history/${POWER}?${query}`)).json() as {
        points: { asOf: string; value: number; source: string }[];
        next?: string;
      };
      return { values: answer.points.map(({ value }) => value), ...answer };
    };
    expect((await read("")).values).toEqual([0.05, 0.06, 0.07, 0.09]);
    expect((await read(`known=${before}`)).values).toEqual([0.05, 0.06, 0.07, 0.08]);
    expect((await read("from=2026-01-31&to=2026-02-01")).values).toEqual([0.06, 0.07]);
    expect((await read("")).points.map(({ source }) => source)).toEqual([
      "meter",
      "meter",
      "meter of site 7",
      "meter of site 7",
    ]);
    // Page by page it is the same.
    const paged: number[] = [];
    let cursor: string | undefined;
    do {
      const page = await read(`limit=3${cursor === undefined ? "" : `&cursor=${cursor}`}`);
      paged.push(...page.values);
      cursor = page.next;
    } while (cursor !== undefined);
    expect(paged).toEqual([0.05, 0.06, 0.07, 0.09]);
    const table = await open.ask(`/api/history/${POWER}.csv?from=2026-02-01`);
    expect(table.body).toMatch(
      /^\uFEFFas of,value \(USD\/kWh\),fetched at,source,quality\r\n2026-02-01T00:00:00.000Z,0.07,[^,]*,meter of site 7,live\r\n2026-02-02T00:00:00.000Z,0.09,/,
    );
    expect((await open.ask(`/api/days/${POWER}.csv`)).body).toBe(
      "\uFEFFday,value (USD/kWh)\r\n2026-01-30,0.05\r\n2026-01-31,0.06\r\n2026-02-01,0.07\r\n2026-02-02,0.09\r\n",
    );
    // The market has it at once, and the audit log who did it.
    const { values } = (await open.ask("/api/market")).json() as {
      values: { series: string; value: number }[];
    };
    expect(values.find(({ series }) => series === POWER)?.value).toBe(0.09);
    const log = await history.rows<{ what: string; about: string; token: number | null }>(
      "select what, about, token from hashcell_market.audit where what = 'import' order by id",
    );
    expect(log.map(({ about }) => about)).toEqual([
      `${POWER}: 2 rows added, 0 known`,
      `${POWER}: 0 rows added, 2 known`,
      `${POWER}: 2 rows added, 0 known`,
      `${POWER}: 1 rows added, 0 known`,
    ]);
    expect(log.every(({ token }) => token !== null)).toBe(true);
  });

  test("gives panes documents that they can read", async () => {
    const all = v.parse(gatewayDocument, (await open.ask("/api/reports")).json());
    const reports = reportsIn(all);
    expect(reports).toHaveLength(all.reports.length);
    expect(reports.map(({ route }) => route)).toEqual(
      expect.arrayContaining(["kraken.ticker.usd", "gateway.kept"]),
    );
    expect(reports.at(-1)?.report.kept?.[POWER]).toMatchObject({
      label: `Power of ${POWER}`,
      unit: "USD/kWh",
      quote: { value: 0.09, source: "meter of site 7" },
    });
    const price = v.parse(gatewayDocument, (await open.ask("/api/reports?topics=price,later_topic")).json());
    expect(price.reports.length).toBeLessThan(all.reports.length);
    const kept = v.parse(gatewayDocument, (await open.ask("/api/reports?topics=")).json());
    expect(reportsIn(kept).map(({ route }) => route)).toEqual(["gateway.kept"]);
    const days = v.parse(gatewayDocument, (await open.ask(`/api/days/${POWER}?from=2026-02-01`)).json());
    const [{ route, report } = { route: "", report: undefined }] = reportsIn(days);
    expect(route).toBe(`gateway.days.${POWER}`);
    expect(report?.kept?.[POWER]?.days?.days).toEqual({ 20485: 0.07, 20486: 0.09 });
  });

  test.each([
    [json({ points: [] }), 400, "In the body points must not be empty."],
    [json({ points: [{ asOf: "31.1.2026", value: 1 }] }), 400, "In the body points.0.asOf must be a date"],
    [
      json({ points: [{ asOf: "2026-01-31", value: "0,05" }] }),
      400,
      "In the body points.0.value must be a number, with a decimal point",
    ],
    [
      json({ points: [{ asOf: "2026-01-31", value: 1 }], unit: "USD" }),
      400,
      "In the body unit is not known here.",
    ],
    [json([]), 400, "In the body points is missing."],
    [json(1), 400, "The body must be of another kind (Object)"],
    [{ ...json(0), body: "{" }, 400, "The body is not JSON: check its brackets, commas and quotes."],
    [{ ...json(0), body: "" }, 400, "The body is empty: send JSON."],
    [csv("as of,value (USD/MWh)\n2026-01-31,1\n"), 400, "USD/MWh"],
    [csv("as of,value\n2026-01-31,1\n2026-01-30,1\n2026-02-01,1\n"), 400, "Row 4 must go on back in time"],
    [csv("as of,value\n2026-01-31,0,05\n"), 400, "write decimals with a point"],
    [
      { body: "as of,value", headers: { "content-type": "text/plain" } },
      415,
      "Send application/json or text/csv",
    ],
    [{ body: "as of,value" }, 415, "Send application/json or text/csv"],
    [
      { ...csv("x"), headers: { "content-type": "text/csv", "content-encoding": "gzip" } },
      415,
      "Compressed bodies are not read",
    ],
    [
      { ...json(0), headers: { "content-type": "application/json", "content-length": "10000001" } },
      413,
      "A body of application/json may have 10 MB: send it in parts.",
    ],
  ] as const)("refuses %j", async (question, status, words) => {
    const rows = () => history.rows("select count(*)::int as count from hashcell_market.observation");
    const before = await rows();
    const answer = await open.ask(`/api/history/${POWER}`, bearing(writer, { ...question, method: "POST" }));
    expect(problemIn(answer)).toContain(words);
    expect(answer.status).toBe(status);
    expect(await rows()).toEqual(before);
  });

  test("of two values for a moment in one body it takes none", async () => {
    const points = [1, 2].map((value) => ({ asOf: "2026-03-09", value }));
    const answer = await open.ask(
      `/api/history/${POWER}`,
      bearing(writer, { ...json({ points }), method: "POST" }),
    );
    expect([answer.status, problemIn(answer)]).toEqual([
      400,
      "In the body points has two values for 2026-03-09T00:00:00.000Z.",
    ]);
  });

  test.each([
    ["/api/series/btc.price", 403, "their names begin with own."],
    ["/api/series/own.site7.csv", 403, "their names begin with own."],
  ])("%s is not declared", async (path, status, words) => {
    const facts = { label: "Price", unit: "USD" };
    const answer = await open.ask(path, bearing(writer, { ...json(facts), method: "PUT" }));
    expect(answer.status).toBe(status);
    expect(problemIn(answer)).toContain(words);
  });

  test("a span that ends before it begins is refused", async () => {
    const answer = await open.ask("/api/history/btc.price?from=2026-02-01&to=2026-01-31");
    expect([answer.status, problemIn(answer)]).toEqual([400, "The parameter to must not be before from."]);
  });

  test("declares series, and holds them to their unit", async () => {
    const declare = (facts: unknown) =>
      open.ask(`/api/series/${POWER}`, bearing(writer, { ...json(facts), method: "PUT" }));
    const facts = { label: `Power of ${POWER}`, unit: "USD/kWh", numberFormat: "0.0000" };
    expect((await declare(facts)).json()).toEqual({ name: POWER, result: "same" });
    expect((await declare({ ...facts, label: "Power price of site 7" })).json()).toMatchObject({
      result: "changed",
    });
    expect(problemIn(await declare({ ...facts, unit: "USD/MWh" }))).toContain("must stay USD/kWh");
    expect(problemIn(await declare({ ...facts, numberFormat: "=1+1" }))).toContain(
      "In the body numberFormat must be a number format of Excel",
    );
  });

  describe("with --access tokens", () => {
    const guarded = endpoints.filter(({ need }) => need !== "nothing");

    test("every route but these few asks for a token", () => {
      expect(endpoints.filter(({ need }) => need === "nothing").map(({ path }) => path)).toEqual([
        "/health",
        "/ready",
        "/openapi.json",
      ]);
    });

    test.each(guarded.map((endpoint) => [endpoint.method, endpoint.path, endpoint] as const))(
      "%s %s: nothing without a token, with a wrong one, or with one that was revoked",
      async (method, _, endpoint) => {
        const revoked = await addToken(history, {
          name: `${method} ${endpoint.path}`,
          scopes: ["read", `write:${POWER}`],
        });
        await revoke(history, `${method} ${endpoint.path}`);
        const authorizations = [
          undefined,
          "Bearer nothing",
          `Bearer ${revoked}`,
          `Bearer ${reader}x`,
          "Bearer ",
          "Basic !!!",
          `Basic ${Buffer.from(reader).toString("base64")}x`,
          `Digest ${reader}`,
        ];
        for (const path of [pathOf(endpoint), `${pathOf(endpoint)}?token=${reader}`])
          for (const authorization of authorizations) {
            const answer = await closed.ask(path, {
              method,
              ...(authorization === undefined ? {} : { headers: { authorization } }),
            });
            expect(answer.status).toBe(401);
            expect(answer.headers["www-authenticate"]).toContain("Basic");
            expect(answer.body).not.toMatch(/USD|"added"/);
            problemIn(answer);
          }
      },
    );

    test.each(guarded.map((endpoint) => [endpoint.method, endpoint.path, endpoint] as const))(
      "%s %s: a token for reading reads, one for writing a series does only that",
      async (method, _, endpoint) => {
        const status = async (token: string, series: string) =>
          (await closed.ask(pathOf(endpoint, series), bearing(token, { method }))).status;
        if (endpoint.need === "write series") {
          expect(await status(reader, POWER)).toBe(403);
          expect(await status(writer, METER)).toBe(403);
          // It may, and has sent nothing.
          expect(await status(writer, POWER)).toBe(415);
        } else {
          expect(await status(reader, METER)).toBe(200);
          expect(await status(writer, METER)).toBe(403);
          expect(await status(writer, POWER)).toBe(endpoint.need === "read" ? 403 : 200);
        }
      },
    );

    test("Excel sends the token as a password", async () => {
      const authorization = `Basic ${Buffer.from(`anna:${reader}`).toString("base64")}`;
      expect((await closed.ask("/api/market.csv", { headers: { authorization } })).status).toBe(200);
    });

    test("the add-in, its page and its manifest need none: Excel sends none", async () => {
      for (const path of ["taskpane.html", "manifest.xml", "functions.json", "functions.js"])
        expect((await closed.ask(`/addin/${path}`)).status).toBe(200);
    });

    test("writing takes a token on this machine too", async () => {
      for (const endpoint of guarded.filter(({ need }) => need === "write series"))
        expect((await open.ask(pathOf(endpoint), { ...json({}), method: endpoint.method })).status).toBe(401);
    });

    test("a token that is used for what it is not for is in the audit log, once an hour", async () => {
      const log = await history.rows<{ about: string }>(
        "select about from hashcell_market.audit where what = 'access refused' and about = $1",
        [`POST /api/history/${METER}`],
      );
      expect(log).toHaveLength(1);
    });
  });

  describe("with a proxy that says who asks", () => {
    const mode = { kind: "header", header: "X-Forwarded-User" } as const;
    const headers = { "x-forwarded-user": "anna" };

    test("its header counts from its own address only", async () => {
      const parts = { database, mode, hosts: undefined };
      const near = await gatewayFor(folders, { ...parts, proxies: ["127.0.0.0/8"] });
      const far = await gatewayFor(folders, { ...parts, proxies: ["10.0.0.5"] });
      expect((await near.ask("/api/market", { headers })).status).toBe(200);
      expect((await near.ask("/api/market")).status).toBe(401);
      // The proxy asks for a password of its own, and sends it on.
      const authorization = `Basic ${Buffer.from("anna:her password").toString("base64")}`;
      expect((await near.ask("/api/market", { headers: { ...headers, authorization } })).status).toBe(200);
      expect((await near.ask("/api/market", { headers: { authorization } })).status).toBe(401);
      expect((await near.ask("/api/market", { headers: { "x-forwarded-user": " " } })).status).toBe(401);
      expect((await far.ask("/api/market", { headers })).status).toBe(401);
      // Nor is it believed about the address of the client.
      const forged = { ...headers, "x-forwarded-for": "10.0.0.5" };
      expect((await far.ask("/api/market", { headers: forged })).status).toBe(401);
      // Writing takes a token all the same.
      const writing = await near.ask(`/api/history/${POWER}`, { ...json({}), method: "POST", headers });
      expect(writing.status).toBe(401);
    });
  });

  test("bodies that arrive slowly hold nobody up but their sender", async () => {
    const slow = () => {
      const asking = request({
        port: open.port,
        host: "127.0.0.1",
        path: `/api/history/${POWER}`,
        method: "POST",
        headers: { authorization: `Bearer ${writer}`, "content-type": "text/csv" },
      });
      asking.on("error", () => undefined);
      asking.write(`as of,value\n${"2026-01-31T12:00Z,0.05\n".repeat(1000)}`);
      return asking;
    };
    const bodies = [slow(), slow(), slow()];
    await new Promise((later) => setTimeout(later, 500));
    const another = await addToken(history, { name: "another meter", scopes: [`write:${METER}`] });
    const added = await open.ask(
      `/api/history/${METER}`,
      bearing(another, { ...json({ points: [{ asOf: "2026-04-01", value: 1 }] }), method: "POST" }),
    );
    expect([added.status, added.json()]).toEqual([200, { added: 1, known: 0 }]);
    for (const body of bodies) body.destroy();
  });

  test("a long file with a bad row adds nothing, and the gateway goes on", async () => {
    const before = await history.rows("select count(*)::int as count from hashcell_market.observation");
    const rows = Array.from({ length: 9000 }, (_, minute) => {
      const moment = new Date(Date.UTC(2025, 0, 1) + 60_000 * minute).toISOString();
      return `${moment},${minute}`;
    });
    const answer = await open.ask(
      `/api/history/${POWER}`,
      bearing(writer, {
        method: "POST",
        headers: { "content-type": "text/csv" },
        body: ["as of,value", ...rows, "31/01/2026,5"].join("\n"),
      }),
    );
    expect(answer.status).toBe(400);
    expect(problemIn(answer)).toContain("Row 9002 must begin with a date");
    expect((await open.ask("/health")).status).toBe(200);
    expect(await history.rows("select count(*)::int as count from hashcell_market.observation")).toEqual(
      before,
    );
  });

  test("a body without an end is cut off, and takes no memory", async () => {
    const part = Buffer.from("2026-01-31T12:00Z,0.05\n".repeat(40_000));
    const sent = await new Promise<{ status: number; bytes: number; told: Told["headers"] }>(
      (told, failed) => {
        let bytes = 0;
        const asking = request(
          {
            port: open.port,
            host: "127.0.0.1",
            path: `/api/history/${POWER}`,
            method: "POST",
            headers: { authorization: `Bearer ${writer}`, "content-type": "text/csv" },
          },
          (response) => {
            response.resume();
            told({ status: response.statusCode ?? 0, bytes, told: response.headers });
          },
        );
        asking.on("error", failed);
        asking.write("as of,value\n");
        const more = () => {
          if (bytes > 1e9 || asking.destroyed) return;
          bytes += part.length;
          asking.write(part, more);
        };
        more();
      },
    );
    expect(sent.status).toBe(413);
    expect(sent.told.connection).toBe("close");
    expect(sent.bytes).toBeLessThan(200e6);
    const { values } = (await open.ask("/api/market")).json() as {
      values: { series: string; value: number }[];
    };
    expect(values.find(({ series }) => series === POWER)?.value).toBe(0.09);
  });

  test("a client that sends on has time to read the answer that refuses its body", async () => {
    const socket = connect(open.port, "127.0.0.1").setEncoding("utf8");
    const head = [
      `POST /api/history/${POWER} HTTP/1.1`,
      `Host: 127.0.0.1:${open.port}`,
      "Authorization: Bearer hashcell_wrong",
      "Content-Type: text/csv",
      "Content-Length: 50000000",
    ];
    const faults: string[] = [];
    socket.on("error", ({ message }) => faults.push(message));
    const answered = new Promise<string>((told) => socket.once("data", told));
    socket.write(`${head.join("\r\n")}\r\n\r\n`);
    const part = Buffer.alloc(1 << 20, "x");
    const more = () => {
      if (!socket.destroyed) socket.write(part, more);
    };
    more();
    expect((await answered).split("\r\n")[0]).toBe("HTTP/1.1 401 Unauthorized");
    // Had the gateway closed the connection, the next write would have failed, and could have done so before this.
    await later(300);
    expect(faults).toEqual([]);
    const closed = new Promise((end) => socket.once("close", end));
    await closed;
    expect(faults).toHaveLength(1);
  });

  test("goes on from memory while the database is away, and loses nothing", async () => {
    // A reader whose token was good goes on reading.
    expect((await closed.ask("/api/market", bearing(reader))).status).toBe(200);
    await tests.server.stop();
    expect((await closed.ask("/api/market", bearing(reader))).status).toBe(200);
    expect((await closed.ask("/api/market", bearing("hashcell_another"))).status).toBe(503);
    // This was never one.
    expect((await closed.ask("/api/market", bearing("another"))).status).toBe(401);
    expect((await open.ask("/api/market")).status).toBe(200);
    expect((await open.ask(`/api/history/${POWER}`)).status).toBe(503);
    replay.fail("kraken", "500");
    await round(closed);
    const waiting = closed.collector.waitingRows;
    expect(waiting).toBeGreaterThan(0);
    expect((await closed.ask("/ready")).json()).toMatchObject({ database: "away", waitingRows: waiting });
    await tests.server.startAgain();
    await closed.collector.close();
    expect(closed.collector.waitingRows).toBe(0);
    expect((await closed.ask("/ready")).json()).toMatchObject({ database: "answers", isReady: true });
  });

  test("with the sources dead shows what it knew before, with its age", async () => {
    const dead = await gatewayFor(folders, { database });
    const { values } = (await dead.ask("/api/market")).json() as { values: Record<string, string>[] };
    const known = (await open.ask("/api/market")).json() as { values: Record<string, string>[] };
    const priceIn = (given: Record<string, string>[]) => given.find(({ series }) => series === "btc.price");
    expect(priceIn(values)?.source).toContain("Median of");
    expect(priceIn(values)?.asOf?.slice(0, 10)).toBe(priceIn(known.values)?.asOf?.slice(0, 10));
  });
});
