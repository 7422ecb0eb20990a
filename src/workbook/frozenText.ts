import { WorkbookError } from "./workbook";

/**
 * How a text is kept in settings of a workbook: in parts, and a head that says how many they are and what they are
 * together. The head is written last and the parts of the text before are removed after it, so that whatever is read
 * is the one text or the other, or is known to be broken.
 */

/** Key of the head; those of the parts begin with it. */
export const HEAD = "hashcell.frozen";

/** Characters a part. Excel names no limit for one setting; texts in its cells end here. */
const PART = 32_000;

/**
 * Bytes of a text as it is kept. Excel keeps 2 MB of an add-in's settings, which for a moment must hold the text
 * before as well.
 */
const MOST_BYTES = 900_000;

/** Begins every part, so that none begins with "Date(": office.js makes dates of such settings. */
const MARK = "~";

const DAMAGED =
  "The values that this workbook holds still are damaged: open an earlier copy of it, or set it live to do without them.";

interface Head {
  readonly version: 1;
  /** Which of two sets of keys the parts have. */
  readonly set: "a" | "b";
  readonly parts: number;
  /** Of the text as it is kept. */
  readonly length: number;
  readonly checksum: number;
}

export interface Kept {
  readonly head: string;
  readonly parts: ReadonlyMap<string, string>;
}

/** The settings that keep a text: the head, and the parts under keys that are not those of the text kept until now. */
export function keptText(text: string, headBefore: unknown): Kept {
  const characters = escaped(text);
  if (byteCount(characters) > MOST_BYTES) {
    throw new WorkbookError(
      "There is more to hold still than Excel keeps in a workbook: set the workbook live if it is not, close the pane and open it again, and freeze before you open History or Options.",
    );
  }
  const set = readHead(headBefore)?.set === "a" ? "b" : "a";
  const parts = partsOf(characters);
  const head: Head = {
    ...{ version: 1, set, parts: parts.length },
    ...{ length: characters.length, checksum: checksum(characters) },
  };
  return {
    head: JSON.stringify(head),
    parts: new Map(parts.map((part, index) => [keyOf(set, index), MARK + part])),
  };
}

/** The text that settings keep; undefined when they keep none. Throws a `WorkbookError` when it is not whole. */
export function textKept(settings: ReadonlyMap<string, unknown>): string | undefined {
  const written = settings.get(HEAD);
  if (written === undefined) return undefined;
  const head = readHead(written);
  if (head === undefined) throw new WorkbookError(DAMAGED);
  const parts = Array.from({ length: head.parts }, (_, index) => settings.get(keyOf(head.set, index)));
  const characters = parts.map(withoutMark).join("");
  if (characters.length !== head.length || checksum(characters) !== head.checksum)
    throw new WorkbookError(DAMAGED);
  return unescaped(characters);
}

/** What a part keeps; throws a `WorkbookError` for anything that is not a part as `keptText` makes them. */
function withoutMark(part: unknown): string {
  if (typeof part !== "string" || !part.startsWith(MARK)) throw new WorkbookError(DAMAGED);
  return part.slice(MARK.length);
}

/** The keys of parts that another text, or none, leaves behind. */
export function staleParts(keys: readonly string[], kept: ReadonlyMap<string, string>): string[] {
  return keys.filter((key) => key.startsWith(`${HEAD}.`) && !kept.has(key));
}

const keyOf = (set: Head["set"], index: number) => `${HEAD}.${set}.${index}`;

function readHead(value: unknown): Head | undefined {
  try {
    const head = Object(typeof value === "string" ? JSON.parse(value) : undefined) as Partial<Head>;
    const { version, set, parts, length, checksum: sum } = head;
    const isCount = (count: unknown): count is number => Number.isSafeInteger(count) && Number(count) >= 0;
    if (version !== 1 || (set !== "a" && set !== "b") || !isCount(sum)) return undefined;
    // No more is ever kept: what a head promises is not made room for before it is known to be possible.
    if (!isCount(length) || length > MOST_BYTES) return undefined;
    if (!isCount(parts) || parts > Math.ceil(length / (PART - 1))) return undefined;
    return { version, set, parts, length, checksum: sum };
  } catch {
    return undefined;
  }
}

/** Parts of at most `PART` characters that do not end within a pair of surrogates, which XML could not keep. */
function partsOf(characters: string): string[] {
  const parts: string[] = [];
  for (let start = 0; start < characters.length;) {
    const end = start + PART;
    const splitsPair = /[\uD800-\uDBFF]/.test(characters.charAt(end - 1)) && end < characters.length;
    parts.push(characters.slice(start, splitsPair ? end - 1 : end));
    start = splitsPair ? end - 1 : end;
  }
  return parts;
}

/** What XML cannot keep, or does not keep as it is, stands as in JSON: control characters and lone surrogates. */
const UNSAFE = /[\p{Cc}\p{Cs}\\\u2028\u2029\uFFFE\uFFFF]/gu;

const escaped = (text: string) =>
  text.replace(UNSAFE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);

const unescaped = (characters: string) =>
  characters.replace(/\\u([0-9a-f]{4})/g, (_match, code: string) => String.fromCharCode(parseInt(code, 16)));

function byteCount(text: string): number {
  let bytes = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    bytes += code < 0x80 ? 1 : code < 0x800 || (code >= 0xd800 && code <= 0xdfff) ? 2 : 3;
  }
  return bytes;
}

/** FNV-1a over the UTF-16 code units, as an unsigned 32-bit number. */
function checksum(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}
