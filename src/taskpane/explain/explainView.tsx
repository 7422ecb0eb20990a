import { Button, makeStyles, mergeClasses, tokens, typographyStyles } from "@fluentui/react-components";
import { useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent } from "react";
import { addressOf, type Place, type Workbook } from "../../workbook/workbook";
import type { CellName } from "../../workfile/explain/explanation";
import { Notice } from "../controls/notice";
import type { ViewProps } from "../host";
import { useLayoutStyles } from "../layout";
import { ExplanationText } from "./explanationText";
import { useExplanation } from "./useExplanation";

const useStyles = makeStyles({
  bar: {
    display: "flex",
    alignItems: "flex-start",
    justifyContent: "space-between",
    gap: tokens.spacingHorizontalS,
    marginBottom: tokens.spacingVerticalXS,
  },
  title: {
    ...typographyStyles.subtitle1,
    margin: 0,
    overflowWrap: "anywhere",
    minWidth: 0,
    ":focus": { outline: "none" },
  },
  back: { alignSelf: "flex-start", marginLeft: `calc(-1 * ${tokens.spacingHorizontalS})` },
  again: { flexShrink: 0 },
  hint: { marginTop: tokens.spacingVerticalL },
});

interface Props extends ViewProps {
  /** The cell that another view asks for, a new object each time. */
  readonly asked?: Place | undefined;
}

/** What the selected cell is, and where its value comes from. */
export function ExplainView(props: Props) {
  const layout = useLayoutStyles();
  const { host } = props;
  if (host.kind === "workbook") return <CellView {...props} workbook={host.workbook} />;
  return (
    <div className={layout.scroll} role="region" aria-label="Explain" tabIndex={0}>
      <p className={layout.text}>Open this pane in Excel to have a cell explained.</p>
    </div>
  );
}

const placeOf = ({ sheet, cell }: CellName): Place => ({ sheet, range: cell });
const isSame = (a: Place | undefined, b: Place | undefined) => a?.sheet === b?.sheet && a?.range === b?.range;
/** The first cell of a place. */
const firstOf = ({ sheet, range }: Place): Place => ({ sheet, range: range.split(":")[0] ?? range });

interface Walk {
  /** The cell that is explained. */
  readonly place: Place | undefined;
  /** The cells from which the reader came, the last one at the end. */
  readonly trail: readonly Place[];
  /** How often the workbook was read. */
  readonly turn: number;
}

function CellView({ workbook, selected, desk, isShown, asked }: Props & { readonly workbook: Workbook }) {
  const layout = useLayoutStyles();
  const styles = useStyles();
  // Opened for a cell that is asked for, it reads that one only.
  const first = asked === undefined ? selected : undefined;
  const [walk, setWalk] = useState<Walk>({ place: first, trail: [], turn: 0 });
  const [refusal, setRefusal] = useState<string>();
  const { place, trail, turn } = walk;
  const title = useRef<HTMLHeadingElement>(null);
  /** Whether the keyboard belongs on the title, as the cell was chosen in the pane. */
  const isWalking = useRef(false);
  /** The cells that were selected from here, of which Excel tells as of others. */
  const own = useRef<Place>(undefined);
  useEffect(() => {
    if (selected === undefined) return;
    if (isSame(selected, own.current)) return;
    own.current = undefined;
    setWalk((before) =>
      isSame(before.place, selected) ? before : { place: selected, trail: [], turn: before.turn + 1 },
    );
  }, [selected]);
  const { explained, problem, isReading, addForms } = useExplanation(workbook, desk.market, {
    place,
    turn,
    isShown,
  });
  const shownAt = explained?.place;
  useLayoutEffect(() => {
    if (!isWalking.current || shownAt === undefined) return;
    isWalking.current = false;
    title.current?.focus();
  }, [shownAt]);

  const goTo = (next: Place, nextTrail: readonly Place[], turns = 0) => {
    isWalking.current = true;
    setRefusal(undefined);
    own.current = firstOf(next);
    setWalk((before) => ({ place: firstOf(next), trail: nextTrail, turn: before.turn + turns }));
    workbook.select(next).catch((error: unknown) => {
      setRefusal(
        `${addressOf(next)} cannot be selected in the sheet, as its sheet may be hidden. ${error instanceof Error ? error.message : ""}`.trim(),
      );
    });
  };
  useEffect(() => {
    if (asked !== undefined) goTo(asked, [], 1);
  }, [asked]);
  const follow = (cell: CellName) => goTo(placeOf(cell), place === undefined ? trail : [...trail, place]);
  const last = trail.at(-1);
  const goBack = () => {
    if (last !== undefined) goTo(last, trail.slice(0, -1));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const isBack = event.key === "Backspace" || (event.altKey && event.key === "ArrowLeft");
    if (!isBack || last === undefined) return;
    event.preventDefault();
    goBack();
  };
  return (
    <div
      className={layout.scroll}
      role="region"
      aria-label="Explain"
      tabIndex={0}
      onKeyDown={onKeyDown}
      aria-busy={isReading}
    >
      {last === undefined ? null : (
        <Button appearance="transparent" size="small" className={styles.back} onClick={goBack}>
          <span aria-hidden="true">‹&nbsp;</span>
          {`Back to ${addressOf(last)}`}
        </Button>
      )}
      <div className={styles.bar}>
        <h2 ref={title} tabIndex={-1} className={styles.title}>
          {shownAt === undefined ? "Explain" : addressOf(shownAt)}
        </h2>
        <Button
          size="small"
          className={styles.again}
          onClick={() => setWalk((before) => ({ ...before, turn: before.turn + 1 }))}
        >
          Read again
        </Button>
      </div>
      {refusal === undefined ? null : (
        <Notice intent="error" sentences={[refusal]} onClose={() => setRefusal(undefined)} />
      )}
      <div role="status">
        {problem === undefined ? null : <p className={layout.text}>{problem}</p>}
        {explained === undefined && problem === undefined ? (
          <p className={layout.soft}>
            {isReading ? "Reading the workbook …" : "Select a cell in the sheet."}
          </p>
        ) : null}
      </div>
      {explained === undefined ? null : (
        <>
          <ExplanationText
            key={explained.explanation.at}
            explanation={explained.explanation}
            onFollow={follow}
            onNeeded={addForms}
          />
          <p className={mergeClasses(layout.soft, styles.hint)}>
            Choose a cell above to follow it, and press Backspace to come back.
          </p>
        </>
      )}
    </div>
  );
}
