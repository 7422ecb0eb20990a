import { readFileSync } from "node:fs";
import type Axe from "axe-core";
import { siteBook } from "../workfile/explain/siteBook";
import { newUser } from "./chromium";
import { Driver } from "./driver";

const checker = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

let driver: Driver;
let close: () => Promise<void>;
beforeAll(async () => {
  const user = await newUser();
  close = user.close;
  driver = await Driver.open(user.context, process.env.WORKBENCH_URL ?? "");
});
afterAll(() => close());

const selected = () =>
  driver.page.evaluate(async () => {
    const { getters } = (await window.hashcellWorkbench)?.model ?? {};
    if (getters === undefined) return "";
    const { sheetId, col, row } = getters.getActivePosition();
    return `${getters.getSheetName(sheetId)}!${o_spreadsheet.helpers.toXC(col, row)}`;
  });

/** What the checker finds in the pane, and what is cut off there. */
const faults = async () => {
  const frame = driver.page.frame({ url: /taskpane/ });
  if (frame === null) throw new Error("no pane");
  await frame.evaluate(checker);
  return frame.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof Axe };
    document.querySelectorAll("[data-tabster-dummy]").forEach((dummy) => dummy.remove());
    const { violations } = await axe.run(document);
    const cut = [...document.querySelectorAll("[role=region] *")]
      .filter(({ scrollWidth, clientWidth }) => clientWidth > 1 && scrollWidth > clientWidth + 1)
      .map(({ outerHTML }) => outerHTML.slice(0, 200));
    return { violations: violations.map(({ id, nodes }) => [id, nodes[0]?.html]), cut };
  });
};

test("a reader finds the wrong unit of an input in the narrow pane, by mouse and by keyboard", async () => {
  const { page, pane } = driver;
  await page.locator("#file").setInputFiles({
    name: "site.xlsx",
    mimeType: "application/octet-stream",
    buffer: Buffer.from(siteBook()),
  });
  await page.waitForFunction(() => document.title.startsWith("site.xlsx"));
  await driver.ready();
  await page.evaluate(() => {
    const frame = document.getElementById("pane");
    if (frame !== null) frame.style.flexBasis = "320px";
  });
  await driver.showView("Explain");
  await driver.showSheet("Site 1");
  await driver.select("B1");
  await pane.getByRole("heading", { name: "'Site 1'!B1" }).waitFor();
  const look = pane.getByRole("region", { name: "What to look at" });
  expect(await look.innerText()).toMatch(
    /the sheet says J\/GH, and the function takes J\/TH: 0\.0175 J\/GH is 17\.5 J\/TH/,
  );
  for (const name of ["In Excel’s own functions", "Formula and sources"])
    await pane.getByRole("button", { name }).click();
  await pane.getByText("Result: 0.02646, the same").waitFor();
  expect(await faults()).toEqual({ violations: [], cut: [] });

  await look.getByRole("button", { name: "Go to Inputs!B2" }).click();
  await pane.getByRole("heading", { name: "Inputs!B2" }).waitFor();
  await driver.eventually(selected, (cell) => cell === "Inputs!B2");
  expect(await selected()).toBe("Inputs!B2");
  await page.keyboard.press("Backspace");
  await pane.getByRole("heading", { name: "'Site 1'!B1" }).waitFor();
  await pane.getByRole("button", { name: "Inputs!B3", exact: true }).first().focus();
  await page.keyboard.press("Enter");
  await pane.getByRole("heading", { name: "Inputs!B3" }).waitFor();
  await pane.getByRole("button", { name: "Back to 'Site 1'!B1" }).click();
  await driver.eventually(selected, (cell) => cell === "Site 1!B1");
  expect(await selected()).toBe("Site 1!B1");
});

test("a cell of a large workbook is explained at once", async () => {
  const { page, pane } = driver;
  await driver.opens("Site valuation", async () => {
    await driver.chooseNew("Site valuation");
    const discard = page.getByRole("dialog", { name: /unsaved changes/ });
    if (await discard.isVisible()) await discard.getByRole("button", { name: /without saving/i }).click();
  });
  await driver.showView("Explain");
  await driver.showSheet("Engine figures");
  await driver.select("B7");
  await pane.getByRole("heading", { name: "'Engine figures'!B7" }).waitFor();
  await pane.getByRole("heading", { name: "MINING.MINER_NPV" }).waitFor();
  await pane.getByRole("button", { name: /^The model as it is read/ }).click();
  await pane.getByRole("button", { name: "Model!D10" }).waitFor();
  expect((await faults()).violations).toEqual([]);
});

test("nothing failed", () => expect(driver.errors).toEqual([]));
