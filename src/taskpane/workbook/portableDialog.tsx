import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  makeStyles,
  Radio,
  RadioGroup,
  tokens,
  typographyStyles,
} from "@fluentui/react-components";
import { useEffect, useRef, useState } from "react";
import type { Desk } from "../desk/desk";
import type { Converted, Grade, MiningCell, Preflight } from "../../workfile/reports";
import type { Workbook, WorkbookFile } from "../../workbook/workbook";
import { Fold } from "../controls/fold";
import { Notice } from "../controls/notice";
import { useTime } from "../clock";
import { counted, dayText, sentence } from "../format";
import { useLayoutStyles } from "../layout";
import { CellList } from "./cellList";
import { conversion, copyName, openFileOf } from "./copies";
import { CopyButtons } from "./copyButtons";
import { Progress } from "./progress";
import { useKeyboardIn, useWork } from "./useWork";

const useStyles = makeStyles({
  surface: { padding: tokens.spacingHorizontalL },
  body: { gap: tokens.spacingVerticalS, maxHeight: "calc(100vh - 64px)" },
  content: {
    display: "flex",
    flexDirection: "column",
    gap: tokens.spacingVerticalS,
    overflowWrap: "anywhere",
  },
  radios: { marginInlineStart: `calc(-1 * ${tokens.spacingHorizontalS})` },
  // All can be chosen: Fluent greys those that are not.
  grade: { display: "block", color: tokens.colorNeutralForeground1 },
  hint: { ...typographyStyles.caption1, display: "block", color: tokens.colorNeutralForeground2 },
  list: { margin: 0, paddingInlineStart: tokens.spacingHorizontalXL },
});

const grades: readonly Grade[] = ["lambda", "classic", "values"];
const gradeNames: Readonly<Record<Grade, string>> = {
  lambda: "Formulas with LAMBDA",
  classic: "Classic formulas",
  values: "Values",
};

interface Props {
  readonly workbook: Workbook;
  readonly desk: Desk;
  readonly version: string;
  readonly onClose: () => void;
}

