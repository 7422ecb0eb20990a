import type { Route } from "../feed/route";
import { bitstampRoutes } from "./bitstamp";
import { coinbaseRoutes } from "./coinbase";
import { coingeckoRoutes } from "./coingecko";
import { deribitRoutes } from "./deribit";
import { deribitChainRoutes } from "./deribitChain";
import { krakenRoutes } from "./kraken";
import { mempoolRoutes } from "./mempool";
import { mempoolHistoryRoutes } from "./mempoolHistory";
import { mempoolMiningRoutes } from "./mempoolMining";

/** Every question that can be put to a provider. */
export const routes: readonly Route[] = [
  ...mempoolRoutes,
  ...mempoolMiningRoutes,
  ...mempoolHistoryRoutes,
  ...coinbaseRoutes,
  ...krakenRoutes,
  ...bitstampRoutes,
  ...deribitRoutes,
  ...deribitChainRoutes,
  ...coingeckoRoutes,
];
