import { WorkbookError } from "./workbook";

/**
 * How earlier versions kept a text in the add-in's settings inside the file: in parts, and a head that says how many
 * they are and what they are together. Settings belong to one installation of an add-in: a text is only read here, and
 * removed where another is written.
 */

/** Key of the head; those of the parts begin with it. */
export const HEAD = "hashcell.frozen";

/** Characters a part. */
const PART = 32_000;

/** Bytes of a text as it is kept. */
export const MOST_BYTES = 900_000;

/** Begins every part, so that none begins with "Date(": office.js makes dates of such settings. */
const MARK = "~";

export const DAMAGED =
  "The values that this workbook holds still are damaged: open an earlier copy of it, or set it live to do without them.";

interface Head {
  /** Which of two sets of keys the parts have. */
  readonly set: "a" | "b";
  readonly parts: number;
  /** Of the text as it is kept. */
  readonly length: number;
  readonly checksum: number;
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

/** Whether a setting is a part of such a text. */
export const isPartKey = (key: string) => key.startsWith(`${HEAD}.`);

const keyOf = (set: Head["set"], index: number) => `${HEAD}.${set}.${index}`;

function readHead(value: unknown): Head | undefined {
  try {
    const head = Object(typeof value === "string" ? JSON.parse(value) : undefined) as Partial<
      Head & { version: number }
    >;
    const { version, set, parts, length, checksum: sum } = head;
    const isCount = (count: unknown): count is number => Number.isSafeInteger(count) && Number(count) >= 0;
    if (version !== 1 || (set !== "a" && set !== "b") || !isCount(sum)) return undefined;
    // No more is ever kept: what a head promises is not made room for before it is known to be possible.
    if (!isCount(length) || length > MOST_BYTES) return undefined;
    if (!isCount(parts) || parts > Math.ceil(length / (PART - 1))) return undefined;
    return { set, parts, length, checksum: sum };
  } catch {
    return undefined;
  }
}

/** What XML cannot keep, or does not keep as it is, stands as in JSON: control characters and lone surrogates. */
const UNSAFE = /[\p{Cc}\p{Cs}\\\u2028\u2029\uFFFE\uFFFF]/gu;

export const escaped = (text: string) =>
  text.replace(UNSAFE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);

export const unescaped = (characters: string) =>
  characters.replace(/\\u([0-9a-f]{4})/g, (_match, code: string) => String.fromCharCode(parseInt(code, 16)));

/** Of the text in UTF-8, or more. */
export function byteCount(text: string): number {
  let bytes = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    bytes += code < 0x80 ? 1 : code < 0x800 || (code >= 0xd800 && code <= 0xdfff) ? 2 : 3;
  }
  return bytes;
}

/** FNV-1a over the UTF-16 code units, as an unsigned 32-bit number. */
export function checksum(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}
