/** @jest-environment jsdom */
import { fireEvent, screen } from "@testing-library/react";
import { dateOfDay, dayOf } from "../../../src/core/calendar";
import type { MarketContent } from "../../../src/data/market";
import type { MarketStore } from "../../../src/data/store";
import { HistoryView } from "../../../src/taskpane/history/historyView";
import { call } from "../../functions/host";
import { faults, insertButton, openView } from "../openView";

const day = (text: string) => dayOf(Date.parse(text));
const combobox = (name: string) => screen.getByRole("combobox", { name });
const setDate = (label: string, value: string) =>
  fireEvent.change(screen.getByLabelText(label), { target: { value } });
const slider = () => screen.getByRole("slider");

/** Closes of three days that are not built in. */
const content: MarketContent = {
  quotes: [],
  history: {
    "btc.price": {
      days: { [day("2026-11-20")]: 90_000, [day("2026-11-21")]: 91_000, [day("2026-11-22")]: 92_000 },
      source: "Kraken",
      fetchedAt: Date.UTC(2026, 10, 23, 11),
    },
  },
};

test("a year up to the last built-in close, and what is missing after it", async () => {
  const { market, user, desk } = await openView(HistoryView);
  expect(market.wantedTopics).toContain("history.btc.price");
  expect(screen.getByLabelText("From")).toHaveValue("2025-02-12");
  expect(screen.getByLabelText("To")).toHaveValue("2026-02-11");
  expect(slider()).toHaveAttribute("aria-label", "Bitcoin price, chart");
  // The file's last close.
  expect(slider()).toHaveAttribute("aria-valuetext", expect.stringMatching(/^11 Feb 2026: [\d,.]+ USD$/));
  expect(screen.getByText(/^No values after 11 Feb 2026\. Loading live data asks /)).toBeVisible();
  expect(
    screen.getByText(/^365 values, each at the end of a UTC day\. Source: built into the add-in\.$/),
  ).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Load live data" }));
  expect(desk.refresh).toHaveBeenCalledTimes(1);
});

test("what was loaded goes on where the built-in ends, and says where it comes from", async () => {
  await openView(HistoryView, [{ kind: "live" }, content]);
  expect(screen.getByLabelText("To")).toHaveValue("2026-11-22");
  expect(slider()).toHaveAttribute("aria-valuetext", "22 Nov 2026: 92,000.00 USD");
  const note = screen.getByText(/each at the end of a UTC day/);
  expect(note).toHaveTextContent("Source: built into the add-in and Kraken, fetched 23 Nov 2026, 11:00 UTC.");
  // 12 February to 19 November 2026.
  expect(note).toHaveTextContent("281 days in between without a value.");
  expect(screen.queryByText(/^No values after/)).toBeNull();
});

test("lengths, quantities and intervals change what is shown", async () => {
  const { user } = await openView(HistoryView);
  await user.click(screen.getByRole("button", { name: "30 days" }));
  expect(screen.getByLabelText("From")).toHaveValue("2026-01-13");
  await user.click(screen.getByRole("button", { name: "All" }));
  expect(screen.getByLabelText("From")).toHaveValue("2010-07-12");
  await user.selectOptions(combobox("How often"), "The same day of every month");
  // 12 July 2010 to 12 January 2026.
  expect(screen.getByText(/^187 values, each at/)).toBeVisible();
  await user.selectOptions(combobox("Quantity"), "btc.height");
  expect(screen.getByText(/^No values after 21 Apr 2026\. No source gives later ones\.$/)).toBeVisible();
  await user.selectOptions(combobox("Quantity"), "btc.dvol");
  expect(screen.queryByRole("slider")).toBeNull();
  expect(screen.getByText(/^No values from .*Loading live data asks/)).toBeVisible();
});

test("values go in as dates and numbers, exactly those asked for", async () => {
  const { user, fake } = await openView(HistoryView, [{ kind: "live" }, content]);
  setDate("From", "2026-11-20");
  setDate("To", "2026-11-22");
  await user.click(insertButton());
  expect(fake.workbook.insertTable.mock.calls).toEqual([
    [
      {
        headers: ["Date (UTC)", "Bitcoin price (USD)"],
        // 20 November 2026 is Excel's 46346.
        rows: [
          [46_346, 90_000],
          [46_347, 91_000],
          [46_348, 92_000],
        ],
        formats: ["yyyy-mm-dd", "$#,##0.00"],
        inputs: [{ row: 0, column: 1, rows: 3, columns: 1 }],
        chart: {
          title: "Bitcoin price",
          axis: "dates",
          valueTitle: "USD",
          cells: { row: 0, column: 0, rows: 3, columns: 2 },
        },
      },
      { kind: "selection" },
    ],
  ]);
  expect(await screen.findByText("3 values written to Model!B2:F12.")).toBeVisible();
});

