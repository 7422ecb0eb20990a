import { Button, makeStyles, tokens, typographyStyles } from "@fluentui/react-components";
import type { Quote } from "../../data/market";
import { seriesFacts } from "../../data/series";
import type { Change, Desk, OtherChange } from "../desk/desk";
import { counted, dayText, listText } from "../format";
import { useLayoutStyles } from "../layout";
import { changeText, shownValue } from "../presentation";

const useStyles = makeStyles({
  title: { ...typographyStyles.body1Strong, margin: `${tokens.spacingVerticalS} 0 0` },
  item: { padding: `${tokens.spacingVerticalXS} 0`, borderBottom: `1px solid ${tokens.colorNeutralStroke3}` },
  label: { ...typographyStyles.caption1, margin: 0, color: tokens.colorNeutralForeground2 },
  values: {
    ...typographyStyles.body1,
    display: "flex",
    flexWrap: "wrap",
    columnGap: tokens.spacingHorizontalS,
    margin: 0,
    fontVariantNumeric: "tabular-nums",
  },
  after: { fontWeight: tokens.fontWeightSemibold },
  actions: {
    display: "flex",
    flexWrap: "wrap",
    gap: tokens.spacingHorizontalS,
    marginTop: tokens.spacingVerticalM,
  },
});

interface Props {
  readonly desk: Desk;
  readonly staged: readonly Change[];
  readonly others: readonly OtherChange[];
  readonly isBusy: boolean;
}

/** What a refresh of a frozen workbook would change, before it does. */
export function StagedChanges({ desk, staged, others, isBusy }: Props) {
  const layout = useLayoutStyles();
  const styles = useStyles();
  return (
    <section aria-label="Pending changes">
      <h2 className={styles.title}>{titleOf(staged, others)}</h2>
      <p className={layout.soft}>
        {staged.length + others.length === 0
          ? "Applying sets the time of the freeze to now."
          : "Nothing has changed in the workbook yet. Applying is recorded in its log."}
      </p>
      <ul className={layout.plainList}>
        {staged.map((change) => (
          <ChangeItem key={change.series} change={change} />
        ))}
        {others.map(({ name, text, source }) => (
          <li key={name} className={styles.item}>
            <h3 className={styles.label}>{name}</h3>
            <p className={styles.values}>{text}</p>
            <p className={layout.soft}>{source}</p>
          </li>
        ))}
      </ul>
      <div className={styles.actions}>
        <Button appearance="primary" disabledFocusable={isBusy} onClick={() => void desk.apply()}>
          Apply
        </Button>
        <Button disabledFocusable={isBusy} onClick={() => desk.discard()}>
          Keep the frozen values
        </Button>
      </div>
    </section>
  );
}

/** "2 values and btc.price by day would change". */
function titleOf(staged: readonly Change[], others: readonly OtherChange[]): string {
  const values = staged.length === 0 ? [] : [counted(staged.length, "value")];
  const changing = [...values, ...others.map(({ name }) => name)];
  return changing.length === 0 ? "Nothing would change" : `${listText(changing)} would change`;
}

function ChangeItem({ change: { series, before, after } }: { change: Change }) {
  const layout = useLayoutStyles();
  const styles = useStyles();
  const { label } = seriesFacts[series];
  return (
    <li className={styles.item}>
      <h3 className={styles.label}>{label}</h3>
      <p className={styles.values}>
        <span>
          <span className={layout.hidden}>from </span>
          {before === undefined ? "no value" : textOf(before)}
        </span>
        <span aria-hidden="true">→</span>
        <span className={styles.after}>
          <span className={layout.hidden}>to </span>
          {after === undefined ? "no value" : textOf(after)}
        </span>
      </p>
      {before === undefined || after === undefined ? null : (
        <p className={layout.soft}>{changeText(before, after)}</p>
      )}
      {after?.warning === undefined ? null : <p className={layout.text}>⚠ {after.warning}.</p>}
      {after === undefined ? null : (
        <p className={layout.soft}>
          {dayText(after.asOf)} · {after.source}
        </p>
      )}
    </li>
  );
}

function textOf(quote: Quote): string {
  const { value, unit } = shownValue(quote);
  return unit === "" ? value : `${value} ${unit}`;
}
