import { makeStyles, tokens } from "@fluentui/react-components";
import { useEffect } from "react";
import { seriesFacts, type MarketState, type Topic } from "../../data/market";
import type { Place } from "../../workbook/workbook";
import type { Desk, DeskState } from "../desk/desk";
import { Fold } from "../controls/fold";
import type { Host } from "../host";
import { useLayoutStyles } from "../layout";
import { MarketCard } from "./marketCard";
import { MarketInsert } from "./marketInsert";
import { MarketQuotes, QuoteList } from "./marketQuotes";
import { PoolList } from "./poolList";
import { coinSeries, leading } from "./quoteGroups";
import { useDesk, useMarket } from "../desk/useDesk";

const useStyles = makeStyles({
  folds: { marginTop: tokens.spacingVerticalM },
});

/** What the view shows beside price and network: the volatility, and the year of three series. */
const looked: readonly Topic[] = [
  ...(["volatility", "history.btc.price", "history.btc.difficulty", "history.btc.hashrate"] as const),
];

interface Props {
  readonly host: Host;
  readonly selected: Place | undefined;
  readonly desk: Desk;
}

/** The market: what state its values are in, the values, and their way into the workbook. */
export function MarketView({ host, selected, desk }: Props) {
  const layout = useLayoutStyles();
  const styles = useStyles();
  const found = useDesk(desk);
  const { market } = desk;
  const { state } = useMarket(market);
  const { currency } = found.settings;
  useEffect(() => {
    market.want(seriesFacts[leading[currency][0]].topic);
    for (const topic of looked) market.want(topic);
  }, [market, currency]);
  const absence = absenceText(state, found);
  const hasValues = state.kind !== "starting" && state.kind !== "unreadable";
  const coins = coinSeries.filter((series) => market.quote(series) !== undefined);
  return (
    <>
      <div className={layout.scroll} role="region" aria-label="Market values" tabIndex={0}>
        <MarketCard desk={desk} host={host} />
        {hasValues ? (
          <>
            <MarketQuotes market={market} currency={currency} absence={absence} />
            <div className={styles.folds}>
              <Fold title="Other coins" onOpen={() => market.want("coins")}>
                {coins.length === 0 ? (
                  <p className={layout.text}>{absence}</p>
                ) : (
                  <QuoteList market={market} series={coins} absence={absence} />
                )}
              </Fold>
              <Fold title="Pools of the last week" onOpen={() => market.want("pools")}>
                {market.pools === undefined ? (
                  <p className={layout.text}>{absence}</p>
                ) : (
                  <PoolList pools={market.pools} />
                )}
              </Fold>
            </div>
          </>
        ) : null}
      </div>
      <MarketInsert host={host} selected={selected} market={market} currency={currency} />
    </>
  );
}

/** Why something is not there that the user looks for. */
function absenceText(state: MarketState, { round, settings }: DeskState): string {
  if (state.kind === "frozen") return "Not among the frozen values.";
  if (round !== undefined) return "Loading …";
  if (!settings.isOnline) return "Not loaded: load live data first.";
  return "Not loaded: no source has given it yet.";
}
