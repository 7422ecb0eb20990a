import { NAMESPACE, type Definition } from "../../functions/define";

/**
 * What a formula is made of, as far as it matters here: texts, calls in the spelling of a file, calls by name, and quoted
 * names of sheets. Excel may have put the name of another add-in's file, or its number, before the spelling of a file.
 */
const PARTS = new RegExp(
  [
    `"(?:[^"]|"")*"`,
    `(?:(?:'(?:[^']|'')*'|[\\p{L}\\p{N}_.\\[\\]]+)!)?_xldudf_${NAMESPACE}_(?<unread>\\w+)(?=\\()`,
    `(?<![\\p{L}\\p{N}_.])${NAMESPACE}\\.(?<name>\\w+)(?=\\()`,
    `'(?:[^']|'')*'`,
  ].join("|"),
  "giu",
);

/** How a formula that calls the add-in is to be entered again; undefined for any other. */
export function entryOf(catalogue: readonly Definition[], formula: string): string | undefined {
  const known = new Set(catalogue.map(({ name }) => name));
  let calls = 0;
  const entry = formula.replace(PARTS, (part: string, ...rest: unknown[]) => {
    const { unread, name } = rest.at(-1) as Readonly<Record<"unread" | "name", string | undefined>>;
    const called = (unread ?? name)?.toUpperCase();
    if (called === undefined || !known.has(called)) return part;
    calls++;
    return unread === undefined ? part : `${NAMESPACE}.${called}`;
  });
  return calls > 0 ? entry : undefined;
}
