/** @jest-environment jsdom */
import { act, screen, within } from "@testing-library/react";
import { run } from "axe-core";
import type { BlockedCell } from "../../../src/workbook/workbook";
import { WorkbookError } from "../../../src/workbook/workbook";
import { openPane } from "../openPane";

const cell = (range: string, more: Partial<BlockedCell> = {}): BlockedCell => ({
  place: { sheet: "Site model", range },
  isHidden: false,
  function: "MODEL",
  inTheWay: [],
  ...more,
});
const found = (cells: readonly BlockedCell[], more = {}) => ({
  cells,
  count: cells.length,
  isCut: false,
  isWaiting: false,
  ...more,
});
const none = found([]);
const one = found([cell("F3", { inTheWay: ["F24", "G24", "H24", "F25", "F26"] })]);

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const wait = (ms: number) => act(() => jest.advanceTimersByTimeAsync(ms));
const notice = () => screen.queryByText(/no room/);
const status = () => {
  const region = notice()?.closest<HTMLElement>('[role="status"]');
  if (region === null || region === undefined) throw new Error("there is no notice");
  return region;
};
const items = () => within(status()).getAllByRole("listitem");

/** Opens the pane beside a workbook that gives these answers, the last one for good, and waits for the first look. */
async function open(...answers: readonly ReturnType<typeof found>[]) {
  const opened = await openPane();
  const answer = (...next: readonly ReturnType<typeof found>[]) => {
    for (const blocked of next.slice(0, -1)) opened.fake.workbook.blockedCells.mockResolvedValueOnce(blocked);
    opened.fake.state.blocked = next.at(-1) ?? none;
  };
  answer(...answers);
  await wait(2000);
  return { ...opened, looks: opened.fake.workbook.blockedCells, answer };
}

test("where every result has room, the pane looks once and shows nothing", async () => {
  const { looks } = await open(none);
  await wait(120_000);
  expect(looks).toHaveBeenCalledTimes(1);
  expect(notice()).toBeNull();
});

test("the pane opens first, and the workbook is read first", async () => {
  const { fake, showMarket } = await openPane();
  expect(fake.workbook.blockedCells).not.toHaveBeenCalled();
  showMarket({ kind: "starting" });
  await wait(10_000);
  expect(fake.workbook.blockedCells).not.toHaveBeenCalled();
});

test("a blocked formula is named with what is in its way, and shown in the sheet", async () => {
  const { user, fake } = await open(one);
  expect(status()).toHaveTextContent("1 table has no room (#SPILL!): other cells are in the way.");
  expect(status()).toHaveTextContent("MODEL has thirteen more rows than in version 1.0");
  expect(items()[0]).toHaveTextContent("'Site model'!F3MODEL · in the way: F24, G24, H24 and 2 more");
  screen.getByRole("button", { name: "Show 'Site model'!F3" }).focus();
  await user.keyboard("{Enter}");
  expect(fake.workbook.select).toHaveBeenCalledWith({ sheet: "Site model", range: "F3" });
});

test("why there is less room is said of the functions that have grown", async () => {
  const { answer, user } = await open(found([cell("F3"), cell("H3", { function: "MINER_CASHFLOWS" })]));
  expect(notice()).toHaveTextContent("2 tables have no room");
  screen.getByText(
    "MINER_CASHFLOWS has four more columns and MODEL thirteen more rows than in version 1.0: move what is beside or below them.",
  );
  answer(found([cell("F3", { function: "HISTORY" })]));
  await user.click(screen.getByRole("button", { name: "Check again" }));
  await wait(10);
  screen.getByText("Move or clear what is beside or below them.");
});

test("what Excel refuses to show is said in words", async () => {
  const { user, fake } = await open(one);
  fake.workbook.select.mockRejectedValueOnce(new WorkbookError("That sheet no longer exists."));
  await user.click(screen.getByRole("button", { name: /^Show/ }));
  await screen.findByText("That sheet no longer exists.");
});

test("a cell on a hidden sheet cannot be shown", async () => {
  await open(found([cell("F3", { isHidden: true })]));
  screen.getByText("Its sheet is hidden.");
  expect(screen.queryByRole("button", { name: /^Show/ })).toBeNull();
});

