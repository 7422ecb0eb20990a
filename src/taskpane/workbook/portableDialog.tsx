import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  makeStyles,
  mergeClasses,
  Radio,
  RadioGroup,
  tokens,
  typographyStyles,
} from "@fluentui/react-components";
import { useEffect, useId, useRef, useState } from "react";
import { greatest } from "../../core/numeric/extremes";
import type { Desk } from "../desk/desk";
import type { ClientCopy, Converted, Grade, MiningCell, Preflight } from "../../workfile/reports";
import type { Workbook, WorkbookFile } from "../../workbook/workbook";
import { Fold } from "../controls/fold";
import { Notice } from "../controls/notice";
import { useTime } from "../clock";
import { counted, dayText, momentText, sentence } from "../format";
import { useLayoutStyles } from "../layout";
import { CellList } from "./cellList";
import { FileChoice, nameProblem, NO_SHEET, SheetChoice, Step } from "./clientChoice";
import { conversion, copyName, openFileOf, stemOf } from "./copies";
import { CopyButtons } from "./copyButtons";
import { Progress } from "./progress";
import { problemText, useKeyboardIn, useWork } from "./useWork";

const useStyles = makeStyles({
  surface: { padding: tokens.spacingHorizontalL },
  body: { gap: tokens.spacingVerticalS, maxHeight: "calc(100vh - 64px)" },
  content: {
    display: "flex",
    flexDirection: "column",
    gap: tokens.spacingVerticalS,
    overflowWrap: "anywhere",
  },
  actions: { flexWrap: "wrap", justifyContent: "flex-end" },
  // Over the buttons, in view however long the rest is.
  fault: { flexBasis: "100%", textAlign: "end", ":empty": { display: "none" } },
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
  const layout = useLayoutStyles();
  const styles = useStyles();
  const { running, problem, run, cancel, dismiss } = useWork();
  const content = useRef<HTMLDivElement>(null);
  const faultId = useId();
  useKeyboardIn(content, running !== undefined);
  const time = useTime();
  const [read, setRead] = useState<WorkbookRead>();
  const [grade, setGrade] = useState<Grade>("lambda");
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [name, setName] = useState("");
  const [author, setAuthor] = useState("");
  const [made, setMade] = useState<Made>();
  useEffect(() => {
    void run(async (courseOf) => {
      const file = await openFileOf(workbook, courseOf);
      if (file === undefined) return;
      const { lookedThrough } = await conversion();
      const found = lookedThrough(file.bytes);
      setRead({ file, found });
      setChosen(found.sheets);
      setName(stemOf(copyName(file.name, "portable", found.title)));
    }, "Reading the workbook");
    // Once, when it is opened.
  }, []);
  const isCut = read !== undefined && chosen.length < read.found.sheets.length;
  const inCopy = useFoundInCopy(read, chosen, isCut);
  const make = (bytes: Uint8Array) =>
    void run(async () => {
      const { copyOfSheets, portableCopy } = await conversion();
      const copy = copyOfSheets(bytes, {
        ...(isCut ? { sheets: chosen } : {}),
        ...(author.trim() === "" ? {} : { author: author.trim() }),
      });
      const { state, quotes } = desk.market;
      const market = { state: state.kind, quotes };
      setMade({ copy, converted: portableCopy(copy.file, { grade, version, at: time, market }) });
    }, "Making the copy");
  const nameFault = nameProblem(name);
  const isOffered =
    read !== undefined && read.found.converted === undefined && (read.found.cells.length > 0 || isCut);
  const fault = chosen.length === 0 ? NO_SHEET : nameFault;
  const hasSteps = read !== undefined && read.found.sheets.length > 1;
  const hasGrades = chosen.length > 0 && (typeof inCopy === "string" || inCopy.cells.length > 0);
  const fixed = fixedValues(desk.market, time);
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
              <>
                {read.found.converted === undefined && hasSteps ? (
                  <SheetChoice sheets={read.found.sheets} chosen={chosen} onChosen={setChosen} />
                ) : null}
                {hasSteps && hasGrades && read.found.converted === undefined ? (
                  <Step number={2} name="Formulas" />
                ) : null}
                {chosen.length === 0 ? null : typeof inCopy === "string" ? (
                  <p className={layout.text}>{inCopy}</p>
                ) : (
                  <Choice found={inCopy} grade={grade} onGrade={setGrade} fixed={isCut ? fixed : undefined} />
                )}
                {isOffered ? (
                  <FileChoice
                    step={hasSteps ? (hasGrades ? 3 : 2) : undefined}
                    name={name}
                    author={author}
                    problem={nameFault}
                    onName={setName}
                    onAuthor={setAuthor}
                  />
                ) : null}
              </>
            ) : (
              <Ready
                made={made}
                fixed={fixed}
                workbook={workbook}
                file={{
                  name: `${name.trim()}${read.file.name.slice(stemOf(read.file.name).length)}`,
                  bytes: (made.converted ?? made.copy).file,
                }}
              />
            )}
          </DialogContent>
          <DialogActions className={styles.actions}>
            {isOffered && made === undefined && running === undefined ? (
              <>
                <p id={faultId} className={mergeClasses(layout.soft, styles.fault)} role="status">
                  {fault}
                </p>
                <Button
                  appearance="primary"
                  disabledFocusable={fault !== undefined}
                  aria-describedby={faultId}
                  onClick={() => make(read.file.bytes)}
                >
                  Make the copy
                </Button>
              </>
            ) : null}
            <Button onClick={onClose}>{made === undefined ? "Cancel" : "Close"}</Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}

