import { columnLetters } from "../../../formula/tokens";
import { numberText, toNumber, toText } from "../convert";
import { repeatingFunction, sheetFunction, type SheetFunction, type Surroundings } from "../define";
import { numberOfText } from "../textNumbers";
import { CALCULATION_ERROR, ErrorValue, NOT_AVAILABLE, VALUE_ERROR, type Scalar } from "../scalar";
import { Area, Areas, isScalar, Lambda, Matrix, NotComputed, OMITTED, type Operand } from "../values";
import { characterOf, codeOf, folded, lowered, raised, refusePairs } from "./characters";
import { decimalsOf, fractionPart, grouped, roundedTo, wholePart } from "./digits";
import { formatted } from "./numberFormat";
import { roman } from "./roman";

// Lengths and places in texts are counted in units of UTF-16, as Excel does.

/** A cell holds no longer text. */
const LONGEST = 32_767;

const within = (text: string): string | ErrorValue => (text.length > LONGEST ? VALUE_ERROR : text);

// Parts of texts

const end = (name: string, part: (text: string, count: number) => string) =>
  sheetFunction(name, ["text", "number~"], ([text, count = 1]) => {
    if (count < 0) return VALUE_ERROR;
    refusePairs(text);
    return part(text, Math.trunc(count));
  });

const MID = sheetFunction("MID", ["text", "number", "number"], ([text, start, count]) => {
  if (start < 1 || count < 0) return VALUE_ERROR;
  refusePairs(text);
  const from = Math.trunc(start) - 1;
  return text.slice(from, from + Math.trunc(count));
});

const REPLACE = sheetFunction(
  "REPLACE",
  ["text", "number", "number", "text"],
  ([text, start, count, replacement]) => {
    if (start < 1 || count < 0) return VALUE_ERROR;
    refusePairs(text);
    const from = Math.trunc(start) - 1;
    return within(text.slice(0, from) + replacement + text.slice(from + Math.trunc(count)));
  },
);

const SUBSTITUTE = sheetFunction(
  "SUBSTITUTE",
  ["text", "text", "text", "number~"],
  ([text, old, replacement, instance]) => {
    if (instance !== undefined && instance < 1) return VALUE_ERROR;
    if (old === "") return text;
    const parts = text.split(old);
    if (instance === undefined) {
      const length = text.length + (parts.length - 1) * (replacement.length - old.length);
      return length > LONGEST ? VALUE_ERROR : parts.join(replacement);
    }
    const count = Math.trunc(instance);
    if (count >= parts.length) return text;
    return within(parts.slice(0, count).join(old) + replacement + parts.slice(count).join(old));
  },
);

const REPT = sheetFunction("REPT", ["text", "number"], ([text, times]) => {
  if (times < 0 || text.length * Math.trunc(times) > LONGEST) return VALUE_ERROR;
  return text.repeat(Math.trunc(times));
});

// Case and blanks

function proper(text: string): string {
  if (/\p{M}/u.test(text))
    throw new NotComputed("whether a combining mark is a letter for PROPER is not certain");
  return text.replace(/\p{L}+/gu, (word) => {
    const [first = ""] = word;
    return raised(first) + lowered(word.slice(first.length));
  });
}

const trimmed = (text: string) => text.replace(/^ +| +$/g, "").replace(/ {2,}/g, " ");

const CONTROLS = /[\0-\x1f]/g;

// Searches

const find = (name: string, place: (pattern: string, text: string, from: number) => number) =>
  sheetFunction(name, ["text", "text", "number~"], ([pattern, text, start = 1]) => {
    const from = Math.trunc(start) - 1;
    if (from < 0 || from > text.length) return VALUE_ERROR;
    refusePairs(text, pattern);
    if (from === text.length && from > 0) {
      if (pattern === "") throw new NotComputed(`${name} of nothing behind the end is not certain`);
      return VALUE_ERROR;
    }
    if (text === "" && /^\*+$/.test(pattern)) throw new NotComputed(`${name} of * in nothing is not certain`);
    const found = pattern === "" ? from : place(pattern, text, from);
    return found < 0 ? VALUE_ERROR : found + 1;
  });

