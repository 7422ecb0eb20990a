import {
  Button,
  makeStyles,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  tokens,
  typographyStyles,
} from "@fluentui/react-components";
import { useLayoutEffect, useRef } from "react";
import { addressOf, type Place, type Target, type Written } from "../workbook/workbook";
import type { Progress } from "./useInsertion";

const useStyles = makeStyles({
  bar: { flexShrink: 0 },
  body: { whiteSpace: "normal", overflowWrap: "anywhere", paddingBlock: tokens.spacingVerticalXS },
  sentence: { margin: 0, ":nth-child(n + 2)": { ...typographyStyles.caption1 } },
  answers: {
    display: "flex",
    flexWrap: "wrap",
    gap: tokens.spacingHorizontalS,
    marginTop: tokens.spacingVerticalS,
  },
});

interface Props {
  readonly progress: Progress;
  readonly confirmation: (written: Written) => readonly string[];
  readonly onAnswer: (target: Target) => void;
  readonly onClose: () => void;
}

/** What came of an insertion, in a region that screen readers follow. */
export function InsertMessage({ progress, confirmation, onAnswer, onClose }: Props) {
  return (
    <div role="status">
      {progress.kind === "done" && (
        <Notice intent="success" sentences={confirmation(progress.written)} onClose={onClose} />
      )}
      {progress.kind === "failed" && (
        <Notice intent="error" sentences={[progress.message]} onClose={onClose} />
      )}
      {progress.kind === "asks" && <Question place={progress.place} onAnswer={onAnswer} onClose={onClose} />}
    </div>
  );
}

interface NoticeProps {
  readonly intent: "success" | "error";
  readonly sentences: readonly string[];
  readonly onClose: () => void;
}

function Notice({ intent, sentences, onClose }: NoticeProps) {
  const styles = useStyles();
  return (
    <MessageBar intent={intent} layout="multiline" className={styles.bar}>
      <MessageBarBody className={styles.body}>
        {sentences.map((sentence) => (
          <p key={sentence} className={styles.sentence}>
            {sentence}
          </p>
        ))}
      </MessageBarBody>
      <MessageBarActions
        containerAction={
          <Button
            appearance="transparent"
            size="small"
            icon={<span aria-hidden="true">✕</span>}
            aria-label="Close the message"
            onClick={onClose}
          />
        }
      />
    </MessageBar>
  );
}

function Question({ place, onAnswer, onClose }: { place: Place } & Pick<Props, "onAnswer" | "onClose">) {
  const styles = useStyles();
  const bar = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => bar.current?.focus(), []);
  const isOne = !place.range.includes(":");
  return (
    <MessageBar
      ref={bar}
      tabIndex={-1}
      intent="warning"
      layout="multiline"
      className={styles.bar}
      onKeyDown={(event) => {
        if (event.key === "Escape") onClose();
      }}
    >
      <MessageBarBody className={styles.body}>
        {isOne
          ? `The cell ${addressOf(place)} is not empty. Replace what it holds?`
          : `The cells ${addressOf(place)} hold values. Replace them?`}
        <div className={styles.answers}>
          <Button size="small" onClick={() => onAnswer({ kind: "replace", place })}>
            Replace
          </Button>
          <Button size="small" onClick={() => onAnswer({ kind: "newSheet" })}>
            Insert on a new sheet
          </Button>
          <Button size="small" onClick={onClose}>
            Cancel
          </Button>
        </div>
      </MessageBarBody>
    </MessageBar>
  );
}
