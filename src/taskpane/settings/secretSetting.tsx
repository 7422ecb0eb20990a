import { Button, Field, Input, makeStyles, tokens } from "@fluentui/react-components";
import { useState } from "react";

const useStyles = makeStyles({
  line: { display: "flex", flexWrap: "wrap", gap: tokens.spacingHorizontalS },
  input: { flexGrow: 1, minWidth: "120px" },
});

interface Props {
  readonly label: string;
  /** "key", "token". */
  readonly thing: string;
  /** To whom alone it is sent: "CoinGecko". */
  readonly receiver: string;
  /** What is said while none is kept, beside where it is sent. */
  readonly hint: string;
  readonly isKept: boolean;
  /** What is wrong with a text, as a sentence. */
  readonly problem: (text: string) => string | undefined;
  /** Keeps a text; "" removes the one that is kept. */
  readonly onSave: (text: string) => void;
}

/** A text that proves who asks. One that is kept is not shown again: it can be replaced or removed. */
export function SecretSetting({ label, thing, receiver, hint, isKept, problem, onSave }: Props) {
  const styles = useStyles();
  const [draft, setDraft] = useState("");
  const [message, setMessage] = useState<string>();
  const save = () => {
    const text = draft.trim();
    const found = text === "" ? undefined : problem(text);
    setMessage(found);
    if (text === "" || found !== undefined) return;
    setDraft("");
    onSave(text);
  };
  const sent = `It stays on this machine and is sent only to ${receiver}.`;
  return (
    <div className={styles.line}>
      <Field
        className={styles.input}
        label={label}
        hint={isKept ? `A ${thing} is saved. ${sent}` : `${sent} ${hint}`}
        validationState={message === undefined ? "none" : "error"}
        validationMessage={message}
      >
        <Input
          type="password"
          value={draft}
          placeholder={isKept ? `Enter another ${thing} to replace it` : ""}
          autoComplete="new-password"
          spellCheck={false}
          onChange={(_event, { value }) => setDraft(value)}
          onBlur={save}
          onKeyDown={({ key }) => {
            if (key === "Enter") save();
          }}
        />
      </Field>
      {isKept ? <Button onClick={() => onSave("")}>Remove the {thing}</Button> : null}
    </div>
  );
}
