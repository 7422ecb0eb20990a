import { makeStyles, mergeClasses, tokens, typographyStyles } from "@fluentui/react-components";
import { useTime } from "./clock";
import type { Desk } from "./desk/desk";
import { useLayoutStyles } from "./layout";
import { statusOf, type StatusKind } from "./status";
import { useDesk, useMarket } from "./desk/useDesk";

const useStyles = makeStyles({
  line: {
    display: "flex",
    flexShrink: 0,
    gap: tokens.spacingHorizontalS,
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalL}`,
    backgroundColor: tokens.colorNeutralBackground2,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  mark: {
    flexShrink: 0,
    width: "12px",
    height: "12px",
    marginTop: "2px",
    "@media (forced-colors: active)": { color: "CanvasText" },
  },
  text: { ...typographyStyles.caption1, margin: 0, overflowWrap: "anywhere" },
  live: { color: tokens.colorStatusSuccessForeground1 },
  frozen: { color: tokens.colorBrandForeground1 },
  plain: { color: tokens.colorNeutralForeground3 },
  unreadable: { color: tokens.colorStatusDangerForeground1 },
});

/** The mark before the text: each state has a shape of its own, since colour on its own says nothing. */
const shapes: Readonly<Record<StatusKind, string>> = {
  starting: "M1.5 6h1.5M5.25 6h1.5M9 6h1.5",
  embedded: "M6 2a4 4 0 1 0 0 8a4 4 0 1 0 0-8z",
  live: "M6 2a4 4 0 1 0 0 8a4 4 0 1 0 0-8z",
  frozen: "M4 2v8M8 2v8",
  unreadable: "M6 1.5L11 10.5H1zM6 5v2.5M6 8.6v.4",
};

/** The state of the data, on every view. */
export function StateLine({ desk }: { readonly desk: Desk }) {
  const layout = useLayoutStyles();
  const styles = useStyles();
  const time = useTime();
  const found = useDesk(desk);
  const { state } = useMarket(desk.market);
  const { kind, text, detail } = statusOf(state, desk.market.quotes, found, time);
  const look = kind === "live" || kind === "frozen" || kind === "unreadable" ? styles[kind] : styles.plain;
  return (
    <section className={styles.line} aria-label="State of the data">
      <svg viewBox="0 0 12 12" className={mergeClasses(styles.mark, look)} aria-hidden="true">
        <path
          d={shapes[kind]}
          fill={kind === "live" ? "currentColor" : "none"}
          stroke="currentColor"
          strokeWidth={kind === "frozen" ? 2.5 : 1.5}
          strokeLinecap="round"
        />
      </svg>
      <div>
        <p className={styles.text}>{text}</p>
        {detail === undefined ? null : <p className={layout.soft}>{detail}</p>}
      </div>
    </section>
  );
}
