/** The little of Excel's batch API that the add-in uses, on a map of cells. Nothing is readable before a sync. */
export function fakeExcel() {
  const cells = new Map<string, unknown>();
  const formats = new Map<string, string>();
  const bold: string[] = [];
  const names = new Map<string, string>();
  const settings = new Map<string, unknown>();
  const listeners = new Set<() => Promise<void>>();
  const state = {
    selected: "Model!B2",
    refusal: undefined as { code: string; message?: string } | undefined,
  };
  let round = 0;

  const letters = (column: number) => String.fromCharCode(64 + column);
  const range = (sheet: string, row: number, column: number, height = 1, width = 1) => {
    const key = (r: number, c: number) => `${sheet}!${letters(column + c)}${row + r}`;
    const first = key(0, 0);
    const last = key(height - 1, width - 1);
    let loaded = Infinity;
    const read = <T>(value: () => T): T => {
      if (round <= loaded) throw Object.assign(new Error("not loaded"), { code: "PropertyNotLoaded" });
      return value();
    };
    const fill = (store: (cell: string, value: string) => void) => (rows: string[][]) => {
      expect([rows.length, rows[0]?.length]).toEqual([height, width]);
      rows.forEach((line, r) => line.forEach((value, c) => store(key(r, c), value)));
    };
    const writeCells = fill((cell, value) => cells.set(cell, value));
    const writeFormats = fill((cell, value) => formats.set(cell, value));
    const address = first === last ? first : `${first}:${last.slice(last.indexOf("!") + 1)}`;
    return {
      load: () => void (loaded = round),
      getCell: (r: number, c: number) => range(sheet, row + r, column + c),
      getResizedRange: (r: number, c: number) => range(sheet, row, column, height + r, width + c),
      get address() {
        return read(() => address);
      },
      get formulas(): unknown[][] {
        const line = (r: number) => Array.from({ length: width }, (_, c) => cells.get(key(r, c)) ?? "");
        return read(() => Array.from({ length: height }, (_, r) => line(r)));
      },
      set formulas(rows) {
        writeCells(rows as string[][]);
      },
      set values(rows: string[][]) {
        writeCells(rows);
      },
      set numberFormat(rows: string[][]) {
        writeFormats(rows);
      },
      format: {
        autofitColumns: () => undefined,
        font: {
          set bold(_on: boolean) {
            bold.push(address);
          },
        },
      },
      plainAddress: address,
    };
  };
  const at = (sheet: string, address: string) =>
    range(sheet, Number(/\d+/.exec(address)?.[0]), address.charCodeAt(0) - 64);
  const entry = (store: Map<string, unknown>, key: string) => {
    const value = store.get(key);
    return { load: () => undefined, isNullObject: !store.has(key), value, delete: () => store.delete(key) };
  };
  const sheetOf = (name: string) => ({
    getRange: (address: string) => at(name, address),
    activate: () => void (state.selected = `${name}!A1`),
  });
  const workbook = {
    getSelectedRange: () => at(...(state.selected.split("!") as [string, string])),
    worksheets: {
      getItem: sheetOf,
      add: () => sheetOf("Sheet2"),
      onSelectionChanged: {
        add: (listener: () => Promise<void>) => {
          listeners.add(listener);
          return { context, remove: () => listeners.delete(listener) };
        },
      },
    },
    names: {
      getItemOrNullObject: (name: string) => entry(names, name),
      add: (name: string, target: { plainAddress: string }) => names.set(name, target.plainAddress),
    },
    settings: {
      getItemOrNullObject: (key: string) => entry(settings, key),
      add: (key: string, value: unknown) => settings.set(key, value),
    },
  };
  const context = {
    workbook,
    sync: async () => {
      round += 1;
      if (state.refusal !== undefined)
        throw Object.assign(new Error(state.refusal.message ?? ""), state.refusal);
    },
  };
  type Batch = (given: typeof context) => Promise<unknown>;
  const run = (first: unknown, second?: Batch) => (second ?? (first as Batch))(context);
  return { excel: { run }, cells, formats, bold, names, settings, listeners, state };
}
