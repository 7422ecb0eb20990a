import { Button, makeStyles, ProgressBar, Spinner, tokens } from "@fluentui/react-components";
import { useLayoutEffect, useRef, useState, type RefObject } from "react";
import type { MarketState } from "../../data/market";
import type { Desk, DeskState, Problem } from "../desk/desk";
import type { Host } from "../host";
import { counted, sentence } from "../format";
import { useLayoutStyles } from "../layout";
import { Fold } from "../controls/fold";
import { Question } from "../controls/question";
import { askedText, hostsAsked } from "../sourceHosts";
import { StagedChanges } from "./stagedChanges";
import { useDesk, useMarket } from "../desk/useDesk";

const useStyles = makeStyles({
  card: {
    display: "flex",
    flexDirection: "column",
    gap: tokens.spacingVerticalS,
    padding: tokens.spacingVerticalM,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
    backgroundColor: tokens.colorNeutralBackground2,
  },
  actions: { display: "flex", flexWrap: "wrap", alignItems: "center", gap: tokens.spacingHorizontalS },
  grow: { flexGrow: 1, minWidth: 0 },
  problems: { margin: 0, paddingInlineStart: tokens.spacingHorizontalXL },
});

interface Props {
  readonly desk: Desk;
  readonly host: Host;
}

/** What the market's values are, and what can be done with them: load, refresh, freeze, apply. */
export function MarketCard({ desk, host }: Props) {
  const layout = useLayoutStyles();
  const styles = useStyles();
  const found = useDesk(desk);
  const { state } = useMarket(desk.market);
  const refreshButton = useRef<HTMLButtonElement>(null);
  return (
    <section className={styles.card} aria-label="Data of this workbook">
      {state.kind === "starting" ? (
        <Spinner size="tiny" labelPosition="after" label="Reading the workbook …" />
      ) : (
        <>
          <p className={layout.text}>{explanation(state, desk, found)}</p>
          <Actions desk={desk} host={host} state={state} found={found} refreshButton={refreshButton} />
        </>
      )}
      {found.question === undefined ? null : <JumpQuestion desk={desk} question={found.question} />}
      {found.isWriting ? (
        <Spinner size="tiny" labelPosition="after" label="Writing into the workbook …" />
      ) : null}
      {found.needsReload ? <ReloadNote desk={desk} /> : null}
      {found.round === undefined ? null : (
        <Progress desk={desk} round={found.round} onEnd={() => refreshButton.current?.focus()} />
      )}
      <ProblemList problems={found.problems} />
      {found.staged === undefined ? null : (
        <StagedChanges
          desk={desk}
          staged={found.staged}
          others={found.stagedOthers}
          isBusy={found.isWriting}
        />
      )}
    </section>
  );
}

interface JumpQuestionProps {
  readonly desk: Desk;
  readonly question: NonNullable<DeskState["question"]>;
}

/** The first in full; each value says below what is doubted about it. */
function doubtsText([first = "", ...others]: readonly string[]): string {
  if (others.length === 0) return sentence(first);
  const rest =
    others.length === 1 ? "Another value is in doubt" : `${others.length} other values are in doubt`;
  return `${sentence(first)} ${rest} as well.`;
}

/** Values that have moved further than ever are written only when the user says so. */
function JumpQuestion({ desk, question: { act, doubts } }: JumpQuestionProps) {
  const isFreeze = act === "freeze";
  return (
    <Question
      text={`${doubtsText(doubts)} A source or a proxy may be wrong: compare with another one. ${isFreeze ? "Freeze" : "Apply"} anyway?`}
      answers={[
        {
          label: isFreeze ? "Freeze anyway" : "Apply anyway",
          onChoose: () => void (isFreeze ? desk.freeze(true) : desk.apply(true)),
        },
      ]}
      refusal={{ label: "Leave it", onChoose: () => desk.decline() }}
    />
  );
}

/** What the state means for the user. */
function explanation(state: MarketState, desk: Desk, { settings }: DeskState): string {
  const asks = `${askedText(desk, settings)} Only these requests are sent: nothing from your workbook, nothing about you.`;
  switch (state.kind) {
    case "starting":
      return "";
    case "embedded":
      return `These values came with the add-in. They do not update: check them before you rely on them. ${asks}`;
    case "live":
      return settings.isOnline ? rhythm(settings.refreshMinutes, desk) : asks;
    case "frozen":
      return (
        "Pane and cells keep these values on every machine that opens the workbook. Refresh shows what has " +
        "changed since, before anything changes here."
      );
    case "unreadable":
      return (
        "Excel may have been busy: try again first. Set live discards what cannot be read and takes the values " +
        "of the sources."
      );
  }
}

