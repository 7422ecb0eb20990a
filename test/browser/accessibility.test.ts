import { readFileSync } from "node:fs";
import type Axe from "axe-core";
import type { Page } from "playwright-core";
import { newUser } from "./chromium";
import { Driver } from "./driver";

const address = process.env.WORKBENCH_URL ?? "";
const checker = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

let close: () => Promise<void>;
let driver: Driver;
let page: Page;

beforeAll(async () => {
  const user = await newUser();
  ({ close } = user);
  driver = await Driver.open(user.context, address);
  ({ page } = driver);
  await page.evaluate(checker);
});
afterAll(() => close());

/** What the checker finds on the page of the workbench; the task pane has tests of its own. */
const faults = () =>
  page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof Axe };
    const { violations } = await axe.run(document, { iframes: false });
    return violations.map(({ id, nodes }) => [id, nodes[0]?.html]);
  });
const sheetTab = (name: string) => driver.sheetTab(name);
/** Where these tests write. */
const SPARE = "Spare";

test("the checker finds nothing, whether a menu, a question or an error is shown", async () => {
  expect(await faults()).toEqual([]);
  await page.getByRole("menuitem", { name: "Edit" }).click();
  await page.getByRole("menu").waitFor();
  expect(await faults()).toEqual([]);
  await page.keyboard.press("Escape");
  await driver.addSheet(SPARE);
  await driver.type("M5", "=1/0");
  await driver.select("M5");
  await page.getByText("M5 shows #DIV/0!").waitFor();
  await page.getByRole("button", { name: "New…" }).click();
  await page.getByRole("dialog").waitFor();
  expect(await faults()).toEqual([]);
  await page.getByRole("button", { name: /^Site valuation / }).click();
  await page.getByRole("dialog", { name: /unsaved changes/ }).waitFor();
  expect(await faults()).toEqual([]);
  await page.keyboard.press("Escape");
});

test("the error of the selected cell is told, and no longer than it is selected", async () => {
  await driver.type("M6", '=MINING.HASHPRICE("dear",1E14,3.125)');
  await driver.select("M6");
  const line = page.locator("#cell-line");
  await page.getByText('M6 shows #VALUE!: btc_price must be a number, got the text "dear"').waitFor();
  await driver.select("M7");
  await driver.eventually(
    () => line.textContent(),
    (text) => text === "",
  );
  expect(await line.textContent()).toBe("");
});

test("F6 goes from the grid to the pane and back, where what is typed goes into the cell", async () => {
  await driver.select("M8");
  await page.keyboard.press("F6");
  await driver.eventually(
    () => page.evaluate(() => document.activeElement?.id),
    (id) => id === "pane",
  );
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("F6");
  await driver.enter("12");
  await page.keyboard.press("Enter");
  expect(await driver.value(SPARE, "M8")).toBe(12);
});

test("menus and sheets are reached and opened by keyboard", async () => {
  await page.getByRole("menuitem", { name: "File" }).focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await page.getByRole("menu").getByRole("menuitem", { name: "Undo" }).waitFor();
  await page.keyboard.press("Escape");
  await sheetTab(SPARE).focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await driver.eventually(
    () => sheetTab("Dashboard").getAttribute("aria-selected"),
    (selected) => selected === "true",
  );
  expect(await sheetTab(SPARE).getAttribute("aria-selected")).toBe("false");
});

test("nothing failed", () => expect(driver.errors).toEqual([]));
