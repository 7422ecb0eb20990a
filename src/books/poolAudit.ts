import { aboutPage } from "./about";
import type { Book } from "./book";
import { DashboardPage } from "./dashboard";
import { marketPage } from "./market";
import type { Page } from "./page";
import { useAddresses } from "./poolAudit/addresses";
import { chartsPage, owedAndPaidChart, shareChart, shortfallChart } from "./poolAudit/charts";
import { checksPage } from "./poolAudit/checks";
import { CAPACITY } from "./poolAudit/dayTable";
import { daysPage } from "./poolAudit/days";
import { expectedPage } from "./poolAudit/expected";
import { outagesPage, underpaidPage } from "./poolAudit/lists";
import { luckPage } from "./poolAudit/luck";
import { monthsPage } from "./poolAudit/months";
import { payoutsPage } from "./poolAudit/payouts";
import { readPage } from "./poolAudit/read";
import { reservePage } from "./poolAudit/reserve";
import { schemesPage } from "./poolAudit/schemes";
import { termsPage } from "./poolAudit/terms";
import { workPage } from "./poolAudit/work";
import { gapChart, waterfallPage } from "./poolAudit/waterfall";

const TITLE = "Pool audit";
const PURPOSE =
  "Paste a pool's payouts and see whether it paid what it owes, and whether luck explains the rest.";

/** The workbook "pool-audit": payouts pasted in, against what the hashrate should have earned. */
export function poolAudit(): Book {
  const inputs = [termsPage(), marketPage(), payoutsPage()];
  const charts = chartsPage();
  const waterfall = waterfallPage();
  const models = [
    readPage(),
    daysPage(),
    workPage(),
    expectedPage(),
    monthsPage(),
    charts,
    waterfall,
    luckPage(charts),
    schemesPage(),
    reservePage(),
    outagesPage(),
    underpaidPage(),
  ];
  const dashboard = dashboardPage(charts, waterfall);
  const calculated = [dashboard, ...inputs, ...models];
  const pages = [...calculated, checksPage(calculated), about()];
  useAddresses(pages);
  return { name: "pool-audit", title: TITLE, purpose: PURPOSE, pages };
}

function dashboardPage(charts: Page, waterfall: Page): DashboardPage {
  const dashboard = new DashboardPage(
    TITLE,
    "What the pool owes for the credited hashrate, what it paid, and where the coins below the nameplate went",
    [
      {
        name: "Owed by the pool (BTC)",
        formula: "total_owed",
        format: "btcShort",
        note: '=days_read&" days, "&scheme_read&" at a fee of "&TEXT(fee_read,"0.0%")',
      },
      {
        name: "Paid (BTC)",
        formula: "total_paid",
        format: "btcShort",
        note: '=IF(ISNUMBER(first_day),"From "&TEXT(first_day,"yyyy-mm-dd")&" to "&TEXT(last_day,"yyyy-mm-dd"),"No payouts yet")',
      },
      {
        name: "Shortfall (BTC)",
        formula: "total_shortfall",
        format: "btcShort",
        note: '="Owed less paid: "&TEXT(total_shortfall*market_price,"$#,##0;-$#,##0")&" at the price in use"',
      },
      {
        name: "Share paid",
        formula: "total_share_paid",
        format: "percentFine",
        note: '=underpaid_days&" days below "&TEXT(underpaid_below,"0.0%")&" of what is owed"',
      },
      {
        name: "Effective pool fee",
        formula: "effective_fee",
        format: "percentFine",
        note: '="What it kept in effect; "&TEXT(fee_read,"0.00%")&" was agreed"',
      },
      {
        name: "Luck of the pool",
        formula: "luck",
        format: "percent",
        note: '=IF(ISNUMBER(luck),TEXT(confidence_read,"0%")&" interval "&TEXT(luck_lower,"0%")&" to "&TEXT(luck_upper,"0%")&"; probability of chance "&TEXT(luck_chance,"0%"),"No blocks found were pasted")',
      },
    ],
  );
  dashboard.chart(gapChart(waterfall));
  dashboard.chart(owedAndPaidChart(charts));
  dashboard.chart(shortfallChart(charts));
  dashboard.chart(shareChart(charts));
  return dashboard;
}

