import { makeStyles, Radio, RadioGroup, tokens } from "@fluentui/react-components";
import { useState } from "react";
import { DayState } from "./dayState";
import { HistoryRange } from "./historyRange";
import type { ViewProps } from "../host";
import { useLayoutStyles } from "../layout";

const useStyles = makeStyles({
  kinds: { flexShrink: 0, padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalS} 0` },
});

/** The past: values over time, or all that is known of one day. */
export function HistoryView({ host, selected, desk, isShown }: ViewProps) {
  const layout = useLayoutStyles();
  const styles = useStyles();
  const [kind, setKind] = useState<"range" | "day">("range");
  return (
    <>
      <h2 className={layout.hidden}>History</h2>
      <RadioGroup
        className={styles.kinds}
        layout="horizontal"
        aria-label="What to look up"
        value={kind}
        onChange={(_event, { value }) => setKind(value === "day" ? "day" : "range")}
      >
        <Radio value="range" label="Over time" />
        <Radio value="day" label="One day" />
      </RadioGroup>
      {kind === "range" ? (
        <HistoryRange host={host} selected={selected} desk={desk} isShown={isShown} />
      ) : (
        <DayState host={host} selected={selected} desk={desk} isShown={isShown} />
      )}
    </>
  );
}
