import { exampleBlock } from "../../src/functions/lifecycle/exampleBlock";
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

const text = (cell: string, content: string) => `<c r="${cell}" t="inlineStr"><is><t>${content}</t></is></c>`;
const number = (cell: string, value: number) => `<c r="${cell}"><v>${value}</v></c>`;
const table = (cell: string, formula: string) =>
  `<c r="${cell}"><f t="array" ref="${cell}">${formula}</f><v>0</v></c>`;

/** A model block with the model and its cash flows beside it, and notes where these have grown to. */
function oldWorkbook() {
  const rows = exampleBlock.map(([name, value], index) => {
    const row = index + 1;
    const cells = [
      text(`A${row}`, name),
      typeof value === "number" ? number(`B${row}`, value) : text(`B${row}`, value),
    ];
    if (row === 1) cells.push(table("D1", "_xldudf_MINING_MODEL(A1:B21)"));
    if (row === 1) cells.push(table("M1", "_xldudf_MINING_MINER_CASHFLOWS(A1:B21)"));
    if (row === 1) cells.push(text("AC1", "my total"));
    if (row === 20) cells.push(text("E20", "my note"));
    return `<row r="${row}">${cells.join("")}</row>`;
  });
  return workbook("old.xlsx", `<sheetData>${rows.join("")}</sheetData>`);
}

const selected = () =>
  driver.page.evaluate(async () => {
    const { model } = (await window.hashcellWorkbench) ?? {};
    const { col = -1, row = -1 } = model?.getters.getActivePosition() ?? {};
    return o_spreadsheet.helpers.toXC(col, row);
  });

test("the pane names tables that have no room, shows them, and stops when there is room", async () => {
  const { page, pane } = driver;
  expect(await pane.getByText(/no room/).count()).toBe(0);
  await page.locator("#file").setInputFiles(oldWorkbook());
  await page.waitForFunction(() => document.title.startsWith("old.xlsx"));
  await driver.ready();
  await pane.getByText("2 tables have no room (#SPILL!): other cells are in the way.").waitFor();
  expect(await driver.value("Data", "D1")).toBe("#SPILL!");
  const items = pane.getByRole("status").getByRole("listitem");
  expect(await items.allInnerTexts()).toEqual([
    expect.stringMatching(/^Data!D1\s+MODEL · in the way: E20\s+Show$/),
    expect.stringMatching(/^Data!M1\s+MINER_CASHFLOWS · in the way: AC1\s+Show$/),
  ]);

  await page.evaluate(() => {
    const frame = document.getElementById("pane");
    if (frame !== null) frame.style.flexBasis = "320px";
  });
  const cut = await pane.getByRole("status").evaluateAll((regions) =>
    regions
      .flatMap((region) => [...region.querySelectorAll("*")])
      .filter(({ scrollWidth, clientWidth }) => clientWidth > 0 && scrollWidth > clientWidth)
      .map(({ outerHTML }) => outerHTML),
  );
  expect(cut).toEqual([]);
  const { SCREENSHOT } = process.env;
  if (SCREENSHOT !== undefined) await page.locator("#pane").screenshot({ path: SCREENSHOT });

  await pane.getByRole("button", { name: "Show Data!M1" }).click();
  await driver.eventually(selected, (cell) => cell === "M1");
  expect(await selected()).toBe("M1");

  await driver.select("E20");
  await page.keyboard.press("Delete");
  await driver.eventually(
    () => driver.value("Data", "D1"),
    (value) => value !== "#SPILL!",
  );
  expect(await driver.value("Data", "D1")).toBe("Assumption");
  await pane.getByRole("button", { name: "Check again" }).click();
  await pane.getByText(/^1 table has no room/).waitFor();
  await driver.select("AC1");
  await page.keyboard.press("Delete");
  await pane.getByRole("button", { name: "Check again" }).click();
  await pane.getByText(/no room/).waitFor({ state: "detached" });
  expect(driver.errors).toEqual([]);
});
