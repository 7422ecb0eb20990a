import type { Area } from "./addresses";
import type { Book } from "./book";
import { hostObject, nullObject, type HostObject, type ObjectType } from "./objects";
import { invalidArgument, notFound, RequestError, textArgument } from "./requestError";
import { areaOf, rangeObject } from "./sheets";

interface NameState {
  readonly book: Book;
  readonly name: string;
}

const nameType: ObjectType<NameState> = {
  name: "NamedItem",
  // By `_Id` office.js finds an item of a collection again.
  identity: ({ name }) => ({ Name: name, _Id: name }),
  children: {
    GetRange: ({ book, name }) => rangeObject(book, areaOfName(book, name)),
    GetRangeOrNullObject: ({ book, name }) => rangeObject(book, areaOfName(book, name)),
  },
  properties: {
    name: ({ name }) => name,
    formula: ({ book, name }) => `=${book.address(areaOfName(book, name), true)}`,
    value: ({ book, name }) => book.address(areaOfName(book, name), true),
    scope: () => "Workbook",
    type: () => "Range",
    visible: () => true,
  },
  setters: {
    Formula: ({ book, name }, formula) => redefine(book, name, areaOfReference(book, formula)),
    // The spreadsheet shows every name.
    Visible: () => undefined,
  },
  methods: {
    Delete: ({ book, name }) => book.done(book.model.dispatch("DELETE_NAMED_RANGE", { name })),
  },
};

export const namesType: ObjectType<Book> = {
  name: "NamedItemCollection",
  children: {
    Add: (book, [name, reference]) => {
      define(book, textArgument(name, "name"), areaOfReference(book, reference));
      return hostObject(nameType, { book, name: String(name) });
    },
    GetItem: (book, [name]) => existing(book, name) ?? notFound(),
    GetItemOrNullObject: (book, [name]) => existing(book, name) ?? nullObject,
  },
  methods: { GetCount: (book) => book.getters.getNamedRanges().length },
  items: (book) => book.getters.getNamedRanges().map(({ name }) => hostObject(nameType, { book, name })),
};

function existing(book: Book, name: unknown): HostObject | undefined {
  const found = book.getters.getNamedRange(textArgument(name, "name"));
  return found === undefined ? undefined : hostObject(nameType, { book, name: found.name });
}

function areaOfName(book: Book, name: string): Area {
  const found = book.getters.getNamedRange(name);
  if (found === undefined) notFound();
  return { sheetId: found.range.sheetId, zone: found.range.zone };
}

/** A range, or its address as a formula. Names of constants and formulas have no counterpart here. */
function areaOfReference(book: Book, reference: unknown): Area {
  const area = areaOf(reference);
  if (area !== undefined) return area;
  const text = textArgument(reference, "reference").replace(/^=/, "");
  if (/[(){}"+*/^&<>=]/.test(text)) {
    throw new RequestError(
      "ApiNotFound",
      "The workbench keeps names of ranges only, not of formulas or constants.",
    );
  }
  return book.area(text, book.getters.getActiveSheetId());
}

const rangeData = (book: Book, { sheetId, zone }: Area) => [book.getters.getRangeDataFromZone(sheetId, zone)];

function define(book: Book, name: string, area: Area): void {
  if (book.getters.getNamedRange(name) !== undefined) {
    throw new RequestError("ItemAlreadyExists", `The name ${name} is already defined.`);
  }
  book.done(book.model.dispatch("CREATE_NAMED_RANGE", { name, ranges: rangeData(book, area) }));
}

function redefine(book: Book, name: string, area: Area): void {
  if (book.getters.getNamedRange(name) === undefined) throw invalidArgument(`name ${name}`);
  const ranges = rangeData(book, area);
  book.done(book.model.dispatch("UPDATE_NAMED_RANGE", { oldRangeName: name, newRangeName: name, ranges }));
}
