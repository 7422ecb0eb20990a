import { newUser } from "./chromium";
import { Driver } from "./driver";
import { workbook } from "./workbookFile";

let driver: Driver;
let close: () => Promise<void>;
beforeAll(async () => {
  const user = await newUser();
  close = user.close;
  driver = await Driver.open(user.context, process.env.WORKBENCH_URL ?? "");
});
afterAll(() => close());

const title = () => driver.page.locator("#title").textContent();
const choose = (file: ReturnType<typeof workbook>) => driver.page.locator("#file").setInputFiles(file);
const progress = () => driver.page.locator(".note-progress");
const sheetNames = () =>
  driver.page.evaluate(async () => {
    const { model } = (await window.hashcellWorkbench) ?? {};
    return model?.getters.getSheetIds().map((id) => model.getters.getSheetName(id)) ?? [];
  });

/** Gives the open workbook up, which has been edited. */
const goOn = () => driver.page.getByRole("button", { name: "Continue without saving" }).click();

/** What would be lost: a value typed into the open workbook, which can be undone. */
async function edited(): Promise<void> {
  const isUnsaved = await driver.page.locator("#unsaved").isVisible();
  await driver.opens("Site valuation", async () => {
    await driver.chooseNew("Site valuation");
    if (isUnsaved) await goOn();
  });
  await driver.type("N1", "mine");
}

async function isAsBefore(): Promise<void> {
  expect(await title()).toBe("Site valuation");
  const [first = ""] = await sheetNames();
  expect(await driver.value(first, "N1")).toBe("mine");
  expect(await driver.page.locator(".o-grid-overlay").count()).toBeGreaterThan(0);
  await driver.select("N1");
  await driver.page.keyboard.press("Control+z");
  const undone = await driver.eventually(
    () => driver.value(first, "N1"),
    (found) => found === null,
  );
  expect(undone).toBeNull();
}

async function closeMessage(): Promise<string> {
  const text = await driver.page.locator("dialog p").textContent();
  await driver.page.locator("dialog button").click();
  return text ?? "";
}

test("after files that cannot be opened the open workbook is there as it was", async () => {
  await edited();
  for (const [inside, message] of [
    ['<sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>', /XFD1048576/],
    [`<sheetData><row>${'<c t="inlineStr">'.repeat(1_000_000)}`, /in more than 100 others/],
  ] as const) {
    await choose(workbook("hostile.xlsx", inside));
    expect(await closeMessage()).toMatch(message);
    expect(await progress().count()).toBe(0);
  }
  await isAsBefore();
});

test("when the new workbook cannot be shown, the one before is back with its steps of undo and its pane", async () => {
  await edited();
  await driver.page.evaluate(() => {
    const { prototype } = o_spreadsheet.Spreadsheet;
    const setup = Object.getOwnPropertyDescriptor(prototype, "setup") ?? {};
    prototype.setup = () => {
      Object.defineProperty(prototype, "setup", setup);
      throw new Error("no room");
    };
  });
  await choose(workbook("plain.xlsx", "<sheetData><row><c><v>1</v></c></row></sheetData>"));
  await goOn();
  expect(await closeMessage()).toMatch(/previous one is open again.*no room/);
  await isAsBefore();
  expect(await driver.pane.locator("body").innerText()).not.toBe("");
  driver.errors.length = 0;
});

test("what is said of a workbook goes when another one opens", async () => {
  await edited();
  await driver.page.locator("#file").setInputFiles("test/fixtures/workbooks/openpyxl-1904.xlsx");
  await goOn();
  const note = driver.page.locator(".note", { hasText: "uses the 1904 date system" });
  await note.waitFor();
  await driver.opens("Site valuation", () => driver.chooseNew("Site valuation"));
  expect(await note.count()).toBe(0);
});

describe("a large workbook", () => {
  const large = (rows: number) =>
    workbook(
      "large.xlsx",
      `<sheetData>${`<row>${"<c><v>1.5</v></c>".repeat(6)}</row>`.repeat(rows)}</sheetData>`,
    );

  test("says that it is opening, leaves the page free, and can be cancelled", async () => {
    await edited();
    await choose(large(41_670));
    expect(await progress().textContent()).toMatch(/Opening large\.xlsx …/);
    await progress().getByRole("button", { name: "Cancel" }).click();
    expect(await progress().count()).toBe(0);
    await isAsBefore();
  });

  test("opens", async () => {
    await choose(large(10_000));
    await goOn();
    await driver.page.waitForFunction(() => document.title.startsWith("large.xlsx"));
    expect(await sheetNames()).toEqual(["Data"]);
    expect(await driver.value("Data", "F10000")).toBe(1.5);
    expect(await progress().count()).toBe(0);
  });
});
