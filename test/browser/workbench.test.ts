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

test("the example opens with numbers everywhere, and no error", async () => {
  const cells = await page.evaluate(async () => {
    const { model } = (await window.hashcellWorkbench) ?? {};
    const { getters } = model ?? {};
    const found: { place: string; type: string; message: string | undefined }[] = [];
    for (const sheetId of getters?.getSheetIds() ?? []) {
      const { numberOfRows = 0, numberOfCols = 0 } = getters?.getSheetSize(sheetId) ?? {};
      for (let row = 0; row < numberOfRows; row++) {
        for (let col = 0; col < numberOfCols; col++) {
          const { type = "", message } = getters?.getEvaluatedCell({ sheetId, col, row }) ?? {};
          found.push({ place: `${getters?.getSheetName(sheetId)} ${col},${row}`, type, message });
        }
      }
    }
    return found;
  });
  // Only the tour may hold an error: an example that honestly has no answer, with its reason.
  const faults = cells.filter(({ type }) => type === "error");
  const inTour = faults.filter(
    ({ place, message }) => /^(Lifecycle valuation|Market data in cells|Risk) /.test(place) && message !== "",
  );
  expect(faults).toEqual(inTour);
  expect(cells.filter(({ type }) => type === "number").length).toBeGreaterThan(900);
  expect(await value("Site model", "C4")).toBeGreaterThan(0);
  expect((await cell("Site model", "C4")).shown).toMatch(/^\$[\d,]+$/);
  if (process.env.SCREENSHOT !== undefined) await page.screenshot({ path: process.env.SCREENSHOT });
});

test("the cash flows spill, and their dated NPV by hand is MINER_NPV", async () => {
  const column = (letter: string) =>
    Promise.all(Array.from({ length: 49 }, (_, month) => value("Cash flows", `${letter}${5 + month}`)));
  const [dates, flows] = await Promise.all([column("C"), column("D")]);
  const days = dates.map((date) => Number(date) - Number(dates[0]));
  const npv = flows.reduce<number>(
    (sum, flow, month) => sum + Number(flow) / 1.12 ** ((days[month] ?? NaN) / 365),
    0,
  );
  expect(days.slice(0, 4)).toEqual([0, 31, 59, 90]);
  expect(Number(await value("Site model", "C4"))).toBeCloseTo(npv, 4);
  expect(Number(await value("Site model", "C5"))).toBeCloseTo(npv, 4);
  expect(await value("Site model", "F4")).toBe("All 10 checks pass");
  expect(await value("Cash flows", "R4")).toBe("Month");
});

test("a changed input changes the NPV and the hedge", async () => {
  const before = [await value("Site model", "C4"), await value("Put hedge", "E22")].map(Number);
  await type("C37", "0.05");
  const after = [await value("Site model", "C4"), await value("Put hedge", "E22")].map(Number);
  expect(after[0]).toBeLessThan(before[0] ?? NaN);
  await page.keyboard.press("Control+z");
  expect(await value("Site model", "C4")).toBe(before[0]);
});

test.each(["80%", "80"])("%s typed into a strike of the hedge is a share of the forward", async (typed) => {
  await page.locator(".o-sheet", { hasText: "Put hedge" }).click();
  await type("G10", typed);
  const [strike, forward] = await Promise.all(["H10", "F10"].map((name) => value("Put hedge", name)));
  expect(Number(strike) / Number(forward)).toBeCloseTo(0.8, 12);
  expect((await cell("Put hedge", "G10")).shown).toBe("80.0%");
  await page.keyboard.press("Control+z");
  await page.locator(".o-sheet", { hasText: "Site model" }).click();
});

test("a typed formula computes, and its signature is shown while typing", async () => {
  await select("K5");
  await enter("=MINING.HASHPRICE(");
  const help = page.locator(".o-composer-assistant");
  await help.waitFor();
  expect(await help.textContent()).toContain("btc_price");
  await page.keyboard.type("100000,1E14,3.125)");
  await page.keyboard.press("Enter");
  expect(await value("Site model", "K5")).toBeCloseTo(62.8642737865448, 10);
});

