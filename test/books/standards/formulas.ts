import {
  childrenOf,
  parse,
  walk,
  type CallNode,
  type Formula,
  type ReferenceNode,
} from "../../../src/formula/formula";
import { stored, typed } from "../../../src/formula/stored";
import { columnLetters, columnNumber } from "../../../src/formula/tokens";

// Formulas that read the same from their cells are read once: a sheet of 60,000 cells has a few hundred of them.

/** One end of a range, seen from the cell of the formula where it is not fixed. */
interface Corner {
  readonly row: number;
  readonly isRowFixed: boolean;
  readonly column: number;
  readonly isColumnFixed: boolean;
}

/** What a formula reads. */
interface Read {
  /** Undefined for the formula's own sheet. */
  readonly sheet: string | undefined;
  readonly from: Corner;
  readonly to: Corner;
}

/** A formula as all cells have it that hold the same, seen from where they are. */
export interface Reading {
  /** As it is typed, in the first of the cells. */
  readonly text: string;
  readonly tree: Formula | undefined;
  /** Why it cannot be read. */
  readonly problem: string | undefined;
  /** Whether the file marks functions as Excel expects. */
  readonly isMarked: boolean;
  readonly reads: readonly Read[];
  readonly calls: readonly CallNode[];
  /** Names of the workbook, in small letters; not those that LET and LAMBDA bind. */
  readonly names: ReadonlySet<string>;
  readonly hasWholeLines: boolean;
}

/** A rectangle of cells on a sheet. */
export interface Area {
  readonly sheet: string | undefined;
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

const PIECE =
  /"(?:[^"]|"")*"|'(?:[^']|'')*'!|(?<![A-Za-z0-9_.\\$])(\$?)([A-Z]{1,3})(\$?)(\d{1,7})(?![A-Za-z0-9_.(!\\])/g;

const columns = new Map<string, number>();
function columnOf(letters: string): number {
  const known = columns.get(letters) ?? columnNumber(letters);
  columns.set(letters, known);
  return known;
}

/** A formula as it reads from its cell: two cells that hold the same give the same text. */
export function relative(text: string, row: number, column: number): string {
  return text.replace(
    PIECE,
    (
      piece,
      columnMark: string | undefined,
      letters: string | undefined,
      rowMark: string | undefined,
      digits: string,
    ) =>
      letters === undefined
        ? piece
        : `{${columnMark === "$" ? letters : columnOf(letters) - column},${rowMark === "$" ? digits : `${Number(digits) - row}`}${rowMark ?? ""}}`,
  );
}

const readings = new Map<string, Reading>();

/** What a formula of a file says; `key` is its relative text. */
export function readingOf(key: string, text: string, row: number, column: number): Reading {
  const known = readings.get(key);
  if (known !== undefined) return known;
  const found = freshReading(text, row, column);
  readings.set(key, found);
  return found;
}

const PLACE_FUNCTIONS: ReadonlySet<string> = new Set(["ROW", "ROWS", "COLUMN", "COLUMNS"]);

function freshReading(text: string, row: number, column: number): Reading {
  let plain = text;
  let tree: Formula;
  let isMarked: boolean;
  try {
    plain = typed(text);
    tree = parse(plain);
    isMarked = stored(plain).toUpperCase() === text.toUpperCase();
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    const nothing = { reads: [], calls: [], names: new Set<string>(), hasWholeLines: false };
    return { text: plain, tree: undefined, problem, isMarked: true, ...nothing };
  }
  const reads: Read[] = [];
  const calls: CallNode[] = [];
  const names = new Set<string>();
  const bound = new Set<string>();
  let hasWholeLines = false;
  const open: Formula[] = [tree];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.type === "call") {
      calls.push(node);
      for (const name of boundBy(node)) bound.add(name);
    }
    if (node.type === "name") names.add(node.name.toLowerCase());
    if (node.type === "ref" && node.ref.includes(":")) hasWholeLines = true;
    if (node.type === "binary" && node.op === ":" && node.left.type === "ref" && node.right.type === "ref") {
      const [from, to] = [cornerOf(node.left, row, column), cornerOf(node.right, row, column)];
      if (from !== undefined && to !== undefined) reads.push({ sheet: sheetOf(node.left), from, to });
      continue;
    }
    if (node.type === "ref") {
      const corner = cornerOf(node, row, column);
      if (corner !== undefined) reads.push({ sheet: sheetOf(node), from: corner, to: corner });
    }
    // The place of a cell is asked there, not what it holds.
    if (node.type === "call" && PLACE_FUNCTIONS.has(node.name.toUpperCase())) {
      for (const inside of walk(node)) if (inside.type === "name") names.add(inside.name.toLowerCase());
      continue;
    }
    open.push(...childrenOf(node));
  }
  for (const name of bound) names.delete(name);
  return { text: plain, tree, problem: undefined, isMarked, reads, calls, names, hasWholeLines };
}

