/** What a spreadsheet cell can hold when it reaches the core. A blank cell is `null`. */
export type Cell = string | number | boolean | null | CellError;

/** A cell's value as a text: TRUE and FALSE as Excel shows them, numbers with all digits. */
export const textOf = (value: string | number | boolean): string =>
  typeof value === "boolean" ? String(value).toUpperCase() : String(value);

/** An error value from a cell; it is passed on unchanged. */
export class CellError extends Error {
  constructor(
    /** Excel's error text, such as `#DIV/0!`. */
    readonly code: string,
    message = "",
  ) {
    super(message);
  }
}

/** The user can fix it: shown as #VALUE! with `parameter rule, got value: hint`. */
export class InputError extends Error {
  constructor(
    readonly parameter: string,
    readonly rule: string,
    readonly got?: unknown,
    /** What the user may have meant. */
    readonly hint?: string,
  ) {
    const value = got === undefined ? "" : `, got ${shown(got)}`;
    super(`${parameter} ${rule}${value}${hint === undefined ? "" : `: ${hint}`}`);
  }

  /** The same fault, for a parameter that has another name outside. */
  of(parameter: string): InputError {
    return new InputError(parameter, this.rule, this.got, this.hint);
  }
}

/** The user gave a zero divisor: #DIV/0!. */
export class DivisionByZeroError extends Error {}

/** Legal input that has no answer: #N/A with the message. */
export class NoAnswerError extends Error {}

/**
 * No answer because there is nothing to compute, as in a period that has expired: a table by period leaves it empty.
 */
export class EmptyPeriodError extends NoAnswerError {}

/** Data that is not available now: offline, not loaded, refused or broken. #N/A with the message. */
export class UnavailableError extends Error {}

/** Legal input that defeats the method: #NUM!. */
export class NumericError extends Error {}

/** One of several answers, or the error that says why there is none: it does not spoil the others. */
export type Answer = number | NoAnswerError | NumericError;

export function answerOf(compute: () => number): Answer {
  try {
    return compute();
  } catch (error) {
    if (error instanceof NoAnswerError || error instanceof NumericError) return error;
    throw error;
  }
}

/** Longest value that a message quotes. */
const LONGEST_QUOTE = 60;

/** A value as an error message shows it: texts in quotes, blanks in words, long ones cut. */
export function shown(value: unknown): string {
  if (value === null) return "a blank cell";
  if (typeof value === "string") return `the text "${cut(value)}"`;
  if (typeof value === "boolean") return textOf(value);
  // eslint-disable-next-line @typescript-eslint/no-base-to-string -- only cells are quoted: what is left are numbers
  return cut(String(value));
}

const cut = (text: string) => (text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}...` : text);
