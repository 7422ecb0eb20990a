import type { Page } from "./page";

/** A finished workbook, before it is a file. */
export interface Book {
  /** As the command line says it: "site-valuation". */
  readonly name: string;
  readonly title: string;
  /** One sentence for someone who chooses among them. */
  readonly purpose: string;
  /** In the order of their tabs. */
  readonly pages: readonly Page[];
}
