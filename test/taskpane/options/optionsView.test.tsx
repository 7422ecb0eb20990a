/** @jest-environment jsdom */
import { screen, within } from "@testing-library/react";
import { excelDate } from "../../../src/core/calendar";
import { floorOf } from "../../../src/core/hedging/protectingPut";
import { expiriesOf, optionsOf, pricedPuts } from "../../../src/taskpane/options/optionChain";
import { OptionsView } from "../../../src/taskpane/options/optionsView";
import { one } from "../../functions/host";
import { faults, insertButton, now, openView } from "../openView";
import { farExpiry, someChain } from "../someChain";

const content = { quotes: [], history: {}, chain: someChain };
const openLoaded = () => openView(OptionsView, [{ kind: "live" }, content]);
const far = expiriesOf(someChain, now())[1] ?? { at: 0, options: [] };
const costBox = () => screen.getByRole("textbox", { name: "Cost per BTC, USD" });
const mode = () => screen.getByRole("combobox", { name: "Insert as" });

test("what is not loaded is wanted, loaded on request, and can be cancelled", async () => {
  const { user, desk, market, say, showMarket } = await openView(OptionsView);
  expect(market.wantedTopics).toContain("chain");
  expect(screen.getByText(/^No option chain is loaded\. Loading live data asks /)).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Load live data" }));
  expect(desk.refresh).toHaveBeenCalledTimes(1);
  say({ round: { done: 1, total: 4 }, settings: { ...desk.state.settings, isOnline: true } });
  expect(screen.getByText(/1 of 4 have answered\.$/)).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Cancel" }));
  expect(desk.cancel).toHaveBeenCalledTimes(1);
  say({
    round: undefined,
    problems: [{ label: "Options from Deribit", message: "Deribit is asked too often: wait." }],
  });
  expect(screen.getByText(/Options from Deribit: Deribit is asked too often: wait\./)).toBeVisible();
  showMarket({ kind: "frozen", frozenAt: now() }, { quotes: [], history: {} });
  expect(screen.getByText(/The workbook is frozen/)).toBeVisible();
  expect(screen.queryByRole("button", { name: "Refresh" })).toBeNull();
  showMarket({ kind: "live" }, content);
  expect(screen.getByRole("table")).toBeVisible();
});

test("the first expiry shown is a quarter away, with its forward and the time to it", async () => {
  const { user } = await openLoaded();
  const expiry = screen.getByRole("combobox", { name: "Expiry" });
  expect(expiry).toHaveDisplayValue("26 Mar 2027 · 122 days");
  expect(screen.getByText("Forward 87,500 USD")).toBeVisible();
  await user.selectOptions(expiry, "25 Dec 2026 · 31 days");
  expect(screen.getByText("Forward 86,000 USD")).toBeVisible();
});

test("the table shows prices in both currencies, and says where nobody quotes", async () => {
  await openLoaded();
  const [, , , third] = within(screen.getByRole("table", { name: /^Puts of 26 Mar 2027/ })).getAllByRole(
    "row",
  );
  expect(third).toHaveTextContent(/^70,000nonenone/);
  const fourth = screen.getByRole("row", { name: /^80,000/ });
  const put = optionsOf(far, "put")[3];
  const ask = put?.ask ?? NaN;
  const inUsd = Math.round(ask * 87_500).toLocaleString("en-US");
  expect(fourth).toHaveTextContent(`${ask.toFixed(4)}${inUsd}`);
  expect(fourth).toHaveTextContent("51.8 %−0.25");
});

test("the put that protects the cost is the cheapest strike whose floor covers it", async () => {
  const { user } = await openLoaded();
  expect(screen.getByText(/^Enter your cost per BTC to see the put/)).toBeVisible();
  await user.type(costBox(), "70,000");
  const strikes = pricedPuts(far).filter((put) => put.strike - put.premium >= 70_000);
  const lowest = Math.min(...strikes.map(({ strike }) => strike));
  expect(screen.getByText(/protects your cost/)).toHaveTextContent(
    `The put at ${lowest.toLocaleString("en-US")} USD`,
  );
  const marked = screen.getAllByRole("row").filter((row) => row.textContent.includes("✓ protects"));
  expect(marked).toHaveLength(1);
  expect(marked[0]).toHaveTextContent(/^80,000/);
  expect(screen.getByRole("slider", { name: "Revenue per BTC by price at expiry, chart" })).toBeVisible();
  expect(screen.getByText("none needed")).toBeVisible();
  await user.clear(costBox());
  await user.type(costBox(), "500000");
  expect(screen.getByText(/^No put of this expiry protects 500,000 USD/)).toBeVisible();
  await user.clear(costBox());
  await user.type(costBox(), "70.000,5");
  expect(screen.getByText(/Use a point for decimals/)).toBeVisible();
});

