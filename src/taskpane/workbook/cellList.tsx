import { makeStyles, mergeClasses, tokens, typographyStyles } from "@fluentui/react-components";
import { addressOf } from "../../workbook/workbook";
import { decimal } from "../format";
import { useLayoutStyles } from "../layout";

/** More cells than anybody reads. */
const MOST_SHOWN = 200;

const useStyles = makeStyles({
  list: { margin: 0, padding: 0, listStyleType: "none" },
  item: { padding: `${tokens.spacingVerticalXS} 0`, borderBottom: `1px solid ${tokens.colorNeutralStroke3}` },
  title: { ...typographyStyles.body1Strong, margin: 0, overflowWrap: "anywhere" },
  formula: { fontSize: tokens.fontSizeBase200 },
});

export interface ListedCell {
  readonly sheet: string;
  readonly cell: string;
  /** What becomes of it. */
  readonly becomes: string;
  readonly formula: string;
  readonly why?: string;
}

/** Cells with what becomes of each, and why. */
export function CellList({ cells }: { readonly cells: readonly ListedCell[] }) {
  const layout = useLayoutStyles();
  const styles = useStyles();
  const left = cells.length - MOST_SHOWN;
  return (
    <>
      <ul className={styles.list}>
        {cells.slice(0, MOST_SHOWN).map(({ sheet, cell, becomes, formula, why }) => (
          <li key={`${sheet}!${cell} ${becomes}`} className={styles.item}>
            <p className={styles.title}>{`${addressOf({ sheet, range: cell })}: ${becomes}`}</p>
            <code className={mergeClasses(layout.mono, styles.formula)}>{formula}</code>
            {why === undefined ? null : <p className={layout.soft}>{why}</p>}
          </li>
        ))}
      </ul>
      {left > 0 ? <p className={layout.soft}>{`${decimal(left, 0)} more are not listed.`}</p> : null}
    </>
  );
}