/** Where a pattern with ?, * and ~ matches first; -1 where nowhere. */
function searched(pattern: string, text: string, from: number): number {
  const segments = [""];
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern.charAt(at);
    const last = segments.length - 1;
    if (character === "*") {
      segments.push("");
      continue;
    }
    if (character === "~") {
      at++;
      if (!/^[~?*]$/.test(pattern.charAt(at)))
        throw new NotComputed("a ~ before another character is not certain");
    }
    const isAny = character === "?";
    segments[last] =
      (segments[last] ?? "") + (isAny ? "[^]" : pattern.charAt(at).replace(/[\\^$.*+?()[\]{}|/]/, "\\$&"));
  }
  const where = folded(text);
  let start = -1;
  let next = from;
  for (const segment of segments) {
    const expression = new RegExp(folded(segment), "g");
    expression.lastIndex = next;
    const match = expression.exec(where);
    if (match === null) return -1;
    if (start < 0) start = match.index;
    next = match.index + match[0].length;
  }
  return start;
}

// Joined texts

/** Visits the values of an operand as texts, row by row. */
function eachText(
  operand: Operand | undefined,
  around: Surroundings,
  visit: (text: string) => void,
): ErrorValue | undefined {
  if (operand === undefined || operand === OMITTED) {
    visit("");
    return undefined;
  }
  if (operand instanceof Lambda) return VALUE_ERROR;
  const take = (value: Scalar) => {
    const text = toText(value);
    if (text instanceof ErrorValue) return text;
    visit(text);
    return undefined;
  };
  return isScalar(operand) ? take(operand) : around.each(operand, take);
}

const CONCATENATE = repeatingFunction("CONCATENATE", ["text"], 1, (texts) => within(texts.join("")));

const CONCAT = repeatingFunction("CONCAT", ["operand"], 1, (operands, around) => {
  let joined = "";
  for (const operand of operands) {
    const error = eachText(operand, around, (text) => {
      if (joined.length <= LONGEST) joined += text;
    });
    if (error !== undefined) return error;
  }
  return within(joined);
});

const TEXTJOIN = repeatingFunction("TEXTJOIN", ["operand", "logical?", "operand"], 1, (args, around) => {
  const [delimiter, ignores, ...operands] = args;
  const delimiters: string[] = [];
  const error = eachText(delimiter, around, (text) => delimiters.push(text));
  if (error !== undefined) return error;
  let joined = "";
  let count = 0;
  let empties = 0;
  for (const operand of operands) {
    if (ignores !== true && operand instanceof Area && around.matrix(operand).whole !== undefined)
      throw new NotComputed("a text of all the rows or columns of a sheet");
    const failed = eachText(operand, around, (text) => {
      if (text === "") empties++;
      if ((text === "" && ignores === true) || joined.length > LONGEST) return;
      joined += count === 0 ? text : (delimiters[(count - 1) % delimiters.length] ?? "") + text;
      count++;
    });
    if (failed !== undefined) return failed;
  }
  if (empties > 0 && ignores === undefined)
    throw new NotComputed("whether empty texts are left out is not certain where it is not said");
  return within(joined);
});

// Before, after and between delimiters

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Where delimiters are in a text, from its front; they do not overlap. */
function spansOf(text: string, delimiters: readonly string[], ignoresCase: boolean): Span[] {
  const fold = (part: string) => (ignoresCase ? folded(part) : part);
  const [where, what] = [fold(text), delimiters.map(fold)];
  const spans: Span[] = [];
  for (let from = 0; ;) {
    const found = what
      .map((delimiter) => ({ start: where.indexOf(delimiter, from), length: delimiter.length }))
      .filter(({ start }) => start >= 0);
    if (found.length === 0) return spans;
    const start = found.reduce((least, each) => Math.min(least, each.start), Infinity);
    const lengths = new Set(found.filter((each) => each.start === start).map(({ length }) => length));
    if (lengths.size > 1)
      throw new NotComputed("which of several delimiters at one place counts is not certain");
    const [length = 0] = lengths;
    spans.push({ start, end: start + length });
    from = start + length;
  }
}

/** The delimiters in an argument. */
function delimitersOf(matrix: Matrix): readonly string[] | ErrorValue {
  const texts: string[] = [];
  for (const cell of matrix.cells) {
    const text = toText(cell);
    if (text instanceof ErrorValue) return text;
    texts.push(text);
  }
  if (texts.length > 1 && texts.includes(""))
    throw new NotComputed("an empty delimiter among others is not certain");
  return texts;
}

/** 0 and 1 are understood. */
function flagOf(value: number | undefined): boolean | ErrorValue {
  const whole = Math.trunc(value ?? 0);
  return whole === 0 ? false : whole === 1 ? true : VALUE_ERROR;
}

