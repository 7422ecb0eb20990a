import { isIP } from "node:net";
import { setTimeout as later } from "node:timers/promises";
import fastifyCompress from "@fastify/compress";
import fastifyHelmet from "@fastify/helmet";
import fastifyRateLimit from "@fastify/rate-limit";
import Fastify, {
  LogController,
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type FastifyServerOptions,
} from "fastify";
import { AccessControl, trustedProxies, type AccessMode, type Need } from "./access";
import { ADDIN_PATH, serveAssets, type Assets } from "./assets";
import { Collector, type CollectorEvent, type CollectorParts } from "./collector";
import { endpoints, type Answer, type Endpoint, type Gateway } from "./endpoints";
import type { MarketHistory } from "./history";
import { Bodies, LARGEST_CSV, LARGEST_JSON, tooLarge } from "./incoming";
import { MarketPages } from "./marketPages";
import { GatewayMetrics } from "./metrics";
import { openapiDocument } from "./openapi";
import { addVary, isKnown, sendPage } from "./page";
import { Problem, problemBody, problemOf, PROBLEM_TYPE } from "./problem";
import { parametersIn } from "./request";
import { seriesParameter } from "./schemas";
import { within } from "./within";

// The server: limits, headers and errors, the same for every address.

/** Requests of one client in a minute. */
export const MOST_REQUESTS = 1_000;
const MOST_CONNECTIONS = 1_000;
const LONGEST_HEADERS_MS = 15_000;
const LONGEST_REQUEST_MS = 300_000;
/** How long a client that sends on has to read why it is cut off. */
const CUT_OFF_MS = 2000;
/** Without a round for so long the sources are not being asked. */
const LONGEST_WITHOUT_ROUND_S = 600;
const DATABASE_PATIENCE_MS = 3_000;

export interface GatewayParts extends Omit<CollectorParts, "history" | "told"> {
  readonly history: MarketHistory;
  readonly assets: Assets;
  readonly version: string;
  /** Where clients find it, without a slash at the end. */
  readonly publicUrl: string;
  readonly mode: AccessMode;
  /** Addresses and networks of proxies that are believed about who asks. */
  readonly proxies: readonly string[];
  /** Names by which requests may ask, where it serves this machine only. */
  readonly hosts?: readonly string[];
  readonly tls?: { readonly cert: string; readonly key: string };
  readonly log: FastifyBaseLogger;
}

export interface RunningGateway {
  readonly app: FastifyInstance;
  readonly collector: Collector;
  readonly pages: MarketPages;
  /** Asks the sources once a minute until it is closed. */
  run(): void;
  /** Answers what was begun, writes what is left, and ends. The history stays open. */
  close(): Promise<void>;
}

/** A gateway that has taken up what was kept, and does not listen yet. */
export async function createGateway(parts: GatewayParts): Promise<RunningGateway> {
  const { history, version, publicUrl, log, clock } = parts;
  const heard: ((event: CollectorEvent) => void)[] = [(event) => logged(log, event)];
  const collector = new Collector({
    ...parts,
    told: (event) => {
      for (const hear of heard) hear(event);
    },
  });
  const pages = new MarketPages({ collector, history, clock, version });
  let asking: Promise<boolean> | undefined;
  // Whoever asks meanwhile gets the same answer: /ready is open to all.
  const isDatabaseThere = () =>
    (asking ??= within(history.check(), DATABASE_PATIENCE_MS).finally(() => (asking = undefined)));
  const metrics = new GatewayMetrics(version, { collector, pages, isDatabaseThere, clock });
  heard.push((event) => metrics.told(event));
  const isProxy = parts.proxies.length === 0 ? () => false : trustedProxies(parts.proxies);
  const access = new AccessControl({ mode: parts.mode, history, isProxy });
  const openapi = JSON.stringify(openapiDocument(version, publicUrl, parts.mode.kind === "open"));
  const gateway: Gateway = {
    pages,
    history,
    access,
    bodies: new Bodies(),
    clock,
    version,
    state: async () => {
      const isThere = await isDatabaseThere();
      const roundAgeS = collector.roundAge;
      return {
        isReady: isThere && roundAgeS !== undefined && roundAgeS < LONGEST_WITHOUT_ROUND_S,
        database: isThere ? "answers" : "away",
        ...(roundAgeS === undefined ? {} : { roundAgeS: Math.round(roundAgeS) }),
        failing: collector.problems.length,
        waitingRows: collector.waitingRows,
      };
    },
    metrics: () => metrics.text(),
    openapi: () => openapi,
  };
  await collector.load();
  await pages.refresh();
  const app = await appOf(parts, gateway, metrics);
  const stopping = new AbortController();
  let running: Promise<unknown> = Promise.resolve();
  return {
    app,
    collector,
    pages,
    run: () => {
      const { signal } = stopping;
      // A round may take minutes where sources hang, and ages and own series change meanwhile.
      running = Promise.all([
        everyMinute(signal, log, async () => {
          await collector.round(signal);
          await pages.refresh();
        }),
        everyMinute(signal, log, () => pages.refresh()),
      ]);
    },
    close: async () => {
      stopping.abort();
      await app.close();
      await running;
      await collector.close();
    },
  };
}

