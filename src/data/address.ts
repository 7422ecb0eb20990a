import { UnavailableError } from "../core/errors";
import { providerFacts, type Provider } from "./providers/provider";

const LONGEST_ADDRESS = 500;

/** Hosts that the page's security policy can name: no IPv6, no underscore. */
const isHost = (name: string) => /^([a-z0-9-]+\.)*[a-z0-9-]+$/.test(name);
const isLoopback = (name: string) => name === "localhost" || name === "127.0.0.1";

/**
 * What is wrong with the address of a mempool instance or a proxy, as a rule; undefined for a good one or an empty one.
 */
export function addressRule(text: string): string | undefined {
  if (text === "") return undefined;
  const url = text.length <= LONGEST_ADDRESS ? parsed(text) : undefined;
  if (url === undefined || !/^https?:\/\//i.test(text))
    return "must be a full address, such as https://mining.example";
  if (!isHost(url.hostname)) return "must name its host in letters, digits, dots and hyphens";
  if (url.protocol !== "https:" && !isLoopback(url.hostname))
    return "must begin with https:// (http:// only with localhost or 127.0.0.1)";
  if (url.username !== "" || url.password !== "") return "must contain no user name or password";
  if (/[?#]/.test(text)) return "must not contain ? or #";
  return undefined;
}

/** An address as settings keep it, without a slash at its end; only for valid ones. */
export const cleanAddress = (text: string) => (text === "" ? "" : new URL(text).href.replace(/\/+$/, ""));

function parsed(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}

/** How the settings say to reach the providers; the addresses are clean ones, or empty. */
export interface Ways {
  readonly mempoolUrl: string;
  readonly proxyUrl: string;
  readonly keys: Readonly<Partial<Record<Provider, string>>>;
}

/** How a provider is asked, and what its source is called. */
export interface Access {
  /** Without a slash at the end. */
  readonly base: string;
  /** Whose failures are counted: the host that answers; behind a proxy, each host separately. */
  readonly host: string;
  /** "Kraken", "Kraken through proxy.example", "mempool.example (own instance)". */
  readonly source: string;
  readonly isProxied: boolean;
  /** Sent with the request as this query parameter. */
  readonly key?: { readonly parameter: string; readonly value: string };
  /** Sent in the header for such things. */
  readonly token?: string;
  /** Whether it is the gateway of the user's team. */
  readonly isGateway?: boolean;
}

/**
 * Access to a provider. A mempool instance on this computer is asked directly, as no proxy could reach it. A key is
 * sent to the provider's own host only: through a proxy, requests go without it.
 */
export function accessOf(provider: Provider, { mempoolUrl, proxyUrl, keys }: Ways): Access {
  const isOwn = provider === "mempool" && mempoolUrl !== "";
  const base = isOwn ? mempoolUrl : providerFacts[provider].base;
  const { host, pathname, hostname } = new URL(base);
  const source = isOwn ? `${host} (own instance)` : providerFacts[provider].label;
  if (proxyUrl !== "" && !(isOwn && isLoopback(hostname))) {
    const proxyHost = new URL(proxyUrl).host;
    return {
      base: `${proxyUrl}/${host}${pathname === "/" ? "" : pathname}`,
      host: `${proxyHost}/${host}`,
      source: `${source} through ${proxyHost}`,
      isProxied: true,
    };
  }
  const { keyParameter } = providerFacts[provider];
  const key = keys[provider] ?? "";
  if (keyParameter === undefined || key === "") return { base, host, source, isProxied: false };
  return { base, host, source, isProxied: false, key: { parameter: keyParameter, value: key } };
}

/**
 * Address of a path, without any key, as a browser can open it. Throws an `UnavailableError` when the path leads
 * outside the base: some paths come from answers.
 */
export function urlOf({ base, source }: Access, path: string): string {
  const url = path.startsWith("/") ? parsed(base + path) : undefined;
  if (url === undefined || !url.href.startsWith(`${base}/`)) {
    throw new UnavailableError(`An answer from ${source} leads to another address, which is not followed`);
  }
  return url.href;
}

/** The address with the key that belongs to it: only for the request, never to be shown, kept or logged. */
export function requestUrl(access: Access, path: string): string {
  const url = new URL(urlOf(access, path));
  if (access.key !== undefined) url.searchParams.set(access.key.parameter, access.key.value);
  return url.href;
}
