/** @jest-environment jsdom */
import { act, screen } from "@testing-library/react";
import type { AddinFormula, Course, Entered, SheetFormulas } from "../../../src/workbook/workbook";
import { WorkbookError } from "../../../src/workbook/workbook";
import { faults } from "../openView";
import { openWorkbookView } from "./openWorkbookView";

const cell = (row: number, value: unknown, isUnread = false): AddinFormula => ({
  row,
  column: 1,
  entry: `=MINING.HASHCOST(A${row + 1},1)`,
  isUnread,
  value,
});
const sheet = (name: string, formulas: readonly AddinFormula[], isProtected = false): SheetFormulas => ({
  sheet: name,
  isProtected,
  formulas,
});

async function open(...formulas: readonly SheetFormulas[]) {
  const opened = await openWorkbookView();
  opened.fake.state.formulas = formulas;
  return opened;
}
const button = (name: string | RegExp) => screen.getByRole("button", { name });
const section = () => screen.getByRole("region", { name: "Repair" });

const broken = [
  sheet("Site model", [cell(0, "#NAME?"), cell(1, "#NAME?"), cell(2, "#BUSY!"), cell(3, 7)]),
  sheet("Costs", [cell(0, 5, true), cell(1, "#SPILL!"), cell(2, "#N/A"), cell(3, "#VALUE!")]),
];
const whole = [sheet("Site model", [cell(0, 1), cell(1, 2), cell(2, 3), cell(3, 7)])];

test("nothing is read before the user asks", async () => {
  const { fake } = await open(...broken);
  expect(fake.workbook.addinFormulas).not.toHaveBeenCalled();
});

test("what does not work is counted by sheet and kind; other errors are the formula's own", async () => {
  const { user } = await open(...broken);
  await user.click(button("Check the workbook"));
  expect(section()).toHaveTextContent("8 formulas call Hashcell. 5 must be entered again:");
  expect(screen.getAllByRole("listitem").map(({ textContent }) => textContent)).toEqual([
    "Site model: 2 cells with #NAME? and 1 cell with #BUSY!",
    "Costs: 1 cell with _xldudf_ and 1 cell with #SPILL!",
  ]);
  expect(section()).toHaveTextContent("Excel does not mark values that are out of date.");
});

test("formulas of the add-in are told by the functions that it has", async () => {
  const { user, fake } = await open();
  await user.click(button("Check the workbook"));
  const [entryOf] = fake.workbook.addinFormulas.mock.lastCall ?? [];
  expect(entryOf?.("=_xldudf_MINING_HASHCOST(1,1)")).toBe("=MINING.HASHCOST(1,1)");
  expect(entryOf?.("=SUM(1)")).toBeUndefined();
  expect(section()).toHaveTextContent("No formula of this workbook calls Hashcell.");
  expect(screen.queryByRole("button", { name: /^Enter/ })).toBeNull();
});

test("those that do not work are entered again, and it is said what became of them", async () => {
  const { user, fake } = await open(...broken);
  await user.click(button("Check the workbook"));
  fake.state.formulas = whole;
  await user.click(button("Enter 5 formulas again"));
  const [given] = fake.workbook.enterAgain.mock.lastCall ?? [];
  expect(given?.map(({ sheet, formulas }) => [sheet, formulas.map(({ row }) => row)])).toEqual([
    ["Site model", [0, 1, 2]],
    ["Costs", [0, 1]],
  ]);
  await screen.findByText("5 formulas were entered again.");
  screen.getByText("None of them shows an error of these kinds now.");
  expect(section()).toHaveTextContent("4 formulas call Hashcell. None shows an error of these kinds.");
  expect(screen.queryByRole("button", { name: /^Enter \d/ })).toBeNull();
});

test("all can be entered again, as a value that is out of date looks like any other", async () => {
  const { user, fake } = await open(...whole);
  await user.click(button("Check the workbook"));
  await user.click(button("Enter all 4 formulas again"));
  expect(fake.workbook.enterAgain.mock.lastCall?.[0]).toEqual(whole);
});

test("what still does not work, and what Excel refused, is named", async () => {
  const { user, fake } = await open(...broken);
  await user.click(button("Check the workbook"));
  const refused = ["B1", "B2", "B3", "B4", "B5", "B6", "B7"].map((range) => ({ sheet: "Site model", range }));
  fake.workbook.enterAgain.mockResolvedValueOnce({ count: 3, refused, isCancelled: false });
  fake.state.formulas = [sheet("Costs", [cell(1, "#SPILL!")])];
  await user.click(button("Enter 5 formulas again"));
  await screen.findByText("Costs still has 1 cell with #SPILL!.");
  screen.getByText(
    /^Excel refused 'Site model'!B1, 'Site model'!B2, 'Site model'!B3, 'Site model'!B4, 'Site model'!B5 and 2 more: /,
  );
});

