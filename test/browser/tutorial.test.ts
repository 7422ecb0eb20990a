import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { strFromU8, unzipSync } from "fflate";
import type { FrameLocator, Page } from "playwright-core";
import { newUser } from "./chromium";
import { Driver } from "./driver";

/** The five steps of the README, as a user does them. With PICTURES=folder it takes the README's pictures. */
const { PICTURES } = process.env;

let close: () => Promise<void>;
let driver: Driver;
let page: Page;
let pane: FrameLocator;

beforeAll(async () => {
  const user = await newUser();
  close = user.close;
  driver = await Driver.open(user.context, process.env.WORKBENCH_URL ?? "");
  ({ page, pane } = driver);
});
afterAll(() => close());

const number = async (name: string) => Number((await driver.named(name)).value);
const verdict = async () => (await driver.named("checks_verdict")).value;
const ALL_PASS = /^All \d+ checks pass$/;

/** The window is as large as what the picture shows. */
async function picture(name: string, width: number, height: number): Promise<void> {
  if (PICTURES === undefined) return;
  await page.setViewportSize({ width, height });
  // Charts are drawn a little after the cells, and what is pressed keeps its colour for a moment.
  await page.mouse.move(700, 20);
  await page.waitForTimeout(2000);
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: join(PICTURES, `${name}.png`) });
}

test("1. New… lists seven finished workbooks, and Site valuation opens with its answer", async () => {
  await page.getByRole("button", { name: "New…" }).click();
  const dialog = page.getByRole("dialog", { name: "New workbook" });
  await dialog.waitFor();
  expect(await dialog.getByRole("listitem").count()).toBe(7);
  await picture("step-1-new", 1440, 900);
  await page.keyboard.press("Escape");
  await driver.opens("Site valuation", () => driver.chooseNew("Site valuation"));
  await page.getByRole("tab", { name: "Dashboard", selected: true }).waitFor();
  expect(await verdict()).toMatch(ALL_PASS);
  expect(await driver.value("Dashboard", "A7")).toBe(await number("site_npv"));
  expect(await driver.value("Dashboard", "A2")).toBe(await verdict());
  await picture("dashboard", 1440, 1120);
});

test("2. Another size of the site: the machines, the value and the dashboard follow, and all checks pass", async () => {
  const before = { npv: await number("site_npv"), machines: await number("machine_count") };
  const { sheet, cell } = await driver.place("site_mw");
  await driver.showSheet(sheet);
  await driver.select(cell);
  await page.getByText(/^B7: Power at the meter in MW/).waitFor();
  await driver.typeInto("site_mw", "30");
  // 3645 W a machine, and 3 % for cooling.
  expect(await number("machine_count")).toBe(Math.floor(30e6 / (3645 * 1.03)));
  expect(before.machines).toBe(Math.floor(20e6 / (3645 * 1.03)));
  // Half as much again, less other running costs, which do not grow with the site.
  const ratio = (await number("site_npv")) / before.npv;
  expect(ratio).toBeGreaterThan(1.5);
  expect(ratio).toBeLessThan(2);
  expect(await driver.value("Dashboard", "A7")).toBe(await number("site_npv"));
  expect(await verdict()).toMatch(ALL_PASS);
  await driver.select(cell);
  await picture("step-2-inputs", 1560, 900);
  await driver.typeInto("site_mw", "20");
  expect(await number("site_npv")).toBe(before.npv);
});

test("3. The market: the pane's, or the one that is typed, by one switch", async () => {
  const before = await number("site_npv");
  const price = await number("market_price");
  await driver.showView("Market");
  await pane.getByText("85,956.45").first().waitFor();
  expect(price).toBe(85956.45);
  await driver.typeInto("market_source", "typed");
  expect(await number("site_npv")).toBe(before);
  await driver.typeInto("typed_price", "100000");
  expect(await number("market_price")).toBe(100_000);
  expect(await number("site_npv")).toBeGreaterThan(before);
  expect((await driver.named("market_state")).value).toMatch(/^Market: typed; bitcoin at \$100,000/);
  expect(await driver.value("Dashboard", "A4")).toBe((await driver.named("market_state")).value);
  expect(await verdict()).toMatch(ALL_PASS);
  await driver.typeInto("market_source", "live");
  expect([await number("market_price"), await number("site_npv")]).toEqual([price, before]);
  await driver.typeInto("typed_price", String(price));
  await driver.select((await driver.place("market_source")).cell);
  await picture("step-3-market", 1540, 900);
});

