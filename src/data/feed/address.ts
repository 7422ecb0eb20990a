import { UnavailableError } from "../../core/errors";
import type { Settings } from "../settings";
import { providerFacts, type Provider } from "./route";

/** How a provider is asked under the settings, and how that is told. */
export interface Access {
  /** Without a slash at the end. */
  readonly base: string;
  /** Whose patience is counted: the host that answers; behind a proxy, each host apart. */
  readonly host: string;
  /** "Kraken", "Kraken through proxy.example", "mempool.example (own instance)". */
  readonly source: string;
  readonly isProxied: boolean;
  /** Goes with the request as this query parameter. */
  readonly key?: { readonly parameter: string; readonly value: string };
}

/** Query parameters that carry a key: unlike a header, they need no preflight request that a server may refuse. */
const keyParameters: Readonly<Partial<Record<Provider, string>>> = { coingecko: "x_cg_demo_api_key" };

const loopback: readonly string[] = ["localhost", "127.0.0.1", "[::1]"];

/**
 * Access to a provider. An own mempool instance on this computer is asked directly, as no proxy could reach it. A key
 * is sent to the provider's own host alone: through a proxy, requests go without it. Throws an `UnavailableError` when
 * an address in the settings is not fit for use.
 */
export function accessOf(provider: Provider, settings: Settings): Access {
  const isOwn = provider === "mempool" && settings.mempoolUrl !== "";
  const base = isOwn ? checkedBase(settings.mempoolUrl, "The mempool address") : providerFacts[provider].base;
  const { host, pathname, hostname } = new URL(base);
  const label = isOwn ? `${host} (own instance)` : providerFacts[provider].label;
  if (settings.proxyUrl !== "" && !(isOwn && loopback.includes(hostname))) {
    const proxy = checkedBase(settings.proxyUrl, "The proxy address");
    const proxyHost = new URL(proxy).host;
    return {
      base: `${proxy}/${host}${pathname === "/" ? "" : pathname}`,
      host: `${proxyHost}/${host}`,
      source: `${label} through ${proxyHost}`,
      isProxied: true,
    };
  }
  const parameter = keyParameters[provider];
  const value = settings.keys[provider];
  const key =
    parameter === undefined || value === undefined || value === "" ? {} : { key: { parameter, value } };
  return { base, host, source: label, isProxied: false, ...key };
}

/** Source text of an answer that was saved elsewhere; the proxy has no part in it. */
export const savedSource = (provider: Provider, settings: Settings) =>
  `${accessOf(provider, { ...settings, proxyUrl: "" }).source}${SAVED}`;

const SAVED = ", saved response";

/** Whether it is the source text of an answer that was saved elsewhere. */
export const isSaved = (source: string) => source.endsWith(SAVED);

/** Who stated it, whichever way it came: a source text without its "through ..." or ", saved response". */
export const originOf = (source: string) => source.replace(wayPattern, "");

/** The way by which it came: " through proxy.example", ", saved response" or nothing. */
export const wayOf = (source: string) => wayPattern.exec(source)?.[0] ?? "";

/** A way, as the end of a source text. */
export const WAY = ` through \\S+|${SAVED}`;
const wayPattern = new RegExp(`(?:${WAY})$`);

/**
 * Address of a path, without any key, as a browser can open it. Throws an `UnavailableError` when the path leads
 * elsewhere than below the base: some paths come out of answers.
 */
export function urlOf({ base, source }: Access, path: string): string {
  const url = path.startsWith("/") ? parsed(base + path) : undefined;
  if (url === undefined || !url.href.startsWith(`${base}/`)) {
    throw new UnavailableError(`An answer of ${source} leads to another address, which is not followed`);
  }
  return url.href;
}

/** The address with the key that belongs to it: for the request alone, never to be shown, kept or logged. */
export function requestUrl(access: Access, path: string): string {
  const url = urlOf(access, path);
  if (access.key === undefined) return url;
  const withKey = new URL(url);
  withKey.searchParams.set(access.key.parameter, access.key.value);
  return withKey.href;
}

/**
 * Base address from the settings without its slash at the end. Throws an `UnavailableError` unless it is https, or
 * http on this computer, and carries no user name, question mark or number sign.
 */
export function checkedBase(text: string, name: string): string {
  const url = parsed(text.trim());
  if (url === undefined) throw new UnavailableError(`${name} cannot be read: it must begin with https://`);
  const isLocal = url.protocol === "http:" && loopback.includes(url.hostname);
  if (url.protocol !== "https:" && !isLocal) {
    throw new UnavailableError(`${name} must begin with https:// (http:// is for this computer alone)`);
  }
  if (url.username !== "" || url.password !== "" || /[?#]/.test(url.href)) {
    throw new UnavailableError(`${name} must hold no user name, password, ? or #`);
  }
  return url.href.replace(/\/+$/, "");
}

function parsed(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}
