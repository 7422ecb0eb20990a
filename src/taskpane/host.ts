import type { Workbook } from "../workbook/workbook";

/** Where the pane runs: in a page without a workbook, or beside one. */
export type Host = { readonly kind: "none" } | { readonly kind: "workbook"; readonly workbook: Workbook };
