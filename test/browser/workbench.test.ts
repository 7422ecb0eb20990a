import type { FrameLocator, Page } from "playwright-core";
import { newUser } from "./chromium";
import { Driver } from "./driver";

const address = process.env.WORKBENCH_URL ?? "";

let close: () => Promise<void>;
let driver: Driver;
let page: Page;
let pane: FrameLocator;

beforeAll(async () => {
  const user = await newUser();
  close = user.close;
  driver = await Driver.open(user.context, address);
  ({ page, pane } = driver);
});
afterAll(() => close());

const cell = (sheet: string, name: string) => driver.cell(sheet, name);
const value = (sheet: string, name: string) => driver.value(sheet, name);
const type = (name: string, text: string) => driver.type(name, text);
const select = (name: string) => driver.select(name);
const enter = (text: string) => driver.enter(text);

const number = async (name: string) => Number((await driver.named(name)).value);
/** Dates count in days from here. */
const EPOCH = Date.UTC(1899, 11, 30);
/** Sheets that these tests add, for what they type, and for what the pane inserts. */
const SPARE = "Spare";
const PANE = "Pane";

test("the first workbook opens with numbers everywhere, no error and nothing unsaved", async () => {
  const cells = await page.evaluate(async () => {
    const { getters } = (await window.hashcellWorkbench)?.model ?? {};
    const found: { place: string; type: string; message: string | undefined }[] = [];
    for (const sheetId of getters?.getSheetIds() ?? []) {
      for (const { col, row } of getters?.getEvaluatedCellsPositions(sheetId) ?? []) {
        const { type = "", message } = getters?.getEvaluatedCell({ sheetId, col, row }) ?? {};
        found.push({ place: `${getters?.getSheetName(sheetId)} ${col},${row}`, type, message });
      }
    }
    return found;
  });
  expect(cells.filter(({ type }) => type === "error")).toEqual([]);
  expect(cells.filter(({ type }) => type === "number").length).toBeGreaterThan(5000);
  expect(await page.locator("#title").textContent()).toBe("Site valuation");
  expect(await page.locator("#unsaved").isVisible()).toBe(false);
  expect(await number("site_npv")).toBeGreaterThan(0);
  expect((await driver.named("site_npv")).shown).toMatch(/^\$?[\d,]+$/);
  expect((await driver.named("checks_verdict")).value).toMatch(/^All \d+ checks pass$/);
});

test("the dated sum of the monthly cash, by hand, is the NPV", async () => {
  const row = (await driver.cellOf("Cash flow", "A", "Net cash")).slice(1);
  const flows = await page.evaluate(
    async ([sheet, row]) => {
      const { getters } = (await window.hashcellWorkbench)?.model ?? {};
      const sheetId = getters?.getSheetIdByName(sheet) ?? "";
      // The opening in column D, then sixty months.
      return Array.from({ length: 61 }, (_, month) =>
        Number(getters?.getEvaluatedCell({ sheetId, col: 3 + month, row: Number(row) - 1 }).value),
      );
    },
    ["Cash flow", row] as const,
  );
  const start = new Date(EPOCH + 86_400_000 * (await number("start_date")));
  const days = (month: number) =>
    (Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + month, 1) - start.getTime()) / 86_400_000;
  const rate = await number("discount_rate");
  const npv = flows.reduce((sum, flow, month) => sum + flow / (1 + rate) ** (days(month) / 365), 0);
  expect([0, 1, 2, 3].map(days)).toEqual([0, 31, 59, 90]);
  expect(flows.filter((flow) => flow !== 0)).toHaveLength(61);
  expect(await number("site_npv")).toBeCloseTo(npv, 3);
});

test("a changed input changes the NPV and the hedge, and undo takes it back", async () => {
  const before = await Promise.all([number("site_npv"), number("hedge_value")]);
  await driver.typeInto("own_price", "0.05");
  const after = await Promise.all([number("site_npv"), number("hedge_value")]);
  expect(after[0]).toBeLessThan(before[0]);
  expect(after[1]).toBeLessThan(before[1]);
  expect((await driver.named("checks_verdict")).value).toMatch(/^All \d+ checks pass$/);
  await page.keyboard.press("Control+z");
  expect(await Promise.all([number("site_npv"), number("hedge_value")])).toEqual(before);
});

