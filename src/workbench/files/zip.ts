import { inflateSync } from "fflate";
import { FileMistake } from "./limits";

/** The files in a zip archive, unpacked when they are asked for. Paths have plain slashes, and none in front. */
export interface Zip {
  readonly paths: readonly string[];
  /** Throws a `FileMistake` when the file is damaged, or all that was read is too large. */
  read(path: string): Uint8Array;
}

interface Entry {
  readonly path: string;
  readonly flags: number;
  readonly method: number;
  readonly checksum: number;
  readonly packedSize: number;
  readonly size: number;
  /** Where its own head begins. */
  readonly start: number;
}

const MEGABYTE = 1024 * 1024;
const LARGEST = 200 * MEGABYTE;
const MOST_ENTRIES = 10_000;

const ENTRY = 0x02014b50;
const LOCAL_HEAD = 0x04034b50;
const END = 0x06054b50;
const END_64 = 0x06064b50;
const END_64_LOCATOR = 0x07064b50;
const END_SIZE = 22;
const LOCATOR_SIZE = 20;
const LONGEST_COMMENT = 0xffff;
const [IN_16_BITS, IN_32_BITS] = [0xffff, 0xffffffff];

const cutOff = "This workbook is incomplete: its end is missing. Copy or download it again.";

/**
 * Reads the directory at the end of an archive, also of one of more than 4 GB or 65,535 files, by its form, and of one
 * with something in front. Sizes come from the directory: those in front of the files may be missing.
 * PKWARE, APPNOTE.TXT, sections 4.3 to 4.5.
 */
export function openZip(file: Uint8Array): Zip {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const entries = new Map(entriesOf(view).map((entry) => [entry.path, entry]));
  let total = 0;
  return {
    paths: [...entries.keys()],
    read(path) {
      const entry = entries.get(path);
      if (entry === undefined) throw damaged(path);
      total += entry.size;
      if (total > LARGEST)
        throw new FileMistake(`This workbook is too large: its content is over ${LARGEST / MEGABYTE} MB.`);
      return contentOf(file, view, entry);
    },
  };
}

const damaged = (path: string) =>
  new FileMistake(`This workbook is damaged: ${path} in it cannot be read. Copy or download it again.`);

/** What may not be there reads as damage, not as a fault of ours. */
function entriesOf(view: DataView): Entry[] {
  const end = endOf(view);
  try {
    return directory(view, end);
  } catch (error) {
    if (error instanceof RangeError) throw new FileMistake(cutOff);
    throw error;
  }
}

function endOf(view: DataView): number {
  const first = Math.max(0, view.byteLength - END_SIZE - LONGEST_COMMENT);
  for (let at = view.byteLength - END_SIZE; at >= first; at--)
    if (view.getUint32(at, true) === END) return at;
  throw new FileMistake(cutOff);
}

function directory(view: DataView, end: number): Entry[] {
  const { count, size, offset, endsAt } = placeOf(view, end);
  if (count > MOST_ENTRIES) throw new FileMistake(`This file holds ${count} files: a workbook has fewer.`);
  const moved = endsAt - size - offset;
  const entries: Entry[] = [];
  let at = offset + moved;
  for (let index = 0; index < count; index++) {
    if (view.getUint32(at, true) !== ENTRY) throw new FileMistake(cutOff);
    const entry = entryAt(view, at, moved);
    if (!entry.path.endsWith("/")) entries.push(entry);
    const lengthAt = (field: number) => view.getUint16(at + field, true);
    at += 46 + lengthAt(28) + lengthAt(30) + lengthAt(32);
  }
  return entries;
}

/** Where the directory is: large archives, and some programs in all archives, say it in another record. */
function placeOf(view: DataView, end: number) {
  const count = view.getUint16(end + 10, true);
  const [size, offset] = [view.getUint32(end + 12, true), view.getUint32(end + 16, true)];
  const locator = end - LOCATOR_SIZE;
  const isLarge = count === IN_16_BITS || size === IN_32_BITS || offset === IN_32_BITS;
  if (!isLarge || locator < 0 || view.getUint32(locator, true) !== END_64_LOCATOR)
    return { count, size, offset, endsAt: end };
  const large = long(view, locator + 8);
  if (view.getUint32(large, true) !== END_64) throw new FileMistake(cutOff);
  return {
    count: long(view, large + 32),
    size: long(view, large + 40),
    offset: long(view, large + 48),
    endsAt: large,
  };
}

const long = (view: DataView, at: number) => Number(view.getBigUint64(at, true));

function entryAt(view: DataView, at: number, moved: number): Entry {
  const nameLength = view.getUint16(at + 28, true);
  const name = new Uint8Array(view.buffer, view.byteOffset + at + 46, nameLength);
  const extras = at + 46 + nameLength;
  const short = {
    packedSize: view.getUint32(at + 20, true),
    size: view.getUint32(at + 24, true),
    start: view.getUint32(at + 42, true),
  };
  const { packedSize, size, start } = withLongFields(
    view,
    short,
    extras,
    extras + view.getUint16(at + 30, true),
  );
  return {
    path: plainPath(new TextDecoder().decode(name)),
    flags: view.getUint16(at + 8, true),
    method: view.getUint16(at + 10, true),
    checksum: view.getUint32(at + 16, true),
    packedSize,
    size,
    start: start + moved,
  };
}

const plainPath = (path: string) => path.replace(/\\/g, "/").replace(/^(\.?\/)+/, "");

type Place = Pick<Entry, "packedSize" | "size" | "start">;

/** Fields that do not fit are in an extra field, the size before the packed size. */
function withLongFields(view: DataView, short: Place, extras: number, end: number): Place {
  for (let at = extras; at + 4 <= end; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== 1) continue;
    let next = at + 4;
    const full = { ...short };
    for (const field of ["size", "packedSize", "start"] as const) {
      if (short[field] !== IN_32_BITS) continue;
      full[field] = long(view, next);
      next += 8;
    }
    return full;
  }
  return short;
}

function contentOf(file: Uint8Array, view: DataView, entry: Entry): Uint8Array {
  const { path, flags, method, packedSize, size, start, checksum } = entry;
  if ((flags & 1) !== 0)
    throw new FileMistake(
      "This file is a zip archive with a password: unpack it and open the workbook in it.",
    );
  if (method !== 0 && method !== 8)
    throw new FileMistake(
      `This workbook is compressed with a method that the workbench cannot read (${method}): save it again in Excel.`,
    );
  try {
    if (view.getUint32(start, true) !== LOCAL_HEAD) throw damaged(path);
    const from = start + 30 + view.getUint16(start + 26, true) + view.getUint16(start + 28, true);
    const packed = file.subarray(from, from + packedSize);
    // More than the directory says is not kept, and the checksum shows it.
    const content = method === 0 ? packed : inflateSync(packed, { out: new Uint8Array(size) });
    if (content.length !== size || checksumOf(content) !== checksum) throw damaged(path);
    return content;
  } catch {
    throw damaged(path);
  }
}

/** Of each byte, four bytes each. A view knows that it has no gaps. */
const checksums = new DataView(new ArrayBuffer(4 * 256));
for (let byte = 0; byte < 256; byte++) {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = (value >>> 1) ^ (value & 1 ? 0xedb88320 : 0);
  checksums.setUint32(4 * byte, value);
}

/** CRC-32. */
function checksumOf(bytes: Uint8Array): number {
  let value = 0xffffffff;
  for (const byte of bytes) value = (value >>> 8) ^ checksums.getUint32(4 * ((value ^ byte) & 0xff));
  return (value ^ 0xffffffff) >>> 0;
}
