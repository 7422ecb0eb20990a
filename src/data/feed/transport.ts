import { requestUrl, type Access } from "./address";
import { Failure } from "./failure";
import { freshUntil, pauseOf } from "./freshness";
import { excerptOf, parsedJson, readText } from "./json";

/** Longest time from the request to the end of the body. */
export const LONGEST_ANSWER_MS = 10_000;

export interface Transport {
  readonly fetch: typeof fetch;
  readonly clock: () => number;
}

export interface Answer {
  readonly body: unknown;
  /** Until when the host says that it will not change. */
  readonly freshUntil: number;
}

/**
 * Asks one address, without cookies, referrer, redirects or the browser's own cache, whose age could not be told.
 * Throws a `Failure`, or the reason of the signal when that is aborted.
 */
export async function ask(
  access: Access,
  path: string,
  { fetch, clock }: Transport,
  signal: AbortSignal,
): Promise<Answer> {
  const url = requestUrl(access, path);
  const limited = limitedBy(signal);
  try {
    const response = await fetch(url, {
      signal: limited.signal,
      credentials: "omit",
      referrerPolicy: "no-referrer",
      redirect: "error",
      cache: "no-store",
    });
    return await answerOf(response, access, clock);
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    if (limited.signal.aborted) throw tooSlow(access);
    throw error instanceof Failure ? error : unreachable(access);
  } finally {
    limited.end();
  }
}

/** A signal that follows another one and the time limit; `end` lets go of both. */
function limitedBy(signal: AbortSignal) {
  signal.throwIfAborted();
  const controller = new AbortController();
  const follow = () => controller.abort(signal.reason);
  signal.addEventListener("abort", follow, { once: true });
  const timer = setTimeout(() => controller.abort(), LONGEST_ANSWER_MS);
  const end = () => {
    clearTimeout(timer);
    signal.removeEventListener("abort", follow);
  };
  return { signal: controller.signal, end };
}

async function answerOf(response: Response, access: Access, clock: () => number): Promise<Answer> {
  if (!response.ok) throw await refusal(response, access, clock());
  const text = await readText(response, access.source).catch((error: unknown) => {
    throw error instanceof Failure ? error : brokenOff(access);
  });
  return { body: parsedJson(text, access.source), freshUntil: freshUntil(response.headers, clock()) };
}

/** What a status other than success means. */
async function refusal(response: Response, access: Access, now: number): Promise<Failure> {
  const { status, headers } = response;
  const { source } = access;
  const pauseMs = pauseOf(headers, now);
  const drop = () => void response.body?.cancel().catch(() => undefined);
  if (status === 429) {
    drop();
    return new Failure(`${source} asks for a pause after too many requests (HTTP 429)`, "host", pauseMs);
  }
  if (status === 403 || status === 451) {
    drop();
    const words = `${source} refuses requests from this region or network (HTTP ${status})`;
    return new Failure(`${words}: switch it off in the settings, or ${proxyAdvice(access)}`, "host");
  }
  if (status >= 500) {
    drop();
    const words = `${source} is in trouble itself (HTTP ${status}): try again later`;
    return new Failure(words, "host", pauseMs > 0 ? pauseMs : undefined);
  }
  if (status === 401) {
    drop();
    const advice = access.key === undefined ? "a key is needed" : "check its key in the settings";
    return new Failure(`${source} does not let us in (HTTP 401): ${advice}`, "route");
  }
  const text = await readText(response, source).catch(() => "");
  return new Failure(`${source} does not answer this question (HTTP ${status})${excerptOf(text)}`, "route");
}

const proxyAdvice = ({ isProxied }: Access) =>
  isProxied ? "check the proxy in the settings" : "set a proxy in the settings";

const tooSlow = (access: Access) =>
  new Failure(
    `${access.source} did not answer within ${LONGEST_ANSWER_MS / 1000} seconds: try again later, or ${proxyAdvice(access)}`,
    "host",
  );

const brokenOff = ({ source }: Access) => new Failure(`The answer of ${source} broke off: try again`, "host");

/** A page is not told why: a firewall, a name that is not found, a redirect and a missing header look the same to it. */
function unreachable(access: Access): Failure {
  if (globalThis.navigator?.onLine === false) {
    return new Failure("This computer is offline: connect it, then refresh", "connection");
  }
  const own = access.source.startsWith("mempool.space") ? " or a mempool instance of your own" : "";
  const advice = `${proxyAdvice(access)}${access.isProxied ? "" : own}, or import a saved response`;
  return new Failure(
    `${access.source} could not be reached. A firewall and an answer that pages may not read (no CORS header) look the same from here: ${advice}`,
    "host",
  );
}
