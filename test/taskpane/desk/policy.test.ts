/** @jest-environment jsdom */
import { defaultSettings, type Settings } from "../../../src/data/settings";
import { narrowPolicy, sourceOrigins } from "../../../src/taskpane/desk/policy";

const given = (change: Partial<Settings>): Settings => ({ ...defaultSettings, ...change });

test.each<[string, Partial<Settings>, string[]]>([
  [
    "all sources",
    {},
    [
      ...["https://mempool.space", "https://api.exchange.coinbase.com", "https://api.kraken.com"],
      ...["https://www.bitstamp.net", "https://www.deribit.com", "https://api.coingecko.com"],
    ],
  ],
  [
    "those that are switched on",
    { off: ["coinbase", "bitstamp", "deribit", "coingecko"] },
    ["https://mempool.space", "https://api.kraken.com"],
  ],
  ["none", { off: ["mempool", "coinbase", "kraken", "bitstamp", "deribit", "coingecko"] }, []],
  [
    "a mempool instance of one's own in place of mempool.space",
    {
      ...{ mempoolUrl: "https://mempool.example:8443/base" },
      off: ["coinbase", "kraken", "bitstamp", "deribit", "coingecko"],
    },
    ["https://mempool.example:8443"],
  ],
  ["the proxy alone", { proxyUrl: "http://localhost:3100/ask" }, ["http://localhost:3100"]],
  [
    "beside the proxy an instance on this computer",
    { proxyUrl: "https://proxy.example", mempoolUrl: "http://127.0.0.1:8999" },
    ["http://127.0.0.1:8999", "https://proxy.example"],
  ],
])("the page may ask %s", (_who, change, origins) => {
  expect(sourceOrigins(given(change))).toEqual(origins);
});

test("the policy that is added names these origins and nothing else", () => {
  document.head.innerHTML = "";
  const isCovered = narrowPolicy(document, given({ off: ["deribit", "coingecko", "coinbase", "bitstamp"] }));
  expect(document.head.innerHTML).toBe(
    '<meta http-equiv="Content-Security-Policy" ' +
      `content="connect-src 'self' https://mempool.space https://api.kraken.com">`,
  );
  expect(isCovered(given({ off: ["deribit", "coingecko", "coinbase", "bitstamp", "kraken"] }))).toBe(true);
  expect(isCovered(given({ off: ["deribit", "coingecko", "coinbase"] }))).toBe(false);
  expect(isCovered(given({ proxyUrl: "https://proxy.example" }))).toBe(false);
});
