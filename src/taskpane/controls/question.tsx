import { Button, makeStyles, MessageBar, MessageBarBody, tokens } from "@fluentui/react-components";
import { useLayoutEffect, useRef } from "react";

const useStyles = makeStyles({
  bar: { flexShrink: 0 },
  body: { whiteSpace: "normal", overflowWrap: "anywhere", paddingBlock: tokens.spacingVerticalXS },
  answers: {
    display: "flex",
    flexWrap: "wrap",
    gap: tokens.spacingHorizontalS,
    marginTop: tokens.spacingVerticalS,
  },
});

interface Answer {
  readonly label: string;
  readonly onChoose: () => void;
}

interface Props {
  readonly text: string;
  readonly answers: readonly Answer[];
  /** The answer that changes nothing; Escape gives it as well. */
  readonly refusal: Answer;
}

/** A question in place: it takes the keyboard when it appears. */
export function Question({ text, answers, refusal }: Props) {
  const styles = useStyles();
  const bar = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => bar.current?.focus(), []);
  return (
    <MessageBar
      ref={bar}
      tabIndex={-1}
      intent="warning"
      layout="multiline"
      className={styles.bar}
      onKeyDown={(event) => {
        if (event.key === "Escape") refusal.onChoose();
      }}
    >
      <MessageBarBody className={styles.body}>
        {text}
        <div className={styles.answers}>
          {[...answers, refusal].map(({ label, onChoose }) => (
            <Button key={label} size="small" onClick={onChoose}>
              {label}
            </Button>
          ))}
        </div>
      </MessageBarBody>
    </MessageBar>
  );
}
