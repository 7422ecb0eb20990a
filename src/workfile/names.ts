import { stored } from "../formula/stored";
import { namesNeeded, nativeNames } from "../native/forms";
import { plainFormula, withRenamed } from "./rewriting";
import type { Workbook } from "./workbook";
import { attributeEdit, attributeOf, elementsOf, escaped, named, tagsOf, type Edit, type Tag } from "./xml";

/** Names for a workbook, with their formulas as its file holds them. */
export interface NamePlan {
  readonly added: readonly { readonly name: string; readonly text: string }[];
  /** By the name that was taken, in capitals: the one in its place. */
  readonly renamed: ReadonlyMap<string, string>;
}

/**
 * The names that formulas call, and those that these call. A name that the workbook has with the same formula is used; one
 * with another formula is left, and ours gets the next free name, wherever it is called.
 */
export function namePlan(workbook: Workbook, used: Iterable<string>): NamePlan {
  const texts = nativeNames();
  const needed = namesNeeded(used, texts);
  const taken = takenNames(workbook);
  const renamed = new Map<string, string>();
  // Each name comes after those that it calls, so that its formula is known with their new names.
  const added: { name: string; text: string }[] = [];
  for (const name of needed) {
    const text = withRenamed(stored(texts.get(name) ?? ""), renamed);
    const present = taken.get(name.toUpperCase());
    if (present === plainFormula(text)) continue;
    let free = name;
    for (let number = 2; taken.has(free.toUpperCase()); number++) free = `${name}_${number}`;
    taken.set(free.toUpperCase(), OTHER);
    if (free !== name) renamed.set(name.toUpperCase(), free);
    added.push({ name: free, text });
  }
  return { added, renamed };
}

/** What no formula reads as. */
const OTHER = "";

/** The names of the workbook in capitals, with their formulas; those of a single sheet and of tables have none. */
function takenNames({ file, names, sheets }: Workbook): Map<string, string> {
  const taken = new Map<string, string>();
  for (const { name, sheet, text } of names) {
    const key = name.toUpperCase();
    taken.set(key, sheet === undefined && !taken.has(key) ? plainFormula(text) : OTHER);
  }
  for (const { path } of sheets)
    for (const { kind, target } of file.relations(path)) {
      if (kind !== "table" || !file.has(target)) continue;
      const xml = file.xml(target);
      const [table] = tagsOf(xml);
      if (table === undefined) continue;
      const name = attributeOf(xml, table, "displayName") ?? attributeOf(xml, table, "name") ?? "";
      taken.set(name.toUpperCase(), OTHER);
    }
  return taken;
}

/** Adds names to the workbook, and has Excel calculate everything when it opens it. ISO 29500-1, 18.2.27. */
export function nameEdits({ file, main }: Workbook, { added }: NamePlan, calculates: boolean): Edit[] {
  const xml = file.xml(main);
  const edits: Edit[] = [];
  const [list] = elementsOf(xml, "definedNames");
  let behind = 0;
  let prefix = "";
  let calculation: Tag | undefined;
  for (const tag of tagsOf(xml)) {
    if (tag.depth === 0 && tag.kind === "open") prefix = tag.prefix;
    if (tag.local === "calcPr" && tag.kind !== "close") calculation = tag;
    if (["sheets", "functionGroups", "externalReferences"].includes(tag.local) && tag.kind !== "open")
      behind = tag.end;
  }
  const name = (local: string) => named(prefix, local);
  const entries = added
    .map(
      (entry) =>
        `<${name("definedName")} name="${entry.name}">${escaped(entry.text)}</${name("definedName")}>`,
    )
    .join("");
  const whole = `<${name("definedNames")}>${entries}</${name("definedNames")}>`;
  if (entries !== "") {
    if (list === undefined) edits.push({ start: behind, end: behind, text: whole });
    else if (list.tag.kind === "empty") edits.push({ start: list.tag.start, end: list.end, text: whole });
    else edits.push({ start: list.contentEnd, end: list.contentEnd, text: entries });
  }
  if (!calculates) return edits;
  if (calculation === undefined) {
    const at = list?.end ?? behind;
    edits.push({ start: at, end: at, text: `<${name("calcPr")} fullCalcOnLoad="1"/>` });
  } else {
    const edit = attributeEdit(xml, calculation, "fullCalcOnLoad", "1");
    if (edit !== undefined) edits.push(edit);
  }
  return edits;
}