test("4. The answer: what moves the value, driver by driver", async () => {
  const npv = await number("site_npv");
  await driver.showSheet("Sensitivity");
  const first = Number((await driver.cellOf("Sensitivity", "A", "Driver")).slice(1)) + 1;
  const drivers = await Promise.all(
    Array.from({ length: 5 }, async (_, index) => {
      const [name, lower, base, higher] = await Promise.all(
        ["A", "C", "D", "E"].map((column) => driver.value("Sensitivity", `${column}${first + index}`)),
      );
      return { name, lower: Number(lower), base: Number(base), higher: Number(higher) };
    }),
  );
  expect(drivers.map(({ name }) => name)).toEqual(expect.arrayContaining(["Difficulty", "Price of bitcoin"]));
  for (const { base } of drivers) expect(base).toBe(npv);
  const swings = drivers.map(({ lower, higher }) => Math.abs(higher - lower));
  expect(swings).toEqual([...swings].sort((one, other) => other - one));
  expect(drivers.find(({ name }) => name === "Price of bitcoin")?.higher).toBeGreaterThan(npv);
  expect(drivers.find(({ name }) => name === "Difficulty")?.higher).toBeLessThan(npv);
  await driver.select("A1");
  await picture("step-4-answer", 1620, 940);
});

test("5. A copy for a client: some sheets, as values, with a name and an author", async () => {
  const npv = await number("site_npv");
  await driver.showSheet("Dashboard");
  await widenPane();
  await driver.showView("Workbook");
  await pane.getByRole("button", { name: /^Make a portable copy/ }).click();
  const dialog = pane.getByRole("dialog", { name: "Make a portable copy" });
  await dialog.getByRole("button", { name: "None" }).click();
  const kept = [
    "Dashboard",
    "Market",
    "Cash flow",
    "Hedge",
    "Valuation",
    "Years",
    "Sensitivity",
    "Scenarios",
  ];
  for (const sheet of kept) await dialog.getByRole("checkbox", { name: sheet, exact: true }).check();
  await dialog.getByRole("radio", { name: /^Values/ }).check();
  await dialog.getByLabel("File name").fill("Offer for a site");
  await dialog.getByLabel("Author").fill("Ada Byron");
  await picture("step-5-copy", 1440, 1080);
  await dialog.getByRole("button", { name: "Make the copy" }).click();
  await dialog.getByText(/^The copy is ready/).waitFor();
  const [saved] = await Promise.all([
    page.waitForEvent("download"),
    dialog.getByRole("button", { name: "Download" }).click(),
  ]);
  expect(saved.suggestedFilename()).toBe("Offer for a site.xlsx");
  const parts = Object.fromEntries(
    Object.entries(unzipSync(await buffer(await saved.createReadStream()))).map(([path, bytes]) => [
      path,
      strFromU8(bytes),
    ]),
  );
  const book = parts["xl/workbook.xml"] ?? "";
  expect([...book.matchAll(/<sheet [^>]*?name="([^"]*)"/g)].map(([, name]) => name)).toEqual([
    ...kept,
    "Hashcell",
  ]);
  const all = Object.values(parts).join("\n");
  const sheets = Object.entries(parts).filter(([path]) => path.startsWith("xl/worksheets/"));
  // The originals are kept apart, for Restore.
  expect(sheets.filter(([, xml]) => xml.includes("_xldudf_"))).toEqual([]);
  expect(all).not.toContain("Antminer");
  expect(parts["docProps/core.xml"]).toMatch(/Ada Byron<\/dc:creator>/);
  // Digits as they are shown when all are asked for.
  expect(all).toContain(`<v>${npv}</v>`);
});

/** Makes room for the names of the sheets, with the line between the sheets and the pane. */
async function widenPane(): Promise<void> {
  const line = await page.locator("#splitter").boundingBox();
  if (line === null) throw new Error("no splitter");
  const y = line.y + line.height / 2;
  await page.mouse.move(line.x + line.width / 2, y);
  await page.mouse.down();
  await page.mouse.move(line.x - 260, y, { steps: 5 });
  await page.mouse.up();
}

test("nothing was asked of the internet, and nothing failed", () => expect(driver.errors).toEqual([]));
