import { Button, makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import { useRef, useState } from "react";
import type { Definition } from "../../functions/define";
import { waiting } from "../../workbook/cells";
import {
  addressOf,
  type Course,
  type Entered,
  type SheetFormulas,
  type Workbook,
} from "../../workbook/workbook";
import { Notice } from "../controls/notice";
import { counted, listText } from "../format";
import { useLayoutStyles } from "../layout";
import { entryOf } from "./entry";
import { Progress } from "./progress";
import { changes, countOf, faultsText, faulty, open } from "./repair";
import { useKeyboardIn, useWork } from "./useWork";

/** How long it is waited for cells that are still being computed, between looks. */
const LOOKS_MS = [200, 800, 2000, 5000];
/** Refused cells that are named. */
const MOST_NAMED = 5;

const useStyles = makeStyles({
  found: { marginTop: tokens.spacingVerticalM },
  list: { margin: `${tokens.spacingVerticalXS} 0`, paddingInlineStart: tokens.spacingHorizontalXL },
});

interface Props {
  readonly workbook: Workbook;
  readonly catalogue: readonly Definition[];
}

/** Finds formulas that have stopped working, and enters them again. */
export function RepairSection({ workbook, catalogue }: Props) {
  const layout = useLayoutStyles();
  const { running, problem, run, cancel, dismiss } = useWork();
  const section = useRef<HTMLElement>(null);
  useKeyboardIn(section, running !== undefined);
  const [found, setFound] = useState<readonly SheetFormulas[]>();
  const [outcome, setOutcome] = useState<readonly string[]>([]);
  const find = (course: Course) => workbook.addinFormulas((formula) => entryOf(catalogue, formula), course);
  /** What the cells show once they are computed, as long as it is waited for them. What has begun to be read is read. */
  const computed = async (course: Course) => {
    const whole = { ...course, signal: new AbortController().signal };
    let sheets = await find(whole);
    for (const ms of LOOKS_MS) {
      if (course.signal.aborted || !sheets.some(isWaiting)) break;
      await new Promise((resolve) => setTimeout(resolve, ms));
      sheets = await find(whole);
    }
    return sheets;
  };
  const start = (
    label: string,
    work: (courseOf: (label: string) => Course) => Promise<readonly string[]>,
  ) => {
    setOutcome([]);
    void run(async (courseOf) => setOutcome(await work(courseOf)), label);
  };
  const check = () =>
    start("Reading formulas", async (courseOf) => {
      const course = courseOf("Reading sheets");
      const sheets = await find(course);
      if (course.signal.aborted) return ["The check was cancelled."];
      setFound(sheets);
      return (await workbook.isManual())
        ? ["Excel calculates only when asked to: see Formulas > Calculation Options."]
        : [];
    });
  const enter = (sheets: readonly SheetFormulas[]) =>
    start("Entering formulas", async (courseOf) => {
      const entered = await workbook.enterAgain(sheets, courseOf("Entering formulas"));
      const after = await computed(courseOf("Reading sheets"));
      setFound(after);
      return enteredSentences(entered, after);
    });
  const recalculate = () =>
    start("Recalculating", async (courseOf) => {
      const course = courseOf("Reading sheets");
      const before = await find(course);
      if (course.signal.aborted) return ["Cancelled: nothing was recalculated."];
      await workbook.recalculate();
      const after = await computed(course);
      setFound(after);
      const count = changes(before, after);
      return [
        `Everything was recalculated. ${count === 0 ? "No formula that calls Hashcell has a new value." : `${counted(count, "formula")} that ${count === 1 ? "calls" : "call"} Hashcell ${count === 1 ? "has" : "have"} a new value.`}`,
      ];
    });
  return (
    <section ref={section} aria-labelledby="repair">
      <h2 id="repair" className={layout.heading}>
        Repair
      </h2>
      <p className={layout.text}>
        Formulas can stay at #NAME?, #BUSY! or _xldudf_ when Excel opens a workbook before the add-in has
        started. Recalculating does not help then: the formulas have to be entered again.
      </p>
      {found === undefined ? null : <Findings found={found} />}
      {running === undefined ? (
        <div className={layout.buttons}>
          <Button onClick={check}>{found === undefined ? "Check the workbook" : "Check again"}</Button>
          {found === undefined ? null : <EnterButtons found={found} onEnter={enter} />}
          <Button onClick={recalculate}>Recalculate all</Button>
        </div>
      ) : (
        <Progress {...running} onCancel={cancel} />
      )}
      <div role="status">
        {outcome.length === 0 ? null : (
          <Notice intent="success" sentences={outcome} onClose={() => setOutcome([])} />
        )}
        {problem === undefined ? null : <Notice intent="error" sentences={[problem]} onClose={dismiss} />}
      </div>
    </section>
  );
}

const isWaiting = ({ formulas }: SheetFormulas) => formulas.some(({ value }) => waiting.has(value));

function EnterButtons({
  found,
  onEnter,
}: {
  readonly found: readonly SheetFormulas[];
  readonly onEnter: (sheets: readonly SheetFormulas[]) => void;
}) {
  const all = open(found);
  const broken = open(faulty(found));
  const [some, every] = [countOf(broken), countOf(all)];
  return (
    <>
      {some === 0 ? null : (
        <Button appearance="primary" onClick={() => onEnter(broken)}>
          {`Enter ${counted(some, "formula")} again`}
        </Button>
      )}
      {every === some ? null : (
        <Button onClick={() => onEnter(all)}>{`Enter all ${counted(every, "formula")} again`}</Button>
      )}
    </>
  );
}

/** What was found, sheet by sheet. */
function Findings({ found }: { readonly found: readonly SheetFormulas[] }) {
  const layout = useLayoutStyles();
  const styles = useStyles();
  const count = countOf(found);
  const broken = faulty(found);
  const closed = found.filter(({ isProtected }) => isProtected).map(({ sheet }) => sheet);
  if (count === 0)
    return (
      <p className={mergeClasses(layout.text, styles.found)}>No formula of this workbook calls Hashcell.</p>
    );
  return (
    <>
      <p className={mergeClasses(layout.text, styles.found)}>
        {`${counted(count, "formula")} ${count === 1 ? "calls" : "call"} Hashcell. ${
          broken.length === 0
            ? `${count === 1 ? "It shows" : "None shows"} ${count === 1 ? "no error of these kinds" : "an error of these kinds"}.`
            : `${countOf(broken)} must be entered again:`
        }`}
      </p>
      <ul className={styles.list}>
        {broken.map(({ sheet, formulas }) => (
          <li key={sheet} className={layout.text}>{`${sheet}: ${faultsText(formulas)}`}</li>
        ))}
      </ul>
      {closed.length === 0 ? null : (
        <p className={layout.text}>
          {`${listText(closed)} ${closed.length === 1 ? "is protected and is" : "are protected and are"} left as ${
            closed.length === 1 ? "it is" : "they are"
          }: to include ${closed.length === 1 ? "it" : "them"}, choose Review > Unprotect Sheet, then check again.`}
        </p>
      )}
      <p className={layout.soft}>
        Excel does not mark values that are out of date. If a value stays the same when its inputs change,
        recalculate all; if that does not help, enter all formulas again.
      </p>
    </>
  );
}

function enteredSentences(
  { count, refused, isCancelled }: Entered,
  after: readonly SheetFormulas[],
): string[] {
  const left = open(faulty(after));
  const sentences = [
    `${counted(count, "formula")} ${count === 1 ? "was" : "were"} entered again${isCancelled ? " before you cancelled" : ""}.`,
    left.length === 0
      ? "None of them shows an error of these kinds now."
      : `${listText(left.map(({ sheet, formulas }) => `${sheet} still has ${faultsText(formulas)}`))}.`,
  ];
  if (refused.length > 0) {
    const named = refused.slice(0, MOST_NAMED).map(addressOf);
    if (refused.length > named.length) named.push(`${refused.length - named.length} more`);
    sentences.push(
      `Excel refused ${listText(named)}: a formula that was entered for several cells at once has to be entered again by hand, with Ctrl+Shift+Enter.`,
    );
  }
  sentences.push(
    "Only formulas were written: formats and other cells are as they were. Newer versions of Excel can undo it, some 2,000 cells at a time.",
  );
  return sentences;
}
