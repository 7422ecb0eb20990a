/** @jest-environment jsdom */
import { configure, screen } from "@testing-library/react";
import "../../workbench/textCoding";
import "../../../src/taskpane/laterScript";
import { smallBook } from "../../workfile/smallBook";
import { openWorkbookView } from "./openWorkbookView";

configure({ asyncUtilTimeout: 15_000 });

const HASHCOST = 16.2;
const book = (saved: number) =>
  smallBook({ sheets: { Model: [[{ f: "_xldudf_MINING_HASHCOST(13.5,0.05)", v: saved }]] } });

async function open(bytes: Uint8Array) {
  const opened = await openWorkbookView();
  opened.fake.state.file = { name: "Site model.xlsx", bytes };
  return opened;
}
const button = (name: string) => screen.getByRole("button", { name });

test("says that the cells show what their formulas give", async () => {
  const { user } = await open(book(HASHCOST));
  await user.click(button("Verify this workbook"));
  expect(
    await screen.findByText(/^Verified on .*: 1 MINING cell shows what Hashcell \S+ computes\.$/),
  ).toBeTruthy();
  expect(screen.getByText(/has no capsule/)).toBeTruthy();
});

test("names the cell that shows another value", async () => {
  const { user } = await open(book(17));
  await user.click(button("Verify this workbook"));
  expect(await screen.findByText(/^Not verified on .*: 1 difference in 1 MINING cell\.$/)).toBeTruthy();
  expect(screen.getByText("Model!A1: shows 17, its formula gives 16.2")).toBeTruthy();
});

test("a copy with a capsule is verified with what it was made from", async () => {
  const opened = await open(book(17));
  await opened.user.click(button("Make a copy with a capsule"));
  expect(
    await screen.findByText(
      /^Site model \(with capsule\).xlsx is ready, with what 1 MINING cell was made from\. 1 cell has another value/,
    ),
  ).toBeTruthy();
  await opened.user.click(button("Open as a new workbook"));
  await screen.findByText(/^Excel opens it/);
  const [copy] = opened.fake.workbook.openFile.mock.lastCall ?? [];
  if (copy === undefined) throw new Error("nothing was opened");
  opened.fake.state.file = { name: "Copy.xlsx", bytes: copy };
  await opened.user.click(button("Verify this workbook"));
  expect(await screen.findByText(/and what Hashcell \S+ had when it made the capsule on/)).toBeTruthy();
});

test("a workbook without MINING cells says so, and a damaged file what is wrong", async () => {
  const opened = await open(smallBook({ sheets: { Model: [[1]] } }));
  await opened.user.click(button("Verify this workbook"));
  expect(await screen.findByText("No cell of the workbook calls a MINING function.")).toBeTruthy();
  opened.fake.state.file = { name: "x.xlsx", bytes: new Uint8Array([1, 2, 3]) };
  await opened.user.click(button("Verify this workbook"));
  expect(await screen.findByText(/is not an Excel workbook/)).toBeTruthy();
});
