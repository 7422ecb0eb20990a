// The looks of the finished workbooks.

/** Cells that name what is below them. */
export function makeHead({ format }: Excel.Range): void {
  format.font.bold = true;
  format.fill.color = "#E6F2EF";
}

/** Cells that the reader may change. */
export function makeInput({ format }: Excel.Range): void {
  format.font.color = "#0B4FA8";
  format.fill.color = "#EEF4FF";
}
