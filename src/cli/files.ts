import { createHash } from "node:crypto";
import { constants, createReadStream } from "node:fs";
import { access, lstat, open, readFile, realpath, rename, rm, stat } from "node:fs/promises";
import { dirname, extname, join } from "node:path";
import { FileError } from "../workfile/fileError";
import { EXIT, Failure } from "./exit";

/** Extensions of the workbooks that can be read. */
const WORKBOOKS = [".xlsx", ".xlsm", ".xltx", ".xltm"];

/** What the system says about a path, in words. */
export function reason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  switch (code) {
    case "ENOENT":
      return "there is no such file or folder";
    case "EISDIR":
      return "it is a folder";
    case "ENOTDIR":
      return "a part of its path is a file, not a folder";
    case "EACCES":
    case "EPERM":
      return "no permission";
    case "EROFS":
      return "the disk is read-only";
    case "ENOSPC":
    case "EDQUOT":
      return "the disk is full";
    case "EFBIG":
    case "ERR_FS_FILE_TOO_LARGE":
      return "the file is too large";
    case "ENAMETOOLONG":
      return "the name is too long";
    case "EBUSY":
    case "ETXTBSY":
      return "another program has it open";
    default:
      return message;
  }
}

/** What is made of a workbook's file. */
export async function convertedInput<T>(path: string, convert: (bytes: Uint8Array) => T): Promise<T> {
  let bytes;
  try {
    // A device has no end.
    if ((await stat(path)).isCharacterDevice()) throw new Error("it is not a file");
    bytes = new Uint8Array(await readFile(path));
  } catch (error) {
    throw new Failure(EXIT.input, `cannot read ${path}: ${reason(error)}`);
  }
  try {
    return convert(bytes);
  } catch (error) {
    if (error instanceof FileError) throw new Failure(EXIT.input, `${path}: ${error.message}`);
    throw error;
  }
}

/** The file that is at a path, behind links; undefined where there is none. */
async function fileAt(path: string) {
  try {
    return await stat(path, { bigint: true });
  } catch {
    return undefined;
  }
}

export interface Output {
  readonly path: string;
  /** Whether a file that is there may be replaced. */
  readonly force: boolean;
  /** The file that it is made from, which it must not replace. */
  readonly input?: string;
  /** The endings that it may have, where they are not those of workbooks. */
  readonly endings?: readonly string[];
}

/** Throws if the output cannot be written; to be called before any work is done. */
export async function checkOutput({ path, force, input, endings }: Output): Promise<void> {
  const kind = extname(input ?? "x.xlsx").toLowerCase();
  const wanted = endings ?? [WORKBOOKS.includes(kind) ? kind : ".xlsx"];
  if (!wanted.includes(extname(path).toLowerCase())) {
    const why = input === undefined || endings !== undefined ? "" : `, as that of ${input}`;
    throw new Failure(
      EXIT.usage,
      `the name of the output must end in ${wanted.join(" or ")}${why}; got ${path}`,
    );
  }
  const present = await fileAt(path);
  const source = input === undefined ? undefined : await fileAt(input);
  // The same file, however its path is written: by another case, through a link, from another folder.
  if (present !== undefined && source?.ino === present.ino && source.dev === present.dev)
    throw new Failure(EXIT.usage, `the output ${path} is the input: choose another name`);
  if (present === undefined) {
    if (await isLink(path))
      throw new Failure(EXIT.output, `cannot write ${path}: it is a link to a file that does not exist`);
    return requireAccess(dirname(path), path);
  }
  if (!present.isFile())
    throw new Failure(
      EXIT.output,
      `cannot write ${path}: it is ${present.isDirectory() ? "a folder" : "not a file"}`,
    );
  if (!force)
    throw new Failure(EXIT.output, `${path} exists: choose another name, or replace it with --force`);
  await requireAccess(path, path);
}

async function requireAccess(place: string, path: string): Promise<void> {
  try {
    await access(place, constants.W_OK);
  } catch (error) {
    const isGone = (error as NodeJS.ErrnoException).code === "ENOENT";
    const why = isGone ? `there is no folder ${place}` : reason(error);
    throw new Failure(EXIT.output, `cannot write ${path}: ${why}`);
  }
}

async function isLink(path: string): Promise<boolean> {
  try {
    return (await lstat(path)).isSymbolicLink();
  } catch {
    return false;
  }
}

/**
 * Writes a file beside its place and renames it: whatever happens, the place has the whole file or what was there
 * before.
 */
export async function writeOutput(output: Output, bytes: Uint8Array): Promise<void> {
  const { path } = output;
  // Something may have come to be there in the meantime.
  await checkOutput(output);
  const place = (await fileAt(path)) === undefined ? path : await realpath(path);
  const temporary = join(dirname(place), `.hashcell-${process.pid}-${Date.now()}.tmp`);
  const cancel = new AbortController();
  const stop = () => cancel.abort();
  process.once("SIGINT", stop).once("SIGTERM", stop);
  try {
    const file = await open(temporary, "wx");
    try {
      await file.writeFile(bytes, { signal: cancel.signal });
      await file.sync();
    } finally {
      await file.close();
    }
    cancel.signal.throwIfAborted();
    await rename(temporary, place);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    if (cancel.signal.aborted) throw new Failure(EXIT.cancelled, `cancelled; ${path} was not written`);
    throw new Failure(EXIT.output, `cannot write ${path}: ${reason(error)}; nothing was changed`);
  } finally {
    process.off("SIGINT", stop).off("SIGTERM", stop);
  }
}

/** What is read from a file, with the file's name before what is wrong with it. */
export async function readable<T>(path: string, read: () => Promise<T>): Promise<T> {
  try {
    if ((await stat(path)).isDirectory()) throw new FileError("it is a folder");
    return await read();
  } catch (error) {
    if (error instanceof FileError) throw new Failure(EXIT.input, `${path}: ${error.message}`);
    if ((error as NodeJS.ErrnoException).syscall !== undefined)
      throw new Failure(EXIT.input, `cannot read ${path}: ${reason(error)}`);
    throw error;
  }
}

/** SHA-256 of a file. */
export async function hashOfFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) hash.update(chunk);
  return hash.digest("hex");
}
