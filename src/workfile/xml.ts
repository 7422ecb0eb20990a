import { FileError } from "./fileError";

// The XML of a part, read as text with the place of everything, so that a change leaves all else as it is.

/** A text with the name of the part that it is, for messages. */
export interface Xml {
  readonly part: string;
  readonly text: string;
}

export interface Tag {
  readonly kind: "open" | "close" | "empty";
  /** With its prefix. */
  readonly name: string;
  readonly prefix: string;
  readonly local: string;
  /** Where its "<" is, and what follows its ">". */
  readonly start: number;
  readonly end: number;
  /** How many elements it is in: 0 for the root. */
  readonly depth: number;
}

export interface Attribute {
  readonly name: string;
  readonly value: string;
  /** From the space in front of it to its closing quote. */
  readonly start: number;
  readonly end: number;
}

/** A piece of a text to be replaced. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const DEEPEST = 200;
const [BANG, DOUBLE_QUOTE, SINGLE_QUOTE, SLASH, COLON, EQUALS, GREATER, QUESTION] = [
  33, 34, 39, 47, 58, 61, 62, 63,
];
const isSpace = (code: number) => code === 32 || code === 10 || code === 13 || code === 9;

const invalid = (part: string, what: string) => new FileError(`${part} is not valid XML: ${what}`);

/** The tags in order. What is in comments and CDATA is no tag. Throws where elements are not properly closed. */
export function* tagsOf({ part, text }: Xml): Generator<Tag, void, undefined> {
  const open: string[] = [];
  let at = text.indexOf("<");
  let hasRoot = false;
  while (at >= 0) {
    const code = text.charCodeAt(at + 1);
    if (code === BANG || code === QUESTION) {
      at = text.indexOf("<", endOfOther(part, text, at));
      continue;
    }
    if (open.length === 0 && hasRoot) throw invalid(part, "something follows its end");
    hasRoot = true;
    const tag = tagAt(part, text, at, open.length);
    if (tag.kind === "close") {
      if (open.pop() !== tag.name) throw invalid(part, `</${tag.name}> closes nothing`);
    } else if (tag.kind === "open") {
      open.push(tag.name);
      if (open.length > DEEPEST)
        throw new FileError(`${part} nests more than ${DEEPEST} elements: no part of a workbook does`);
    }
    yield tag;
    at = text.indexOf("<", tag.end);
  }
  if (!hasRoot) throw invalid(part, "it is empty");
  if (open.length > 0) throw invalid(part, `<${open.at(-1) ?? ""}> is not closed`);
}

/** Past a comment, CDATA or an instruction. */
function endOfOther(part: string, text: string, at: number): number {
  const past = (closing: string, from: number) => {
    const end = text.indexOf(closing, from);
    if (end < 0) throw invalid(part, "it is cut off");
    return end + closing.length;
  };
  if (text.charCodeAt(at + 1) === QUESTION) return past("?>", at);
  if (text.startsWith("<!--", at)) return past("-->", at + 4);
  if (text.startsWith("<![CDATA[", at)) return past("]]>", at);
  throw new FileError(`${part} declares a document type, which no part of a workbook may do`);
}

function tagAt(part: string, text: string, start: number, open: number): Tag {
  const isClosing = text.charCodeAt(start + 1) === SLASH;
  const nameStart = start + (isClosing ? 2 : 1);
  let at = nameStart;
  let colon = -1;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === COLON) colon = at;
    else if (isSpace(code) || code === SLASH || code === GREATER) break;
  }
  const nameEnd = at;
  if (nameEnd === nameStart) throw invalid(part, "a tag has no name");
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === GREATER) break;
    if (code !== DOUBLE_QUOTE && code !== SINGLE_QUOTE) continue;
    at = text.indexOf(code === DOUBLE_QUOTE ? '"' : "'", at + 1);
    if (at < 0) throw invalid(part, "it is cut off");
  }
  if (at >= text.length) throw invalid(part, "it is cut off");
  const kind = isClosing ? "close" : text.charCodeAt(at - 1) === SLASH ? "empty" : "open";
  return {
    kind,
    name: text.slice(nameStart, nameEnd),
    prefix: colon < 0 ? "" : text.slice(nameStart, colon),
    local: text.slice(colon < 0 ? nameStart : colon + 1, nameEnd),
    start,
    end: at + 1,
    depth: kind === "close" ? open - 1 : open,
  };
}

/** An element: its first tag, and where its content and it itself end. */
export interface Element {
  readonly tag: Tag;
  readonly contentEnd: number;
  readonly end: number;
}

/** The elements of a name, whatever its prefix, each when it ends. */
export function* elementsOf(xml: Xml, local: string): Generator<Element, void, undefined> {
  const open: Tag[] = [];
  for (const tag of tagsOf(xml)) {
    if (tag.local !== local) continue;
    if (tag.kind === "open") open.push(tag);
    else if (tag.kind === "empty") yield { tag, contentEnd: tag.end, end: tag.end };
    else {
      const first = open.pop();
      if (first !== undefined) yield { tag: first, contentEnd: tag.start, end: tag.end };
    }
  }
}

/** Elements of a name right in another, which stands once. */
export function childCount(xml: Xml, parent: string, child: string): number {
  let count = 0;
  let depth = -1;
  for (const tag of tagsOf(xml)) {
    if (tag.local === parent && tag.kind !== "empty") depth = tag.kind === "open" ? tag.depth : -1;
    if (depth >= 0 && tag.local === child && tag.kind !== "close" && tag.depth === depth + 1) count++;
  }
  return count;
}

