import { figureOr } from "../addin";
import { FigurePage } from "../figurePage";
import type { Format } from "../looks";
import type { MonthPage } from "../months";
import { Page } from "../page";
import { type AddinTables, MOST_STEPS, shown } from "./addinTables";
import { SCENARIOS } from "./tables";

/** The sheet "Valuation": the figures that decide, each with what it measures. */
export function valuationPage(cash: MonthPage, loan: MonthPage): Page {
  const page = new FigurePage(
    "Valuation",
    "output",
    "Valuation",
    "What the site is worth, what it needs and where it breaks even; the dashboard shows six of these figures",
    "What it is",
  );
  Object.assign(page.widths, { A: 42, B: 18, C: 18, D: 92 });
  const total = cash.total;
  page.group("Value");
  page.figure({
    name: "site_npv",
    label: "Net present value",
    unit: "USD",
    formula: "engine_npv",
    format: "usd",
    how: "Of all cash from the order to the resale, after tax and loan, at the discount rate",
  });
  page.figure({
    name: "site_irr",
    label: "Internal rate of return",
    unit: "per year",
    formula: "found_irr",
    format: "percent",
    how: '="Rate at which the net present value is 0, on the equity; "&irr_note',
  });
  page.figure({
    name: "site_payback",
    label: "Payback",
    unit: "months",
    formula: "plain_payback",
    format: "oneDecimal",
    how: "Months from the start date until cumulative cash stays at or above 0; none within the plan",
  });
  page.figure({
    name: "site_life",
    label: "Economic life",
    unit: "months",
    formula: "engine_life",
    format: "count",
    how: "Months in service until the first that does not cover its power; to the end where there is none",
  });
  page.group("Money and coins over the plan");
  page.figure({
    name: "total_investment",
    label: "Investment",
    unit: "USD",
    formula: `-${total("capex")}`,
    format: "usd",
    how: "Machines and infrastructure, as paid by the sheet Deployment",
  });
  page.figure({
    name: "equity_needed",
    label: "Equity needed",
    unit: "USD",
    formula: `MAX(0,-MIN(${cash.opening("cumulative")},${cash.months("cumulative")}))`,
    format: "usd",
    how: "The deepest point of cumulative cash: what the owners must bring beside the loan",
  });
  page.figure({
    name: "total_coins",
    label: "Coins mined",
    unit: "BTC",
    formula: total("coins"),
    format: "btcShort",
    how: "After the pool's fee",
  });
  page.figure({
    name: "total_operating",
    label: "Operating cash before tax",
    unit: "USD",
    formula: total("operating"),
    format: "usd",
    how: "Revenue less coins kept, power, profit share and running costs",
  });
  page.figure({
    name: "least_cover",
    label: "Least cover of the loan",
    unit: "ratio",
    formula: loan.total("cover"),
    format: "decimal",
    how: "Lowest month with coins: operating cash after tax over interest and principal; below 1 the owners pay the loan",
  });
  page.group("Cost of a coin and break-even");
  page.figure({
    name: "cash_cost",
    label: "Cash cost per coin",
    unit: "USD/BTC",
    formula: `IF(total_coins>0,${total("cost")},"none")`,
    format: "usd",
    how: "Power, profit share and running costs over the coins mined",
  });
  page.figure({
    name: "full_cost",
    label: "Cost per coin with investment, interest and tax",
    unit: "USD/BTC",
    formula: `IF(total_coins>0,-(${["power", "host", "opex", "tax", "interest", "capex"].map(total).join("+")}+resale_machines*machine_cost+resale_infra*infra_cost)/total_coins,"none")`,
    format: "usd",
    how: "All that is paid less the resale, over the coins mined, not discounted",
  });
  page.figure({
    name: "breakeven_price",
    label: "Break-even price of bitcoin",
    unit: "USD",
    formula: "engine_breakeven_price",
    format: "usd",
    how: "Price today, its growth as it is, at which the net present value is 0",
  });
  page.figure({
    name: "breakeven_hashprice",
    label: "Break-even hashprice",
    unit: "USD/PH/d",
    formula: "engine_breakeven_hashprice",
    format: "usdCents",
    how: "Hashprice at that price and today's difficulty",
  });
  page.figure({
    name: "breakeven_power",
    label: "Break-even power price",
    unit: "USD/kWh",
    formula: "engine_breakeven_power",
    format: "usdPerKwh",
    how: "Power price at the start, its growth as it is, at which the net present value is 0",
  });
  page.figure({
    name: "mine_or_buy",
    label: "Coins mined over coins bought",
    unit: "ratio",
    formula: "engine_mine_or_buy",
    format: "decimal",
    how: "Against buying bitcoin with the same cash on the same dates; tax is left out",
  });
  return page;
}

