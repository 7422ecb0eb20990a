/** @jest-environment jsdom */
import { defaultSettings, type Settings } from "../../src/data/settings";
import { gatewayOf, narrowPolicy, sourceOrigins } from "../../src/taskpane/policy";

const given = (change: Partial<Settings>): Settings => ({ ...defaultSettings, ...change });

const sources = [
  "https://mempool.space",
  "https://api.exchange.coinbase.com",
  "https://api.kraken.com",
  "https://www.bitstamp.net",
  "https://www.deribit.com",
  "https://api.coingecko.com",
];

test.each<[string, Partial<Settings>, string[]]>([
  ["all sources", {}, sources],
  ["those that may be switched on later", { off: ["mempool", "kraken", "deribit"] }, sources],
  [
    "a mempool instance of one's own beside them",
    { mempoolUrl: "https://mempool.example:8443/base" },
    [...sources, "https://mempool.example:8443"],
  ],
  ["the proxy alone", { proxyUrl: "http://localhost:3100/ask" }, ["http://localhost:3100"]],
  [
    "beside the proxy an instance on this computer",
    { proxyUrl: "https://proxy.example", mempoolUrl: "http://127.0.0.1:8999" },
    ["https://proxy.example", "http://127.0.0.1:8999"],
  ],
])("the page may ask %s", (_who, change, origins) => {
  expect(sourceOrigins(given(change))).toEqual(origins);
});

test("the policy that is added names these origins and nothing else, and only other servers need another", () => {
  document.head.innerHTML = "";
  const isCovered = narrowPolicy(
    document,
    given({ off: ["deribit"], mempoolUrl: "https://mempool.example" }),
  );
  expect(document.head.innerHTML).toBe(
    '<meta http-equiv="Content-Security-Policy" ' +
      `content="connect-src 'self' ${[...sources, "https://mempool.example"].join(" ")}">`,
  );
  expect(isCovered(given({}))).toBe(true);
  expect(isCovered(given({ off: ["kraken"], mempoolUrl: "https://mempool.example" }))).toBe(true);
  expect(isCovered(given({ mempoolUrl: "https://elsewhere.example" }))).toBe(false);
  expect(isCovered(given({ proxyUrl: "https://proxy.example" }))).toBe(false);
});

test("a page with a gateway may ask that alone, whatever the settings name", () => {
  document.head.innerHTML = '<meta name="gateway" content="https://market.example:8443/team/">';
  const gateway = gatewayOf(document);
  expect(gateway).toBe("https://market.example:8443/team");
  const isCovered = narrowPolicy(document, given({ proxyUrl: "https://proxy.example" }), gateway);
  expect(document.head.innerHTML).toContain(`content="connect-src 'self' https://market.example:8443"`);
  expect(isCovered(given({ mempoolUrl: "https://elsewhere.example" }))).toBe(true);
});

test("a page that names no gateway has none", () => {
  document.head.innerHTML = '<meta name="gateway" content="">';
  expect(gatewayOf(document)).toBeUndefined();
  document.head.innerHTML = "";
  expect(gatewayOf(document)).toBeUndefined();
});
