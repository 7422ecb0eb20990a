import type { Compression } from "./compression";
import { FileError } from "./fileError";

/** A file in an archive. */
export interface Entry {
  /** With plain slashes, and none in front. */
  readonly path: string;
  readonly flags: number;
  readonly method: number;
  readonly checksum: number;
  readonly packedSize: number;
  readonly size: number;
  /** Its packed content. */
  readonly packed: Uint8Array;
  /** All that stands for it in the file, its own head first. */
  readonly record: Uint8Array;
  /** What the directory says of it. */
  readonly listed: Uint8Array;
}

interface Archive {
  readonly entries: readonly Entry[];
  readonly comment: Uint8Array;
}

/** A file that was taken out of an archive, as it stood there, and the path of the one in front of it. */
export interface TakenOut {
  readonly path: string;
  readonly after: string;
  readonly record: Uint8Array;
  readonly listed: Uint8Array;
}

export interface Changes {
  /** New contents by path, undefined for what goes; new paths go last. */
  readonly contents: ReadonlyMap<string, Uint8Array | undefined>;
  readonly putBack: readonly TakenOut[];
}

const MEGABYTE = 1024 * 1024;
/** A part is read into one text. */
const LARGEST_PART = 250 * MEGABYTE;
const LARGEST_FILE = 1_000 * MEGABYTE;
const MOST_ENTRIES = 10_000;

const LISTED = 0x02014b50;
const HEAD = 0x04034b50;
const DESCRIPTOR = 0x08074b50;
const END = 0x06054b50;
const END_64 = 0x06064b50;
const END_64_LOCATOR = 0x07064b50;
const [LISTED_SIZE, HEAD_SIZE, END_SIZE, LOCATOR_SIZE] = [46, 30, 22, 20];
const LONGEST_COMMENT = 0xffff;
const [IN_16_BITS, IN_32_BITS] = [0xffff, 0xffffffff];
const ENCRYPTED = 1;
const SIZES_FOLLOW = 8;
const NAME_IN_UTF8 = 0x800;
const [STORED, DEFLATED] = [0, 8];
/** 1980-01-01, the first day that an archive can say. */
const NO_DATE = 0x00210000;

const cutOff = () => new FileError("the file is incomplete, its end is missing: copy or download it again");
const damaged = (path: string) => new FileError(`${path} is damaged: copy or download the file again`);

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const long = (view: DataView, at: number) => Number(view.getBigUint64(at, true));

/**
 * Reads the directory at the end of an archive, also where something stands in front of the archive, and where sizes
 * and places are in 64 bits. Nothing is unpacked.
 * PKWARE, APPNOTE.TXT, sections 4.3 to 4.5.
 */
export function openArchive(file: Uint8Array): Archive {
  const view = viewOf(file);
  const end = endOf(view);
  try {
    const entries = entriesOf(file, view, end);
    requireNoOverlap(entries);
    return {
      entries,
      comment: file.subarray(end + END_SIZE, end + END_SIZE + view.getUint16(end + 20, true)),
    };
  } catch (error) {
    // What may not be there reads as damage, not as a fault of ours.
    if (error instanceof RangeError) throw cutOff();
    throw error;
  }
}

function endOf(view: DataView): number {
  const first = Math.max(0, view.byteLength - END_SIZE - LONGEST_COMMENT);
  for (let at = view.byteLength - END_SIZE; at >= first; at--)
    if (view.getUint32(at, true) === END && at + END_SIZE + view.getUint16(at + 20, true) <= view.byteLength)
      return at;
  throw cutOff();
}

function entriesOf(file: Uint8Array, view: DataView, end: number): Entry[] {
  const { count, size, offset, endsAt } = directoryPlace(view, end);
  if (count > MOST_ENTRIES) throw new FileError(`the file holds ${count} parts: a workbook has fewer`);
  const shift = endsAt - size - offset;
  const entries: Entry[] = [];
  const seen = new Set<string>();
  let at = offset + shift;
  for (let index = 0; index < count; index++) {
    if (view.getUint32(at, true) !== LISTED) throw cutOff();
    const length =
      LISTED_SIZE +
      view.getUint16(at + 28, true) +
      view.getUint16(at + 30, true) +
      view.getUint16(at + 32, true);
    if (at + length > endsAt) throw cutOff();
    const entry = entryOf(file, view, file.subarray(at, at + length), shift);
    const key = entry.path.toLowerCase();
    if (seen.has(key))
      throw new FileError(`${entry.path} is in the file twice: save the workbook again in Excel`);
    seen.add(key);
    entries.push(entry);
    at += length;
  }
  return entries;
}

