// A server on this machine that answers in place of the services on the internet, for tests and demonstrations.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { answerTo, type Answer, type Mode } from "./answer";
import { CONTROL_PATH, controlPage } from "./controlPage";
import { checkFailure, checkTarget, type Failure } from "./failures";

const HOST = "127.0.0.1";
const SLOW_MS = 500;
/** A form of the control page is shorter. */
const LONGEST_FORM = 2000;

export interface ReplayOptions {
  /** 0 or undefined is any free port. */
  readonly port?: number;
  readonly mode?: Mode;
  /** Milliseconds since 1970 UTC. */
  readonly clock?: () => number;
  /** Milliseconds between two bytes of a slow answer. */
  readonly slowMs?: number;
}

export interface Replay {
  /** Without a slash at the end, as the proxy setting takes it. */
  readonly url: string;
  /** The page where failures are set and requests counted. */
  readonly controlUrl: string;
  /**
   * Lets a service ("kraken"), all of them ("all"), or a path ("/0/public/Ticker?pair=XBTUSD") fail from now on; without
   * `kind` it answers again. The closest target counts: a path before a service before all. Throws on unknown words.
   */
  fail(target: string, kind: Failure | undefined): void;
  /** Requests so far by path and query, whichever way they were asked, without the times in the query. */
  counts(): Record<string, number>;
  /** Ends it with all its connections, those that hang included. */
  stop(): Promise<void>;
}

/** Starts it; rejects with the system's error where the port is taken. */
export async function startReplay(options: ReplayOptions = {}): Promise<Replay> {
  const { port = 0, mode = "fresh", clock = Date.now, slowMs = SLOW_MS } = options;
  const failures = new Map<string, Failure>();
  const counts = new Map<string, number>();
  const fail = (target: string, kind: string | undefined) => {
    checkTarget(target);
    if (kind === undefined) failures.delete(target);
    else failures.set(target, checkFailure(kind));
  };
  const state = () => ({ mode, failures, counts: Object.fromEntries(counts) });

  const server = createServer((request, response) => {
    const address = request.url ?? "/";
    if (!isOwnHost(request, server)) {
      refuse(response, "Invalid Host header");
      return;
    }
    const [asked = ""] = address.split("?");
    if (asked === CONTROL_PATH || asked.startsWith(`${CONTROL_PATH}/`)) {
      control(request, response, fail, () => controlPage(state())).catch(() => response.destroy());
      return;
    }
    const { path, failure, answer } = answerTo(address, mode, clock(), failures);
    response.setHeader("Date", new Date(clock()).toUTCString());
    if (failure !== "no-cors") allowEveryOrigin(request, response);
    if (request.method === "OPTIONS") return void response.writeHead(204).end();
    if (request.method !== "GET") return void response.writeHead(405, { Allow: "GET, OPTIONS" }).end();
    counts.set(path, (counts.get(path) ?? 0) + 1);
    send(response, answer, slowMs);
  });
  await listen(server, port);
  const url = `http://${HOST}:${portOf(server)}`;
  return {
    url,
    controlUrl: url + CONTROL_PATH,
    fail,
    counts: () => state().counts,
    stop: () => stop(server),
  };
}

/** Whether it was asked for by an address of this machine: a page elsewhere whose name leads here does not get in. */
function isOwnHost({ headers }: IncomingMessage, server: Server): boolean {
  return [HOST, "localhost"].some((name) => headers.host === `${name}:${portOf(server)}`);
}

/** Whether a form was sent by a page elsewhere: browsers say so in one way or the other. */
function isFromElsewhere({ headers }: IncomingMessage): boolean {
  const { origin, host, "sec-fetch-site": site } = headers;
  if (origin !== undefined && origin !== `http://${host}`) return true;
  return site !== undefined && site !== "same-origin";
}

function refuse(response: ServerResponse, text: string): void {
  response.writeHead(403, { "Content-Type": "text/plain; charset=utf-8" }).end(`${text}\n`);
}

/** What browsers ask for before they give a page the answer. Retry-After is among what pages may read. */
function allowEveryOrigin(request: IncomingMessage, response: ServerResponse): void {
  response.setHeader("Access-Control-Allow-Origin", "*");
  response.setHeader("Access-Control-Expose-Headers", "Retry-After");
  if (request.method !== "OPTIONS") return;
  response.setHeader("Access-Control-Allow-Methods", "GET, OPTIONS");
  response.setHeader(
    "Access-Control-Allow-Headers",
    request.headers["access-control-request-headers"] ?? "*",
  );
}

function send(response: ServerResponse, { status, headers, body, delivery }: Answer, slowMs: number): void {
  if (delivery === "hang") return;
  response.writeHead(status, headers);
  if (delivery === "whole") response.end(body);
  else if (delivery === "slow") drip(response, body, slowMs);
  else response.write(body.subarray(0, body.length / 2), () => response.destroy());
}

function drip(response: ServerResponse, body: Buffer, slowMs: number): void {
  let sent = 0;
  response.flushHeaders();
  const timer = setInterval(() => {
    if (sent < body.length) response.write(body.subarray(sent, ++sent));
    else response.end();
  }, slowMs);
  response.on("close", () => clearInterval(timer));
}

async function control(
  request: IncomingMessage,
  response: ServerResponse,
  fail: (target: string, kind: string | undefined) => void,
  page: () => string,
): Promise<void> {
  const [path] = (request.url ?? "").split("?");
  if (path === CONTROL_PATH && request.method === "GET") {
    const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'";
    const headers = { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": policy };
    response.writeHead(200, { ...headers, "Cache-Control": "no-store" }).end(page());
  } else if (path === `${CONTROL_PATH}/fail` && request.method === "POST") {
    if (isFromElsewhere(request)) {
      refuse(response, "This form is on another page");
      return;
    }
    const form = new URLSearchParams(await bodyOf(request));
    try {
      fail(form.get("target") ?? "", form.get("kind") || undefined);
      response.writeHead(303, { Location: CONTROL_PATH }).end();
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      response.writeHead(400, { "Content-Type": "text/plain; charset=utf-8" }).end(`${text}\n`);
    }
  } else {
    response.writeHead(404, { "Content-Type": "text/plain; charset=utf-8" }).end("Not found\n");
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const part of request) {
    text += String(part);
    if (text.length > LONGEST_FORM) throw new Error("the form is too long");
  }
  return text;
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, HOST, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The replay has no port");
  return address.port;
}

function stop(server: Server): Promise<void> {
  if (!server.listening) return Promise.resolve();
  return new Promise((resolve, reject) => {
    server.close((error) => (error === undefined ? resolve() : reject(error)));
    server.closeAllConnections();
  });
}
