import * as v from "valibot";
import { UnavailableError } from "../../core/errors";
import { requestUrl, type Access } from "../address";
import { faultsText, reportSchema, type Days, type Received, type Report } from "../market";
import { providerFacts, type Route } from "../providers/provider";
import { historyFields, type HistoryField } from "../series";
import { limited } from "./limited";

/** Longest time from the request to the end of the body. */
export const LONGEST_ANSWER_MS = 10_000;
/** Largest body that is read, in bytes; of a saved file, in characters. */
export const LARGEST_BODY = 10_000_000;
const LONGEST_EXCERPT = 100;
const LONGEST_DETAIL = 300;
/** Most pages of one answer. */
const MOST_PAGES = 20;
/** Longest time for which a host is believed that an answer will not change. */
const LONGEST_FRESH_MS = 3_600_000;
/** Longest pause that a host is granted. */
export const LONGEST_PAUSE_MS = 86_400_000;

/**
 * What backs off after a failure: the host with all its routes; only the route, as the host did answer; the computer's
 * own connection, for which no host is to blame; or nobody, as nothing was asked.
 */
type Blame = "host" | "route" | "connection" | "nobody";

/** A failed request. The message is a sentence without a full stop that says what to do. */
export class Failure extends UnavailableError {
  constructor(
    message: string,
    readonly blame: Blame,
    /** The pause that the host asks for, in milliseconds; 0 where it does not say how long. */
    readonly pauseMs?: number,
  ) {
    super(message);
  }
}

interface Transport {
  readonly fetch: typeof fetch;
  readonly clock: () => number;
}

interface Findings {
  readonly received: Received;
  /** Until when, says the host, the answer will not change. */
  readonly expiresAt: number;
}

/**
 * Asks a route, page by page, each page when its turn comes, as `inTurn` decides. Throws a `Failure`, or the signal's
 * reason.
 */
export async function inquire(
  route: Route,
  access: Access,
  transport: Transport,
  signal: AbortSignal,
  inTurn: <T>(call: () => Promise<T>) => Promise<T>,
): Promise<Findings> {
  const { clock } = transport;
  const { source } = access;
  const what = `the answer from ${source}`;
  const reports: Report[] = [];
  let until = Infinity;
  let path: string | undefined = route.path(clock());
  while (path !== undefined) {
    if (reports.length === MOST_PAGES) {
      throw new Failure(`The answer from ${source} has over ${MOST_PAGES} pages`, "route");
    }
    const page: string = path;
    const answer = await inTurn(() => ask(access, page, transport, signal));
    const now = clock();
    reports.push(reportOf(route, answer.body, now, what));
    until = Math.min(until, answer.expiresAt);
    path = readBy(what, () => route.nextPath?.(answer.body, now));
  }
  return {
    received: { route: route.id, report: merged(reports), fetchedAt: clock(), source },
    expiresAt: until,
  };
}

/** One report from the pages of an answer; where two pages state the same, the earlier one holds. */
export function merged(pages: readonly Report[]): Report {
  const [first = {}] = pages;
  if (pages.length === 1) return first;
  const history: Partial<Record<HistoryField, Days>> = {};
  for (const field of historyFields) {
    for (const page of pages) {
      const days = page.history?.[field];
      if (days !== undefined) history[field] = { ...days, ...history[field] };
    }
  }
  const readings = pages.flatMap((page) => page.readings ?? []);
  return {
    ...(readings.length === 0 ? {} : { readings }),
    ...(Object.keys(history).length === 0 ? {} : { history }),
    chain: pages.find(({ chain }) => chain !== undefined)?.chain,
    pools: pages.find(({ pools }) => pools !== undefined)?.pools,
  };
}

/**
 * Asks one address, without cookies, referrer, redirects or the browser's own cache, whose age could not be known.
 * Throws a `Failure`, or the reason of the signal when that is aborted.
 */
export async function ask(access: Access, path: string, { fetch, clock }: Transport, signal: AbortSignal) {
  const { source } = access;
  const url = requestUrl(access, path);
  signal.throwIfAborted();
  const limit = limited(signal, LONGEST_ANSWER_MS);
  try {
    const response = await fetch(url, {
      signal: limit.signal,
      credentials: "omit",
      referrerPolicy: "no-referrer",
      redirect: "error",
      ...(access.token === undefined ? {} : { headers: { Authorization: `Bearer ${access.token}` } }),
      cache: "no-store",
    });
    if (!response.ok) throw await refusal(response, access, clock());
    const text = await readText(response, source).catch((error: unknown) => {
      if (error instanceof Failure) throw error;
      throw new Failure(`The answer from ${source} broke off: try again`, "host");
    });
    return { body: parsedJson(text, faultsOf(source)), expiresAt: expiryOf(response.headers, clock()) };
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    if (limit.signal.aborted) {
      const words = `${source} did not answer within ${LONGEST_ANSWER_MS / 1000} seconds`;
      throw new Failure(`${words}: try again later, or ${proxyAdvice(access)}`, "host");
    }
    throw error instanceof Failure ? error : unreachable(access);
  } finally {
    limit.end();
  }
}

