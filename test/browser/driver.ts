import { buffer } from "node:stream/consumers";
import type { BrowserContext, Frame, FrameLocator, Page } from "playwright-core";

/** What a test does in the workbench, as a user does it. */
export class Driver {
  readonly pane: FrameLocator;
  /** What went wrong on the page, and every address asked that is not on this machine. */
  readonly errors: string[] = [];

  constructor(readonly page: Page) {
    this.pane = page.frameLocator("#pane");
    page.on("pageerror", (error) => this.errors.push(error.message));
    page.on("console", (message) => message.type() === "error" && this.errors.push(message.text()));
    page.on("request", (request) => {
      const { hostname, protocol } = new URL(request.url());
      if (protocol.startsWith("http") && hostname !== "127.0.0.1") this.errors.push(`asked ${request.url()}`);
    });
  }

  /** Opens the workbench with its first workbook in a new tab. */
  static async open(context: BrowserContext, address: string): Promise<Driver> {
    const driver = new Driver(await context.newPage());
    await driver.page.goto(address);
    await driver.ready();
    return driver;
  }

  /** The workbook as somebody else opens a copy of it, who gets it by a name. */
  async copyFor(context: BrowserContext, address: string, name: string): Promise<Driver> {
    const [download] = await Promise.all([
      this.page.waitForEvent("download"),
      this.page.getByRole("button", { name: "Save a copy" }).click(),
    ]);
    const file = await buffer(await download.createReadStream());
    const other = await Driver.open(context, address);
    await other.page.locator("#file").setInputFiles({ name, mimeType: "application/zip", buffer: file });
    await other.page.waitForFunction((title) => document.title.startsWith(title), name);
    return other;
  }

  /** The page of the pane. */
  paneFrame(): Frame {
    const frame = this.page.frame({ url: /taskpane/ });
    if (frame === null) throw new Error("no pane");
    return frame;
  }

  async ready(): Promise<void> {
    await this.page.evaluate(async () => {
      // Not returned: copied into the test it would take longer than the start.
      await window.hashcellWorkbench;
    });
    await this.computed();
  }

  /** Waits until no cell waits for the add-in, which answers for the market a little later than for the rest. */
  async computed(): Promise<void> {
    const waiting = () =>
      this.page.evaluate(async () => {
        const { getters } = (await window.hashcellWorkbench)?.model ?? {};
        const messages = getters
          ?.getSheetIds()
          .flatMap((sheetId) => getters.getEvaluatedCellsPositions(sheetId))
          .map((position) => getters.getEvaluatedCell(position).message);
        return messages?.filter((message) => message === "Waiting for the add-in").length;
      });
    await this.eventually(waiting, (count) => count === 0);
  }

  /** What stands in a cell: its value and its error message. */
  cell(sheet: string, name: string) {
    return this.page.evaluate(
      async ([sheet, name]) => {
        const { model } = (await window.hashcellWorkbench) ?? {};
        if (model === undefined) throw new Error("no workbook");
        const { col, row } = o_spreadsheet.helpers.toCartesian(name ?? "");
        const sheetId = model.getters.getSheetIdByName(sheet) ?? "";
        const { value, message, formattedValue } = model.getters.getEvaluatedCell({ sheetId, col, row });
        return { value, message, shown: formattedValue };
      },
      [sheet, name],
    );
  }

  async value(sheet: string, name: string) {
    return (await this.cell(sheet, name)).value;
  }

  /** Where a name of the workbook stands. */
  place(name: string): Promise<{ sheet: string; cell: string }> {
    return this.page.evaluate(async (name) => {
      const { getters } = (await window.hashcellWorkbench)?.model ?? {};
      const range = getters?.getNamedRanges().find((one) => one.name === name)?.range;
      if (getters === undefined || range === undefined) throw new Error(`no name ${name}`);
      const { left, top } = range.zone;
      return { sheet: getters.getSheetName(range.sheetId), cell: o_spreadsheet.helpers.toXC(left, top) };
    }, name);
  }

  /** What stands in the cell of a name. */
  async named(name: string) {
    const { sheet, cell } = await this.place(name);
    return this.cell(sheet, cell);
  }

  /** The first cell of a column that shows a text: "A12". */
  async cellOf(sheet: string, column: string, text: string): Promise<string> {
    for (let row = 1; row < 100; row++)
      if ((await this.value(sheet, `${column}${row}`)) === text) return `${column}${row}`;
    throw new Error(`no ${text} on ${sheet}`);
  }

