import { sitesOf, type Site } from "../../core/cashflow/sites";
import type { Cell } from "../../core/errors";
import type { RangeParameter } from "../define";

/** A table of models, read into its sites. */
export const sites: RangeParameter<readonly Site[]> = {
  shape: "range",
  doc: "Table of models: names of the sites in the first row, of assumptions in the first column, a cell for each",
  unit: "range",
  rule: "must be a table with the names of sites in its first row",
  optional: false,
  read: (cells: Cell[][]) => sitesOf(cells),
};
