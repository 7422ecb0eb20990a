import { aboutPage } from "./about";
import type { Book } from "./book";
import { DashboardPage } from "./dashboard";
import { machinePage } from "./machineList";
import { marketPage } from "./market";
import { Axis, type MonthPage } from "./months";
import type { Page } from "./page";
import { addinTables } from "./siteValuation/addinTables";
import { cashPage, deploymentPage, loanPage } from "./siteValuation/cash";
import { checkPage } from "./siteValuation/checks";
import { figurePage } from "./siteValuation/figures";
import { hedgePage, payoffLines, payoffPage } from "./siteValuation/hedge";
import { inputCheckPage } from "./siteValuation/inputCheck";
import { inputPage } from "./siteValuation/inputs";
import { marketPathPage, proofPage } from "./siteValuation/market";
import { enginePage, siteModel } from "./siteValuation/model";
import {
  bridgeBars,
  bridgePage,
  scenarioBars,
  scenarioPage,
  scenarioRun,
  valuationPage,
  yearPage,
} from "./siteValuation/outputs";
import { driverRun, sensitivityPage, tornado } from "./siteValuation/sensitivity";
import { tablePage } from "./siteValuation/tables";

const TITLE = "Site valuation";
const PURPOSE =
  "Values a mining site: staged payments, own power or hosting, loan, tax, scenarios, a hedge of the first months.";
const MONTHS = 60;

/** The workbook of a treasurer who decides on a site: what it is worth, what it needs, and what a hedge costs. */
export function siteValuation(): Book {
  const axis = new Axis(MONTHS);
  const inputs = inputPage();
  const deployment = deploymentPage(axis);
  const cash = cashPage(axis, deployment);
  const loan = loanPage(axis, cash);
  const path = marketPathPage(axis);
  const proof = proofPage(axis, cash, loan, path);
  const tables = addinTables();
  const sensitivity = sensitivityPage(tables);
  const scenarioResults = scenarioRun(tables);
  const scenarios = scenarioPage(tables, scenarioResults);
  const bridge = bridgePage(tables);
  const hedge = hedgePage(axis, cash);
  const payoff = payoffPage(cash, hedge);
  const filled = [
    inputs,
    tablePage(),
    marketPage(),
    machinePage(),
    axis.timePage(),
    inputCheckPage(inputs),
    deployment,
    siteModel(axis, deployment),
    enginePage(axis),
    tables.page,
    cash,
    loan,
    path,
    proof,
    figurePage(cash, proof),
    driverRun(),
    scenarioResults,
    hedge,
    valuationPage(cash, loan),
    yearPage(cash),
    sensitivity,
    scenarios,
    bridge,
    payoff,
  ];
  return {
    name: "site-valuation",
    title: TITLE,
    purpose: PURPOSE,
    pages: [
      dashboard({ cash, sensitivity, scenarios, bridge, payoff }),
      ...filled,
      checkPage({ deployment, cash, loan, path, proof, hedge, all: filled }),
      about(),
    ],
  };
}

interface Shown {
  readonly cash: MonthPage;
  readonly sensitivity: Page;
  readonly scenarios: Page;
  readonly bridge: Page;
  readonly payoff: Page;
}

function dashboard({ cash, sensitivity, scenarios, bridge, payoff }: Shown): Page {
  const page = new DashboardPage(
    TITLE,
    "Is the site worth its money, what must the owners bring, and what does a hedge of the first months cost?",
    [
      {
        name: "Net present value (USD)",
        formula: "site_npv",
        format: "usd",
        note: '="After tax and loan, without the hedge, at "&TEXT(discount_rate,"0.0%")&" a year"',
      },
      {
        name: "Internal rate of return (per year)",
        formula: "site_irr",
        format: "percent",
        note: '=IF(irr_is_nearest,UPPER(LEFT(irr_note))&MID(irr_note,2,LEN(irr_note)),"On the equity, over "&plan_months&" months")',
      },
      {
        name: "Payback (months)",
        formula: "site_payback",
        format: "oneDecimal",
        note: '="From "&TEXT(start_date,"mmm yyyy")&", undiscounted"',
      },
      {
        name: "Equity needed (USD)",
        formula: "equity_needed",
        format: "usd",
        note: '="Deepest cumulative cash; investment "&TEXT(total_investment,"$#,##0")',
      },
      {
        name: "Cash cost per coin (USD/BTC)",
        formula: "cash_cost",
        format: "usd",
        note: '="Power and running costs over "&TEXT(total_coins,"#,##0")&" BTC"',
      },
      {
        name: "Break-even hashprice (USD/PH/d)",
        formula: "breakeven_hashprice",
        format: "usdCents",
        note: '="Value 0; today it is "&TEXT(market_hashprice,"$0.00")',
      },
    ],
  );
  page.put("A5", "=hedge_sentence", "strongLabel");
  page.chart({
    kind: "line",
    title: "Cumulative cash (USD)",
    labels: cash.months("end"),
    series: [{ name: "Cumulative cash", values: cash.months("cumulative") }],
    xFormat: "mmm yy",
    yFormat: "$#,##0,,\\M",
  });
  page.chart({
    kind: "column",
    title: "Coins mined by month (BTC)",
    labels: cash.months("end"),
    series: [{ name: "Coins mined", values: cash.months("coins") }],
    xFormat: "mmm yy",
    yFormat: "#,##0",
  });
  page.chart(tornado(sensitivity));
  page.chart(payoffLines(payoff));
  page.chart(scenarioBars(scenarios));
  page.chart(bridgeBars(bridge));
  return page;
}