test("of more than three cells the others are listed when asked for", async () => {
  const cells = ["F3", "F30", "F60", "F90", "F120"].map((range) => cell(range));
  const { user } = await open(found(cells, { count: 7, isCut: true }));
  screen.getByText(/^7 tables have no room/);
  screen.getByText("Not all cells with errors were looked at.");
  expect(items()).toHaveLength(3);
  const unfold = screen.getByRole("button", { name: "List all 5" });
  expect(unfold).toHaveAttribute("aria-expanded", "false");
  await user.click(unfold);
  expect(items()).toHaveLength(5);
  screen.getByText("2 more are not listed.");
  await user.click(screen.getByRole("button", { name: "List fewer" }));
  expect(items()).toHaveLength(3);
});

test("after room was made, checking again ends the notice", async () => {
  const { user, answer } = await open(one);
  answer(none);
  await user.click(screen.getByRole("button", { name: "Check again" }));
  await wait(10);
  expect(notice()).toBeNull();
});

const comeBack = async () => {
  act(() => void window.dispatchEvent(new Event("focus")));
  await wait(10);
};

test("so does coming back to the pane", async () => {
  const { answer } = await open(one);
  answer(none);
  await comeBack();
  expect(notice()).toBeNull();
});

test("what was computed since is found when the user comes back, without a look at every click", async () => {
  const { answer, looks } = await open(none);
  answer(one);
  await comeBack();
  await wait(10_000);
  await comeBack();
  expect(looks).toHaveBeenCalledTimes(1);
  await wait(30_000);
  await comeBack();
  expect(looks).toHaveBeenCalledTimes(2);
  expect(notice()).not.toBeNull();
});

test("a click into the pane while it opens does not hurry the look", async () => {
  const { fake } = await openPane();
  await comeBack();
  expect(fake.workbook.blockedCells).not.toHaveBeenCalled();
});

test("a window that was covered is looked at again", async () => {
  const { answer } = await open(none);
  answer(one);
  const hidden = jest.spyOn(document, "hidden", "get").mockReturnValue(true);
  act(() => void document.dispatchEvent(new Event("visibilitychange")));
  hidden.mockReturnValue(false);
  act(() => void document.dispatchEvent(new Event("visibilitychange")));
  await wait(2000);
  expect(notice()).not.toBeNull();
  hidden.mockRestore();
});

test("it can be closed, until the pane is opened again", async () => {
  const { user, visibility } = await open(one);
  await user.click(
    within(status()).getByRole("button", {
      name: "Close the message",
    }),
  );
  expect(notice()).toBeNull();
  await wait(120_000);
  expect(notice()).toBeNull();
  act(() => visibility.setOpen(false));
  act(() => visibility.setOpen(true));
  await wait(2000);
  expect(notice()).not.toBeNull();
});

test("cells that are still computed are looked at again, and not forever", async () => {
  const waiting = { ...none, isWaiting: true };
  const { looks, answer } = await open(waiting, waiting, one);
  expect(notice()).toBeNull();
  await wait(60_000);
  expect(notice()).not.toBeNull();
  expect(looks).toHaveBeenCalledTimes(3);
  answer(waiting);
  act(() => void window.dispatchEvent(new Event("focus")));
  await wait(600_000);
  expect(looks).toHaveBeenCalledTimes(8);
});

test("where Excel refuses to be looked through, nothing is shown", async () => {
  const { fake } = await openPane();
  fake.workbook.blockedCells.mockRejectedValue(new WorkbookError("A cell is being edited."));
  await wait(10_000);
  expect(notice()).toBeNull();
  expect(screen.queryByText(/edited/)).toBeNull();
});

test("the accessibility checker finds nothing", async () => {
  const { user } = await open(
    found(
      ["F3", "F30", "F60", "F90"].map((range) =>
        cell(range, { inTheWay: ["G3"], isHidden: range === "F30" }),
      ),
      { isCut: true },
    ),
  );
  await user.click(screen.getByRole("button", { name: "List all 4" }));
  jest.useRealTimers();
  document.querySelectorAll("[data-tabster-dummy]").forEach((dummy) => dummy.remove());
  const { violations } = await run(status());
  expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
});
