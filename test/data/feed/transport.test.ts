import { getEventListeners, once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { accessOf, type Access } from "../../../src/data/feed/address";
import { ask, LONGEST_ANSWER_MS } from "../../../src/data/feed/transport";
import { json, hang, networkError, ScriptedFetch, type Script } from "./scriptedFetch";
import { MINUTE, NOON, online } from "./smallRoutes";

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
  expect(answer).toEqual({ body: { value: 1 }, freshUntil: NOON + MINUTE });
  expect(scripted.asked).toEqual([
    {
      url: "https://api.kraken.com/path?x=1",
      init: {
        signal: expect.any(AbortSignal),
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
    /pause.*429/,
    "host",
    120_000,
  ],
  ["429 without a wait", answered(html, 429), /pause.*429/, "host", 0],
  [
    "503 with a wait",
    answered("", 503, { "retry-after": "60" }),
    /trouble itself \(HTTP 503\)/,
    "host",
    60_000,
  ],
  ["500", answered(html, 500), /trouble itself \(HTTP 500\): try again later/, "host", undefined],
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
  ["nothing", answered("", 200), /answered with nothing/, "host", undefined],
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
  expect(failure).toMatchObject({ message: expect.stringMatching(words), blame, pauseMs });
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
      message: expect.stringContaining("offline"),
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
  /** Fakes this page's timers alone: those of the connection go on. */
  const holdTimers = () => jest.useFakeTimers({ doNotFake: ["setImmediate", "nextTick", "queueMicrotask"] });

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
      message: expect.stringMatching(/broke off|could not be reached/),
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
      message: expect.stringContaining("did not answer within 10 seconds"),
      blame: "host",
    });
  });

  test("a slow drip is given up after ten seconds, however lively it is", async () => {
    let ended = false;
    let stop: () => void = () => undefined;
    handle = (_, response) => {
      const drip = setInterval(() => response.write(" "), 5);
      stop = () => clearInterval(drip);
      response.on("close", () => {
        ended = true;
        stop();
      });
    };
    const realImmediate = setImmediate;
    const timer = jest.spyOn(globalThis, "setTimeout");
    const failure = over().catch((error: unknown) => error);
    const limit = timer.mock.calls.find(([, ms]) => ms === LONGEST_ANSWER_MS)?.[0];
    timer.mockRestore();
    // The limit is reached while drops keep coming.
    await new Promise((resolve) => setTimeout(resolve, 100));
    limit?.();
    await expect(failure).resolves.toMatchObject({
      message: expect.stringContaining("did not answer within"),
    });
    while (!ended) await new Promise((resolve) => realImmediate(resolve));
  });

  test("a cancelled request ends the connection", async () => {
    let reach: () => void = () => undefined;
    const reached = new Promise<void>((resolve) => (reach = resolve));
    let closed = false;
    handle = (_, response) => {
      response.on("close", () => (closed = true));
      reach();
    };
    const controller = new AbortController();
    const call = over(controller.signal);
    await reached;
    controller.abort(new Error("cancelled"));
    await expect(call).rejects.toThrow("cancelled");
    while (!closed) await new Promise((resolve) => setImmediate(resolve));
  });
});
