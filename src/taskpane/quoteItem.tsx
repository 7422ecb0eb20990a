import { Badge, makeStyles, tokens, typographyStyles, type BadgeProps } from "@fluentui/react-components";
import { seriesFacts, type Quality, type Quote } from "../data/market";
import { ageText, momentText } from "./format";
import { shownValue } from "./presentation";

const useStyles = makeStyles({
  item: {
    display: "flex",
    flexDirection: "column",
    gap: tokens.spacingVerticalXXS,
    padding: `${tokens.spacingVerticalM} 0`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
  },
  head: {
    display: "flex",
    alignItems: "center",
    justifyContent: "space-between",
    gap: tokens.spacingHorizontalS,
  },
  badge: { flexShrink: 0, fontWeight: tokens.fontWeightRegular },
  label: { ...typographyStyles.body1, margin: 0, color: tokens.colorNeutralForeground2 },
  figure: { margin: 0, overflowWrap: "anywhere" },
  value: { ...typographyStyles.subtitle1, fontVariantNumeric: "tabular-nums" },
  unit: { ...typographyStyles.caption1, color: tokens.colorNeutralForeground2 },
  origin: {
    ...typographyStyles.caption1,
    margin: 0,
    color: tokens.colorNeutralForeground3,
    overflowWrap: "anywhere",
  },
});

const looks: Readonly<Record<Quality, BadgeProps>> = {
  live: { appearance: "tint", color: "success" },
  cached: { appearance: "tint", color: "informative" },
  embedded: { appearance: "tint", color: "informative" },
  frozen: { appearance: "tint", color: "brand" },
  derived: { appearance: "outline", color: "informative" },
};

/** One quote: its value, how old and how good it is, and where it comes from. */
export function QuoteItem({ quote, now }: { quote: Quote; now: number }) {
  const styles = useStyles();
  const { value, unit } = shownValue(quote);
  return (
    <li className={styles.item}>
      <div className={styles.head}>
        <h3 className={styles.label}>{seriesFacts[quote.series].label}</h3>
        <Badge {...looks[quote.quality]} className={styles.badge}>
          {quote.quality}
        </Badge>
      </div>
      <p className={styles.figure}>
        <span className={styles.value}>{value}</span>
        {unit === "" ? null : <span className={styles.unit}> {unit}</span>}
      </p>
      <p className={styles.origin}>
        <time dateTime={new Date(quote.asOf).toISOString()} title={momentText(quote.asOf)}>
          {ageText(quote.asOf, now)}
        </time>
        {" · "}
        {quote.source}
      </p>
    </li>
  );
}
