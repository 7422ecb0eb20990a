import { aboutPage } from "./about";
import type { Book } from "./book";
import { DashboardPage } from "./dashboard";
import { marketPage } from "./market";
import { Axis, type MonthPage } from "./months";
import type { Page } from "./page";
import { RiskRun } from "./treasury/riskRun";
import { checksPage } from "./treasury/checks";
import { inputPage, MONTHS } from "./treasury/inputs";
import { lotReading } from "./treasury/lotReading";
import { RollforwardRun } from "./treasury/rollforwardRun";
import { RunwayRun } from "./treasury/runwayRun";
import { SaleRun } from "./treasury/saleRun";
import { fanPage, model, treasuryPage } from "./treasury/months";
import { movementReading } from "./treasury/movementReading";
import { loanPage, ltvChart, policiesPage, runwayPage } from "./treasury/outputs";
import { lotsPage, movementsPage } from "./treasury/pastedTables";
import { BillsRun, FanRun, PolicyRuns } from "./treasury/runs";
import { gainChart, rollforwardPage, saleCells, salePage } from "./treasury/sale";

const TITLE = "Treasury of a miner";
const PURPOSE =
  "Decide how many coins to sell: cash and coins by month, what a loan risks, how long the cash lasts, the tax of a sale and the roll-forward of the accounts.";

/** The finished workbook "treasury". */
export function treasury(): Book {
  const axis = new Axis(MONTHS);
  const inputs = inputPage();
  const market = marketPage();
  const pastedLots = lotsPage();
  const pastedMovements = movementsPage();
  const time = axis.timePage();
  if (!isMonthPage(time)) throw new Error("the sheet Time has no months");
  const [runs, bills, fan] = [new PolicyRuns(), new BillsRun(), new FanRun()];
  const [lots, movements] = [lotReading(), movementReading()];
  const months = treasuryPage(axis, runs, bills);
  const [saleRun, rollforwardRun] = [new SaleRun(lots), new RollforwardRun()];
  const [risk, runway] = [new RiskRun(runs), new RunwayRun(bills, runs)];
  const [loan, sale] = [loanPage(risk), salePage(saleRun)];
  const policies = policiesPage(runs);
  const pages: Page[] = [
    dashboard(months, policies, loan, sale, runway),
    inputs,
    market,
    pastedLots,
    pastedMovements,
    time,
    model(axis),
    runs,
    bills,
    fan,
    risk,
    runway,
    lots,
    saleRun,
    movements,
    rollforwardRun,
    months,
    policies,
    runwayPage(runs, risk, runway),
    loan,
    sale,
    rollforwardPage(rollforwardRun, movements),
    fanPage(axis, fan, months),
  ];
  const checks = checksPage({
    time,
    treasury: months,
    runs,
    bills,
    fan,
    lots,
    movements,
    saleRun,
    rollforwardRun,
    risk,
    runway,
    sale,
    all: pages,
  });
  return { name: "treasury", title: TITLE, purpose: PURPOSE, pages: [...pages, checks, about()] };
}

function isMonthPage(page: Page): page is MonthPage {
  return "axis" in page;
}

function dashboard(months: MonthPage, policies: Page, loan: Page, sale: Page, runway: RunwayRun): Page {
  const page = new DashboardPage(
    TITLE,
    "Six figures for the board, and what moves them; all of it follows the sheets Inputs and Market",
    [
      {
        name: "Net worth today",
        formula: months.opening("netWorth"),
        format: "usd",
        note: `="USD; at the end of the plan "&TEXT(${months.total("netWorth")},"$#,##0")`,
      },
      {
        name: "Months of cash",
        formula: runway.months(0),
        format: "oneDecimal",
        note: `="Month by month, nothing sold; bills of month 1 "&TEXT(${runway.firstBills},"$#,##0")`,
      },
      {
        name: "Coins at the end of the plan",
        formula: months.total("allCoins"),
        format: "decimal",
        note: '="BTC in month "&plan_months&", pledged ones included; now "&TEXT(coins_held,"#,##0.00")',
      },
      {
        name: "Loan to value now",
        formula: "ltv_now",
        format: "percent",
        note: '=IF(is_pledged=1,"Margin call at "&TEXT(margin_call_ltv,"0%")&", liquidation at "&TEXT(liquidation_ltv,"0%"),"No loan against coins")',
      },
      {
        name: "Drop to liquidation",
        formula: 'IF(drop_to_liquidation<0,"none left",drop_to_liquidation)',
        format: "percent",
        note: '=IF(is_pledged=1,IF(drop_to_liquidation<0,"Already below the price of liquidation, ","At ")&TEXT(liquidation_price,"$#,##0")&"; margin call at "&TEXT(margin_call_price,"$#,##0"),"No loan against coins")',
      },
      {
        name: "Taxable gain of the planned sale",
        formula: saleCells.gain,
        format: "usd",
        note: `="USD, "&TEXT(sale_quantity,"#,##0.00")&" BTC by "&sale_method&"; tax "&TEXT(${saleCells.tax},"$#,##0")`,
      },
    ],
  );
  page.chart({
    kind: "column",
    isStacked: true,
    title: "Cash and coins by month",
    labels: months.at(`E5:${months.axis.last}5`),
    series: [
      { name: "Cash", values: months.months("worthCash"), colour: "0B4FA8" },
      { name: "Coins that can be sold", values: months.months("worthCoins"), colour: "E08A00" },
      { name: "Pledged coins", values: months.months("worthPledged"), colour: "C9B79C" },
    ],
    xFormat: "mmm yy",
    yTitle: "USD million",
    yFormat: "#,##0.0,,",
  });
  page.chart(ltvChart(loan));
  page.chart({
    kind: "bar",
    title: "Net worth at the end of the plan, by policy",
    labels: policies.at("A7:A10"),
    series: [{ name: "Net worth", values: policies.at("B7:B10"), colour: "0F6C5C" }],
    yTitle: "USD million",
    yFormat: "#,##0.0,,",
  });
  page.chart(gainChart(sale));
  return page;
}

