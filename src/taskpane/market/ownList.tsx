import { makeStyles, tokens, typographyStyles } from "@fluentui/react-components";
import type { Kept } from "../../data/market";
import type { MarketStore } from "../../data/store";
import { useTime } from "../clock";
import { ageText, momentText } from "../format";
import { useLayoutStyles } from "../layout";
import { ownSeries } from "../ownSeries";
import { ownText } from "../presentation";

const useStyles = makeStyles({
  list: { margin: 0, padding: 0, listStyleType: "none" },
  item: {
    padding: `${tokens.spacingVerticalS} 0`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
    overflowWrap: "anywhere",
  },
  label: { ...typographyStyles.body1, margin: 0, color: tokens.colorNeutralForeground2 },
  figure: { margin: 0 },
  value: { ...typographyStyles.subtitle1, fontVariantNumeric: "tabular-nums" },
  unit: { ...typographyStyles.caption1, color: tokens.colorNeutralForeground2 },
});

/** The latest value of each series of the team's own, with the name by which cells ask for it. */
export function OwnList({ market }: { readonly market: MarketStore }) {
  const styles = useStyles();
  return (
    <ul className={styles.list}>
      {ownSeries(market).map(([name, kept]) => (
        <li key={name} className={styles.item}>
          <h3 className={styles.label}>{kept.label}</h3>
          <OwnValue kept={kept} isFrozen={market.state.kind === "frozen"} />
          <code>{name}</code>
        </li>
      ))}
    </ul>
  );
}

function OwnValue({ kept: { quote, unit }, isFrozen }: { readonly kept: Kept; readonly isFrozen: boolean }) {
  const layout = useLayoutStyles();
  const styles = useStyles();
  const time = useTime();
  if (quote === undefined) return <p className={layout.soft}>No value yet.</p>;
  const { value, asOf, source } = quote;
  return (
    <>
      <p className={styles.figure}>
        <span className={styles.value}>{ownText(value)}</span>
        <span className={styles.unit}> {unit}</span>
      </p>
      <p className={layout.soft}>
        <time dateTime={new Date(asOf).toISOString()} title={momentText(asOf)}>
          {isFrozen ? momentText(asOf) : ageText(asOf, time)}
        </time>
        {" · "}
        {source}
      </p>
    </>
  );
}
