import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Command } from "commander";
import { editDistance } from "../core/editDistance";
import { bookFile, bookList, type BookEntry } from "../data/bookList";
import { EXIT, exitCodeHelp, Failure } from "./exit";
import { checkOutput, writeOutput } from "./files";
import { columns, print, quoted, wrapped } from "./text";

interface Options {
  readonly output?: string;
  readonly list?: boolean;
  readonly force?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** Beside the bundle, where the build copies them. */
const BOOKS = join(__dirname, "books");

export function addNew(program: Command): void {
  program
    .command("new")
    .summary("start a finished workbook, or list them")
    .description(
      "Start one of the finished workbooks, each made for one job, or list them. In a new workbook the blue cells are inputs.",
    )
    .argument("[name]", "which one, such as site-valuation; without a name they are listed")
    .option("-o, --output <file>", "the workbook to write (.xlsx)")
    .option("--list", "list the workbooks, with what each is for")
    .option("--force", "replace the file if it exists")
    .option("--json", "print the report, or the list, as JSON")
    .option("--quiet", "print errors only")
    .addHelpText("after", exitCodeHelp(["done", "usage", "output", "bug", "cancelled"]))
    .action(async (name: string | undefined, options: Options) => {
      const books = await allBooks();
      if (name === undefined || options.list === true) list(books, name, options);
      else await start(chosen(books, name), options);
    });
}

async function allBooks(): Promise<readonly BookEntry[]> {
  const books = bookList(await readFile(join(BOOKS, "list.json"), "utf8"));
  if (books === undefined) throw new Error(`${join(BOOKS, "list.json")} is not a list of workbooks`);
  return books;
}

function list(books: readonly BookEntry[], name: string | undefined, { output, json, quiet }: Options): void {
  if (output !== undefined) {
    const wanted = name === undefined ? "say which workbook to start" : "--list writes no file";
    throw new Failure(EXIT.usage, `${wanted}\n${named(books)}`);
  }
  if (json) print(JSON.stringify(books, null, 2));
  else if (!quiet)
    print(
      `${books.map(described).join("\n\n")}\n\nStart one: hashcell new ${books[0]?.name ?? "NAME"} -o out.xlsx`,
    );
}

const described = ({ name, title, purpose, sheets }: BookEntry) =>
  `${name}: ${title} (${sheets.length} ${sheets.length === 1 ? "sheet" : "sheets"})\n${wrapped(purpose, "  ")}`;

/** The names with their titles, for the end of a message. */
const named = (books: readonly BookEntry[]) =>
  `The workbooks:\n${columns(books.map(({ name, title }) => [name, title]))}`;

function chosen(books: readonly BookEntry[], given: string): BookEntry {
  const wanted = given
    .trim()
    .toLowerCase()
    .replace(/\.xlsx$/, "")
    .replace(/[\s_]+/g, "-");
  const found = books.find(({ name }) => name === wanted);
  if (found !== undefined) return found;
  const near = nearest(books, wanted);
  const meant = near === undefined ? "" : `; did you mean ${near}?`;
  throw new Failure(EXIT.usage, `no workbook is called ${quoted(given)}${meant}\n${named(books)}`);
}

/** The name that is most likely meant, if any is at all like it. */
function nearest(books: readonly BookEntry[], wanted: string): string | undefined {
  const text = wanted.slice(0, 60);
  const ranked = books
    .map(({ name, title }) => {
      const isPart = text.length >= 3 && (name.includes(text) || title.toLowerCase().includes(text));
      return { name, far: isPart ? 0 : editDistance(text, name), most: name.length / 2 };
    })
    .sort((one, other) => one.far - other.far);
  const [best] = ranked;
  return best !== undefined && best.far <= best.most ? best.name : undefined;
}

async function start({ name, title }: BookEntry, options: Options): Promise<void> {
  const { output: path, force = false, json, quiet } = options;
  if (path === undefined)
    throw new Failure(EXIT.usage, `say where to write it: hashcell new ${name} -o ${bookFile(name)}`);
  const output = { path, force };
  await checkOutput(output);
  await writeOutput(output, new Uint8Array(await readFile(join(BOOKS, bookFile(name)))));
  if (quiet) return;
  if (json) print(JSON.stringify({ workbook: name, title, output: path }, null, 2));
  else
    print(`${path} is written: ${title}. Open it in Excel with the Hashcell add-in; blue cells are inputs.`);
}
