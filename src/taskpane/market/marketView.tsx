import { makeStyles, tokens } from "@fluentui/react-components";
import { useMemo } from "react";
import type { MarketState } from "../../data/market";
import { currencyFacts, seriesFacts, type Topic } from "../../data/series";
import type { MarketStore } from "../../data/store";
import type { DeskState } from "../desk/desk";
import { Fold } from "../controls/fold";
import type { ViewProps } from "../host";
import { useLayoutStyles } from "../layout";
import { ownSeries } from "../ownSeries";
import { MarketCard } from "./marketCard";
import { MarketInsert } from "./marketInsert";
import { MarketQuotes, QuoteList } from "./marketQuotes";
import { OwnList } from "./ownList";
import { PoolList } from "./poolList";
import { coinSeries } from "./quoteGroups";
import { useDesk, useMarket, useTopics } from "../desk/useDesk";

const useStyles = makeStyles({
  folds: { marginTop: tokens.spacingVerticalM },
});

/** What the view shows besides price and network: the volatility, and the year of three series. */
const looked: readonly Topic[] = [
  "volatility",
  "history.btc.price",
  "history.btc.difficulty",
  "history.btc.hashrate",
];

/** The market: what state its values are in, the values, and their way into the workbook. */
export function MarketView({ host, selected, desk, isShown }: ViewProps) {
  const layout = useLayoutStyles();
  const styles = useStyles();
  const found = useDesk(desk);
  const { market } = desk;
  const { state } = useMarket(market);
  const { currency } = found.settings;
  const topics = useMemo(() => [seriesFacts[currencyFacts[currency].price].topic, ...looked], [currency]);
  useTopics(market, topics, isShown);
  const absence = absenceText(state, found);
  const hasValues = state.kind !== "starting" && state.kind !== "unreadable";
  return (
    <>
      <div className={layout.scroll} role="region" aria-label="Market values" tabIndex={0}>
        <MarketCard desk={desk} host={host} />
        {hasValues ? (
          <>
            <MarketQuotes market={market} currency={currency} absence={absence} />
            <div className={styles.folds}>
              {ownSeries(market).length > 0 ? (
                <Fold title="Your team's series">
                  <OwnList market={market} />
                </Fold>
              ) : null}
              <Fold title="Other coins">
                <Coins market={market} isShown={isShown} absence={absence} />
              </Fold>
              <Fold title="Pools of the last week">
                <Pools market={market} isShown={isShown} absence={absence} />
              </Fold>
            </div>
          </>
        ) : null}
      </div>
      <MarketInsert host={host} selected={selected} market={market} currency={currency} />
    </>
  );
}

interface FoldedProps {
  readonly market: MarketStore;
  readonly isShown: boolean;
  readonly absence: string;
}

const coinTopics: readonly Topic[] = ["coins"];

function Coins({ market, isShown, absence }: FoldedProps) {
  const layout = useLayoutStyles();
  useTopics(market, coinTopics, isShown);
  const coins = coinSeries.filter((series) => market.quote(series) !== undefined);
  if (coins.length === 0) return <p className={layout.text}>{absence}</p>;
  return <QuoteList market={market} series={coins} absence={absence} />;
}

const poolTopics: readonly Topic[] = ["pools"];

function Pools({ market, isShown, absence }: FoldedProps) {
  const layout = useLayoutStyles();
  useTopics(market, poolTopics, isShown);
  if (market.pools === undefined) return <p className={layout.text}>{absence}</p>;
  return <PoolList pools={market.pools} />;
}

/** Why something is not there that the user looks for. */
function absenceText(state: MarketState, { round, settings }: DeskState): string {
  if (state.kind === "frozen") return "Not among the frozen values.";
  if (round !== undefined) return "Loading …";
  if (!settings.isOnline) return "Not loaded: load live data first.";
  return "Not loaded: no source has given it yet.";
}
