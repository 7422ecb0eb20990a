import { makeStyles, mergeClasses, tokens, typographyStyles } from "@fluentui/react-components";
import type { OptionQuote } from "../../data/market";
import { decimal } from "../format";
import { usd } from "./optionChain";

const useStyles = makeStyles({
  table: {
    ...typographyStyles.caption1,
    width: `calc(100% + 2 * ${tokens.spacingHorizontalXXS})`,
    margin: `0 calc(-1 * ${tokens.spacingHorizontalXXS})`,
    borderCollapse: "collapse",
    fontVariantNumeric: "tabular-nums",
    color: tokens.colorNeutralForeground1,
  },
  caption: { ...typographyStyles.caption1, textAlign: "start", color: tokens.colorNeutralForeground2 },
  head: {
    ...typographyStyles.caption1Strong,
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalXXS}`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke1}`,
    color: tokens.colorNeutralForeground2,
    textAlign: "end",
    verticalAlign: "bottom",
  },
  start: { textAlign: "start" },
  cell: {
    padding: `${tokens.spacingVerticalXXS} ${tokens.spacingHorizontalXXS}`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
    textAlign: "end",
    verticalAlign: "top",
    whiteSpace: "nowrap",
    fontWeight: tokens.fontWeightRegular,
  },
  marked: {
    backgroundColor: tokens.colorBrandBackground2,
    "@media (forced-colors: active)": { outline: "2px solid Highlight", outlineOffset: "-2px" },
  },
  second: { display: "block", color: tokens.colorNeutralForeground2 },
  sign: { ...typographyStyles.caption2Strong, display: "block", color: tokens.colorNeutralForeground1 },
  strike: {
    ...typographyStyles.caption1Strong,
    padding: `0 ${tokens.spacingHorizontalXXS}`,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorNeutralForeground1,
    fontVariantNumeric: "tabular-nums",
    cursor: "pointer",
    ":hover": { backgroundColor: tokens.colorNeutralBackground1Hover },
    ":focus-visible": { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: "1px" },
  },
  picked: {
    backgroundColor: tokens.colorBrandBackground,
    color: tokens.colorNeutralForegroundOnBrand,
    ":hover": { backgroundColor: tokens.colorBrandBackgroundHover },
    "@media (forced-colors: active)": {
      forcedColorAdjust: "none",
      backgroundColor: "Highlight",
      color: "HighlightText",
    },
  },
});

interface Props {
  readonly caption: string;
  readonly options: readonly OptionQuote[];
  /** Strike of the put that protects the cost. */
  readonly protecting: number | undefined;
  /** For puts: the strike whose payoff is drawn, and what changes it. */
  readonly picked?: { readonly strike: number | undefined; readonly onPick: (strike: number) => void };
}

/** Options by strike: prices in BTC over their worth in USD at the forward. */
export function StrikeTable({ caption, options, protecting, picked }: Props) {
  const styles = useStyles();
  const heads = ["Bid", "Ask", "Mark", "Vol. / delta", "Open"];
  return (
    <table className={styles.table}>
      <caption className={styles.caption}>{caption}</caption>
      <thead>
        <tr>
          <th scope="col" className={mergeClasses(styles.head, styles.start)}>
            Strike
          </th>
          {heads.map((head) => (
            <th key={head} scope="col" className={styles.head}>
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {options.map((option) => (
          <tr key={option.instrument} className={option.strike === protecting ? styles.marked : undefined}>
            <th scope="row" className={mergeClasses(styles.cell, styles.start)}>
              {picked === undefined ? (
                decimal(option.strike, 0)
              ) : (
                <button
                  type="button"
                  aria-pressed={picked.strike === option.strike}
                  className={mergeClasses(styles.strike, picked.strike === option.strike && styles.picked)}
                  onClick={() => picked.onPick(option.strike)}
                >
                  {decimal(option.strike, 0)}
                </button>
              )}
              {option.strike === protecting && <span className={styles.sign}>✓ protects</span>}
            </th>
            {[option.bid, option.ask, option.mark].map((price, column) => (
              <td key={heads[column]} className={styles.cell}>
                <Price btc={price} forward={option.forward} />
              </td>
            ))}
            <td className={styles.cell}>
              {decimal(option.volatility * 100, 1)}&nbsp;%
              <span className={styles.second}>{signed(option.delta)}</span>
            </td>
            <td className={styles.cell}>{decimal(option.openInterest, option.openInterest < 100 ? 1 : 0)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Price({ btc, forward }: { btc: number | undefined; forward: number }) {
  const styles = useStyles();
  if (btc === undefined) return <span title="Not quoted">none</span>;
  return (
    <>
      {decimal(btc, 4)}
      <span className={styles.second}>{usd(btc * forward).replace(" USD", "")}</span>
    </>
  );
}

const signed = (value: number) => decimal(value, 2).replace(/^-/, "−");
