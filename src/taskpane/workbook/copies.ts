import { later, type Later } from "../later";
import {
  UNNAMED,
  WorkbookError,
  type Course,
  type Workbook,
  type WorkbookFile,
} from "../../workbook/workbook";

/** What reads and writes files, loaded with the first one; and a moment for the page to show that it is at work. */
export async function conversion(): Promise<Later> {
  const [loaded] = await Promise.all([
    later().catch((cause: unknown) => {
      throw new WorkbookError("A part of the pane could not be loaded: close the pane and open it again.", {
        cause,
      });
    }),
    new Promise((resolve) => setTimeout(resolve, 50)),
  ]);
  return loaded;
}

/** The open workbook as a file; undefined once it is cancelled. */
export const openFileOf = (workbook: Workbook, courseOf: (label: string) => Course) =>
  workbook.file(courseOf("Reading the workbook"));

/** A file that the user has chosen. */
export async function chosenFile(file: File): Promise<WorkbookFile> {
  try {
    return { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) };
  } catch {
    throw new WorkbookError("The file cannot be read: close it in other programs, then choose it again.");
  }
}

/** What no program accepts in the name of a file. */
export const FORBIDDEN = /[\\/:*?"<>|]/;

/**
 * The name of a copy: "Site model (portable).xlsx". A workbook that was never saved has no name: its `title` stands for it,
 * if it has one.
 */
export function copyName(
  name: string,
  word: "portable" | "restored" | "with capsule" | "audited",
  title?: string,
): string {
  const stem = name === UNNAMED && title !== undefined ? title : stemOf(name);
  const bare = stem
    .replace(/ \((portable|restored|with capsule|audited)\)$/, "")
    .replace(new RegExp(FORBIDDEN, "g"), "-");
  return `${bare} (${word})${name.slice(stemOf(name).length)}`;
}

/** The name of a file without its ending. */
export const stemOf = (name: string) => name.slice(0, name.lastIndexOf("."));

const TYPES: Readonly<Record<string, string>> = {
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  xlsm: "application/vnd.ms-excel.sheet.macroEnabled.12",
};

/** Passes a file to the browser to be saved. */
export function download({ name, bytes }: WorkbookFile): void {
  const type = TYPES[name.slice(name.lastIndexOf(".") + 1).toLowerCase()];
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
