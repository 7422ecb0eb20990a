import type { Workbook } from "./workbook";
import { attributeOf, elementsOf } from "./xml";

/** The names of the sheets that are hidden, those that only macros can show among them. */
export function hiddenSheets({ file, main }: Pick<Workbook, "file" | "main">): ReadonlySet<string> {
  const xml = file.xml(main);
  const hidden = new Set<string>();
  for (const { tag } of elementsOf(xml, "sheet")) {
    const state = attributeOf(xml, tag, "state");
    if (state !== undefined && state !== "visible") hidden.add(attributeOf(xml, tag, "name") ?? "");
  }
  return hidden;
}
