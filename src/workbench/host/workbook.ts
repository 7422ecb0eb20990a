import { excelDate } from "../../core/calendar";
import type { Book } from "./book";
import { customXmlPartsType } from "./customXml";
import { namesType } from "./names";
import { hostObject, nullObject, type HostObject, type ObjectType } from "./objects";
import { invalidArgument, notFound, textArgument } from "./requestError";
import { rangeFromReference, rangeObject, worksheetsType } from "./sheets";

interface CreatedState {
  readonly book: Book;
  readonly file: Uint8Array;
}

/** A workbook that does not exist before it is opened. */
const workbookCreatedType: ObjectType<CreatedState> = {
  name: "WorkbookCreated",
  identity: () => ({ Id: "created" }),
  methods: { Open: ({ book, file }) => book.afterwards(() => book.openFile(file)) },
};

const applicationType: ObjectType<Book> = {
  name: "Application",
  children: {
    CreateWorkbook: (book, [base64]) =>
      hostObject(workbookCreatedType, { book, file: bytesOf(textArgument(base64, "base64File")) }),
  },
  properties: { calculationMode: () => "Automatic", calculationState: () => "Done" },
  methods: {
    Calculate: (book) => book.afterwards(() => book.model.dispatch("EVALUATE_CELLS")),
    SuspendScreenUpdatingUntilNextSync: () => null,
    SuspendApiCalculationUntilNextSync: () => null,
  },
};

function bytesOf(base64: string): Uint8Array {
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  } catch {
    throw invalidArgument("base64File");
  }
}

interface ResultState {
  readonly value: unknown;
}

const resultType: ObjectType<ResultState> = {
  name: "FunctionResult",
  properties: { value: ({ value }) => value, error: () => null },
};

/** Excel's own functions, as far as a pane asks for them. The spreadsheet counts dates from 1900. */
const sheetFunctionsType: ObjectType<Book> = {
  name: "Functions",
  children: {
    Date: (_book, [year, month, day]) => {
      const value = excelDate(Date.UTC(Number(year), Number(month) - 1, Number(day)));
      return hostObject(resultType, { value });
    },
  },
};

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

const settingsType: ObjectType<Book> = {
  name: "SettingCollection",
  children: {
    Add: (book, [key, value]) => {
      book.settings.set(textArgument(key, "key"), value);
      return settingObject(book, textArgument(key, "key"));
    },
    GetItem: (book, [key]) => existingSetting(book, key) ?? notFound(),
    GetItemOrNullObject: (book, [key]) => existingSetting(book, key) ?? nullObject,
  },
  methods: { GetCount: (book) => book.settings.size },
  items: (book) => [...book.settings.keys()].map((key) => settingObject(book, key)),
};

const settingObject = (book: Book, key: string): HostObject => hostObject(settingType, { book, key });

function existingSetting(book: Book, key: unknown): HostObject | undefined {
  const text = textArgument(key, "key");
  return book.settings.has(text) ? settingObject(book, text) : undefined;
}

/** The spreadsheet never keeps sheets from being added. */
const workbookProtectionType: ObjectType<Book> = {
  name: "WorkbookProtection",
  properties: { protected: () => false },
};

const workbookType: ObjectType<Book> = {
  name: "Workbook",
  children: {
    Application: (book) => hostObject(applicationType, book),
    Worksheets: (book) => hostObject(worksheetsType, book),
    Functions: (book) => hostObject(sheetFunctionsType, book),
    Names: (book) => hostObject(namesType, book),
    Settings: (book) => hostObject(settingsType, book),
    CustomXmlParts: (book) => hostObject(customXmlPartsType, { book }),
    Protection: (book) => hostObject(workbookProtectionType, book),
    GetSelectedRange: (book) => selection(book),
    _GetRangeForEventByReferenceId: (book, [id]) => rangeFromReference(book, id),
    _GetRangeOrNullObjectForEventByReferenceId: (book, [id]) => rangeFromReference(book, id),
  },
  properties: { name: () => "Workbook", readOnly: () => false, isDirty: () => true, autoSave: () => false },
  methods: { _RemoveReference: () => null, _RemoveAllReferences: () => null, _KeepReference: () => null },
};

export const workbookObject = (book: Book): HostObject => hostObject(workbookType, book);

function selection(book: Book): HostObject {
  const zone = { ...book.getters.getSelectedZone() };
  return rangeObject(book, { sheetId: book.getters.getActiveSheetId(), zone });
}

/** Services of Office that have nothing to do here: they accept every call. */
const services = [
  "CustomFunctions",
  "AddinInternalService",
  "AppRuntimePersistenceService",
  "AppRuntimeService",
];

export function serviceObject(fullName: string): HostObject | undefined {
  const name = fullName.split(".").pop() ?? "";
  return services.includes(name) ? { ...nullObject, typeName: name, isNull: false } : undefined;
}