const ROUND_MS = 60_000;

const isOver = (signal: AbortSignal) => signal.aborted;

/** Works at once and then again and again until the signal. Counts time by itself, whatever the clock says. */
async function everyMinute(
  signal: AbortSignal,
  log: FastifyBaseLogger,
  work: () => Promise<void>,
): Promise<void> {
  while (!isOver(signal)) {
    try {
      await work();
    } catch (error) {
      if (!isOver(signal)) log.error({ event: "fault", err: error }, "fault in collecting");
    }
    await later(ROUND_MS, undefined, { signal }).catch(() => undefined);
  }
}

function noCompiler(): never {
  throw new Error("a route has a schema of its own: check it by valibot, as the others");
}

async function appOf(
  parts: GatewayParts,
  gateway: Gateway,
  metrics: GatewayMetrics,
): Promise<FastifyInstance> {
  const { tls, proxies, hosts, log, mode } = parts;
  const { access } = gateway;
  const options = {
    loggerInstance: log,
    // What was asked is counted; what failed is logged, below.
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: proxies.length === 0 ? false : [...proxies],
    // Lines of the log name what they are about themselves: a logger for each request costs more than the rest of it.
    childLoggerFactory: (logger) => logger,
    // Schemas of valibot check requests; the compilers of other schemas are large, and never called.
    schemaController: { compilersFactory: { buildValidator: noCompiler, buildSerializer: noCompiler } },
    bodyLimit: LARGEST_JSON,
    requestTimeout: LONGEST_REQUEST_MS,
    forceCloseConnections: "idle",
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) =>
      void sendProblem(request, reply, problemOf(error)),
  } satisfies FastifyServerOptions;
  const app: FastifyInstance = tls === undefined ? Fastify(options) : Fastify({ ...options, https: tls });
  app.server.maxConnections = MOST_CONNECTIONS;
  app.server.headersTimeout = LONGEST_HEADERS_MS;

  app.addHook("onRequest", (request, reply, done) => {
    void reply.header("cache-control", "no-cache");
    if (hosts !== undefined && !hosts.includes(hostOf(request.headers.host))) {
      const names = [...new Set(hosts)].join(", ");
      done(
        new Problem(
          421,
          `This gateway serves ${names} only: ask by one of these names, or start it with --url.`,
        ),
      );
      return;
    }
    const isApi = request.url.startsWith("/api/");
    if (isApi) allowOrigin(request, reply, mode);
    if (!isApi || request.method !== "OPTIONS") {
      done();
      return;
    }
    // A preflight ends here.
    void reply
      .headers({
        "access-control-allow-methods": "GET",
        "access-control-allow-headers": "Authorization, If-None-Match",
        "access-control-max-age": "600",
      })
      .code(204)
      .send();
  });
  await app.register(fastifyHelmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
    },
    // The pages say by whom they may be framed; browsers that know this header only would forbid all.
    frameguard: false,
    crossOriginResourcePolicy: { policy: "same-origin" },
    hsts: parts.publicUrl.startsWith("https://"),
  });
  await app.register(fastifyRateLimit, {
    max: MOST_REQUESTS,
    timeWindow: 60_000,
    keyGenerator: (request) => access.clientKey(request),
    errorResponseBuilder: (_, { after }) =>
      new Problem(429, `A client may ask ${MOST_REQUESTS} times a minute: try again in ${after}.`),
  });
  // A body that unpacks to a thousand times its size is not read.
  await app.register(fastifyCompress, { globalDecompression: false });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    "application/json",
    { parseAs: "string" },
    app.getDefaultJsonParser("error", "error"),
  );
  app.addContentTypeParser("text/csv", (_, payload, done) => done(null, payload));

  app.addHook("onSend", (request, reply, payload, done) => {
    if (!isWholeBodyRead(request)) {
      void reply.header("connection", "close");
      keepOpen(request);
    }
    done(null, payload);
  });
  app.addHook("onResponse", (request, reply, done) => {
    if (reply.getHeader("connection") === "close") cutOff(request);
    const route = request.routeOptions.url ?? "none";
    metrics.answered(request.method, route, reply.statusCode, reply.elapsedTime / 1000);
    done();
  });
  app.setErrorHandler((error, request, reply) => {
    const problem = problemOf(error);
    const facts = {
      method: request.method,
      // Queries may hold what is nobody's business.
      path: request.url.split("?")[0],
      client: request.ip,
      status: problem.status,
    };
    if (problem.status === 500) log.error({ event: "fault", err: error, ...facts }, "fault in answering");
    else log.info({ event: "refused", why: problem.message, ...facts }, "request refused");
    return sendProblem(request, reply, problem);
  });
  const limited = app.rateLimit();
  app.setNotFoundHandler({ preHandler: limited }, (request) => {
    throw new Problem(
      404,
      `There is no ${request.method} ${(request.url.split("?")[0] ?? "").slice(0, 100)}: /openapi.json lists what there is.`,
    );
  });
  for (const endpoint of endpoints) addEndpoint(app, endpoint, gateway);
  serveAssets(app, parts.assets);
  app.get("/", (_, reply) => reply.redirect(`${ADDIN_PATH}help/index.html`));
  await app.ready();
  return app;
}

