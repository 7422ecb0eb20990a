import { aboutPage } from "./about";
import type { Book } from "./book";
import { DashboardPage } from "./dashboard";
import { bookPage, bookValuePage, legPage, payoffChart } from "./hedgeDesk/book";
import { chartDataPage, drawnRange } from "./hedgeDesk/chartData";
import { checkPage } from "./hedgeDesk/checks";
import { curveByMonthPage, curvePointPage } from "./hedgeDesk/curves";
import { inputCheckPage } from "./hedgeDesk/inputCheck";
import { byMonthPage, curvePage, inputPage } from "./hedgeDesk/inputs";
import { collarPage, futuresPage, hashpricePage, putPage, type Sources } from "./hedgeDesk/instruments";
import { productionPage } from "./hedgeDesk/production";
import { fanPage, hedgeModelPage, riskPage, simulationPage } from "./hedgeDesk/risk";
import { totalPage, type Instruments } from "./hedgeDesk/total";
import { normalPage, witnessPage } from "./hedgeDesk/witness";
import { marketPage } from "./market";
import { Axis, type MonthPage } from "./months";
import type { Page } from "./page";

const MONTHS = 36;
const TITLE = "Hedge desk";
const PURPOSE =
  "Hedges the coins of a mining fleet month by month with puts, collars, futures and hashprice forwards, and says what that costs and protects.";

/** For the treasurer: what to hedge, with what, at which cost, and what is then still at risk. */
export function hedgeDesk(): Book {
  const axis = new Axis(MONTHS);
  const [inputs, market, curves, typed] = [inputPage(MONTHS), marketPage(), curvePage(), byMonthPage(axis)];
  const points = curvePointPage();
  const curve = curveByMonthPage(axis);
  const production = productionPage(axis, typed, curve);
  const sources: Sources = { axis, typed, curve, production };
  const instruments: Instruments = {
    ...sources,
    puts: putPage(sources),
    collars: collarPage(sources),
    futures: futuresPage(sources),
    hashprice: hashpricePage(sources),
  };
  const legs = legPage(instruments);
  const model = hedgeModelPage(instruments);
  const simulation = simulationPage(instruments);
  const [normal, witness] = [normalPage(), witnessPage(instruments)];
  const total = totalPage(instruments);
  const bookValues = bookValuePage();
  const book = bookPage(instruments, bookValues);
  const fan = fanPage(axis, curve);
  const risk = riskPage(instruments, total, fan);
  const chartData = chartDataPage(MONTHS, drawnLines(total, risk, fan));
  addCharts(total, risk, fan);
  const { puts, collars, futures, hashprice } = instruments;
  const pages: Page[] = [
    inputs,
    market,
    curves,
    typed,
    axis.timePage(),
    inputCheckPage(inputs, typed),
    points,
    curve,
    production,
    puts,
    collars,
    futures,
    hashprice,
    legs,
    bookValues,
    model,
    simulation,
    normal,
    witness,
    total,
    book,
    fan,
    risk,
    chartData,
  ];
  const checks = checkPage({ ...instruments, curves, total, witness, risk, pages });
  return {
    name: "hedge-desk",
    title: TITLE,
    purpose: PURPOSE,
    pages: [dashboard(total, risk), ...pages, checks, about()],
  };
}

const drawnLines = (total: MonthPage, risk: MonthPage, fan: MonthPage) =>
  [
    ["Coins mined (BTC)", total, "mined"],
    ["Coins hedged (BTC)", total, "btc"],
    ["Under puts (BTC)", total, "btc.puts"],
    ["In collars (BTC)", total, "btc.collars"],
    ["Sold by futures (BTC)", total, "btc.futures"],
    ["Sold by hashprice forwards (BTC)", total, "btc.hashprice"],
    ["At risk without the hedge (USD)", risk, "atRisk"],
    ["At risk with the hedge (USD)", risk, "atRiskHedged"],
    ["Bad month without the hedge (USD)", risk, "low"],
    ["Bad month with the hedge (USD)", risk, "lowHedged"],
    ["Price: lowest line (USD)", fan, "fan1"],
    ["Price: lower line (USD)", fan, "fan2"],
    ["Price: middle (USD)", fan, "fan3"],
    ["Price: upper line (USD)", fan, "fan4"],
    ["Price: highest line (USD)", fan, "fan5"],
    ["Forward price (USD)", fan, "forward"],
  ] as const;

const overMonths = { kind: "scatter", xTitle: "Month of the plan", xFormat: "0" } as const;
const drawn = (index: number) => drawnRange(MONTHS, index);
const labels = drawn(-1);