const YEARS = 5;
const FIRST_YEAR = 5;

/** The sheet "Years": the cash flow by year of the plan. */
export function yearPage(cash: MonthPage): Page {
  const page = new Page(
    "Years",
    "output",
    "Cash flow by year",
    "Years of the plan, counted from the start date; the same lines as on the sheet Cash flow",
  );
  Object.assign(page.widths, { A: 34, B: 12, C: 16, D: 16 });
  const letters = Array.from({ length: YEARS }, (_, index) =>
    String.fromCharCode("A".charCodeAt(0) + FIRST_YEAR - 1 + index),
  );
  page.putRow("A5", ["Year of the plan"], "leftHead");
  page.putRow("B5", ["Unit", "Total", "Opening"], "head");
  page.putRow("A6", ["Year ends"], "leftHead");
  page.dress("B6:D6", "head");
  for (const letter of letters) {
    page.widths[letter] = 16;
    page.put(`${letter}5`, `=COLUMN()-COLUMN($D$1)`, "head", "count");
    page.put(`${letter}6`, `=EOMONTH(start_date,12*${letter}5-1)`, "head", "month");
  }
  let row = 7;
  const [first = "E", last = "I"] = [letters[0], letters[letters.length - 1]];
  const line = (
    key: string,
    label: string,
    unit: string,
    format: Format,
    hasOpening: boolean,
    isTotal = false,
  ) => {
    page.put(`A${row}`, label, isTotal ? "totalLabel" : "label");
    page.put(`B${row}`, unit, "unit");
    page.put(`C${row}`, `=SUM(D${row}:${last}${row})`, isTotal ? "total" : "figure", format);
    page.put(`D${row}`, hasOpening ? `=${cash.opening(key)}` : "", isTotal ? "total" : "figure", format);
    for (const letter of letters)
      page.put(
        `${letter}${row}`,
        `=SUMIFS(${cash.months(key)},${cash.months("year")},${letter}$5)`,
        isTotal ? "total" : "figure",
        format,
      );
    page.call(`years_${key}`, `${first}${row}:${last}${row}`);
    row += 1;
  };
  line("coins", "Coins mined", "BTC", "btcShort", false);
  line("revenue", "Revenue", "USD", "usd", false);
  line("kept", "Coins kept, not sold", "USD", "usd", false);
  line("power", "Power", "USD", "usd", false);
  line("host", "Profit share of the host", "USD", "usd", false);
  line("opex", "Other running costs", "USD", "usd", false);
  line("operating", "Operating cash before tax", "USD", "usd", false, true);
  line("tax", "Tax", "USD", "usd", false);
  line("capex", "Capital expenditure", "USD", "usd", true);
  line("resale", "Resale, and coins kept at the end", "USD", "usd", false);
  line("interest", "Interest", "USD", "usd", false);
  line("principal", "Loan drawn, and principal repaid", "USD", "usd", true);
  line("net", "Net cash", "USD", "usd", true, true);
  const net = row - 1;
  page.put(`A${row}`, "Cumulative cash", "totalLabel");
  page.put(`B${row}`, "USD", "unit");
  page.put(`D${row}`, `=D${net}`, "total", "usd");
  for (const letter of letters) page.put(`${letter}${row}`, `=SUM($D${net}:${letter}${net})`, "total", "usd");
  page.call("years_net_total", `C${net}`);
  page.frozenAt = "B7";
  page.charts.push({
    kind: "column",
    title: "Operating and net cash by year",
    labels: page.at(`${first}6:${last}6`),
    series: [
      { name: "Operating cash before tax", values: page.at(`${first}${net - 6}:${last}${net - 6}`) },
      { name: "Net cash", values: page.at(`${first}${net}:${last}${net}`) },
    ],
    xFormat: "mmm yyyy",
    yFormat: "$#,##0,,\\M",
    over: `A${row + 2}:I${row + 19}`,
  });
  return page;
}

const FIRST_SCENARIO = 7;