function addEndpoint(app: FastifyInstance, endpoint: Endpoint, gateway: Gateway): void {
  app.route({
    method: endpoint.method,
    url: endpoint.path,
    // Whoever looks whether it is well must not take it for dead.
    ...(endpoint.need === "nothing" ? { config: { rateLimit: false } } : {}),
    // Before a body is read: nobody without a token makes it read one.
    preParsing: async (request, _, payload) => {
      const need = needOf(endpoint, request);
      request.client = await gateway.access.admit(request, need);
      checkBody(endpoint, request);
      return payload;
    },
    handler: async (request, reply) => {
      const { client, body, query } = request;
      const series = seriesIn(endpoint, request);
      const answer = await endpoint.answer(gateway, { series, query, body, client, request });
      return send(request, reply, answer);
    },
  });
}

declare module "fastify" {
  interface FastifyRequest {
    client: Awaited<ReturnType<AccessControl["admit"]>>;
  }
}

const seriesIn = ({ path }: Endpoint, request: FastifyRequest) =>
  path.includes(":series") ? parametersIn(seriesParameter, request.params).series : "";

function needOf(endpoint: Endpoint, request: FastifyRequest): Need {
  const { need } = endpoint;
  return need === "nothing" || need === "read"
    ? { kind: need }
    : { kind: need, series: seriesIn(endpoint, request) };
}

