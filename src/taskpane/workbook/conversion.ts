import { clientCopy, type ClientCopyOptions } from "../../workfile/clientCopy";
import { FileError, NothingToConvert } from "../../workfile/fileError";
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

/** Undefined where nothing calls the add-in: what sheets took from those that were left out has become values. */
export const portableCopy = (bytes: Uint8Array, options: PortableOptions): Converted | undefined =>
  told(() => {
    try {
      return makePortable(bytes, options);
    } catch (error) {
      if (error instanceof NothingToConvert) return undefined;
      throw error;
    }
  });

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
