import type { Model } from "@odoo/o-spreadsheet";
import { draftContent, type Drafts } from "./drafts";
import { element } from "./elements";
import { askUser, notifyUser } from "./messages";

/** From an edit until it is kept. */
const SHORTEST_DELAY_MS = 1000;
/** A large workbook takes longer to be kept, and is kept less often: at most this share of the time goes into it. */
const SHARE = 0.05;

/** The workbook that is open, as far as it can be lost. */
interface Open {
  readonly model: Model | undefined;
  readonly settings: ReadonlyMap<string, unknown>;
  readonly customXml: ReadonlyMap<string, string>;
  onEdit: () => void;
}

/**
 * Knows whether the open workbook has changes that no file has, and shows it beside its title. Such a workbook is kept
 * in the browser, and is not given up without a question. Values that are computed again are not edits.
 */
export class Unsaved {
  private title = "";
  private model: Model | undefined;
  /** Edits since the workbook was opened or saved. */
  private edits = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private lastTookMs = 0;
  private isNextEdited = false;
  /** Ends when the workbook that is being opened is there, or the one before is back. */
  private lastOpening: Promise<void> = Promise.resolve();
  private hasWarned = false;

  constructor(
    private readonly open: Open,
    private readonly drafts: Drafts,
  ) {
    open.onEdit = () => this.note();
    window.addEventListener("beforeunload", (event) => {
      if (this.edits > 0 || this.isNextEdited) event.preventDefault();
    });
    // A closing tab does not wait for this; most tabs are hidden first.
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden" && this.timer !== undefined) this.keep();
    });
  }

  /** Opens another workbook. The user may edit it before its task pane is there: then it is not as it was opened. */
  opening(title: string, work: () => Promise<void>): Promise<void> {
    const done = work()
      .then(() => this.opened(title))
      .finally(() => (this.isNextEdited = false));
    this.lastOpening = done.catch(() => undefined);
    return done;
  }

  /** The workbook that is open now was kept in the browser: it is in no file yet. */
  restored(): void {
    this.edited();
  }

  /** Saves, once a workbook that is being opened has its title; what is edited meanwhile stays unsaved. */
  async saving(work: (title: string) => Promise<void>): Promise<void> {
    await this.lastOpening;
    const { edits } = this;
    await work(this.title);
    if (this.edits === edits) this.settle();
  }

  /** Whether another workbook may take the place of this one: asks when something would be lost. */
  async mayGo(save: () => Promise<void>): Promise<boolean> {
    await this.lastOpening;
    // Again after a copy was saved: what was edited meanwhile is not in it.
    while (this.edits > 0) {
      const answer = await askUser(
        `“${this.title}” has unsaved changes. They are lost when another workbook replaces it.`,
        ["Cancel", "Continue without saving", "Save a copy first"],
      );
      if (answer !== "Save a copy first") return answer !== "Cancel";
      await save();
      await this.lastOpening;
    }
    return true;
  }

  private opened(title: string): void {
    this.model = this.open.model;
    this.title = title;
    this.settle();
    if (this.isNextEdited) this.edited();
  }

  private note(): void {
    // The user may be quicker than the task pane of the workbook that is being opened.
    if (this.open.model === this.model) this.edited();
    else this.isNextEdited = true;
  }

  private edited(): void {
    this.edits += 1;
    if (this.edits === 1) this.show();
    this.timer ??= setTimeout(() => this.keep(), Math.max(SHORTEST_DELAY_MS, this.lastTookMs / SHARE));
  }

  private settle(): void {
    this.edits = 0;
    this.show();
    this.forget();
    this.drafts.drop().catch(() => undefined);
  }

  private keep(): void {
    this.forget();
    if (this.model === undefined || this.edits === 0) return;
    const start = performance.now();
    const { settings, customXml } = this.open;
    const content = draftContent({ data: this.model.exportData(), settings, customXml });
    this.drafts.keep(this.title, content).then(
      (isKept) => (isKept ? undefined : this.warnOnce()),
      () => this.warnOnce(),
    );
    this.lastTookMs = performance.now() - start;
  }

  private forget(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private warnOnce(): void {
    if (this.hasWarned) return;
    this.hasWarned = true;
    const text = "The browser has no room to keep your changes as you make them: save a copy now and then.";
    notifyUser({ text, type: "warning", sticky: true });
  }

  private show(): void {
    const isUnsaved = this.edits > 0;
    element("title", HTMLElement).textContent = this.title;
    element("unsaved", HTMLElement).hidden = !isUnsaved;
    document.title = `${isUnsaved ? "• " : ""}${this.title} – Hashcell workbench`;
  }
}