  /** Types into a cell as a user does, through the name box. */
  async type(name: string, text: string): Promise<void> {
    await this.select(name);
    await this.enter(text);
    await this.page.keyboard.press("Enter");
  }

  /** Puts contents into cells of a sheet at once. */
  write(sheet: string, contents: Readonly<Record<string, string>>): Promise<void> {
    return this.page.evaluate(
      async ([sheet, contents]) => {
        const { model } = (await window.hashcellWorkbench) ?? {};
        const sheetId = model?.getters.getSheetIdByName(sheet) ?? "";
        for (const [name, content] of Object.entries(contents)) {
          const { col, row } = o_spreadsheet.helpers.toCartesian(name);
          model?.dispatch("UPDATE_CELL", { sheetId, col, row, content });
        }
      },
      [sheet, contents] as const,
    );
  }

  /** Types into the cell of a name, on its sheet. */
  async typeInto(name: string, text: string): Promise<void> {
    const { sheet, cell } = await this.place(name);
    await this.showSheet(sheet);
    await this.type(cell, text);
  }

  /** The first letter opens the editor; the others would be lost if they came before it is there. */
  async enter(text: string): Promise<void> {
    await this.page.keyboard.type(text.charAt(0));
    await this.page.waitForFunction(
      (first) => document.activeElement?.closest(".o-composer")?.textContent === first,
      text.charAt(0),
    );
    await this.page.keyboard.type(text.slice(1));
  }

  async select(name: string): Promise<void> {
    await this.page
      .locator(".o-grid-overlay")
      .first()
      .click({ position: { x: 200, y: 200 } });
    await this.page.evaluate(async (name) => {
      const { model } = (await window.hashcellWorkbench) ?? {};
      const { col, row } = o_spreadsheet.helpers.toCartesian(name);
      model?.selection.selectCell(col, row);
    }, name);
  }

  /** The tab of a sheet. */
  sheetTab(name: string) {
    return this.page.getByRole("tab", { name, exact: true });
  }

  async showSheet(name: string): Promise<void> {
    const tab = this.sheetTab(name);
    if ((await tab.getAttribute("aria-selected")) === "true") return;
    await tab.click();
    await this.page.getByRole("tab", { name, exact: true, selected: true }).waitFor();
  }

  /** Adds an empty sheet in front of the others, and shows it: room that no workbook needs itself. */
  async addSheet(name: string): Promise<void> {
    await this.page.evaluate(async (name) => {
      const { model } = (await window.hashcellWorkbench) ?? {};
      const sheetIdFrom = model?.getters.getActiveSheetId() ?? "";
      model?.dispatch("CREATE_SHEET", { sheetId: name, name, position: 0 });
      model?.dispatch("ACTIVATE_SHEET", { sheetIdFrom, sheetIdTo: name });
    }, name);
    await this.page.getByRole("tab", { name, exact: true, selected: true }).waitFor();
  }

  /** Does what opens another workbook, and waits until that is there, under its title. */
  async opens(title: string, work: () => Promise<unknown>): Promise<void> {
    // The workbook before may have the same title.
    await this.page.evaluate(() => document.getElementById("title")?.replaceChildren());
    await work();
    await this.page.waitForFunction(
      (title) => document.getElementById("title")?.textContent === title,
      title,
    );
    await this.computed();
  }

  /** Chooses one of the finished workbooks; it opens once unsaved changes were decided on. */
  async chooseNew(title: string): Promise<void> {
    await this.page.getByRole("button", { name: "New…" }).click();
    await this.page
      .getByRole("dialog", { name: "New workbook" })
      .getByRole("button", { name: new RegExp(`^${title} `) })
      .click();
  }

  /** Brings a view of the pane to the front: by its tab, or by the menu of those that have no room. */
  async showView(name: string): Promise<void> {
    const tab = this.pane.getByRole("tab", { name });
    const more = this.pane.getByRole("button", { name: "More views" });
    if (await tab.isVisible()) {
      await tab.click();
      return;
    }
    await more.click();
    await this.pane.getByRole("menuitem", { name }).click();
  }

  /** Reads until what is read satisfies, or for some seconds: the pane writes when it comes to it. */
  async eventually<T>(read: () => Promise<T>, satisfies: (found: T) => boolean): Promise<T> {
    for (let attempt = 0; attempt < 600; attempt++) {
      const found = await read();
      if (satisfies(found)) return found;
      await this.page.waitForTimeout(100);
    }
    return read();
  }
}
