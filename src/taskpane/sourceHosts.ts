import { accessOf } from "../data/address";
import { providers, type Provider, type Route } from "../data/providers/provider";
import type { Settings } from "../data/settings";
import type { Desk } from "./desk/desk";
import { listText } from "./format";

/** The host that is asked for a provider's data, by whatever way. */
export const providerHost = (provider: Provider, settings: Settings) =>
  accessOf(provider, { ...settings, proxyUrl: "" }).host;

/** What is asked for: some routes, or a gateway. */
type Asking = Pick<Desk, "routes" | "gateway">;

/** The hosts that may be asked, without those that are switched off. */
export const hostsAsked = ({ routes, gateway }: Asking, settings: Settings) =>
  gateway === undefined
    ? providersAsked(routes, settings).map((provider) => providerHost(provider, settings))
    : [new URL(gateway).host];

const providersAsked = (routes: readonly Route[], settings: Settings) =>
  providers.filter(
    (name) => !settings.off.includes(name) && routes.some(({ provider }) => provider === name),
  );

/** Who is asked which way when live data are loaded, as a sentence. */
export function askedText({ routes, gateway }: Asking, settings: Settings): string {
  if (gateway !== undefined) return `Loading live data asks ${new URL(gateway).host}, your team's gateway.`;
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
