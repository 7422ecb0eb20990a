import type { Topic } from "../../data/series";
import { useTime } from "../clock";
import type { ViewProps } from "../host";
import { useLayoutStyles } from "../layout";
import { LoadPrompt } from "../controls/loadPrompt";
import { expiriesOf } from "./optionChain";
import { OptionsBoard } from "./optionsBoard";
import { useMarket, useTopics } from "../desk/useDesk";

const topics: readonly Topic[] = ["chain"];

/** The option chain by expiry, the put that protects a cost, and their way into the workbook. */
export function OptionsView({ host, selected, desk, isShown }: ViewProps) {
  const layout = useLayoutStyles();
  const { market } = desk;
  useMarket(market);
  useTime();
  useTopics(market, topics, isShown);
  const { chain } = market;
  const now = market.now();
  const expiries = chain === undefined ? [] : expiriesOf(chain, now);
  if (chain !== undefined && expiries.length > 0) {
    return (
      <OptionsBoard
        host={host}
        selected={selected}
        market={market}
        chain={chain}
        expiries={expiries}
        now={now}
      />
    );
  }
  return (
    <div className={layout.scroll} role="region" aria-label="Options" tabIndex={0}>
      <h2 className={layout.hidden}>Options</h2>
      <LoadPrompt
        desk={desk}
        missing={
          chain === undefined ? "No option chain is loaded." : "All options of the chain have expired."
        }
      />
    </div>
  );
}