/** `part` cuts the text at a delimiter. */
const beside = (name: string, part: (text: string, span: Span) => string) =>
  sheetFunction(
    name,
    ["text", "matrix", "number?", "number?", "number?", "any?"],
    ([text, matrix, instance = 1, mode, atEnd, otherwise]) => {
      const delimiters = delimitersOf(matrix);
      if (delimiters instanceof ErrorValue) return delimiters;
      const [ignoresCase, endMatches] = [flagOf(mode), flagOf(atEnd)];
      if (ignoresCase instanceof ErrorValue) return ignoresCase;
      if (endMatches instanceof ErrorValue) return endMatches;
      const count = Math.trunc(instance);
      if (count === 0) return VALUE_ERROR;
      if (text === "") throw new NotComputed(`${name} of an empty text is not certain`);
      if (Math.abs(count) > text.length) return VALUE_ERROR;
      const isBackward = count < 0;
      if (delimiters.includes("")) {
        if (Math.abs(count) > 1) throw new NotComputed("a second empty delimiter is not certain");
        const place = isBackward ? text.length : 0;
        return part(text, { start: place, end: place });
      }
      const spans = spansOf(text, delimiters, ignoresCase);
      if (isBackward) refuseOverlaps(text, delimiters, ignoresCase, spans);
      if (endMatches) {
        if (isBackward) spans.unshift({ start: 0, end: 0 });
        else spans.push({ start: text.length, end: text.length });
      }
      const span = spans[isBackward ? spans.length + count : count - 1];
      if (span !== undefined) return part(text, span);
      return otherwise === undefined ? NOT_AVAILABLE : (otherwise ?? 0);
    },
  );

/** From the end, delimiters that overlap may be found elsewhere than from the front. */
function refuseOverlaps(
  text: string,
  delimiters: readonly string[],
  ignoresCase: boolean,
  spans: readonly Span[],
): void {
  const reversed = (part: string) => part.split("").reverse().join("");
  const backward = spansOf(reversed(text), delimiters.map(reversed), ignoresCase);
  const isSame = backward.every(
    ({ start }, index) => text.length - start === spans[spans.length - 1 - index]?.end,
  );
  if (!isSame || backward.length !== spans.length)
    throw new NotComputed("delimiters that overlap are not certain from the end");
}

function pieces(text: string, delimiters: readonly string[] | undefined, ignoresCase: boolean): string[] {
  if (delimiters === undefined) return [text];
  let from = 0;
  const found: string[] = [];
  for (const { start, end: stop } of spansOf(text, delimiters, ignoresCase)) {
    found.push(text.slice(from, start));
    from = stop;
  }
  found.push(text.slice(from));
  return found;
}

const TEXTSPLIT = sheetFunction(
  "TEXTSPLIT",
  ["text", "matrix?", "matrix?", "logical?", "number?", "any?"],
  ([text, columnMatrix, rowMatrix, ignoresEmpty = false, mode, padding = NOT_AVAILABLE]) => {
    const columnDelimiters = columnMatrix && delimitersOf(columnMatrix);
    if (columnDelimiters instanceof ErrorValue) return columnDelimiters;
    const rowDelimiters = rowMatrix && delimitersOf(rowMatrix);
    if (rowDelimiters instanceof ErrorValue) return rowDelimiters;
    const ignoresCase = flagOf(mode);
    if (ignoresCase instanceof ErrorValue) return ignoresCase;
    const all = [...(columnDelimiters ?? []), ...(rowDelimiters ?? [])];
    if (all.length === 0 || all.includes(""))
      throw new NotComputed("a split without a delimiter is not certain");
    const isShared = columnDelimiters?.some((one) =>
      rowDelimiters?.some(
        (other) => folded(one).includes(folded(other)) || folded(other).includes(folded(one)),
      ),
    );
    if (isShared === true) throw new NotComputed("delimiters for rows and columns that share characters");
    if (text === "") throw new NotComputed("the split of an empty text is not certain");
    const lines = pieces(text, rowDelimiters, ignoresCase)
      .filter((line) => !ignoresEmpty || line !== "")
      .map((line) =>
        pieces(line, columnDelimiters, ignoresCase).filter((piece) => !ignoresEmpty || piece !== ""),
      );
    if (lines.length === 0) return CALCULATION_ERROR;
    if (lines.some((line) => line.length === 0)) throw new NotComputed("a row of empty texts is not certain");
    const width = lines.reduce((most, line) => Math.max(most, line.length), 0);
    return Matrix.of(
      lines.map((line) => Array.from({ length: width }, (_, column) => line[column] ?? padding)),
    );
  },
);

