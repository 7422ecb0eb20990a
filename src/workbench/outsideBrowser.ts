import { createRequire } from "node:module";

/** What is used of jsdom, which comes with the tests' environment. */
interface Jsdom {
  readonly JSDOM: new (html: string) => { readonly window: { DOMParser: unknown; XMLSerializer: unknown } };
}

/**
 * Lets the spreadsheet run outside of a browser, as the global `o_spreadsheet`: with what it uses of a browser of today to
 * read and write files, and without its notes.
 */
export function asInBrowser(spreadsheet: unknown): void {
  const { JSDOM } = createRequire(require.resolve("jest-environment-jsdom"))("jsdom") as Jsdom;
  const { DOMParser, XMLSerializer } = new JSDOM("").window;
  console.debug = () => undefined;
  // Node 20 has none.
  if (!Reflect.has(Object, "groupBy")) Object.assign(Object, { groupBy: grouped });
  Object.assign(globalThis, { DOMParser, XMLSerializer, o_spreadsheet: spreadsheet });
}

function grouped<T>(items: Iterable<T>, keyOf: (item: T, index: number) => string): Record<string, T[]> {
  const groups: Record<string, T[]> = {};
  let index = 0;
  for (const item of items) (groups[keyOf(item, index++)] ??= []).push(item);
  return groups;
}
