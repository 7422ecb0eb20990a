import {
  Button,
  makeStyles,
  MessageBar,
  MessageBarBody,
  tokens,
  typographyStyles,
} from "@fluentui/react-components";
import { useEffect, useRef, useState } from "react";
import type { MarketStore } from "../../data/store";
import type { Definition } from "../../functions/define";
import { addressOf, type BlockedCell, type BlockedCells, type Workbook } from "../../workbook/workbook";
import { CloseAction } from "../controls/notice";
import { useMarket } from "../desk/useDesk";
import { counted, listText } from "../format";
import { useLayoutStyles } from "../layout";
import { blockedCall } from "./blockedCall";

/** Opening the pane comes first. */
const SETTLE_MS = 1500;
/** After how long it is looked again while cells are still being computed. */
const LATER_MS = [2000, 5000, 15_000, 60_000];
/** How long a look that found nothing is good for. */
const AGAIN_MS = 30_000;
/** Cells that are listed without being asked for. */
const FIRST_SHOWN = 3;
/** Cells in the way that are named, of one result. */
const MOST_NAMED = 3;

/** How results have grown since version 1.0, by function. */
const growth: readonly (readonly [name: string, grown: string])[] = [
  ["MINER_CASHFLOWS", "four more columns"],
  ["MODEL", "thirteen more rows"],
  ["MODEL_TEMPLATE", "thirteen more rows"],
  ["MACHINE_RANK", "two more columns"],
  ["HEDGE_BOOK", "one more column"],
  ["COST_BASIS", "two more columns"],
  ["ROLLFORWARD", "six more rows"],
];

const useStyles = makeStyles({
  bar: { flexShrink: 0 },
  body: { whiteSpace: "normal", overflowWrap: "anywhere", paddingBlock: tokens.spacingVerticalXS },
  sentence: { margin: 0 },
  small: { ...typographyStyles.caption1, margin: 0 },
  list: {
    margin: `${tokens.spacingVerticalXS} -2px 0`,
    padding: 0,
    listStyleType: "none",
    maxHeight: "35vh",
    overflowY: "auto",
  },
  item: {
    display: "flex",
    alignItems: "center",
    justifyContent: "space-between",
    gap: tokens.spacingHorizontalS,
    // Room for the outline of a button that has the keyboard.
    padding: "2px",
  },
  place: { minWidth: 0 },
  show: { flexShrink: 0 },
  buttons: {
    display: "flex",
    flexWrap: "wrap",
    gap: tokens.spacingHorizontalS,
    marginTop: tokens.spacingVerticalS,
  },
});

interface Props {
  readonly workbook: Workbook;
  readonly market: MarketStore;
  readonly catalogue: readonly Definition[];
  readonly isVisible: boolean;
}

/** Which formulas of the workbook have no room for their results; nothing where all have. */
export function BlockedNotice({ workbook, market, catalogue, isVisible }: Props) {
  const { state } = useMarket(market);
  const [isClosed, setClosed] = useState(false);
  const isActive = isVisible && !isClosed && state.kind !== "starting";
  const { found, isLooking, problem, look, show } = useBlocked(workbook, catalogue, isActive);
  return (
    // What comes later is read out by itself, not the whole list again.
    <div role="status" aria-atomic="false">
      {found === undefined || isClosed ? null : (
        <BlockedList
          found={found}
          isLooking={isLooking}
          problem={problem}
          onLook={look}
          onShow={show}
          onClose={() => setClosed(true)}
        />
      )}
    </div>
  );
}

