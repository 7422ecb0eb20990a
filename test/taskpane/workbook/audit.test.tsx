/** @jest-environment jsdom */
import { configure, screen, waitFor, within } from "@testing-library/react";
import "../../workbench/textCoding";
import "../../../src/taskpane/laterScript";
import { readBook } from "../../../src/workfile/evaluate/book";
import { openWorkbook } from "../../../src/workfile/workbook";
import { WorkbookError } from "../../../src/workbook/workbook";
import { smallBook, type SmallCell } from "../../workfile/smallBook";
import { openPane, showView } from "../openPane";
import { faults } from "../openView";
import { openWorkbookView } from "./openWorkbookView";

configure({ asyncUtilTimeout: 30_000 });

const f = (text: string, v: number): SmallCell => ({ f: text.replaceAll("MINING.", "_xldudf_MINING_"), v });

/** A hashcost whose price is in another unit, and one whose value was saved by another formula. */
const faulty = () =>
  smallBook({
    sheets: {
      "Site model": [
        ["Efficiency (J/TH)", 17.5],
        ["Power price (USD/MWh)", 50],
        ["Hashcost", f("MINING.HASHCOST(B1,B2)", 21000)],
        ["Twice", f("B3*2", 3)],
      ],
    },
  });

const inOrder = () => smallBook({ sheets: { Model: [["Hashcost", f("MINING.HASHCOST(13.5,0.05)", 16.2)]] } });

async function open(bytes: Uint8Array) {
  const opened = await openWorkbookView();
  opened.fake.state.file = { name: "Site model.xlsx", bytes };
  return opened;
}
const button = (name: string | RegExp) => screen.getByRole("button", { name });
const section = () => screen.getByRole("region", { name: "Audit" });

test("findings come by severity and kind, each with its cell, what is wrong and what to do", async () => {
  const { user, fake, container } = await open(faulty());
  await user.click(button("Audit this workbook"));
  expect(await screen.findByText("As of 23 Nov 2026, 12:00 UTC: 2 to correct, 1 to look at.")).toBeTruthy();
  expect(
    screen.getByText(
      /^2 of 2 formulas were computed again\. 1 cell calls MINING functions: 1 with a native form for any Excel/,
    ),
  ).toBeTruthy();
  expect(screen.getByRole("heading", { level: 3, name: "To correct: 2" })).toBeTruthy();
  expect(screen.getByRole("heading", { level: 3, name: "To look at: 1" })).toBeTruthy();
  const units = screen.getByRole("list", { name: "Units that do not fit" });
  expect(within(units).getByText(/is in USD\/MWh and is multiplied by 1, not by 0\.001/)).toBeTruthy();
  expect(screen.getByText(/^Multiply B2 by 0\.001/)).toBeTruthy();
  await user.click(within(units).getByRole("button", { name: "'Site model'!B3" }));
  expect(fake.workbook.select).toHaveBeenLastCalledWith({ sheet: "Site model", range: "B3" });
  await user.click(within(units).getByRole("button", { name: "'Site model'!B2" }));
  expect(fake.workbook.select).toHaveBeenLastCalledWith({ sheet: "Site model", range: "B2" });
  expect(await faults(container)).toEqual([]);
});

test("a cell of a finding is explained on request", async () => {
  const { user, onExplain } = await open(faulty());
  await user.click(button("Audit this workbook"));
  const stale = await screen.findByRole("list", { name: "Saved value that its formula does not give" });
  expect(within(stale).getByText(/^The saved value is 3, but =B3\*2 gives/)).toBeTruthy();
  await user.click(within(stale).getByRole("button", { name: "Explain 'Site model'!B4" }));
  expect(onExplain).toHaveBeenLastCalledWith({ sheet: "Site model", range: "B4" });
});

test("the pane explains the cell, though its sheet be hidden, and the keyboard is on its title", async () => {
  const { user, fake } = await openPane();
  fake.state.file = { name: "Site model.xlsx", bytes: faulty() };
  const rows = [
    ["Efficiency (J/TH)", 17.5],
    ["Power price (USD/MWh)", 50],
    ["Hashcost", 21000],
    ["Twice", 3],
  ];
  const formulas = [...rows.slice(0, 3), ["Twice", "=B3*2"]];
  const sheet = { name: "Site model", isHidden: true, row: 0, column: 0, formulas, values: rows };
  fake.state.contents = { sheets: [sheet], names: [], tables: [] };
  await showView(user, "Workbook");
  await user.click(button("Audit this workbook"));
  fake.workbook.select.mockRejectedValue(new WorkbookError("The sheet is hidden: unhide it."));
  for (const cell of ["'Site model'!B4", "'Site model'!B3", "'Site model'!B3"]) {
    await user.click((await screen.findAllByRole("button", { name: `Explain ${cell}` }))[0] as HTMLElement);
    const title = await screen.findByRole("heading", { name: cell });
    await waitFor(() => expect(title).toHaveFocus());
    expect(screen.getByText(/cannot be selected in the sheet, as its sheet may be hidden/)).toBeVisible();
    await showView(user, "Workbook");
  }
  expect(fake.workbook.contents).toHaveBeenCalledTimes(3);
});

test("a cell that cannot be selected says why, beside the finding", async () => {
  const { user, fake } = await open(faulty());
  await user.click(button("Audit this workbook"));
  const units = await screen.findByRole("list", { name: "Units that do not fit" });
  fake.workbook.select.mockRejectedValueOnce(new WorkbookError("The sheet is hidden: unhide it."));
  await user.click(within(units).getByRole("button", { name: "'Site model'!B3" }));
  expect((await within(units).findByRole("alert")).textContent).toMatch(
    /^'Site model'!B3 cannot be selected, .* The sheet is hidden: unhide it\.$/,
  );
});

