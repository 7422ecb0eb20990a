import { Field, Input, makeStyles } from "@fluentui/react-components";

const useStyles = makeStyles({ field: { minWidth: 0 }, input: { minWidth: 0, width: "100%" } });

interface Props {
  readonly label: string;
  /** As it is typed. */
  readonly text: string;
  readonly onText: (text: string) => void;
  /** What is wrong with it, as a sentence. */
  readonly problem: string | undefined;
  readonly placeholder?: string;
  readonly hint?: string;
}

/** A number to be typed. */
export function NumberField({ label, text, onText, problem, placeholder, hint }: Props) {
  const styles = useStyles();
  return (
    <Field
      label={label}
      hint={hint}
      className={styles.field}
      validationState={problem === undefined ? "none" : "error"}
      validationMessage={problem}
    >
      <Input
        className={styles.input}
        inputMode="decimal"
        autoComplete="off"
        placeholder={placeholder}
        value={text}
        onChange={(_event, { value }) => onText(value)}
      />
    </Field>
  );
}
