import type { Book } from "./book";

/** The finished workbooks, in the order in which they are offered. */
export const books: readonly (() => Book)[] = [];
