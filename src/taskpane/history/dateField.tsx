import { Field, Input, makeStyles } from "@fluentui/react-components";
import { useEffect, useState } from "react";
import { FIRST_DAY, isoDay } from "../../core/calendar";
import { dayOfIso } from "./historyDays";

const useStyles = makeStyles({ field: { minWidth: 0 }, input: { minWidth: 0, width: "100%" } });

interface Props {
  readonly label: string;
  /** Counted from 1970-01-01 UTC. */
  readonly day: number;
  readonly onDay: (day: number) => void;
  readonly problem?: string | undefined;
}

/** A UTC day to be picked; a date that is half typed changes nothing. */
export function DateField({ label, day, onDay, problem }: Props) {
  const styles = useStyles();
  const [text, setText] = useState(isoDay(day));
  useEffect(() => setText(isoDay(day)), [day]);
  const typed = dayOfIso(text);
  const message =
    typed === undefined
      ? "Enter a date."
      : typed < FIRST_DAY
        ? "Bitcoin began on 3 January 2009: enter a later date."
        : problem;
  return (
    <Field
      label={label}
      className={styles.field}
      validationState={message === undefined ? "none" : "error"}
      validationMessage={message}
    >
      <Input
        type="date"
        className={styles.input}
        min={isoDay(FIRST_DAY)}
        value={text}
        onChange={(_event, { value }) => {
          setText(value);
          const picked = dayOfIso(value);
          if (picked !== undefined && picked >= FIRST_DAY) onDay(picked);
        }}
      />
    </Field>
  );
}
