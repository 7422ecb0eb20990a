import type { Page } from "../page";

/**
 * Writes addresses for the names of calculated cells in all formulas. The names stay for readers, but the workbench learns
 * only while it calculates what a name depends on: a formula that it reads before a table has spilled would keep what the
 * name stood for until then. It knows addresses beforehand.
 */
export function useAddresses(pages: readonly Page[]): void {
  const places = new Map<string, string>();
  for (const page of pages)
    if (page.kind === "calculation" || page.kind === "output")
      for (const [name, range] of page.names) places.set(name, page.at(range));
  for (const page of pages)
    for (const [at, cell] of page.cells) {
      const { content } = cell;
      if (typeof content !== "string" || !content.startsWith("=")) continue;
      const written = content
        .split('"')
        // Texts stand between every other two quotation marks.
        .map((part, index) =>
          index % 2 === 1
            ? part
            : part.replace(/(?<![\w!.])[a-z]\w*(?![\w(])/g, (word) => places.get(word) ?? word),
        )
        .join('"');
      if (written !== content) page.cells.set(at, { ...cell, content: written });
    }
}
