import { accessOf } from "../data/address";
import { providers, type Provider, type Route } from "../data/providers/provider";
import type { Settings } from "../data/settings";
import { listText } from "./format";

/** The host that is asked for a provider's data, by whatever way. */
export const providerHost = (provider: Provider, settings: Settings) =>
  accessOf(provider, { ...settings, proxyUrl: "" }).host;

/** The hosts that may be asked for these routes, without those that are switched off. */
export const hostsAsked = (routes: readonly Route[], settings: Settings) =>
  providersAsked(routes, settings).map((provider) => providerHost(provider, settings));

const providersAsked = (routes: readonly Route[], settings: Settings) =>
  providers.filter(
    (name) => !settings.off.includes(name) && routes.some(({ provider }) => provider === name),
  );

/** Who is asked which way when live data are loaded, as a sentence. */
export function askedText(routes: readonly Route[], settings: Settings): string {
  const asked = providersAsked(routes, settings);
  if (asked.length === 0) return "All sources are switched off: switch some on in Settings.";
  const hosts = (isProxied: boolean) =>
    asked
      .filter((provider) => accessOf(provider, settings).isProxied === isProxied)
      .map((provider) => providerHost(provider, settings));
  const ways = [
    [hosts(false), ""],
    [hosts(true), settings.proxyUrl === "" ? "" : ` through ${new URL(settings.proxyUrl).host}`],
  ] as const;
  const parts = ways.flatMap(([names, way]) => (names.length === 0 ? [] : [`${listText(names)}${way}`]));
  return `Loading live data asks ${parts.join(", and ")}.`;
}
