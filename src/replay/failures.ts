// What goes wrong on purpose. Each failure changes a body with current values, so that nothing else is wrong.
import { type Provider, providers } from "../data/providers/provider";
import type { Endpoint, Moment } from "./endpoint";
import { isList, isObject, mapLeaves, type Json } from "./recorded";
import { recordedBody } from "./recorded";

/** Every failure, and what it does. */
export const failures = {
  "429": "status 429 with Retry-After; from mempool the body is HTML",
  "429-no-retry-after": "status 429 that does not say when to come back",
  "error-in-200": "status 200 with an error in the body",
  "451": "status 451, as in regions where a service is restricted",
  "no-cors": "no Access-Control-Allow-Origin: browsers keep the answer from the page",
  "minus-one": "-1 for every value, as if it were missing; times stay",
  seconds: "seconds for milliseconds, and the other way round; bodies without times stay",
  strings: "text for numbers, and numbers for text that holds one",
  "over-2^53": "2^53 + 1 for exact integers: heights, satoshi, counts; other bodies stay",
  truncated: "the body cut in the middle",
  empty: "empty lists and objects",
  html: "a login page with status 200",
  "500": "status 500",
  slow: "the body a byte now and then",
  hang: "no answer at all",
  reset: "the connection destroyed in the middle of the body",
  "wrong-difficulty": "difficulties that no compact bits encode; other bodies stay",
  diverging: "prices 3 % higher",
  doubled: "prices twice as high",
  hostile: "HTML and formulas in place of names; other bodies stay",
} as const;
export type Failure = keyof typeof failures;

const isFailure = (word: string): word is Failure => Object.hasOwn(failures, word);

/** What a failure is set for: a service, all of them, or a path with or without a query. */
export function checkTarget(target: string): void {
  if (target === "all" || target.startsWith("/") || providers.some((provider) => provider === target)) return;
  throw new Error(`A failure is set for ${providers.join(", ")}, all, or a path; got "${target}"`);
}

export function checkFailure(word: string): Failure {
  if (isFailure(word)) return word;
  throw new Error(`Failures are ${Object.keys(failures).join(", ")}; got "${word}"`);
}

/** How closely a target describes a question: more for a path than for a service; 0 where it means another one. */
export function closeness(target: string, endpoint: Endpoint, url: URL): number {
  if (target === "all") return 1;
  if (target === endpoint.provider) return 2;
  const [path, query = ""] = target.split("?");
  if (path !== url.pathname) return 0;
  const wanted = [...new URLSearchParams(query)];
  return wanted.every(([name, value]) => url.searchParams.get(name) === value) ? 3 + wanted.length : 0;
}

/** What is wrong with the moment, for the failures that lie in values. */
export function momentOf(now: number, failure: Failure | undefined): Moment {
  return {
    now,
    priceFactor: failure === "doubled" ? 2 : failure === "diverging" ? 1.03 : 1,
    // The next difficulty with compact bits is some billion away.
    difficultyShift: failure === "wrong-difficulty" ? 12_345.678 : 0,
  };
}

/** 2^53 + 1 is not a double: it is put into the text. */
const BIG = "9007199254740993";
const BIG_MARK = "<2^53+1>";

/** The text of a body, changed by a failure that lies in it. */
export function bodyText(body: Json, failure: Failure | undefined, exact: Endpoint["exact"]): string {
  const text = JSON.stringify(changed(body, failure, exact)).replaceAll(`"${BIG_MARK}"`, BIG);
  if (failure === "truncated") return text.slice(0, Math.ceil(text.length / 2));
  // Nothing is left of an empty number.
  return failure === "empty" && !isObject(body) && !isList(body) ? "" : text;
}

function changed(body: Json, failure: Failure | undefined, exact: Endpoint["exact"] = []): Json {
  switch (failure) {
    case "minus-one":
      return mapLeaves(body, (leaf) => (isTime(leaf) ? leaf : inKind(leaf, () => -1)));
    case "seconds":
      return mapLeaves(body, (leaf) => (isTime(leaf) ? inKind(leaf, otherTime) : leaf));
    case "strings":
      return mapLeaves(body, (leaf) => (typeof leaf === "number" ? String(leaf) : (numberIn(leaf) ?? leaf)));
    case "over-2^53":
      return mapLeaves(body, (leaf, key) => {
        if (!exact.includes(key)) return leaf;
        return typeof leaf === "string" ? BIG : BIG_MARK;
      });
    case "empty":
      return emptied(body);
    case "hostile":
      return mapLeaves(body, (leaf, key) =>
        key === "name" && typeof leaf === "string" ? hostileText(leaf) : leaf,
      );
    default:
      return body;
  }
}

