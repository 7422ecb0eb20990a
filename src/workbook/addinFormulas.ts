import type { AddinFormula, Course, Entered, EntryOf, Place, SheetFormulas } from "./workbook";
import { cellName } from "./zones";

/** Areas of formulas on a sheet that are asked for; a sheet with more is read as a whole. */
const MOST_AREAS = 1000;
/** Cells that are read in one request, and cells and characters that are written in one: Excel on the web takes 5 MB. */
const MOST_READ = 20_000;
const MOST_WRITTEN = 2000;
const MOST_CHARACTERS = 1_000_000;
/** Cells of one range that is written: of larger ones office.js sends each row by itself. */
const MOST_IN_RANGE = 1000;
/** Cells that Excel may refuse before the work ends: then the reason lies elsewhere. */
const MOST_REFUSED = 200;
/** Cells whose spilling is asked for in one request. */
const MOST_ASKED = 500;

/** What Excel says of cells that it does not let be written, such as a part of an array. */
const refusals = new Set([
  "AccessDenied",
  "GeneralException",
  "InvalidArgument",
  "InvalidOperation",
  "InvalidReference",
  "MergedRangeConflict",
  "PivotTableRangeConflict",
]);

interface Area {
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly columns: number;
}

const codeOf = (error: unknown): unknown =>
  typeof error === "object" && error !== null ? Reflect.get(error, "code") : undefined;

/** The formulas of all sheets that `entryOf` knows, as they are to be entered again; some of them once it is cancelled. */
export async function addinFormulas(
  context: Excel.RequestContext,
  entryOf: EntryOf,
  { signal, onProgress }: Course,
): Promise<SheetFormulas[]> {
  const { worksheets } = context.workbook;
  worksheets.load("items/name");
  await context.sync();
  const sheets = worksheets.items;
  for (const { protection } of sheets) protection.load("protected");
  await context.sync();
  const found: SheetFormulas[] = [];
  for (const [index, sheet] of sheets.entries()) {
    onProgress(index, sheets.length);
    const formulas: AddinFormula[] = [];
    for (const part of parts(await formulaAreas(context, sheet))) {
      if (signal.aborted) return found;
      for (const formula of await read(context, sheet, part, entryOf)) formulas.push(formula);
    }
    const own = await withoutSpilled(context, sheet, formulas);
    if (own.length > 0)
      found.push({ sheet: sheet.name, isProtected: sheet.protection.protected, formulas: own });
  }
  onProgress(sheets.length, sheets.length);
  return found;
}

/** Where a sheet has formulas: their areas, or the cells in use where Excel does not list them or there are too many. */
async function formulaAreas(context: Excel.RequestContext, sheet: Excel.Worksheet): Promise<Area[]> {
  try {
    const formulas = sheet.getRange().getSpecialCellsOrNullObject("Formulas");
    formulas.load("areaCount");
    await context.sync();
    if (formulas.isNullObject) return [];
    if (formulas.areaCount <= MOST_AREAS) {
      formulas.areas.load("items/rowIndex,items/columnIndex,items/rowCount,items/columnCount");
      await context.sync();
      return formulas.areas.items.map(areaOf);
    }
  } catch {
    // As on a protected sheet.
  }
  try {
    const used = sheet.getUsedRangeOrNullObject(true);
    used.load("rowIndex,columnIndex,rowCount,columnCount");
    await context.sync();
    return used.isNullObject ? [] : [areaOf(used)];
  } catch {
    // It has no cells.
    return [];
  }
}

const areaOf = ({ rowIndex, columnIndex, rowCount, columnCount }: Excel.Range): Area => ({
  row: rowIndex,
  column: columnIndex,
  rows: rowCount,
  columns: columnCount,
});

/** The areas, divided by rows, as runs that can be read in one request each. */
function parts(areas: readonly Area[]): Area[][] {
  const runs: Area[][] = [];
  let left = 0;
  for (const { row, column, rows, columns } of areas) {
    const step = Math.max(1, Math.floor(MOST_READ / columns));
    for (let first = 0; first < rows; first += step) {
      const part = { row: row + first, column, rows: Math.min(step, rows - first), columns };
      const size = part.rows * columns;
      if (size > left) {
        runs.push([]);
        left = MOST_READ;
      }
      runs.at(-1)?.push(part);
      left -= size;
    }
  }
  return runs;
}