// Numbers and texts

const VALUE = sheetFunction("VALUE", ["scalar"], ([value], around) => {
  if (typeof value === "boolean") return VALUE_ERROR;
  if (typeof value !== "string") return value ?? 0;
  return numberOfText(value, around.dateOffset) ?? VALUE_ERROR;
});

const NUMBER_ONLY = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[Ee][+-]?\d+)?$/;

const NUMBERVALUE = sheetFunction(
  "NUMBERVALUE",
  ["text", "text?", "text?"],
  ([text, decimal = ".", group = ","]) => {
    const [point, separator] = [decimal.charAt(0), group.charAt(0)];
    if (point === "" || separator === "") return VALUE_ERROR;
    if (point === separator) throw new NotComputed("NUMBERVALUE with one separator for both is not certain");
    const [, body = "", percents = ""] = /^([^]*?)(%*)$/.exec(text.replace(/ /g, "")) ?? [];
    if (body === "" && percents === "") return 0;
    const [whole = "", fraction, ...more] = body.split(point);
    if (more.length > 0 || fraction?.includes(separator)) return VALUE_ERROR;
    const plain = whole.split(separator).join("") + (fraction === undefined ? "" : `.${fraction}`);
    if (NUMBER_ONLY.test(plain)) {
      const number = numberOfText(plain);
      if (number === undefined) return VALUE_ERROR;
      return number / 100 ** percents.length;
    }
    if (/\d/.test(plain)) throw new NotComputed(`what NUMBERVALUE makes of "${text}" is not certain`);
    return VALUE_ERROR;
  },
);

/** T and N take the value of a reference to one cell, and each value of an array. */
const single = (name: string, of: (value: Scalar) => Scalar) =>
  sheetFunction(name, ["operand"], ([operand], around) => {
    if (operand === OMITTED) return of(null);
    if (operand instanceof Lambda) return VALUE_ERROR;
    if (operand instanceof Area || operand instanceof Areas) {
      if (operand instanceof Areas || operand.rows * operand.columns > 1)
        throw new NotComputed(`${name} of several cells is not certain`);
      return of(around.matrix(operand).at(0, 0));
    }
    if (operand instanceof Matrix) return new Matrix(operand.rows, operand.columns, operand.cells.map(of));
    return of(operand);
  });

/** 127 places are the most. */
const MOST_PLACES = 127;

/** The size of a number with a fixed number of places, rounded before the point where that is negative. */
function fixed(value: number, places: number, hasCommas: boolean): string {
  const rounded = roundedTo(decimalsOf(value), places);
  const digits = wholePart(rounded) || "0";
  const fraction = places > 0 ? `.${fractionPart(rounded, places)}` : "";
  return (hasCommas ? grouped(digits) : digits) + fraction;
}

/** The places that FIXED and DOLLAR are given: 2 where none are. */
function placesOf(decimals: Exclude<Scalar, ErrorValue> | undefined): number | ErrorValue {
  if (decimals === null) throw new NotComputed("places that are left out between commas are not certain");
  const number = toNumber(decimals ?? 2);
  if (number instanceof ErrorValue) return number;
  return number > MOST_PLACES ? VALUE_ERROR : Math.trunc(number);
}

const FIXED = sheetFunction(
  "FIXED",
  ["number", "scalar~", "logical~"],
  ([value, decimals, hasNoCommas = false]) => {
    const places = placesOf(decimals);
    if (places instanceof ErrorValue) return places;
    const text = fixed(value, places, !hasNoCommas);
    if (value >= 0) return text;
    if (!/[1-9]/.test(text))
      throw new NotComputed("the sign of a number that FIXED rounds to zero is not certain");
    return `-${text}`;
  },
);

const DOLLAR = sheetFunction("DOLLAR", ["number", "scalar~"], ([value, decimals]) => {
  const places = placesOf(decimals);
  if (places instanceof ErrorValue) return places;
  const text = `$${fixed(value, places, true)}`;
  if (value >= 0) return text;
  if (!/[1-9]/.test(text))
    throw new NotComputed("the sign of a number that DOLLAR rounds to zero is not certain");
  return `(${text})`;
});

const TEXT = sheetFunction("TEXT", ["scalar", "text"], ([value, format], around) => {
  const number = typeof value === "string" ? numberOfText(value, around.dateOffset) : undefined;
  if (number !== undefined && format.includes("@") && numberText(number) !== value)
    throw new NotComputed("TEXT of a number written as a text is not certain with @");
  const shown = typeof value === "boolean" ? (value ? "TRUE" : "FALSE") : (number ?? value ?? 0);
  const text = formatted(shown, format, around.dateOffset);
  return text instanceof ErrorValue ? text : within(text);
});

