import {
  Button,
  makeStyles,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  tokens,
  typographyStyles,
} from "@fluentui/react-components";

const useStyles = makeStyles({
  bar: { flexShrink: 0 },
  body: { whiteSpace: "normal", overflowWrap: "anywhere", paddingBlock: tokens.spacingVerticalXS },
  sentence: { margin: 0, ":nth-child(n + 2)": { ...typographyStyles.caption1 } },
});

interface Props {
  readonly intent: "success" | "error";
  /** The first in full size, the others in small print. */
  readonly sentences: readonly string[];
  readonly onClose: () => void;
}

/** A message that the user can close. */
export function Notice({ intent, sentences, onClose }: Props) {
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
      <CloseAction onClose={onClose} />
    </MessageBar>
  );
}

/** The cross of a message bar. */
export const CloseAction = ({ onClose }: Pick<Props, "onClose">) => (
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
);
