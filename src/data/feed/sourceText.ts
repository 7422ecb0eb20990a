import { originOf, WAY, wayOf } from "./address";
import { providerFacts, providers } from "./route";

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

const labels = providers.map((provider) => providerFacts[provider].label.replaceAll(".", "\\."));
const statement = `(?:${labels.join("|")}|\\S+ \\(own instance\\))(?:${WAY})?`;
const stated = new RegExp(
  `^(?:(?:Mean|Median) of )?${statement}(?:(?:, | and )${statement})*(?: \\((?:live|cached) when frozen\\))?$`,
);

/**
 * Whether the source text of a quote is of providers and own instances and nobody else, or says that the value was
 * derived or was built in: by which rule, and where from, another version may say in other words.
 */
export const isSourceKnown = (source: string) =>
  stated.test(source) || source.startsWith("Derived: ") || source.endsWith(" (embedded when frozen)");
