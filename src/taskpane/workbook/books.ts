import { bookFile, bookList, type BookEntry } from "../../data/bookList";
import { WorkbookError, type WorkbookFile } from "../../workbook/workbook";

/** Beside the pane's page. */
const FOLDER = "books";

const TRY_AGAIN = "check the connection, then try again.";

/** The finished workbooks. Rejects with a `WorkbookError` that says what to do. */
export async function finishedBooks(): Promise<readonly BookEntry[]> {
  const response = await asked(`${FOLDER}/list.json`, "The list of workbooks");
  if (response.status === 404)
    throw new WorkbookError(
      "This installation of Hashcell has no finished workbooks: ask whoever installed it to publish the folder books beside the pane’s page.",
    );
  requireOk(response, "The list of workbooks");
  const books = bookList(await received(() => response.text(), "The list of workbooks"));
  if (books === undefined)
    throw new WorkbookError(
      "The list of workbooks cannot be read: ask whoever installed Hashcell to publish it again.",
    );
  return books;
}

/** The file of one of them. Rejects with a `WorkbookError` that says what to do. */
export async function finishedBook({ name, title }: BookEntry): Promise<WorkbookFile> {
  const what = `The file of “${title}”`;
  const response = await asked(`${FOLDER}/${bookFile(name)}`, what);
  if (response.status === 404)
    throw new WorkbookError(
      `${what} is missing in this installation of Hashcell: ask whoever installed it to publish the folder books again.`,
    );
  requireOk(response, what);
  return {
    name: `${title}.xlsx`,
    bytes: new Uint8Array(await received(() => response.arrayBuffer(), what)),
  };
}

const asked = (path: string, what: string) => received(() => fetch(path), what);

/** Without a connection the browser says only that it failed. */
async function received<T>(work: () => Promise<T>, what: string): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw new WorkbookError(`${what} could not be loaded: ${TRY_AGAIN}`, { cause });
  }
}

function requireOk({ ok, status }: Response, what: string): void {
  if (!ok) throw new WorkbookError(`${what} could not be loaded (${status}): ${TRY_AGAIN}`);
}
