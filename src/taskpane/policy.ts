import { accessOf, cleanAddress } from "../data/address";
import { providers } from "../data/providers/provider";
import type { Settings } from "../data/settings";

/**
 * Origins that the page may ask: those of all sources, whichever are switched on, so that none needs the page loaded
 * again when it is; of an own instance; or behind a proxy, only of that and of an instance that it does not reach.
 */
export function sourceOrigins(settings: Settings): string[] {
  const bases = [{ ...settings, mempoolUrl: "" }, settings].flatMap((chosen) =>
    providers.map((provider) => accessOf(provider, chosen).base),
  );
  return [...new Set(bases.map((base) => new URL(base).origin))];
}

/** The gateway that the page takes its market from, without a slash at the end; undefined where it asks the sources. */
export function gatewayOf(page: Document): string | undefined {
  const address = page.querySelector<HTMLMetaElement>('meta[name="gateway"]')?.content ?? "";
  return address === "" ? undefined : cleanAddress(address);
}

/**
 * Narrows the page's policy from all that settings could name to the gateway or, without one, to the sources and what the
 * settings do name: besides the
 * page's own origin it can then ask only these. Policies add up, so that only loading the page again widens
 * it. Gives a test of whether the page may ask all that other settings name.
 */
export function narrowPolicy(
  page: Document,
  settings: Settings,
  gateway?: string,
): (settings: Settings) => boolean {
  const allowed = gateway === undefined ? sourceOrigins(settings) : [new URL(gateway).origin];
  const policy = page.createElement("meta");
  policy.httpEquiv = "Content-Security-Policy";
  policy.content = ["connect-src 'self'", ...allowed].join(" ");
  page.head.append(policy);
  return (later) => gateway !== undefined || sourceOrigins(later).every((origin) => allowed.includes(origin));
}
