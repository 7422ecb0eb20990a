import type { BrowserContext, FrameLocator, Page } from "playwright-core";

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

  /** Opens the workbench with its example in a new tab. */
  static async open(context: BrowserContext, address: string): Promise<Driver> {
    const driver = new Driver(await context.newPage());
    await driver.page.goto(address);
    await driver.ready();
    return driver;
  }

  async ready(): Promise<void> {
    await this.page.evaluate(() => window.hashcellWorkbench);
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

  /** Types into a cell as a user does, through the name box. */
  async type(name: string, text: string): Promise<void> {
    await this.select(name);
    await this.enter(text);
    await this.page.keyboard.press("Enter");
  }

  /**
   * The first letter opens the editor, which puts a sign after it in a cell of percentages; the others would be lost if
   * they came before it is there.
   */
  async enter(text: string): Promise<void> {
    await this.page.keyboard.type(text.charAt(0));
    await this.page.waitForFunction(
      (first) =>
        [first, `${first}%`].includes(document.activeElement?.closest(".o-composer")?.textContent ?? ""),
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
