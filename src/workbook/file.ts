import { UNNAMED, WorkbookError, type Course, type FileOutlets, type WorkbookFile } from "./workbook";

/** Excel gives at most 4 MB at once. */
const SLICE_BYTES = 1_048_576;

const NO_FILE = "Excel did not give the workbook as a file: save it, then try again.";

/** The open workbook as a file, with what has not been saved yet; undefined once it is cancelled. */
export async function workbookFile({ signal, onProgress }: Course): Promise<WorkbookFile | undefined> {
  const { document } = Office.context;
  const file = await answered<Office.File>((done) =>
    document.getFileAsync(Office.FileType.Compressed, { sliceSize: SLICE_BYTES }, done),
  );
  try {
    const bytes = new Uint8Array(file.size);
    for (let index = 0; index < file.sliceCount; index++) {
      onProgress(index, file.sliceCount);
      if (signal.aborted) return undefined;
      const slice = await answered<Office.Slice>((done) => file.getSliceAsync(index, done));
      bytes.set(slice.data as ArrayLike<number>, index * SLICE_BYTES);
    }
    return { name: fileName(document.url), bytes };
  } finally {
    // Excel refuses a third file while two are open.
    file.closeAsync();
  }
}

function answered<T>(ask: (done: (result: Office.AsyncResult<T>) => void) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    ask(({ status, value }) =>
      status === Office.AsyncResultStatus.Succeeded ? resolve(value) : reject(new WorkbookError(NO_FILE)),
    );
  });
}

/** The name of the file at a path or an address: "Site model.xlsx". A workbook that was never saved has none. */
export function fileName(address: string | undefined): string {
  const [path = ""] = (address ?? "").split(/[?#]/);
  const last = path.split(/[\\/]/).at(-1) ?? "";
  return /\.xls[xm]$/i.test(last) ? decoded(last) : UNNAMED;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Opens a file as a workbook of its own, which has no name yet. */
export async function openFile(bytes: Uint8Array): Promise<void> {
  try {
    await Excel.createWorkbook(base64(bytes));
  } catch {
    throw new WorkbookError(
      "Excel did not open the copy: it may be too large, or your organisation does not allow it. Download it instead.",
    );
  }
}

function base64(bytes: Uint8Array): string {
  let text = "";
  // A call takes a limited number of arguments.
  for (let at = 0; at < bytes.length; at += 0x8000)
    // eslint-disable-next-line no-restricted-syntax -- a slice at a time
    text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}

/** With this the workbench begins the address of its workbook. */
export const WORKBENCH = "workbench:/";

/** What can be done here with a file that the pane has made. Excel on a Mac and an iPad lets no page save one. */
export function fileOutlets(): FileOutlets {
  const { document, platform, requirements } = Office.context;
  return {
    canOpen: requirements.isSetSupported("ExcelApi", "1.8"),
    canDownload: platform !== Office.PlatformType.Mac && platform !== Office.PlatformType.iOS,
    isExcel: !isWorkbench(document.url),
  };
}

/** A workbook that was never saved may have no address. */
const isWorkbench = (address: string | undefined) => address?.startsWith(WORKBENCH) ?? false;
