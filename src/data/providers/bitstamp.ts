import * as v from "valibot";
import type { Route } from "../feed/route";
import { complaint, decimalText, shaped, wholeText } from "./schema";
import { tickerRoutes, type Trade } from "./tickers";
import { recent } from "./values";

/** `timestamp` is in seconds. */
const tickerShape = v.object({ last: decimalText, timestamp: wholeText });

/** Errors come as a text, as texts by field, or as a status with a reason. */
const words = v.union([v.string(), v.record(v.string(), v.union([v.string(), v.array(v.string())]))]);
const errorShape = v.object({ error: words });
const statusShape = v.object({ status: v.literal("error"), reason: v.optional(words) });

function refusal(body: unknown): string | undefined {
  if (v.is(errorShape, body)) return inOne(body.error);
  return v.is(statusShape, body) ? inOne(body.reason ?? "") : undefined;
}

const inOne = (said: v.InferOutput<typeof words>): string =>
  typeof said === "string" ? said : Object.values(said).flat().join("; ");

function trade(body: unknown, now: number): Trade {
  const refused = refusal(body);
  if (refused !== undefined) throw complaint("bitstamp", refused);
  const { last, timestamp } = shaped(tickerShape, body);
  return { price: last, asOf: recent(timestamp * 1000, now, "the price") };
}

export const bitstampRoutes: readonly Route[] = tickerRoutes({
  provider: "bitstamp",
  path: (currency) => `/api/v2/ticker/btc${currency}/`,
  trade,
});
