import { bitstampRoutes } from "./bitstamp";
import { coinbaseRoutes } from "./coinbase";
import { coingeckoRoutes } from "./coingecko";
import { deribitRoutes } from "./deribit";
import { krakenRoutes } from "./kraken";
import { mempoolRoutes } from "./mempool";
import type { Route } from "./provider";

/** Every question that can be put to a provider. */
export const routes: readonly Route[] = [
  ...mempoolRoutes,
  ...coinbaseRoutes,
  ...krakenRoutes,
  ...bitstampRoutes,
  ...deribitRoutes,
  ...coingeckoRoutes,
];
