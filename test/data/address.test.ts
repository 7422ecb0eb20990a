import { accessOf, addressRule, cleanAddress, requestUrl, urlOf } from "../../src/data/address";
import { type Provider, providers } from "../../src/data/providers/provider";
import { cleanSettings, type Settings } from "../../src/data/settings";
import { online } from "./feed/smallRoutes";

const kraken = "/0/public/Ticker?pair=XBTUSD";

test.each<[Provider, Partial<Settings>, string, string, string]>([
  ["kraken", {}, `https://api.kraken.com${kraken}`, "api.kraken.com", "Kraken"],
  [
    "kraken",
    { proxyUrl: "https://proxy.example/to/" },
    `https://proxy.example/to/api.kraken.com${kraken}`,
    "proxy.example/api.kraken.com",
    "Kraken through proxy.example",
  ],
  [
    "kraken",
    { proxyUrl: "http://127.0.0.1:8080" },
    `http://127.0.0.1:8080/api.kraken.com${kraken}`,
    "127.0.0.1:8080/api.kraken.com",
    "Kraken through 127.0.0.1:8080",
  ],
  [
    "kraken",
    { mempoolUrl: "https://mempool.example" },
    `https://api.kraken.com${kraken}`,
    "api.kraken.com",
    "Kraken",
  ],
  [
    "mempool",
    { mempoolUrl: "https://mempool.example:8443/sub/" },
    `https://mempool.example:8443/sub${kraken}`,
    "mempool.example:8443",
    "mempool.example:8443 (own instance)",
  ],
  [
    "mempool",
    { mempoolUrl: "https://mempool.example/sub", proxyUrl: "https://proxy.example" },
    `https://proxy.example/mempool.example/sub${kraken}`,
    "proxy.example/mempool.example",
    "mempool.example (own instance) through proxy.example",
  ],
  [
    "mempool",
    { mempoolUrl: "http://localhost:4080", proxyUrl: "https://proxy.example" },
    `http://localhost:4080${kraken}`,
    "localhost:4080",
    "localhost:4080 (own instance)",
  ],
])("%s under %j", (provider, change, url, host, source) => {
  const access = accessOf(provider, cleanSettings({ ...online, ...change }));
  expect(urlOf(access, kraken)).toBe(url);
  expect(requestUrl(access, kraken)).toBe(url);
  expect(access).toMatchObject({ host, source, isProxied: "proxyUrl" in change && host.includes("/") });
});

test.each([
  ["", ""],
  ["https://proxy.example/", "https://proxy.example"],
  ["https://proxy.example/a//", "https://proxy.example/a"],
  ["http://localhost:3000", "http://localhost:3000"],
])("the address %j is kept as %j", (text, kept) => {
  expect(addressRule(text)).toBeUndefined();
  expect(cleanAddress(text)).toBe(kept);
});

test.each([
  ["proxy.example", "full address"],
  ["https:mempool.example", "full address"],
  ["https://", "full address"],
  ["ftp://localhost", "full address"],
  ["javascript:alert(1)", "full address"],
  ["data:text/html,x", "full address"],
  ["file:///etc/passwd", "full address"],
  [`https://mempool.example/${"a".repeat(500)}`, "full address"],
  ["http://proxy.example", "must begin with https://"],
  ["http://localhost.example", "must begin with https://"],
  ["http://127.0.0.1.example", "must begin with https://"],
  ["https://user@mempool.example", "no user name"],
  ["https://user:secret@mempool.example", "no user name"],
  ["https://proxy.example/?url=", "must not contain ? or #"],
  ["https://mempool.example/?", "must not contain ? or #"],
  ["https://proxy.example/#", "must not contain ? or #"],
  ["https://*", "name its host"],
  ["https://a;script-src", "name its host"],
  ["https://my_host.example", "name its host"],
  ["https://mempool.example./", "name its host"],
  ["http://[::1]:3100", "name its host"],
])("the address %j is refused", (text, words) => expect(addressRule(text)).toContain(words));

test.each([
  "@evil.example/",
  ".evil.example/",
  "api",
  "",
  "/../../evil.example/data",
  "/%2e%2e/evil.example/data",
  "/x/../../evil.example",
])("the path %j does not lead away", (path) => {
  const proxied = accessOf("kraken", { ...online, proxyUrl: "https://proxy.example/to" });
  expect(() => urlOf(proxied, path)).toThrow("which is not followed");
});

test.each(["//evil.example/data", "/\\evil.example", "/../x"])(
  "whatever the path, here %j, the host is the provider's",
  (path) => {
    expect(new URL(urlOf(accessOf("kraken", online), path)).origin).toBe("https://api.kraken.com");
  },
);

const keys = Object.fromEntries(providers.map((provider) => [provider, `key of ${provider}/+&`]));

test("CoinGecko's key goes only to its own host, as one parameter", () => {
  const access = accessOf("coingecko", { ...online, keys });
  const url = new URL(requestUrl(access, "/api/v3/simple/price?ids=litecoin"));
  expect(url.origin).toBe("https://api.coingecko.com");
  expect([...url.searchParams]).toEqual([
    ["ids", "litecoin"],
    ["x_cg_demo_api_key", "key of coingecko/+&"],
  ]);
  expect(urlOf(access, "/api/v3/ping")).toBe("https://api.coingecko.com/api/v3/ping");
});

test.each<[Provider, string]>([
  ...providers.map((provider): [Provider, string] => [provider, "https://proxy.example"]),
  ...providers.map((provider): [Provider, string] => [provider, "http://localhost:1"]),
  ...providers.filter((name) => name !== "coingecko").map((name): [Provider, string] => [name, ""]),
])("no key goes to %s by way of %j", (provider, proxyUrl) => {
  const url = requestUrl(accessOf(provider, { ...online, keys, proxyUrl }), "/path");
  expect(decodeURIComponent(url)).not.toContain("key");
});
