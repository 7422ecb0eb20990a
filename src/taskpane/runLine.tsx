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
  const styles = useStyles();
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
      {isShown && progress !== undefined ? <p className={styles.line}>{sentence(progress)}</p> : null}
    </div>
  );
}

function sentence({ name, done, all }: SideProgress): string {
  const share = all === 1 ? "" : `, ${done} of ${all} done`;
  return `Computing: ${name}${share}. The cells show #BUSY! until then.`;
}
