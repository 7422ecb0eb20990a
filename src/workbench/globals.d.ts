import type * as Owl from "@odoo/owl";
import type * as Spreadsheet from "@odoo/o-spreadsheet";

declare global {
  /** The spreadsheet and its component library: scripts of the page, loaded unmodified from their packages. */
  const o_spreadsheet: typeof Spreadsheet;
  const owl: typeof Owl;
}
