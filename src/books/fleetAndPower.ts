import { aboutPage } from "./about";
import type { Book } from "./book";
import { DashboardPage } from "./dashboard";
import { BILL_AMOUNTS, BILL_PARTS, billPage } from "./fleetAndPower/bill";
import { checksPage } from "./fleetAndPower/checks";
import { costCurvePage, curveChart, curveDataPage } from "./fleetAndPower/costCurve";
import { curtailmentPage } from "./fleetAndPower/curtailment";
import { durationChart, durationPage } from "./fleetAndPower/duration";
import { fleetPage } from "./fleetAndPower/fleet";
import { hoursPage } from "./fleetAndPower/hours";
import { inputPage, listPage } from "./fleetAndPower/inputs";
import { periodChart, periodPage } from "./fleetAndPower/periods";
import { powerModesPage } from "./fleetAndPower/powerModes";
import { pricePage } from "./fleetAndPower/prices";
import { recordsPage } from "./fleetAndPower/records";
import { machinePage } from "./machineList";
import { marketPage } from "./market";
import type { Page } from "./page";

const TITLE = "Fleet and power";
const PURPOSE =
  "Decides hour by hour when a fleet of several machines runs, and what power costs and earns under the contract.";

export function fleetAndPower(): Book {
  const lists = listPage();
  const prices = pricePage();
  const bill = billPage();
  const curve = curveDataPage(lists);
  const duration = durationPage();
  const days = periodPage();
  const inputs = [inputPage(), lists.page, prices.page, marketPage(), machinePage()];
  const results = [
    fleetPage(lists),
    hoursPage(prices),
    recordsPage(),
    bill,
    curtailmentPage(),
    powerModesPage(),
    curve,
    costCurvePage(curve),
    duration,
    days,
  ];
  const dashboard = dashboardPage({ bill, curve, duration, days });
  const checks = checksPage({ lists, priceHead: prices.head, pages: [dashboard, ...results] });
  return {
    name: "fleet-and-power",
    title: TITLE,
    purpose: PURPOSE,
    pages: [dashboard, ...inputs, ...results, checks, about()],
  };
}

function dashboardPage(
  sheets: Readonly<Record<"bill" | "curve" | "duration" | "days", Page>>,
): DashboardPage {
  const page = new DashboardPage(
    TITLE,
    "When the fleet runs over real hourly prices of power, what power costs, and what is left",
    [
      {
        name: "Fleet (PH/s)",
        formula: "fleet_th/1000",
        format: "count",
        note: '=TEXT(fleet_machines,"#,##0")&" machines, "&TEXT(fleet_meter_kw/1000,"0.0")&" MW at the meter"',
      },
      {
        name: "Efficiency (J/TH)",
        formula: "fleet_j_per_th",
        format: "oneDecimal",
        note: '="A MWh earns "&TEXT(site_strike,"0.00")&" USD: the strike"',
      },
      {
        name: "Effective price of power (USD/MWh)",
        formula: "effective_price",
        format: "decimal",
        note: '="Hourly prices average "&TEXT(average_price,"0.00")',
      },
      {
        name: "Hours off (share)",
        formula: "hours_off_share",
        format: "percent",
        note: '=IF(site_runs=0,"nothing runs",TEXT(hours_given-hours_run,"#,##0")&" of "&TEXT(hours_given,"#,##0")&" hours, "&INDEX(curtailment_record,3,2)&" outages")',
      },
      {
        name: "Gain of curtailment (USD)",
        formula: "margin_gain",
        format: "usd",
        note: '="of which "&TEXT(-bill_credits_usd,"$#,##0")&" for demand response"',
      },
      {
        name: "Margin of a month (USD)",
        formula: "margin_per_month",
        format: "usd",
        note: "Of 730.5 hours, after power and a month's charges",
      },
    ],
  );
  const { bill, curve, duration, days } = sheets;
  page.chart(curveChart(curve));
  page.chart(durationChart(duration));
  page.chart(periodChart(days));
  page.chart({
    kind: "column",
    title: "Parts of the bill (USD)",
    labels: bill.at(BILL_PARTS),
    series: [{ name: "USD", values: bill.at(BILL_AMOUNTS) }],
    yFormat: "$#,##0",
  });
  return page;
}

const about = () =>
  aboutPage(TITLE, {
    purpose: PURPOSE,
    audience:
      "Operations and finance of a site or a fleet: when to run, which contract for power, which machines to switch first",
    steps: [
      "Fleet list: choose the machines and type their counts; own hashrate and power only where they differ from the list.",
      "Inputs: PUE, uptime, pool fee, the contract for power, and what an outage costs and brings.",
      "Prices: paste hours and prices, a week, a month or a year; row 2 says whether they are complete.",
      "Market: live, frozen or typed; the sentence on the dashboard says which one is in use.",
      "Dashboard: read the six figures; Curtailment says what switching off is worth, Bill what power costs.",
    ],
    sheets: [
      ["Dashboard", "Six figures and four charts"],
      ["Inputs", "Site, contract, curtailment, power modes"],
      ["Fleet list", "Machines and counts, modes of one machine, the rest of the industry"],
      ["Prices", "Hourly prices, room for a year"],
      ["Market", "Price, difficulty and fees: live, frozen or typed"],
      ["Machines", "The list that drop-downs offer"],
      ["Fleet", "Totals, strike, hashcost and break-even price of power by type"],
      ["Hours", "What the site does in each hour"],
      ["Records", "Contract in use, and what MINING functions answer"],
      ["Bill", "Parts of the bill, by calendar month, and the supply by block and hour"],
      ["Curtailment", "Result, the site with and without it, each type by its own strike"],
      ["Power modes", "Best mode of each hour for one type of machine"],
      ["Curve data", "Fleets of the cost curve, sorted, and the steps of its chart"],
      ["Cost curve", "Own machines among those of the industry"],
      ["Price duration", "Price by share of hours, with the strike"],
      ["By day", "Each day, or each month of a longer period"],
      ["Checks", "What is checked, and what to do"],
    ],
    limits: [
      "Hours run down the rows here: there is no axis of months. The sheets Bill and By day sum the hours by calendar month or day.",
      "The site is switched as one; the sheet Curtailment says what switching each type by its own strike would add.",
      "The hours are decided with all prices known: it is the most that switching can bring, and a forecast brings less.",
      "Hashprice is the same in all hours: that of the market in use, whatever the time of the prices.",
      "Uptime lowers hashrate and energy alike in each hour; the demand charge is on all machines.",
      "Demand charge and fixed fee are those of whole calendar months; demand response is paid per 730.5 hours.",
      "Under the contracts fixed and block, power that is not used is sold at the price of its hour without a fee.",
    ],
    sources: [
      "Hourly prices: facts published by ERCOT, average of hubs, January 2025, through DanielHu91/ercot-prices; rounded.",
      "Machines: the add-in's list; the source of each stands beside it on the sheet Machines.",
      "Market: the add-in's snapshot of 5 October 2026, or what the pane has loaded.",
      "Industry on the cost curve, contract, costs of outages and modes: assumptions, marked as such.",
    ],
    versions: [["1.0", "2026-11-29", "First version"]],
  });
