import { UnavailableError } from "../../../src/core/errors";
import type { Report } from "../../../src/data/market";
import type { Provider, Route } from "../../../src/data/providers/provider";
import type { Series, Topic } from "../../../src/data/series";
import { defaultSettings, type Settings } from "../../../src/data/settings";

export const MINUTE = 60_000;
/** 2026-10-05 12:00 UTC. */
export const NOON = Date.UTC(2026, 9, 5, 12);

export const online: Settings = { ...defaultSettings, isOnline: true };

/** A route of a provider whose answer is `{"value": 1, "at": 2}`, or an error: `{"error": "words"}`. */
export function valueRoute(provider: Provider, series: Series, change: Partial<Route> = {}): Route {
  return {
    id: `${provider}.${series}`,
    provider,
    topics: ["price"],
    label: `${series} from ${provider}`,
    freshForMs: MINUTE,
    path: () => `/${series}`,
    parse: (body, now) => ({ readings: [{ series, ...statedIn(body, now) }] }),
    ...change,
  };
}

function statedIn(body: unknown, now: number): { value: number; asOf: number } {
  const stated: object = typeof body === "object" && body !== null ? body : {};
  const error: unknown = Reflect.get(stated, "error");
  if (typeof error === "string") throw new UnavailableError(`the source says: ${error}`);
  const value: unknown = Reflect.get(stated, "value");
  const at: unknown = Reflect.get(stated, "at") ?? now;
  if (typeof value !== "number" || typeof at !== "number") throw new UnavailableError("the value is missing");
  return { value, asOf: at };
}

/** A route whose answer is a report already. */
export function reportRoute(provider: Provider, topic: Topic, change: Partial<Route> = {}): Route {
  return {
    id: `${provider}.${topic}`,
    provider,
    topics: [topic],
    label: `${topic} from ${provider}`,
    freshForMs: MINUTE,
    path: () => `/${topic}`,
    parse: (body) => body as Report,
    ...change,
  };
}
