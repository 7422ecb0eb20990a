// The page of the workbench: a spreadsheet with the built add-in in it, for where there is no Excel.
import type { BookEntry } from "../data/bookList";
import { FileMistake } from "./files/limits";
import { carryKeptParts } from "./files/keptPlugin";
import { openedFile, unreadFormulas, type OpenedFile } from "./files/openWorkbook";
import { readInWorker } from "./files/readerClient";
import { download, workbookFile } from "./files/saveCopy";
import type { FunctionsFile } from "../functions/generate/functionsJson";
import { installBatchCommand } from "./grid/batch";
import { addErrorType, useExcelErrorNames } from "./grid/errors";
import { easeFormulaEntry } from "./grid/formulaEntry";
import { SpreadsheetView } from "./page/spreadsheetView";
import { contentOf, Drafts, offerDraft, withdrawOffer } from "./page/drafts";
import { element } from "./page/elements";
import { bookAsFile, books, chooseBook } from "./page/newWorkbook";
import { clearNotes, notifyUser, painted, raiseError, showProgress } from "./page/messages";
import { changeSide, setUpShortcuts } from "./page/shortcuts";
import { setUpSplitter, setUpToggle } from "./page/splitter";
import { Unsaved } from "./page/unsaved";
import { useReplay, type ReplayNotice } from "./page/replayNotice";
import { Workbench, type WorkbookContent } from "./workbench";

declare global {
  interface Window {
    /** For browser tests: the workbench once its first workbook is open and computed. */
    hashcellWorkbench?: Promise<Workbench>;
  }
}

/** Of a file that the task pane has opened, where it has none in it; of an empty workbook. */
const NEW_TITLE = "New workbook.xlsx";

async function start(): Promise<Workbench> {
  const [functionsFile, templates, notice] = await Promise.all([
    functions(),
    text("/lib/o-spreadsheet/o_spreadsheet.xml"),
    replayNotice(),
  ]);
  useReplay(notice);
  useExcelErrorNames();
  addErrorType();
  installBatchCommand();
  easeFormulaEntry();
  carryKeptParts();
  const view = new SpreadsheetView(
    element("grid", HTMLElement),
    element("cell-line", HTMLElement),
    templates,
  );
  const workbench = new Workbench(functionsFile, view, element("pane", HTMLIFrameElement));
  window.hashcellHost = workbench;
  const drafts = new Drafts();
  const unsaved = new Unsaved(workbench, drafts);
  setUpHeader(workbench, unsaved);
  workbench.onOpen = (file) =>
    void reported(
      openFile(
        workbench,
        unsaved,
        new File([new Uint8Array(file)], NEW_TITLE),
        ({ title }) => title ?? NEW_TITLE,
      ),
    );
  document.body.classList.add("started");
  await openFirst(workbench, unsaved);
  offerLeftBehind(workbench, unsaved, drafts).catch((error: unknown) => console.warn(error));
  return workbench;
}

