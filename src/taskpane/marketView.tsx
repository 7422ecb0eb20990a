import { makeStyles, MessageBar, MessageBarBody, tokens } from "@fluentui/react-components";
import type { Quote } from "../data/market";
import type { MarketStore } from "../data/store";
import { addressOf, type Place, type Written } from "../workbook/workbook";
import { listText, momentText } from "./format";
import type { Host } from "./host";
import { InsertBar } from "./insertBar";
import { blockOf } from "./presentation";
import { QuoteItem } from "./quoteItem";
import { useLayoutStyles } from "./layout";

const useStyles = makeStyles({
  list: {
    display: "grid",
    gridTemplateColumns: "repeat(auto-fill, minmax(min(260px, 100%), 1fr))",
    columnGap: tokens.spacingHorizontalXXL,
    margin: 0,
    padding: 0,
    listStyleType: "none",
  },
  note: { flexShrink: 0 },
  noteText: { whiteSpace: "normal", paddingBlock: tokens.spacingVerticalXS },
});

interface Props {
  readonly host: Host;
  readonly selected: Place | undefined;
  readonly market: MarketStore;
  readonly now: () => number;
}

/** The market's values, and their way into the workbook. */
export function MarketView({ host, selected, market, now }: Props) {
  const layout = useLayoutStyles();
  const styles = useStyles();
  const moment = now();
  return (
    <>
      <div className={layout.scroll} role="region" aria-label="Market values" tabIndex={0}>
        <BuiltInNote quotes={market.quotes} />
        <h2 className={layout.hidden}>Market values</h2>
        <ul className={styles.list}>
          {market.quotes.map((quote) => (
            <QuoteItem key={quote.series} quote={quote} now={moment} />
          ))}
        </ul>
      </div>
      <InsertBar
        host={host}
        selected={selected}
        label="Insert the market values"
        write={(workbook, target) => workbook.insertBlock(blockOf(market.quotes), target)}
        confirmation={(written) => confirmation(market.quotes.length, written)}
      />
    </>
  );
}

function BuiltInNote({ quotes }: { quotes: readonly Quote[] }) {
  const styles = useStyles();
  const embedded = quotes.find(({ quality }) => quality === "embedded");
  if (embedded === undefined) return null;
  return (
    <MessageBar intent="info" layout="multiline" className={styles.note}>
      <MessageBarBody className={styles.noteText}>
        Values of {momentText(embedded.asOf)}, built into the add-in. They do not update: check them before
        you rely on them.
      </MessageBarBody>
    </MessageBar>
  );
}

function confirmation(count: number, { place, names, moved, kept }: Written): string[] {
  const sentences = [`${count} values written to ${addressOf(place)}.`];
  if (names.length > 0) sentences.push(`Names for your formulas: ${listText(names)}.`);
  if (moved.length > 0) {
    const which = moved.length === names.length ? "all of them" : listText(moved);
    sentences.push(`Existed before and point here now: ${which}.`);
  }
  if (kept.length > 0) sentences.push(`Left as you use it elsewhere: ${listText(kept)}.`);
  return sentences;
}