const coinChart = {
  ...overMonths,
  title: "Coins mined and hedged by month",
  labels,
  series: [
    { name: "Mined", values: drawn(0), colour: "8A8D91" },
    { name: "Hedged", values: drawn(1), colour: "0F6C5C" },
  ],
  yTitle: "BTC",
  yFormat: "#,##0",
} as const;

const fanChart = {
  ...overMonths,
  title: "Price fan",
  labels,
  series: [
    { name: "Highest line", values: drawn(14), colour: "7A5195", isDashed: true },
    { name: "Upper line", values: drawn(13), colour: "B39BC8", isDashed: true },
    { name: "Middle", values: drawn(12), colour: "0F6C5C" },
    { name: "Lower line", values: drawn(11), colour: "B39BC8", isDashed: true },
    { name: "Lowest line", values: drawn(10), colour: "7A5195", isDashed: true },
    { name: "Forward", values: drawn(15), colour: "E08A1E" },
  ],
  yTitle: "USD per BTC",
  yFormat: "#,##0",
} as const;

const riskChart = {
  ...overMonths,
  title: "Cash at risk by month",
  labels,
  series: [
    { name: "Without the hedge", values: drawn(6), colour: "8A8D91", isDashed: true },
    { name: "With the hedge", values: drawn(7), colour: "0F6C5C" },
  ],
  yTitle: "USD",
  yFormat: "#,##0",
} as const;

/** Charts stand under the lines of a sheet with months, over its first months. */
function addCharts(total: MonthPage, risk: MonthPage, fan: MonthPage): void {
  const under = (page: MonthPage, from: string, to: string) => `${from}${page.row + 1}:${to}${page.row + 18}`;
  // A chart begins a page.
  for (const page of [total, risk]) page.printing.rowBreaks.push(page.row);
  total.charts.push({
    ...coinChart,
    title: "Coins mined, and hedged by instrument",
    series: [
      { name: "Mined", values: drawn(0), colour: "8A8D91", isDashed: true },
      { name: "Hedged", values: drawn(1), colour: "0F6C5C" },
      { name: "Puts", values: drawn(2), colour: "0B4FA8" },
      { name: "Collars", values: drawn(3), colour: "7A5195" },
      { name: "Futures", values: drawn(4), colour: "E08A1E" },
      { name: "Hashprice forwards", values: drawn(5), colour: "B10E1E" },
    ],
    over: under(total, "A", "I"),
  });
  risk.charts.push(
    { ...riskChart, over: under(risk, "A", "E") },
    {
      ...riskChart,
      title: "Cash of a bad month",
      series: [
        { name: "Without the hedge", values: drawn(8), colour: "8A8D91", isDashed: true },
        { name: "With the hedge", values: drawn(9), colour: "0F6C5C" },
      ],
      over: under(risk, "F", "L"),
    },
  );
  fan.charts.push({ ...fanChart, over: under(fan, "A", "I") });
}

type Card = ConstructorParameters<typeof DashboardPage>[2][number];

/** A figure that cannot be computed sends the reader to the checks, which say why. */
const guarded = (cards: readonly Card[]) =>
  cards.map((card): Card => ({
    ...card,
    formula: `IFERROR(${card.formula},"see Checks")`,
    note: `=IFERROR(${card.note.slice(1)},"see Checks")`,
  }));

function dashboard(total: MonthPage, risk: MonthPage): DashboardPage {
  const page = new DashboardPage(
    TITLE,
    "What the hedge covers, costs and protects; figures are of the hedged months",
    guarded([
      {
        name: "Coins mined",
        formula: "book_btc",
        format: "decimal",
        note: '="BTC in "&IF(hedge_count=0,"the plan","the hedged months")',
      },
      {
        name: "Share hedged",
        formula: total.total("coverage"),
        format: "percent",
        note: `=TEXT(${total.total("btc")},"#,##0.00")&" BTC of the coins mined"`,
      },
      {
        name: "Premium paid",
        formula: total.total("premium"),
        format: "usd",
        note: `="paid if negative; deposits "&TEXT(-${total.total("deposit")},"$#,##0")`,
      },
      {
        name: "Floor price",
        formula: total.total("floorPrice"),
        format: "usd",
        note: '=IF(hedged_coins=0,"nothing is hedged","per hedged coin, after premium")&"; today "&TEXT(market_price,"$#,##0")',
      },
      {
        name: "Worst month after the fall",
        formula: "worst_month_hedged",
        format: "usd",
        note: '="margin; price "&TEXT(-price_fall,"0%")&"; unhedged "&TEXT(worst_month_open,"$#,##0;-$#,##0")',
      },
      {
        name: "Cash at risk, worst month",
        formula: risk.total("atRiskHedged"),
        format: "usd",
        note: `="at "&TEXT(risk_confidence,"0%")&" confidence; unhedged "&TEXT(${risk.total("atRisk")},"$#,##0")`,
      },
    ]),
  );
  page.put("A5", '=IFERROR(hedge_state,"Figures are missing: see the sheet Checks")', "strongLabel");
  page.chart(payoffChart);
  page.chart(coinChart);
  page.chart(fanChart);
  page.chart(riskChart);
  return page;
}

