import { useEffect, useState } from "react";
import {
  WorkbookError,
  type Outcome,
  type Place,
  type Target,
  type Workbook,
  type Written,
} from "../../workbook/workbook";

export type Progress =
  | { readonly kind: "idle" }
  | { readonly kind: "busy" }
  | { readonly kind: "asks"; readonly place: Place; readonly why: "occupied" | "blocked" }
  | { readonly kind: "done"; readonly written: Written }
  | { readonly kind: "failed"; readonly message: string };

export interface Insertion {
  readonly progress: Progress;
  readonly insert: (target: Target) => void;
  /** Ends the question or the message. */
  readonly close: () => void;
}

/**
 * Carries out an insertion: writes, or asks what to do with cells that hold something, or says what is wrong. That it
 * was done is said as long as the cells hold it.
 */
export function useInsertion(
  workbook: Workbook,
  write: (workbook: Workbook, target: Target) => Promise<Outcome>,
): Insertion {
  const [progress, setProgress] = useState<Progress>({ kind: "idle" });
  const insert = (target: Target) => {
    setProgress({ kind: "busy" });
    write(workbook, target).then(
      (outcome) =>
        setProgress(
          outcome.status === "written"
            ? { kind: "done", written: outcome }
            : { kind: "asks", place: outcome.place, why: outcome.status },
        ),
      (error: unknown) => setProgress({ kind: "failed", message: sentenceOf(error) }),
    );
  };
  useEffect(() => {
    if (progress.kind !== "done") return undefined;
    let isCurrent = true;
    const forget = () => {
      if (isCurrent) setProgress({ kind: "idle" });
    };
    // Where Excel refuses, as while a cell is edited, the message stands until it is closed.
    const watching = workbook.watch(progress.written.place, forget).catch(() => () => undefined);
    return () => {
      isCurrent = false;
      void watching.then((end) => end());
    };
  }, [workbook, progress]);
  return { progress, insert, close: () => setProgress({ kind: "idle" }) };
}

function sentenceOf(error: unknown): string {
  if (error instanceof WorkbookError) return error.message;
  return "Something went wrong in the pane itself: close it, open it again and repeat the step.";
}
