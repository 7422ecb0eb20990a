import type { Compression } from "./compression";
import { FileError } from "./fileError";
import {
  attributeOf,
  attributesOf,
  elementsOf,
  escapedValue,
  named,
  spliced,
  tagsOf,
  type Edit,
  type Tag,
  type Xml,
} from "./xml";
import { contentOf, openArchive, savedArchive, type Entry, type TakenOut } from "./zip";

/** Where one part leads to. */
export interface Relation {
  readonly id: string;
  /** The last word of its type: "worksheet". */
  readonly kind: string;
  /** The part's path, or an address outside the file as it was written. */
  readonly target: string;
  readonly isExternal: boolean;
  /** Its place in the part that lists it. */
  readonly start: number;
  readonly end: number;
}

/** The parts of a workbook's file, with the changes that are to be made to them. Paths differ in more than case. */
export interface Package {
  readonly paths: readonly string[];
  has(path: string): boolean;
  /** A part's text with all changes. */
  textNow(path: string): string;
  /** A part as it was before all changes. Throws a `FileError` that names it when it cannot be read. */
  xml(path: string): Xml;
  /** Where a part leads to; "" for the file itself. */
  relations(path: string): readonly Relation[];
  contentType(path: string): string | undefined;
  /** Changes a part that is there. */
  edit(path: string, edits: readonly Edit[]): void;
  /** Adds a part, its content type, and where `from` leads to it. Returns the relation's id. */
  add(part: NewPart): string;
  /** Takes out a part, its content type, and what `from` says of it, unless that goes as well. */
  takeOut(path: string, from?: string): void;
  /** Takes out a part only. */
  drop(path: string): void;
  putBack(taken: readonly TakenOut[]): void;
  /** What was changed, by path. */
  readonly edits: ReadonlyMap<string, readonly Edit[]>;
  readonly takenOut: readonly TakenOut[];
  readonly added: readonly string[];
  saved(): Uint8Array;
}

interface NewPart {
  readonly path: string;
  /** Undefined where the file already says it for all parts of this kind. */
  readonly contentType?: string;
  /** A function is asked when the file is saved, when all changes are known. */
  readonly text: string | (() => string);
  /** The part that leads to it, and what as: the whole name of the relation's type. */
  readonly from?: { readonly path: string; readonly type: string };
}

export const CONTENT_TYPES = "[Content_Types].xml";
/** All that is read of a file, in characters. */
const MOST_READ = 600_000_000;

