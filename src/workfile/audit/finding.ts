import type { Place } from "../evaluate/references";

// What an audit reports.

/**
 * An error is a value or a formula that contradicts the rest of the workbook; a warning wants to be looked at; a note says
 * what a reader should know.
 */
export type Severity = "error" | "warning" | "note";

export const findingKinds = {
  stale: "saved value that its formula does not give",
  error: "error in a MINING cell",
  inconsistent: "formula that differs from its neighbours",
  typedOver: "value typed over a formula",
  rangeShort: "range that leaves out data",
  textNumber: "number stored as text",
  wrongInput: "argument that reads something else",
  unit: "units that do not fit",
  implausible: "implausible number",
  outlier: "number far from its neighbours",
  sign: "sign that differs",
  blank: "blank cell read as 0",
  constant: "number within a formula",
  unread: "input that no formula reads",
  check: "check of the workbook that fails",
  native: "native form that gives another value",
  circular: "circular reference",
  external: "link to another workbook",
  market: "market values",
  notChecked: "formula that was not checked",
} as const;

export type FindingKind = keyof typeof findingKinds;

export interface Finding {
  readonly kind: FindingKind;
  readonly severity: Severity;
  /** The cell to look at; undefined for what concerns the whole workbook. */
  readonly place: Place | undefined;
  /** What is wrong, in a sentence. */
  readonly message: string;
  /** What to do, in a sentence. */
  readonly advice: string;
  /** Other cells that it concerns. */
  readonly others?: readonly Place[];
}

/** Findings as a check comes upon them; undefined where it has gone on without one. */
export type Findings = Generator<Finding | undefined, void, undefined>;
