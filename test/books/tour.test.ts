import { catalogue } from "../../src/functions/catalogue";
import { tour } from "../../src/books/tour";
import { openBook, type OpenBook } from "./openBook";

let book: OpenBook;
beforeAll(async () => {
  book = await openBook(tour());
});

test("the committed file is the described one; else run npm run generate", () => {
  expect(book.isCommitted).toBe(true);
});

test("each function has its example, whose answer is that of its help", () => {
  const { pages } = tour();
  const found = new Map<string, string>();
  for (const page of pages)
    for (const [cell, { content, isText }] of page.cells)
      if (!isText && typeof content === "string" && content.startsWith("=MINING."))
        found.set(content.slice("=MINING.".length).split("(")[0] ?? "", `${page.name}!${cell}`);
  expect([...found.keys()].sort()).toEqual(catalogue.map(({ name }) => name).sort());
  for (const { name, examples } of catalogue) {
    const [example] = examples;
    const cell = found.get(name) ?? "";
    const result = example?.result;
    const first = typeof result === "object" ? result[0]?.[0] : result;
    const shown = book.value(cell);
    // What must be fetched first has no answer here.
    if (shown === "#N/A") continue;
    // Help pages round to some digits.
    if (typeof first === "number")
      expect([cell, Math.abs(Number(shown) - first) <= 1e-6 * Math.max(1, Math.abs(first))]).toEqual([
        cell,
        true,
      ]);
    else expect([cell, shown]).toEqual([cell, first]);
  }
});

test("an answer that is none has its reason below it", () => {
  const errors = book.errors().filter((error) => !error.startsWith("Checks"));
  expect(errors.length).toBeGreaterThan(3);
  const pages = tour().pages;
  for (const error of errors) {
    const [, sheet = "", cell = "", message = ""] = /^(.*)!([A-Z]+\d+) #N\/A (.*)$/.exec(error) ?? [];
    const notes = [...(pages.find(({ name }) => name === sheet)?.cells.values() ?? [])].map(({ content }) =>
      String(content),
    );
    expect([
      error,
      notes.some((note) => note.startsWith("No answer in") && note.includes(cell) && note.includes(message)),
    ]).toEqual([error, true]);
  }
});
