import { checksum, unescaped } from "../core/keptText";
import { DAMAGED, MOST_BYTES } from "./freezePart";
import { WorkbookError } from "./workbook";

/**
 * How versions up to 0.2.0 kept a freeze, in the add-in's settings inside the file: in parts, and a head that says how
 * many they are and what they are together. Settings belong to one installation of an add-in: a freeze is only read
 * from them, and removed where another is written.
 */

/** Key of the head; those of the parts begin with it. */
export const HEAD = "hashcell.frozen";

/** Characters a part. */
const PART = 32_000;

/** Begins every part, so that none begins with "Date(": office.js makes dates of such settings. */
const MARK = "~";

interface Head {
  /** Which of two sets of keys the parts have. */
  readonly set: "a" | "b";
  readonly parts: number;
  /** Of the text as it is kept. */
  readonly length: number;
  readonly checksum: number;
}

/** The text that settings keep; undefined when they keep none. Throws a `WorkbookError` when it is not whole. */
export function settingsText(settings: ReadonlyMap<string, unknown>): string | undefined {
  const written = settings.get(HEAD);
  if (written === undefined) return undefined;
  const head = readHead(written);
  if (head === undefined) throw new WorkbookError(DAMAGED);
  let characters = "";
  for (let index = 0; index < head.parts; index++) {
    const part = settings.get(`${HEAD}.${head.set}.${index}`);
    if (typeof part !== "string" || !part.startsWith(MARK)) throw new WorkbookError(DAMAGED);
    characters += part.slice(MARK.length);
  }
  if (characters.length !== head.length || checksum(characters) !== head.checksum)
    throw new WorkbookError(DAMAGED);
  return unescaped(characters);
}

/** Whether a setting is a part of such a text. */
export const isPartKey = (key: string) => key.startsWith(`${HEAD}.`);

function readHead(value: unknown): Head | undefined {
  try {
    const head = Object(typeof value === "string" ? JSON.parse(value) : undefined) as Partial<
      Head & { version: number }
    >;
    const { version, set, parts, length, checksum: sum } = head;
    const isCount = (count: unknown): count is number => Number.isSafeInteger(count) && Number(count) >= 0;
    if (version !== 1 || (set !== "a" && set !== "b") || !isCount(sum)) return undefined;
    // No more was ever kept: what a head promises is not looked for before it is known to be possible.
    if (!isCount(length) || length > MOST_BYTES) return undefined;
    if (!isCount(parts) || parts > Math.ceil(length / (PART - 1))) return undefined;
    return { set, parts, length, checksum: sum };
  } catch {
    return undefined;
  }
}
