import { originOf, wayOf } from "./address";

/** "A", "A and B", "A, B and C". */
export function listed(items: readonly string[]): string {
  const last = items.at(-1) ?? "";
  return items.length < 2 ? last : `${items.slice(0, -1).join(", ")} and ${last}`;
}

/** Several sources in one text; a way that all came by is said once: "Kraken and Bitstamp through proxy.example". */
export function sourcesText(sources: readonly string[]): string {
  const ways = new Set(sources.map(wayOf));
  const [way = ""] = ways;
  return ways.size === 1 ? `${listed(sources.map(originOf))}${way}` : listed(sources);
}
