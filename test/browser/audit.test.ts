import { readFileSync } from "node:fs";
import type Axe from "axe-core";
import { recalculate } from "../../src/workfile/recalculate";
import { smallBook, type SmallCell } from "../workfile/smallBook";
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

const button = (name: string | RegExp) => driver.pane.getByRole("button", { name, exact: true });

async function openBook(name: string, bytes: Uint8Array): Promise<void> {
  await driver.page
    .locator("#file")
    .setInputFiles({ name, mimeType: "application/octet-stream", buffer: Buffer.from(bytes) });
  await driver.page.waitForFunction((name) => document.title.startsWith(name), name);
  await driver.ready();
}

type Look = "light" | "dark" | "high contrast";

/** Gives the pane the colours of Excel or of the user, and waits until it shows them. */
async function look(look: Look): Promise<void> {
  const frame = driver.paneFrame();
  const isDark = look !== "light";
  await driver.page.emulateMedia({
    colorScheme: isDark ? "dark" : "light",
    forcedColors: look === "high contrast" ? "active" : "none",
  });
  await frame.waitForFunction((isDark) => {
    Object.assign(Office.context.officeTheme, { isDarkTheme: isDark });
    window.dispatchEvent(new Event("focus"));
    const { backgroundColor } = getComputedStyle(document.querySelector("main") ?? document.body);
    return Number(/\d+/.exec(backgroundColor)) < 128 === isDark;
  }, isDark);
  await frame.evaluate(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)));
}

/** What the checker finds in the pane, and what is cut off there. */
async function faults(look: Look) {
  const frame = driver.paneFrame();
  await frame.evaluate(checker);
  // The checker takes text's fill for its colour, which browsers do not force: there the palette is the user's own.
  const options = { rules: { "color-contrast": { enabled: look !== "high contrast" } } };
  return frame.evaluate(async (options) => {
    const { axe } = window as unknown as { axe: typeof Axe };
    document.querySelectorAll("[data-tabster-dummy]").forEach((dummy) => dummy.remove());
    const { violations } = await axe.run(document, options);
    const cut = [...document.querySelectorAll("[role=region] *")]
      .filter(({ scrollWidth, clientWidth }) => clientWidth > 1 && scrollWidth > clientWidth + 1)
      .map(({ outerHTML }) => outerHTML.slice(0, 200));
    return { violations: violations.map(({ id, nodes }) => [id, nodes[0]?.html]), cut };
  }, options);
}

const selected = () =>
  driver.page.evaluate(async () => {
    const { getters } = (await window.hashcellWorkbench)?.model ?? {};
    if (getters === undefined) return "";
    const { sheetId, col, row } = getters.getActivePosition();
    return `${getters.getSheetName(sheetId)}!${o_spreadsheet.helpers.toXC(col, row)}`;
  });

const f = (text: string): SmallCell => ({ f: text.replaceAll("MINING.", "_xldudf_MINING_") });

