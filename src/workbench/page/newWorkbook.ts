import { bookFile, bookList, type BookEntry } from "../../data/bookList";
import { FileMistake } from "../files/limits";
import { button } from "./elements";

/** Where the finished workbooks are, beside the pane's page, as in Excel. */
const BOOKS = "/addin/books";
const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const STOPPED = "check that the workbench is still running (npm start), then try again.";

/** The finished workbooks; or, where there are none to be had, a sentence that says what to do. */
export async function books(): Promise<readonly BookEntry[] | string> {
  let text: string;
  try {
    const response = await fetch(`${BOOKS}/list.json`);
    if (response.status === 404)
      return "The finished workbooks are missing here: write them with npm run generate, then start the workbench again.";
    if (!response.ok) return `The list of workbooks could not be loaded (${response.status}): ${STOPPED}`;
    text = await response.text();
  } catch {
    return `The list of workbooks could not be loaded: ${STOPPED}`;
  }
  return (
    bookList(text) ??
    "The list of workbooks is damaged: write it again with npm run generate, then try again."
  );
}

/** A finished workbook as a file. Throws a `FileMistake` where it cannot be had. */
export async function bookAsFile({ name, title }: BookEntry): Promise<File> {
  let bytes: ArrayBuffer;
  try {
    const response = await fetch(`${BOOKS}/${bookFile(name)}`);
    if (!response.ok)
      throw new FileMistake(
        `The file of “${title}” could not be loaded (${response.status}): write it again with npm run generate, then try again.`,
      );
    bytes = await response.arrayBuffer();
  } catch (error) {
    if (error instanceof FileMistake) throw error;
    throw new FileMistake(`The file of “${title}” could not be loaded: ${STOPPED}`);
  }
  return new File([bytes], `${title}.xlsx`, { type: XLSX });
}

/** Asks which workbook to start; undefined where the user would rather not. */
export function chooseBook(found: readonly BookEntry[] | string): Promise<BookEntry | undefined> {
  return new Promise((resolve) => {
    const dialog = document.createElement("dialog");
    dialog.className = "message books-dialog";
    dialog.setAttribute("aria-labelledby", "books-heading");
    let chosen: BookEntry | undefined;
    const list = document.createElement("ul");
    list.className = "books";
    for (const book of typeof found === "string" ? [] : found)
      list.append(
        entryOf(book, () => {
          chosen = book;
          dialog.close();
        }),
      );
    const buttons = document.createElement("div");
    buttons.className = "message-buttons";
    buttons.append(button("Cancel", () => dialog.close()));
    const words = typeof found === "string" ? problem(found) : introduction();
    dialog.append(heading(), words, buttons);
    if (list.hasChildNodes()) buttons.before(list);
    list.addEventListener("keydown", moveAmong);
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(chosen);
    });
    document.body.append(dialog);
    dialog.showModal();
    list.querySelector("button")?.focus();
  });
}

function heading(): HTMLElement {
  const made = document.createElement("h2");
  made.id = "books-heading";
  made.textContent = "New workbook";
  return made;
}

function introduction(): HTMLElement {
  const made = document.createElement("p");
  made.textContent = "Each is a finished workbook for one job. Your numbers go into its blue cells.";
  return made;
}

function problem(sentence: string): HTMLElement {
  const made = document.createElement("p");
  made.className = "books-problem";
  made.setAttribute("role", "alert");
  made.textContent = sentence;
  return made;
}

/** One button for each: all that is said of a workbook is its name for a screen reader. */
function entryOf({ title, purpose, sheets }: BookEntry, choose: () => void): HTMLElement {
  const entry = document.createElement("li");
  const made = button("", choose);
  made.className = "book";
  made.append(
    line("book-title", title),
    line("book-extent", extentOf(sheets)),
    line("book-purpose", purpose),
  );
  entry.append(made);
  return entry;
}

const extentOf = (sheets: readonly string[]) => (sheets.length === 1 ? "1 sheet" : `${sheets.length} sheets`);

function line(className: string, text: string): HTMLElement {
  const made = document.createElement("span");
  made.className = className;
  // Read out as one text, the parts need a pause between them.
  made.textContent = `${text} `;
  return made;
}

/** Up and down as in a list; Tab goes through as well. */
function moveAmong(event: KeyboardEvent): void {
  const { currentTarget, target, key } = event;
  if (!(currentTarget instanceof HTMLElement) || !(target instanceof HTMLButtonElement)) return;
  const all = [...currentTarget.querySelectorAll("button")];
  const at = all.indexOf(target);
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[key];
  if (next === undefined) return;
  event.preventDefault();
  all[Math.max(0, Math.min(all.length - 1, next))]?.focus();
}