async function read(
  context: Excel.RequestContext,
  sheet: Excel.Worksheet,
  areas: readonly Area[],
  entryOf: EntryOf,
): Promise<AddinFormula[]> {
  const ranges = areas.map((area) => sheet.getRangeByIndexes(area.row, area.column, area.rows, area.columns));
  for (const range of ranges) range.load("formulas,values");
  try {
    await context.sync();
  } catch (error) {
    const halves = areas.flatMap(halved);
    // Long formulas may take more than an answer may.
    if (codeOf(error) !== "ResponsePayloadSizeLimitExceeded" || halves.length === areas.length) throw error;
    const found: AddinFormula[] = [];
    for (const half of halves) for (const one of await read(context, sheet, [half], entryOf)) found.push(one);
    return found;
  }
  const found: AddinFormula[] = [];
  for (const [index, { formulas, values }] of ranges.entries()) {
    const { row: top = 0, column: left = 0 } = areas[index] ?? {};
    for (const [row, line] of formulas.entries()) {
      for (const [column, formula] of line.entries()) {
        const entry = typeof formula === "string" && formula.startsWith("=") ? entryOf(formula) : undefined;
        if (entry === undefined) continue;
        const value: unknown = values[row]?.[column];
        found.push({ row: top + row, column: left + column, entry, isUnread: entry !== formula, value });
      }
    }
  }
  return found;
}

function halved(area: Area): Area[] {
  if (area.rows < 2) return [area];
  const rows = Math.floor(area.rows / 2);
  return [
    { ...area, rows },
    { ...area, row: area.row + rows, rows: area.rows - rows },
  ];
}

/**
 * Leaves out the cells that only hold the result of another one: Excel may give its formula for them, and written into
 * them it would be in the way. Only a cell whose formula reads as its neighbour's can be one.
 */
async function withoutSpilled(
  context: Excel.RequestContext,
  sheet: Excel.Worksheet,
  formulas: readonly AddinFormula[],
): Promise<readonly AddinFormula[]> {
  const entries = new Map(formulas.map(({ row, column, entry }) => [`${row} ${column}`, entry]));
  const doubtful = formulas.filter(
    ({ row, column, entry }) =>
      entries.get(`${row - 1} ${column}`) === entry || entries.get(`${row} ${column - 1}`) === entry,
  );
  const spilled = new Set<AddinFormula>();
  for (let first = 0; first < doubtful.length; first += MOST_ASKED) {
    const asked = doubtful.slice(first, first + MOST_ASKED).map((formula) => {
      const parent = sheet.getRangeByIndexes(formula.row, formula.column, 1, 1).getSpillParentOrNullObject();
      parent.load("rowIndex,columnIndex");
      return { formula, parent };
    });
    // eslint-disable-next-line office-addins/no-context-sync-in-loop -- each asks for as much as one request may
    await context.sync();
    for (const { formula, parent } of asked) {
      if (parent.isNullObject) continue;
      if (parent.rowIndex !== formula.row || parent.columnIndex !== formula.column) spilled.add(formula);
    }
  }
  return spilled.size === 0 ? formulas : formulas.filter((formula) => !spilled.has(formula));
}

/** Formulas of a sheet that fill a rectangle, row by row. */
interface Block {
  readonly sheet: string;
  readonly row: number;
  readonly column: number;
  readonly entries: readonly (readonly string[])[];
}

/** Enters formulas again. Protected sheets are passed over. */
export async function enterAgain(
  context: Excel.RequestContext,
  sheets: readonly SheetFormulas[],
  { signal, onProgress }: Course,
): Promise<Entered> {
  const blocks = sheets.flatMap(({ sheet, isProtected, formulas }) =>
    isProtected ? [] : blocksOf(sheet, formulas),
  );
  const total = cellsIn(blocks);
  const refused: Place[] = [];
  let done = 0;
  for (const batch of batches(blocks)) {
    onProgress(done, total);
    if (signal.aborted) break;
    await write(context, batch, refused);
    done += cellsIn(batch);
  }
  onProgress(done, total);
  return { count: done - refused.length, refused, isCancelled: done < total };
}

