import { Button, Link, makeStyles, mergeClasses, tokens, typographyStyles } from "@fluentui/react-components";
import { Fragment, useId, useLayoutEffect, useRef, useState } from "react";
import type { MarketStore } from "../../data/store";
import { build } from "../../functions/build";
import {
  addressOf,
  WorkbookError,
  type Place,
  type Workbook,
  type WorkbookFile,
} from "../../workbook/workbook";
import { useTime } from "../clock";
import { Notice } from "../controls/notice";
import { decimal, momentText, PANE_DEFECT } from "../format";
import { useLayoutStyles } from "../layout";
import type { Audited, ListedFinding, ListedGroup } from "./conversion";
import { conversion, copyName, openFileOf } from "./copies";
import { CopyButtons } from "./copyButtons";
import { Progress } from "./progress";
import { inSlices } from "./slices";
import { useKeyboardIn, useWork } from "./useWork";

/** Findings of a kind that are listed at first, and more of them each time. */
const FIRST_SHOWN = 12;
const MORE_SHOWN = 100;
/** Further cells of a finding that are listed. */
const MOST_OTHERS = 5;

const useStyles = makeStyles({
  problem: { marginTop: tokens.spacingVerticalS },
  facts: { marginTop: tokens.spacingVerticalXS },
  verdict: { ...typographyStyles.body1Strong, margin: 0 },
  title: { ...typographyStyles.body1Strong, margin: `${tokens.spacingVerticalS} 0 0` },
  item: { padding: `${tokens.spacingVerticalS} 0`, borderBottom: `1px solid ${tokens.colorNeutralStroke3}` },
  head: {
    display: "flex",
    alignItems: "baseline",
    justifyContent: "space-between",
    gap: tokens.spacingHorizontalM,
  },
  cell: { ...typographyStyles.body1, textAlign: "start", overflowWrap: "anywhere", minWidth: 0 },
  explain: { ...typographyStyles.caption1, flexShrink: 0 },
  small: { ...typographyStyles.caption1, textAlign: "start", overflowWrap: "anywhere" },
  more: { marginBlock: tokens.spacingVerticalS },
});

interface Found extends Audited {
  /** When the workbook was as it was audited. */
  readonly at: number;
  readonly name: string;
}

interface Props {
  readonly workbook: Workbook;
  readonly market: MarketStore;
  readonly onExplain: (place: Place) => void;
}

/** Looks for errors in the workbook, and makes a copy with a sheet that shows what was found. */
export function AuditSection({ workbook, market, onExplain }: Props) {
  const layout = useLayoutStyles();
  const styles = useStyles();
  const now = useTime();
  const { running, problem, run, cancel, dismiss } = useWork();
  const section = useRef<HTMLElement>(null);
  useKeyboardIn(section, running !== undefined);
  const [found, setFound] = useState<Found>();
  const [isCancelled, setCancelled] = useState(false);
  const [copy, setCopy] = useState<WorkbookFile>();
  const audit = () => {
    setFound(undefined);
    setCopy(undefined);
    setCancelled(false);
    void run(async (courseOf) => {
      const file = await openFileOf(workbook, courseOf);
      const audited =
        file && (await inSlices((await conversion()).auditing(file.bytes, market, now), courseOf));
      if (file === undefined || audited === undefined) setCancelled(true);
      else setFound({ ...audited, at: now, name: file.name });
    }, "Reading the workbook");
  };
  const make = ({ withSheet, at, name }: Found) =>
    void run(async (courseOf) => {
      const bytes = await inSlices(withSheet({ at, version: build.version }), courseOf);
      if (bytes !== undefined) setCopy({ name: copyName(name, "audited"), bytes });
    }, "Making the copy");
  return (
    <section ref={section} aria-labelledby="audit">
      <h2 id="audit" className={layout.heading}>
        Audit
      </h2>
      <p className={layout.text}>
        Looks for errors: computes every formula again, those with MINING functions a second time in Excel’s
        own functions, and compares formulas with their neighbours and inputs with their labels and units.
        Nothing in the workbook is changed.
      </p>
      <div role="status" className={styles.problem}>
        {problem === undefined ? null : <Notice intent="error" sentences={[problem]} onClose={dismiss} />}
        {isCancelled ? <p className={layout.text}>The audit was cancelled.</p> : null}
      </div>
      {running === undefined ? (
        <div className={layout.buttons}>
          <Button onClick={audit}>{found === undefined ? "Audit this workbook" : "Audit again"}</Button>
          {found === undefined || copy !== undefined ? null : (
            <Button onClick={() => make(found)}>Make a copy with the sheet Audit</Button>
          )}
        </div>
      ) : (
        <Progress {...running} onCancel={cancel} />
      )}
      {copy === undefined ? null : (
        <>
          <p className={layout.text} role="status">{`${copy.name} is ready.`}</p>
          <CopyButtons workbook={workbook} file={copy} />
        </>
      )}
      {found === undefined ? null : <Result found={found} workbook={workbook} onExplain={onExplain} />}
    </section>
  );
}

