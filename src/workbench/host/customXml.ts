import type { Book } from "./book";
import { hostObject, nullObject, type HostObject, type ObjectType } from "./objects";
import { invalidArgument, notFound, textArgument } from "./requestError";

interface PartState {
  readonly book: Book;
  readonly id: string;
}

const partType: ObjectType<PartState> = {
  name: "CustomXmlPart",
  // By `_Id` office.js finds an item of a collection again.
  identity: ({ id }) => ({ Id: id, _Id: id }),
  properties: { id: ({ id }) => id, namespaceUri: ({ book, id }) => namespaceOf(xmlOf(book, id)) ?? "" },
  methods: {
    GetXml: ({ book, id }) => xmlOf(book, id),
    SetXml: ({ book, id }, [xml]) => void book.customXml.set(id, checked(xml)),
    Delete: ({ book, id }) => void book.customXml.delete(id),
  },
};

interface PartsState {
  readonly book: Book;
  /** Of the parts in the collection; undefined for all. */
  readonly namespace?: string;
}

const lookUp: ObjectType<PartsState>["children"] = {
  GetItem: (state, [id]) => existing(state, id) ?? notFound(),
  GetItemOrNullObject: (state, [id]) => existing(state, id) ?? nullObject,
};

export const customXmlPartsType: ObjectType<PartsState> = {
  name: "CustomXmlPartCollection",
  children: {
    ...lookUp,
    Add: ({ book }, [xml]) => {
      const id = `{${crypto.randomUUID().toUpperCase()}}`;
      book.customXml.set(id, checked(xml));
      return partObject(book, id);
    },
    GetByNamespace: ({ book }, [namespace]) =>
      hostObject(scopedPartsType, { book, namespace: textArgument(namespace, "namespaceUri") }),
  },
  methods: { GetCount: (state) => idsOf(state).length },
  items: (state) => idsOf(state).map((id) => partObject(state.book, id)),
};

const scopedPartsType: ObjectType<PartsState> = {
  name: "CustomXmlPartScopedCollection",
  children: {
    ...lookUp,
    GetOnlyItem: (state) => only(state) ?? notFound(),
    GetOnlyItemOrNullObject: (state) => only(state) ?? nullObject,
  },
  methods: { GetCount: (state) => idsOf(state).length },
  items: (state) => idsOf(state).map((id) => partObject(state.book, id)),
};

const partObject = (book: Book, id: string): HostObject => hostObject(partType, { book, id });

const idsOf = ({ book, namespace }: PartsState): string[] =>
  [...book.customXml].flatMap(([id, xml]) =>
    namespace === undefined || namespaceOf(xml) === namespace ? [id] : [],
  );

function existing(state: PartsState, id: unknown): HostObject | undefined {
  const text = textArgument(id, "id");
  return idsOf(state).includes(text) ? partObject(state.book, text) : undefined;
}

function only(state: PartsState): HostObject | undefined {
  const [id, ...others] = idsOf(state);
  if (others.length > 0) throw invalidArgument("there is more than one such part");
  return id === undefined ? undefined : partObject(state.book, id);
}

function xmlOf(book: Book, id: string): string {
  return book.customXml.get(id) ?? notFound();
}

function checked(xml: unknown): string {
  const text = textArgument(xml, "xml");
  if (rootOf(text) === undefined) throw invalidArgument("xml");
  return text;
}

const namespaceOf = (xml: string) => rootOf(xml)?.namespaceURI ?? undefined;

/** The root of a text that is XML. */
function rootOf(xml: string): Element | undefined {
  const { documentElement } = new DOMParser().parseFromString(xml, "application/xml");
  return documentElement.getElementsByTagName("parsererror").length > 0 ||
    documentElement.localName === "parsererror"
    ? undefined
    : documentElement;
}