test.each(["80%", "80", "0.8"])(
  "%s typed into the strike of the hedge is a share of the forward",
  async (typed) => {
    const before = await number("hedge_premium");
    await driver.typeInto("hedge_strike", typed);
    const strike = await driver.named("hedge_strike");
    expect(strike.value).toBe(0.8);
    expect(strike.shown).toMatch(/^80(\.0)?%$/);
    expect(await number("hedge_premium")).toBeLessThan(before);
    await page.keyboard.press("Control+z");
    expect(await number("hedge_premium")).toBe(before);
  },
);

test("a refused entry says once what the cell takes", async () => {
  const { cell } = await driver.place("own_price");
  await driver.typeInto("own_price", "5.5");
  const dialog = page.getByRole("dialog");
  await dialog.waitFor();
  expect(await dialog.textContent()).toMatch(
    new RegExp(`^${cell} does not take 5.5. The value must be between -?[\\d.]+ and [\\d.]+\\.\\n\\n.+USD`),
  );
  await page.keyboard.press("Enter");
  expect(await page.getByRole("dialog").count()).toBe(0);
});

test("a typed formula computes, and its signature is shown while typing", async () => {
  await driver.addSheet(SPARE);
  await select("K5");
  await enter("=MINING.HASHPRICE(");
  // A list of functions comes first, while the name is being typed.
  await page.locator(".o-composer-assistant", { hasText: "btc_price" }).waitFor();
  await page.keyboard.type("100000,1E14,3.125)");
  await page.keyboard.press("Enter");
  expect(await value(SPARE, "K5")).toBeCloseTo(62.8642737865448, 10);
});

