import { InputPage } from "../inputs";

const share = { kind: "decimal", least: 0, most: 1 } as const;
const STEPS = 12;
export const SCENARIOS = 4;
export const GRID = 7;
export const PAYOFFS = 9;

/** The sheet "Tables": payments and deliveries by month, scenarios, and the steps of grid and payoff. */
export function tablePage(): InputPage {
  const page = new InputPage(
    "Tables",
    "Payments and deliveries by month, scenarios, and the steps of the grid and of the hedge's payoff",
    "Tables",
    "narrow",
  );
  Object.assign(page.widths, { A: 26, B: 20, C: 20, D: 20, E: 20, F: 18, G: 16 });
  page.group("Payments and deliveries by month, in shares");
  page.table({
    heads: [
      {
        label: "Month (number)",
        name: "step_month",
        format: "count",
        allows: { kind: "whole", least: 1, most: 60 },
        prompt: "Number of the month, counted from the start date, in which this is paid or begins to run.",
      },
      {
        label: "Machines: paid (share)",
        name: "step_machines",
        format: "percent",
        allows: share,
        prompt:
          "Share of the machines' price that is paid at the end of this month. With the deposit: 100 %.",
      },
      {
        label: "Infrastructure: paid (share)",
        name: "step_infra",
        format: "percent",
        allows: share,
        prompt:
          "Share of the infrastructure's cost that is paid at the end of this month. With the deposit: 100 %.",
      },
      {
        label: "Machines that start to run (share)",
        name: "step_start",
        format: "percent",
        allows: share,
        prompt: "Share of the machines that runs from the first day of this month on. Together 100 %.",
      },
    ],
    rows: [
      [1, 0, 0.25, 0],
      [2, 0.35, 0.25, 0],
      [3, 0.35, 0.25, 0.5],
      [4, 0, 0, 0.5],
    ],
    size: STEPS,
  });
  page.result({
    name: "paid_machines",
    label: "Machines: deposit and months",
    formula: "deposit_machines+SUM(step_machines)",
    unit: "must be 100 %",
    format: "percent",
    note: "",
  });
  page.result({
    name: "paid_infra",
    label: "Infrastructure: the same",
    formula: "deposit_infra+SUM(step_infra)",
    unit: "must be 100 %",
    format: "percent",
    note: "",
  });
  page.result({
    name: "started_machines",
    label: "Machines that start",
    formula: "SUM(step_start)",
    unit: "must be 100 %",
    format: "percent",
    note: "",
  });

  page.group("Scenarios: what differs from the inputs");
  page.dress(`E${page.row - 1}:G${page.row - 1}`, "section");
  page.table({
    heads: [
      {
        label: "Scenario",
        name: "scenario_names",
        allows: { kind: "any" },
        prompt: "Name of the scenario, each a different one.",
      },
      {
        label: "Bitcoin price (times)",
        name: "scenario_price",
        format: "decimal",
        allows: { kind: "decimal", least: 0.01, most: 100 },
        prompt: "Multiplies today's price: 0.6 is 40 % lower, 1 leaves it.",
      },
      {
        label: "Growth of the price (added per year)",
        name: "scenario_price_growth",
        format: "percent",
        allows: { kind: "decimal", least: -1, most: 2 },
        prompt: "Added to the yearly growth of the price: -20 % turns 20 % into 0 %.",
      },
      {
        label: "Difficulty (times)",
        name: "scenario_difficulty",
        format: "decimal",
        allows: { kind: "decimal", least: 0.01, most: 100 },
        prompt: "Multiplies today's difficulty: 1 leaves it.",
      },
      {
        label: "Growth of difficulty (added per month)",
        name: "scenario_difficulty_growth",
        format: "percentFine",
        allows: { kind: "decimal", least: -1, most: 1 },
        prompt: "Added to the monthly growth of difficulty: 0.50 % turns 0.80 % into 1.30 %.",
      },
      {
        label: "Power price (times)",
        name: "scenario_power",
        format: "decimal",
        allows: { kind: "decimal", least: 0, most: 100 },
        prompt: "Multiplies the power price: 1.2 is 20 % dearer, 1 leaves it.",
      },
      {
        label: "Probability (share)",
        name: "scenario_probability",
        format: "percent",
        allows: share,
        prompt: "Probability of the scenario. All together 100 %.",
      },
    ],
    rows: [
      ["Base", 1, 0, 1, 0, 1, 0.4],
      ["Upside", 1.2, 0.1, 1.05, 0.002, 1, 0.2],
      ["Downside", 0.8, -0.2, 0.95, -0.003, 1.1, 0.25],
      ["Crowded network", 1, 0, 1.1, 0.01, 1, 0.15],
    ],
    size: SCENARIOS,
  });

  page.group("Steps of the grid");
  page.table({
    heads: [
      {
        label: "Grid: power price (added, USD/kWh)",
        name: "grid_power",
        format: "usdPerKwh",
        allows: { kind: "decimal", least: -1, most: 1 },
        prompt: "Added to the power price in a row of the grid of the sheet Sensitivity.",
      },
      {
        label: "Grid: bitcoin price (times)",
        name: "grid_price",
        format: "decimal",
        allows: { kind: "decimal", least: 0.01, most: 100 },
        prompt: "Multiplies today's price in a column of the grid of the sheet Sensitivity.",
      },
    ],
    rows: [
      [-0.015, 0.6],
      [-0.01, 0.8],
      [-0.005, 0.9],
      [0, 1],
      [0.005, 1.1],
      [0.01, 1.25],
      [0.015, 1.5],
    ],
    size: GRID,
  });
  page.group("Prices of the hedge's payoff");
  page.table({
    heads: [
      {
        label: "Bitcoin price (times today's)",
        name: "payoff_prices",
        format: "decimal",
        allows: { kind: "decimal", least: 0, most: 100 },
        prompt: "Multiplies today's price in a row of the sheet Hedge payoff; in rising order.",
      },
    ],
    rows: [[0.3], [0.45], [0.6], [0.7], [0.8], [0.9], [1], [1.2], [1.5]],
    size: PAYOFFS,
  });
  return page;
}
