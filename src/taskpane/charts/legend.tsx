import { makeStyles, tokens, typographyStyles } from "@fluentui/react-components";
import { lineTokens } from "./colours";
import { dashes } from "./lineConfiguration";

const useStyles = makeStyles({
  list: {
    ...typographyStyles.caption1,
    display: "flex",
    flexWrap: "wrap",
    gap: `${tokens.spacingVerticalXXS} ${tokens.spacingHorizontalM}`,
    margin: `${tokens.spacingVerticalXS} 0 0`,
    padding: 0,
    listStyleType: "none",
    color: tokens.colorNeutralForeground2,
  },
  item: { display: "flex", alignItems: "center", gap: tokens.spacingHorizontalXS },
  swatch: { flexShrink: 0, fill: "none", strokeWidth: "2px" },
  first: { stroke: lineTokens[0], "@media (forced-colors: active)": { stroke: "Highlight" } },
  second: { stroke: lineTokens[1], "@media (forced-colors: active)": { stroke: "CanvasText" } },
  third: { stroke: lineTokens[2], "@media (forced-colors: active)": { stroke: "CanvasText" } },
});

/** Which line is which. */
export function Legend({ labels }: { labels: readonly string[] }) {
  const styles = useStyles();
  const strokes = [styles.first, styles.second, styles.third];
  return (
    <ul className={styles.list} aria-hidden="true">
      {labels.map((label, index) => (
        <li key={label} className={styles.item}>
          <svg width="24" height="8" className={styles.swatch}>
            <path
              d="M0 4H24"
              className={strokes[index]}
              strokeDasharray={(dashes[index] ?? []).join(" ") || undefined}
            />
          </svg>
          {label}
        </li>
      ))}
    </ul>
  );
}
