import type { Provider } from "../data/providers/provider";
import type { Json } from "./recorded";

/** The moment that fresh values describe, and what is wrong with them on purpose. */
export interface Moment {
  /** Milliseconds since 1970 UTC. */
  readonly now: number;
  /** 1, or the factor that an exchange's prices are off by. */
  readonly priceFactor: number;
  /** 0, or what is added to difficulties. */
  readonly difficultyShift: number;
}

/** One question that a service answers. */
export interface Endpoint {
  readonly provider: Provider;
  /** Path without query. */
  readonly path: string;
  /** Whether this is a query that is replayed; without it any is. */
  readonly accepts?: (query: URLSearchParams) => boolean;
  /** The body as it was recorded; without it, none was. */
  readonly recorded?: () => Buffer;
  /** A body in the recorded shape, or the documented one where none was recorded, with values made up for the moment. */
  readonly fresh: (moment: Moment, query: URLSearchParams) => Json;
  /** Keys, and places in rows, of integers that are exact: heights, satoshi, counts. "" is the body itself. */
  readonly exact?: readonly (string | number)[];
  /** After how many seconds the service says that its answer expires; undefined where it says nothing. */
  readonly expiresS?: number;
}

/** Whether the query has these parameters with these values, among whatever else. */
export const asks = (wanted: Readonly<Record<string, string>>) => (query: URLSearchParams) =>
  Object.entries(wanted).every(([name, value]) => query.get(name) === value);

export const round = (value: number, decimals: number) => Number(value.toFixed(decimals));
