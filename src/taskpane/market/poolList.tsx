import { makeStyles, tokens, typographyStyles } from "@fluentui/react-components";
import type { PoolShares } from "../../data/market";
import { useTime } from "../clock";
import { ageText, counted, decimal, momentText } from "../format";
import { useLayoutStyles } from "../layout";
import { blocksOf } from "./marketTables";

const useStyles = makeStyles({
  table: {
    ...typographyStyles.body1,
    width: "100%",
    marginTop: tokens.spacingVerticalXS,
    borderCollapse: "collapse",
    "& th": { ...typographyStyles.caption1, color: tokens.colorNeutralForeground2, textAlign: "start" },
    "& th, & td": {
      padding: `${tokens.spacingVerticalXXS} 0`,
      borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
      overflowWrap: "anywhere",
    },
    "& th:not(:first-child), & td:not(:first-child)": {
      paddingInlineStart: tokens.spacingHorizontalM,
      textAlign: "end",
      fontVariantNumeric: "tabular-nums",
      whiteSpace: "nowrap",
    },
  },
});

/** The pools and what they found. */
export function PoolList({ pools: { pools, days, asOf, source } }: { readonly pools: PoolShares }) {
  const layout = useLayoutStyles();
  const styles = useStyles();
  const time = useTime();
  const total = blocksOf(pools);
  return (
    <>
      <p className={layout.soft}>
        {counted(total, "block")} in {counted(Math.round(days), "day")} ·{" "}
        <time dateTime={new Date(asOf).toISOString()} title={momentText(asOf)}>
          {ageText(asOf, time)}
        </time>
        {" · "}
        {source}
      </p>
      <table className={styles.table} aria-label="Pools by blocks found">
        <thead>
          <tr>
            <th scope="col">Pool</th>
            <th scope="col">Blocks</th>
            <th scope="col">Share</th>
          </tr>
        </thead>
        <tbody>
          {pools.map(({ name, blocks }) => (
            <tr key={name}>
              <td>{name}</td>
              <td>{decimal(blocks, 0)}</td>
              <td>{decimal((blocks / total) * 100, 2)} %</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
