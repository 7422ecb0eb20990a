/**
 * A function in Excel's own functions: what computes it. Names and defaults of arguments, checks of their bounds, labels and
 * headers come from the function's definition.
 *
 * Texts are formulas as an analyst would type them, in which each argument has its name in Excel, a vector is one column
 * of its numbers, and an optional argument that was left out has its default where it has one.
 */
export interface NativeForm {
  /** Vectors that the form reads and checks itself, with those that must line up with them. */
  readonly asGiven?: readonly string[];
  /** Shorter names by the name of the argument; not for one that may stay omitted. */
  readonly called?: Readonly<Record<string, string>>;
  /** Names bound before the answer, in order: the pairs of a LET. */
  readonly steps?: Readonly<Record<string, string>>;
  /**
   * One formula; for a record one for each row, by its key, or one that gives them all in a column where a range is among the
   * arguments; for a table the rows under the header.
   */
  readonly answer: string | Readonly<Record<string, string>>;
  /** The rows of the table that a record gives where `detail` is TRUE, under their header. */
  readonly detail?: string;
  /** What the arguments must meet besides their bounds, each a condition; otherwise the answer is #VALUE!. */
  readonly requires?: readonly string[];
  /** The header of a table where it depends on the arguments. */
  readonly header?: string;
  /** Of a record that is a table by period: the table from `labels` and `body`, a row for each period. */
  readonly byPeriod?: string;
  /** In such a record: the condition that a period is empty and does not count in the total. */
  readonly empty?: string;
  /** In such a record: what an argument without a default of its own is where it was left out. */
  readonly defaults?: Readonly<Record<string, string>>;
  /** In such a record: texts that an argument may be, besides its words. */
  readonly words?: Readonly<Record<string, readonly string[]>>;
  /** Where it differs from the add-in's function, each in a sentence. */
  readonly differs?: readonly string[];
}

/** Forms by the name of the function. */
export type Forms = Readonly<Record<string, NativeForm>>;
/** A LAMBDA that forms call, and what it returns, in sentences that the help shows. */
export interface HelperName {
  readonly what: string;
  readonly text: string;
}

/** Helpers by the name that they get in a workbook. */
export type Names = Readonly<Record<string, HelperName>>;
