import { providerFacts, providers, type Provider, type Route } from "../data/feed/route";
import type { Settings } from "../data/settings";

const hostOf = (address: string) => new URL(address).host;

/** The host that is asked for a provider's data. */
export function providerHost(provider: Provider, { mempoolUrl }: Settings): string {
  const isOwn = provider === "mempool" && mempoolUrl !== "";
  return hostOf(isOwn ? mempoolUrl : providerFacts[provider].base);
}

/** The hosts that may be asked for these routes, without those that are switched off. */
export function hostsAsked(routes: readonly Route[], settings: Settings): string[] {
  const asked = providers.filter(
    (name) => !settings.off.includes(name) && routes.some(({ provider }) => provider === name),
  );
  return asked.map((provider) => providerHost(provider, settings));
}

/** "proxy.example"; undefined where requests go straight to their hosts. */
export const proxyHost = ({ proxyUrl }: Settings) => (proxyUrl === "" ? undefined : hostOf(proxyUrl));
