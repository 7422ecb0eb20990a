import { makeStyles, tokens, typographyStyles } from "@fluentui/react-components";
import { useEffect, useState, useSyncExternalStore } from "react";
import type { SideProgress, SideThread } from "../functions/sideThread";

const useStyles = makeStyles({
  line: {
    ...typographyStyles.caption1,
    margin: 0,
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalL}`,
    backgroundColor: tokens.colorNeutralBackground2,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    overflowWrap: "anywhere",
  },
});

/** Milliseconds after which a run is worth a line: shorter ones would make the pane flicker. */
const WORTH_A_LINE = 400;

export type Runs = Pick<SideThread, "progress" | "subscribe">;

/** The long runs that are under way beside the page, as long as there are any. */
export function RunLine({ runs }: { readonly runs: Runs }) {
  const progress = useSyncExternalStore(runs.subscribe, () => runs.progress);
  const isUnderWay = progress !== undefined;
  const [isShown, setShown] = useState(false);
  useEffect(() => {
    if (!isUnderWay) return undefined;
    const timer = setTimeout(() => setShown(true), WORTH_A_LINE);
    return () => {
      clearTimeout(timer);
      setShown(false);
    };
  }, [isUnderWay]);
  return (
    <div role="status" aria-label="Long computations">
      {isShown && progress !== undefined ? <Line {...progress} /> : null}
    </div>
  );
}

function Line({ name, done, all, share }: SideProgress) {
  const styles = useStyles();
  const run = all === 1 ? "" : `, run ${done + 1} of ${all}`;
  const percent = Math.round(100 * share);
  return (
    <p className={styles.line}>
      {`Computing: ${name}${run}`}
      {/* A screen reader would read the line aloud with each percent. */}
      <span aria-live="off">{percent > 0 ? `, ${percent} % done` : ""}</span>
      {". The cells show #BUSY! until then."}
    </p>
  );
}
