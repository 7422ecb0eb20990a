import { getEventListeners, once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type Access, accessOf } from "../../../src/data/address";
import {
  ask,
  excerptOf,
  expiryOf,
  Failure,
  faultsOf,
  LARGEST_BODY,
  LONGEST_ANSWER_MS,
  parsedJson,
  pauseOf,
  readText,
  reportOf,
} from "../../../src/data/feed/request";
import { alterations, altered } from "../alterations";
import { AT, wholeDays, wholeOption, wholePools, wholeReadings } from "../wholeContent";
import { hang, json, networkError, type Script, ScriptedFetch } from "./scriptedFetch";
import { MINUTE, NOON, online, reportRoute } from "./smallRoutes";

describe("asking an address", () => {
  const kraken = accessOf("kraken", online);
  const never = new AbortController().signal;
  const clock = () => NOON;

  const asked = (script: Script, access: Access = kraken, signal = never) =>
    ask(access, "/path", { fetch: new ScriptedFetch(script).fetch, clock }, signal);

  const html = "<html><body><h1>429 Too Many Requests</h1></body></html>";

  test("asks without cookies, referrer, redirects or the browser's own cache", async () => {
    const scripted = new ScriptedFetch(() =>
      json({ value: 1 }, { headers: { "cache-control": "max-age=60" } }),
    );
    const answer = await ask(kraken, "/path?x=1", { fetch: scripted.fetch, clock }, never);
    expect(answer).toEqual({ body: { value: 1 }, expiresAt: NOON + MINUTE });
    expect(scripted.asked).toEqual([
      {
        url: "https://api.kraken.com/path?x=1",
        init: {
          signal: expect.any(AbortSignal) as AbortSignal,
          credentials: "omit",
          referrerPolicy: "no-referrer",
          redirect: "error",
          cache: "no-store",
        },
      },
    ]);
  });

  const answered =
    (body: string, status: number, headers: Record<string, string> = {}) =>
    () =>
      new Response(body, { status, headers });

  test.each<[string, Script, RegExp, string, number | undefined]>([
    [
      "429 with a web page and a wait",
      answered(html, 429, { "retry-after": "120" }),
      /limiting requests.*429/,
      "host",
      120_000,
    ],
    ["429 without a wait", answered(html, 429), /limiting requests.*429/, "host", 0],
    [
      "503 with a wait",
      answered("", 503, { "retry-after": "60" }),
      /having problems \(HTTP 503\)/,
      "host",
      60_000,
    ],
    ["500", answered(html, 500), /having problems \(HTTP 500\): try again later/, "host", undefined],
    [
      "451",
      answered('{"code":0}', 451),
      /refuses requests from this region.*HTTP 451.*switch it off.*set a proxy/,
      "host",
      undefined,
    ],
    ["403", answered(html, 403), /refuses requests.*HTTP 403/, "host", undefined],
    ["401", answered("{}", 401), /HTTP 401.*key/, "route", undefined],
    ["404", answered("Not Found", 404), /HTTP 404\): "Not Found"$/, "route", undefined],
    ["404 with a web page", answered(html, 404), /HTTP 404\)$/, "route", undefined],
    ["a web page", answered(html, 200), /web page instead of data/, "host", undefined],
    ["nothing", answered("", 200), /sent an empty answer/, "host", undefined],
    ["truncated data", answered('{"value": 86', 200), /incomplete or damaged/, "host", undefined],
    [
      "a missing header, or a firewall",
      networkError,
      /firewall.*CORS.*proxy.*saved response/,
      "host",
      undefined,
    ],
  ])("%s", async (_, script, words, blame, pauseMs) => {
    const failure: unknown = await asked(script).catch((error: unknown) => error);
    expect(failure).toMatchObject({ message: expect.stringMatching(words) as string, blame, pauseMs });
    expect(String(failure)).not.toMatch(/[<>]|undefined|Failed to fetch|https?:/);
    expect(String(failure)).toMatch(/Kraken/);
  });

  test("what to do fits the way: a proxy is to be checked, mempool.space can be one's own", async () => {
    const proxied = accessOf("kraken", { ...online, proxyUrl: "https://proxy.example" });
    await expect(asked(networkError, proxied)).rejects.toThrow(/through proxy.example.*check the proxy/);
    await expect(asked(networkError, accessOf("mempool", online))).rejects.toThrow(
      "a mempool instance of your own",
    );
    await expect(asked(networkError)).rejects.not.toThrow("instance");
  });

  test("a computer without connection says so", async () => {
    const before = Object.getOwnPropertyDescriptor(globalThis, "navigator");
    Object.defineProperty(globalThis, "navigator", { value: { onLine: false }, configurable: true });
    try {
      await expect(asked(networkError)).rejects.toMatchObject({
        message: expect.stringContaining("offline") as string,
        blame: "connection",
      });
    } finally {
      if (before === undefined) Reflect.deleteProperty(globalThis, "navigator");
      else Object.defineProperty(globalThis, "navigator", before);
    }
  });

  test("an abort is passed on as it is, before and during", async () => {
    const controller = new AbortController();
    const call = asked(hang, kraken, controller.signal);
    controller.abort(new Error("cancelled"));
    await expect(call).rejects.toThrow("cancelled");
    const scripted = new ScriptedFetch(hang);
    const late = ask(kraken, "/path", { fetch: scripted.fetch, clock }, controller.signal);
    await expect(late).rejects.toThrow("cancelled");
    expect(scripted.asked).toHaveLength(0);
  });

  test.each<[string, Script]>([
    ["an answer", () => json(1)],
    ["a failure", networkError],
  ])("after %s nothing is left on the signal, and no timer runs", async (_, script) => {
    const { signal } = new AbortController();
    jest.useFakeTimers();
    try {
      await asked(script, kraken, signal).catch(() => undefined);
      expect(jest.getTimerCount()).toBe(0);
      expect(getEventListeners(signal, "abort")).toHaveLength(0);
    } finally {
      jest.useRealTimers();
    }
  });

  describe("over a real connection", () => {
    let handle: (request: IncomingMessage, response: ServerResponse) => void = () => undefined;
    const server = createServer((request, response) => handle(request, response));
    let access = kraken;

    beforeAll(async () => {
      await once(server.listen(0, "127.0.0.1"), "listening");
      const { port } = server.address() as AddressInfo;
      access = accessOf("mempool", { ...online, mempoolUrl: `http://127.0.0.1:${port}` });
    });
    afterEach(() => jest.useRealTimers());
    afterAll(() => {
      server.closeAllConnections();
      server.close();
    });

    const over = (signal = never) => ask(access, "/api/blocks/tip/height", { fetch, clock }, signal);
    /** Fakes only this page's timers: those of the connection go on. */
    const holdTimers = () =>
      jest.useFakeTimers({ doNotFake: ["setImmediate", "nextTick", "queueMicrotask"] });

    test("a bare number is data, and the path is asked as it is", async () => {
      const urls: (string | undefined)[] = [];
      handle = ({ url, headers }, response) => {
        urls.push(url, headers.referer, headers.cookie);
        response.end("969991");
      };
      await expect(over()).resolves.toMatchObject({ body: 969991 });
      expect(urls).toEqual(["/api/blocks/tip/height", undefined, undefined]);
    });

    test("a redirect is not followed", async () => {
      const urls: (string | undefined)[] = [];
      handle = ({ url }, response) => {
        urls.push(url);
        response.writeHead(302, { location: "/elsewhere" }).end();
      };
      await expect(over()).rejects.toThrow("could not be reached");
      expect(urls).toEqual(["/api/blocks/tip/height"]);
    });

    test("a reset in the middle of the body", async () => {
      handle = (_, response) => {
        response.writeHead(200, { "content-length": "1000" });
        response.write('{"value":');
        setImmediate(() => response.socket?.destroy());
      };
      await expect(over()).rejects.toMatchObject({
        message: expect.stringMatching(/broke off|could not be reached/) as string,
        blame: "host",
      });
    });

    test.each<[string, typeof handle]>([
      ["a host that never answers", () => undefined],
      ["a body that never ends", (_, response) => void response.write("[1, ")],
    ])("%s is given up after ten seconds", async (_, never) => {
      const reached = new Promise<void>((resolve) => {
        handle = (request, response) => {
          never(request, response);
          setImmediate(resolve);
        };
      });
      holdTimers();
      const failure = over().catch((error: unknown) => error);
      await reached;
      jest.advanceTimersByTime(LONGEST_ANSWER_MS - 1);
      const pending = Symbol("pending");
      const soon = new Promise((resolve) => setImmediate(() => resolve(pending)));
      await expect(Promise.race([failure, soon])).resolves.toBe(pending);
      jest.advanceTimersByTime(1);
      await expect(failure).resolves.toMatchObject({
        message: expect.stringContaining("did not answer within 10 seconds") as string,
        blame: "host",
      });
    });

    test("a slow drip is given up after ten seconds, however lively it is", async () => {
      let stop: () => void = () => undefined;
      let end: () => void = () => undefined;
      const ended = new Promise<void>((resolve) => (end = resolve));
      handle = (_, response) => {
        const drip = setInterval(() => response.write(" "), 5);
        stop = () => clearInterval(drip);
        response.on("close", () => {
          end();
          stop();
        });
      };
      const timer = jest.spyOn(globalThis, "setTimeout");
      const failure = over().catch((error: unknown) => error);
      const limit = timer.mock.calls.find(([, ms]) => ms === LONGEST_ANSWER_MS)?.[0];
      timer.mockRestore();
      // The limit is reached while drops keep coming.
      await new Promise((resolve) => setTimeout(resolve, 100));
      limit?.();
      await expect(failure).resolves.toMatchObject({
        message: expect.stringContaining("did not answer within") as string,
      });
      await ended;
    });

    test("a cancelled request ends the connection", async () => {
      let reach: () => void = () => undefined;
      const reached = new Promise<void>((resolve) => (reach = resolve));
      let close: () => void = () => undefined;
      const closed = new Promise<void>((resolve) => (close = resolve));
      handle = (_, response) => {
        response.on("close", close);
        reach();
      };
      const controller = new AbortController();
      const call = over(controller.signal);
      await reached;
      controller.abort(new Error("cancelled"));
      await expect(call).rejects.toThrow("cancelled");
      await closed;
    });
  });
});