/** The attributes of a tag, in order. */
export function attributesOf({ part, text }: Xml, tag: Tag): Attribute[] {
  const found: Attribute[] = [];
  let at = tag.start + 1 + tag.name.length;
  const skipSpace = () => {
    while (isSpace(text.charCodeAt(at))) at++;
  };
  for (;;) {
    const start = at;
    skipSpace();
    const code = text.charCodeAt(at);
    if (code === GREATER || (code === SLASH && at === tag.end - 2)) return found;
    const nameStart = at;
    while (at < tag.end && !isSpace(text.charCodeAt(at)) && text.charCodeAt(at) !== EQUALS) at++;
    const name = text.slice(nameStart, at);
    skipSpace();
    if (text.charCodeAt(at) !== EQUALS) throw invalid(part, `<${tag.name}> has an attribute without a value`);
    at++;
    skipSpace();
    const quote = text.charAt(at);
    const end = quote === '"' || quote === "'" ? text.indexOf(quote, at + 1) : -1;
    if (end < 0 || start === nameStart || name === "")
      throw invalid(part, `<${tag.name}> has a damaged attribute`);
    found.push({ name, value: unescaped(part, text.slice(at + 1, end)), start, end: end + 1 });
    at = end + 1;
  }
}

export const attributeOf = (xml: Xml, tag: Tag, name: string): string | undefined =>
  attributesOf(xml, tag).find((attribute) => attribute.name === name)?.value;

/** Whether an attribute means true. */
export const isTrue = (value: string | undefined) => value === "1" || value === "true";

/** The text between two places, without comments and tags. */
export function textBetween({ part, text }: Xml, start: number, end: number): string {
  let found = "";
  let at = start;
  while (at < end) {
    let next = text.indexOf("<", at);
    if (next < 0 || next > end) next = end;
    found += unescaped(part, text.slice(at, next));
    if (next === end) break;
    if (text.startsWith("<![CDATA[", next)) {
      const close = text.indexOf("]]>", next);
      found += text.slice(next + 9, close);
      at = close + 3;
    } else {
      at = text.startsWith("<!", next) ? endOfOther(part, text, next) : text.indexOf(">", next) + 1;
    }
  }
  return found;
}

const entities: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

function unescaped(part: string, text: string): string {
  let mark = text.indexOf("&");
  if (mark < 0) return text;
  let found = "";
  let at = 0;
  while (mark >= 0) {
    const end = text.indexOf(";", mark);
    const character = end < 0 ? undefined : characterOf(text.slice(mark + 1, end));
    if (character === undefined) throw invalid(part, `"${text.slice(mark, mark + 12)}" stands for nothing`);
    found += text.slice(at, mark) + character;
    at = end + 1;
    mark = text.indexOf("&", at);
  }
  return found + text.slice(at);
}

function characterOf(entity: string): string | undefined {
  if (!entity.startsWith("#")) return entities[entity];
  const digits = entity.slice(1);
  const code = digits.startsWith("x") ? parseInt(digits.slice(1), 16) : parseInt(digits, 10);
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}

const references: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\t": "&#9;",
  "\n": "&#10;",
  "\r": "&#13;",
};

/** As content of an element. */
export const escaped = (text: string) =>
  text.replace(/[&<>\r]/g, (character) => references[character] ?? character);

/** As value of an attribute in double quotes. */
export const escapedValue = (text: string) =>
  text.replace(/[&<>"\t\n\r]/g, (character) => references[character] ?? character);

/** An element's name with the prefix that its namespace has in a part. */
export const named = (prefix: string, local: string) => (prefix === "" ? local : `${prefix}:${local}`);

/** So many are put together at once: kept until the end, the many pieces of a large part take more time than the text itself. */
const MOST_PIECES = 2_000;

/** A text with pieces replaced; of those at one place, the first comes first. */
export function spliced(text: string, edits: readonly Edit[]): string {
  const isInOrder = edits.every(({ start }, index) => start >= (edits[index - 1]?.start ?? 0));
  const inOrder = isInOrder ? edits : [...edits].sort((a, b) => a.start - b.start);
  const made: string[] = [];
  let pieces: string[] = [];
  let at = 0;
  for (const edit of inOrder) {
    if (edit.start < at) throw new Error("two changes of a part overlap");
    pieces.push(text.slice(at, edit.start), edit.text);
    at = edit.end;
    if (pieces.length < MOST_PIECES) continue;
    made.push(pieces.join(""));
    pieces = [];
  }
  made.push(pieces.join(""), text.slice(at));
  return made.join("");
}

/** Sets an attribute of a tag, where it is or as the last; takes it away where the value is undefined. */
export function attributeEdit(xml: Xml, tag: Tag, name: string, value: string | undefined): Edit | undefined {
  const present = attributesOf(xml, tag).find((attribute) => attribute.name === name);
  if (present === undefined && value === undefined) return undefined;
  const text = value === undefined ? "" : ` ${name}="${escapedValue(value)}"`;
  if (present !== undefined) return { start: present.start, end: present.end, text };
  const at = tag.start + 1 + tag.name.length;
  const last = attributesOf(xml, tag).at(-1)?.end ?? at;
  return { start: last, end: last, text };
}
