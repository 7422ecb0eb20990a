import { counted } from "./limits";
import { FileMistake, tooLarge } from "./limits";
import type { FileRead } from "./xlsx";

export type ReaderAnswer = { readonly read: FileRead } | { readonly mistake: string };

const SCRIPT = "/reader.js";
const MEGABYTE = 1024 * 1024;
const LARGEST = 100 * MEGABYTE;
/** A workbook as large as the workbench holds takes a third of it on two busy cores. */
const SLOWEST_MS = 30_000;

/**
 * Reads a file of the user in a worker. Throws a `FileMistake` when it is not a workbook that the workbench can hold, is
 * too large or takes too long; and the signal's reason when that ends it.
 */
export async function readInWorker(file: File, signal: AbortSignal): Promise<FileRead> {
  if (file.size > LARGEST)
    throw new FileMistake(
      `This file is too large for the workbench: it has ${counted(Math.round(file.size / MEGABYTE))} MB, and ${counted(LARGEST / MEGABYTE)} MB is the limit.`,
    );
  const bytes = new Uint8Array(await file.arrayBuffer());
  signal.throwIfAborted();
  const worker = new Worker(SCRIPT);
  const timer: { id?: number } = {};
  try {
    const answer = await new Promise<ReaderAnswer>((resolve, reject) => {
      worker.addEventListener("message", ({ data }: MessageEvent<ReaderAnswer>) => resolve(data));
      worker.addEventListener("error", ({ message }) =>
        reject(new Error(`The file could not be read. ${message}`)),
      );
      signal.addEventListener("abort", () => reject(signal.reason as Error));
      timer.id = window.setTimeout(() => reject(tooSlow()), SLOWEST_MS);
      worker.postMessage(bytes, [bytes.buffer]);
    });
    if ("mistake" in answer) throw new FileMistake(answer.mistake);
    return answer.read;
  } finally {
    window.clearTimeout(timer.id);
    worker.terminate();
  }
}

const tooSlow = () => tooLarge(`reading it took more than ${SLOWEST_MS / 1000} seconds`);
