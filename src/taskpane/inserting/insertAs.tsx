import { Field, Select } from "@fluentui/react-components";

interface Mode<Id extends string> {
  readonly id: Id;
  readonly label: string;
  readonly hint: string;
}

interface Props<Id extends string> {
  readonly modes: readonly Mode<Id>[];
  readonly picked: Id;
  readonly onPick: (id: Id) => void;
}

/** The forms in which something can be inserted, and what each means. */
export function InsertAs<Id extends string>({ modes, picked, onPick }: Props<Id>) {
  return (
    <Field label="Insert as" hint={modes.find(({ id }) => id === picked)?.hint}>
      <Select
        value={picked}
        onChange={(_event, { value }) => {
          const mode = modes.find(({ id }) => id === value);
          if (mode !== undefined) onPick(mode.id);
        }}
      >
        {modes.map(({ id, label }) => (
          <option key={id} value={id}>
            {label}
          </option>
        ))}
      </Select>
    </Field>
  );
}
