/** @jest-environment jsdom */
import { screen, within } from "@testing-library/react";
import type { UserEvent } from "@testing-library/user-event";
import { machines } from "../../../src/data/machines";
import { MachinesView } from "../../../src/taskpane/machines/machinesView";
import { market as functionsMarket, one } from "../../functions/host";
import { computedTable } from "../computedTable";
import { faults, insertButton, openView } from "../openView";

const row = (name: string) =>
  within(screen.getByRole("row", { name: new RegExp(`^${name}`) }))
    .getAllByRole("cell")
    .map(({ textContent }) => textContent);
const machine = machines().find(({ name }) => name === "Antminer S21");
if (machine === undefined) throw new Error("no Antminer S21 in the list");
const sha = machines().filter(({ algorithm }) => algorithm === "SHA-256");
const scrypt = machines().find(({ algorithm }) => algorithm === "Scrypt");

/** The boxes in the list; by role they take long to find in jsdom. */
const boxes = () => [...document.querySelectorAll<HTMLInputElement>("li input[type=checkbox]")];

const compare = (user: UserEvent) => user.click(screen.getByLabelText(/^Compare/));
const find = (user: UserEvent) => user.click(screen.getByLabelText("Find machines"));

async function choose(name: string) {
  const shown = await openView(MachinesView);
  const search = screen.getByLabelText("Search machines");
  await shown.user.click(search);
  await shown.user.paste(name);
  const exact = boxes().find((one) => one.closest("li")?.querySelector("span span")?.textContent === name);
  if (exact === undefined) throw new Error(`${name} is not listed`);
  await shown.user.click(exact);
  await compare(shown.user);
  return shown;
}

test("the search narrows the list and says to what", async () => {
  const { user } = await openView(MachinesView);
  expect(boxes()).toHaveLength(machines().length);
  await user.click(screen.getByLabelText("Search machines"));
  await user.paste("scrypt");
  expect(screen.getByText(new RegExp(`of ${machines().length} machines\\. Choose up to 3`))).toBeVisible();
  await user.paste(" zebra");
  expect(screen.getByText(/^No machine matches all of these words/)).toBeVisible();
});

test("a day of a machine is that of MINER_PNL and BREAKEVEN at the market's values", async () => {
  const { user } = await choose("Antminer S21");
  const power = screen.getByRole("textbox", { name: "USD per kWh" });
  await user.clear(power);
  await user.type(power, "0.06");
  const pue = screen.getByRole("textbox", { name: "PUE" });
  await user.clear(pue);
  await user.type(pue, "1.1");
  const now = (name: Parameters<typeof functionsMarket.quote>[0]) =>
    functionsMarket.quote(name)?.value ?? NaN;
  const reward = [now("btc.price"), now("btc.difficulty"), now("btc.subsidy")];
  const fees = now("btc.fees");
  // Hashprice by its definition, in USD per TH/s per day.
  const [price = NaN, difficulty = NaN, subsidy = NaN] = reward;
  const hashprice = ((1e12 * 86_400) / (difficulty * 2 ** 32)) * (subsidy + fees) * price;
  const revenue = machine.hashrateTh * hashprice;
  const powerCost = ((machine.hashrateTh * machine.jPerTh) / 1000) * 24 * 1.1 * 0.06;
  const breakEven = hashprice / ((machine.jPerTh / 1000) * 24 * 1.1);
  const usd = (value: number) => `${value < 0 ? "−" : ""}${Math.abs(value).toFixed(2)}`;
  expect(row("Revenue, USD a day")).toEqual([usd(revenue)]);
  expect(row("Power cost, USD a day")).toEqual([usd(powerCost)]);
  expect(row("Profit, USD a day")).toEqual([usd(revenue - powerCost)]);
  expect(row("Break-even, USD/kWh")).toEqual([breakEven.toFixed(4)]);
});

test("three stand side by side, a fourth waits until one is removed", async () => {
  const { user } = await openView(MachinesView);
  for (const item of boxes().slice(0, 3)) await user.click(item);
  expect(boxes()[3]).toBeDisabled();
  expect(screen.getByText(/3 are chosen: remove one/)).toBeVisible();
  await compare(user);
  expect(screen.getAllByRole("columnheader")).toHaveLength(3);
  await user.click(screen.getAllByRole("button", { name: /^Remove / })[0] ?? document.body);
  expect(screen.getAllByRole("columnheader")).toHaveLength(2);
  await find(user);
  expect(boxes()[3]).toBeEnabled();
});