/** Where the directory is: large archives, and some programs in all archives, say it in another record. */
function directoryPlace(view: DataView, end: number) {
  const count = view.getUint16(end + 10, true);
  const [size, offset] = [view.getUint32(end + 12, true), view.getUint32(end + 16, true)];
  const locator = end - LOCATOR_SIZE;
  const isLarge = count === IN_16_BITS || size === IN_32_BITS || offset === IN_32_BITS;
  if (!isLarge || locator < 0 || view.getUint32(locator, true) !== END_64_LOCATOR)
    return { count, size, offset, endsAt: end };
  const large = long(view, locator + 8);
  if (view.getUint32(large, true) !== END_64) throw cutOff();
  return {
    count: long(view, large + 32),
    size: long(view, large + 40),
    offset: long(view, large + 48),
    endsAt: large,
  };
}

function entryOf(file: Uint8Array, view: DataView, listed: Uint8Array, shift: number): Entry {
  const list = viewOf(listed);
  const nameBytes = listed.subarray(LISTED_SIZE, LISTED_SIZE + list.getUint16(28, true));
  const name = new TextDecoder().decode(nameBytes);
  const path = partPath(name);
  const flags = list.getUint16(8, true);
  const method = list.getUint16(10, true);
  if ((flags & ENCRYPTED) !== 0) throw new FileError(`${path} is encrypted: remove the password first`);
  if (method !== STORED && method !== DEFLATED)
    throw new FileError(`${path} is compressed by method ${method}: save the workbook again in Excel`);
  const { packedSize, size, start } = sizesOf(list, LISTED_SIZE + nameBytes.length);
  const checksum = list.getUint32(16, true);
  const head = start + shift;
  if (head < 0 || head + HEAD_SIZE > file.length || view.getUint32(head, true) !== HEAD) throw damaged(path);
  const nameEnd = head + HEAD_SIZE + view.getUint16(head + 26, true);
  const from = nameEnd + view.getUint16(head + 28, true);
  const to = from + packedSize;
  if (to > file.length) throw damaged(path);
  // Two names for one part are a trick.
  if (!areEqual(file.subarray(head + HEAD_SIZE, nameEnd), nameBytes)) throw damaged(path);
  const recordEnd =
    to + descriptorSize(view, to, view.getUint16(head + 6, true), { checksum, packedSize, size });
  return {
    path,
    flags,
    method,
    checksum,
    packedSize,
    size,
    packed: file.subarray(from, to),
    record: file.subarray(head, recordEnd),
    listed,
  };
}

/** Some programs write slashes the other way round, or one in front; no part is outside the file, or has no name. */
function partPath(name: string): string {
  const path = name.split("\\").join("/");
  const plain = path.startsWith("/") ? path.slice(1) : path;
  const steps = plain.split("/");
  const isTrick =
    plain === "" ||
    plain.includes("\0") ||
    plain.includes(":") ||
    steps.some((step, index) => step === ".." || step === "." || (step === "" && index < steps.length - 1));
  if (isTrick)
    throw new FileError(`the file has a part named "${name}", which no part of a workbook may be named`);
  return plain;
}

/** Sizes and places that do not fit are in an extra field. */
function sizesOf(list: DataView, extras: number) {
  const found = {
    size: list.getUint32(24, true),
    packedSize: list.getUint32(20, true),
    start: list.getUint32(42, true),
  };
  let next = longFieldsAt(list, extras);
  if (next === undefined) return found;
  for (const field of ["size", "packedSize", "start"] as const) {
    if (found[field] !== IN_32_BITS) continue;
    found[field] = long(list, next);
    next += 8;
  }
  return found;
}