const cellsIn = (blocks: readonly Block[]) =>
  blocks.reduce((sum, { entries }) => sum + entries.length * (entries[0]?.length ?? 0), 0);

/** The formulas as rectangles: cells side by side, and lines of the same width below each other. */
function blocksOf(sheet: string, formulas: readonly AddinFormula[]): Block[] {
  const sorted = [...formulas].sort((one, other) => one.row - other.row || one.column - other.column);
  const lines: { row: number; column: number; entries: string[] }[] = [];
  for (const { row, column, entry } of sorted) {
    const last = lines.at(-1);
    const isNext = last?.row === row && last.column + last.entries.length === column;
    if (isNext && last.entries.length < MOST_IN_RANGE) last.entries.push(entry);
    else lines.push({ row, column, entries: [entry] });
  }
  const blocks: { sheet: string; row: number; column: number; entries: string[][] }[] = [];
  /** The block that a line of that column and width would go on with. */
  const open = new Map<string, (typeof blocks)[number]>();
  for (const { row, column, entries } of lines) {
    const key = `${column} ${entries.length}`;
    const block = open.get(key);
    const isNext = block !== undefined && block.row + block.entries.length === row;
    if (isNext && (block.entries.length + 1) * entries.length <= MOST_IN_RANGE) block.entries.push(entries);
    else {
      const begun = { sheet, row, column, entries: [entries] };
      blocks.push(begun);
      open.set(key, begun);
    }
  }
  return blocks;
}

/** The blocks in runs that one request takes. */
function batches(blocks: readonly Block[]): Block[][] {
  const runs: Block[][] = [];
  let cells = 0;
  let characters = 0;
  for (const block of blocks) {
    const size = cellsIn([block]);
    const length = JSON.stringify(block.entries).length;
    if (runs.length === 0 || cells + size > MOST_WRITTEN || characters + length > MOST_CHARACTERS) {
      runs.push([]);
      cells = 0;
      characters = 0;
    }
    runs.at(-1)?.push(block);
    cells += size;
    characters += length;
  }
  return runs;
}

/** Writes blocks; where Excel refuses, in smaller and smaller parts, until it is known which cells it refuses. */
async function write(
  context: Excel.RequestContext,
  blocks: readonly Block[],
  refused: Place[],
): Promise<void> {
  const ranges = blocks.map(({ sheet, row, column, entries }) => {
    const range = context.workbook.worksheets
      .getItem(sheet)
      .getRangeByIndexes(row, column, entries.length, entries[0]?.length ?? 0);
    range.formulas = entries.map((line) => [...line]);
    return range;
  });
  try {
    await context.sync();
  } catch (error) {
    if (!refusals.has(String(codeOf(error))) || refused.length >= MOST_REFUSED) throw error;
    const [first, ...others] = blocks;
    if (first === undefined) return;
    const halves =
      others.length > 0
        ? [blocks.slice(0, blocks.length / 2), blocks.slice(blocks.length / 2)]
        : halvesOf(first);
    if (halves.length === 0) {
      refused.push({ sheet: first.sheet, range: cellName(first.row, first.column) });
      return;
    }
    for (const half of halves) await write(context, half, refused);
    return;
  }
  for (const range of ranges) range.untrack();
}

/** A block in two; nothing of a single cell. */
function halvesOf({ entries, ...block }: Block): Block[][] {
  const rows = entries.length;
  if (rows > 1) {
    const half = Math.floor(rows / 2);
    return [
      [{ ...block, entries: entries.slice(0, half) }],
      [{ ...block, row: block.row + half, entries: entries.slice(half) }],
    ];
  }
  const line = entries[0] ?? [];
  const half = Math.floor(line.length / 2);
  if (half === 0) return [];
  return [
    [{ ...block, entries: [line.slice(0, half)] }],
    [{ ...block, column: block.column + half, entries: [line.slice(half)] }],
  ];
}
