import {
  Checkbox,
  Field,
  Input,
  Link,
  makeStyles,
  tokens,
  typographyStyles,
} from "@fluentui/react-components";
import { counted } from "../format";
import { useLayoutStyles } from "../layout";
import { FORBIDDEN } from "./copies";

const useStyles = makeStyles({
  step: { ...typographyStyles.body1Strong, margin: 0 },
  sheets: {
    display: "grid",
    gridTemplateColumns: "repeat(auto-fill, minmax(120px, 1fr))",
    border: "none",
    margin: `0 0 0 calc(-1 * ${tokens.spacingHorizontalS})`,
    padding: 0,
  },
  links: { display: "flex", gap: tokens.spacingHorizontalM },
});

/** The name of a step, with its number where there are several. */
export function Step({ number, name }: { readonly number?: number | undefined; readonly name: string }) {
  const styles = useStyles();
  return <h3 className={styles.step}>{number === undefined ? name : `${number}. ${name}`}</h3>;
}

/** What the copy lacks while no sheet is chosen. */
export const NO_SHEET = "Choose at least one sheet.";

interface SheetsProps {
  readonly sheets: readonly string[];
  readonly chosen: readonly string[];
  readonly onChosen: (chosen: readonly string[]) => void;
}

/** The sheets that the copy holds. */
export function SheetChoice({ sheets, chosen, onChosen }: SheetsProps) {
  const layout = useLayoutStyles();
  const styles = useStyles();
  const left = sheets.length - chosen.length;
  const toggled = (sheet: string, isChosen: boolean) =>
    sheets.filter((one) => (one === sheet ? isChosen : chosen.includes(one)));
  return (
    <>
      <Step number={1} name="Sheets" />
      <fieldset className={styles.sheets} aria-label="Sheets that the copy holds">
        {sheets.map((sheet) => (
          <Checkbox
            key={sheet}
            label={sheet}
            checked={chosen.includes(sheet)}
            onChange={(_event, { checked }) => onChosen(toggled(sheet, checked === true))}
          />
        ))}
      </fieldset>
      <div className={styles.links}>
        <Link as="button" type="button" onClick={() => onChosen(sheets)}>
          All sheets
        </Link>
        <Link as="button" type="button" onClick={() => onChosen([])}>
          None
        </Link>
      </div>
      <p className={layout.soft} role="status">
        {chosen.length === 0
          ? NO_SHEET
          : left === 0
            ? "The copy holds all sheets."
            : `${counted(left, "sheet")} left out: nothing of them is in the file. Cells that refer to them keep their values.`}
      </p>
    </>
  );
}

interface FileProps {
  readonly step: number | undefined;
  readonly name: string;
  readonly author: string;
  readonly problem: string | undefined;
  readonly onName: (name: string) => void;
  readonly onAuthor: (author: string) => void;
}

/** What the copy is called, and whose name its properties carry. */
export function FileChoice({ step, name, author, problem, onName, onAuthor }: FileProps) {
  const layout = useLayoutStyles();
  return (
    <>
      <Step number={step} name="Name and author" />
      <Field
        label="File name"
        validationState={problem === undefined ? "none" : "error"}
        validationMessage={problem}
      >
        <Input
          value={name}
          autoComplete="off"
          spellCheck={false}
          onChange={(_event, { value }) => onName(value)}
        />
      </Field>
      <Field label="Author" hint="Shown in the file’s properties; left as it is where this is empty">
        <Input value={author} autoComplete="off" onChange={(_event, { value }) => onAuthor(value)} />
      </Field>
      <p className={layout.soft}>
        To print it or save it as a PDF, open the copy and choose File, Print, Print entire workbook.
      </p>
    </>
  );
}

const LONGEST_NAME = 200;

/** What is wrong with a file's name, as a sentence. */
export function nameProblem(name: string): string | undefined {
  if (name.trim() === "") return "Give the copy a name.";
  const found = FORBIDDEN.exec(name)?.[0];
  if (found !== undefined) return `A file’s name cannot hold ${found}`;
  return name.length > LONGEST_NAME ? `Give it a name of at most ${LONGEST_NAME} characters.` : undefined;
}
