import { useCallback, useEffect, useRef, useState } from "react";
import type { MarketReader } from "../../data/market";
import { WorkbookError, type Place, type Workbook } from "../../workbook/workbook";
import type { Explanation } from "../../workfile/explain/explanation";
import { PANE_DEFECT } from "../format";
import { later } from "../later";
import type { Explainer } from "./explainer";

export interface Explained {
  readonly place: Place;
  readonly explanation: Explanation;
}

interface Read {
  readonly explainer: Explainer;
  /** Counts how often it was asked to read the workbook again. */
  readonly turn: number;
}

/**
 * The explanation of a cell; `addForms` adds the native forms, which take longest. `turn` counts how often the workbook is to
 * be read again.
 */
export function useExplanation(
  workbook: Workbook,
  market: MarketReader,
  { place, turn, isShown }: { place: Place | undefined; turn: number; isShown: boolean },
): {
  explained: Explained | undefined;
  problem: string | undefined;
  isReading: boolean;
  addForms: () => void;
} {
  const [explained, setExplained] = useState<Explained>();
  const [problem, setProblem] = useState<string>();
  const [isReading, setReading] = useState(false);
  const read = useRef<Read>(undefined);
  const { sheet, range } = place ?? {};
  useEffect(() => {
    if (!isShown || sheet === undefined || range === undefined) return undefined;
    const asked: Place = { sheet, range };
    const end = new AbortController();
    const isCurrent = () => !end.signal.aborted;
    const explainerNow = async () => {
      const known = read.current;
      if (known?.turn === turn) return known.explainer;
      const [{ explainer }, contents, isDate1904] = await Promise.all([
        later(),
        workbook.contents(),
        workbook.countsFrom1904(),
      ]);
      const made = explainer(contents, { market, isDate1904 });
      read.current = { explainer: made, turn };
      return made;
    };
    const work = async () => {
      const explainer = await explainerNow();
      const doubtful = explainer.doubtful(asked);
      if (doubtful.length > 0) explainer.fill(await workbook.spills(doubtful));
      if (!isCurrent()) return;
      const explanation = explainer.explain(asked, false);
      setExplained(explanation && { place: asked, explanation });
      setProblem(undefined);
    };
    setReading(true);
    work()
      .catch((error: unknown) => {
        if (!isCurrent()) return;
        setExplained(undefined);
        setProblem(error instanceof WorkbookError ? error.message : PANE_DEFECT);
        if (!(error instanceof WorkbookError)) console.error(error);
      })
      .finally(() => {
        if (isCurrent()) setReading(false);
      });
    return () => end.abort();
  }, [workbook, market, sheet, range, turn, isShown]);
  const addForms = useCallback(() => {
    // The page is drawn first, as this may take a while.
    setTimeout(() =>
      setExplained((before) => {
        if (before === undefined) return before;
        const explanation = read.current?.explainer.explain(before.place, true);
        return explanation === undefined ? before : { place: before.place, explanation };
      }),
    );
  }, []);
  return { explained, problem, isReading, addForms };
}
