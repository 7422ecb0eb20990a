/** A formula that cannot be read. `at` is the place of the first character that does not fit, from 0. */
export class FormulaError extends Error {
  constructor(
    problem: string,
    readonly at: number,
  ) {
    super(`${problem}, at character ${at + 1}`);
    this.name = "FormulaError";
  }
}

export type TokenType =
  "number" | "text" | "error" | "reference" | "name" | "function" | "table" | "operator";

export interface Token {
  type: TokenType;
  /** As written, without the sheet. */
  text: string;
  /** What stands before "!", as written: `Sheet1`, `'My sheet'`, `[1]Sheet1`, `Sheet1:Sheet3`, `[1]`. */
  sheet?: string;
  start: number;
  end: number;
  /** Whether blanks or line breaks stand before it. */
  spaced: boolean;
}

export const LAST_COLUMN = 16_384;
export const LAST_ROW = 1_048_576;
/** Excel reads 8,192 characters; a file has more of them, for the marks before names. */
const MOST_CHARACTERS = 16_384;

const SPACES = /\s+/y;
const TEXT = /"(?:[^"]|"")*"/y;
const ERROR =
  /#(?:REF!|N\/A|VALUE!|DIV\/0!|NUM!|NAME\?|NULL!|SPILL!|CALC!|BUSY!|GETTING_DATA|FIELD!|BLOCKED!|CONNECT!|UNKNOWN!|PYTHON!|EXTERNAL!|TIMEOUT!)/iy;