describe("a body", () => {
  test.each([
    ["969991", 969991],
    [" 969991\n", 969991],
    ["\uFEFF[1]", [1]],
    ['{"a":"<b>"}', { a: "<b>" }],
    ["null", null],
  ])("%j is data", (text, body) => expect(parsedJson(text, faultsOf("Kraken"))).toEqual(body));

  test.each([
    ["", "Kraken sent an empty answer"],
    [" \r\n", "Kraken sent an empty answer"],
    ["<html><body>429", "Kraken sent a web page instead of data"],
    ["\uFEFF  <!DOCTYPE html>", "Kraken sent a web page instead of data"],
    ['{"result": {"XXBTZUSD": {"c": ["8601', "The answer from Kraken is incomplete or damaged"],
    ["[1, 2", "The answer from Kraken is incomplete or damaged"],
    ["Too many requests", "The answer from Kraken is incomplete or damaged"],
    ["NaN", "The answer from Kraken is incomplete or damaged"],
  ])("%j is not: %s", (text, words) => {
    expect(() => parsedJson(text, faultsOf("Kraken"))).toThrow(words);
    expect(() => parsedJson(text, faultsOf("Kraken"))).not.toThrow(/html|8601|Unexpected/);
  });

  test("every beginning of a recorded answer but the whole is refused", () => {
    const whole = readFileSync("test/fixtures/history/btc_subsidy_schedule.csv", "utf8");
    const text = JSON.stringify({ rows: whole.split("\n") });
    for (let length = 0; length < text.length; length += 1) {
      expect(() => parsedJson(text.slice(0, length), faultsOf("It"))).toThrow(/incomplete|empty/);
    }
    expect(parsedJson(text, faultsOf("It"))).toEqual({ rows: whole.split("\n") });
  });

  test.each([
    ["Not found", ': "Not found"'],
    ["  a\u0000b\u202ec\n\td ", ': "a b c d"'],
    ["<html>no</html>", ""],
    ["", ""],
    ["x".repeat(500), `: "${"x".repeat(100)}..."`],
  ])("of %j a message quotes %j", (text, quote) => expect(excerptOf(text)).toBe(quote));

  test("a body is read across the borders of its pieces, and no further than the limit", async () => {
    const bytes = new TextEncoder().encode('"€ 🪙"');
    const pieces = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
        controller.close();
      },
    });
    await expect(readText(new Response(pieces), "It")).resolves.toBe('"€ 🪙"');
    await expect(readText(new Response(null), "It")).resolves.toBe("");

    let pulled = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled += 1;
        controller.enqueue(new Uint8Array(1_000_000).fill(0x20));
      },
    });
    await expect(readText(new Response(endless), "It")).rejects.toThrow("larger than 10 MB");
    expect(pulled).toBeLessThan(LARGEST_BODY / 1_000_000 + 5);
  });
});

