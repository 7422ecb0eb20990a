// CoinGecko, in its recorded shape: https://api.coingecko.com/api/v3/simple/price.
import { asks, round, type Endpoint, type Moment } from "../endpoint";
import type { Json, JsonObject } from "../recorded";
import { recordedBody } from "../recorded";
import { MINUTE, priceAt, wave } from "./price";

/** Made-up prices in USD, by CoinGecko's names of the coins. */
const coins: Readonly<Record<string, number>> = {
  litecoin: 96.4,
  "bitcoin-cash": 487,
  dogecoin: 0.2134,
  dash: 27.6,
  zcash: 58.3,
  "ethereum-classic": 18.7,
  kaspa: 0.0612,
  monero: 318,
};

function priceOf(id: string, { now, priceFactor }: Moment): number | undefined {
  if (id === "bitcoin") return round(priceAt(now) * priceFactor, 0);
  const price = coins[id];
  if (price === undefined) return undefined;
  const drift = 1 + 0.004 * wave(Math.floor(now / MINUTE), 31, id.length);
  return Number((price * drift * priceFactor).toPrecision(6));
}

/** Like the service it leaves out what it does not know. */
function simplePrice(moment: Moment, query: URLSearchParams): Json {
  const isTimeWanted = query.get("include_last_updated_at") === "true";
  const time: JsonObject = isTimeWanted ? { last_updated_at: Math.floor(moment.now / 1000) - 30 } : {};
  const found = (query.get("ids") ?? "").split(",").map((id) => ({ id, usd: priceOf(id, moment) }));
  return Object.fromEntries(
    found.flatMap(({ id, usd }) => (usd === undefined ? [] : [[id, { usd, ...time }]])),
  );
}

export const coingecko: readonly Endpoint[] = [
  {
    provider: "coingecko",
    path: "/api/v3/simple/price",
    accepts: asks({ vs_currencies: "usd" }),
    recorded: () => recordedBody("coingecko/simple-price.json"),
    fresh: simplePrice,
  },
];
