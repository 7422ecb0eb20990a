import { accessOf, type Ways } from "./address";
import { providerFacts, providers, type Provider } from "./providers/provider";

const SAVED = ", saved response";
/** How a value came, as the end of a source text. */
const WAY = ` through \\S+|${SAVED}`;
const wayPattern = new RegExp(`(?:${WAY})$`);

/** Source text of an answer that was saved elsewhere; the proxy has no part in it. */
export const savedSource = (provider: Provider, settings: Ways) =>
  `${accessOf(provider, { ...settings, proxyUrl: "" }).source}${SAVED}`;

/** Whether it is the source text of an answer that was saved elsewhere. */
export const isSaved = (source: string) => source.endsWith(SAVED);

/** Who stated it, however it came: a source text without its "through ..." or ", saved response". */
export const originOf = (source: string) => source.replace(wayPattern, "");

/** How it came: " through proxy.example", ", saved response" or nothing. */
export const wayOf = (source: string) => wayPattern.exec(source)?.[0] ?? "";

/** "A", "A and B", "A, B and C". */
export function listed(items: readonly string[]): string {
  const last = items.at(-1) ?? "";
  return items.length < 2 ? last : `${items.slice(0, -1).join(", ")} and ${last}`;
}

/** Several sources in one text; a way shared by all is given once: "Kraken and Bitstamp through proxy.example". */
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
 * Whether the source text of a quote is only of providers and own instances, or says that the value was derived or
 * built in: another version may word the rule and the origin differently.
 */
export const isSourceKnown = (source: string) =>
  stated.test(source) || source.startsWith("Derived: ") || source.endsWith(" (embedded when frozen)");
