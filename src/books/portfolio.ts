import { aboutPage } from "./about";
import type { Book } from "./book";
import { DashboardPage } from "./dashboard";
import { machinePage } from "./machineList";
import { marketPage } from "./market";
import { Axis, type MonthPage } from "./months";
import type { Page } from "./page";
import { allocationPage, candidatePage } from "./portfolio/allocation";
import { cashPage } from "./portfolio/cash";
import { checkPage } from "./portfolio/checks";
import { concentrationPage, shareBars, weightPage } from "./portfolio/concentration";
import { exposurePage } from "./portfolio/exposures";
import { inputCheckPage } from "./portfolio/inputCheck";
import { inputPage } from "./portfolio/inputs";
import { resultPage, type SideBySide, valueBars, yearBars } from "./portfolio/results";
import { lossBars, riskPage, simulationPage } from "./portfolio/risk";
import {
  breakevenOf,
  costsOf,
  creditsOf,
  sensitivityPage,
  shockBars,
  shockPage,
} from "./portfolio/sensitivity";
import { sitePage } from "./portfolio/sites";
import { blockPage, enginePage, fleetPage, tablePage } from "./portfolio/table";

const TITLE = "Portfolio of sites";
const PURPOSE =
  "Compares up to six mining sites side by side on one market: value, cash by month, joint risk, and how much hangs on one pool, host, maker or country.";
const MONTHS = 60;

/** The workbook of an investor with several sites: what each is worth, their joint risk, and how concentrated they are. */
export function portfolio(): Book {
  const axis = new Axis(MONTHS);
  const inputs = inputPage();
  const machines = machinePage();
  const fleet = fleetPage(machines);
  const table = tablePage(fleet);
  const cash = cashPage(axis, fleet);
  const results = resultPage(fleet, cash, { breakevenOf, costsOf, creditsOf });
  const risk = riskPage(fleet);
  const concentration = concentrationPage();
  const sensitivity = sensitivityPage(fleet);
  const filled = [
    inputs,
    sitePage(),
    exposurePage(),
    marketPage(),
    machines,
    axis.timePage(),
    inputCheckPage(inputs),
    fleet,
    table.page,
    blockPage(fleet, table),
    enginePage(axis.months, table),
    shockPage(fleet, table),
    cash,
    results,
    simulationPage(fleet),
    risk,
    weightPage(fleet),
    concentration,
    sensitivity,
    candidatePage(fleet, results, risk),
    allocationPage(fleet),
  ];
  return {
    name: "portfolio",
    title: TITLE,
    purpose: PURPOSE,
    pages: [
      dashboard({ cash, results, risk, concentration, sensitivity }),
      ...filled,
      checkPage({ fleet, cash, results, risk, all: filled }),
      about(),
    ],
  };
}

interface Shown {
  readonly cash: MonthPage;
  readonly results: SideBySide;
  readonly risk: SideBySide;
  readonly concentration: Page;
  readonly sensitivity: SideBySide;
}

function dashboard({ cash, results, risk, concentration, sensitivity }: Shown): Page {
  const page = new DashboardPage(
    TITLE,
    "What are the sites worth, what can they lose together, and how much hangs on a single point?",
    [
      {
        name: "Capital expenditure (USD)",
        formula: "total_capex",
        format: "usd",
        note: '="Machines and infrastructure of "&sites_counted&IF(sites_counted=1," site"," sites")',
      },
      {
        name: "Net present value (USD)",
        formula: "total_npv",
        format: "usd",
        note: '="After tax and loans, over "&plan_months&IF(plan_months=1," month"," months")',
      },
      {
        name: "Internal rate of return (per year)",
        formula: "portfolio_irr",
        format: "percent",
        note: '="Of all cash together; pays back in "&IF(ISNUMBER(portfolio_payback),TEXT(portfolio_payback,"0.0")&" months","none of its months")',
      },
      {
        name: "CVaR 95 % (USD)",
        formula: "risk_cvar",
        format: "usd",
        note: '="Mean loss in the worst 5 % of "&TEXT(sim_paths,"#,##0")&" markets"',
      },
      {
        name: "Diversification (USD)",
        formula: "diversification",
        format: "usd",
        note: '=IF(ISNUMBER(diversification_share),TEXT(diversification_share,"0.0%")&" of the sum of the sites\' own CVaR","The simulation has no answer")',
      },
      {
        name: "Largest single exposure (share)",
        formula: "largest_share",
        format: "percent",
        note: '=largest_name&", by "&weight_basis',
      },
    ],
  );
  page.chart(valueBars(results));
  page.chart({
    kind: "line",
    title: "Cumulative cash of all sites (USD)",
    labels: cash.months("end"),
    series: [{ name: "Cumulative cash", values: cash.months("cumulative") }],
    xFormat: "mmm yy",
    yFormat: "$#,##0.0,,\\M",
  });
  page.chart(yearBars(results));
  page.chart(lossBars(risk));
  page.chart(shareBars(concentration));
  page.chart(shockBars(sensitivity, "price"));
  return page;
}