const NUMBER = /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
const NAME = /[\p{L}_\\][\p{L}\p{N}\p{M}_.\\?]*/uy;
/** What must not follow a cell: it would be a longer name, a function or a sheet. A point may, in `A1.:.A9`. */
const NOT_ON = "(?![\\p{L}\\p{N}_(!\\[\\\\?]|\\.(?!:))";
const CELL = new RegExp(`\\$?([A-Za-z]{1,3})\\$?([1-9]\\d{0,6})${NOT_ON}`, "uy");
const COLUMNS = new RegExp(`\\$?([A-Za-z]{1,3})\\.?:\\.?\\$?([A-Za-z]{1,3})${NOT_ON}`, "uy");
const ROWS = new RegExp(`\\$?([1-9]\\d{0,6})\\.?:\\.?\\$?([1-9]\\d{0,6})${NOT_ON}`, "uy");
const QUOTED_SHEET = /'((?:[^']|'')+)'!/y;
const SHEETS = "[\\p{L}\\p{N}_\\\\][\\p{L}\\p{N}_.\\\\]*(?::[\\p{L}\\p{N}_\\\\][\\p{L}\\p{N}_.\\\\]*)?";
const PLAIN_SHEET = new RegExp(`(?:\\[[^[\\]'"]+\\](?:${SHEETS})?|${SHEETS})!`, "uy");
/** What Excel leaves of a sheet that was deleted: #REF!A1. */
const LOST_SHEET = /#REF!(?=[$#\p{L}\p{N}_\\])/uy;
const OPERATOR = /<=|>=|<>|\.:\.|:\.|\.:|[-+*/^&=<>%:,;(){}@#]/y;

/** "A" is 1. */
export function columnNumber(letters: string): number {
  let number = 0;
  for (const letter of letters.toUpperCase()) number = number * 26 + letter.charCodeAt(0) - 64;
  return number;
}

/** "A" for 1, "AA" for 27. */
export function columnLetters(number: number): string {
  let letters = "";
  for (let rest = number; rest > 0; rest = Math.floor((rest - 1) / 26))
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  return letters;
}

const isColumn = (letters = "A") => letters.length < 3 || columnNumber(letters) <= LAST_COLUMN;
const isRow = (digits = "1") => digits.length < 7 || Number(digits) <= LAST_ROW;

/** The tokens of a formula without its "=". Throws a FormulaError at a character that fits nowhere. */
export function tokens(text: string): Token[] {
  if (text.length > MOST_CHARACTERS)
    throw new FormulaError(`formula of more than ${MOST_CHARACTERS} characters`, MOST_CHARACTERS);
  const found: Token[] = [];
  const hasSheets = text.includes("!");
  let at = 0;
  const match = (pattern: RegExp) => {
    pattern.lastIndex = at;
    return pattern.exec(text);
  };
  const lengthOf = (pattern: RegExp) => match(pattern)?.[0].length ?? 0;

  while (at < text.length) {
    const blanks = lengthOf(SPACES);
    at += blanks;
    if (at === text.length) break;
    const first = text.charAt(at);
    const add = (type: TokenType, length: number, from = at, sheet?: string) => {
      const token: Token = {
        type,
        text: text.slice(at, at + length),
        start: from,
        end: at + length,
        spaced: blanks > 0,
      };
      if (sheet !== undefined) token.sheet = sheet;
      found.push(token);
      at += length;
    };

    if (first === '"') {
      const length = lengthOf(TEXT);
      if (length === 0) throw new FormulaError("text without a closing quotation mark", at);
      add("text", length);
      continue;
    }
    const from = at;
    const sheet = hasSheets || first === "'" ? sheetAt() : undefined;
    const wholeReference = referenceLength();
    if (first === "#" || sheet !== undefined) {
      const length = lengthOf(ERROR);
      if (length > 0) {
        add("error", length, from, sheet);
        continue;
      }
    }
    if (wholeReference > 0) {
      add("reference", wholeReference, from, sheet);
      continue;
    }
    if (sheet === undefined) {
      const length = lengthOf(NUMBER);
      if (length > 0) {
        add("number", length);
        continue;
      }
    }
    let length = lengthOf(NAME);
    // A1.:.A9 and name.:.name: the point belongs to the colon.
    if (length > 0 && text[at + length] === ":" && text[at + length - 1] === ".") length -= 1;
    const next = text[at + length];
    if (next === "[" && (length > 0 || sheet === undefined)) {
      add("table", length + bracketLength(at + length), from, sheet);
    } else if (length > 0) {
      add(next === "(" ? "function" : "name", length, from, sheet);
    } else if (sheet !== undefined) {
      throw new FormulaError("a reference or a name is expected after !", at);
    } else {
      const operator = lengthOf(OPERATOR);
      if (operator === 0) throw new FormulaError(`${first} is not expected`, at);
      add("operator", operator);
    }
  }
  return found;

  /** Steps over the name of a sheet with its "!", and returns it. */
  function sheetAt(): string | undefined {
    if (lengthOf(LOST_SHEET) > 0) {
      at += "#REF!".length;
      return "#REF";
    }
    const quoted = text[at] === "'";
    const sheet = match(quoted ? QUOTED_SHEET : PLAIN_SHEET)?.[0];
    if (sheet === undefined) {
      if (quoted) throw new FormulaError("name of a sheet without its closing quotation mark or !", at);
      return undefined;
    }
    // A1:Sheet2!B3 is a range, not the sheets from A1 to Sheet2.
    if (!quoted && sheet.includes(":") && lengthOf(CELL) > 0) return undefined;
    at += sheet.length;
    return sheet.slice(0, -1);
  }

  /** The length of a cell, of whole columns or of whole rows; 0 where there is none. */
  function referenceLength(): number {
    const cell = match(CELL);
    if (cell !== null) return isColumn(cell[1]) && isRow(cell[2]) ? cell[0].length : 0;
    const columns = match(COLUMNS);
    if (columns !== null) return isColumn(columns[1]) && isColumn(columns[2]) ? columns[0].length : 0;
    const rows = match(ROWS);
    return rows !== null && isRow(rows[1]) && isRow(rows[2]) ? rows[0].length : 0;
  }

  /** The length of `[Column]` or `[[#This Row],[a]:[b]]`; an apostrophe escapes the bracket after it. */
  function bracketLength(opening: number): number {
    let depth = 0;
    for (let place = opening; place < text.length; place++) {
      const letter = text[place];
      if (letter === "'") place += 1;
      else if (letter === "[") depth += 1;
      else if (letter === "]" && --depth === 0) return place + 1 - opening;
    }
    throw new FormulaError("square bracket without its closing one", opening);
  }
}
