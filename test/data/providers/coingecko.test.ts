import { readingsOf, recorded, refusalOf, routeOf } from "./answers";

const id = "coingecko.coins";
// 1779092258 seconds.
const asOf = Date.UTC(2026, 4, 18, 8, 17, 38);
const now = asOf + 30_000;
/** The recorded entry, which is of bitcoin. */
const entry = (recorded("coingecko/simple-price.json") as { bitcoin: object }).bitcoin;
const of = (usd: unknown, last_updated_at: unknown = asOf / 1000) => ({ usd, last_updated_at });

test("all coins are asked for in one call", () =>
  expect(routeOf(id).path(now)).toBe(
    "/api/v3/simple/price?ids=litecoin,bitcoin-cash,dogecoin,dash,zcash,ethereum-classic,kaspa,monero" +
      "&vs_currencies=usd&include_last_updated_at=true",
  ));

test("the recorded entry under another coin's name, the extra fields left aside", () => {
  expect(readingsOf(id, { litecoin: entry }, now)).toEqual({ "ltc.price": [76975, asOf] });
  expect(refusalOf(id, { bitcoin: entry }, now)).toBe("the answer has none of the coins requested");
});

test("each coin has its own series", () => {
  const names = [
    ["litecoin", "ltc.price"],
    ["bitcoin-cash", "bch.price"],
    ["dogecoin", "doge.price"],
    ["dash", "dash.price"],
    ["zcash", "zec.price"],
    ["ethereum-classic", "etc.price"],
    ["kaspa", "kas.price"],
    ["monero", "xmr.price"],
  ] as const;
  const body = Object.fromEntries(names.map(([coin], at) => [coin, of(0.05 * (at + 1))]));
  expect(readingsOf(id, body, now)).toEqual(
    Object.fromEntries(names.map(([, series], at) => [series, [0.05 * (at + 1), asOf]])),
  );
});

test.each([
  ["no price", {}],
  ["null", of(null)],
  ["-1", of(-1)],
  ["zero", of(0)],
  ["an absurd price", of(1e8)],
  ["no time", { usd: 5 }],
  ["an old time", of(5, asOf / 1000 - 90_000)],
  ["milliseconds", of(5, asOf)],
])("a coin with %s is left out, the other stays", (_, coin) =>
  expect(readingsOf(id, { litecoin: coin, monero: of(300) }, now)).toEqual({ "xmr.price": [300, asOf] }),
);

test.each([
  [{ litecoin: of(-1) }, "the price of litecoin is missing (-1)"],
  [{ litecoin: of(0), monero: of(-1) }, "the price of litecoin is 0"],
  [{ litecoin: of("89.5") }, 'litecoin.usd is the text "89.5", not a number'],
  [{ litecoin: 89.5 }, "litecoin is number 89.5, not a group of fields"],
  [{ litecoin: { usd: 89.5 } }, "the price of litecoin has no time"],
  [{}, "the answer has none of the coins requested"],
  [[], "the answer has none of the coins requested"],
  [{ error: "coin not found" }, "CoinGecko says: coin not found"],
  [recorded("coingecko/error-429.json"), "CoinGecko says: You've exceeded the Rate Limit. Please visit"],
  ["<!DOCTYPE html>", "the answer is a web page, not data"],
])("%j is refused", (body, message) => expect(refusalOf(id, body, now)).toContain(message));
