import { makeStyles, tokens, typographyStyles } from "@fluentui/react-components";
import { type Currency, type Series, seriesFacts } from "../../data/series";
import type { MarketStore } from "../../data/store";
import { useLayoutStyles } from "../layout";
import { leadingIn, quoteGroups } from "./quoteGroups";
import { QuoteItem } from "./quoteItem";
import { notesOf } from "./quoteNotes";
import { useMarket } from "../desk/useDesk";
import { YearLine } from "./yearLine";

const useStyles = makeStyles({
  heading: { ...typographyStyles.body1Strong, margin: `${tokens.spacingVerticalL} 0 0` },
  list: {
    display: "grid",
    gridTemplateColumns: "repeat(auto-fill, minmax(min(260px, 100%), 1fr))",
    columnGap: tokens.spacingHorizontalXXL,
    margin: 0,
    padding: 0,
    listStyleType: "none",
  },
  label: { ...typographyStyles.body1, margin: 0, color: tokens.colorNeutralForeground2 },
  missing: {
    padding: `${tokens.spacingVerticalS} 0`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
  },
});

interface Props {
  readonly market: MarketStore;
  readonly currency: Currency;
  /** Why something that is looked for is not there: "Loading …". */
  readonly absence: string;
}

/** The quotes that are loaded, by group, in the chosen currency first. */
export function MarketQuotes({ market, currency, absence }: Props) {
  const styles = useStyles();
  useMarket(market);
  return quoteGroups(currency).map(({ title, series }) => {
    const shown = series.filter(
      (one) =>
        leadingIn(currency).includes(one) || (market.quote(one) !== undefined && !isBeside(one, market)),
    );
    if (shown.length === 0) return null;
    return (
      <section key={title}>
        <h2 className={styles.heading}>{title}</h2>
        <QuoteList market={market} series={shown} absence={absence} />
      </section>
    );
  });
}

/** Whether the quote is shown beside the date of the next adjustment. */
const isBeside = (series: Series, market: MarketStore) =>
  (series === "btc.next_retarget_height" || series === "btc.next_retarget_change") &&
  market.quote("btc.next_retarget") !== undefined;

interface ListProps extends Pick<Props, "market" | "absence"> {
  readonly series: readonly Series[];
}

/** Quotes in the order given; what is not there says why. */
export function QuoteList({ market, series, absence }: ListProps) {
  const layout = useLayoutStyles();
  const styles = useStyles();
  return (
    <ul className={styles.list}>
      {series.map((one) => {
        const quote = market.quote(one);
        if (quote === undefined) {
          return (
            <li key={one} className={styles.missing}>
              <h3 className={styles.label}>{seriesFacts[one].label}</h3>
              <p className={layout.soft}>{absence}</p>
            </li>
          );
        }
        const { notes, noted } = notesOf(one, (name) => market.quote(name));
        return (
          <QuoteItem key={one} quote={quote} notes={notes} noted={noted}>
            <YearLine market={market} series={one} />
          </QuoteItem>
        );
      })}
    </ul>
  );
}
