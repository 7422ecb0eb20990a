import type { Model, Spreadsheet } from "@odoo/o-spreadsheet";
import type { App } from "@odoo/owl";
import { askConfirmation, notifyUser, raiseError } from "./messages";
import { explainInvalidCells, explainRefusals } from "./refusedEntry";
import { takePercentages } from "../grid/percentEntry";
import { giveRoles } from "../grid/roles";
import { describeSelectedCell } from "./selectedCell";
import { showWideNumbers } from "../grid/wideNumbers";

/** Beside the task pane the grid may be as narrow as a telephone's screen, and is still used with a mouse. */
const desktopLayout = { isSmall: false } as Spreadsheet["env"];

/** Draws a workbook into an element, with the menus and tools of the spreadsheet. The page has one. */
export class SpreadsheetView {
  private app: App | undefined;
  private endDescribing: () => void = () => undefined;

  constructor(
    private readonly element: HTMLElement,
    /** Where it is said what is wrong in the selected cell, or what may be typed there. */
    private readonly cellLine: HTMLElement,
    private readonly templates: string,
  ) {
    giveRoles(element);
    takePercentages();
    explainRefusals();
  }

  /** Shows this workbook instead of the previous one. */
  async show(model: Model): Promise<void> {
    showWideNumbers(model);
    explainInvalidCells(model);
    this.endDescribing();
    this.endDescribing = describeSelectedCell(model, this.cellLine);
    this.app?.destroy();
    this.element.replaceChildren();
    this.app = new owl.App(o_spreadsheet.Spreadsheet, {
      props: { model, notifyUser, raiseError, askConfirmation },
      env: desktopLayout,
      templates: this.templates,
      warnIfNoStaticProps: false,
    });
    await this.app.mount(this.element);
  }
}