export function openPackage(file: Uint8Array, compression: Compression): Package {
  const archive = openArchive(file);
  const entries = new Map<string, Entry>(archive.entries.map((entry) => [entry.path.toLowerCase(), entry]));
  const known = new Map<string, Xml>();
  const edits = new Map<string, Edit[]>();
  const texts = new Map<string, NewPart["text"] | undefined>();
  const takenOut: TakenOut[] = [];
  const added: string[] = [];
  const backAgain: TakenOut[] = [];
  const newIds = new Map<string, number>();
  let read = 0;

  const entryAt = (path: string) => entries.get(path.toLowerCase());
  const has = (path: string) => entries.has(path.toLowerCase());
  const realPath = (path: string) => entryAt(path)?.path ?? path;

  function xml(path: string): Xml {
    const entry = entryAt(path);
    if (entry === undefined) throw new FileError(`${path} is missing: the workbook is damaged`);
    const before = known.get(entry.path);
    if (before !== undefined) return before;
    const content = contentOf(entry, compression);
    read += entry.size;
    if (read > MOST_READ) throw new FileError(`${path} is too large: with the other parts it exceeds 600 MB`);
    const found = { part: entry.path, text: decoded(entry.path, content) };
    known.set(entry.path, found);
    return found;
  }

  function relations(path: string): Relation[] {
    const list = relationsPath(path);
    if (!has(list)) return [];
    const source = xml(list);
    const found: Relation[] = [];
    for (const { tag, end } of elementsOf(source, "Relationship")) {
      const target = attributeOf(source, tag, "Target") ?? "";
      const isExternal = attributeOf(source, tag, "TargetMode") === "External";
      found.push({
        id: attributeOf(source, tag, "Id") ?? "",
        kind: lastWord(attributeOf(source, tag, "Type") ?? ""),
        target: isExternal ? target : realPath(resolved(target, folderOf(path))),
        isExternal,
        start: tag.start,
        end,
      });
    }
    return found;
  }

  function override(path: string): { type: string; start: number; end: number } | undefined {
    const source = xml(CONTENT_TYPES);
    for (const { tag, end } of elementsOf(source, "Override")) {
      const name = attributeOf(source, tag, "PartName") ?? "";
      if (name.toLowerCase() === `/${path.toLowerCase()}`)
        return { type: attributeOf(source, tag, "ContentType") ?? "", start: tag.start, end };
    }
    return undefined;
  }

  function contentType(path: string): string | undefined {
    const own = override(path);
    if (own !== undefined) return own.type;
    const source = xml(CONTENT_TYPES);
    const extension = lastWord(path, ".").toLowerCase();
    for (const tag of tagsOf(source))
      if (tag.local === "Default" && attributeOf(source, tag, "Extension")?.toLowerCase() === extension)
        return attributeOf(source, tag, "ContentType");
    return undefined;
  }

  function edit(path: string, more: readonly Edit[]): void {
    const { part } = xml(path);
    edits.set(part, (edits.get(part) ?? []).concat(more));
  }

  /** Puts an element last in a part. */
  function append(path: string, element: (name: (local: string) => string) => string): void {
    const source = xml(path);
    let root: Tag | undefined;
    for (const tag of tagsOf(source)) if (tag.depth === 0) root = tag;
    if (root?.kind !== "close") throw new FileError(`${path} is empty: the workbook is damaged`);
    const { prefix, start } = root;
    edit(path, [{ start, end: start, text: element((local) => named(prefix, local)) }]);
  }

  function addRelation(from: string, type: string, target: string): string {
    const ids = new Set(relations(from).map(({ id }) => id));
    let number = newIds.get(from) ?? 1;
    while (ids.has(`rId${number}`)) number++;
    newIds.set(from, number + 1);
    const id = `rId${number}`;
    append(
      relationsPath(from),
      (name) => `<${name("Relationship")} Id="${id}" Type="${type}" Target="/${escapedValue(target)}"/>`,
    );
    return id;
  }

  function textNow(path: string): string {
    const text = texts.get(path);
    if (text !== undefined) return typeof text === "string" ? text : text();
    return spliced(xml(path).text, edits.get(xml(path).part) ?? []);
  }

  return {
    paths: archive.entries.map(({ path }) => path),
    has,
    xml,
    relations,
    contentType,
    edit,
    add({ path, contentType: type, text, from }) {
      texts.set(path, text);
      added.push(path);
      if (type !== undefined)
        append(
          CONTENT_TYPES,
          (name) => `<${name("Override")} PartName="/${escapedValue(path)}" ContentType="${type}"/>`,
        );
      return from === undefined ? "" : addRelation(from.path, from.type, path);
    },
    takeOut(path, from) {
      const entry = entryAt(path);
      const type = override(path);
      if (type !== undefined) edit(CONTENT_TYPES, [{ start: type.start, end: type.end, text: "" }]);
      for (const { target, isExternal, start, end } of from === undefined ? [] : relations(from))
        if (!isExternal && target.toLowerCase() === path.toLowerCase())
          edit(relationsPath(from ?? ""), [{ start, end, text: "" }]);
      if (entry === undefined) return;
      const after = archive.entries[archive.entries.indexOf(entry) - 1]?.path ?? "";
      takenOut.push({ path: entry.path, after, record: entry.record, listed: entry.listed });
      texts.set(entry.path, undefined);
    },
    drop(path) {
      const entry = entryAt(path);
      if (entry !== undefined) texts.set(entry.path, undefined);
    },
    putBack(taken) {
      for (const part of taken) backAgain.push(part);
    },
    edits,
    takenOut,
    added,
    textNow,
    saved() {
      const contents = new Map<string, Uint8Array | undefined>();
      const encoder = new TextEncoder();
      for (const [path, made] of edits)
        if (made.length > 0) contents.set(path, encoder.encode(textNow(path)));
      for (const [path, text] of texts)
        contents.set(path, text === undefined ? undefined : encoder.encode(textNow(path)));
      return savedArchive(archive, { contents, putBack: backAgain }, compression);
    },
  };
}

export function relationsPath(path: string): string {
  const folder = folderOf(path);
  return `${folder}_rels/${path.slice(folder.length)}.rels`;
}

const folderOf = (path: string) => path.slice(0, path.lastIndexOf("/") + 1);
const lastWord = (text: string, separator = "/") => text.slice(text.lastIndexOf(separator) + 1);

/** The path that a target means, seen from a folder. */
function resolved(target: string, folder: string): string {
  let plain = target;
  try {
    plain = decodeURI(target);
  } catch {
    // Not an encoded one, so it means what it says.
  }
  plain = plain.split("\\").join("/");
  const steps: string[] = [];
  for (const step of (plain.startsWith("/") ? plain : folder + plain).split("/")) {
    // Above all folders there is none: LibreOffice writes ../customXml/item1.xml there. RFC 3986, 5.2.4.
    if (step === "..") steps.pop();
    else if (step !== "" && step !== ".") steps.push(step);
  }
  return steps.join("/");
}

function decoded(path: string, bytes: Uint8Array): string {
  const [first, second] = bytes;
  const isWide =
    (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff) || first === 0 || second === 0;
  if (isWide) throw new FileError(`${path} is in UTF-16: save the workbook again in Excel`);
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new FileError(`${path} is not in UTF-8: save the workbook again in Excel`);
  }
  const encoding = declaredEncoding(text);
  if (!["utf-8", "us-ascii"].includes(encoding))
    throw new FileError(`${path} is in ${encoding}: save the workbook again in Excel`);
  return text;
}

/** What the declaration says, in small letters. */
function declaredEncoding(text: string): string {
  const start = text.startsWith("\ufeff") ? 1 : 0;
  const end = text.startsWith("<?xml", start) ? text.indexOf("?>", start) : -1;
  if (end < 0) return "utf-8";
  // An instruction reads as a tag without its question marks.
  const tag = `<xml${text.slice(start + 5, end)}>`;
  const xml: Xml = { part: "the declaration", text: tag };
  const root: Tag = {
    kind: "empty",
    name: "xml",
    prefix: "",
    local: "xml",
    start: 0,
    end: tag.length,
    depth: 0,
  };
  return (
    attributesOf(xml, root)
      .find(({ name }) => name === "encoding")
      ?.value.toLowerCase() ?? "utf-8"
  );
}
