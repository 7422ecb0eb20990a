import { InputError } from "../core/errors";
import { faultText, isPassing, ServiceError } from "../postgres/database";
import { BusyError } from "./history";

// What a client is told that did not get what it asked for (RFC 9457), with a sentence that says what to fix.

export const PROBLEM_TYPE = "application/problem+json; charset=utf-8";

/** Seconds after which to ask again where a database, or a place, is awaited. */
const AGAIN_S = 10;

export class Problem extends Error {
  constructor(
    readonly status: number,
    /** A sentence, without a full stop where it ends with an address. */
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}

const titles: Readonly<Record<number, string>> = {
  400: "The request is wrong",
  401: "A token is needed",
  403: "This is not allowed",
  404: "There is nothing at this address",
  408: "The request took too long",
  409: "This does not fit what is there",
  413: "The body is too large",
  414: "The address is too long",
  415: "Bodies of this type are not read",
  421: "This address is not the gateway's",
  429: "Too many requests",
  431: "The headers are too large",
  500: "A fault in Hashcell",
  503: "A service does not answer",
};

export const problemBody = ({ status, message }: Pick<Problem, "status" | "message">) =>
  JSON.stringify({
    type: "about:blank",
    title: titles[status] ?? "The request is wrong",
    status,
    detail: message,
  });

/** Any error as what a client is told; a fault of ours says nothing of what is inside. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof InputError) return new Problem(400, `${sentence(error.message)}.`);
  if (error instanceof BusyError)
    return new Problem(503, `${sentence(error.message)}.`, { "retry-after": String(AGAIN_S) });
  if (error instanceof ServiceError || isPassing(error))
    return new Problem(503, "The database does not answer: try again later.", {
      "retry-after": String(AGAIN_S),
    });
  const { statusCode, code } = error as { statusCode?: unknown; code?: string };
  const own = typeof statusCode === "number" ? fastifyProblem(statusCode, code, error) : undefined;
  return own ?? new Problem(500, "This is a fault in Hashcell: its log says which.");
}

function fastifyProblem(status: number, code: string | undefined, error: unknown): Problem | undefined {
  if (status >= 500) return undefined;
  const message = faultText(error);
  if (status === 413)
    return new Problem(413, "The body is larger than this address takes: send it in parts.");
  if (status === 415)
    return new Problem(415, "Send text/csv or application/json, and say so in the header Content-Type.");
  if (status === 414) return new Problem(414, "The address is too long: no series has so long a name.");
  if (code === "FST_ERR_BAD_URL")
    return new Problem(400, "The address has a % without two hexadecimal digits behind it.");
  if (code === "FST_ERR_CTP_EMPTY_JSON_BODY") return new Problem(400, "The body is empty: send JSON.");
  if (error instanceof SyntaxError || code === "FST_ERR_CTP_INVALID_JSON_BODY")
    return new Problem(400, "The body is not JSON: check its brackets, commas and quotes.");
  return new Problem(status, `${sentence(message)}.`);
}

export const sentence = (text: string) => (text.slice(0, 1).toUpperCase() + text.slice(1)).replace(/\.$/, "");