test("the hedge is inserted with the values of the quote, and PUT_HEDGE takes them", async () => {
  const { user, fake } = await openLoaded();
  await user.click(insertButton());
  expect(fake.workbook.insertTable).not.toHaveBeenCalled();
  await user.type(costBox(), "70000");
  const production = screen.getByRole("textbox", { name: "BTC to hedge" });
  await user.clear(production);
  await user.type(production, "10");
  await user.click(insertButton());
  const put = pricedPuts(far).find(({ strike }) => strike === 80_000);
  if (put === undefined) throw new Error("no put at 80,000");
  const [table, target] = fake.workbook.insertTable.mock.calls[0] ?? [];
  expect(target).toEqual({ kind: "selection" });
  const { volatility, instrument } = put.quote;
  expect(table?.rows.slice(0, 10).map((cells) => cells.slice(0, 3))).toEqual([
    ["Production to hedge", 10, "BTC"],
    ["Forward price", 87_500, "USD per BTC"],
    ["Strike price", 80_000, "USD per BTC"],
    ["Volatility", volatility, "per year"],
    ["Expiry", excelDate(farExpiry), "UTC"],
    ["Valuation", excelDate(now()), "UTC"],
    ["Time to expiry", expect.anything(), "years"],
    ["Share hedged", 1, "of production"],
    ["Interest rate", 0, "per year"],
    ["Cost per BTC", 70_000, "USD per BTC"],
  ]);
  expect(table?.rows[1]?.[3]).toMatch(/^Deribit, /);
  expect(table?.rows[2]?.[3]).toBe(instrument);
  expect(await screen.findByText("Put hedge written to Model!B2:F12.")).toBeVisible();
  // 122 days and 20 hours by 365 days.
  const floor = one(
    "PUT_HEDGE",
    10,
    87_500,
    80_000,
    0.33653,
    volatility,
    1,
    0,
    70_000,
    "usd",
    0,
    "Floor price",
  );
  // The model prices at the mark, the pane shows the ask of five per cent more.
  expect(Math.abs(Number(floor) - floorOf(put))).toBeLessThan(0.07 * put.premium);
  expect(Number(floor)).toBeGreaterThan(floorOf(put));
});

test("another strike can be picked, also where nobody asks", async () => {
  const { user, fake } = await openLoaded();
  await user.type(costBox(), "70000");
  await user.click(screen.getByRole("button", { name: "70,000" }));
  expect(screen.getByRole("button", { name: "70,000" })).toHaveAttribute("aria-pressed", "true");
  expect(screen.getByText(/^There is no ask: the mark is used instead\./)).toBeVisible();
  await user.click(insertButton());
  const rows = fake.workbook.insertTable.mock.calls[0]?.[0].rows;
  expect(rows?.[2]?.[1]).toBe(70_000);
  expect(rows?.find(([label]) => label === "Premium")?.[3]).toMatch(/; mark [\d,]+ USD per BTC$/);
});

test("the chain goes in as values, blank where nobody quotes, or as a formula", async () => {
  const { user, fake } = await openLoaded();
  await user.selectOptions(mode(), "Chain as values");
  await user.click(insertButton());
  const [table] = fake.workbook.insertTable.mock.calls[0] ?? [];
  expect(table?.headers).toEqual([
    "Instrument",
    "Expiry",
    "Strike (USD)",
    "Type",
    "Bid (BTC)",
    "Ask (BTC)",
    "Mark (BTC)",
    "Implied volatility",
    "Delta",
    "Open interest (BTC)",
    "Forward (USD)",
    "Source",
    "As of",
  ]);
  expect(table?.rows).toHaveLength(14);
  const put = far.options.find(({ strike, type }) => strike === 70_000 && type === "put");
  expect(table?.rows.find(([name]) => name === put?.instrument)).toEqual([
    "BTC-2027-03-26-70000-put",
    excelDate(farExpiry),
    70_000,
    "put",
    "",
    "",
    put?.mark,
    put?.volatility,
    -0.25,
    70,
    87_500,
    "Deribit",
    excelDate(someChain.asOf),
  ]);
  expect(table?.formats).toHaveLength(13);
  expect(table?.inputs?.map(({ column }) => table.headers[column])).toEqual([
    "Strike (USD)",
    "Bid (BTC)",
    "Ask (BTC)",
    "Mark (BTC)",
    "Implied volatility",
    "Delta",
    "Open interest (BTC)",
    "Forward (USD)",
  ]);
  await user.selectOptions(mode(), "Chain as a formula");
  await user.click(insertButton());
  expect(fake.workbook.insertFormula.mock.calls).toEqual([
    ["=MINING.OPTION_CHAIN(DATE(2027,3,26))", { kind: "selection" }],
  ]);
});

test("calls are shown without anything to press, and the checker finds nothing", async () => {
  const { user, container } = await openLoaded();
  await user.type(costBox(), "70000");
  expect(await faults(container)).toEqual([]);
  await user.click(screen.getByRole("radio", { name: "Calls" }));
  const table = screen.getByRole("table", { name: /^Calls of 26 Mar 2027/ });
  expect(within(table).queryByRole("button")).toBeNull();
  expect(within(table).getAllByRole("row")).toHaveLength(8);
  expect(await faults(container)).toEqual([]);
});
