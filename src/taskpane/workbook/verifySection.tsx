import { Button, makeStyles, tokens } from "@fluentui/react-components";
import { useRef, useState } from "react";
import type { MarketStore } from "../../data/store";
import { build } from "../../functions/build";
import type { Difference, DifferenceKind, Verification } from "../../workfile/verify";
import type { Recalculated } from "../../workfile/recalculate";
import type { Workbook } from "../../workbook/workbook";
import { useTime } from "../clock";
import { Fold } from "../controls/fold";
import { Notice } from "../controls/notice";
import { counted, momentText, sentence } from "../format";
import { useLayoutStyles } from "../layout";
import { CellList, type ListedCell } from "./cellList";
import { conversion, copyName, openFileOf } from "./copies";
import { CopyButtons } from "./copyButtons";
import { Progress } from "./progress";
import { useKeyboardIn, useWork } from "./useWork";

const useStyles = makeStyles({
  problem: { marginTop: tokens.spacingVerticalS },
});

interface Props {
  readonly workbook: Workbook;
  readonly market: MarketStore;
}

/** Checks that the workbook shows what its formulas give; and makes a copy that keeps what its results were made from. */
export function VerifySection({ workbook, market }: Props) {
  const layout = useLayoutStyles();
  const styles = useStyles();
  const now = useTime();
  const { running, problem, run, cancel, dismiss } = useWork();
  const section = useRef<HTMLElement>(null);
  useKeyboardIn(section, running !== undefined);
  const [found, setFound] = useState<{ readonly at: number; readonly verification: Verification }>();
  const [copy, setCopy] = useState<{ readonly name: string; readonly result: Recalculated }>();
  const forget = () => {
    setFound(undefined);
    setCopy(undefined);
  };
  const verify = () => {
    forget();
    void run(async (courseOf) => {
      const file = await openFileOf(workbook, courseOf);
      if (file === undefined) return;
      const { verified } = await conversion();
      setFound({ at: now, verification: verified(file.bytes, market) });
    }, "Verifying");
  };
  const keep = () => {
    forget();
    void run(async (courseOf) => {
      const file = await openFileOf(workbook, courseOf);
      if (file === undefined) return;
      const { capsuled } = await conversion();
      const result = capsuled(file.bytes, market, { version: build.version, at: now });
      setCopy({ name: copyName(file.name, "with capsule"), result });
    }, "Calculating");
  };
  return (
    <section ref={section} aria-labelledby="verify">
      <h2 id="verify" className={layout.heading}>
        Verify
      </h2>
      <p className={layout.text}>
        Computes every MINING cell again and compares it with what it shows. A copy with a capsule also keeps
        what its results were made from, so that anybody can verify them years later, here or with the command
        hashcell verify.
      </p>
      <div role="status" className={styles.problem}>
        {problem === undefined ? null : <Notice intent="error" sentences={[problem]} onClose={dismiss} />}
      </div>
      {found === undefined ? null : <Found {...found} />}
      {copy === undefined ? null : <Copy {...copy} workbook={workbook} />}
      {running === undefined ? (
        <div className={layout.buttons}>
          <Button onClick={verify}>Verify this workbook</Button>
          <Button onClick={keep}>Make a copy with a capsule</Button>
        </div>
      ) : (
        <Progress {...running} onCancel={cancel} />
      )}
    </section>
  );
}

function Found({ at, verification }: { readonly at: number; readonly verification: Verification }) {
  const layout = useLayoutStyles();
  const { capsule, capsuleProblem, mining, checked, differences, left, market } = verification;
  if (mining === 0)
    return (
      <p className={layout.text} role="status">
        No cell of the workbook calls a MINING function.
      </p>
    );
  const isGood = differences.length === 0 && capsuleProblem === undefined;
  const cells = `${counted(checked, "MINING cell")} ${checked === 1 ? "shows" : "show"}`;
  const then =
    capsule === undefined
      ? ""
      : `, and what Hashcell ${capsule.version} had when it made the capsule on ${momentText(capsule.at)}`;
  return (
    <>
      <p className={layout.text} role="status">
        {isGood
          ? `Verified on ${momentText(at)}: ${cells} what Hashcell ${build.version} computes${then}.`
          : `Not verified on ${momentText(at)}: ${counted(differences.length, "difference")} in ${counted(checked, "MINING cell")}.`}
      </p>
      {capsuleProblem === undefined ? null : (
        <p className={layout.text}>
          {sentence(`What the workbook was made from is not known: ${capsuleProblem}`)}
        </p>
      )}
      {capsule === undefined && capsuleProblem === undefined ? (
        <p className={layout.soft}>The workbook has no capsule: only what its cells show was compared.</p>
      ) : null}
      {market.length === 0 ? null : (
        <p className={layout.soft}>
          {`Not compared, since the market of then is not known: ${counted(market.length, "cell")} that ${market.length === 1 ? "shows" : "show"} the market.`}
        </p>
      )}
      {differences.length === 0 ? null : <CellList cells={differences.map(listed)} />}
      {left.length === 0 ? null : (
        <Fold title={`${counted(left.length, "cell")} not computed`}>
          <CellList
            cells={left.map(({ sheet, at: cell, formula, why }) => ({
              sheet,
              cell,
              becomes: "not computed",
              formula,
              why: sentence(why),
            }))}
          />
        </Fold>
      )}
    </>
  );
}

const shown = (value: Difference["now"]) =>
  value === undefined || value === null ? "blank" : typeof value === "object" ? value.code : String(value);

const meanings: Readonly<Record<DifferenceKind, (difference: Difference) => string>> = {
  value: ({ saved, now }) => `shows ${shown(saved)}, its formula gives ${shown(now)}`,
  formula: ({ kept, now }) => `another formula than in the capsule; it had ${shown(kept)}, now ${shown(now)}`,
  inputs: ({ kept, now }) => `other inputs than in the capsule; it had ${shown(kept)}, now ${shown(now)}`,
  version: ({ kept, now }) =>
    `the same formula and inputs gave ${shown(kept)} in the capsule, and give ${shown(now)} now`,
  unclear: ({ kept, now }) =>
    `gave ${shown(kept)} in the capsule, and gives ${shown(now)} now; whether its inputs were changed cannot be told`,
  new: () => "new since the capsule was made",
  gone: () => "called a MINING function when the capsule was made",
};

function listed(difference: Difference): ListedCell {
  const { sheet, at, kind, formula, keptFormula } = difference;
  return {
    sheet,
    cell: at,
    becomes: meanings[kind](difference),
    formula: formula ?? keptFormula ?? "",
    ...(kind === "formula" && keptFormula !== undefined ? { why: `In the capsule: ${keptFormula}` } : {}),
  };
}

interface CopyProps {
  readonly name: string;
  readonly result: Recalculated;
  readonly workbook: Workbook;
}

function Copy({ name, result, workbook }: CopyProps) {
  const layout = useLayoutStyles();
  const { mining, changed, left } = result;
  return (
    <>
      <p className={layout.text} role="status">
        {`${name} is ready, with what ${counted(mining - left.length, "MINING cell")} ${mining - left.length === 1 ? "was" : "were"} made from. ${changed.length === 0 ? "No cell has another value than here." : `${counted(changed.length, "cell")} ${changed.length === 1 ? "has" : "have"} another value than here, as ${changed.length === 1 ? "it was" : "they were"} calculated again.`}`}
      </p>
      <CopyButtons workbook={workbook} file={{ name, bytes: result.file }} />
    </>
  );
}
