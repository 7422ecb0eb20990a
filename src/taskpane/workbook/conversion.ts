import { clientCopy, type ClientCopyOptions } from "../../workfile/clientCopy";
import { FileError } from "../../workfile/fileError";
import { makePortable } from "../../workfile/portable";
import { preflight } from "../../workfile/preflight";
import type { ClientCopy, Converted, PortableOptions, Preflight, Restored } from "../../workfile/reports";
import { restored } from "../../workfile/restore";
import { WorkbookError } from "../../workbook/workbook";
import { sentence } from "../format";

/** What a workbook holds that can be made portable. Rejects with a `WorkbookError`, as the others do. */
export const lookedThrough = (bytes: Uint8Array): Preflight => told(() => preflight(bytes));

export const copyOfSheets = (bytes: Uint8Array, options: ClientCopyOptions): ClientCopy =>
  told(() => clientCopy(bytes, options));

export const portableCopy = (bytes: Uint8Array, options: PortableOptions): Converted =>
  told(() => makePortable(bytes, options));

export const restoredCopy = (bytes: Uint8Array): Restored => told(() => restored(bytes));

/** Errors of files are fragments. */
function told<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw new WorkbookError(sentence(error.message.charAt(0).toUpperCase() + error.message.slice(1)));
  }
}
