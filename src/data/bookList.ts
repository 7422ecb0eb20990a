import * as v from "valibot";

/** A finished workbook that can be had, as `books/list.json` beside the files describes it. */
export interface BookEntry {
  /** Also the name of its file, without ".xlsx": "site-valuation". */
  readonly name: string;
  readonly title: string;
  /** One sentence for someone who chooses among them. */
  readonly purpose: string;
  /** Names, in the order of their tabs. */
  readonly sheets: readonly string[];
  /** Of its file, in bytes. */
  readonly size: number;
}

const text = v.pipe(v.string(), v.minLength(1));

const bookListSchema = v.array(
  v.object({
    // It becomes a part of a path.
    name: v.pipe(v.string(), v.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)),
    title: text,
    purpose: text,
    sheets: v.pipe(v.array(text), v.minLength(1)),
    size: v.pipe(v.number(), v.integer(), v.minValue(1)),
  }),
);

/** The list of finished workbooks; undefined where the text is not one. */
export function bookList(json: string): readonly BookEntry[] | undefined {
  let read: unknown;
  try {
    read = JSON.parse(json);
  } catch {
    return undefined;
  }
  const { success, output } = v.safeParse(bookListSchema, read);
  return success ? output : undefined;
}

export const bookFile = (name: string) => `${name}.xlsx`;