async function text(address: string): Promise<string> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address} could not be loaded (${response.status}).`);
  return response.text();
}

const functions = async () => JSON.parse(await text("/addin/functions.json")) as FunctionsFile;
const replayNotice = async () => JSON.parse(await text("/replay.json")) as ReplayNotice;

function setUpHeader(workbench: Workbench, unsaved: Unsaved): void {
  const file = element("file", HTMLInputElement);
  const pane = element("pane", HTMLIFrameElement);
  const actions = {
    new: () => void reported(newWorkbook(workbench, unsaved)),
    open: () => file.click(),
    save: () => void reported(saveCopy(workbench, unsaved)),
  };
  for (const [id, action] of Object.entries(actions))
    element(id, HTMLButtonElement).addEventListener("click", action);
  file.addEventListener("change", () => {
    const chosen = file.files?.[0];
    // The same file can then be chosen again.
    file.value = "";
    if (chosen !== undefined) void reported(openFile(workbench, unsaved, chosen));
  });
  setUpToggle(element("toggle", HTMLButtonElement), element("body", HTMLElement));
  setUpShortcuts(pane, {
    "Ctrl+S": actions.save,
    "Ctrl+O": actions.open,
    F6: () => changeSide(element("grid", HTMLElement), pane),
  });
  setUpSplitter(element("splitter", HTMLElement), pane);
}

/**
 * Opens the first of the finished workbooks. Where it cannot be had, or the user would rather not wait, an empty one, so
 * that a file or a draft can still be opened.
 */
async function openFirst(workbench: Workbench, unsaved: Unsaved): Promise<void> {
  try {
    const found = await books();
    if (typeof found === "string") throw new FileMistake(found);
    const [first] = found;
    if (first !== undefined) await openBook(workbench, unsaved, first);
  } catch (error) {
    if (!(error instanceof FileMistake)) throw error;
    raiseError(error.message);
  }
  if (workbench.model === undefined) await open(workbench, unsaved, { data: {} }, NEW_TITLE);
}

/** Starts one of the finished workbooks. */
async function newWorkbook(workbench: Workbench, unsaved: Unsaved): Promise<void> {
  const book = await chooseBook(await books());
  if (book !== undefined) await openBook(workbench, unsaved, book);
}

const openBook = async (workbench: Workbench, unsaved: Unsaved, book: BookEntry) =>
  openFile(workbench, unsaved, await bookAsFile(book), () => book.title);

/** Ends the reading of a file that is under way. */
let cancelReading: () => void = () => undefined;

/** Opens a file of the user. Until all of it is read, the open workbook is in use. */
async function openFile(
  workbench: Workbench,
  unsaved: Unsaved,
  file: File,
  titleOf: (opened: OpenedFile) => string = () => file.name,
): Promise<void> {
  cancelReading();
  const reading = new AbortController();
  cancelReading = () => reading.abort();
  const progress = showProgress(`Opening ${file.name} …`, cancelReading);
  try {
    const read = await readInWorker(file, reading.signal);
    await painted();
    reading.signal.throwIfAborted();
    const opened = openedFile(read);
    if (!(await open(workbench, unsaved, opened, titleOf(opened)))) return;
    const unread = workbench.model === undefined ? [] : unreadFormulas(workbench.model);
    for (const text of [...opened.warnings, ...unread]) notifyUser({ text, type: "warning", sticky: true });
  } catch (error) {
    if (!reading.signal.aborted) throw error;
  } finally {
    progress.end();
  }
}

/** Whether it was opened: the user may rather keep the workbook that is open. */
async function open(
  workbench: Workbench,
  unsaved: Unsaved,
  content: WorkbookContent,
  title: string,
): Promise<boolean> {
  if (!(await unsaved.mayGo(() => saveCopy(workbench, unsaved)))) return false;
  await unsaved.opening(title, async () => {
    await workbench.open(content, title);
    clearNotes();
  });
  return true;
}

/** Offers what the last page was closed with, or broke down with. */
async function offerLeftBehind(workbench: Workbench, unsaved: Unsaved, drafts: Drafts): Promise<void> {
  const draft = await drafts.leftBehind();
  if (draft === undefined) return;
  /** Several tabs may offer the same. */
  const isGone = async () => {
    if (await drafts.isLeftBehind(draft)) return false;
    withdrawOffer();
    notifyUser({
      text: `“${draft.title}” was opened again or discarded in another tab.`,
      type: "info",
      sticky: false,
    });
    return true;
  };
  const reopen = async () => {
    if (await isGone()) return;
    if (!(await open(workbench, unsaved, contentOf(draft), draft.title))) return;
    await drafts.adopt(draft);
    unsaved.restored();
    withdrawOffer();
  };
  const discard = async () => {
    if (await isGone()) return;
    await drafts.drop(draft.key);
    withdrawOffer();
  };
  offerDraft(
    draft,
    () => void reported(reopen()),
    () => void reported(discard()),
  );
}

function saveCopy(workbench: Workbench, unsaved: Unsaved): Promise<void> {
  return unsaved.saving(async (title) => {
    const { model, settings, customXml } = workbench;
    if (model === undefined) return;
    const name = title.replace(/\.xls[xm]$/, "") || "Workbook";
    download(await workbookFile({ model, settings, customXml }), `${name}.xlsx`);
  });
}

/** Shows the user what went wrong. */
async function reported(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof FileMistake)) console.error(error);
    raiseError(error instanceof Error ? error.message : String(error));
  }
}

window.hashcellWorkbench = start();
window.hashcellWorkbench.catch((error: unknown) => {
  document.body.classList.add("started");
  raiseError(`The workbench could not start. ${error instanceof Error ? error.message : String(error)}`);
});
