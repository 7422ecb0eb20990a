import type { BookEntry } from "../data/bookList";
import type { Book } from "../books/book";
import { books } from "../books/books";
import { bookFile } from "../books/file";
import { bookComputer } from "./bookValues";

const FOLDER = "src/books/files";

/** The finished workbooks as they are committed, with their list: by path. To be called as `bookComputer`. */
export async function bookFiles(): Promise<Record<string, Uint8Array | string>> {
  const computed = bookComputer();
  const files: Record<string, Uint8Array | string> = {};
  const list: BookEntry[] = [];
  for (const describe of books) {
    const book = describe();
    const bytes = await bookFile(book, computed);
    files[`${FOLDER}/${book.name}.xlsx`] = bytes;
    list.push(entryOf(book, bytes.length));
  }
  return { ...files, [`${FOLDER}/list.json`]: `${JSON.stringify(list, null, 2)}\n` };
}

const entryOf = ({ name, title, purpose, pages }: Book, size: number): BookEntry => ({
  name,
  title,
  purpose,
  sheets: pages.map((page) => page.name),
  size,
});