const about = () =>
  aboutPage(TITLE, {
    purpose: PURPOSE,
    audience:
      "The treasurer of a mining company and its board: how many coins to sell each month, whether the loan is safe, and what a sale costs in tax",
    steps: [
      "Market: choose live, frozen or typed; row 4 of the dashboard says what is used.",
      "Inputs: cash, coins, policy, fleet and loan in blue; each line says what may be typed.",
      "Tax lots and Movements: paste your own over the blue cells, oldest first; clear the rows that are left of the example.",
      "Inputs, Planned sale: quantity, price, day and method; Sale shows the gain under each method.",
      "Treasury, Policies and Runway: compare the policies and the falls of the price; change policy and minimum cash.",
      "Checks: follow what it says until all pass; print the dashboard and the outputs.",
    ],
    sheets: [
      ["Dashboard", "Six figures for the board, and four charts"],
      ["Inputs", "Cash, coins, policy, fleet, loan, outlook, planned sale, roll-forward"],
      ["Market", "Price, difficulty, height and fees: live, frozen or typed"],
      ["Tax lots", "Coins held by lot, for pasting: up to 200 rows"],
      ["Movements", "Coins that came in and went out in the period, for pasting: up to 200 rows"],
      ["Time", "The time axis of all sheets with months"],
      ["Model", "The assumptions as MINING functions read them"],
      ["Policy runs", "MINING.TREASURY for the plan, for each policy and for each price shock"],
      ["Bills run", "MINING.MINER_CASHFLOWS: production and the parts of the bills"],
      ["Fan run", "MINING.PRICE_FAN at the end of each month"],
      ["Risk run", "MINING.LOAN_HEALTH and MINING.RUNWAY, now and at other prices"],
      ["Runway run", "Cash and coins run down month by month after each price shock"],
      ["Lots read", "What is wrong in each lot, and the lots that count"],
      ["Sale run", "MINING.COST_BASIS of the planned sale, and plain sums beside it"],
      ["Movements read", "What is wrong in each movement, and the movements that count"],
      ["Roll-forward run", "MINING.ROLLFORWARD of the movements"],
      ["Treasury", "Coins, cash, loan and net worth by month"],
      ["Policies", "cover, sell_all, hold and share side by side"],
      ["Runway", "Months of cash and coins at three prices, and the plan after each"],
      ["Loan", "Loan to value now and over prices, margin call, liquidation, cure"],
      ["Sale", "Basis, gain and tax of the planned sale, by method and by lot"],
      ["Roll-forward", "Opening to closing at fair value, for the note of ASU 2023-08"],
      ["Price fan", "Quantiles of the price by month with the lender's prices"],
      ["Checks", "Each check with what to do where it fails"],
    ],
    limits: [
      "Pledged coins are never sold and stay pledged to the end of the plan; a lender who sells them is not in the plan.",
      "Income tax of mining is not in the bills; the sheet Sale estimates the tax of the planned sale only.",
      "The planned sale and the sales of the plan are separate: the plan sells at the price of each month, without fees.",
      "Months of cash and coins are with each month's bills, at the price after the shock, which then stays; machines run as in the plan even where power costs more than the coins bring, and 36 months are the longest that is looked at.",
      "A month in which power costs more than the coins bring is not run; operating cost and the loan are still paid.",
      "Coins mined during the plan are no tax lots: add them on Tax lots when they are there.",
      "Lots are used across all wallets; US rules of 2025 ask for lots by wallet or account: keep a workbook for each.",
      "Cash below 0 is an overdraft without interest.",
    ],
    sources: [
      "Market, lots' prices and roll-forward: the data built into the add-in; MINING.MARKET_STATUS and MINING.HISTORY name each source.",
      "Machine: the makers' data sheet, as MINING.ASIC shows it.",
      "Holding period: IRS Publication 544. Methods: ASC 350-60-50. Roll-forward: FASB ASU 2023-08.",
      "Chance of liquidation: Cox and Miller (1965), first passage of a Brownian motion.",
    ],
    versions: [["1.0", "2026-11-29", "First version"]],
  });
