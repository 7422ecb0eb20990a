import { type Provider, providerFacts, providers } from "../data/providers/provider";
import type { Endpoint } from "./endpoint";
import { coingecko } from "./fresh/coingecko";
import { deribit } from "./fresh/deribit";
import { exchanges } from "./fresh/exchanges";
import { mempool } from "./fresh/mempool";

export const endpoints: readonly Endpoint[] = [...mempool, ...exchanges, ...deribit, ...coingecko];

const hosts = new Map<string, Provider>(
  providers.map((provider) => [new URL(providerFacts[provider].base).host, provider]),
);

interface Question {
  /** Path of the service and query, without a host before it. */
  readonly url: URL;
  /** What answers; undefined where nothing does. */
  readonly endpoint: Endpoint | undefined;
}

/**
 * The question of a request's address: a path of a service, or that after the service's host, as proxies are asked. A host
 * that belongs to none of the services is the user's own mempool instance.
 */
export function questionOf(address: string): Question {
  const [, host, rest] = /^\/([^/?]*[.:][^/?]*)(\/.*)$/.exec(address) ?? [];
  const provider = host === undefined ? undefined : (hosts.get(host) ?? "mempool");
  // Whatever was sent is read as a path: "http://..." and "*" are allowed in a request as well.
  const path = rest ?? (address.startsWith("/") ? address : `/${address}`);
  const url = new URL(`http://replay${path}`);
  const endpoint = endpoints.find(
    ({ path, accepts, ...one }) =>
      path === url.pathname &&
      (provider === undefined || provider === one.provider) &&
      (accepts?.(url.searchParams) ?? true),
  );
  return { url, endpoint };
}

const timeParameters = ["start_timestamp", "end_timestamp", "start", "end", "since"];

/** Path and query as they are counted: without the parameters that are another time in every request. */
export function countedAs(url: URL): string {
  const query = new URLSearchParams(url.searchParams);
  for (const name of timeParameters) query.delete(name);
  // As it was asked: a list keeps its commas.
  const text = decodeURIComponent(query.toString());
  return text === "" ? url.pathname : `${url.pathname}?${text}`;
}