/** The workbook as a file, with what is found in all of it. */
interface WorkbookRead {
  readonly file: WorkbookFile;
  readonly found: Preflight;
}

/** A copy, and what became of its formulas where some called the add-in. */
interface Made {
  readonly copy: ClientCopy;
  readonly converted: Converted | undefined;
}

/** What came from sheets that are left out, of a copy that no sheet says it for. */
function fixedValues({ state, quotes }: Desk["market"], time: number): string {
  const asOf = greatest(quotes.map((quote) => quote.asOf));
  const market =
    state.kind === "frozen"
      ? `frozen as of ${momentText(state.frozenAt)}`
      : quotes.length === 0
        ? "not known"
        : `as of ${momentText(asOf)}${state.kind === "embedded" ? ", built in" : ""}`;
  return `Cells that took something from the sheets left out hold fixed values: what they showed on ${momentText(time)}. The market in the pane is ${market}.`;
}

/** More sheets may be chosen within this time. */
const BETWEEN_CHOICES_MS = 200;

/**
 * What is found in a copy with the chosen sheets, where what took something from the others is a value; or a sentence while
 * that is not known.
 */
function useFoundInCopy(
  read: WorkbookRead | undefined,
  chosen: readonly string[],
  isCut: boolean,
): Preflight | string {
  const [last, setLast] = useState<{
    readonly chosen: readonly string[];
    readonly found: Preflight | string;
  }>();
  useEffect(() => {
    if (read === undefined || !isCut || chosen.length === 0) return undefined;
    let isWanted = true;
    const look = async () => {
      const { copyOfSheets, lookedThrough } = await conversion();
      return isWanted ? lookedThrough(copyOfSheets(read.file.bytes, { sheets: chosen }).file) : LOOKING;
    };
    const show = (found: Preflight | string) => {
      if (isWanted) setLast({ chosen, found });
    };
    const timer = setTimeout(() => void look().catch(problemText).then(show), BETWEEN_CHOICES_MS);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [read, chosen, isCut]);
  if (read !== undefined && !isCut) return read.found;
  return last?.chosen === chosen ? last.found : LOOKING;
}

const LOOKING = "Looking through the chosen sheets …";

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
  fixed,
}: {
  readonly found: Preflight;
  readonly grade: Grade;
  readonly onGrade: (grade: Grade) => void;
  /** Where sheets are left out: a sentence on the values of what took something from them. */
  readonly fixed: string | undefined;
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
    return (
      <p className={layout.text}>
        {fixed !== undefined
          ? `No cell of these sheets calls Hashcell: the copy needs no add-in. ${fixed}`
          : "No cell calls Hashcell: the workbook needs no add-in as it is."}
      </p>
    );
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

function Ready({
  made: { copy, converted },
  fixed,
  file,
  workbook,
}: {
  readonly made: Made;
  /** A sentence on the values of cells that took something from sheets left out. */
  readonly fixed: string;
  readonly file: WorkbookFile;
  readonly workbook: Workbook;
}) {
  const layout = useLayoutStyles();
  const cells = converted?.cells ?? [];
  const count = (what: string) => cells.filter(({ became }) => became === what).length;
  const others = cells.filter(({ why }) => why !== undefined);
  return (
    <>
      <p className={layout.text} role="status">
        {converted === undefined
          ? `The copy is ready. It needs no add-in.${copy.values.length === 0 ? "" : ` ${fixed}`}`
          : `The copy is ready: ${counted(count("formula"), "formula")} and ${counted(count("value"), "value")}. It is for ${converted.needs}. Its last sheet, ${converted.coverSheet}, says what was converted.`}
      </p>
      <CopyButtons workbook={workbook} file={file} needsExcel={count("formula") > 0} />
      <Sentences title="Please note" sentences={[...copy.warnings, ...(converted?.warnings ?? [])]} />
      {copy.values.length === 0 ? null : (
        <Fold title={`${counted(copy.values.length, "cell")} that referred to sheets left out`}>
          <CellList
            cells={copy.values.map(({ sheet, cell, was }) => ({
              sheet,
              cell,
              becomes: "value",
              formula: was,
            }))}
          />
        </Fold>
      )}
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