interface Ways {
  readonly workbook: Workbook;
  readonly onExplain: (place: Place) => void;
}

function Result({ found, ...ways }: Ways & { readonly found: Found }) {
  const layout = useLayoutStyles();
  const styles = useStyles();
  const { at, verdict, facts, sections } = found;
  return (
    <>
      <p className={styles.verdict} role="status">
        {`As of ${momentText(at)}: ${verdict}.`}
      </p>
      {facts.map((fact) => (
        <p key={fact} className={mergeClasses(layout.soft, styles.facts)}>
          {fact}
        </p>
      ))}
      {sections.map(({ heading, count, groups }) => (
        <Fragment key={heading}>
          <h3 className={layout.heading}>{`${heading}: ${decimal(count, 0)}`}</h3>
          {groups.map((group) => (
            <Group key={group.title} group={group} {...ways} />
          ))}
        </Fragment>
      ))}
    </>
  );
}

function Group({ group, ...ways }: Ways & { readonly group: ListedGroup }) {
  const layout = useLayoutStyles();
  const styles = useStyles();
  const id = useId();
  const { title, advice, findings } = group;
  const [shown, setShown] = useState(FIRST_SHOWN);
  const list = useRef<HTMLUListElement>(null);
  // The keyboard goes on with the first of those that were added.
  useLayoutEffect(() => {
    if (shown > FIRST_SHOWN)
      list.current?.children[shown - MORE_SHOWN]?.querySelector<HTMLElement>("button")?.focus();
  }, [shown]);
  const left = findings.length - shown;
  return (
    <>
      <h4 id={id} className={styles.title}>
        {title}
      </h4>
      {advice === undefined ? null : <p className={layout.soft}>{advice}</p>}
      <ul ref={list} className={layout.plainList} aria-labelledby={id}>
        {findings.slice(0, shown).map((finding, index) => (
          // Findings may be alike; their order never changes.
          <Item key={index} finding={finding} hasAdvice={advice === undefined} {...ways} />
        ))}
      </ul>
      {left > 0 ? (
        <Button
          size="small"
          className={styles.more}
          aria-describedby={id}
          onClick={() => setShown(shown + MORE_SHOWN)}
        >
          {`Show ${decimal(Math.min(left, MORE_SHOWN), 0)} more of ${decimal(findings.length, 0)}`}
        </Button>
      ) : null}
    </>
  );
}

function Item({
  finding,
  hasAdvice,
  workbook,
  onExplain,
}: Ways & { readonly finding: ListedFinding; readonly hasAdvice: boolean }) {
  const layout = useLayoutStyles();
  const styles = useStyles();
  const { place, message, advice, others } = finding;
  const [refusal, setRefusal] = useState<string>();
  const select = (cell: Place) => {
    setRefusal(undefined);
    workbook.select(cell).catch((error: unknown) => {
      const reason = error instanceof WorkbookError ? error.message : PANE_DEFECT;
      setRefusal(`${addressOf(cell)} cannot be selected, as its sheet may be hidden. ${reason}`);
    });
  };
  const more = others.length - MOST_OTHERS;
  return (
    <li className={styles.item}>
      {place === undefined ? (
        <p className={layout.text}>The whole workbook</p>
      ) : (
        <div className={styles.head}>
          <Link as="button" inline className={styles.cell} onClick={() => select(place)}>
            {addressOf(place)}
          </Link>
          <Link
            as="button"
            inline
            className={styles.explain}
            aria-label={`Explain ${addressOf(place)}`}
            onClick={() => onExplain(place)}
          >
            Explain
          </Link>
        </div>
      )}
      <p className={layout.text}>{message}</p>
      {hasAdvice ? <p className={layout.soft}>{advice}</p> : null}
      {others.length === 0 ? null : (
        <p className={layout.soft}>
          {"See also "}
          {others.slice(0, MOST_OTHERS).map((other, index) => (
            // A cell may come twice.
            <Fragment key={index}>
              {index === 0 ? null : ", "}
              <Link as="button" inline className={styles.small} onClick={() => select(other)}>
                {addressOf(other)}
              </Link>
            </Fragment>
          ))}
          {more > 0 ? ` and ${decimal(more, 0)} more cells` : null}
        </p>
      )}
      {refusal === undefined ? null : (
        <p className={layout.text} role="alert">
          {refusal}
        </p>
      )}
    </li>
  );
}
