import { accessOf, urlOf } from "../../data/address";
import { providerFacts, type Route } from "../../data/providers/provider";
import type { Settings } from "../../data/settings";

/** Address of a route as a browser can open it, wherever Excel's way leads; without a key. */
export function routeAddress(route: Route, settings: Settings, now: number): string {
  const path = route.path(now);
  try {
    return urlOf(accessOf(route.provider, { ...settings, proxyUrl: "", keys: {} }), path);
  } catch {
    return `${providerFacts[route.provider].base}${path}`;
  }
}