function longFieldsAt(list: DataView, extras: number): number | undefined {
  const end = extras + list.getUint16(30, true);
  for (let at = extras; at + 4 <= end; at += 4 + list.getUint16(at + 2, true))
    if (list.getUint16(at, true) === 1) return at + 4;
  return undefined;
}

type Measures = Pick<Entry, "checksum" | "packedSize" | "size">;

/** Programs that did not know the sizes in time write them behind the content, in one of four ways. */
function descriptorSize(view: DataView, at: number, flags: number, { checksum, packedSize, size }: Measures) {
  if ((flags & SIZES_FOLLOW) === 0) return 0;
  const reads = (place: number, value: number) =>
    place + 4 <= view.byteLength && view.getUint32(place, true) === value;
  const mark = reads(at, DESCRIPTOR) && reads(at + 4, checksum) ? 4 : 0;
  if (!reads(at + mark, checksum)) return 0;
  if (reads(at + mark + 4, packedSize) && reads(at + mark + 8, size)) return mark + 12;
  return reads(at + mark + 4, packedSize) && reads(at + mark + 12, size) ? mark + 20 : 0;
}

/** Parts that share their bytes make a small file unpack into an enormous one. */
function requireNoOverlap(entries: readonly Entry[]): void {
  const inOrder = [...entries].sort((a, b) => a.record.byteOffset - b.record.byteOffset);
  let end = 0;
  for (const { path, record } of inOrder) {
    if (record.byteOffset < end) throw damaged(path);
    end = record.byteOffset + record.length;
  }
}

function areEqual(some: Uint8Array, others: Uint8Array): boolean {
  return some.length === others.length && some.every((byte, index) => byte === others[index]);
}

/** A part's content, unpacked and checked. */
export function contentOf(entry: Entry, { inflate }: Compression): Uint8Array {
  const { path, method, packed, size, checksum } = entry;
  if (size > LARGEST_PART) {
    const megabytes = (bytes: number) => Math.ceil(bytes / MEGABYTE).toLocaleString("en-US");
    throw new FileError(
      `${path} is too large: it unpacks to ${megabytes(size)} MB, and at most ${megabytes(LARGEST_PART)} MB can be read`,
    );
  }
  let content: Uint8Array;
  try {
    content = method === STORED ? packed : inflate(packed, size);
  } catch {
    throw damaged(path);
  }
  if (content.length !== size || crc32(content) !== checksum) throw damaged(path);
  return content;
}

/**
 * The archive with other contents. What does not change keeps its bytes, packed as they are, its order, name, time and
 * flags; new parts go last.
 */
export function savedArchive(
  { entries, comment }: Archive,
  { contents, putBack }: Changes,
  { deflate }: Compression,
): Uint8Array {
  const written: Pick<Entry, "record" | "listed">[] = [];
  const away = new Set(putBack);
  const putBackAfter = (path: string) => {
    for (const taken of putBack) {
      if (taken.after !== path || !away.delete(taken)) continue;
      written.push(taken);
      putBackAfter(taken.path);
    }
  };
  const left = new Map(contents);
  putBackAfter("");
  for (const entry of entries) {
    if (!left.has(entry.path)) written.push(entry);
    else {
      const content = left.get(entry.path);
      if (content !== undefined) written.push(packedEntry(entry.path, content, deflate, entry));
      left.delete(entry.path);
    }
    putBackAfter(entry.path);
  }
  // What stood in front of them is gone.
  for (const taken of away) written.push(taken);
  for (const [path, content] of left)
    if (content !== undefined) written.push(packedEntry(path, content, deflate));
  return joined(written, comment);
}

