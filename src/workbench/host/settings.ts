import { textArgument } from "./arguments";
import type { Book } from "./book";
import { hostObject, nullObject, type HostObject, type ObjectType } from "./objects";
import { itemNotFound } from "./requestError";

interface SettingState {
  readonly book: Book;
  readonly key: string;
}

const settingType: ObjectType<SettingState> = {
  name: "Setting",
  // By `_Id` office.js finds an item of a collection again.
  identity: ({ key }) => ({ Key: key, _Id: key }),
  properties: { key: ({ key }) => key, value: ({ book, key }) => book.settings.get(key) ?? null },
  setters: { Value: ({ book, key }, value) => void book.settings.set(key, value) },
  methods: { Delete: ({ book, key }) => void book.settings.delete(key) },
};

export const settingsType: ObjectType<Book> = {
  name: "SettingCollection",
  children: {
    Add: (book, [key, value]) => {
      book.settings.set(textArgument(key, "key"), value);
      return settingObject(book, textArgument(key, "key"));
    },
    GetItem: (book, [key]) => existing(book, key) ?? notFound(),
    GetItemOrNullObject: (book, [key]) => existing(book, key) ?? nullObject,
  },
  methods: { GetCount: (book) => book.settings.size },
  items: (book) => [...book.settings.keys()].map((key) => settingObject(book, key)),
};

const settingObject = (book: Book, key: string): HostObject => hostObject(settingType, { book, key });

function existing(book: Book, key: unknown): HostObject | undefined {
  const text = textArgument(key, "key");
  return book.settings.has(text) ? settingObject(book, text) : undefined;
}

function notFound(): never {
  throw itemNotFound();
}