test("a reader finds what is wrong in the narrow pane, goes to the cell and has it explained, by keyboard", async () => {
  const { page, pane } = driver;
  await openBook(
    "faulty.xlsx",
    smallBook({
      sheets: {
        "Assumptions of the site": [
          ["Efficiency (J/TH)", 17.5],
          ["Power price (USD/MWh)", 50],
          ["PUE", 0.9],
        ],
        "Results by site and month": [
          ["Hashcost", f("MINING.HASHCOST('Assumptions of the site'!B1,'Assumptions of the site'!B2)")],
          [
            "With cooling",
            f("MINING.HASHCOST('Assumptions of the site'!B1,0.05,'Assumptions of the site'!B3)"),
          ],
          ["Price", f('MINING.MARKET("btc.price")')],
          ["Price again", f('MINING.MARKET("btc.price")')],
        ],
      },
    }),
  );
  await page.evaluate(() => {
    const frame = document.getElementById("pane");
    if (frame !== null) frame.style.flexBasis = "320px";
  });
  await driver.showView("Workbook");
  await button("Audit this workbook").click();
  await pane.getByText(/^As of .*: 2 to correct, 2 to look at\.$/).waitFor();
  for (const theme of ["dark", "high contrast", "light"] as const) {
    await look(theme);
    expect([theme, await faults(theme)]).toEqual([theme, { violations: [], cut: [] }]);
  }

  const errors = pane.getByRole("list", { name: "Error in a MINING cell" });
  await errors.getByRole("button", { name: "'Results by site and month'!B2", exact: true }).focus();
  await page.keyboard.press("Enter");
  expect(await driver.eventually(selected, (cell) => cell === "Results by site and month!B2")).toBe(
    "Results by site and month!B2",
  );
  const units = pane.getByRole("list", { name: "Units that do not fit" });
  await units.getByRole("button", { name: /^Explain/ }).focus();
  await page.keyboard.press("Enter");
  const title = pane.getByRole("heading", { name: "'Results by site and month'!B1" });
  await title.waitFor();
  expect(await title.evaluate((heading) => heading === document.activeElement)).toBe(true);
  expect(await driver.eventually(selected, (cell) => cell === "Results by site and month!B1")).toBe(
    "Results by site and month!B1",
  );
  await driver.showView("Workbook");
  await units.waitFor();
});

/** A workbook with 10,000 MINING cells and what follows from them. */
function largeBook(): Uint8Array {
  const days = 5000;
  const rows: SmallCell[][] = [
    [
      "Day",
      "Bitcoin price (USD)",
      "Network difficulty",
      "Efficiency (J/TH)",
      "Power price (USD/kWh)",
      "Hashprice",
      "Hashcost",
      "Margin",
    ],
  ];
  for (let row = 2; row <= days + 1; row++)
    rows.push([
      46_000 + row,
      60_000 + ((row * 37) % 9000),
      1e14 + row * 1e9,
      15 + (row % 7),
      0.05 + (row % 5) / 100,
      f(`MINING.HASHPRICE(B${row},C${row},3.125)`),
      f(`MINING.HASHCOST(D${row},E${row})`),
      f(`F${row}-G${row}`),
    ]);
  return recalculate(smallBook({ sheets: { Days: rows } }), { set: [] }).file;
}

test("while 10,000 MINING cells are audited the pane answers, and the audit can be cancelled", async () => {
  const { pane } = driver;
  await openBook("large.xlsx", largeBook());
  await driver.showView("Workbook");
  const frame = driver.paneFrame();
  await frame.evaluate(() => {
    // Cancels as soon as formulas are computed, which may take less time than it takes to find the button from outside.
    const observer = new MutationObserver(() => {
      const bar = document.querySelector("[role=progressbar][aria-label='Computing formulas']");
      if (bar === null) return;
      observer.disconnect();
      bar.parentElement?.querySelector("button")?.click();
    });
    observer.observe(document.body, { subtree: true, childList: true, attributes: true });
  });
  await button("Audit this workbook").click();
  await pane.getByText("The audit was cancelled.").waitFor();
  expect(await pane.getByText(/^As of/).count()).toBe(0);

  await frame.evaluate(() => {
    // Each time the page gets its turn it counts one more.
    const counts = new Map<string, number>();
    Object.assign(window, { counts });
    const stage = () => document.querySelector("[role=progressbar]")?.getAttribute("aria-label") ?? "";
    setInterval(() => counts.set(stage(), (counts.get(stage()) ?? 0) + 1));
  });
  await button("Audit this workbook").click();
  await pane.getByText(/^As of .*: nothing was found\.$/).waitFor();
  await pane
    .getByText(/^15,000 of 15,000 formulas were computed again\. 10,000 cells call MINING functions/)
    .waitFor();
  const counts = await frame.evaluate(() =>
    Object.fromEntries((window as unknown as { counts: Map<string, number> }).counts),
  );
  for (const label of [
    "Reading sheets",
    "Computing formulas",
    "Computing in Excel’s own functions",
    "Looking for errors",
  ])
    expect([label, (counts[label] ?? 0) > 0]).toEqual([label, true]);
});

test("nothing failed", () => expect(driver.errors).toEqual([]));
