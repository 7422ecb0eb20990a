import { textOf } from "../../core/errors";
import { Button, makeStyles, mergeClasses, tokens, typographyStyles } from "@fluentui/react-components";
import type { Example } from "../../functions/define";
import { useLayoutStyles } from "../layout";

const useStyles = makeStyles({
  item: { marginBottom: tokens.spacingVerticalL },
  note: { marginBottom: tokens.spacingVerticalXS },
  result: { ...typographyStyles.body1Strong, margin: 0, overflowWrap: "anywhere" },
  line: {
    display: "flex",
    flexWrap: "wrap",
    alignItems: "center",
    justifyContent: "space-between",
    gap: tokens.spacingHorizontalS,
    marginTop: tokens.spacingVerticalXS,
  },
  cells: {
    ...typographyStyles.caption1,
    marginTop: tokens.spacingVerticalXS,
    borderCollapse: "collapse",
    "& td, & th": {
      padding: `${tokens.spacingVerticalXXS} ${tokens.spacingHorizontalM} ${tokens.spacingVerticalXXS} 0`,
      borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
      textAlign: "start",
      overflowWrap: "anywhere",
    },
  },
  opener: {
    ...typographyStyles.caption1,
    marginTop: tokens.spacingVerticalXS,
    cursor: "pointer",
    ":focus-visible": { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
});

/** An example with its result; the cells that it refers to unfold. */
export function ExampleItem({ example, onUse }: { example: Example; onUse: (formula: string) => void }) {
  const { formula, cells, result, note } = example;
  const layout = useLayoutStyles();
  const styles = useStyles();
  return (
    <li className={styles.item}>
      <p className={mergeClasses(layout.text, styles.note)}>{note}</p>
      <p className={layout.code}>{formula}</p>
      <div className={styles.line}>
        {isMatrix(result) ? (
          <Cells label="Result" cells={result} />
        ) : (
          <p className={styles.result}>= {result}</p>
        )}
        <Button size="small" aria-label={`Use the formula ${formula}`} onClick={() => onUse(formula)}>
          Use this formula
        </Button>
      </div>
      {cells === undefined ? null : (
        <details>
          <summary className={styles.opener}>The cells it refers to, from A1</summary>
          <Cells label="Cells from A1" cells={cells} />
        </details>
      )}
    </li>
  );
}

type Matrix = readonly (readonly (string | number | boolean)[])[];

function isMatrix(result: Example["result"]): result is Exclude<Example["result"], string | number> {
  return Array.isArray(result);
}

function Cells({ label, cells }: { label: string; cells: Matrix }) {
  const styles = useStyles();
  return (
    <table aria-label={label} className={styles.cells}>
      <tbody>
        {cells.map((row, at) => (
          <tr key={at}>
            {row.map((cell, column) => (
              <td key={column}>{textOf(cell)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