test("a copy gets the sheet Audit", async () => {
  const { user, fake } = await open(faulty());
  await user.click(button("Audit this workbook"));
  await user.click(await screen.findByRole("button", { name: "Make a copy with the sheet Audit" }));
  expect(await screen.findByText("Site model (audited).xlsx is ready.")).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Make a copy with the sheet Audit" })).toBeNull();
  await user.click(button("Open as a new workbook"));
  await screen.findByText(/^Excel opens it/);
  const [copy] = fake.workbook.openFile.mock.lastCall ?? [];
  if (copy === undefined) throw new Error("nothing was opened");
  const { sheets } = readBook(openWorkbook(copy));
  expect(sheets.map(({ name }) => name)).toEqual(["Site model", "Audit"]);
  expect(sheets[1]?.value(3, 2)).toMatch(/to correct/);
});

test("nothing found is said plainly, and the workbook can be audited again after a change", async () => {
  const opened = await open(inOrder());
  await opened.user.click(button("Audit this workbook"));
  expect(await screen.findByText("As of 23 Nov 2026, 12:00 UTC: nothing was found.")).toBeTruthy();
  expect(document.activeElement).toBe(button("Audit again"));
  opened.fake.state.file = { name: "Site model.xlsx", bytes: faulty() };
  await opened.user.click(button("Audit again"));
  expect(await screen.findByText(/: 2 to correct, 1 to look at\.$/)).toBeTruthy();
  expect(screen.queryByText(/nothing was found/)).toBeNull();
});

test("workbooks without MINING cells and without formulas say so", async () => {
  const opened = await open(smallBook({ sheets: { A: [[1, f("A1*2", 2)]] } }));
  await opened.user.click(button("Audit this workbook"));
  expect(
    await screen.findByText("1 of 1 formula was computed again. No cell calls a MINING function."),
  ).toBeTruthy();
  opened.fake.state.file = { name: "Empty.xlsx", bytes: smallBook({ sheets: { A: [] } }) };
  await opened.user.click(button("Audit again"));
  expect(await screen.findByText("The workbook has no formulas.")).toBeTruthy();
});

test("the market says whether it is frozen", async () => {
  const price: SmallCell = { f: '_xldudf_MINING_MARKET("btc.price")', v: 60000 };
  const { user } = await open(smallBook({ sheets: { A: [["Price", price]] } }));
  await user.click(button("Audit this workbook"));
  expect(
    await screen.findByText("The market is not frozen, and 1 cell shows it as it is at the time."),
  ).toBeTruthy();
});

/** How Excel saves a workbook with a password, as far as that tells it from others. */
const encrypted = new Uint8Array([
  ...[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1],
  ...Buffer.from("EncryptedPackage", "utf16le"),
]);

test("a damaged file and one with a password say what is wrong, as the others do", async () => {
  const opened = await open(new Uint8Array([1, 2, 3]));
  await opened.user.click(button("Audit this workbook"));
  expect(await screen.findByText(/is not an Excel workbook/)).toBeTruthy();
  opened.fake.state.file = { name: "x.xlsx", bytes: encrypted };
  await opened.user.click(button("Audit this workbook"));
  expect(await screen.findByText(/password/)).toBeTruthy();
  opened.fake.workbook.file.mockRejectedValueOnce(
    new WorkbookError("The workbook is too large: make it smaller."),
  );
  await opened.user.click(button("Audit this workbook"));
  expect(await screen.findByText("The workbook is too large: make it smaller.")).toBeTruthy();
});

test("it says where it is, and can be cancelled", async () => {
  const rows = Array.from({ length: 3000 }, (_, row): SmallCell[] => [
    row + 1,
    f(`A${row + 1}*2`, 2 * row + 2),
  ]);
  const { user } = await open(smallBook({ sheets: { A: rows } }));
  await user.click(button("Audit this workbook"));
  expect(
    await within(section()).findByText(/^(Computing formulas|Reading sheets|Looking for errors)/),
  ).toBeTruthy();
  await user.click(button("Cancel"));
  expect(await screen.findByText("The audit was cancelled.")).toBeTruthy();
  expect(screen.queryByText(/^As of/)).toBeNull();
  expect(document.activeElement).toBe(button("Audit this workbook"));
});

test("of many findings of a kind a few are listed, and more on request", async () => {
  const rows = Array.from({ length: 130 }, (_, row): SmallCell[] => [row + 1, f(`A${row + 1}*2`, -1)]);
  const { user } = await open(smallBook({ sheets: { A: rows } }));
  await user.click(button("Audit this workbook"));
  const list = await screen.findByRole("list", { name: "Saved value that its formula does not give" });
  expect(within(list).getAllByRole("listitem")).toHaveLength(12);
  await user.click(button("Show 100 more of 130"));
  expect(within(list).getAllByRole("listitem")).toHaveLength(112);
  expect(document.activeElement).toBe(within(list).getByRole("button", { name: "A!B13" }));
  await user.click(button("Show 18 more of 130"));
  expect(within(list).getAllByRole("listitem")).toHaveLength(130);
  expect(screen.queryByRole("button", { name: /^Show/ })).toBeNull();
  expect(document.activeElement).toBe(within(list).getByRole("button", { name: "A!B113" }));
});