/** One or the other by the length of the name, so that a list has both. */
const hostileText = (name: string) =>
  name.length % 2 === 0
    ? `=HYPERLINK("https://example.com","${name}")`
    : `<img src=x onerror=alert(1)>${name}`;

/** The number that a leaf is, or holds as a text. */
function numberIn(leaf: Json): number | undefined {
  if (typeof leaf === "number") return leaf;
  return typeof leaf === "string" && /^-?\d+(\.\d+)?$/.test(leaf) ? Number(leaf) : undefined;
}

/** Another number in place of a leaf's, a text where it was one. */
function inKind(leaf: Json, change: (value: number) => number): Json {
  const value = numberIn(leaf);
  if (value === undefined) return leaf;
  return typeof leaf === "string" ? String(change(value)) : change(value);
}

const EARLIEST_S = 1.5e9;
const LATEST_S = 2.5e9;

/** Whether it can only be a time, in seconds or milliseconds since 1970: no other value has that size. */
function isTime(leaf: Json): boolean {
  const value = numberIn(leaf);
  if (value === undefined) return false;
  const inRange = (seconds: number) => seconds > EARLIEST_S && seconds < LATEST_S;
  return Number.isInteger(value) && (inRange(value) || inRange(value / 1000));
}

const otherTime = (time: number) => (time < LATEST_S ? time * 1000 : Math.floor(time / 1000));

/** Lists without items; objects without fields, but for those that hold lists or objects. */
function emptied(value: Json): Json {
  if (isList(value)) return [];
  if (!isObject(value)) return value;
  const entries = Object.entries(value);
  if (!entries.some(([, part]) => isList(part) || isObject(part))) return {};
  return Object.fromEntries(entries.map(([name, part]) => [name, emptied(part)]));
}

/** What a service says when it refuses: recorded, but for mempool's and Coinbase's, which are as those would say it. */
const refusals: Readonly<Record<Provider, () => string>> = {
  mempool: () => '{"error":"Service temporarily unavailable"}',
  coinbase: () => '{"message":"Public rate limit exceeded"}',
  kraken: () => recordedText("kraken/error-rate-limit.http200.json"),
  // The file holds several bodies, one after the other.
  bitstamp: () => /^\{[^}]*\}/.exec(recordedText("bitstamp/errors.multi.txt"))?.[0] ?? "",
  deribit: () => recordedText("deribit/error-10028.json"),
  coingecko: () => recordedText("coingecko/error-429.json"),
};

const recordedText = (file: string) => recordedBody(file).toString("utf8");

const LOGIN_PAGE = `<!doctype html>
<html><head><title>Sign in to the network</title></head>
<body><h1>Sign in</h1><form action="/login"><input name="user"><input name="password" type="password"></form></body>
</html>
`;

interface Refusal {
  readonly status: number;
  readonly type: "application/json" | "text/html" | "text/plain";
  readonly text: string;
}

/** The answer in place of a body, for the failures that have one. */
export function refusalOf(provider: Provider, failure: Failure | undefined): Refusal | undefined {
  const json = (status: number, text: string): Refusal => ({ status, type: "application/json", text });
  switch (failure) {
    case "429":
    case "429-no-retry-after":
      return provider === "mempool"
        ? { status: 429, type: "text/html", text: recordedText("mempool/error-429.html") }
        : json(429, refusals[provider]());
    case "error-in-200":
      return json(200, refusals[provider]());
    case "451":
      return json(451, recordedText("binance/error-451.json"));
    case "html":
      return { status: 200, type: "text/html", text: LOGIN_PAGE };
    case "500":
      return { status: 500, type: "text/plain", text: "Internal Server Error" };
    default:
      return undefined;
  }
}