/** What a status other than success means. */
async function refusal(response: Response, access: Access, now: number): Promise<Failure> {
  if (access.isGateway === true) return gatewayRefusal(response, access, now);
  const { status, headers } = response;
  const { source } = access;
  const isOfRoute = status < 500 && ![401, 403, 429, 451].includes(status);
  if (isOfRoute) {
    const text = await readText(response, source).catch(() => "");
    return new Failure(`${source} does not support this request (HTTP ${status})${excerptOf(text)}`, "route");
  }
  void response.body?.cancel().catch(() => undefined);
  const pauseMs = pauseOf(headers, now);
  if (status === 429) {
    return new Failure(`${source} is limiting requests (HTTP 429)`, "host", pauseMs);
  }
  if (status === 401) {
    const advice = access.key === undefined ? "a key is needed" : "check its key in the settings";
    return new Failure(`${source} denies access (HTTP 401): ${advice}`, "route");
  }
  if (status >= 500) {
    const words = `${source} is having problems (HTTP ${status}): try again later`;
    return new Failure(words, "host", pauseMs > 0 ? pauseMs : undefined);
  }
  const words = `${source} refuses requests from this region or network (HTTP ${status})`;
  return new Failure(`${words}: switch it off in the settings, or ${proxyAdvice(access)}`, "host");
}

/** A gateway says itself what is wrong. */
async function gatewayRefusal(response: Response, { source }: Access, now: number): Promise<Failure> {
  const { status, headers } = response;
  const detail = detailIn(await readText(response, source).catch(() => ""));
  const pauseMs = pauseOf(headers, now);
  const isOfHost = status === 429 || status >= 500;
  const said =
    status === 401
      ? `${source} denies access (HTTP 401): enter a token in the settings; whoever runs it gives you one`
      : `${source} refuses this request (HTTP ${status}): ask who runs it`;
  return new Failure(detail ?? said, isOfHost ? "host" : "route", pauseMs > 0 ? pauseMs : undefined);
}

function proxyAdvice({ isProxied, isGateway }: Access): string {
  if (isGateway === true) return "ask who runs it";
  return isProxied ? "check the proxy in the settings" : "set a proxy in the settings";
}

/** What a gateway says is wrong, as a sentence without a full stop. */
function detailIn(text: string): string | undefined {
  try {
    const { detail } = v.parse(v.object({ detail: v.pipe(v.string(), v.nonEmpty()) }), JSON.parse(text));
    return detail.replace(/\.$/, "").slice(0, LONGEST_DETAIL);
  } catch {
    return undefined;
  }
}

/** A page cannot see why: a firewall, a name that is not found, a redirect and a missing header look the same to it. */
function unreachable(access: Access): Failure {
  // Node has no navigator before version 21, whatever the types say.
  const page: { readonly navigator?: { readonly onLine?: boolean } } = globalThis;
  if (page.navigator?.onLine === false) {
    return new Failure("This computer is offline: connect it, then refresh", "connection");
  }
  if (access.isGateway === true)
    return new Failure(
      `${access.source} could not be reached: check that this computer is on your team's network, or ${proxyAdvice(access)}`,
      "host",
    );
  const own = access.base === providerFacts.mempool.base ? " or a mempool instance of your own" : "";
  const advice = `${proxyAdvice(access)}${access.isProxied ? "" : own}, or import a saved response`;
  return new Failure(
    `${access.source} could not be reached. A firewall and an answer that pages may not read (no CORS header) look the same from here: ${advice}`,
    "host",
  );
}

/**
 * Until when an answer will not change, as its host says: max-age of Cache-Control before Expires. At most an hour from
 * `now`; `now` itself when the host says nothing, forbids caching, or cannot be understood. Only headers that a page
 * may read on another host's answer count: Expires is compared with the clock of this computer, as Date is not among
 * them.
 */