/** The sheet "Scenario run": what the add-in makes of the site in each scenario. */
export function scenarioRun({ page: tables, scenarios }: AddinTables): Page {
  const page = new Page(
    "Scenario run",
    "calculation",
    "The site in each scenario, by the add-in",
    "Each figure with the values of the sheet Engine tables in place of the inputs; the sheet Scenarios shows them",
  );
  Object.assign(page.widths, { A: 28, B: 20, C: 20, D: 20, E: 20 });
  page.putRow("A6", ["Scenario"], "leftHead");
  page.putRow(
    "B6",
    [
      "Net present value (USD)",
      "Internal rate of return (per year)",
      "Payback (months)",
      "Economic life (months)",
    ],
    "head",
  );
  page.heights.set(6, 32);
  for (let row = FIRST_SCENARIO; row < FIRST_SCENARIO + SCENARIOS; row++) {
    const from = scenarios + row - FIRST_SCENARIO + 1;
    // Name and value of each assumption that the scenario sets.
    const sets = ["B", "C", "D", "E", "F"]
      .map((letter) => `${tables.at(`${letter}${scenarios}`)},${tables.at(`${letter}${from}`)}`)
      .join(",");
    page.put(`A${row}`, `=${tables.at(`A${from}`)}`, "label");
    page.put(`B${row}`, `=${figureOr("see Checks", `MINING.MINER_NPV(model,${sets})`)}`, "figure", "usd");
    page.put(`C${row}`, `=${figureOr("none", `MINING.MINER_IRR(model,${sets})`)}`, "figure", "percent");
    page.put(`D${row}`, `=${figureOr("none", `MINING.PAYBACK(model,${sets})`)}`, "figure", "oneDecimal");
    page.put(
      `E${row}`,
      `=${figureOr("to the end", `MINING.ECONOMIC_LIFE(model,${sets})`)}`,
      "figure",
      "count",
    );
  }
  return page;
}

/** The sheet "Scenarios": what the site is worth in each. */
export function scenarioPage({ page: tables, scenarios }: AddinTables, run: Page): Page {
  const page = new Page(
    "Scenarios",
    "output",
    "Scenarios",
    "What the site is worth in each scenario of the sheet Tables, and on the average of their probabilities",
  );
  Object.assign(page.widths, { A: 28, B: 18, C: 18, D: 18, E: 18, F: 18, G: 18 });
  page.section(5, "A", "G", "The site in each scenario");
  page.putRow("A6", ["Scenario"], "leftHead");
  page.putRow(
    "B6",
    [
      "Net present value (USD)",
      "Against the inputs (USD)",
      "Internal rate of return (per year)",
      "Payback (months)",
      "Economic life (months)",
      "Probability",
    ],
    "head",
  );
  page.heights.set(6, 32);
  const last = FIRST_SCENARIO + SCENARIOS - 1;
  for (let row = FIRST_SCENARIO; row <= last; row++) {
    const from = scenarios + row - FIRST_SCENARIO + 1;
    page.put(`A${row}`, `=${tables.at(`A${from}`)}`, "label");
    page.put(`B${row}`, `=${run.at(`B${row}`)}`, "strong", "usd");
    page.put(`C${row}`, `=IF(ISNUMBER(B${row}),B${row}-site_npv,"see Checks")`, "figure", "usd");
    page.put(`D${row}`, `=${run.at(`C${row}`)}`, "figure", "percent");
    page.put(`E${row}`, `=${run.at(`D${row}`)}`, "figure", "oneDecimal");
    page.put(`F${row}`, `=${run.at(`E${row}`)}`, "figure", "count");
    page.put(`G${row}`, `=${tables.at(`G${from}`)}`, "figure", "percent");
  }
  const [values, weights] = ["B", "G"].map((letter) => `${letter}${FIRST_SCENARIO}:${letter}${last}`);
  page.put(`A${last + 1}`, "Average by probability", "totalLabel");
  page.put(`B${last + 1}`, `=SUMPRODUCT(${values},${weights})`, "total", "usd");
  page.put(`C${last + 1}`, `=IF(ISNUMBER(site_npv),B${last + 1}-site_npv,"see Checks")`, "total", "usd");
  page.dress(`D${last + 1}:F${last + 1}`, "total");
  page.put(`G${last + 1}`, `=SUM(${weights})`, "total", "percent");
  page.marks.push({
    range: `B${FIRST_SCENARIO}:B${last + 1}`,
    formula: `AND(ISNUMBER(B${FIRST_SCENARIO}),B${FIRST_SCENARIO}<0)`,
    look: "red",
  });
  page.call("scenario_values", `B${FIRST_SCENARIO}:B${last}`);
  page.call("expected_value", `B${last + 1}`);
  page.put(
    `A${last + 2}`,
    "none: no rate or several bring the value to 0, or the money does not come back within the plan",
    "note",
  );
  page.charts.push({ ...scenarioBars(page), over: `A${last + 4}:G${last + 21}` });
  return page;
}

