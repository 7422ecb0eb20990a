import { readFileSync } from "node:fs";
import type { Book } from "../../src/books/book";
import type { OpenBook } from "./openBook";

// Run as a program: a workbook with tens of thousands of cells is several times slower within a test's own context. It
// reads a session from the standard input, and writes what was seen to the standard output.

/** What is done with an open workbook, under a name: cells that are typed into, then cells that are read. */
export interface Step {
  readonly name: string;
  readonly types?: readonly (readonly [cell: string, text: string])[];
  readonly reads?: readonly string[];
}

export interface Session {
  /** Of the module that describes the workbook, from the folder of workbooks: "fleetAndPower". */
  readonly book: string;
  /** Cells of the description that hold something else before the workbook is opened, by sheet. */
  readonly instead?: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly steps: readonly Step[];
}

/** What a workbook shows after a step. */
export interface Seen {
  readonly failing: readonly { readonly name: string; readonly advice: string }[];
  readonly errors: readonly string[];
  readonly values: Readonly<Record<string, string | number | boolean | null>>;
  readonly isCommitted: boolean;
}

async function seenAfter(book: OpenBook, { types = [], reads = [] }: Step): Promise<Seen> {
  for (const [cell, text] of types) await book.type(cell, text);
  return {
    failing: book.failing().map(({ name, advice }) => ({ name, advice })),
    errors: book.errors(),
    isCommitted: book.isCommitted,
    values: Object.fromEntries(reads.map((cell) => [cell, book.value(cell)])),
  };
}

async function run({ book: name, instead = {}, steps }: Session): Promise<Record<string, Seen>> {
  Object.assign(globalThis, { afterAll: () => undefined });
  const { openBook } = await import("./openBook");
  const described = (await import(`../../src/books/${name}`)) as Record<string, () => Book>;
  const book = described[name]?.();
  if (book === undefined) throw new Error(`there is no workbook ${name}`);
  for (const [sheet, contents] of Object.entries(instead)) {
    const cells = book.pages.find((page) => page.name === sheet)?.cells;
    for (const [at, content] of Object.entries(contents)) {
      const cell = cells?.get(at);
      if (cell === undefined) throw new Error(`there is no cell ${sheet}!${at}`);
      cells?.set(at, { ...cell, content });
    }
  }
  const open = await openBook(book);
  const seen: Record<string, Seen> = {};
  for (const step of steps) seen[step.name] = await seenAfter(open, step);
  return seen;
}

if (require.main === module)
  void run(JSON.parse(readFileSync(0, "utf8")) as Session).then((seen) => {
    process.stdout.write(JSON.stringify(seen), () => process.exit());
  });