/** Makes a copy of the workbook that needs no add-in: says first what would become of each cell, then makes the copy. */
export function PortableDialog({ workbook, desk, version, onClose }: Props) {
  const styles = useStyles();
  const { running, problem, run, cancel, dismiss } = useWork();
  const content = useRef<HTMLDivElement>(null);
  useKeyboardIn(content, running !== undefined);
  const time = useTime();
  const [read, setRead] = useState<{ readonly file: WorkbookFile; readonly found: Preflight }>();
  const [grade, setGrade] = useState<Grade>("lambda");
  const [made, setMade] = useState<Converted>();
  useEffect(() => {
    void run(async (courseOf) => {
      const file = await openFileOf(workbook, courseOf);
      if (file === undefined) return;
      const { lookedThrough } = await conversion();
      setRead({ file, found: lookedThrough(file.bytes) });
    }, "Reading the workbook");
    // Once, when it is opened.
  }, []);
  const make = (file: WorkbookFile) =>
    void run(async () => {
      const { portableCopy } = await conversion();
      const { state, quotes } = desk.market;
      const market = { state: state.kind, quotes };
      setMade(portableCopy(file.bytes, { grade, version, at: time, market }));
    }, "Making the copy");
  const canMake = read !== undefined && read.found.converted === undefined && read.found.cells.length > 0;
  return (
    <Dialog open onOpenChange={(_event, { open }) => (open ? undefined : onClose())}>
      <DialogSurface className={styles.surface}>
        <DialogBody className={styles.body}>
          <DialogTitle>Make a portable copy</DialogTitle>
          <DialogContent ref={content} className={styles.content}>
            {running === undefined ? null : <Progress {...running} onCancel={cancel} />}
            <div role="status">
              {problem === undefined ? null : (
                <Notice intent="error" sentences={[problem]} onClose={dismiss} />
              )}
            </div>
            {running !== undefined || read === undefined ? null : made === undefined ? (
              <Choice found={read.found} grade={grade} onGrade={setGrade} />
            ) : (
              <Made
                made={made}
                workbook={workbook}
                file={{ name: copyName(read.file.name, "portable"), bytes: made.file }}
              />
            )}
          </DialogContent>
          <DialogActions>
            {canMake && made === undefined && running === undefined ? (
              <Button appearance="primary" onClick={() => make(read.file)}>
                Make the copy
              </Button>
            ) : null}
            <Button onClick={onClose}>{made === undefined ? "Cancel" : "Close"}</Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}

const canBecome = (cell: MiningCell, grade: Grade) => grade === "values" || cell.grades.includes(grade);

/** What a cell becomes. */
function becomes(cell: MiningCell, grade: Grade): string {
  if (grade !== "values" && canBecome(cell, grade)) return "formula";
  return cell.hasValue ? "value" : "stays as it is";
}

function gradeHint({ cells, needs }: Preflight, grade: Grade): string {
  const count = (what: string) => cells.filter((cell) => becomes(cell, grade) === what).length;
  const parts = [
    [count("formula"), "formula"],
    [count("value"), "value"],
  ] as const;
  const text = parts
    .flatMap(([number, thing]) => (number === 0 ? [] : [counted(number, thing)]))
    .join(" and ");
  const left = count("stays as it is");
  return `${text === "" ? "Nothing" : text}${left === 0 ? "" : `; ${counted(left, "cell")} left`}. For ${needs[grade]}.`;
}

function Choice({
  found,
  grade,
  onGrade,
}: {
  readonly found: Preflight;
  readonly grade: Grade;
  readonly onGrade: (grade: Grade) => void;
}) {
  const layout = useLayoutStyles();
  const styles = useStyles();
  const { cells, converted } = found;
  if (converted !== undefined)
    return (
      <p className={layout.text}>
        {`This workbook was made portable on ${dayText(converted.at)} by Hashcell ${converted.version}: restore it before it is converted again.`}
      </p>
    );
  const listed = cells.map((cell) => {
    const what = becomes(cell, grade);
    return {
      ...cell,
      becomes: what,
      why: what === "formula" || cell.why === undefined ? undefined : sentence(cell.why),
    };
  });
  const without = listed.filter(({ becomes: what }) => what !== "formula");
  if (cells.length === 0)
    return <p className={layout.text}>No cell calls Hashcell: the workbook needs no add-in as it is.</p>;
  return (
    <>
      <p className={layout.text}>
        {`${counted(cells.length, "cell")} ${cells.length === 1 ? "calls" : "call"} Hashcell. In the copy they become:`}
      </p>
      <RadioGroup
        aria-label="What the cells become"
        className={styles.radios}
        value={grade}
        onChange={(_event, { value }) => onGrade(grades.find((one) => one === value) ?? "lambda")}
      >
        {grades.map((one) => (
          <Radio
            key={one}
            value={one}
            label={
              <>
                <span className={styles.grade}>{gradeNames[one]}</span>
                <span className={styles.hint}>{gradeHint(found, one)}</span>
              </>
            }
          />
        ))}
      </RadioGroup>
      <p className={layout.soft}>
        Market data and simulations always become values, with their date on the sheet that is added at the
        end. The workbook that is open is not changed. The original formulas are kept in the copy, for
        Restore.
      </p>
      <Warnings found={found} />
      {without.length === 0 || without.length === cells.length || grade === "values" ? null : (
        <Fold title={`${counted(without.length, "cell")} without a formula, and why`}>
          <CellList cells={without} />
        </Fold>
      )}
      <Fold title={`All ${counted(cells.length, "cell")}`}>
        <CellList cells={listed} />
      </Fold>
    </>
  );
}

function Warnings({ found }: { readonly found: Preflight }) {
  const { warnings, signed, macros } = found;
  const all = [
    ...warnings,
    ...(signed ? ["The digital signature becomes void in the copy."] : []),
    ...(macros
      ? ["Macros stay in the copy. A macro that uses Hashcell will not work without the add-in."]
      : []),
  ];
  return <Sentences title="Please note" sentences={[...new Set(all)]} />;
}

function Sentences({ title, sentences }: { readonly title: string; readonly sentences: readonly string[] }) {
  const layout = useLayoutStyles();
  const styles = useStyles();
  if (sentences.length === 0) return null;
  return (
    <div>
      <p className={layout.text}>{`${title}:`}</p>
      <ul className={styles.list}>
        {sentences.map((text) => (
          <li key={text} className={layout.text}>
            {text}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Made({
  made,
  file,
  workbook,
}: {
  readonly made: Converted;
  readonly file: WorkbookFile;
  readonly workbook: Workbook;
}) {
  const layout = useLayoutStyles();
  const count = (what: string) => made.cells.filter(({ became }) => became === what).length;
  const others = made.cells.filter(({ why }) => why !== undefined);
  return (
    <>
      <p className={layout.text} role="status">
        {`The copy is ready: ${counted(count("formula"), "formula")} and ${counted(count("value"), "value")}. It is for ${made.needs}. Its last sheet, ${made.coverSheet}, says what was converted.`}
      </p>
      <CopyButtons workbook={workbook} file={file} />
      <Sentences title="Please note" sentences={made.warnings} />
      {others.length === 0 ? null : (
        <Fold title={`${counted(others.length, "cell")} without a formula, and why`}>
          <CellList
            cells={others.map(({ sheet, cell, became, was, why }) => ({
              sheet,
              cell,
              becomes: became,
              formula: was,
              why: why === undefined ? undefined : sentence(why),
            }))}
          />
        </Fold>
      )}
    </>
  );
}