export const scenarioBars = (page: Page) => {
  const [first, last] = [FIRST_SCENARIO, FIRST_SCENARIO + SCENARIOS];
  return {
    kind: "column",
    title: "Net present value by scenario (USD)",
    labels: page.at(`A${first}:A${last}`),
    series: [{ name: "Net present value", values: page.at(`B${first}:B${last}`) }],
    yFormat: "$#,##0,,\\M",
  } as const;
};

const FIRST_STEP = 8;

/** The sheet "Bridge": from the base to a scenario, one assumption at a time. */
export function bridgePage({ page: tables, bridge }: AddinTables): Page {
  const page = new Page(
    "Bridge",
    "output",
    "Bridge from the base to a scenario",
    "What each assumption of the chosen scenario does to the net present value; the scenario is chosen on the sheet Inputs",
  );
  Object.assign(page.widths, { A: 24, B: 18, C: 18, D: 27, E: 27, F: 14, G: 14, H: 14, I: 14, J: 14, K: 14 });
  page.put("A5", "Scenario", "label");
  page.put("B5", "=bridge_scenario", "text");
  page.section(6, "A", "K", "Steps");
  page.putRow("A7", ["Step"], "leftHead");
  page.putRow(
    "B7",
    [
      "Effect (USD)",
      "Net present value after it (USD)",
      "From",
      "To",
      "Lifts the bar",
      "Value",
      "Better",
      "Better, below 0",
      "Worse",
      "Worse, below 0",
    ],
    "head",
  );
  page.heights.set(7, 48);
  const last = FIRST_STEP + MOST_STEPS - 1;
  for (let row = FIRST_STEP; row <= last; row++) {
    const from = bridge + row - FIRST_STEP + 1;
    const step = tables.at(`A${from}`);
    const place = `MATCH(${step},bridge_names,0)`;
    page.put(
      `A${row}`,
      `=IF(ISTEXT(${step}),IF(ISNUMBER(${place}),INDEX(bridge_labels,${place}),${step}),"")`,
      "label",
    );
    for (const letter of ["B", "C"] as const)
      page.put(`${letter}${row}`, shown(tables.at(`${letter}${from}`)), "figure", "usd");
    for (const letter of ["D", "E"] as const)
      page.put(`${letter}${row}`, shown(tables.at(`${letter}${from}`)), "figure", "btcShort");
    const isEnd = `OR(A${row}="Start",A${row}="End")`;
    const isStep = `AND(ISNUMBER(C${row}),NOT(${isEnd}))`;
    // Where a bar begins and ends; C is what it reaches.
    const start = `(C${row}-B${row})`;
    const [low, high] = [`MIN(${start},C${row})`, `MAX(${start},C${row})`];
    const [above, below] = [`MAX(0,${high})-MAX(0,${low})`, `MIN(0,${low})-MIN(0,${high})`];
    page.put(`F${row}`, `=IF(${isStep},MAX(0,${low})+MIN(0,${high}),0)`, "figure", "usd");
    page.put(`G${row}`, `=IF(${isEnd},C${row},0)`, "figure", "usd");
    page.put(`H${row}`, `=IF(${isStep},IF(B${row}>0,${above},0),0)`, "figure", "usd");
    page.put(`I${row}`, `=IF(${isStep},IF(B${row}>0,${below},0),0)`, "figure", "usd");
    page.put(`J${row}`, `=IF(${isStep},IF(B${row}<0,${above},0),0)`, "figure", "usd");
    page.put(`K${row}`, `=IF(${isStep},IF(B${row}<0,${below},0),0)`, "figure", "usd");
  }
  page.call("bridge_steps", `A${FIRST_STEP}:C${last}`);
  page.charts.push({ ...bridgeBars(page), over: `A${last + 2}:K${last + 20}` });
  return page;
}

export const bridgeBars = (page: Page) => {
  const range = (letter: string) => page.at(`${letter}${FIRST_STEP}:${letter}${FIRST_STEP + MOST_STEPS - 1}`);
  return {
    kind: "column",
    isStacked: true,
    title: "Bridge: net present value, base to scenario (USD)",
    labels: range("A"),
    series: [
      { name: "Lift", values: range("F"), isInvisible: true },
      { name: "Value", values: range("G"), colour: "0B4FA8" },
      { name: "Better", values: range("H"), colour: "0F6C5C" },
      { name: "Better, below 0", values: range("I"), colour: "7FB8AB" },
      { name: "Worse", values: range("J"), colour: "B10E1E" },
      { name: "Worse, below 0", values: range("K"), colour: "E58F97" },
    ],
    yFormat: "$#,##0,,\\M",
  } as const;
};