test("the formula spills the same dates and values", async () => {
  const { user, fake } = await openView(HistoryView);
  setDate("From", "2024-04-19");
  setDate("To", "2024-05-19");
  await user.selectOptions(combobox("How often"), "Every seventh day");
  await user.click(insertButton());
  const rows = fake.workbook.insertTable.mock.calls[0]?.[0].rows;
  await user.selectOptions(combobox("Insert as"), "HISTORY formula");
  await user.click(insertButton());
  const formula = '=MINING.HISTORY("btc.price", DATE(2024,4,19), DATE(2024,5,19), "week")';
  expect(fake.workbook.insertFormula.mock.calls).toEqual([[formula, { kind: "selection" }]]);
  const chart = { title: "Bitcoin price", axis: "dates", valueTitle: "USD" };
  expect(fake.workbook.chartResult.mock.calls).toEqual([[{ sheet: "Model", range: "B2" }, chart]]);
  expect(rows).toHaveLength(5);
  const date = (text: string) => dateOfDay(day(text));
  expect(call("HISTORY", "btc.price", date("2024-04-19"), date("2024-05-19"), "week", false)).toEqual(rows);
  const [[, formatsOf] = []] = fake.workbook.formatResult.mock.calls;
  expect(formatsOf?.([["Date", "Bitcoin price (USD)"], ...(rows ?? [])]).slice(0, 2)).toEqual([
    ["General", "General"],
    ["yyyy-mm-dd", "#,##0.00"],
  ]);
});

describe("the team's own series", () => {
  const power = { label: "Power price", unit: "USD/kWh", numberFormat: "0.0000" };
  const days = {
    days: { [day("2026-11-20")]: 0.05, [day("2026-11-21")]: 0.0525, [day("2026-11-22")]: 0.04875 },
    source: "meter.csv through market.example",
    fetchedAt: Date.UTC(2026, 10, 23, 11),
  };
  const site7 = "own.site7.power_price";
  const kept = (series: MarketContent["kept"]): Parameters<MarketStore["show"]> => [
    { kind: "live" },
    { ...content, kept: series },
  ];

  test("are among the quantities, and are asked for when they are looked at", async () => {
    const opened = await openView(HistoryView, kept({ [site7]: { ...power, days: undefined } }));
    const { market, user, showMarket, container } = opened;
    expect(market.wantedTopics).not.toContain(`days.${site7}`);
    await user.selectOptions(combobox("Quantity"), site7);
    expect(market.wantedTopics).toContain(`days.${site7}`);
    expect(screen.getByText(/^No values from .* to 22 Nov 2026\./)).toBeVisible();
    showMarket(...kept({ [site7]: { ...power, days } }));
    expect(screen.getByLabelText("To")).toHaveValue("2026-11-22");
    expect(slider()).toHaveAttribute("aria-valuetext", "22 Nov 2026: 0.04875 USD/kWh");
    expect(
      screen.getByText(/Source: meter\.csv through market\.example, fetched 23 Nov 2026, 11:00 UTC\.$/),
    ).toHaveTextContent("3 values, each at the end of a UTC day. No values before 20 Nov 2026.");
    expect(await faults(container)).toEqual([]);
    // Before the first value there is none, and no source of it.
    setDate("From", "2026-11-01");
    setDate("To", "2026-11-19");
    expect(screen.getByText(/each at the end of a UTC day\.$/)).toHaveTextContent("0 values");
  });

  test("that the gateway has no longer stay chosen, and nothing else is inserted for them", async () => {
    const { user, showMarket, fake } = await openView(HistoryView, kept({ [site7]: { ...power, days } }));
    await user.selectOptions(combobox("Quantity"), site7);
    showMarket(...kept({}));
    expect(combobox("Quantity")).toHaveValue(site7);
    expect(screen.getByRole("option", { name: site7 })).toBeVisible();
    expect(screen.getByText(/^No values from /)).toBeVisible();
    await user.click(insertButton());
    expect(fake.workbook.insertTable).not.toHaveBeenCalled();
  });

  test("go in as values and as the formula", async () => {
    const { user, fake } = await openView(HistoryView, kept({ [site7]: { ...power, days } }));
    await user.selectOptions(combobox("Quantity"), "Power price");
    setDate("From", "2026-11-20");
    await user.click(insertButton());
    const [table] = fake.workbook.insertTable.mock.calls[0] ?? [];
    expect(table).toMatchObject({
      headers: ["Date (UTC)", "Power price (USD/kWh)"],
      rows: [
        [46_346, 0.05],
        [46_347, 0.0525],
        [46_348, 0.04875],
      ],
      formats: ["yyyy-mm-dd", "0.0000"],
      chart: { title: "Power price", valueTitle: "USD/kWh" },
    });
    await user.selectOptions(combobox("Insert as"), "HISTORY formula");
    await user.click(insertButton());
    expect(fake.workbook.insertFormula.mock.calls).toEqual([
      [`=MINING.HISTORY("${site7}", DATE(2026,11,20), DATE(2026,11,22), "day")`, { kind: "selection" }],
    ]);
  });

  test("of the same label are told apart by their names", async () => {
    await openView(HistoryView, kept({ [site7]: power, "own.site8.power_price": power }));
    const options = screen.getAllByRole("option", { name: /^Power price/ });
    expect(options.map(({ textContent }) => textContent)).toEqual([
      "Power price (own.site7.power_price)",
      "Power price (own.site8.power_price)",
    ]);
  });
});

