import { parse, type Formula } from "../../formula/formula";
import { FormulaError, LAST_COLUMN, LAST_ROW } from "../../formula/tokens";
import { compile, type Code, type Context, type Mode } from "./compile";
import type { Precedents } from "./precedents";
import type { Place } from "./references";
import { NotComputed } from "./values";

/** A formula that many cells have, each relative to where it is: it is read and compiled once. */
export class Shape {
  private readonly codes = new Map<Mode, Code | NotComputed>();
  private read: Formula | FormulaError | undefined;
  private parts: readonly Part[] | undefined;
  precedents: Precedents | undefined;
  /** The add-in's functions that it calls, once somebody has looked. */
  functions: readonly string[] | undefined;

  constructor(
    /** The first of the cells, and the formula as it reads there. */
    readonly home: Place,
    readonly text: string,
    /** The formula as it reads in all of them: its `relativeText`. */
    private readonly relative: string,
  ) {}

  /** Whether a formula is this one, as it reads in a cell. What one knows of it costs less than its `relativeText`. */
  isRead(text: string, row: number, column: number): boolean {
    this.parts ??= partsOf(this.relative);
    return readsAs(this.parts, text, row, column);
  }

  /** Undefined where it is no formula. */
  get tree(): Formula | undefined {
    const tree = this.parsed();
    return tree instanceof FormulaError ? undefined : tree;
  }

  private parsed(): Formula | FormulaError {
    if (this.read !== undefined) return this.read;
    try {
      this.read = parse(this.text);
    } catch (error) {
      if (!(error instanceof FormulaError)) throw error;
      this.read = error;
    }
    return this.read;
  }

  /** Throws a `NotComputed` that says why it cannot be computed. */
  code(mode: Mode, context: Context): Code {
    let code = this.codes.get(mode);
    if (code === undefined) this.codes.set(mode, (code = this.compiled(mode, context)));
    if (code instanceof NotComputed) throw code;
    return code;
  }

  private compiled(mode: Mode, context: Context): Code | NotComputed {
    const tree = this.parsed();
    if (tree instanceof FormulaError) return new NotComputed(`the formula cannot be read: ${tree.message}`);
    try {
      return compile(tree, this.home, context, mode);
    } catch (error) {
      if (error instanceof NotComputed) return error;
      throw error;
    }
  }
}

const [QUOTE, APOSTROPHE, DOLLAR, BRACKET_OPEN, BRACKET_CLOSE, COLON, DOT, ZERO, NINE] = [
  34, 39, 36, 91, 93, 58, 46, 48, 57,
];

