import type { BrowserContext, Dialog, Page } from "playwright-core";
import { newUser } from "./chromium";
import { Driver } from "./driver";

const address = process.env.WORKBENCH_URL ?? "";

let close: () => Promise<void>;
let context: BrowserContext;
let driver: Driver;
let page: Page;

beforeAll(async () => {
  const user = await newUser();
  ({ close, context } = user);
  driver = await Driver.open(context, address);
  ({ page } = driver);
  // Playwright keeps the browser's own file dialog away only while it listens, and starts to listen some time later.
  page.on("filechooser", () => undefined);
});
afterAll(() => close());

const question = () => page.getByRole("dialog", { name: /unsaved changes/ });
const answer = (name: string) => question().getByRole("button", { name }).click();
const chooseNew = () => driver.chooseNew("Site valuation");
const mark = () => page.getByText("Not saved");
const offer = () => page.getByText(/had unsaved changes/);
/** An input, on a sheet other than the first. */
const POWER = "site_mw";
const power = async () => (await driver.named(POWER)).value;
/** How many workbooks the browser keeps, read after all that the page has asked of the browser before. */
const drafts = (page: Page) =>
  page.evaluate(async () => {
    await navigator.locks.query();
    return new Promise<number>((resolve) => {
      const request = indexedDB.open("hashcell-workbench");
      request.onsuccess = () => {
        const count = request.result.transaction("drafts").objectStore("drafts").count();
        count.onsuccess = () => resolve(count.result);
      };
    });
  });
/** Until the browser keeps what was edited last. */
const kept = () =>
  driver.eventually(
    () => drafts(page),
    (count) => count > 0,
  );

/** Does something that asks before the page is left; gives the kinds of question. */
async function leaving(work: () => Promise<unknown>): Promise<string[]> {
  const asked: string[] = [];
  const accept = (dialog: Dialog) => {
    asked.push(dialog.type());
    void dialog.accept();
  };
  page.on("dialog", accept);
  await work();
  page.off("dialog", accept);
  return asked;
}

test("a workbook that nobody has touched asks nothing, whatever is computed again", async () => {
  await page.evaluate(async () => (await window.hashcellWorkbench)?.model?.dispatch("EVALUATE_CELLS"));
  const { cell } = await driver.place(POWER);
  await driver.showSheet("Inputs");
  await driver.select(cell);
  await driver.showView("Functions");
  expect(await mark().isVisible()).toBe(false);
  await driver.opens("Site valuation", chooseNew);
  expect(await question().count()).toBe(0);
  // It opens with its first sheet in front.
  await page.getByRole("tab", { name: "Dashboard", selected: true }).waitFor();
  expect(await leaving(() => page.reload())).toEqual([]);
  await driver.ready();
  expect(await offer().count()).toBe(0);
});

test("an edit is marked, and another workbook takes its place after a question only", async () => {
  await driver.typeInto(POWER, "25");
  await mark().waitFor();
  expect(await page.title()).toBe("• Site valuation – Hashcell workbench");
  await chooseNew();
  await question().waitFor();
  await page.keyboard.press("Escape");
  expect(await power()).toBe(25);
  await page.setInputFiles("#file", "test/fixtures/workbooks/openpyxl.xlsx");
  await answer("Cancel");
  expect(await power()).toBe(25);
  const [saved] = await Promise.all([
    page.waitForEvent("download"),
    chooseNew().then(() => answer("Save a copy first")),
  ]);
  expect(saved.suggestedFilename()).toBe("Site valuation.xlsx");
  await driver.eventually(power, (found) => found !== 25);
  expect(await mark().isVisible()).toBe(false);
});

test("Ctrl+S saves what is being typed, in the pane too, and Ctrl+O opens", async () => {
  const { cell } = await driver.place(POWER);
  await driver.showSheet("Inputs");
  await driver.select(cell);
  await driver.enter("25");
  await Promise.all([page.waitForEvent("download"), page.keyboard.press("Control+s")]);
  expect(await power()).toBe(25);
  await mark().waitFor({ state: "hidden" });
  await driver.typeInto(POWER, "30");
  await driver.showView("Functions");
  await driver.pane.getByRole("searchbox").click();
  await Promise.all([page.waitForEvent("download"), page.keyboard.press("Control+s")]);
  await mark().waitFor({ state: "hidden" });
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), page.keyboard.press("Control+o")]);
  await chooser.setFiles("test/fixtures/workbooks/openpyxl.xlsx");
  await page.waitForFunction(() => document.getElementById("title")?.textContent === "openpyxl.xlsx");
  await driver.ready();
});

test("leaving the page is asked about, and what was lost is offered again", async () => {
  await driver.opens("Site valuation", chooseNew);
  await driver.typeInto(POWER, "25");
  await kept();
  expect(await leaving(() => page.reload())).toEqual(["beforeunload"]);
  await driver.ready();
  expect(await power()).not.toBe(25);
  await page.getByRole("button", { name: "Open it again" }).click();
  await driver.eventually(power, (found) => found === 25);
  await offer().waitFor({ state: "hidden" });
  await mark().waitFor();
  // It is still kept, under the same key: a crash now would lose nothing.
  expect(await kept()).toBe(1);
  await leaving(() => page.reload());
  await driver.ready();
  await page.getByRole("button", { name: "Discard it" }).click();
  await offer().waitFor({ state: "hidden" });
  await page.reload();
  await driver.ready();
  expect(await drafts(page)).toBe(0);
  expect(await offer().count()).toBe(0);
});

test("what another tab has open is not offered, and after a crash of it is", async () => {
  await driver.typeInto(POWER, "25");
  await kept();
  const other = await Driver.open(context, address);
  expect(await drafts(other.page)).toBe(1);
  expect(await other.page.getByText(/had unsaved changes/).count()).toBe(0);
  await page.close();
  await other.page.reload();
  await other.page.getByText(/“Site valuation” had unsaved changes/).waitFor();
  expect([...driver.errors, ...other.errors]).toEqual([]);
});