test("when the last one is taken out, the list is back", async () => {
  const { user } = await choose("Antminer S21");
  await user.click(screen.getByRole("button", { name: "Remove Antminer S21" }));
  expect(screen.getByLabelText("Search machines")).toHaveValue("Antminer S21");
  expect(screen.getByRole("region", { name: "Machines found" })).toHaveFocus();
  expect(screen.getByLabelText("Compare (0)")).toBeDisabled();
});

test("a machine of another algorithm is shown, but not valued nor inserted", async () => {
  if (scrypt === undefined) throw new Error("no Scrypt machine in the list");
  const { user, fake } = await choose(scrypt.name);
  expect(row("Profit, USD a day")).toEqual(["not valued"]);
  expect(screen.getByText(/mines Scrypt, not SHA-256/)).toBeVisible();
  expect(screen.getByText(/^Choose a SHA-256 machine/)).toBeVisible();
  await user.click(insertButton());
  expect(fake.workbook.insertTable).not.toHaveBeenCalled();
});

test("what is wrong with the power price is said, and nothing is valued by a guess", async () => {
  const { user } = await choose("Antminer S21");
  const power = screen.getByRole("textbox", { name: "USD per kWh" });
  await user.clear(power);
  await user.type(power, "0,06");
  expect(screen.getByText(/^Use a point for decimals/)).toBeVisible();
  expect(row("Profit, USD a day")).toEqual(["not valued"]);
});

test("the model block is inserted with sources, and MINER_NPV values it", async () => {
  const { user, fake, market } = await choose("Antminer S21");
  await user.click(insertButton());
  const [table, target] = fake.workbook.insertTable.mock.calls[0] ?? [];
  expect(target).toEqual({ kind: "selection" });
  expect(table?.headers).toEqual(["Assumption", "Value", "Unit", "Note"]);
  const model = table?.rows.slice(0, 9) ?? [];
  expect(model.map(([name, value, unit]) => [name, value, unit])).toEqual([
    ["btc price", market.quote("btc.price")?.value, "USD"],
    ["difficulty", market.quote("btc.difficulty")?.value, ""],
    ["start height", (market.quote("btc.height")?.value ?? NaN) + 1, "block"],
    ["fees", market.quote("btc.fees")?.value, "BTC per block"],
    ["hashrate", 200, "TH/s"],
    ["efficiency", 17.5, "J/TH"],
    ["power price", 0.05, "USD/kWh"],
    ["pue", 1, "ratio"],
    ["capex", 0, "USD"],
  ]);
  expect(table?.rows[0]?.[3]).toMatch(/^WhatToMine.*, 5 Oct 2026, 09:41 UTC, embedded$/);
  const block = [[...(table?.headers ?? [])], ...model.map((cells) => [...cells])];
  // A month of 365.25 / 12 days of what the pane shows a day to bring, undiscounted.
  const month = one("MINER_NPV", block, "months", 1, "discount rate", 0);
  const profit = Number(row("Profit, USD a day")[0]?.replace("−", "-"));
  expect(Number(month)).toBeCloseTo((365.25 / 12) * profit, 0);
  expect(Number.isFinite(one("MINER_NPV", block))).toBe(true);
  // The head and nine assumptions, without what follows from them.
  const hint = await screen.findByText("Its model, for your formulas: =MINING.MINER_NPV(Model!B2:F11).");
  expect(hint).toBeVisible();
});