const isDigit = (code: number) => code >= ZERO && code <= NINE;
const isLetter = (code: number) => (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
/** What can be a part of a name. */
const isWord = (code: number) =>
  isLetter(code) || isDigit(code) || code === 95 || code === DOT || code === 92 || code === 63 || code > 127;
/** What makes a name, a function or a sheet of what stands before it. */
const goesOn = (code: number) => isWord(code) || code === 40 || code === 33 || code === BRACKET_OPEN;

/** What stands in front of a cell's address in a formula that many cells have, and where that cell is. */
interface Part {
  readonly before: string;
  /** Undefined behind the last address. */
  readonly cell: { readonly row: Distance; readonly column: Distance } | undefined;
}

/** A place from 1 where it is fixed, else the way to it. */
interface Distance {
  readonly isFixed: boolean;
  readonly by: number;
}

const ADDRESS = /\u0001(\[?)(-?\d+)\]?,(\[?)(-?\d+)\]?/;

function partsOf(relative: string): Part[] {
  const parts: Part[] = [];
  const pieces = relative.split(ADDRESS);
  const distance = (at: number): Distance => ({ isFixed: pieces[at] === "", by: Number(pieces[at + 1]) });
  for (let at = 0; at < pieces.length; at += 5)
    parts.push({
      before: pieces[at] ?? "",
      cell: at + 1 < pieces.length ? { row: distance(at + 1), column: distance(at + 3) } : undefined,
    });
  return parts;
}

function readsAs(parts: readonly Part[], text: string, row: number, column: number): boolean {
  let at = 0;
  for (const { before, cell } of parts) {
    if (!text.startsWith(before, at)) return false;
    at += before.length;
    if (cell === undefined) return at === text.length;
    if ((text.charCodeAt(at) === DOLLAR) !== cell.column.isFixed) return false;
    if (cell.column.isFixed) at += 1;
    let letters = 0;
    for (; isLetter(text.charCodeAt(at)); at++) letters = letters * 26 + (text.charCodeAt(at) & 31);
    // Beyond the edge of the sheet it is a name.
    if (letters === 0 || letters > LAST_COLUMN) return false;
    if (letters !== cell.column.by + (cell.column.isFixed ? 0 : column)) return false;
    if ((text.charCodeAt(at) === DOLLAR) !== cell.row.isFixed) return false;
    if (cell.row.isFixed) at += 1;
    let digits = 0;
    if (text.charCodeAt(at) === ZERO) return false;
    for (; isDigit(text.charCodeAt(at)); at++) digits = digits * 10 + text.charCodeAt(at) - ZERO;
    if (digits === 0 || digits > LAST_ROW) return false;
    if (digits !== cell.row.by + (cell.row.isFixed ? 0 : row)) return false;
  }
  return false;
}

/** The rest of the name of several sheets, from the colon on. */
const SHEET = /^:[^\s"'()[\],;:+\-*/^&=<>]+!/u;
const LONGEST_SHEET = 34;

/**
 * A formula as it reads in every cell that has the same one: with the distances to other cells in place of their addresses.
 * One with whole columns or rows reads as itself, with its place.
 */
export function relativeText(text: string, row: number, column: number): string {
  let found = "";
  let from = 0;
  let at = 0;
  const { length } = text;
  while (at < length) {
    const code = text.charCodeAt(at);
    if (code === QUOTE || code === APOSTROPHE) {
      // A doubled one within ends and begins again.
      const end = text.indexOf(code === QUOTE ? '"' : "'", at + 1);
      at = end < 0 ? length : end + 1;
      continue;
    }
    if (code === BRACKET_OPEN) {
      let depth = 0;
      for (; at < length; at++) {
        const inner = text.charCodeAt(at);
        if (inner === APOSTROPHE) at += 1;
        else if (inner === BRACKET_OPEN) depth += 1;
        else if (inner === BRACKET_CLOSE && --depth === 0) break;
      }
      at += 1;
      continue;
    }
    if (code !== DOLLAR && !isWord(code)) {
      at += 1;
      continue;
    }
    const start = at;
    const isColumnFixed = code === DOLLAR;
    if (isColumnFixed) at += 1;
    let letters = 0;
    let number = 0;
    while (at < length && letters < 4 && isLetter(text.charCodeAt(at))) {
      number = number * 26 + (text.charCodeAt(at) & 31);
      letters += 1;
      at += 1;
    }
    const afterLetters = at;
    const isRowFixed = letters > 0 && text.charCodeAt(at) === DOLLAR;
    if (isRowFixed) at += 1;
    const digitsFrom = at;
    while (at < length && isDigit(text.charCodeAt(at))) at += 1;
    const digits = at - digitsFrom;
    const next = at < length ? text.charCodeAt(at) : 0;
    const before = start > 0 ? text.charCodeAt(start - 1) : 0;
    const isAlone = digits === 0 ? letters > 0 && letters < 4 && !isRowFixed : letters === 0;
    // A:C and 2:5, names and numbers that may be, A1.:.A9, and sheets that are called as cells, S1:S3!A1.
    const isTrimmed = next === DOT && text.charCodeAt(at + 1) === COLON;
    const isSheet = next === COLON && SHEET.test(text.slice(at, at + LONGEST_SHEET));
    if (isTrimmed || isSheet || (isAlone && (next === COLON || before === COLON)))
      return `\u0002${row},${column}:${text}`;
    // A01, A2000000 and ZZZ1 are names.
    const line =
      digits > 0 && digits < 8 && text.charCodeAt(digitsFrom) !== ZERO
        ? Number(text.slice(digitsFrom, at))
        : 0;
    const isInside = line >= 1 && line <= LAST_ROW && number <= LAST_COLUMN;
    if (letters > 0 && letters < 4 && isInside && !goesOn(next)) {
      found += text.slice(from, start);
      found += `\u0001${isRowFixed ? line : `[${line - row}]`},${isColumnFixed ? number : `[${number - column}]`}`;
      from = at;
      continue;
    }
    if (digits === 0) at = afterLetters;
    while (at < length && isWord(text.charCodeAt(at))) at += 1;
    if (at === start) at += 1;
  }
  return from === 0 ? text : found + text.slice(from);
}
