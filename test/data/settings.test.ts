import fc from "fast-check";
import { providers } from "../../src/data/providers/provider";
import { currencies } from "../../src/data/series";
import {
  cleanSettings,
  defaultSettings,
  readSettings,
  refreshIntervals,
  type Settings,
  settingsProblem,
} from "../../src/data/settings";

const own: Settings = {
  isOnline: true,
  off: ["kraken"],
  mempoolUrl: "https://mempool.example/node",
  proxyUrl: "http://localhost:3100",
  gatewayToken: "hc_abc",
  refreshMinutes: 30,
  currency: "gbp",
  keys: { coingecko: "CG-abc" },
};

test.each([null, "", "no JSON", "null", "[]", '"text"', "17", '{"isOnline":'])(
  "%p holds no settings: the defaults",
  (text) => expect(readSettings(text)).toEqual(defaultSettings),
);

test("reads back what was kept", () => {
  const address = fc
    .tuple(fc.webAuthority(), fc.array(fc.stringMatching(/^[a-z0-9]{1,8}$/), { maxLength: 3 }))
    .map(([authority, parts]) => ["https:/", authority, ...parts].join("/"))
    .filter((text) => settingsProblem("proxyUrl", text) === undefined);
  const settings = fc.record({
    isOnline: fc.boolean(),
    off: fc.subarray([...providers]),
    mempoolUrl: fc.oneof(fc.constant(""), address),
    proxyUrl: fc.oneof(fc.constant(""), address),
    gatewayToken: fc.stringMatching(/^[!-~]{0,40}$/),
    refreshMinutes: fc.constantFrom(...refreshIntervals),
    currency: fc.constantFrom(...currencies),
    keys: fc.record({ coingecko: fc.stringMatching(/^[!-~]{1,40}$/) }),
  });
  fc.assert(
    fc.property(settings, (given) => {
      const clean = cleanSettings(given);
      expect(readSettings(JSON.stringify(clean))).toEqual(clean);
      expect(cleanSettings(clean)).toEqual(clean);
    }),
  );
});

test.each<[keyof Settings, unknown, Partial<Settings>]>([
  ["isOnline", "yes", { isOnline: false }],
  ["refreshMinutes", 7, { refreshMinutes: 10 }],
  ["refreshMinutes", "5", { refreshMinutes: 10 }],
  ["currency", "xyz", { currency: "usd" }],
  ["gatewayToken", "two words", { gatewayToken: "" }],
  ["keys", "CG-abc", { keys: {} }],
  ["keys", { coingecko: "two words", kraken: "k" }, { keys: { kraken: "k" } }],
  ["keys", { other: "k" }, { keys: {} }],
  ["off", ["kraken", "another", "mempool"], { off: ["mempool", "kraken"] }],
  // It is no longer clear whom the user wanted to ask.
  ["off", "kraken", { off: [], isOnline: false }],
  ["mempoolUrl", "ftp://mempool.example", { mempoolUrl: "", isOnline: false }],
  ["proxyUrl", "http://proxy.example", { proxyUrl: "", isOnline: false }],
])("a field %s of %p leaves the others as they are", (field, value, expected) => {
  expect(readSettings(JSON.stringify({ ...own, [field]: value }))).toEqual({ ...own, ...expected });
});

test("a field that is missing is the default", () => {
  expect(readSettings('{"isOnline":true}')).toEqual({ ...defaultSettings, isOnline: true });
});

test.each([
  ["", ""],
  ["https://mempool.example", "https://mempool.example"],
  [" https://mempool.example// ", "https://mempool.example"],
  ["https://Mempool.Example:8443/base/", "https://mempool.example:8443/base"],
  ["https://münchen.example", "https://xn--mnchen-3ya.example"],
  ["http://localhost:8999/", "http://localhost:8999"],
  ["http://127.0.0.1:3100", "http://127.0.0.1:3100"],
])("takes the address %p as %p", (given, kept) => {
  expect(settingsProblem("mempoolUrl", given)).toBeUndefined();
  expect(cleanSettings({ ...defaultSettings, mempoolUrl: given }).mempoolUrl).toBe(kept);
});

test("an address against the rule is refused in a sentence that names it", () => {
  expect(settingsProblem("proxyUrl", "http://mempool.example")).toBe(
    "The address of the proxy must begin with https:// (http:// only with localhost or 127.0.0.1): correct it, or leave it empty.",
  );
  expect(settingsProblem("mempoolUrl", "mempool.example")).toBe(
    "The address of your mempool instance must be a full address, such as https://mining.example: correct it, or leave it empty.",
  );
});

test.each([
  [{ coingecko: "CG-abc" }, undefined],
  [{ coingecko: "" }, undefined],
  [{ coingecko: "CG abc" }, "The key for CoinGecko must be"],
  [{ coingecko: "CG-äbc" }, "The key for CoinGecko must be"],
  [{ deribit: "a".repeat(201) }, "The key for Deribit must be"],
])("the keys %p have the problem %p", (keys, problem) => {
  const found = settingsProblem("keys", keys);
  if (problem === undefined) expect(found).toBeUndefined();
  else expect(found).toContain(problem);
});
