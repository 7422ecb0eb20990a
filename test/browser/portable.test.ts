import { buffer } from "node:stream/consumers";
import { strFromU8, unzipSync } from "fflate";
import { newUser } from "./chromium";
import { Driver } from "./driver";

let driver: Driver;
let close: () => Promise<void>;
beforeAll(async () => {
  const user = await newUser();
  close = user.close;
  driver = await Driver.open(user.context, process.env.WORKBENCH_URL ?? "");
});
afterAll(() => close());

const button = (name: string | RegExp) => driver.pane.getByRole("button", { name });

/** Whether any formula of a file still calls the add-in. */
const needsAddin = (bytes: Uint8Array) =>
  Object.entries(unzipSync(bytes)).some(
    ([path, content]) =>
      /worksheets\/sheet\d+\.xml$/.test(path) && /<f[ >][^<]*_xldudf_/.test(strFromU8(content)),
  );

test("a portable copy is made from the pane, downloaded, and restored from its file", async () => {
  const { page, pane } = driver;
  const npv = (await driver.named("site_npv")).value;
  expect(npv).toBeGreaterThan(0);
  await driver.showView("Workbook");
  await button(/^Make a portable copy/).click();
  await pane.getByText(/^\d+ cells call Hashcell/).waitFor();
  await button("Make the copy").click();
  await pane.getByText(/^The copy is ready/).waitFor();
  await pane.getByText(/^Open it in Excel: the workbench lacks some of the functions/).waitFor();
  expect(await button("Open as a new workbook").count()).toBe(0);
  const [saved] = await Promise.all([page.waitForEvent("download"), button("Download").click()]);
  expect(saved.suggestedFilename()).toBe("Site valuation (portable).xlsx");
  const copy = await buffer(await saved.createReadStream());
  expect(needsAddin(copy)).toBe(false);

  await button("Close").last().click();
  await pane.getByLabel("Or a portable workbook from a file").setInputFiles({
    name: "Site valuation (portable).xlsx",
    mimeType: "application/octet-stream",
    buffer: copy,
  });
  await pane
    .getByText(/^Site valuation \(restored\)\.xlsx is ready: \d+ cells have their formulas again/)
    .waitFor();
  await driver.opens("Site valuation (restored)", () => button("Open as a new workbook").click());
  expect((await driver.named("site_npv")).value).toBe(npv);
  expect(driver.errors).toEqual([]);
});

test("a copy of values opens under the name that it was given, and shows the same figures", async () => {
  const { pane } = driver;
  const [npv, verdict] = [await driver.named("site_npv"), await driver.named("checks_verdict")];
  await driver.showView("Workbook");
  await button(/^Make a portable copy/).click();
  await pane.getByRole("radio", { name: /^Values/ }).check();
  await pane.getByLabel("File name").fill("Offer / site");
  const main = button("Make the copy");
  await pane.getByText("A file’s name cannot hold /").last().waitFor();
  expect(await main.isVisible()).toBe(true);
  expect(await main.getAttribute("aria-disabled")).toBe("true");
  await pane.getByLabel("File name").fill("Offer for a site");
  await main.click();
  await pane.getByText(/^The copy is ready/).waitFor();
  await driver.opens("Offer for a site", () => button("Open as a new workbook").click());
  expect([await driver.named("site_npv"), await driver.named("checks_verdict")]).toEqual([npv, verdict]);
  expect(verdict.value).toMatch(/^All \d+ checks pass$/);
  expect(driver.errors).toEqual([]);
});
