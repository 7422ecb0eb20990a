import { accessOf } from "../../data/feed/address";
import { providers } from "../../data/feed/route";
import type { Settings } from "../../data/settings";

/** Origins that the settings let the page ask: those of the sources that are switched on, or of the proxy. */
export function sourceOrigins(settings: Settings): string[] {
  const asked = providers.filter((provider) => !settings.off.includes(provider));
  return [...new Set(asked.map((provider) => new URL(accessOf(provider, settings).base).origin))];
}

/**
 * Narrows the page's policy from all that settings could name to what they do name: beside the page's own origin it
 * can then ask these sources and nobody else. Policies add up, so it cannot be widened again without loading the page
 * anew. Gives what tells whether the page may ask all that other settings name.
 */
export function narrowPolicy(page: Document, settings: Settings): (settings: Settings) => boolean {
  const allowed = sourceOrigins(settings);
  const policy = page.createElement("meta");
  policy.httpEquiv = "Content-Security-Policy";
  policy.content = ["connect-src 'self'", ...allowed].join(" ");
  page.head.append(policy);
  return (later) => sourceOrigins(later).every((origin) => allowed.includes(origin));
}