test("a wrong input says what to mend, on the cell", async () => {
  await type("K6", '=MINING.HASHPRICE("dear",1E14,3.125)');
  expect(await cell(SPARE, "K6")).toMatchObject({
    value: "#VALUE!",
    message: 'btc_price must be a number, got the text "dear"',
  });
  await type("K7", "=MINING.HASHPRICE(K6,1E14,3.125)");
  expect((await cell(SPARE, "K7")).message).toContain('got the text "dear"');
  await type("K8", "=MINING.HASHPRICE(1/0,1E14,3.125)");
  expect(await value(SPARE, "K8")).toBe("#DIV/0!");
  await type("K9", "=MINING.HASHPRICE(Z90,1E14,3.125)");
  expect((await cell(SPARE, "K9")).message).toMatch(/above 0, got 0 \(a blank cell/);
});

test("a range spills, one bad row with an error of its own", async () => {
  for (const [row, price] of ["50000", "-1", "100000"].entries()) await type(`M${5 + row}`, price);
  await type("N5", "=MINING.HASHPRICE(M5:M7,1E14,3.125)");
  expect(await value(SPARE, "N5")).toBeCloseTo(31.4321368932724, 10);
  expect((await cell(SPARE, "N6")).message).toBe("btc_price must be above 0, got -1");
  expect(await value(SPARE, "N7")).toBeCloseTo(62.8642737865448, 10);
});

describe("the pane", () => {
  test("runs on the real office.js, under its own policy", async () => {
    await expect(pane.getByRole("tab", { name: "Market" }).waitFor()).resolves.toBeUndefined();
    const [first, second] = await pane
      .locator("script")
      .evaluateAll((all) => all.map((script) => script.getAttribute("src")));
    expect([first, second]).toEqual(["/bridge.js", "/lib/office-js/office.js"]);
    const [policy, narrowed] = await pane
      .locator("meta[http-equiv]")
      .evaluateAll((all) => all.map((meta) => meta.getAttribute("content")));
    expect(policy).toContain("script-src 'self'");
    expect(narrowed).toMatch(/^connect-src 'self' https:\/\/mempool\.space /);
  });

  test("inserts the market as a labelled block with named ranges, in one step that can be undone", async () => {
    await driver.addSheet(PANE);
    await select("M4");
    await driver.showView("Market");
    await pane.getByRole("button", { name: "Insert into M4" }).click();
    await pane.getByText(/values written to/).waitFor();
    expect(await value(PANE, "M4")).toBe("Label");
    expect(await value(PANE, "M5")).toBe("Bitcoin price");
    expect(await value(PANE, "N5")).toBe(85956.45);
    expect((await cell(PANE, "N5")).shown).toBe("$85,956.45");
    await type("M30", "=BTC_PRICE*2");
    expect(await value(PANE, "M30")).toBe(171912.9);
    await page.keyboard.press("Control+z");
    await page.keyboard.press("Control+z");
    expect(await value(PANE, "M4")).toBeNull();
    await page.keyboard.press("Control+y");
    expect(await value(PANE, "M4")).toBe("Label");
  });

  test("asks before it replaces what stands there", async () => {
    await select("N4");
    await pane.getByRole("button", { name: "Insert into N4" }).click();
    await pane
      .getByText(/not empty/)
      .first()
      .waitFor();
    expect(await value(PANE, "N4")).toBe("Value");
    await pane.getByRole("button", { name: "Cancel" }).click();
    expect(await value(PANE, "O5")).toBe("USD");
  });

  test("inserts a year of history as a formula, for which the sheet grows, and takes the note back", async () => {
    const history = pane.getByRole("tabpanel", { name: "History" });
    const insertHistory = (cell: string) =>
      history.getByRole("button", { name: `Insert into ${cell}` }).click();
    await driver.showView("History");
    await history.getByLabel("Insert as").selectOption({ label: "HISTORY formula" });
    await select("U4");
    await insertHistory("U4");
    await history.getByText("Formula written to Pane!U4.").waitFor();
    expect(await value(PANE, "U4")).toBe("Date");
    // A header and the closes of 12 February 2025 to 11 February 2026.
    expect(await value(PANE, "V369")).toBe(67082.52);
    await select("U2");
    // Formats and widths of the result are steps after that of the formula.
    await driver.eventually(
      async () => {
        await page.keyboard.press("Control+z");
        return value(PANE, "U4");
      },
      (left) => left === null,
    );
    await history.getByText(/^Formula written/).waitFor({ state: "hidden" });
    expect(await value(PANE, "U4")).toBeNull();
    await type("V30", "mine");
    await select("U4");
    await insertHistory("U4");
    await history.getByText(/free cells.*Pane!U4/).waitFor();
    expect(await value(PANE, "U4")).toBeNull();
    await history.getByRole("button", { name: "Cancel" }).click();
    expect(await value(PANE, "V30")).toBe("mine");
  });

  test("finds a function and inserts a formula that computes", async () => {
    await select("M33");
    await driver.showView("Functions");
    await pane.getByRole("searchbox").fill("depreciation");
    await pane.getByRole("button", { name: /^DEPRECIATION/ }).click();
    await pane.getByRole("button", { name: "Insert into M33" }).click();
    // Straight line, with the required arguments of the first example: (2400 - 300) / 10.
    await pane.getByText(/written to/).waitFor();
    expect(
      await driver.eventually(
        () => value(PANE, "M33"),
        (found) => found === 210,
      ),
    ).toBe(210);
  });
});

describe("a file of the user", () => {
  const open = (name: string) => page.setInputFiles("#file", `test/fixtures/workbooks/${name}`);
  const title = () => page.locator("#title").textContent();

  test("that is no workbook says why, and leaves the open one as it was", async () => {
    const before = await value(SPARE, "N7");
    await open("libreoffice.xls");
    await page
      .getByText("This workbook is in the old .xls format: open it in Excel and save it as .xlsx.")
      .waitFor();
    await page.getByRole("button", { name: "Close" }).click();
    expect([await title(), await value(SPARE, "N7")]).toEqual(["Site valuation", before]);
  });

  test("written by openpyxl opens, and its functions compute", async () => {
    await open("openpyxl.xlsx");
    // The workbook has been edited by now.
    await page.getByRole("button", { name: "Continue without saving" }).click();
    await page.waitForFunction(() => document.getElementById("title")?.textContent === "openpyxl.xlsx");
    // 10^15 x 86400 / (1.4 x 10^14 x 2^32) x (3.125 + 0.05) x 93500, of a PH/s.
    const hashprice = ((1e15 * 86400) / (1.4e14 * 2 ** 32)) * 3.175 * 93500;
    const computed = await driver.eventually(
      () => value("Inputs", "B8"),
      (found) => typeof found === "number",
    );
    expect(computed).toBeCloseTo(hashprice, 9);
    // The halving of April 2024 came with block 840,000.
    expect(await value("Inputs", "B9")).toBe(3.125);
    expect(await cell("Inputs", "B4")).toMatchObject({ value: 46112, shown: "2026-03-31" });
    expect(await value("My data", "B3")).toBe(6);
  });

  test("that LibreOffice has saved again computes as well", async () => {
    await open("libreoffice.xlsx");
    await page.waitForFunction(() => document.getElementById("title")?.textContent === "libreoffice.xlsx");
    const subsidy = await driver.eventually(
      () => value("Inputs", "B9"),
      (found) => typeof found === "number",
    );
    expect(subsidy).toBe(3.125);
    expect(await value("Inputs", "B8")).toBeGreaterThan(0);
  });
});

test("nothing was asked of the internet, and nothing failed", () => expect(driver.errors).toEqual([]));
