import { isMissing, textArgument } from "./arguments";
import type { Book } from "./book";
import { nullObject, type HostObject, type ObjectType } from "./objects";
import { itemNotFound, RequestError } from "./requestError";
import { worksheetObject } from "./worksheet";

export const worksheetsType: ObjectType<Book> = {
  name: "WorksheetCollection",
  children: {
    Add: (book, [name]) => add(book, name),
    GetActiveWorksheet: (book) => worksheetObject(book, book.getters.getActiveSheetId()),
    GetFirst: (book) => atPosition(book, 0) ?? notFound(),
    GetLast: (book) => atPosition(book, book.getters.getSheetIds().length - 1) ?? notFound(),
    GetItem: (book, [key]) => existing(book, key) ?? notFound(),
    GetItemOrNullObject: (book, [key]) => existing(book, key) ?? nullObject,
  },
  methods: {
    GetCount: (book) => book.getters.getSheetIds().length,
    ...accepted([
      "_RegisterDataChangedEvent",
      "_UnregisterDataChangedEvent",
      "_RegisterSelectionChangedEvent",
      "_UnregisterSelectionChangedEvent",
      "_RegisterActivatedEvent",
      "_UnregisterActivatedEvent",
      "_RegisterAddedEvent",
      "_UnregisterAddedEvent",
      "_RegisterDeletedEvent",
      "_UnregisterDeletedEvent",
      "_RegisterCalculatedEvent",
      "_UnregisterCalculatedEvent",
    ]),
  },
  items: (book) => book.getters.getSheetIds().map((sheetId) => worksheetObject(book, sheetId)),
};

/** Events go to every pane, which drops those it has no handler for: to register one takes nothing. */
function accepted(names: readonly string[]): Record<string, () => null> {
  return Object.fromEntries(names.map((name) => [name, () => null]));
}

function atPosition(book: Book, position: number): HostObject | undefined {
  const sheetId = book.getters.getSheetIds()[position];
  return sheetId === undefined ? undefined : worksheetObject(book, sheetId);
}

function existing(book: Book, key: unknown): HostObject | undefined {
  const sheetId = book.sheetId(textArgument(key, "key"));
  return sheetId === undefined ? undefined : worksheetObject(book, sheetId);
}

function notFound(): never {
  throw itemNotFound();
}

function add(book: Book, requested: unknown): HostObject {
  const name =
    isMissing(requested) || requested === ""
      ? book.getters.getNextSheetName()
      : textArgument(requested, "name");
  if (book.getters.getSheetIdByName(name) !== undefined) {
    throw new RequestError("ItemAlreadyExists", `A sheet named ${name} already exists.`);
  }
  const sheetId = book.model.uuidGenerator.smallUuid();
  book.isReshaped = true;
  book.done(
    book.model.dispatch("CREATE_SHEET", { sheetId, name, position: book.getters.getSheetIds().length }),
  );
  return worksheetObject(book, sheetId);
}