/** Looks through the workbook when `isActive` begins, when `look` is called, and when the user comes back to the pane. */
function useBlocked(workbook: Workbook, catalogue: readonly Definition[], isActive: boolean) {
  const [found, setFound] = useState<BlockedCells>();
  const [looks, setLooks] = useState(0);
  const [isLooking, setLooking] = useState(false);
  const [problem, setProblem] = useState<string>();
  const last = useRef({ at: Infinity, hasFound: false });

  useEffect(() => {
    if (!isActive) return undefined;
    let isCurrent = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const lookAt = async (time: number) => {
      last.current.at = performance.now();
      // Where Excel refuses, as while a cell is edited, what was found before stays.
      const answer = await workbook
        .blockedCells((formula) => blockedCall(catalogue, formula))
        .catch(() => undefined);
      if (!isCurrent) return;
      if (looks > 0) setLooking(false);
      if (answer === undefined) return;
      const hasFound = answer.count > 0;
      if (hasFound || last.current.hasFound) setFound(hasFound ? answer : undefined);
      last.current.hasFound = hasFound;
      const wait = answer.isWaiting ? LATER_MS[time] : undefined;
      if (wait !== undefined) timer = setTimeout(() => void lookAt(time + 1), wait);
    };
    if (looks === 0) timer = setTimeout(() => void lookAt(0), SETTLE_MS);
    else void lookAt(0);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [workbook, catalogue, isActive, looks]);

  useEffect(() => {
    const lookAgain = () => {
      // What Excel computes later, as after an edit, may turn out to have no room.
      const isDue = last.current.hasFound || performance.now() - last.current.at > AGAIN_MS;
      if (isDue) setLooks((before) => before + 1);
    };
    window.addEventListener("focus", lookAgain);
    return () => window.removeEventListener("focus", lookAgain);
  }, []);

  const look = () => {
    setProblem(undefined);
    setLooking(true);
    setLooks((before) => before + 1);
  };
  const show = ({ place }: BlockedCell) => {
    setProblem(undefined);
    workbook.select(place).catch((error: unknown) => {
      setProblem(error instanceof Error ? error.message : String(error));
    });
  };
  return { found, isLooking, problem, look, show };
}

interface ListProps {
  readonly found: BlockedCells;
  readonly isLooking: boolean;
  readonly problem: string | undefined;
  readonly onLook: () => void;
  readonly onShow: (cell: BlockedCell) => void;
  readonly onClose: () => void;
}

function BlockedList({ found, isLooking, problem, onLook, onShow, onClose }: ListProps) {
  const styles = useStyles();
  const [isUnfolded, setUnfolded] = useState(false);
  const { cells, count } = found;
  const shown = isUnfolded ? cells : cells.slice(0, FIRST_SHOWN);
  const left = count - cells.length;
  return (
    <MessageBar intent="warning" layout="multiline" className={styles.bar}>
      <MessageBarBody className={styles.body}>
        <p className={styles.sentence}>
          {`${counted(count, "table")} ${count === 1 ? "has" : "have"} no room (#SPILL!): other cells are in the way.`}
        </p>
        <p className={styles.small}>{remedy(cells)}</p>
        <ul className={styles.list}>
          {shown.map((cell) => (
            <BlockedItem key={addressOf(cell.place)} cell={cell} onShow={() => onShow(cell)} />
          ))}
        </ul>
        {isUnfolded && left > 0 ? <p className={styles.small}>{`${left} more are not listed.`}</p> : null}
        {found.isCut ? <p className={styles.small}>Not all cells with errors were looked at.</p> : null}
        {problem === undefined ? null : <p className={styles.small}>{problem}</p>}
        <div className={styles.buttons}>
          <Button size="small" onClick={onLook}>
            {isLooking ? "Checking …" : "Check again"}
          </Button>
          {cells.length > FIRST_SHOWN ? (
            <Button
              size="small"
              appearance="subtle"
              aria-expanded={isUnfolded}
              onClick={() => setUnfolded(!isUnfolded)}
            >
              {isUnfolded ? "List fewer" : `List all ${cells.length}`}
            </Button>
          ) : null}
        </div>
      </MessageBarBody>
      <CloseAction onClose={onClose} />
    </MessageBar>
  );
}

/** Why there may be no room, and what to do. */
function remedy(cells: readonly BlockedCell[]): string {
  const grown = growth
    .filter(([name]) => cells.some((cell) => cell.function === name))
    .map(([name, more], index) => `${name} ${index === 0 ? "has " : ""}${more}`);
  if (grown.length === 0) return "Move or clear what is beside or below them.";
  return `${listText(grown)} than in version 1.0: move what is beside or below them.`;
}

function BlockedItem({ cell, onShow }: { readonly cell: BlockedCell; readonly onShow: () => void }) {
  const styles = useStyles();
  const layout = useLayoutStyles();
  const address = addressOf(cell.place);
  const { inTheWay } = cell;
  const named = inTheWay.slice(0, MOST_NAMED);
  if (inTheWay.length > named.length) named.push(`${inTheWay.length - named.length} more`);
  return (
    <li className={styles.item}>
      <div className={styles.place}>
        <p className={layout.text}>{address}</p>
        <p className={layout.soft}>
          {named.length === 0 ? cell.function : `${cell.function} · in the way: ${listText(named)}`}
        </p>
        {cell.isHidden ? <p className={layout.soft}>Its sheet is hidden.</p> : null}
      </div>
      {cell.isHidden ? null : (
        <Button size="small" className={styles.show} aria-label={`Show ${address}`} onClick={onShow}>
          Show
        </Button>
      )}
    </li>
  );
}