describe("headers", () => {
  const HOUR = 3_600_000;

  // RFC 9111, section 5.2.2 and 5.3: max-age counts in seconds and goes before Expires.
  test.each<[Record<string, string>, number]>([
    [{}, 0],
    [{ "cache-control": "max-age=30" }, 30_000],
    [{ "cache-control": "public, Max-Age=30, immutable" }, 30_000],
    [{ "cache-control": 'max-age="30"' }, 30_000],
    [{ "cache-control": "s-maxage=30" }, 0],
    [{ "cache-control": "max-age=0" }, 0],
    [{ "cache-control": "max-age=-5" }, 0],
    [{ "cache-control": "no-store, max-age=30" }, 0],
    [{ "cache-control": "no-cache, max-age=30" }, 0],
    [{ "cache-control": "max-age=99999999999999999999" }, HOUR],
    [{ expires: "Mon, 05 Oct 2026 12:01:00 GMT" }, 60_000],
    [{ expires: "Mon, 05 Oct 2026 11:59:00 GMT" }, 0],
    [{ expires: "Tue, 05 Oct 2100 12:00:00 GMT" }, HOUR],
    [{ expires: "0" }, 0],
    [{ expires: "-1" }, 0],
    [{ expires: "soon" }, 0],
    [{ expires: "Mon, 05 Oct 2026 12:01:00 GMT", "cache-control": "max-age=5" }, 5_000],
    [{ expires: "Mon, 05 Oct 2026 12:01:00 GMT", "cache-control": "public" }, 60_000],
  ])("%j is fresh for %d ms", (headers, ms) => {
    expect(expiryOf(new Headers(headers), NOON) - NOON).toBe(ms);
  });

  // RFC 9110, section 10.2.3: seconds, or a date.
  test.each([
    [undefined, 0],
    ["120", 120_000],
    [" 120 ", 120_000],
    ["0", 0],
    ["-120", 0],
    ["12.5", 0],
    ["Mon, 05 Oct 2026 12:02:00 GMT", 120_000],
    ["Mon, 05 Oct 2026 11:00:00 GMT", 0],
    ["a while", 0],
    ["", 0],
    ["999999999", 24 * HOUR],
    ["Tue, 05 Oct 2100 12:00:00 GMT", 24 * HOUR],
  ])("Retry-After %j asks for %d ms", (text, ms) => {
    expect(pauseOf(new Headers(text === undefined ? {} : { "retry-after": text }), NOON)).toBe(ms);
  });
});