/** A value as VALUETOTEXT and ARRAYTOTEXT write it; strictly, texts are in quotation marks. */
function described(value: Scalar, isStrict: boolean): string {
  if (value instanceof ErrorValue) return value.code;
  if (value === null && isStrict)
    throw new NotComputed("how a blank cell is written as a value is not certain");
  if (typeof value === "string") return isStrict ? `"${value.replace(/"/g, '""')}"` : value;
  if (typeof value === "boolean") return value ? "TRUE" : "FALSE";
  return value === null ? "" : numberText(value);
}

const VALUETOTEXT = sheetFunction("VALUETOTEXT", ["any", "number?"], ([value, format]) => {
  const isStrict = flagOf(format);
  return isStrict instanceof ErrorValue ? isStrict : within(described(value, isStrict));
});

const ARRAYTOTEXT = sheetFunction("ARRAYTOTEXT", ["matrix", "number?"], ([matrix, format]) => {
  const isStrict = flagOf(format);
  if (isStrict instanceof ErrorValue) return isStrict;
  const texts = matrix.cells.map((cell) => described(cell, isStrict));
  if (!isStrict) return within(texts.join(", "));
  const lines = Array.from({ length: matrix.rows }, (_, row) =>
    texts.slice(row * matrix.columns, (row + 1) * matrix.columns).join(","),
  );
  return within(`{${lines.join(";")}}`);
});

// Characters and numerals

const CHAR = sheetFunction("CHAR", ["number"], ([code]) =>
  code >= 1 && code < 256 ? characterOf(Math.trunc(code)) : VALUE_ERROR,
);

const CODE = sheetFunction("CODE", ["text"], ([text]) => {
  refusePairs(text.slice(0, 1));
  return text === "" ? VALUE_ERROR : codeOf(text.charAt(0));
});

const LAST_CODE_POINT = 0x10ffff;

const UNICHAR = sheetFunction("UNICHAR", ["number"], ([code]) => {
  const point = Math.trunc(code);
  if (point < 1 || point > LAST_CODE_POINT) return VALUE_ERROR;
  if (point >= 0xd800 && point <= 0xdfff) return NOT_AVAILABLE;
  if ((point & 0xfffe) === 0xfffe || (point >= 0xfdd0 && point <= 0xfdef))
    throw new NotComputed("what UNICHAR gives for no character is not certain");
  return String.fromCodePoint(point);
});

const UNICODE = sheetFunction("UNICODE", ["text"], ([text]) => {
  const point = text.codePointAt(0);
  if (point === undefined) return VALUE_ERROR;
  return point >= 0xd800 && point <= 0xdfff ? NOT_AVAILABLE : point;
});

const MOST_ROMAN = 3999;
/** TRUE is the classic form, FALSE the shortest. */
const SHORTEST = 4;

const ROMAN = sheetFunction("ROMAN", ["number", "scalar?"], ([value, form]) => {
  const number = Math.trunc(value);
  if (typeof form === "string") throw new NotComputed("a text as the form of ROMAN is not certain");
  const shape = typeof form === "boolean" ? (form ? 0 : SHORTEST) : Math.trunc(form ?? 0);
  if (value < 0 || number > MOST_ROMAN || shape < 0 || shape > SHORTEST) return VALUE_ERROR;
  return roman(number, shape);
});

const ROMAN_DIGITS: Readonly<Record<string, number>> = { I: 1, V: 5, X: 10, L: 50, C: 100, D: 500, M: 1000 };

const ARABIC = sheetFunction("ARABIC", ["text"], ([text]) => {
  const [, sign = "", numeral = ""] = /^(-?)([^]*)$/.exec(text.toUpperCase()) ?? [];
  if (text.length > 255) return VALUE_ERROR;
  if (/^ | $/.test(text) || text === "-") throw new NotComputed("ARABIC with spaces is not certain");
  if (!/^[IVXLCDM]*$/.test(numeral)) return VALUE_ERROR;
  let sum = 0;
  let next = 0;
  for (const letter of numeral.split("").reverse()) {
    const value = ROMAN_DIGITS[letter] ?? 0;
    sum += value < next ? -value : value;
    next = value;
  }
  const isNumeral =
    sum >= 0 && sum <= MOST_ROMAN && [0, 1, 2, 3, 4].some((form) => roman(sum, form) === numeral);
  if (!isNumeral)
    throw new NotComputed("what ARABIC makes of a numeral that ROMAN does not write is not certain");
  return sign === "-" ? 0 - sum : sum;
});

