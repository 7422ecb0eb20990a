import { defaultSettings } from "../../src/data/settings";
import { askedText, hostsAsked } from "../../src/taskpane/sourceHosts";
import { someRoutes } from "./fakeDesk";

const proxyUrl = "https://proxy.example/out";

test.each([
  [{}, "Loading live data asks mempool.space, api.kraken.com and api.coingecko.com."],
  [{ off: ["kraken", "bitstamp"] as const }, "Loading live data asks mempool.space and api.coingecko.com."],
  [
    { proxyUrl, mempoolUrl: "https://own.example:8443" },
    "Loading live data asks own.example:8443, api.kraken.com and api.coingecko.com through proxy.example.",
  ],
  // A proxy could not reach an instance on this computer.
  [
    { proxyUrl, mempoolUrl: "http://localhost:8999" },
    "Loading live data asks localhost:8999, and api.kraken.com and api.coingecko.com through proxy.example.",
  ],
  [
    { off: ["mempool", "kraken", "coingecko"] as const },
    "All sources are switched off: switch some on in Settings.",
  ],
])("with %j: %s", (change, text) =>
  expect(askedText({ routes: someRoutes, gateway: undefined }, { ...defaultSettings, ...change })).toBe(text),
);

test("with a gateway it is asked, and nobody else", () => {
  const asking = { routes: someRoutes, gateway: "https://market.example:8443/team" };
  expect(askedText(asking, defaultSettings)).toBe(
    "Loading live data asks market.example:8443, your team's gateway.",
  );
  expect(hostsAsked(asking, { ...defaultSettings, off: ["kraken"] })).toEqual(["market.example:8443"]);
});
