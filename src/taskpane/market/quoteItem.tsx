import { Badge, makeStyles, tokens, typographyStyles, type BadgeProps } from "@fluentui/react-components";
import type { ReactNode } from "react";
import type { Quality, Quote } from "../../data/market";
import { seriesFacts } from "../../data/series";
import { useTime } from "../clock";
import { ageText, agoText, momentText } from "../format";
import { shownValue } from "../presentation";

const MINUTE = 60_000;

const useStyles = makeStyles({
  item: {
    display: "flex",
    flexDirection: "column",
    gap: tokens.spacingVerticalXXS,
    padding: `${tokens.spacingVerticalS} 0`,
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
  note: { ...typographyStyles.body1, margin: 0, overflowWrap: "anywhere" },
  warning: {
    ...typographyStyles.caption1Strong,
    margin: 0,
    color: tokens.colorStatusWarningForeground3,
    overflowWrap: "anywhere",
  },
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

interface Props {
  readonly quote: Quote;
  /** What belongs to the value, line by line. */
  readonly notes?: readonly string[];
  /** A quote that the notes come from: its origin is shown where it is another one. */
  readonly noted?: Quote | undefined;
  readonly children?: ReactNode;
}

/** One quote: its value, how old and how good it is, and where it comes from. */
export function QuoteItem({ quote, notes = [], noted, children }: Props) {
  const styles = useStyles();
  const { value, unit } = shownValue(quote);
  const warnings = new Set([quote, noted].flatMap((one) => one?.warning ?? []));
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
      {notes.map((note) => (
        <p key={note} className={styles.note}>
          {note}
        </p>
      ))}
      {[...warnings].map((warning) => (
        <p key={warning} className={styles.warning}>
          <span aria-hidden="true">⚠ </span>
          {warning}.
        </p>
      ))}
      {children}
      <Origin quote={quote} />
      {noted === undefined || isSameOrigin(quote, noted) ? null : <Origin quote={noted} isNamed />}
    </li>
  );
}

const isSameOrigin = (one: Quote, other: Quote) =>
  one.source === other.source && one.asOf === other.asOf && one.quality === other.quality;

/** Age and source of a quote. A frozen one does not grow old: its moment is shown. */
function Origin({ quote, isNamed = false }: { quote: Quote; isNamed?: boolean }) {
  const styles = useStyles();
  const time = useTime();
  const { series, asOf, fetchedAt, quality, source } = quote;
  const moment = momentText(asOf);
  return (
    <p className={styles.origin}>
      {isNamed ? `${seriesFacts[series].label}, ${quality}: ` : null}
      <time dateTime={new Date(asOf).toISOString()} title={moment}>
        {quality === "frozen" ? moment : ageText(asOf, time)}
      </time>
      {quality === "cached" && fetchedAt !== undefined && fetchedAt > asOf + MINUTE
        ? `, fetched ${agoText(fetchedAt, time)}`
        : null}
      {" · "}
      {source}
    </p>
  );
}