test("dates that cannot be are told, and nothing is inserted", async () => {
  const { user, fake } = await openView(HistoryView);
  setDate("From", "2026-02-12");
  expect(screen.getByText("Enter a date on or after the first.")).toBeVisible();
  setDate("To", "2026-11-23");
  expect(screen.getByText("Enter a past day, in UTC.")).toBeVisible();
  setDate("From", "2008-01-01");
  expect(screen.getByText(/^Bitcoin began on 3 January 2009/)).toBeVisible();
  await user.click(insertButton());
  expect(fake.workbook.insertTable).not.toHaveBeenCalled();
});

test("the network on the day of the fourth halving, as values and as formulas", async () => {
  const { user, fake } = await openView(HistoryView);
  await user.click(screen.getByRole("radio", { name: "One day" }));
  setDate("Day, UTC", "2024-04-20");
  // The close that HISTORY's help states; the halving's subsidy.
  expect(screen.getByText("64,993.70 USD")).toBeVisible();
  expect(screen.getByText("3.125 BTC per block")).toBeVisible();
  await user.click(insertButton());
  const [table] = fake.workbook.insertTable.mock.calls[0] ?? [];
  expect(table?.headers).toEqual(["Label", "Value", "Unit", "Note"]);
  expect(table?.rows.map(([label]) => label)).toEqual([
    "Bitcoin price",
    "Network difficulty",
    "Block height",
    "Block subsidy",
    "Network hashrate, estimated from the day's blocks",
    "Hashprice without fees",
  ]);
  expect(table?.rows[0]).toEqual(["Bitcoin price", 64_993.7, "USD", "end of 20 Apr 2024, UTC"]);
  const [, difficulty, height, subsidy, , hashprice] = table?.rows.map(([, value]) => Number(value)) ?? [];
  expect(Math.floor((height ?? NaN) / 210_000)).toBe(4);
  expect(subsidy).toBe(3.125);
  // Blocks a day of a PH/s, by the subsidy, by the price.
  const expected = ((1e15 * 86_400) / ((difficulty ?? NaN) * 2 ** 32)) * 3.125 * 64_993.7;
  expect(hashprice).toBeCloseTo(expected, 8);
  await user.selectOptions(combobox("Insert as"), "MARKET formulas");
  await user.click(insertButton());
  expect(fake.workbook.insertTable.mock.calls[1]?.[0].rows.map(([, cell]) => cell)).toEqual(
    ["price", "difficulty", "height", "subsidy", "hashrate", "hashprice_subsidy"].map((field) => ({
      formula: `=MINING.MARKET("btc.${field}",DATE(2024,4,20))`,
    })),
  );
});

test("what is not known of a day stays blank and says so", async () => {
  const { user, fake } = await openView(HistoryView);
  await user.click(screen.getByRole("radio", { name: "One day" }));
  setDate("Day, UTC", "2015-06-01");
  expect(screen.getByText(/^No source gives the block height of 1 Jun 2015\./)).toBeVisible();
  expect(screen.queryByText(/^Not loaded for/)).toBeNull();
  await user.click(insertButton());
  const rows = fake.workbook.insertTable.mock.calls[0]?.[0].rows;
  expect(rows?.[2]).toEqual(["Block height", "", "block", "not known on 1 Jun 2015"]);
});

test("what may still be loaded of a day is asked for", async () => {
  const { user, market } = await openView(HistoryView);
  await user.click(screen.getByRole("radio", { name: "One day" }));
  expect(market.wantedTopics).toContain("history.btc.hashrate");
  setDate("Day, UTC", "2026-11-01");
  // The difficulty is built in to 8 August, the hashrate to 22 April.
  expect(
    screen.getByText(/^Not loaded for 1 Nov 2026: bitcoin price, network difficulty.* network hashrate/),
  ).toBeVisible();
  expect(screen.getByRole("button", { name: "Load live data" })).toBeVisible();
});

test("the checker finds nothing, over time and on a day", async () => {
  const { user, container } = await openView(HistoryView);
  expect(await faults(container)).toEqual([]);
  await user.click(screen.getByRole("radio", { name: "One day" }));
  expect(await faults(container)).toEqual([]);
});
