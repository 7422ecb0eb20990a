import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { newUser } from "./chromium";
import { Driver } from "./driver";

const books = [
  { name: "first", title: "First job", purpose: "What the first is for.", sheets: ["Inputs"], size: 1 },
  {
    name: "second",
    title: "Second job",
    purpose: "What the second is for.",
    sheets: ["Inputs", "Cash flows"],
    size: 1,
  },
];
const file = readFileSync("test/fixtures/workbooks/kept.xlsx");

let driver: Driver;
let page: Page;
let close: () => Promise<void>;

beforeAll(async () => {
  const user = await newUser();
  close = user.close;
  await user.context.route("**/addin/books/second.xlsx", (route) => route.fulfill({ body: file }));
  await user.context.route("**/addin/books/first.xlsx", (route) => route.fulfill({ status: 404 }));
  driver = await Driver.open(user.context, process.env.WORKBENCH_URL ?? "");
  page = driver.page;
  await user.context.route("**/addin/books/list.json", (route) => route.fulfill({ json: books }));
});
afterAll(() => close());

const dialog = () => page.getByRole("dialog", { name: "New workbook" });
const title = () => page.locator("#title").textContent();
const open = async () => {
  await page.getByRole("button", { name: "New…" }).click();
  await dialog().waitFor();
};

test("New lists each workbook with what it is for; Escape changes nothing", async () => {
  await open();
  const entries = (await dialog().getByRole("listitem").allTextContents()).map((text) => text.trim());
  expect(entries).toEqual([
    "First job 1 sheet What the first is for.",
    "Second job 2 sheets What the second is for.",
  ]);
  await page.keyboard.press("ArrowDown");
  expect(await page.evaluate(() => document.activeElement?.textContent)).toMatch(/^Second job/);
  await page.keyboard.press("Escape");
  await dialog().waitFor({ state: "detached" });
  expect(await page.evaluate(() => document.activeElement?.id)).toBe("new");
  expect(await title()).toBe("Site valuation");
});

test("the keyboard chooses one, which opens under its title", async () => {
  await open();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.getElementById("title")?.textContent === "Second job");
  expect(await driver.value("Cash flows", "C4")).toBe(9);
});

test("a percentage typed with its sign into a cell with a rule is taken", async () => {
  await driver.type("B2", "55%");
  expect(await driver.value("Inputs", "B2")).toBe(0.55);
});

test("one whose file is missing says so, and the open workbook stays", async () => {
  await open();
  await dialog()
    .getByRole("button", { name: /^First job/ })
    .click();
  await page.getByText(/^The file of “First job” could not be loaded \(404\)/).waitFor();
  await page.getByRole("button", { name: "Close" }).last().click();
  expect(await title()).toBe("Second job");
});

test("from the pane as well; unsaved changes are asked about, and the file's own title is shown", async () => {
  await driver.showView("Workbook");
  await driver.pane.getByRole("button", { name: "Open Second job" }).click();
  await page.getByText(/^“Second job” has unsaved changes/).waitFor();
  await page.getByRole("button", { name: "Continue without saving" }).click();
  await page.waitForFunction(() => document.getElementById("title")?.textContent === "Pool audit & more");
  expect(await driver.value("Inputs", "B2")).toBe(0.5);
});

describe("where the list of workbooks cannot be loaded", () => {
  const problem = /^The list of workbooks could not be loaded/;
  beforeAll(() => page.context().route("**/addin/books/list.json", (route) => route.abort()));

  test("New says so, and changes nothing", async () => {
    await open();
    await dialog().getByRole("alert").filter({ hasText: problem }).waitFor();
    expect(await dialog().getByRole("listitem").count()).toBe(0);
    await dialog().getByRole("button", { name: "Cancel" }).click();
    expect(await title()).toBe("Pool audit & more");
  });

  test("the workbench starts with an empty workbook, which can be used", async () => {
    const other = await Driver.open(page.context(), process.env.WORKBENCH_URL ?? "");
    await other.page.getByText(problem).waitFor();
    await other.page.getByRole("button", { name: "Close" }).click();
    expect(await other.page.locator("#title").textContent()).toBe("New workbook.xlsx");
    await other.type("B2", "=MINING.HASHPRICE(100000,1E14,3.125)");
    expect(await other.value("Sheet1", "B2")).toBeCloseTo(62.8642737865448, 10);
  });
});
