import type { Book } from "./book";
import { hostObject, type ObjectType } from "./objects";
import { textArgument } from "./requestError";

interface SheetState {
  readonly book: Book;
  readonly sheetId: string;
}

const namesOf = ({ book, sheetId }: SheetState): ReadonlyMap<string, string> =>
  book.sheetNames.get(sheetId) ?? new Map<string, string>();

const sheetNameType: ObjectType<SheetState & { readonly name: string }> = {
  name: "NamedItem",
  // By `_Id` office.js finds an item of a collection again.
  identity: ({ name }) => ({ Name: name, _Id: name }),
  properties: {
    name: ({ name }) => name,
    formula: (state) => namesOf(state).get(state.name) ?? null,
    scope: () => "Worksheet",
  },
};

/** Names of one sheet, which are only kept: the spreadsheet has none, and its formulas do not know them. */
export const sheetNamesType: ObjectType<SheetState> = {
  name: "NamedItemCollection",
  children: {
    Add: (state, [given, formula]) => {
      const name = textArgument(given, "name");
      const names = new Map(namesOf(state)).set(name, textArgument(formula, "reference"));
      state.book.sheetNames.set(state.sheetId, names);
      return hostObject(sheetNameType, { ...state, name });
    },
  },
  methods: { GetCount: (state) => namesOf(state).size },
  items: (state) => [...namesOf(state).keys()].map((name) => hostObject(sheetNameType, { ...state, name })),
};
