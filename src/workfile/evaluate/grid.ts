/** A sheet with its values. */
export interface GridSheet {
  readonly name: string;
}