function checkBody({ bodies }: Endpoint, { headers }: FastifyRequest): void {
  if (bodies === undefined) return;
  if ((headers["content-encoding"] ?? "identity") !== "identity")
    throw new Problem(415, "Compressed bodies are not read: send it as it is.");
  const type = headers["content-type"]?.split(";")[0]?.trim().toLowerCase();
  if (type === undefined || !bodies.some((body) => body.type === type))
    throw new Problem(
      415,
      `Send ${bodies.map((body) => body.type).join(" or ")}, and say so in the header Content-Type.`,
    );
  const most = type === "text/csv" ? LARGEST_CSV : LARGEST_JSON;
  if (Number(headers["content-length"] ?? 0) > most) throw tooLarge(type, most);
}

function send(request: FastifyRequest, reply: FastifyReply, answer: Answer): FastifyReply {
  if ("page" in answer) return sendPage(request, reply, answer.page);
  const { status = 200, type, body, etag, fileName } = answer;
  if (etag !== undefined) {
    void reply.header("etag", etag);
    if (isKnown(etag, request.headers["if-none-match"])) return reply.code(304).send();
  }
  if (fileName !== undefined) void reply.header("content-disposition", `inline; filename="${fileName}"`);
  return reply.code(status).type(type).send(body);
}

const sendProblem = (_: FastifyRequest, reply: FastifyReply, problem: Problem) =>
  reply.code(problem.status).headers(problem.headers).type(PROBLEM_TYPE).send(problemBody(problem));

/**
 * Lets pages of other origins read an answer: those that sent an Authorization, which they can only have from the user,
 * and on a machine where reading is free only the pages of that machine. No cookies, ever.
 */
function allowOrigin({ headers }: FastifyRequest, reply: FastifyReply, mode: AccessMode): void {
  const { origin } = headers;
  addVary(reply, "origin");
  if (origin === undefined) return;
  const isPreflight = headers["access-control-request-method"] !== undefined;
  const asksWithToken =
    headers.authorization !== undefined ||
    (isPreflight && /\bauthorization\b/i.test(headers["access-control-request-headers"] ?? ""));
  const isHere = mode.kind === "open" && LOOPBACK.includes(hostOf(originHost(origin)));
  if (!asksWithToken && !isHere && mode.kind !== "tokens") return;
  void reply.headers({
    "access-control-allow-origin": isHere ? origin : "*",
    "access-control-expose-headers": "ETag, Retry-After",
  });
}

export const LOOPBACK = ["localhost", "127.0.0.1", "[::1]"];

const originHost = (origin: string) => (URL.canParse(origin) ? new URL(origin).host : "");

/** The name of a Host header, without a port. */
export function hostOf(header: string | undefined): string {
  const name = (header ?? "").toLowerCase();
  return isIP(name) === 6 ? `[${name}]` : name.replace(/:\d+$/, "");
}

/** Whether nothing of a body is left unread: a client whose body is refused would send on. */
const isWholeBodyRead = ({ raw }: FastifyRequest) =>
  raw.complete ||
  (raw.headers["content-length"] === undefined && raw.headers["transfer-encoding"] === undefined);

/**
 * Node closes a connection as soon as its last answer is written, and a client that still sends its body would lose the
 * answer with it: the connection stays until it is cut off.
 */
function keepOpen({ raw: { socket } }: FastifyRequest): void {
  socket.destroySoon = () => void socket.end();
}

/** Ends a connection on which a refused body still arrives; the answer has some time to be read. */
function cutOff({ raw }: FastifyRequest): void {
  const { socket } = raw;
  raw.unpipe();
  raw.pause();
  setTimeout(() => socket.destroy(), CUT_OFF_MS).unref();
}

function logged(log: FastifyBaseLogger, event: CollectorEvent): void {
  switch (event.kind) {
    case "round":
      log.info({ event: "round", seconds: event.seconds, ...event.outcomes }, "sources asked");
      return;
    case "written":
      log.info({ event: "written", rows: event.rows }, "values written");
      return;
    case "dropped":
      log.error({ event: "dropped", rows: event.rows }, "values given up: the database is away for too long");
      return;
    case "unwritten":
      log.warn({ event: "unwritten", err: event.error }, "the database does not answer: values wait for it");
      return;
    case "fault":
      log.error({ event: "fault", err: event.error }, "fault in collecting");
  }
}