test("below the block stands what the machine is worth by it, in formulas with references", async () => {
  const { user, fake } = await choose("Antminer S21");
  await user.click(insertButton());
  const [table] = fake.workbook.insertTable.mock.calls[0] ?? [];
  if (table === undefined) throw new Error("no table was inserted");
  const { cell, place, model } = await computedTable(table);
  expect(place.range).toBe("B2:E18");
  const value = (address: string) => cell(address).value;
  const rows = Array.from({ length: 9 }, (_, index) => [value(`B${index + 3}`), value(`C${index + 3}`)]);
  const [price, difficulty, height, fees, , jPerTh, , pue] = rows.map(([, given]) => given);
  const subsidy = one("BLOCK_SUBSIDY", height);
  const given = [price, difficulty, subsidy, fees];
  expect([14, 15, 16, 17, 18].map((row) => [value(`B${row}`), value(`C${row}`)])).toEqual([
    ["Block subsidy", subsidy],
    ["Hashprice", one("HASHPRICE", ...given)],
    ["Break-even power price", one("BREAKEVEN", "power", ...given, jPerTh, null, pue)],
    ["Net present value", one("MINER_NPV", rows)],
    ["Payback", one("PAYBACK", rows)],
  ]);
  model.dispatch("UPDATE_CELL", { sheetId: "s1", col: 2, row: 10, content: "300" });
  const dear = rows.map(([name, held]) => [name, name === "capex" ? 300 : held]);
  expect([value("C17"), value("C18")]).toEqual([one("MINER_NPV", dear), one("PAYBACK", dear)]);
  model.dispatch("UPDATE_CELL", { sheetId: "s1", col: 2, row: 10, content: "3000000" });
  expect(value("C18")).toBe("none");
  const colour = (row: number) =>
    model.getters.getCell({ sheetId: "s1", col: 2, row: row - 1 })?.style?.textColor;
  expect([3, 6, 11, 14, 17].map(colour)).toEqual(["#0B4FA8", "#0B4FA8", "#0B4FA8", undefined, undefined]);
});

test("the block follows the market where that is asked for", async () => {
  const { user, fake } = await choose("Antminer S21");
  await user.selectOptions(screen.getByRole("combobox", { name: "Insert as" }), "formulas");
  await user.click(insertButton());
  const cells = fake.workbook.insertTable.mock.calls[0]?.[0].rows.map(([, value]) => value);
  expect(cells?.slice(0, 4)).toEqual([
    { formula: '=MINING.MARKET("btc.price")' },
    { formula: '=MINING.MARKET("btc.difficulty")' },
    { formula: '=MINING.MARKET("btc.height")+1' },
    { formula: '=MINING.MARKET("btc.fees")' },
  ]);
  // Only what was typed is blue.
  expect(fake.workbook.insertTable.mock.calls[0]?.[0].inputs?.map(({ row }) => row)).toEqual([4, 5, 6, 7, 8]);
});

test("which of the compared machines is inserted can be picked", async () => {
  const { user, fake } = await openView(MachinesView);
  await user.click(screen.getByLabelText("Search machines"));
  await user.paste("antminer");
  const names = sha.filter(({ name }) => name.startsWith("Antminer")).map(({ name }) => name);
  for (const item of boxes().slice(0, 2)) await user.click(item);
  const select = screen.getByRole("combobox", { name: "Machine" });
  const offered = within(select)
    .getAllByRole("option")
    .map(({ textContent }) => textContent);
  expect(names).toEqual(expect.arrayContaining(offered));
  await user.selectOptions(select, offered[1] ?? "");
  await user.click(insertButton());
  const rows = fake.workbook.insertTable.mock.calls[0]?.[0].rows;
  const second = machines().find(({ name }) => name === offered[1]);
  expect(rows?.find(([name]) => name === "hashrate")?.[1]).toBe(second?.hashrateTh);
});

test("the arrows go from the search through the list", async () => {
  const { user } = await openView(MachinesView);
  screen.getByLabelText("Search machines").focus();
  await user.keyboard("{ArrowDown}{ArrowDown} ");
  expect(boxes()[1]).toBeChecked();
  await user.keyboard("{ArrowUp}{ArrowUp}");
  expect(screen.getByLabelText("Search machines")).toHaveFocus();
});

test("the checker finds nothing, with and without a comparison", async () => {
  const { user, container } = await openView(MachinesView);
  await user.click(screen.getByLabelText("Search machines"));
  await user.paste("s21 hyd");
  expect(await faults(container)).toEqual([]);
  for (const item of boxes().slice(0, 2)) await user.click(item);
  await compare(user);
  expect(await faults(container)).toEqual([]);
});