test("a wrong input says what to mend, on the cell", async () => {
  await type("K6", '=MINING.HASHPRICE("dear",1E14,3.125)');
  expect(await cell("Site model", "K6")).toMatchObject({
    value: "#VALUE!",
    message: 'btc_price must be a number, got the text "dear"',
  });
  await type("K7", "=MINING.HASHPRICE(K6,1E14,3.125)");
  expect((await cell("Site model", "K7")).message).toContain('got the text "dear"');
  await type("K8", "=MINING.HASHPRICE(1/0,1E14,3.125)");
  expect(await value("Site model", "K8")).toBe("#DIV/0!");
  await type("K9", "=MINING.HASHPRICE(Z90,1E14,3.125)");
  expect((await cell("Site model", "K9")).message).toMatch(/above 0, got 0 \(a blank cell/);
});

test("a range spills, one bad row with an error of its own", async () => {
  for (const [row, price] of ["50000", "-1", "100000"].entries()) await type(`M${5 + row}`, price);
  await type("N5", "=MINING.HASHPRICE(M5:M7,1E14,3.125)");
  expect(await value("Site model", "N5")).toBeCloseTo(31.4321368932724, 10);
  expect((await cell("Site model", "N6")).message).toBe("btc_price must be above 0, got -1");
  expect(await value("Site model", "N7")).toBeCloseTo(62.8642737865448, 10);
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
    await page.locator(".o-sheet", { hasText: "Put hedge" }).click();
    await select("M4");
    await driver.showView("Market");
    await pane.getByRole("button", { name: "Insert into M4" }).click();
    await pane.getByText(/values written to/).waitFor();
    expect(await value("Put hedge", "M4")).toBe("Label");
    expect(await value("Put hedge", "M5")).toBe("Bitcoin price");
    expect(await value("Put hedge", "N5")).toBe(85956.45);
    expect((await cell("Put hedge", "N5")).shown).toBe("$85,956.45");
    await type("M30", "=BTC_PRICE*2");
    expect(await value("Put hedge", "M30")).toBe(171912.9);
    await page.keyboard.press("Control+z");
    await page.keyboard.press("Control+z");
    expect(await value("Put hedge", "M4")).toBeNull();
    await page.keyboard.press("Control+y");
    expect(await value("Put hedge", "M4")).toBe("Label");
  });

  test("asks before it replaces what stands there", async () => {
    await select("N4");
    await pane.getByRole("button", { name: "Insert into N4" }).click();
    await pane
      .getByText(/not empty/)
      .first()
      .waitFor();
    expect(await value("Put hedge", "N4")).toBe("Value");
    await pane.getByRole("button", { name: "Cancel" }).click();
    expect(await value("Put hedge", "O5")).toBe("USD");
  });

  test("inserts a year of history as a formula, for which the sheet grows, and takes the note back", async () => {
    const history = pane.getByRole("tabpanel", { name: "History" });
    const insertHistory = (cell: string) =>
      history.getByRole("button", { name: `Insert into ${cell}` }).click();
    await driver.showView("History");
    await history.getByLabel("Insert as").selectOption({ label: "HISTORY formula" });
    await select("U4");
    await insertHistory("U4");
    await history.getByText("Formula written to 'Put hedge'!U4.").waitFor();
    expect(await value("Put hedge", "U4")).toBe("Date");
    // A header and the closes of 12 February 2025 to 11 February 2026.
    expect(await value("Put hedge", "V369")).toBe(67082.52);
    await select("U2");
    // Formats and widths of the result are steps after that of the formula.
    await driver.eventually(
      async () => {
        await page.keyboard.press("Control+z");
        return value("Put hedge", "U4");
      },
      (left) => left === null,
    );
    await history.getByText(/^Formula written/).waitFor({ state: "hidden" });
    expect(await value("Put hedge", "U4")).toBeNull();
    await type("V30", "mine");
    await select("U4");
    await insertHistory("U4");
    await history.getByText(/free cells.*'Put hedge'!U4/).waitFor();
    expect(await value("Put hedge", "U4")).toBeNull();
    await history.getByRole("button", { name: "Cancel" }).click();
    expect(await value("Put hedge", "V30")).toBe("mine");
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
        () => value("Put hedge", "M33"),
        (found) => found === 210,
      ),
    ).toBe(210);
  });
});

describe("a file of the user", () => {
  const open = (name: string) => page.setInputFiles("#file", `test/fixtures/workbooks/${name}`);
  const title = () => page.locator("#title").textContent();

  test("that is no workbook says why, and leaves the open one as it was", async () => {
    const before = await value("Site model", "C4");
    await open("libreoffice.xls");
    await page
      .getByText("This workbook is in the old .xls format: open it in Excel and save it as .xlsx.")
      .waitFor();
    await page.getByRole("button", { name: "Close" }).click();
    expect([await title(), await value("Site model", "C4")]).toEqual(["Example workbook", before]);
  });

  test("written by openpyxl opens, and its functions compute", async () => {
    await open("openpyxl.xlsx");
    // The example has been edited by now.
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
    if (process.env.SCREENSHOT !== undefined)
      await page.screenshot({ path: process.env.SCREENSHOT.replace(".", "-openpyxl.") });
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
