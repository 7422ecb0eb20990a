import { Button, makeStyles, tokens } from "@fluentui/react-components";
import { useEffect, useRef, useState, type ReactNode } from "react";
import {
  addressOf,
  WorkbookError,
  type Outcome,
  type Place,
  type Target,
  type Workbook,
  type Written,
} from "../../workbook/workbook";
import { Notice } from "../controls/notice";
import { Question } from "../controls/question";
import { PANE_DEFECT } from "../format";
import type { Host } from "../host";

const useStyles = makeStyles({
  bar: {
    display: "flex",
    flexDirection: "column",
    flexShrink: 0,
    gap: tokens.spacingVerticalS,
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalL}`,
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground2,
    maxHeight: "70vh",
    overflowY: "auto",
    boxSizing: "border-box",
    "@media (max-height: 480px)": { maxHeight: "none", overflowY: "visible" },
  },
  line: {
    display: "flex",
    flexWrap: "wrap",
    alignItems: "center",
    justifyContent: "space-between",
    gap: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalM}`,
  },
  cell: { flexGrow: 1, color: tokens.colorNeutralForeground2, overflowWrap: "anywhere" },
  button: { flexGrow: 1 },
  address: { color: tokens.colorNeutralForeground1, fontWeight: tokens.fontWeightSemibold },
  note: { margin: 0, color: tokens.colorNeutralForeground2 },
});

interface Props {
  readonly host: Host;
  readonly selected: Place | undefined;
  /** Name of the region, for screen readers. */
  readonly label: string;
  readonly write: (workbook: Workbook, target: Target) => Promise<Outcome>;
  /** What is shown after success: a sentence, and more in small print. */
  readonly confirmation: (written: Written) => readonly string[];
  readonly isReady?: boolean;
  readonly children?: ReactNode;
}

/** The foot of a view: what will be inserted where, the button, and the outcome. */
export function InsertBar(props: Props) {
  const { host, label, children } = props;
  const styles = useStyles();
  return (
    <section className={styles.bar} aria-label={label}>
      {children}
      {host.kind === "workbook" ? (
        <Controls {...props} workbook={host.workbook} />
      ) : (
        <p className={styles.note}>Inserting needs Excel: open this pane there with Home &gt; Hashcell.</p>
      )}
    </section>
  );
}

function Controls({
  workbook,
  selected,
  write,
  confirmation,
  isReady = true,
}: Props & { workbook: Workbook }) {
  const styles = useStyles();
  const button = useRef<HTMLButtonElement>(null);
  const { progress, insert, close } = useInsertion(workbook, write);
  const returnToButton = () => button.current?.focus();
  return (
    <>
      <InsertMessage
        progress={progress}
        confirmation={confirmation}
        onAnswer={(target) => {
          insert(target);
          returnToButton();
        }}
        onClose={() => {
          close();
          returnToButton();
        }}
      />
      <div className={styles.line}>
        <span className={styles.cell}>
          Selected:{" "}
          <span className={styles.address}>{selected === undefined ? "none" : addressOf(selected)}</span>
        </span>
        <Button
          ref={button}
          appearance="primary"
          className={styles.button}
          disabledFocusable={progress.kind === "busy" || !isReady}
          onClick={() => insert({ kind: "selection" })}
        >
          {progress.kind === "busy"
            ? "Inserting …"
            : `Insert${selected === undefined ? "" : ` into ${selected.range}`}`}
        </Button>
      </div>
    </>
  );
}

type Progress =
  | { readonly kind: "idle" }
  | { readonly kind: "busy" }
  | { readonly kind: "asks"; readonly place: Place; readonly why: "occupied" | "blocked" }
  | { readonly kind: "done"; readonly written: Written }
  | { readonly kind: "failed"; readonly message: string };

/**
 * Carries out an insertion: writes, or asks what to do with cells that are not empty, or says what is wrong. That it
 * was done is shown as long as the cells are as they were written.
 */
function useInsertion(workbook: Workbook, write: Props["write"]) {
  const [progress, setProgress] = useState<Progress>({ kind: "idle" });
  const insert = (target: Target) => {
    setProgress({ kind: "busy" });
    write(workbook, target).then(
      (outcome) =>
        setProgress(
          outcome.status === "written"
            ? { kind: "done", written: outcome }
            : { kind: "asks", place: outcome.place, why: outcome.status },
        ),
      (error: unknown) =>
        setProgress({
          kind: "failed",
          message: error instanceof WorkbookError ? error.message : PANE_DEFECT,
        }),
    );
  };
  useEffect(() => {
    if (progress.kind !== "done") return undefined;
    let isCurrent = true;
    const forget = () => {
      if (isCurrent) setProgress({ kind: "idle" });
    };
    // Where Excel refuses, as while a cell is edited, the message stays until it is closed.
    const watching = workbook.watch(progress.written.place, forget).catch(() => () => undefined);
    return () => {
      isCurrent = false;
      void watching.then((end) => end());
    };
  }, [workbook, progress]);
  return { progress, insert, close: () => setProgress({ kind: "idle" }) };
}

interface MessageProps extends Pick<Props, "confirmation"> {
  readonly progress: Progress;
  readonly onAnswer: (target: Target) => void;
  readonly onClose: () => void;
}

/** The outcome of an insertion, in a region that screen readers follow. */
function InsertMessage({ progress, confirmation, onAnswer, onClose }: MessageProps) {
  return (
    <div role="status">
      {progress.kind === "done" && (
        <Notice intent="success" sentences={confirmation(progress.written)} onClose={onClose} />
      )}
      {progress.kind === "failed" && (
        <Notice intent="error" sentences={[progress.message]} onClose={onClose} />
      )}
      {progress.kind === "asks" && <TargetQuestion {...progress} onAnswer={onAnswer} onClose={onClose} />}
    </div>
  );
}

type QuestionProps = Extract<Progress, { kind: "asks" }> & Omit<MessageProps, "progress" | "confirmation">;

function TargetQuestion({ place, why, onAnswer, onClose }: QuestionProps) {
  const address = addressOf(place);
  const onNewSheet = {
    label: "Insert on a new sheet",
    onChoose: () => onAnswer({ kind: "newSheet" }),
  };
  const refusal = { label: "Cancel", onChoose: onClose };
  if (why === "blocked")
    return (
      <Question
        text={`The result needs more free cells to the right of and below ${address}: nothing was written. Insert it on a new sheet?`}
        answers={[onNewSheet]}
        refusal={refusal}
      />
    );
  const replacing = { label: "Replace", onChoose: () => onAnswer({ kind: "replace", place }) };
  return (
    <Question
      text={
        place.range.includes(":")
          ? `The cells ${address} are not empty. Replace them?`
          : `The cell ${address} is not empty. Replace its contents?`
      }
      answers={[replacing, onNewSheet]}
      refusal={refusal}
    />
  );
}
