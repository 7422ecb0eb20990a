import { makeStyles, tokens, typographyStyles } from "@fluentui/react-components";

const useStyles = makeStyles({
  list: {
    ...typographyStyles.body1,
    display: "grid",
    gridTemplateColumns: "fit-content(45%) minmax(0, 1fr)",
    gap: `${tokens.spacingVerticalXXS} ${tokens.spacingHorizontalM}`,
    margin: `${tokens.spacingVerticalS} 0`,
  },
  label: { color: tokens.colorNeutralForeground2 },
  value: { margin: 0, textAlign: "end", fontVariantNumeric: "tabular-nums", overflowWrap: "anywhere" },
});

/** Labels and their values. */
export function FactList({ facts }: { readonly facts: readonly (readonly [string, string])[] }) {
  const styles = useStyles();
  return (
    <dl className={styles.list}>
      {facts.map(([label, value]) => [
        <dt key={`${label} label`} className={styles.label}>
          {label}
        </dt>,
        <dd key={label} className={styles.value}>
          {value}
        </dd>,
      ])}
    </dl>
  );
}
