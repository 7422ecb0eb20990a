import { Button, Field, Input, makeStyles, tokens } from "@fluentui/react-components";
import { useState } from "react";
import { settingsProblem, type Settings } from "../../data/settings";

const useStyles = makeStyles({
  line: { display: "flex", flexWrap: "wrap", gap: tokens.spacingHorizontalS },
  input: { flexGrow: 1, minWidth: "120px" },
});

interface Props {
  readonly keys: Settings["keys"];
  readonly onChange: (keys: Settings["keys"]) => void;
}

/** The key for CoinGecko. One that is kept is not shown again: it can be replaced or removed. */
export function KeySetting({ keys, onChange }: Props) {
  const styles = useStyles();
  const [draft, setDraft] = useState("");
  const [message, setMessage] = useState<string>();
  const isKept = keys.coingecko !== undefined;
  const save = () => {
    const key = draft.trim();
    const changed = { ...keys, coingecko: key };
    const found = key === "" ? undefined : settingsProblem("keys", changed);
    setMessage(found);
    if (key === "" || found !== undefined) return;
    setDraft("");
    onChange(changed);
  };
  const remove = () =>
    onChange(Object.fromEntries(Object.entries(keys).filter(([name]) => name !== "coingecko")));
  return (
    <div className={styles.line}>
      <Field
        className={styles.input}
        label="CoinGecko key (optional)"
        hint={
          isKept
            ? "A key is saved. It stays on this machine and is sent only to CoinGecko."
            : "It stays on this machine and is sent only to CoinGecko. Without one, CoinGecko answers less often."
        }
        validationState={message === undefined ? "none" : "error"}
        validationMessage={message}
      >
        <Input
          type="password"
          value={draft}
          placeholder={isKept ? "Enter another key to replace it" : ""}
          autoComplete="new-password"
          spellCheck={false}
          onChange={(_event, { value }) => setDraft(value)}
          onBlur={save}
          onKeyDown={({ key }) => {
            if (key === "Enter") save();
          }}
        />
      </Field>
      {isKept ? <Button onClick={remove}>Remove the key</Button> : null}
    </div>
  );
}
