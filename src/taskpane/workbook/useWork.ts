import { useEffect, useLayoutEffect, useRef, useState, type RefObject } from "react";
import type { Course } from "../../workbook/workbook";
import { WorkbookError } from "../../workbook/workbook";
import { PANE_DEFECT } from "../format";

/** Work under way. */
interface Running {
  readonly label: string;
  readonly done: number;
  readonly total: number;
}

/** Runs one piece of long work at a time, with its progress and what went wrong. It ends with the view. */
export function useWork() {
  const [running, setRunning] = useState<Running>();
  const [problem, setProblem] = useState<string>();
  const ending = useRef<AbortController>(undefined);
  useEffect(() => () => ending.current?.abort(), []);
  const run = async (work: (courseOf: (label: string) => Course) => Promise<void>, label: string) => {
    if (ending.current !== undefined) return;
    const controller = new AbortController();
    ending.current = controller;
    setProblem(undefined);
    setRunning({ label, done: 0, total: 0 });
    try {
      await work((step) => ({
        signal: controller.signal,
        onProgress: (done, total) => setRunning({ label: step, done, total }),
      }));
    } catch (error) {
      setProblem(problemText(error));
    } finally {
      ending.current = undefined;
      setRunning(undefined);
    }
  };
  return {
    running,
    problem,
    run,
    cancel: () => ending.current?.abort(),
    dismiss: () => setProblem(undefined),
  };
}

/**
 * Buttons give way to the progress of work, and come back after it: the keyboard stays with those in `box`, rather than with
 * a button that has gone.
 */
export function useKeyboardIn(box: RefObject<HTMLElement | null>, isRunning: boolean): void {
  const wasRunning = useRef(isRunning);
  useLayoutEffect(() => {
    if (wasRunning.current === isRunning) return;
    wasRunning.current = isRunning;
    if (document.activeElement !== document.body) return;
    box.current?.querySelector<HTMLElement>("button, input:checked")?.focus();
  }, [box, isRunning]);
}

/** Errors of Excel and of files have a sentence that says what to do. */
export function problemText(error: unknown): string {
  if (error instanceof WorkbookError) return error.message;
  return error instanceof Error && error.name === "FileError" ? error.message : PANE_DEFECT;
}
