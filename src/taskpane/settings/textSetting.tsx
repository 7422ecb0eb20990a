import { Field, Input } from "@fluentui/react-components";
import { useState, type KeyboardEvent } from "react";

interface Props {
  readonly label: string;
  readonly hint: string;
  readonly placeholder?: string;
  readonly value: string;
  /** What is wrong with a text, as a sentence. */
  readonly problem: (text: string) => string | undefined;
  readonly onSave: (text: string) => void;
}

/** A text that is kept when the field is left or Enter is pressed; one with a problem is not kept, and says so. */
export function TextSetting({ label, hint, placeholder, value, problem, onSave }: Props) {
  const [draft, setDraft] = useState<string>();
  const [message, setMessage] = useState<string>();
  const save = () => {
    if (draft === undefined) return;
    const text = draft.trim();
    const found = problem(text);
    setMessage(found);
    if (found !== undefined) return;
    setDraft(undefined);
    if (text !== value) onSave(text);
  };
  const onKeyDown = ({ key }: KeyboardEvent) => {
    if (key === "Enter") save();
    if (key !== "Escape") return;
    setDraft(undefined);
    setMessage(undefined);
  };
  return (
    <Field
      label={label}
      hint={hint}
      validationState={message === undefined ? "none" : "error"}
      validationMessage={message}
    >
      <Input
        type="url"
        value={draft ?? value}
        placeholder={placeholder}
        autoComplete="off"
        spellCheck={false}
        onChange={(_event, { value: text }) => setDraft(text)}
        onBlur={save}
        onKeyDown={onKeyDown}
      />
    </Field>
  );
}
