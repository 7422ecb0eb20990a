import type { Book } from "./book";
import { customXmlPartsType } from "./customXml";
import { namesType } from "./names";
import { hostObject, nullObject, type HostObject, type ObjectType } from "./objects";
import { workbookProtectionType } from "./protection";
import { rangeFromReference, rangeObject } from "./range";
import { sheetFunctionsType } from "./sheetFunctions";
import { settingsType } from "./settings";
import { worksheetsType } from "./worksheets";

const applicationType: ObjectType<Book> = {
  name: "Application",
  properties: { calculationMode: () => "Automatic", calculationState: () => "Done" },
  methods: {
    Calculate: (book) => book.afterwards(() => book.model.dispatch("EVALUATE_CELLS")),
    SuspendScreenUpdatingUntilNextSync: () => null,
    SuspendApiCalculationUntilNextSync: () => null,
  },
};

const workbookType: ObjectType<Book> = {
  name: "Workbook",
  children: {
    Application: (book) => hostObject(applicationType, book),
    Worksheets: (book) => hostObject(worksheetsType, book),
    Functions: (book) => hostObject(sheetFunctionsType, book),
    Names: (book) => hostObject(namesType, { book }),
    Settings: (book) => hostObject(settingsType, book),
    CustomXmlParts: (book) => hostObject(customXmlPartsType, { book }),
    Protection: (book) => hostObject(workbookProtectionType, book),
    GetSelectedRange: (book) => selection(book),
    GetActiveCell: (book) => activeCell(book),
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

function activeCell(book: Book): HostObject {
  const { sheetId, col, row } = book.getters.getActivePosition();
  return rangeObject(book, { sheetId, zone: { left: col, right: col, top: row, bottom: row } });
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
