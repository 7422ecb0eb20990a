import { Button, makeStyles, tokens } from "@fluentui/react-components";
import { useId, useRef, useState } from "react";
import type { Restored } from "../../workfile/reports";
import type { Course, Workbook, WorkbookFile } from "../../workbook/workbook";
import { Fold } from "../controls/fold";
import { Notice } from "../controls/notice";
import { counted, dayText, sentence } from "../format";
import { useLayoutStyles } from "../layout";
import { CellList } from "./cellList";
import { chosenFile, conversion, copyName, openFileOf } from "./copies";
import { CopyButtons } from "./copyButtons";
import { Progress } from "./progress";
import { useKeyboardIn, useWork } from "./useWork";

const useStyles = makeStyles({
  parts: {
    display: "flex",
    flexDirection: "column",
    alignItems: "flex-start",
    gap: tokens.spacingVerticalM,
    marginBlock: tokens.spacingVerticalM,
  },
  // No wider than the pane, however long a browser's words for no file are.
  choice: { alignSelf: "stretch", minWidth: 0 },
  problem: { marginTop: tokens.spacingVerticalS },
  file: {
    maxWidth: "100%",
    boxSizing: "border-box",
    marginTop: tokens.spacingVerticalXS,
    font: "inherit",
    color: "inherit",
    // As the buttons look.
    "::file-selector-button": {
      padding: `5px ${tokens.spacingHorizontalM}`,
      border: `1px solid ${tokens.colorNeutralStroke1}`,
      borderRadius: tokens.borderRadiusMedium,
      backgroundColor: tokens.colorNeutralBackground1,
      color: tokens.colorNeutralForeground1,
      font: "inherit",
      fontWeight: tokens.fontWeightSemibold,
      cursor: "pointer",
    },
  },
  list: { margin: 0, paddingInlineStart: tokens.spacingHorizontalXL },
});

/** Gives a workbook that was made portable its formulas again, in a copy. */
export function RestoreSection({ workbook }: { readonly workbook: Workbook }) {
  const layout = useLayoutStyles();
  const styles = useStyles();
  const id = useId();
  const { running, problem, run, cancel, dismiss } = useWork();
  const section = useRef<HTMLElement>(null);
  useKeyboardIn(section, running !== undefined);
  const [done, setDone] = useState<{ readonly name: string; readonly restored: Restored }>();
  const restore = (fileOf: (courseOf: (label: string) => Course) => Promise<WorkbookFile | undefined>) => {
    setDone(undefined);
    void run(async (courseOf) => {
      const file = await fileOf(courseOf);
      if (file === undefined) return;
      const { restoredCopy } = await conversion();
      setDone({ name: copyName(file.name, "restored"), restored: restoredCopy(file.bytes) });
    }, "Restoring");
  };
  return (
    <section ref={section} aria-labelledby="restore">
      <h2 id="restore" className={layout.heading}>
        Restore
      </h2>
      <p className={layout.text}>
        A portable workbook keeps its original formulas. Restore puts them back, in a copy. Cells that were
        changed in the meantime stay as they are and are listed.
      </p>
      {/* Above the buttons, where it is seen however little of the pane is in view. */}
      <div role="status" className={styles.problem}>
        {problem === undefined ? null : <Notice intent="error" sentences={[problem]} onClose={dismiss} />}
      </div>
      {done === undefined ? null : <Outcome {...done} workbook={workbook} />}
      {running === undefined ? (
        <div className={styles.parts}>
          <Button onClick={() => restore((courseOf) => openFileOf(workbook, courseOf))}>
            Restore this workbook
          </Button>
          <div className={styles.choice}>
            <label htmlFor={id}>Or a portable workbook from a file</label>
            <br />
            <input
              id={id}
              type="file"
              accept=".xlsx,.xlsm"
              className={styles.file}
              onChange={({ target }) => {
                const file = target.files?.[0];
                // The same file can be given again after it was changed.
                target.value = "";
                if (file !== undefined) restore(() => chosenFile(file));
              }}
            />
          </div>
        </div>
      ) : (
        <Progress {...running} onCancel={cancel} />
      )}
    </section>
  );
}

function Outcome({
  name,
  restored,
  workbook,
}: {
  readonly name: string;
  readonly restored: Restored;
  readonly workbook: Workbook;
}) {
  const layout = useLayoutStyles();
  const styles = useStyles();
  const { cells, left, warnings, version, at } = restored;
  return (
    <>
      <p className={layout.text} role="status">
        {`${name} is ready: ${counted(cells.length, "cell")} ${cells.length === 1 ? "has its formula" : "have their formulas"} again, as on ${dayText(at)} with Hashcell ${version}.`}
      </p>
      <CopyButtons workbook={workbook} file={{ name, bytes: restored.file }} />
      {warnings.length === 0 ? null : (
        <ul className={styles.list}>
          {warnings.map((text) => (
            <li key={text} className={layout.text}>
              {text}
            </li>
          ))}
        </ul>
      )}
      {left.length === 0 ? null : (
        <Fold title={`${counted(left.length, "cell")} left as ${left.length === 1 ? "it is" : "they are"}`}>
          <CellList
            cells={left.map(({ sheet, cell, was, why }) => ({
              sheet,
              cell,
              becomes: "not restored",
              formula: was,
              why: sentence(why),
            }))}
          />
        </Fold>
      )}
    </>
  );
}
