// What one cell holds.

/** An error as a cell has it. Errors without a text of their own are compared by their code. */
export class ErrorValue {
  constructor(
    readonly code: string,
    /** What a function of the add-in says about it. */
    readonly text?: string,
  ) {}
}

export const NULL_ERROR = new ErrorValue("#NULL!");
export const DIVISION_BY_ZERO = new ErrorValue("#DIV/0!");
export const VALUE_ERROR = new ErrorValue("#VALUE!");
export const REFERENCE_ERROR = new ErrorValue("#REF!");
export const NAME_ERROR = new ErrorValue("#NAME?");
export const NUMBER_ERROR = new ErrorValue("#NUM!");
export const NOT_AVAILABLE = new ErrorValue("#N/A");
export const SPILL_ERROR = new ErrorValue("#SPILL!");
export const CALCULATION_ERROR = new ErrorValue("#CALC!");

const known = new Map(
  [
    NULL_ERROR,
    DIVISION_BY_ZERO,
    VALUE_ERROR,
    REFERENCE_ERROR,
    NAME_ERROR,
    NUMBER_ERROR,
    NOT_AVAILABLE,
    SPILL_ERROR,
    CALCULATION_ERROR,
  ].map((error) => [error.code, error]),
);

export const errorOf = (code: string) => known.get(code.toUpperCase()) ?? new ErrorValue(code.toUpperCase());

/** What one cell holds or a formula gives for one. */
export type Scalar = number | string | boolean | null | ErrorValue;
