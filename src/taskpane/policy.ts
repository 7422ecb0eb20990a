import { accessOf } from "../data/address";
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

/**
 * Narrows the page's policy from all that settings could name to the sources and what the settings do name: besides the
 * page's own origin it can then ask only these. Policies add up, so that only loading the page again widens
 * it. Gives a test of whether the page may ask all that other settings name.
 */
export function narrowPolicy(page: Document, settings: Settings): (settings: Settings) => boolean {
  const allowed = sourceOrigins(settings);
  const policy = page.createElement("meta");
  policy.httpEquiv = "Content-Security-Policy";
  policy.content = ["connect-src 'self'", ...allowed].join(" ");
  page.head.append(policy);
  return (later) => sourceOrigins(later).every((origin) => allowed.includes(origin));
}