function rhythm(minutes: number, { gateway }: Desk): string {
  if (minutes === 0) return "Values change when you refresh. Freeze keeps them in the workbook itself.";
  const who = gateway === undefined ? "The sources are" : "Your team's gateway is";
  return `${who} asked every ${minutes === 1 ? "minute" : `${minutes} minutes`}. Freeze keeps the values in the workbook itself.`;
}

/** A page can ask only the sources that it was loaded with. */
function ReloadNote({ desk }: { desk: Desk }) {
  const layout = useLayoutStyles();
  const styles = useStyles();
  return (
    <div className={styles.actions}>
      <p className={layout.text}>Sources were added in Settings: reload the pane to use them.</p>
      <Button size="small" onClick={() => desk.reload()}>
        Reload the pane
      </Button>
    </div>
  );
}

interface ActionsProps extends Props {
  readonly state: MarketState;
  readonly found: DeskState;
  readonly refreshButton: RefObject<HTMLButtonElement>;
}

function Actions({ desk, host, state, found, refreshButton }: ActionsProps) {
  const styles = useStyles();
  const liveButton = useRef<HTMLButtonElement>(null);
  const [isAsking, setAsking] = useState(false);
  const isBusy = found.round !== undefined || found.isWriting;
  const isFrozen = state.kind === "frozen" || state.kind === "unreadable";
  const isFirst = state.kind === "embedded" || (state.kind === "live" && !found.settings.isOnline);
  const canAsk = hostsAsked(desk, found.settings).length > 0;
  const end = () => {
    setAsking(false);
    liveButton.current?.focus();
  };
  return (
    <>
      <div className={styles.actions}>
        {state.kind === "unreadable" ? (
          <Button appearance="primary" disabledFocusable={isBusy} onClick={() => void desk.reopen()}>
            Try again
          </Button>
        ) : (
          <Button
            ref={refreshButton}
            appearance="primary"
            disabledFocusable={isBusy || !canAsk}
            onClick={() => void desk.refresh()}
          >
            {isFirst ? "Load live data" : "Refresh"}
          </Button>
        )}
        {isFrozen ? (
          <Button ref={liveButton} disabledFocusable={isBusy} onClick={() => setAsking(true)}>
            Set live
          </Button>
        ) : host.kind === "workbook" ? (
          <Button disabledFocusable={isBusy} onClick={() => void desk.freeze()}>
            Freeze
          </Button>
        ) : null}
      </div>
      {isFrozen && isAsking ? (
        <Question
          text={liveQuestion(state)}
          answers={[
            {
              label: "Set live",
              onChoose: () => {
                void desk.goLive();
                end();
              },
            },
          ]}
          refusal={{ label: state.kind === "frozen" ? "Keep it frozen" : "Leave it as it is", onChoose: end }}
        />
      ) : null}
    </>
  );
}

const liveQuestion = (state: MarketState) =>
  state.kind === "frozen"
    ? "The workbook discards its frozen values, and its formulas follow the market again. Set it live?"
    : "The frozen values that cannot be read are permanently discarded. Set it live?";

interface ProgressProps {
  readonly desk: Desk;
  readonly round: NonNullable<DeskState["round"]>;
  /** Called when it goes while the keyboard is in it. */
  readonly onEnd: () => void;
}

function Progress({ desk, round: { done, total }, onEnd }: ProgressProps) {
  const layout = useLayoutStyles();
  const styles = useStyles();
  const button = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    const element = button.current;
    return () => {
      if (element !== null && document.activeElement === element) onEnd();
    };
  }, []);
  return (
    <div className={styles.actions}>
      <div className={styles.grow}>
        <p className={layout.soft}>
          {done} of {total} sources
        </p>
        <ProgressBar value={total === 0 ? undefined : done / total} aria-label="Sources that have answered" />
      </div>
      <Button size="small" ref={button} onClick={() => desk.cancel()}>
        Cancel
      </Button>
    </div>
  );
}

/** The sources that did not answer as they should, with what to do; many are folded away. */
function ProblemList({ problems }: { readonly problems: readonly Problem[] }) {
  if (problems.length === 0) return null;
  if (problems.length === 1) return <Sentences problems={problems} />;
  return (
    <Fold title={`${counted(problems.length, "source")} did not answer`}>
      <Sentences problems={problems} />
    </Fold>
  );
}

function Sentences({ problems }: { readonly problems: readonly Problem[] }) {
  const layout = useLayoutStyles();
  const styles = useStyles();
  return (
    <ul className={styles.problems} aria-label="Sources that did not answer">
      {problems.map(({ label, message }) => (
        <li key={`${label} ${message}`} className={layout.text}>
          <strong>{label}:</strong> {message}
        </li>
      ))}
    </ul>
  );
}
