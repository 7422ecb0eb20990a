import type { Blanks, LogRow, Outcome, Place, Target, Workbook } from "../../src/workbook/workbook";

/** A workbook that answers as it is told to, and remembers what it was asked. */
export function fakeWorkbook() {
  const listeners = new Set<() => void>();
  const state = {
    selected: { sheet: "Model", range: "B2" } as Place,
    blanks: undefined as Blanks | undefined,
    isOccupied: false,
    refusal: undefined as Error | undefined,
    frozen: undefined as string | undefined,
    log: [] as LogRow[],
  };
  const blockPlace: Place = { sheet: "Model", range: "B2:F12" };
  const answer = (target: Target, place: Place, names: readonly string[]): Promise<Outcome> => {
    if (state.refusal !== undefined) return Promise.reject(state.refusal);
    if (state.isOccupied && target.kind === "selection")
      return Promise.resolve({ status: "occupied", place });
    return Promise.resolve({ status: "written", place, names, moved: [], kept: [] });
  };
  const workbook = {
    selectedCell: jest.fn(() => Promise.resolve(state.selected)),
    selectedBlanks: jest.fn(() => Promise.resolve(state.blanks)),
    onSelectionChanged: jest.fn((listener: () => void) => {
      listeners.add(listener);
      return Promise.resolve(() => void listeners.delete(listener));
    }),
    insertFormula: jest.fn<Promise<Outcome>, Parameters<Workbook["insertFormula"]>>((_formula, target) =>
      answer(target, state.selected, []),
    ),
    formatResult: jest.fn<Promise<void>, Parameters<Workbook["formatResult"]>>(() => Promise.resolve()),
    insertTable: jest.fn<Promise<Outcome>, Parameters<Workbook["insertTable"]>>(({ names = [] }, target) =>
      answer(
        target,
        blockPlace,
        names.map(({ name }) => name),
      ),
    ),
    tableSeries: jest.fn((): Promise<readonly string[]> => Promise.resolve([])),
    updateTables: jest.fn<ReturnType<Workbook["updateTables"]>, Parameters<Workbook["updateTables"]>>(() =>
      Promise.resolve({ updated: [], left: [] }),
    ),
    readFrozen: jest.fn(() => Promise.resolve(state.frozen)),
    writeFrozen: jest.fn<Promise<void>, Parameters<Workbook["writeFrozen"]>>((text, log) => {
      state.frozen = text;
      state.log.push(...log);
      return Promise.resolve();
    }),
    appendLog: jest.fn<Promise<void>, Parameters<Workbook["appendLog"]>>((log) => {
      state.log.push(...log);
      return Promise.resolve();
    }),
  } satisfies Workbook;
  const select = (range: string) => {
    state.selected = { sheet: "Model", range };
    listeners.forEach((listener) => listener());
  };
  return { workbook, state, select, listeners };
}
