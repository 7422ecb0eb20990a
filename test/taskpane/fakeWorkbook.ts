import { zoneOf } from "../../src/workbook/zones";
import {
  ChangedElsewhere,
  type Blanks,
  type BlockedCells,
  type Contents,
  type KeptFreeze,
  type LogRow,
  type Outcome,
  type Place,
  type SheetFormulas,
  type Spill,
  type Target,
  type Workbook,
  type WorkbookFile,
} from "../../src/workbook/workbook";

function isWithin(cell: string, range: string): boolean {
  const [inner, outer] = [zoneOf(cell), zoneOf(range)];
  if (inner === undefined || outer === undefined) return false;
  const { top, left } = inner;
  return top >= outer.top && top <= outer.bottom && left >= outer.left && left <= outer.right;
}

/** A workbook that answers as it is told to, and remembers what it was asked. */
export function fakeWorkbook() {
  const listeners = new Set<() => void>();
  const watchers = new Set<() => void>();
  const state = {
    selected: { sheet: "Model", range: "B2" } as Place,
    blanks: undefined as Blanks | undefined,
    blocked: { cells: [], count: 0, isCut: false, isWaiting: false } as BlockedCells,
    formulas: [] as readonly SheetFormulas[],
    contents: { sheets: [], names: [], tables: [] } as Contents,
    spills: [] as readonly Spill[],
    isManual: false,
    file: { name: "Site model.xlsx", bytes: new Uint8Array() } as WorkbookFile | undefined,
    outlets: { canOpen: true, canDownload: true, isExcel: true },
    isOccupied: false,
    isBlocked: false,
    refusal: undefined as Error | undefined,
    frozen: undefined as string | undefined,
    /** Further sets of frozen values, as a merge leaves them. */
    others: [] as string[],
    writes: 0,
    countsFrom1904: false,
    log: [] as LogRow[],
  };
  const blockPlace: Place = { sheet: "Model", range: "B2:F12" };
  const answer = (target: Target, place: Place, names: readonly string[]): Promise<Outcome> => {
    if (state.refusal !== undefined) return Promise.reject(state.refusal);
    if (state.isOccupied && target.kind === "selection")
      return Promise.resolve({ status: "occupied", place });
    if (state.isBlocked && target.kind === "selection") return Promise.resolve({ status: "blocked", place });
    return Promise.resolve({ status: "written", place, names, moved: [], kept: [] });
  };
  const texts = () => [...(state.frozen === undefined ? [] : [state.frozen]), ...state.others];
  const stamp = () => JSON.stringify([state.writes, texts()]);
  const workbook = {
    selectedCell: jest.fn(() => Promise.resolve(state.selected)),
    selectedBlanks: jest.fn(() => Promise.resolve(state.blanks)),
    onSelectionChanged: jest.fn((listener: () => void) => {
      listeners.add(listener);
      return Promise.resolve(() => void listeners.delete(listener));
    }),
    watch: jest.fn((_place: Place, gone: () => void) => {
      watchers.add(gone);
      return Promise.resolve(() => void watchers.delete(gone));
    }),
    insertFormula: jest.fn<Promise<Outcome>, Parameters<Workbook["insertFormula"]>>((_formula, target) =>
      answer(target, state.selected, []),
    ),
    blockedCells: jest.fn<ReturnType<Workbook["blockedCells"]>, Parameters<Workbook["blockedCells"]>>(() =>
      Promise.resolve(state.blocked),
    ),
    addinFormulas: jest.fn<ReturnType<Workbook["addinFormulas"]>, Parameters<Workbook["addinFormulas"]>>(() =>
      Promise.resolve(state.formulas),
    ),
    enterAgain: jest.fn<ReturnType<Workbook["enterAgain"]>, Parameters<Workbook["enterAgain"]>>((sheets) =>
      Promise.resolve({
        count: sheets.reduce(
          (sum, { isProtected, formulas }) => sum + (isProtected ? 0 : formulas.length),
          0,
        ),
        refused: [],
        isCancelled: false,
      }),
    ),
    contents: jest.fn(() =>
      state.refusal === undefined ? Promise.resolve(state.contents) : Promise.reject(state.refusal),
    ),
    spills: jest.fn((places: readonly Place[]) => {
      const at = ({ sheet, range }: Place) =>
        state.spills.find(({ place }) => place.sheet === sheet && isWithin(range, place.range));
      return Promise.resolve(places.map(at));
    }),
    file: jest.fn<ReturnType<Workbook["file"]>, Parameters<Workbook["file"]>>(() =>
      Promise.resolve(state.file),
    ),
    fileOutlets: jest.fn(() => state.outlets),
    openFile: jest.fn<Promise<void>, Parameters<Workbook["openFile"]>>(() => Promise.resolve()),
    isManual: jest.fn(() => Promise.resolve(state.isManual)),
    select: jest.fn<Promise<void>, Parameters<Workbook["select"]>>(() => Promise.resolve()),
    formatResult: jest.fn<Promise<void>, Parameters<Workbook["formatResult"]>>(() => Promise.resolve()),
    chartResult: jest.fn<Promise<void>, Parameters<Workbook["chartResult"]>>(() => Promise.resolve()),
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
    keptFreeze: jest.fn((): Promise<KeptFreeze> => Promise.resolve({ texts: texts(), stamp: stamp() })),
    freezeStamp: jest.fn(() => Promise.resolve(stamp())),
    keepFreeze: jest.fn<Promise<string>, Parameters<Workbook["keepFreeze"]>>((text, log, expected) => {
      if (expected !== undefined && expected !== stamp()) return Promise.reject(new ChangedElsewhere());
      state.frozen = text;
      state.others = [];
      state.writes += 1;
      state.log.push(...log);
      return Promise.resolve(stamp());
    }),
    countsFrom1904: jest.fn(() => Promise.resolve(state.countsFrom1904)),
    recalculate: jest.fn(() => Promise.resolve()),
    appendLog: jest.fn<Promise<void>, Parameters<Workbook["appendLog"]>>((log) => {
      state.log.push(...log);
      return Promise.resolve();
    }),
  } satisfies Workbook;
  const select = (range: string) => {
    state.selected = { sheet: "Model", range };
    listeners.forEach((listener) => listener());
  };
  /** Undoes what was written, or writes over it. */
  const overwrite = () => watchers.forEach((gone) => gone());
  return { workbook, state, select, overwrite, listeners, watchers };
}
