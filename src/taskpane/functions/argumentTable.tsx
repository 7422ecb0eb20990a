import { makeStyles, mergeClasses, tokens, typographyStyles } from "@fluentui/react-components";
import { excelName } from "../../functions/arguments";
import type { Definition, Parameter } from "../../functions/define";
import { isVector, VECTOR_NOTE } from "../../functions/parameters";
import { useLayoutStyles } from "../layout";

const useStyles = makeStyles({
  table: { display: "block", width: "100%" },
  rows: { display: "block" },
  row: {
    display: "grid",
    gridTemplateColumns: "minmax(0, 1fr) auto",
    columnGap: tokens.spacingHorizontalS,
    padding: `${tokens.spacingVerticalS} 0`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
    "& > *": { padding: 0, textAlign: "start", fontWeight: tokens.fontWeightRegular },
  },
  wide: { gridColumn: "1 / -1", overflowWrap: "anywhere" },
  name: { overflowWrap: "anywhere", "& code": { fontWeight: tokens.fontWeightSemibold } },
  fallback: { ...typographyStyles.caption1, color: tokens.colorNeutralForeground2, maxWidth: "140px" },
  meaning: { ...typographyStyles.body1 },
  fact: { ...typographyStyles.caption1, color: tokens.colorNeutralForeground2 },
});

/**
 * The arguments with unit, default and rule. Each row is laid out as a small card, since five columns do not fit
 * into a pane; the roles keep it a table for screen readers.
 */
export function ArgumentTable({ definition: { parameters } }: { definition: Definition }) {
  const layout = useLayoutStyles();
  const styles = useStyles();
  const entries = Object.entries(parameters);
  if (entries.length === 0) return <p className={layout.text}>None.</p>;
  return (
    <table role="table" aria-label="Arguments" className={styles.table}>
      <thead role="rowgroup" className={layout.hidden}>
        <tr role="row">
          {["Argument", "Default", "Meaning", "Unit", "Rule"].map((column) => (
            <th key={column} role="columnheader" scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup" className={styles.rows}>
        {entries.map(([key, parameter]) => (
          <ArgumentRow key={key} name={excelName(key)} parameter={parameter} />
        ))}
      </tbody>
    </table>
  );
}

function ArgumentRow({ name, parameter }: { name: string; parameter: Parameter<unknown> }) {
  const layout = useLayoutStyles();
  const styles = useStyles();
  const { doc, unit, rule } = parameter;
  return (
    <tr role="row" className={styles.row}>
      <th role="rowheader" scope="row" className={styles.name}>
        <code className={layout.mono}>{name}</code>
      </th>
      <td role="cell" className={styles.fallback}>
        {defaultText(parameter)}
      </td>
      <td role="cell" className={mergeClasses(styles.wide, styles.meaning)}>
        {isVector(parameter) ? `${doc}. ${VECTOR_NOTE}` : doc}
      </td>
      <td role="cell" className={mergeClasses(styles.wide, styles.fact)}>
        {unit === "" ? "no unit" : unit}
      </td>
      <td role="cell" className={mergeClasses(styles.wide, styles.fact)}>
        {rule}
      </td>
    </tr>
  );
}

function defaultText({ optional, fallbackText }: Parameter<unknown>): string {
  if (!optional) return "required";
  return fallbackText === undefined || fallbackText === "" ? "optional" : `default ${fallbackText}`;
}