function about(): Page {
  return aboutPage(TITLE, {
    purpose: PURPOSE,
    audience:
      "Treasurers of mining companies, who decide how much of the coming production to hedge and with what, and the boards who approve it.",
    steps: [
      "On Market choose live, frozen or typed prices.",
      "On Inputs type the fleet, the months of the plan and the months that are hedged (0: nothing is hedged).",
      "On Curves paste the forwards (or basis) and volatilities that your broker quotes.",
      "On Inputs type shares and strikes of puts, collars, futures and hashprice forwards; months that differ go to By month.",
      "On Checks see that all is well, then read Dashboard, Hedge total, Book by price and Cash at risk.",
    ],
    sheets: [
      ["Dashboard", "Six figures and four charts"],
      ["Inputs", "Fleet, hedges, stress and risk"],
      ["Market", "Live, frozen or typed market"],
      ["Curves", "Forward and volatility curve by expiry"],
      ["By month", "Months that differ from Inputs"],
      ["Time", "The months that all sheets share"],
      ["Input check", "Each input against what may be typed"],
      ["Curve points", "The curves in years, in order"],
      ["Curve by month", "Forward, volatility and hedged months"],
      ["Production", "Coins, revenue and cost by month"],
      ["Puts", "Premium, floor and P&L of puts by month"],
      ["Collars", "Net premium, floor, cap and P&L of collars by month"],
      ["Futures", "Locked revenue, margin and P&L of futures by month"],
      ["Hashprice forwards", "Hashrate sold, locked revenue and P&L by month"],
      ["Legs", "Every hedge as a leg of the book, and the prices to look at"],
      ["Book values", "The book as the add-in computes it"],
      ["Model", "The fleet as the add-in's simulation reads it"],
      ["Simulation", "The add-in's simulated cash by month"],
      ["Normal series", "Terms of the normal distribution for the second computation"],
      ["Second computation", "Premiums and coins without the functions that the model uses"],
      ["Hedge total", "Coverage, cost, floor and P&L of all hedges by month"],
      ["Book by price", "Revenue, value and greeks of the book over prices"],
      ["Price fan", "Where the price may be at each month's end"],
      ["Cash at risk", "What a bad month may cost, with and without the hedge"],
      ["Chart data", "What charts over months show"],
      ["Checks", "All checks, and what to do where one fails"],
      ["About", "This sheet"],
    ],
    limits: [
      "Options are European, valued by Black (1976), and expire on the last day of their month; there is no smile: one volatility for all strikes of an expiry.",
      "Premiums are paid today, and their financing is not counted; margin calls of futures before expiry are not counted either.",
      "A hashprice forward is taken at the expected difficulty in Book by price and after the fall and the rise: hashprice moves there with the price of bitcoin.",
      "Cash at risk blends the simulations of the instruments by the shares hedged. That is exact where price is the only risk, and an approximation where difficulty is random too.",
      "Cash at risk is simulated from the first day of month 1 on, with one volatility: the curve's at the plan's end. What happens before that day is left out, so early months are understated, most where month 1 is far away; where the curve is much lower early on, they may be overstated. The last row of Cash at risk says by how much: as delivered month 1 has 60 % of the curve's price risk, month 12 has 95 %.",
      "In the simulation the machines run in every month, also at a loss; there is no tax. Where months have power prices of their own, one of 0 in month 36 is refused.",
      "The fan and the forwards say what the market implies, not what will happen.",
    ],
    sources: [
      "Black (1976), The pricing of commodity contracts, Journal of Financial Economics 3, equation 16",
      "Market: as the sheet Market says; machine: Bitmain's figures of the Antminer S21 XP",
      "Contract sizes: CME Micro Bitcoin futures (0.1 BTC) and Deribit BTC options (0.1 BTC)",
      "RiskMetrics Group (1999), CorporateMetrics Technical Document, on cash flow at risk",
    ],
    versions: [["1.0", "2026-11-29", "First version"]],
  });
}