// References as texts

const LAST_ROW = 1_048_576;
const LAST_COLUMN = 16_384;
/** A sheet's name that needs no quotation marks. */
const PLAIN_SHEET = /^[A-Za-z_][A-Za-z0-9_]*$/;
/** A name that could be read as a cell: A1, RC, R1C1. */
const CELL_LIKE = /^(?:[A-Za-z]{1,3}\d+|[Rr]\d*(?:[Cc]\d*)?|[Cc]\d*)$/;

const BEYOND_LAST_COLUMN = /^(?:XF[E-Z]|X[G-Z][A-Z]|[YZ][A-Z]{2})\d+$/i;

const ADDRESS = sheetFunction(
  "ADDRESS",
  ["number", "number", "number?", "logical?", "text?"],
  ([rowGiven, columnGiven, kindGiven = 1, isA1 = true, sheet]) => {
    const [row, column, kind] = [Math.trunc(rowGiven), Math.trunc(columnGiven), Math.trunc(kindGiven)];
    if (row < 1 || row > LAST_ROW || column < 1 || column > LAST_COLUMN) return VALUE_ERROR;
    if (kind < 1 || kind > 8) return VALUE_ERROR;
    if (kind > 4) throw new NotComputed("ADDRESS with a kind beyond 4 is not certain");
    const [fixedRow, fixedColumn] = [kind <= 2, kind === 1 || kind === 3];
    const place = isA1
      ? `${fixedColumn ? "$" : ""}${columnLetters(column)}${fixedRow ? "$" : ""}${row}`
      : `R${fixedRow ? row : `[${row}]`}C${fixedColumn ? column : `[${column}]`}`;
    if (sheet === undefined) return place;
    if (sheet === "" || /['.\u0080-\uffff]/.test(sheet) || BEYOND_LAST_COLUMN.test(sheet))
      throw new NotComputed("how ADDRESS quotes the name of this sheet is not certain");
    const name = PLAIN_SHEET.test(sheet) && !CELL_LIKE.test(sheet) ? sheet : `'${sheet}'`;
    return `${name}!${place}`;
  },
);

const HYPERLINK = sheetFunction("HYPERLINK", ["text", "any~"], ([link, name]) => {
  if (name === null) throw new NotComputed("what HYPERLINK shows for a blank name is not certain");
  return name ?? link;
});

export const TEXTS: readonly SheetFunction[] = [
  end("LEFT", (text, count) => text.slice(0, count)),
  end("RIGHT", (text, count) => (count >= text.length ? text : text.slice(text.length - count))),
  MID,
  sheetFunction("LEN", ["text"], ([text]) => {
    refusePairs(text);
    return text.length;
  }),
  REPLACE,
  SUBSTITUTE,
  REPT,
  sheetFunction("LOWER", ["text"], ([text]) => lowered(text)),
  sheetFunction("UPPER", ["text"], ([text]) => raised(text)),
  sheetFunction("PROPER", ["text"], ([text]) => proper(text)),
  sheetFunction("TRIM", ["text"], ([text]) => trimmed(text)),
  sheetFunction("CLEAN", ["text"], ([text]) => text.replace(CONTROLS, "")),
  find("FIND", (pattern, text, from) => text.indexOf(pattern, from)),
  find("SEARCH", searched),
  sheetFunction("EXACT", ["text", "text"], ([one, other]) => one === other),
  CONCATENATE,
  CONCAT,
  TEXTJOIN,
  beside("TEXTBEFORE", (text, { start }) => text.slice(0, start)),
  beside("TEXTAFTER", (text, { end: stop }) => text.slice(stop)),
  TEXTSPLIT,
  VALUE,
  NUMBERVALUE,
  single("T", (value) => (typeof value === "string" || value instanceof ErrorValue ? value : "")),
  single("N", (value) =>
    typeof value === "number" || value instanceof ErrorValue ? value : value === true ? 1 : 0,
  ),
  FIXED,
  DOLLAR,
  TEXT,
  VALUETOTEXT,
  ARRAYTOTEXT,
  CHAR,
  CODE,
  UNICHAR,
  UNICODE,
  ROMAN,
  ARABIC,
  ADDRESS,
  HYPERLINK,
];
