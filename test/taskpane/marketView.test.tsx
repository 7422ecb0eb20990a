/** @jest-environment jsdom */
import { act, screen, waitFor } from "@testing-library/react";
import { WorkbookError } from "../../src/workbook/workbook";
import { insertButton, openPane } from "./openPane";

test("shows each quote with value, unit, source, age and quality", async () => {
  await openPane();
  const items = screen.getAllByRole("listitem");
  expect(items).toHaveLength(11);
  expect(items[0]).toHaveTextContent(/^Bitcoin priceembedded85,956\.45 USD7 weeks old · WhatToMine/);
  expect(items[2]).toHaveTextContent(/^Network hashratederived950\.02 EH\/s7 weeks old · Derived/);
  expect(screen.getByText(/^Values of 5 Oct 2026, 09:41 UTC, built into the add-in/)).toBeVisible();
});

test("inserts all values and says where they went", async () => {
  const { user, fake } = await openPane();
  await user.click(insertButton());
  const [rows, target] = fake.workbook.insertBlock.mock.calls[0] ?? [];
  expect(target).toEqual({ kind: "selection" });
  expect(rows?.[0]).toMatchObject({ name: "BTC_PRICE", value: 85956.45, unit: "USD" });
  expect(await screen.findByText("11 values written to Model!B2:F12.")).toBeVisible();
  expect(
    screen.getByText(/^Names for your formulas: BTC_PRICE, .* and NEXT_HALVING_HEIGHT\.$/),
  ).toBeVisible();
});

test("says which names moved and which were left", async () => {
  const { user, fake } = await openPane();
  const place = { sheet: "Model", range: "B2:F12" };
  fake.workbook.insertBlock.mockResolvedValueOnce({
    ...{
      status: "written",
      place,
      names: ["BTC_FEES", "BTC_HEIGHT"],
      moved: ["BTC_FEES"],
      kept: ["BTC_PRICE"],
    },
  });
  await user.click(insertButton());
  expect(await screen.findByText("Existed before and point here now: BTC_FEES.")).toBeVisible();
  expect(screen.getByText(/^Left as you use it elsewhere: BTC_PRICE\./)).toBeVisible();
});

test("asks before it replaces, and replaces what it asked about", async () => {
  const { user, fake } = await openPane();
  fake.state.isOccupied = true;
  await user.click(insertButton());
  expect(await screen.findByText(/The cells Model!B2:F12 hold values\. Replace them\?/)).toBeVisible();
  act(() => fake.select("H9"));
  await user.click(screen.getByRole("button", { name: "Replace" }));
  const place = { sheet: "Model", range: "B2:F12" };
  expect(fake.workbook.insertBlock.mock.calls[1]?.[1]).toEqual({ kind: "replace", place });
  expect(await screen.findByText(/^11 values written/)).toBeVisible();
});

test("can go to a new sheet instead, or nowhere", async () => {
  const { user, fake } = await openPane();
  fake.state.isOccupied = true;
  await user.click(insertButton());
  await user.click(await screen.findByRole("button", { name: "Cancel" }));
  expect(fake.workbook.insertBlock).toHaveBeenCalledTimes(1);
  expect(screen.queryByText(/hold values/)).toBeNull();
  expect(insertButton()).toHaveFocus();
  await user.click(insertButton());
  await user.click(await screen.findByRole("button", { name: "Insert on a new sheet" }));
  expect(fake.workbook.insertBlock.mock.calls[2]?.[1]).toEqual({ kind: "newSheet" });
});

test("an error is a sentence, and a defect does not show its innards", async () => {
  const { user, fake } = await openPane();
  fake.state.refusal = new WorkbookError("The sheet is protected: unprotect it.");
  await user.click(insertButton());
  expect(await screen.findByText("The sheet is protected: unprotect it.")).toBeVisible();
  fake.state.refusal = new TypeError("x is not a function");
  await user.click(insertButton());
  expect(await screen.findByText(/close it, open it again/)).toBeVisible();
  expect(screen.queryByText(/not a function/)).toBeNull();
});

test("follows the selected cell, and stops when the pane goes", async () => {
  const { unmount, fake } = await openPane();
  expect(screen.getByText("Model!B2")).toBeVisible();
  act(() => fake.select("D7"));
  expect(await screen.findByRole("button", { name: "Insert into D7" })).toBeVisible();
  unmount();
  await waitFor(() => expect(fake.listeners.size).toBe(0));
});

test("without a workbook shows everything and says what inserting needs", async () => {
  await openPane({ kind: "none" });
  expect(screen.getAllByRole("listitem")).toHaveLength(11);
  expect(screen.getByText(/^Inserting needs Excel/)).toBeVisible();
  expect(screen.queryByRole("button", { name: /Insert/ })).toBeNull();
});
