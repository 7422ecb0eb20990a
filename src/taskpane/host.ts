import type { Place, Workbook } from "../workbook/workbook";
import type { Desk } from "./desk/desk";

/** Where the pane runs: in a page without a workbook, or beside one. */
export type Host = { readonly kind: "none" } | { readonly kind: "workbook"; readonly workbook: Workbook };

/** What a view of the pane is given. */
export interface ViewProps {
  readonly host: Host;
  /** The selected cell. */
  readonly selected: Place | undefined;
  readonly desk: Desk;
  readonly isShown: boolean;
}
