import { countedAs, questionOf } from "./endpoints";
import type { Endpoint } from "./endpoint";
import { bodyText, closeness, momentOf, refusalOf, type Failure } from "./failures";

/** How bodies are made: byte for byte as recorded, or in the recorded shape with values made up for the moment. */
export type Mode = "fresh" | "recorded";

/** When to come back after too many requests, in seconds. */
const RETRY_AFTER_S = 30;

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly delivery: "whole" | "slow" | "hang" | "reset";
}

/** Failures that leave the body as the mode has it. */
const untouched: readonly (Failure | undefined)[] = [undefined, "no-cors", "slow", "hang", "reset"];

interface Asked {
  /** As it is counted. */
  readonly path: string;
  readonly failure: Failure | undefined;
  readonly answer: Answer;
}

/** The answer to a request for `address`; of the failures set for it the most specific one applies. */
export function answerTo(
  address: string,
  mode: Mode,
  now: number,
  failures: ReadonlyMap<string, Failure>,
): Asked {
  const { url, endpoint } = questionOf(address);
  const path = countedAs(url);
  if (endpoint === undefined) return { path, failure: undefined, answer: notFound(path) };
  const failure = failureFor(endpoint, url, failures);
  return { path, failure, answer: answerOf(endpoint, url, mode, now, failure) };
}

function failureFor(
  endpoint: Endpoint,
  url: URL,
  failures: ReadonlyMap<string, Failure>,
): Failure | undefined {
  const ranked = [...failures].map(([target, failure]) => ({
    failure,
    closeness: closeness(target, endpoint, url),
  }));
  return ranked.filter((one) => one.closeness > 0).sort((a, b) => b.closeness - a.closeness)[0]?.failure;
}

function answerOf(
  endpoint: Endpoint,
  url: URL,
  mode: Mode,
  now: number,
  failure: Failure | undefined,
): Answer {
  const refusal = refusalOf(endpoint.provider, failure);
  if (refusal !== undefined) {
    const headers = header("Retry-After", failure === "429" ? String(RETRY_AFTER_S) : undefined);
    return answer(refusal.status, refusal.type, Buffer.from(refusal.text), headers);
  }
  const delivery = failure === "slow" || failure === "hang" || failure === "reset" ? failure : "whole";
  const isAsRecorded = mode === "recorded" && untouched.includes(failure);
  if (isAsRecorded && endpoint.recorded === undefined) return { ...notFound(countedAs(url)), delivery };
  const body =
    isAsRecorded && endpoint.recorded !== undefined
      ? endpoint.recorded()
      : Buffer.from(
          bodyText(endpoint.fresh(momentOf(now, failure), url.searchParams), failure, endpoint.exact),
        );
  const { expiresS } = endpoint;
  const expires = expiresS === undefined ? undefined : new Date(now + expiresS * 1000).toUTCString();
  return { ...answer(200, "application/json", body, header("Expires", expires)), delivery };
}

const header = (name: string, value: string | undefined): Answer["headers"] =>
  value === undefined ? {} : { [name]: value };

function answer(status: number, type: string, body: Buffer, headers: Answer["headers"] = {}): Answer {
  const described = { "Content-Type": `${type}; charset=utf-8`, "Content-Length": String(body.length) };
  return { status, headers: { ...described, ...headers }, body, delivery: "whole" };
}

const notFound = (path: string) =>
  answer(404, "application/json", Buffer.from(JSON.stringify({ error: "nothing is replayed here", path })));
