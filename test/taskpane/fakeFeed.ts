import { UnavailableError } from "../../src/core/errors";
import type { Feed, RouteOutcome } from "../../src/data/feed/feed";
import type { MarketContent, Quote } from "../../src/data/market";
import type { Provider, Route } from "../../src/data/providers/provider";
import type { Series, Topic } from "../../src/data/series";

const route = (id: string, provider: Provider, topics: readonly Topic[], label: string): Route => ({
  id,
  provider,
  topics,
  label,
  freshForMs: 60_000,
  path: () => `/${id}`,
  parse: () => ({}),
});

export const routes = {
  network: route("mempool.network", "mempool", ["network"], "The network from mempool.space"),
  fees: route("mempool.fees", "mempool", ["network"], "Fees from mempool.space"),
  kraken: route("kraken.usd", "kraken", ["price"], "Bitcoin price from Kraken"),
  coinbase: route("coinbase.usd", "coinbase", ["price"], "Bitcoin price from Coinbase"),
  euro: route("kraken.eur", "kraken", ["price_eur"], "Bitcoin price in euros from Kraken"),
  coins: route("coingecko.coins", "coingecko", ["coins"], "Prices of other coins from CoinGecko"),
};
const all: readonly Route[] = Object.values(routes);

export const quoteOf = (series: Series, value: number, asOf: number): Quote => ({
  series,
  value,
  asOf,
  fetchedAt: asOf,
  source: "Kraken",
  quality: "live",
});

/**
 * A feed that answers at once with a price that is one higher each round, or as `answer` says. `holdBack` keeps rounds
 * waiting until `letGo` is called or they are aborted.
 */
export function fakeFeed(clock: () => number) {
  const state = {
    content: { quotes: [], history: {} } as MarketContent,
    kept: undefined as MarketContent | undefined,
    price: 90_000,
    nextAttempt: 0,
    failing: new Map<Route, string>(),
    isHeldBack: false,
    bug: undefined as Error | undefined,
    rounds: [] as { readonly at: number; readonly topics: readonly Topic[]; readonly isForced: boolean }[],
    open: 0,
  };
  let letGo: () => void = () => undefined;

  const outcomes = (topics: ReadonlySet<Topic>): RouteOutcome[] =>
    all
      .filter((asked) => asked.topics.some((topic) => topics.has(topic)))
      .map((asked) => {
        const message = state.failing.get(asked);
        return message === undefined
          ? { route: asked, kind: "fetched" }
          : { route: asked, kind: "failed", message };
      });

  const load = jest.fn(() => {
    state.content = state.kept ?? state.content;
    return Promise.resolve();
  });
  const believe = jest.fn();
  const feed: Feed = {
    load,
    async round(topics, { isForced, signal, onProgress }) {
      state.rounds.push({ at: clock(), topics: [...topics], isForced });
      if (state.bug !== undefined) throw state.bug;
      const found = outcomes(topics);
      onProgress(0, found.length);
      if (state.isHeldBack) {
        state.open += 1;
        await new Promise<void>((resolve, reject) => {
          letGo = resolve;
          signal.addEventListener(
            "abort",
            () => reject(new DOMException("The round was aborted", "AbortError")),
            { once: true },
          );
        }).finally(() => (state.open -= 1));
      }
      onProgress(found.length, found.length);
      if (found.some(({ kind, route: asked }) => kind === "fetched" && asked.topics.includes("price"))) {
        state.price += 1;
        const quotes = state.content.quotes.filter(({ series }) => series !== "btc.price");
        state.content = { ...state.content, quotes: [...quotes, quoteOf("btc.price", state.price, clock())] };
      }
      return found;
    },
    content: () => state.content,
    believe,
    accept: jest.fn((_route: Route, text: string) => {
      if (text === "broken")
        return Promise.reject(new UnavailableError("The file is damaged: save it again"));
      state.content = { ...state.content, quotes: [quoteOf("btc.price", Number(text), clock())] };
      return Promise.resolve();
    }),
    nextAttempt: () => state.nextAttempt,
  };
  return { feed, state, load, believe, letGo: () => letGo() };
}