describe("a report", () => {
  const route = reportRoute("mempool", "network");
  const report = {
    readings: wholeReadings,
    history: wholeDays,
    chain: { options: [wholeOption], asOf: AT },
    pools: wholePools,
  };
  const read = (body: unknown) => () => reportOf(route, body, AT, "the answer");

  test("an answer that is as it should be is taken", () => expect(read(report)()).toEqual(report));

  test("an answer with one thing that cannot be is refused, whatever its parser lets through", () => {
    const all = alterations(report);
    expect(all.length).toBeGreaterThan(500);
    const taken = all.filter(({ value }) => !isRefused(value));
    expect(taken.map(({ path, put }) => [path.join("."), put])).toEqual([]);
  });

  function isRefused(value: unknown): boolean {
    try {
      read(value)();
      return false;
    } catch (error) {
      return error instanceof Failure;
    }
  }

  const difficultyAt = String(wholeReadings.findIndex(({ series }) => series === "btc.difficulty"));

  test.each([
    [
      ["readings", difficultyAt, "value"],
      145,
      "btc.difficulty is 145: no block can have this difficulty, as compact",
    ],
    [["history", "btc.dvol", "20730"], -3, "btc.dvol of 2026-10-04 is -3, too low to be right"],
    [["chain", "options", "0", "mark"], 2, "option BTC-25DEC26-90000-P: mark is 2, too high to be right"],
    [["chain", "options", "0", "delta"], 7, "option BTC-25DEC26-90000-P: delta is 7, too high to be right"],
    [["pools", "pools", "0", "blocks"], -1, "pool =Pool: blocks is -1, too low to be right"],
  ])("what is wrong at %j is named", (path, put, message) =>
    expect(read(altered(report, path, put))).toThrow(message),
  );
});
