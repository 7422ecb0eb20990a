/** What a cell shows. */
export interface Shown {
  /** Null in an empty cell; the name of an error, as "#N/A". */
  readonly value: string | number | boolean | null;
  readonly isError: boolean;
  /** What is said of an error; "" where nothing is. */
  readonly message: string;
}

/** What the cells of a workbook show when everything in it is calculated. */
export interface Values {
  shown(sheet: string, cell: string): Shown;
  /** The cells that a formula fills, as "B5:C9"; undefined where it fills only its own. */
  zone(sheet: string, cell: string): string | undefined;
}