function about(): Page {
  return aboutPage(TITLE, {
    purpose: PURPOSE,
    audience:
      "A treasurer or a board that decides on a site, its machines, its loan and a hedge of its first months.",
    steps: [
      "Inputs, 1: type the power of the site, and choose the machine.",
      "Inputs, 2, and Tables: price, infrastructure, start date, plan; payments and deliveries by month.",
      "Inputs, 3: own power or hosting, its price, running costs.",
      "Inputs, 4 and 5: growth of price and difficulty, loan, tax, discount rate. The market today is on the sheet Market.",
      "Inputs, 6: how many months are hedged, and what share of their coins.",
      "Read the Dashboard. If row 2 is red, the sheet Checks says what to correct, and where.",
    ],
    sheets: [
      ["Dashboard", "Six figures and six charts"],
      ["Inputs", "All single inputs, in seven groups"],
      ["Tables", "Payments and deliveries by month, scenarios, steps of grid and payoff"],
      ["Market", "Price, difficulty, height and fees: live, frozen or typed"],
      ["Machines", "Machines that the drop-down offers; add your own"],
      ["Time", "The time axis of all sheets with months"],
      ["Input check", "Each input against what may be typed"],
      ["Deployment", "Payments, machines that run, hashrate by month"],
      ["Model", "The inputs as the add-in reads them"],
      ["Engine", "MINING.MINER_CASHFLOWS as it comes"],
      ["Engine tables", "Scenarios as the add-in reads them; sensitivity, grid and bridge as they come"],
      ["Cash flow", "Coins, revenue, costs, tax, investment, loan, cumulative cash by month"],
      ["Loan", "Balance, service and its cover"],
      ["Market path", "Price, difficulty, subsidy, hashprice and hashcost by month"],
      ["Proof", "The cash flow a second time in plain Excel"],
      ["Engine figures", "Single figures of the add-in, and Excel's where the add-in gives none"],
      ["Driver run", "The value with each driver of the tornado moved, by the add-in"],
      ["Scenario run", "What the add-in makes of each scenario"],
      ["Hedge", "Puts by month"],
      ["Valuation", "Value, equity, cost of a coin, break-even"],
      ["Years", "Cash flow by year of the plan"],
      ["Sensitivity", "Tornado, and value over price and power price"],
      ["Scenarios", "Value in four scenarios, and their mean"],
      ["Bridge", "From the base to a scenario, one assumption at a time"],
      ["Hedge payoff", "What the hedge costs and protects"],
      ["Checks", "What is wrong, and where"],
    ],
    limits: [
      "The market's price and difficulty hold at the start date; growth runs from it. Block heights run at 144 blocks a day.",
      "Payments by month count at the end of the month; machines that start run from the first day of it.",
      "Tax is paid in the month and losses are carried forward without limit; no tax is refunded, and the hedge is not taxed.",
      "Puts are priced by Black's formula with one volatility; they are bought on the day of the market in use, and the premium is not in the net present value.",
      "Halving: the subsidy falls by block height, in the month in which the height is reached.",
      "All prices, fees, rates and growths are assumptions for you to replace, except where the note names a source.",
    ],
    sources: [
      "Network on 5 October 2026: WhatToMine, mempool.space, as recorded in the add-in; live values through the pane",
      "Machines: makers' data as listed on the sheet Machines",
      "Subsidy: Bitcoin Core, validation.cpp, GetBlockSubsidy",
      "MACRS: IRS Publication 946, Table A-1",
      "Puts: Black (1976), The pricing of commodity contracts, equation 16",
    ],
    versions: [["1.0", "2026-11-29", "First version"]],
  });
}