export function expiryOf(headers: Headers, now: number): number {
  const control = headers.get("cache-control") ?? "";
  if (/\bno-(store|cache)\b/i.test(control)) return now;
  const maxAge = /\bmax-age\s*=\s*"?(\d+)/i.exec(control)?.[1];
  const until = maxAge === undefined ? Date.parse(headers.get("expires") ?? "") : now + Number(maxAge) * 1000;
  return until > now ? Math.min(until, now + LONGEST_FRESH_MS) : now;
}

/**
 * The pause that Retry-After asks for, in milliseconds, from seconds or a date; at most a day. 0 when the header is
 * absent, not readable from this page, in the past, or senseless.
 */
export function pauseOf(headers: Headers, now: number): number {
  const text = headers.get("retry-after")?.trim() ?? "";
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : /[a-z]/i.test(text) ? Date.parse(text) - now : NaN;
  return ms > 0 ? Math.min(ms, LONGEST_PAUSE_MS) : 0;
}

/** Text of a response's body. Throws a `Failure` when it is too large, or breaks off; passes an abort on. */
export async function readText(response: Response, source: string): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  const reader = response.body?.getReader();
  while (reader !== undefined) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    if (size > LARGEST_BODY) {
      // Nobody waits for the rest.
      void reader.cancel().catch(() => undefined);
      throw tooLarge(`The answer from ${source}`);
    }
    text += decoder.decode(value, { stream: true });
  }
  return text + decoder.decode();
}

/** `what` begins the sentence. */
export const tooLarge = (what: string) =>
  new Failure(`${what} is larger than 10 MB and was not read`, "route");

/** What messages say about a body that is not JSON. */
interface BodyFaults {
  readonly empty: string;
  readonly webPage: string;
  readonly damaged: string;
}

export const faultsOf = (source: string): BodyFaults => ({
  empty: `${source} sent an empty answer: try again later`,
  webPage: `${source} sent a web page instead of data: the network may require a login, or block the address`,
  damaged: `The answer from ${source} is incomplete or damaged: try again`,
});

/** What a body says as JSON. Throws a `Failure` that distinguishes a web page, an empty body and damage. */
export function parsedJson(text: string, faults: BodyFaults): unknown {
  const body = text.replace(/^\uFEFF/, "").trim();
  if (body === "") throw new Failure(faults.empty, "host");
  if (body.startsWith("<")) throw new Failure(faults.webPage, "host");
  try {
    return JSON.parse(body);
  } catch {
    throw new Failure(faults.damaged, "host");
  }
}

/** A short plain piece of a body in quotes after a colon, or nothing where it is a web page or empty. */
export function excerptOf(text: string): string {
  const plain = text.replace(/[\u0000-\u0020\u007f-\u00a0\u200b-\u200f\u2028-\u202e\ufeff]+/g, " ").trim();
  if (plain === "" || plain.startsWith("<")) return "";
  return `: "${plain.length > LONGEST_EXCERPT ? `${plain.slice(0, LONGEST_EXCERPT)}...` : plain}"`;
}

/**
 * A body as the route's parser reads it, checked like data from the cache and a workbook. Throws a `Failure`, also
 * where the parser itself fails; that calls the body `what`.
 */
export const reportOf = (route: Route, body: unknown, now: number, what: string): Report =>
  readBy(what, () => {
    const report = route.parse(body, now);
    const { success, issues } = v.safeParse(reportSchema, report);
    if (!success)
      throw new UnavailableError(`the answer contains an impossible value: ${faultsText(issues)}`);
    return report;
  });

function readBy<T>(what: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw asFailure(error, what);
  }
}

/**
 * Any error as a failure of the route: one that is neither foreseen nor a refusal is a bug of ours, and says that
 * `what` could not be processed.
 */
export function asFailure(error: unknown, what: string): Failure {
  if (error instanceof Failure) return error;
  if (error instanceof UnavailableError) {
    return new Failure(error.message.slice(0, 1).toUpperCase() + error.message.slice(1), "route");
  }
  const words = error instanceof Error ? error.message : String(error);
  return new Failure(`The add-in could not process ${what} (${words})`, "route");
}

/** The failure without keys in its message: a source may quote what it was sent in its complaint. */
export function discreet({ message, blame, pauseMs }: Failure, keys: readonly string[]): Failure {
  const hidden = keys
    .filter((key) => key !== "")
    .flatMap((key) => [key, encodeURIComponent(key)])
    .reduce((rest, key) => rest.replaceAll(key, "[key]"), message);
  return new Failure(hidden, blame, pauseMs);
}
