// The page of the workbench: a spreadsheet with the built add-in in it, for where there is no Excel.
import { exampleWorkbook } from "./example/workbook";
import { FileMistake } from "./files/mistakes";
import { readWorkbook } from "./files/openWorkbook";
import { download, workbookFile } from "./files/saveCopy";
import type { FunctionsFile } from "./functions/metadata";
import { installBatchCommand } from "./grid/batch";
import { useExcelErrorNames } from "./grid/errorNames";
import { SpreadsheetView } from "./grid/spreadsheetView";
import { element } from "./page/elements";
import { notifyUser, raiseError } from "./page/messages";
import { setUpSplitter, setUpToggle } from "./page/splitter";
import { useReplay, type ReplayNotice } from "./replay/page";
import { Workbench, type WorkbookContent } from "./workbench";

declare global {
  interface Window {
    /** For browser tests: the workbench once its first workbook is open and computed. */
    hashcellWorkbench?: Promise<Workbench>;
  }
}

const EXAMPLE_TITLE = "Example workbook";

async function start(): Promise<Workbench> {
  const [functionsFile, templates, notice] = await Promise.all([
    functions(),
    text("/lib/o-spreadsheet/o_spreadsheet.xml"),
    replayNotice(),
  ]);
  useReplay(notice);
  useExcelErrorNames();
  installBatchCommand();
  const view = new SpreadsheetView(element("grid", HTMLElement), templates);
  const workbench = new Workbench(functionsFile, view, element("pane", HTMLIFrameElement));
  window.hashcellHost = workbench;
  setUpHeader(workbench);
  document.body.classList.add("started");
  await openExample(workbench);
  return workbench;
}

async function text(address: string): Promise<string> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address} could not be loaded (${response.status}).`);
  return response.text();
}

const functions = async () => JSON.parse(await text("/addin/functions.json")) as FunctionsFile;
const replayNotice = async () => JSON.parse(await text("/replay.json")) as ReplayNotice;

function setUpHeader(workbench: Workbench): void {
  const file = element("file", HTMLInputElement);
  element("open", HTMLButtonElement).addEventListener("click", () => file.click());
  file.addEventListener("change", () => {
    const chosen = file.files?.[0];
    // The same file can then be chosen again.
    file.value = "";
    if (chosen !== undefined) void reported(openFile(workbench, chosen));
  });
  element("save", HTMLButtonElement).addEventListener("click", () => void reported(saveCopy(workbench)));
  element("example", HTMLButtonElement).addEventListener(
    "click",
    () => void reported(openExample(workbench)),
  );
  setUpToggle(element("toggle", HTMLButtonElement), element("body", HTMLElement));
  setUpSplitter(element("splitter", HTMLElement), element("pane", HTMLElement));
}

const openExample = (workbench: Workbench) => open(workbench, { data: exampleWorkbook() }, EXAMPLE_TITLE);

async function openFile(workbench: Workbench, file: File): Promise<void> {
  const opened = await readWorkbook(file);
  await open(workbench, opened, file.name);
  for (const text of opened.warnings) notifyUser({ text, type: "warning", sticky: true });
}

async function open(workbench: Workbench, content: WorkbookContent, title: string): Promise<void> {
  await workbench.open(content);
  element("title", HTMLElement).textContent = title;
  document.title = `${title} – Hashcell workbench`;
}

async function saveCopy({ model, settings, customXml }: Workbench): Promise<void> {
  if (model === undefined) return;
  const title = (element("title", HTMLElement).textContent ?? "").replace(/\.xls[xm]$/, "");
  download(await workbookFile({ model, settings, customXml }), `${title || "Workbook"}.xlsx`);
}

/** Tells the user what went wrong. */
async function reported(work: Promise<void>): Promise<void> {
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