function about(): Page {
  return aboutPage(TITLE, {
    purpose: PURPOSE,
    audience: "An investor or a board that holds several sites, or chooses among them.",
    steps: [
      "Sites: one column for each site; choose its machine, type counts, power, costs, rates. Empty the name to take a site out.",
      "Inputs, 1 and 2: start date, months, growth of price and difficulty. The market today is on the sheet Market.",
      "Exposures: which pools each site mines with, and how likely and how long an outage is.",
      "Inputs, 3 and 4: volatilities for the joint risk, limits for concentration and further hashrate.",
      "Read the Dashboard, then Results, Risk, Concentration. If row 2 is red, the sheet Checks says what to correct, and where.",
    ],
    sheets: [
      ["Dashboard", "Six figures and six charts"],
      ["Inputs", "What all sites share"],
      ["Sites", "The table of sites, one column each"],
      ["Exposures", "Pools by site, and outages"],
      ["Market", "Price, difficulty, height and fees: live, frozen or typed"],
      ["Machines", "Machines that the drop-down offers; add your own"],
      ["Time", "The time axis of all sheets with months"],
      ["Input check", "Each input against what may be typed, and which sites count"],
      ["Fleet", "The sites that count, with machines, power and investment"],
      ["Site table", "The sites as MINING.PORTFOLIO reads them"],
      ["Blocks", "Each site as functions on one site read it"],
      ["Engine", "MINING.PORTFOLIO and MINING.PORTFOLIO_CASHFLOWS as they come"],
      [
        "Shocks",
        "MINING.MINER_NPV of each site with one driver moved, break-even prices, costs of all months",
      ],
      ["Cash flow", "Net and cumulative cash by month, by site and together"],
      ["Results", "The sites side by side, with totals"],
      ["Simulation", "MINING.SIM_PORTFOLIO and MINING.SIM_MINER as they come"],
      ["Risk", "Losses of each site, their sum, and all together"],
      ["Weights", "What hangs on each pool, host, maker and jurisdiction"],
      ["Concentration", "HHI, largest exposures, what outages cost"],
      ["Sensitivity", "Value of the sites when price, difficulty or power price moves"],
      ["Candidates", "The sites as MINING.ALLOCATE takes them"],
      ["Allocation", "Where further hashrate is worth most within the limits"],
      ["Checks", "What is wrong, and where"],
    ],
    limits: [
      "All sites are on one market: the risk that is simulated is that of price and difficulty. Sites that fail by themselves are on the sheet Concentration.",
      "Capital expenditure is paid at the start date; the sites then start in their own months. Staged payments: workbook site-valuation.",
      "Months count at their end, and net present values discount by months over 12, so that Excel's NPV and IRR give the same.",
      "A loan is drawn at the start date; its interest is added to it until the site starts, and level payments then repay it from the start month on.",
      "sln (straight line) spreads the cost less the resale value, ddb stops at the resale value; macrs and bonus deduct the full cost, and resale above book value is taxed in the last month.",
      "Tax is paid in the month, losses are carried forward, and no site's loss lowers another's tax.",
      "Outages are taken as independent, at today's hashprice, before power that is saved.",
      "The allocation takes each site's value per TH/s as it is: further machines are taken to cost and earn what those there do.",
      "All prices, fees, rates, probabilities and growths are assumptions for you to replace, except where the note names a source.",
    ],
    sources: [
      "Network on 5 October 2026: WhatToMine, mempool.space, as recorded in the add-in; live values through the pane",
      "Machines: makers' data as listed on the sheet Machines",
      "HHI: U.S. Department of Justice and Federal Trade Commission, Merger Guidelines (2023), section 2.1",
      "CVaR: Acerbi and Tasche (2002), On the coherence of expected shortfall, equation 4",
      "MACRS: IRS Publication 946, Table A-1",
    ],
    versions: [["1.0", "2026-11-29", "First version"]],
  });
}
