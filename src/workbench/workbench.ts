import type { Command, Model, WorkbookData } from "@odoo/o-spreadsheet";
import { Grid } from "./functions/grid";
import type { FunctionsFile } from "../functions/generate/functionsJson";
import { PaneRuntime } from "./functions/paneRuntime";
import { AddinFunctions } from "./functions/register";
import { workbookBytes } from "./files/saveCopy";
import type { SpreadsheetView } from "./page/spreadsheetView";
import { Events } from "./host/events";
import { Host } from "./host/host";
import type { EventEntry, HostRequest, HostResponse, PaneHost } from "./host/protocol";

const PANE_PAGE = "/addin/taskpane.html";
const POLL_MS = 20;
const SLOWEST_START_MS = 30_000;

/** Commands with which formulas may go. */
const removing = new Set<Command["type"]>([
  "UPDATE_CELL",
  "DELETE_SHEET",
  "REMOVE_COLUMNS_ROWS",
  "UNDO",
  "REDO",
]);

/** A workbook to open: its sheets, and what programs keep in it besides them. */
export interface WorkbookContent {
  readonly data: Partial<WorkbookData>;
  /** The add-in's settings. */
  readonly settings?: ReadonlyMap<string, unknown>;
  readonly customXml?: ReadonlyMap<string, string>;
}

/** What is kept of a workbook as long as it is open. */
interface OpenWorkbook {
  readonly title: string;
  readonly model: Model;
  readonly settings: Map<string, unknown>;
  readonly customXml: Map<string, string>;
  readonly host: Host;
}

/** The open workbook with its task pane. Like Excel, it starts the add-in again for every workbook. */
export class Workbench implements PaneHost {
  /** Called when the user, or the task pane for the user, has edited the open workbook. */
  onEdit: () => void = () => undefined;
  /** Called when the task pane opens a file as another workbook. */
  onOpen: (file: Uint8Array) => void = () => undefined;
  private readonly grid = new Grid();
  private readonly functions: AddinFunctions;
  private current: OpenWorkbook | undefined;
  private events: Events | undefined;
  private isSweepDue = false;
  private started = Promise.resolve();
  private push: (entries: readonly EventEntry[]) => void = () => undefined;

  constructor(
    functionsFile: FunctionsFile,
    private readonly view: SpreadsheetView,
    private readonly frame: HTMLIFrameElement,
  ) {
    this.functions = new AddinFunctions(functionsFile, new PaneRuntime(frame), this.grid);
    this.functions.register();
    // The user can reload only the pane, from its context menu.
    frame.addEventListener("load", () => {
      this.started = this.startFunctions();
      // `open` reports it; after a reload of only the pane the cells show that they wait.
      this.started.catch((error: unknown) => console.error(error));
    });
  }

  get model(): Model | undefined {
    return this.grid.model;
  }

  get title(): string {
    return this.current?.title ?? "";
  }

  /** What the add-in keeps in the open workbook. */
  get settings(): ReadonlyMap<string, unknown> {
    return this.current?.settings ?? new Map();
  }

  /** The custom XML parts of the open workbook, by their ids: see files/customXml.ts. */
  get customXml(): ReadonlyMap<string, string> {
    return this.current?.customXml ?? new Map();
  }

  /** Opens a workbook in place of the one before. When that fails, the one before is back, with its steps of undo. */
  async open(content: WorkbookContent, title: string): Promise<void> {
    const before = this.current;
    try {
      const model = new o_spreadsheet.Model(content.data);
      const [settings, customXml] = [new Map(content.settings), new Map(content.customXml)];
      const host = new Host(model, settings, customXml, (file) => this.onOpen(file));
      await this.show({ title, model, settings, customXml, host });
    } catch (error) {
      if (before === undefined) throw error;
      if (this.current !== before) await this.show(before);
      const reason = error instanceof Error ? error.message : String(error);
      throw new Error(`The workbook cannot be shown; the previous one is open again. ${reason}`, {
        cause: error,
      });
    }
  }

  private async show(workbook: OpenWorkbook): Promise<void> {
    const { model } = workbook;
    this.functions.reset();
    this.events?.stop();
    this.grid.model?.off("command-dispatched", this);
    this.grid.model = model;
    this.current = workbook;
    this.events = new Events(model, (entries) => this.push(entries));
    model.on("command-dispatched", this, (command: object) => this.follow(command as Command));
    await this.view.show(model);
    await this.loadPane();
    await this.started;
  }

  answer(request: HostRequest): HostResponse {
    if (this.current === undefined) throw new Error("No workbook is open");
    return this.current.host.answer(request);
  }

  async file(): Promise<Uint8Array> {
    if (this.current === undefined) throw new Error("No workbook is open");
    return workbookBytes(this.current);
  }

  connect(push: (entries: readonly EventEntry[]) => void): void {
    this.functions.reset();
    this.push = push;
  }

  /** Cells may have gone with an edit; one look after the whole step is enough. */
  private follow(command: Command): void {
    if (this.functions.isEdit(command)) this.onEdit();
    if (this.isSweepDue || !removing.has(command.type)) return;
    this.isSweepDue = true;
    setTimeout(() => {
      this.isSweepDue = false;
      this.functions.sweep();
    });
  }

  private loadPane(): Promise<void> {
    return new Promise((resolve) => {
      this.frame.addEventListener("load", () => resolve(), { once: true });
      this.frame.src = PANE_PAGE;
    });
  }

  private async startFunctions(): Promise<void> {
    await this.whenFunctionsAreReady();
    this.grid.evaluateAll();
  }

  private whenFunctionsAreReady(): Promise<void> {
    const end = performance.now() + SLOWEST_START_MS;
    return new Promise((resolve, reject) => {
      const look = () => {
        if (this.functions.isReady) resolve();
        else if (performance.now() > end) reject(new Error("The add-in did not start within 30 seconds."));
        else setTimeout(look, POLL_MS);
      };
      look();
    });
  }
}