test("protected sheets are named and left", async () => {
  const { user, fake } = await open(sheet("Costs", [cell(0, "#NAME?")], true), ...whole);
  await user.click(button("Check the workbook"));
  expect(section()).toHaveTextContent(
    "Costs is protected and is left as it is: to include it, choose Review > Unprotect Sheet, then check again.",
  );
  expect(screen.queryByRole("button", { name: /^Enter 1/ })).toBeNull();
  await user.click(button("Enter all 4 formulas again"));
  expect(fake.workbook.enterAgain.mock.lastCall?.[0]).toEqual(whole);
});

test("progress is shown, and cancelling ends the work", async () => {
  const { user, fake } = await open(...broken);
  await user.click(button("Check the workbook"));
  let course: Course | undefined;
  let end: (entered: Entered) => void = () => undefined;
  fake.workbook.enterAgain.mockImplementationOnce((_sheets, given) => {
    course = given;
    return new Promise((resolve) => (end = resolve));
  });
  await user.click(button("Enter 5 formulas again"));
  act(() => course?.onProgress(2000, 10_000));
  screen.getByText("Entering formulas: 2,000 of 10,000");
  expect(screen.getByRole("progressbar")).toHaveAttribute("aria-valuenow", "0.2");
  expect(course?.signal.aborted).toBe(false);
  await user.click(button("Cancel"));
  expect(course?.signal.aborted).toBe(true);
  fake.state.formulas = whole;
  await act(async () => {
    end({ count: 2000, refused: [], isCancelled: true });
    await Promise.resolve();
  });
  await screen.findByText("2,000 formulas were entered again before you cancelled.");
});

test("after everything was recalculated, changed values are counted", async () => {
  const { user, fake } = await open(...whole);
  fake.workbook.recalculate.mockImplementationOnce(() => {
    fake.state.formulas = [sheet("Site model", [cell(0, 1), cell(1, 2.5), cell(2, 4), cell(3, 7)])];
    return Promise.resolve();
  });
  await user.click(button("Recalculate all"));
  await screen.findByText("Everything was recalculated. 2 formulas that call Hashcell have a new value.");
  await user.click(button("Recalculate all"));
  await screen.findByText("Everything was recalculated. No formula that calls Hashcell has a new value.");
});

test("cells that are still being computed are waited for", async () => {
  const { user, fake } = await open(...whole);
  const busy = [sheet("Site model", [cell(0, "#BUSY!"), cell(1, 2)])];
  fake.workbook.addinFormulas.mockResolvedValueOnce(whole).mockResolvedValueOnce(busy);
  fake.state.formulas = [sheet("Site model", [cell(0, 11), cell(1, 2)])];
  await user.click(button("Recalculate all"));
  await screen.findByText("Everything was recalculated. 1 formula that calls Hashcell has a new value.");
});

test("a workbook that computes only when asked to is spoken of", async () => {
  const { user, fake } = await open(...whole);
  fake.state.isManual = true;
  await user.click(button("Check the workbook"));
  await screen.findByText(/^Excel calculates only when asked to/);
});

test("what Excel refuses is said in words, and another try is possible", async () => {
  const { user, fake } = await open(...broken);
  fake.workbook.addinFormulas.mockRejectedValueOnce(new WorkbookError("A cell is being edited."));
  await user.click(button("Check the workbook"));
  await screen.findByText("A cell is being edited.");
  fake.workbook.addinFormulas.mockRejectedValueOnce(new TypeError("undefined is not a function"));
  await user.click(button("Check the workbook"));
  await screen.findByText(/^Something went wrong in the pane itself/);
  await user.click(button("Check the workbook"));
  await screen.findByText(/^8 formulas call Hashcell/);
});

test("the accessibility checker finds nothing", async () => {
  const { user } = await open(...broken, sheet("Locked", [cell(0, "#NAME?")], true));
  await user.click(button("Check the workbook"));
  expect(await faults(section())).toEqual([]);
});

test("without a workbook there is nothing to repair", async () => {
  await openWorkbookView({ kind: "none" });
  screen.getByText("Open this pane in Excel to repair a workbook or to make it portable.");
});