function packedEntry(
  path: string,
  content: Uint8Array,
  deflate: Compression["deflate"],
  before?: Entry,
): Pick<Entry, "record" | "listed"> {
  const was = before === undefined ? undefined : viewOf(before.listed);
  const name =
    was === undefined
      ? new TextEncoder().encode(path)
      : (before?.listed.subarray(LISTED_SIZE, LISTED_SIZE + was.getUint16(28, true)) ?? new Uint8Array());
  const packed = deflate(content);
  const listed = new Uint8Array(LISTED_SIZE + name.length);
  listed.set(name, LISTED_SIZE);
  const list = viewOf(listed);
  list.setUint32(0, LISTED, true);
  list.setUint16(4, was?.getUint16(4, true) ?? 20, true);
  list.setUint16(6, 20, true);
  list.setUint16(8, was === undefined ? 0 : was.getUint16(8, true) & NAME_IN_UTF8, true);
  list.setUint16(10, DEFLATED, true);
  list.setUint32(12, was?.getUint32(12, true) ?? NO_DATE, true);
  list.setUint32(16, crc32(content), true);
  list.setUint32(20, packed.length, true);
  list.setUint32(24, content.length, true);
  list.setUint16(28, name.length, true);
  list.setUint16(36, was?.getUint16(36, true) ?? 0, true);
  list.setUint32(38, was?.getUint32(38, true) ?? 0, true);
  const record = new Uint8Array(HEAD_SIZE + name.length + packed.length);
  // From the version that is needed to the length of the name, both say the same.
  record.set(listed.subarray(6, 30), 4);
  record.set(name, HEAD_SIZE);
  record.set(packed, HEAD_SIZE + name.length);
  viewOf(record).setUint32(0, HEAD, true);
  return { record, listed };
}

function joined(written: readonly Pick<Entry, "record" | "listed">[], comment: Uint8Array): Uint8Array {
  let [records, directory] = [0, 0];
  for (const { record, listed } of written) {
    records += record.length;
    directory += listed.length;
  }
  const size = records + directory + END_SIZE + comment.length;
  if (size > LARGEST_FILE) throw new FileError("the file would become too large: over 1,000 MB");
  const file = new Uint8Array(size);
  const view = viewOf(file);
  let [recordAt, listedAt] = [0, records];
  for (const { record, listed } of written) {
    file.set(record, recordAt);
    file.set(listed, listedAt);
    setStart(new DataView(file.buffer, listedAt, listed.length), recordAt);
    recordAt += record.length;
    listedAt += listed.length;
  }
  view.setUint32(listedAt, END, true);
  view.setUint16(listedAt + 8, written.length, true);
  view.setUint16(listedAt + 10, written.length, true);
  view.setUint32(listedAt + 12, directory, true);
  view.setUint32(listedAt + 16, records, true);
  view.setUint16(listedAt + 20, comment.length, true);
  file.set(comment, listedAt + END_SIZE);
  return file;
}

/** Where it begins now; in the extra field where that said it. */
function setStart(list: DataView, start: number): void {
  if (list.getUint32(42, true) !== IN_32_BITS) {
    list.setUint32(42, start, true);
    return;
  }
  let at = longFieldsAt(list, LISTED_SIZE + list.getUint16(28, true));
  if (at === undefined) return;
  for (const field of [24, 20]) if (list.getUint32(field, true) === IN_32_BITS) at += 8;
  list.setBigUint64(at, BigInt(start), true);
}

/** Of each byte; and of it with one, two and three bytes of 0 behind it, so that four bytes are read at once. */
const checksums = new Int32Array(1024);
for (let byte = 0; byte < 256; byte++) {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = (value >>> 1) ^ (value & 1 ? 0xedb88320 : 0);
  checksums[byte] = value;
}
for (let place = 256; place < 1024; place++) {
  const value = checksums[place - 256] ?? 0;
  checksums[place] = (value >>> 8) ^ (checksums[value & 0xff] ?? 0);
}

export function crc32(bytes: Uint8Array): number {
  let value = -1;
  let at = 0;
  for (; at + 4 <= bytes.length; at += 4) {
    // The table and the bytes have an entry for each place.
    value ^=
      (bytes[at] ?? 0) |
      ((bytes[at + 1] ?? 0) << 8) |
      ((bytes[at + 2] ?? 0) << 16) |
      ((bytes[at + 3] ?? 0) << 24);
    value =
      (checksums[768 + (value & 0xff)] ?? 0) ^
      (checksums[512 + ((value >>> 8) & 0xff)] ?? 0) ^
      (checksums[256 + ((value >>> 16) & 0xff)] ?? 0) ^
      (checksums[value >>> 24] ?? 0);
  }
  for (; at < bytes.length; at++) value = (value >>> 8) ^ (checksums[(value ^ (bytes[at] ?? 0)) & 0xff] ?? 0);
  return (value ^ -1) >>> 0;
}