/** The names that LET and LAMBDA bind. */
function boundBy({ name, args }: CallNode): string[] {
  const kind = name.toUpperCase();
  if (kind !== "LET" && kind !== "LAMBDA") return [];
  return args
    .slice(0, -1)
    .filter((_, index) => kind === "LAMBDA" || index % 2 === 0)
    .map((node) => (node.type === "name" ? node.name : node.type === "table" ? node.text.slice(1, -1) : ""))
    .map((bound) => bound.toLowerCase());
}

const sheetOf = ({ sheet }: ReferenceNode) => (sheet === undefined ? undefined : plainSheet(sheet));

/** 'Cash flow' as Cash flow. */
export const plainSheet = (sheet: string) =>
  sheet.startsWith("'") ? sheet.slice(1, -1).replaceAll("''", "'") : sheet;

function cornerOf({ ref }: ReferenceNode, row: number, column: number): Corner | undefined {
  const [, columnMark, letters, rowMark, digits] = /^(\$?)([A-Za-z]{1,3})(\$?)(\d+)$/.exec(ref) ?? [];
  if (letters === undefined || digits === undefined) return undefined;
  const [isColumnFixed, isRowFixed] = [columnMark === "$", rowMark === "$"];
  return {
    column: columnOf(letters.toUpperCase()) - (isColumnFixed ? 0 : column),
    row: Number(digits) - (isRowFixed ? 0 : row),
    isColumnFixed,
    isRowFixed,
  };
}

/** What a formula reads from a cell. */
export function areasAt({ reads }: Reading, row: number, column: number): Area[] {
  return reads.map(({ sheet, from, to }) => {
    const rows = [from, to].map((corner) => corner.row + (corner.isRowFixed ? 0 : row));
    const places = [from, to].map((corner) => corner.column + (corner.isColumnFixed ? 0 : column));
    return {
      sheet,
      top: Math.min(...rows),
      bottom: Math.max(...rows),
      left: Math.min(...places),
      right: Math.max(...places),
    };
  });
}

/** The areas that an address such as 'Cash flow'!$B$5:$C$9 names; undefined where it is something else. */
export function areasOf(text: string): Area[] | undefined {
  let tree: Formula;
  try {
    tree = parse(typed(text.replace(/^=/, "")));
  } catch {
    return undefined;
  }
  const areas = areasAt(readingOf(`address ${text}`, text.replace(/^=/, ""), 0, 0), 0, 0);
  const isAddress = [...walk(tree)].every(
    (node) =>
      ["ref", "group"].includes(node.type) || (node.type === "binary" && [":", ","].includes(node.op)),
  );
  return isAddress && areas.length > 0 ? areas : undefined;
}

/** "B5", or "B5:C9". */
export function areaText({ top, left, bottom, right }: Omit<Area, "sheet">): string {
  const first = `${columnLetters(left)}${top}`;
  return top === bottom && left === right ? first : `${first}:${columnLetters(right)}${bottom}`;
}

export const isIn = (row: number, column: number, { top, left, bottom, right }: Omit<Area, "sheet">) =>
  row >= top && row <= bottom && column >= left && column <= right;
