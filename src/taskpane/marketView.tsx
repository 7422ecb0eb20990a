import { makeStyles, tokens } from "@fluentui/react-components";
import { useEffect } from "react";
import { seriesFacts, type MarketState } from "../data/market";
import type { Place } from "../workbook/workbook";
import type { Desk, DeskState } from "./desk";
import { Fold } from "./fold";
import type { Host } from "./host";
import { useLayoutStyles } from "./layout";
import { MarketCard } from "./marketCard";
import { MarketInsert } from "./marketInsert";
import { MarketQuotes, QuoteList } from "./marketQuotes";
import { PoolList } from "./poolList";
import { coinSeries, leading } from "./quoteGroups";
import { useDesk, useMarket } from "./useDesk";

const useStyles = makeStyles({
  folds: { marginTop: tokens.spacingVerticalM },
});

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
    market.want("volatility");
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
      <MarketInsert host={host} selected={selected} market={market} />
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
