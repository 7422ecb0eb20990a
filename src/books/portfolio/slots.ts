import { cellAt } from "../page";

/** So many sites fit side by side. */
export const SITES = 6;

const FIRST = 4;

/** The columns of the sites, the same on every sheet: D to I. */
export const letters = Array.from({ length: SITES }, (_, index) => cellAt(FIRST + index, 1).slice(0, -1));
export const FIRST_SITE = "D";
export const LAST_SITE = "I";

/** A row's cells of all sites: "D9:I9". */
export const bySite = (row: number) => `${FIRST_SITE}${row}:${LAST_SITE}${row}`;