const about = () =>
  aboutPage(TITLE, {
    purpose: PURPOSE,
    audience:
      "Miners' analysts and treasurers, and their auditors: whether to claim coins from a pool, or to leave it.",
    steps: [
      "Inputs: type the agreement (scheme, fee) and the machines (nameplate, uptime, stale and rejected shares).",
      `Payouts: delete the made-up rows and paste your own, one row for each day, up to ${CAPACITY}. Columns D to F may stay empty.`,
      "Checks: correct what it names; a row with a fault counts nowhere until then. The sheet Read says it row by row.",
      "Dashboard: what is owed, paid and missing. Underpaid names the days, Months the months, Waterfall the reasons.",
      "Luck, Schemes and Reserve: whether chance explains it, what other schemes would have paid, and how safe the pool is.",
    ],
    sheets: [
      ["Dashboard", "Six figures and four charts"],
      ["Inputs", "The agreement, the machines and what is pointed out"],
      ["Market", "Price, difficulty and fees: live, frozen or typed"],
      ["Payouts", "The table for pasting; as delivered its payouts are made up"],
      ["Read", "The payouts row by row, with their faults and the history of their days"],
      ["Days", "The days that are used, in order"],
      ["Work", "Hashrate over difficulty: blocks expected, and means"],
      ["Expected", "Owed, paid and shortfall by day, and so far"],
      ["Months", "Owed, paid, share and effective fee by month"],
      ["Charts", "The points of the charts by day"],
      ["Waterfall", "From the nameplate's coins to those paid"],
      ["Luck", "Blocks found against blocks expected, with the interval"],
      ["Schemes", "The same work under fpps, pps, pplns and solo"],
      ["Reserve", "The coins that the pool should hold"],
      ["Outages", "Days with much of the nameplate standing still"],
      ["Underpaid", "Days paid below what is owed"],
      ["Checks", "What is wrong with what was pasted, and each total computed a second way"],
    ],
    time: "It runs down: a row is one day (UTC), the same row on Days, Work, Expected and Charts. Months stand in rows as well.",
    limits: [
      "The payouts, hashrates and blocks delivered are made up by a rule: a pool with a fee of 2 % that pays 3.2 % too little from 10 to 16 November 2025. The difficulty of those days is real.",
      "A day counts at the difficulty of its end. On a day on which it adjusts, the pool's own figure lies between two difficulties: Underpaid marks such days.",
      "A hashrate of 0 is audited as 0.000001 TH/s, which earns less than a satoshi. A row with a fault is left out of all sheets but Read.",
      "Uptime, stale and rejected shares are means of the period; they split what is below the nameplate and do not change what is owed.",
      "Days without fees of their own in Payouts take the average of Inputs. With pps no fees are owed. pps+ and proportional pools are not offered.",
      "With pplns and solo the pool owes what it should pay on average; the bounds on Waterfall say what luck explains.",
    ],
    sources: [
      "Difficulty by day: the add-in's built-in history (start and compact bits of each epoch), MINING.MARKET as of the day",
      "Subsidy: Bitcoin Core's rule; price, fees and difficulty of today: the sheet Market",
      "MINING.POOL_AUDIT, YIELD_WATERFALL, POOL_LUCK, POOL_PAYOUT, POOL_RESERVE, BLOCK_PROB, EXPECTED_BTC",
      "Garwood (1936), Fiducial limits for the Poisson distribution; Rosenfeld (2011), Analysis of Bitcoin Pooled Mining Reward Systems",
    ],
    versions: [["1.0", "2026-11-29", "First version"]],
  });
