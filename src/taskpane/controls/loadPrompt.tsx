import { Button, makeStyles, ProgressBar, tokens } from "@fluentui/react-components";
import type { MarketState } from "../../data/market";
import type { Desk, DeskState } from "../desk/desk";
import { listText } from "../format";
import { useLayoutStyles } from "../layout";
import { hostsAsked } from "../sourceHosts";
import { useDesk, useMarket } from "../desk/useDesk";

const useStyles = makeStyles({
  prompt: {
    display: "flex",
    flexDirection: "column",
    alignItems: "flex-start",
    gap: tokens.spacingVerticalS,
    marginBlock: tokens.spacingVerticalS,
  },
  progress: { alignSelf: "stretch" },
});

interface Props {
  readonly desk: Desk;
  /** What is missing, as a sentence: "No option chain is loaded." */
  readonly missing: string;
}

/** Says that something has not been fetched, and why, with the button that fetches it. */
export function LoadPrompt({ desk, missing }: Props) {
  const layout = useLayoutStyles();
  const styles = useStyles();
  const found = useDesk(desk);
  const { state } = useMarket(desk.market);
  const { round } = found;
  const canLoad = state.kind === "embedded" || state.kind === "live";
  return (
    <div className={styles.prompt}>
      <p className={layout.text} role="status">
        {round !== undefined && canLoad
          ? `${missing} Asking the sources: ${round.done} of ${round.total} have answered.`
          : [missing, ...whatToDo(state, found, desk)].join(" ")}
      </p>
      {!canLoad ? null : round === undefined ? (
        <Button onClick={() => void desk.refresh()}>
          {found.settings.isOnline ? "Refresh" : "Load live data"}
        </Button>
      ) : (
        <>
          <ProgressBar
            className={styles.progress}
            value={round.total === 0 ? undefined : round.done / round.total}
            aria-label="Sources that have answered"
          />
          <Button onClick={() => desk.cancel()}>Cancel</Button>
        </>
      )}
    </div>
  );
}

function whatToDo(state: MarketState, { settings, problems }: DeskState, desk: Desk): string[] {
  switch (state.kind) {
    case "starting":
      return ["The workbook is being read."];
    case "frozen":
      return ["The workbook is frozen: it shows only its frozen values."];
    case "unreadable":
      return ["The workbook's frozen values cannot be read: see Market."];
    case "embedded":
    case "live":
      if (settings.isOnline) return problems.map(({ label, message }) => `${label}: ${message}`);
      return [askedText(hostsAsked(desk, settings))];
  }
}

const askedText = (hosts: readonly string[]) =>
  hosts.length === 0
    ? "All sources are switched off: switch some on in Settings."
    : `Loading live data asks ${listText(hosts)}, and sends nothing from your workbook.`;
