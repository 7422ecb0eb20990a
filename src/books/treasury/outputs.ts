import { Page } from "../page";
import { MONTHLY_BILLS, MONTHLY_COINS } from "./addresses";
import { MONTHS } from "./inputs";
import type { RiskRun } from "./riskRun";
import type { PolicyRuns } from "./runs";
import type { RunwayRun } from "./runwayRun";

const policies = ["cover", "sell_all", "hold", "share"] as const;
/** Of the four policies: blue, green, orange, violet. */
const colours = ["0B4FA8", "0F6C5C", "E08A00", "7A4FA3"] as const;

/** A line of a list: what it is, its figure and unit, and what is said of it. */
type ListLine = readonly [
  name: string | undefined,
  label: string,
  formula: string,
  unit: string,
  format: Parameters<Page["put"]>[3],
  note: string,
];

/** Puts lines from a row on into columns A to D, and returns the next row. */
export function putList(page: Page, from: number, lines: readonly ListLine[]): number {
  for (const [index, [name, label, formula, unit, format, note]] of lines.entries()) {
    const row = from + index;
    page.put(`A${row}`, label, "label");
    page.put(`B${row}`, `=${formula}`, "figure", format);
    page.put(`C${row}`, unit, "unit");
    page.put(`D${row}`, note, "note");
    if (name !== undefined) page.call(name, `B${row}`);
  }
  return from + lines.length;
}

/** The sheet "Policies": the plan under each of the four policies. */
export function policiesPage(runs: PolicyRuns): Page {
  const page = new Page(
    "Policies",
    "output",
    "Policies side by side",
    "The same plan under each policy of selling: what is left at its end, and when cash falls below the minimum",
  );
  Object.assign(page.widths, { A: 26, B: 16, C: 16, D: 15, E: 15, F: 16, G: 15, H: 16, I: 13, J: 14, K: 16 });
  page.section(5, "A", "K", "At the end of the plan");
  page.putRow("A6", ["Policy"], "leftHead");
  page.putRow(
    "B6",
    [
      "Net worth (USD)",
      "Cash (USD)",
      "Coins (BTC)",
      "Coins sold (BTC)",
      "Proceeds (USD)",
      "Average price (USD)",
      "Least cash (USD)",
      "Its month",
      "First month short",
      "Largest shortfall (USD)",
    ],
    "head",
  );
  page.heights.set(6, 32);
  for (const [index, policy] of policies.entries()) {
    const row = 7 + index;
    const inPlan = (name: "sold" | "proceeds" | "shortfall") => {
      const cells = runs.column(policy, name);
      return `${cells},${runs.column(policy, "inPlan")}`;
    };
    const short = runs.column(policy, "fallsShort");
    const cash = runs.column(policy, "cashInPlan");
    page.put(`A${row}`, policy, "strongLabel");
    const figures = [
      [`${runs.end(policy, "netWorth")}+collateral_read*${runs.end(policy, "price")}`, "usd"],
      [runs.end(policy, "cash"), "usd"],
      [`${runs.end(policy, "held")}+collateral_read`, "btcShort"],
      [`SUMPRODUCT(${inPlan("sold")})`, "btcShort"],
      [`SUMPRODUCT(${inPlan("proceeds")})`, "usd"],
      [`IF(E${row}>0,F${row}/E${row},0)`, "usd"],
      [`MIN(${cash})`, "usd"],
      [`MATCH(H${row},${cash},0)-1`, "count"],
      [`IF(SUM(${short})=0,"none",MATCH(1,${short},0)-1)`, "count"],
      [`MAX(0,ROUND(min_cash-H${row},2))`, "usd"],
    ] as const;
    for (const [place, [formula, format]] of figures.entries())
      page.put(`${"BCDEFGHIJK".charAt(place)}${row}`, `=${formula}`, "figure", format);
  }
  page.put(
    "A12",
    '="Of the four, "&INDEX(A7:A10,MATCH(MAX(B7:B10),B7:B10,0))&" leaves the most; "&COUNTIF(J7:J10,"none")&" of them keep the minimum cash throughout. Coins and net worth include pledged coins; month 0 is the first day."',
    "note",
  );
  page.charts.push(
    {
      kind: "column",
      title: "Net worth at the end of the plan",
      labels: page.at("A7:A10"),
      series: [{ name: "Net worth", values: page.at("B7:B10"), colour: "0F6C5C" }],
      yTitle: "USD million",
      yFormat: "#,##0.0,,",
      over: "A14:E33",
    },
    {
      kind: "line",
      title: "Cash by month under each policy",
      labels: runs.column("cover", "monthOfRow"),
      series: policies.map((policy, index) => ({
        name: policy,
        values: runs.column(policy, "cashInPlan"),
        colour: colours[index] ?? "000000",
      })),
      xTitle: "Month",
      yTitle: "USD million",
      yFormat: "#,##0.0,,",
      over: "F14:K33",
    },
  );
  page.frozenAt = "B7";
  return page;
}

/** The sheet "Runway": how long cash and coins last at today's price and after two falls. */
export function runwayPage(runs: PolicyRuns, risk: RiskRun, runway: RunwayRun): Page {
  const page = new Page(
    "Runway",
    "output",
    "Runway",
    "How long cash and coins pay the bills, month by month, and what becomes of the plan, after sudden changes of the price",
  );
  Object.assign(page.widths, { A: 30, B: 16, C: 15, D: 16, E: 16, F: 14, G: 15, H: 16, I: 16, J: 15, K: 15 });
  page.section(5, "A", "K", "An average month of the plan");
  putList(page, 6, [
    [
      undefined,
      "Bills",
      MONTHLY_BILLS,
      "USD/month",
      "usd",
      "Power, operating cost, interest and repayment: mean over the months of the plan",
    ],
    [undefined, "Coins mined", MONTHLY_COINS, "BTC/month", "btcShort", "Mean over the months of the plan"],
  ]);
  page.section(9, "A", "K", "How long it lasts");
  page.putRow("A10", ["Change of the price"], "leftHead");
  page.putRow(
    "B10",
    [
      "Price (USD)",
      "Months of cash, nothing sold",
      "Net outflow of an average month (USD)",
      "Months with coins sold",
      "First month unpaid, coins sold",
      "BTC to sell in an average month",
      "Reserve wanted (USD)",
      "Cash and coins (USD)",
      "Reserve is held",
      "On average: MINING.RUNWAY, coins sold",
    ],
    "head",
  );
  page.heights.set(10, 48);
  for (const [index, shock] of ["shock_1", "shock_2", "shock_3"].entries()) {
    const row = 11 + index;
    const figures = [
      [`market_price*(1+A${row})`, "usd"],
      [runway.months(0), "oneDecimal"],
      [`$B$6-$B$7*B${row}`, "usd"],
      [runway.months(1 + index), "oneDecimal"],
      [runway.unpaid(1 + index), "count"],
      [risk.runway("BTC to sell a month", index), "decimal"],
      [risk.runway("Reserve", index), "usd"],
      [`cash_usd+coins_free*B${row}`, "usd"],
      [`IF(I${row}>=H${row},"yes","no")`, "text"],
      [risk.runway("Months with coins sold", index), "oneDecimal"],
    ] as const;
    page.put(`A${row}`, `=${shock}`, "strong", "percentWhole");
    for (const [place, [formula, format]] of figures.entries())
      page.put(`${"BCDEFGHIJK".charAt(place)}${row}`, `=${formula}`, "figure", format);
  }
  page.put(
    "A14",
    "Columns C, E and F run down each month's bills over 36 months at the price in B, whatever the plan's length (sheet Runway run). Column K takes an average month of the plan; no end: its coins pay its bills.",
    "note",
  );
  page.section(16, "A", "K", "The plan after the change, under the policy on Inputs");
  page.putRow("A17", ["Change of the price"], "leftHead");
  page.putRow(
    "B17",
    [
      "Net worth at the end (USD)",
      "Cash at the end (USD)",
      "Coins at the end (BTC)",
      "Least cash (USD)",
      "First month short",
      "LTV after the change",
      "What the lender does",
    ],
    "head",
  );
  page.heights.set(17, 32);
  for (const [index, shock] of ["shock_1", "shock_2", "shock_3"].entries()) {
    const row = 18 + index;
    const short = runs.column(shock, "fallsShort");
    const figures = [
      [`${runs.end(shock, "netWorth")}+collateral_read*${runs.end(shock, "price")}`, "usd"],
      [runs.end(shock, "cash"), "usd"],
      [`${runs.end(shock, "held")}+collateral_read`, "btcShort"],
      [`MIN(${runs.column(shock, "cashInPlan")})`, "usd"],
      [`IF(SUM(${short})=0,"none",MATCH(1,${short},0)-1)`, "count"],
      [`IF(is_pledged=1,loan_usd/(collateral_read*market_price*(1+A${row})),0)`, "percent"],
      [
        `IF(is_pledged=0,"no loan",IF(G${row}>=liquidation_ltv,"liquidates",IF(G${row}>=margin_call_read,"calls for coins","nothing")))`,
        "text",
      ],
    ] as const;
    page.put(`A${row}`, `=${shock}`, "strong", "percentWhole");
    for (const [place, [formula, format]] of figures.entries())
      page.put(`${"BCDEFGH".charAt(place)}${row}`, `=${formula}`, "figure", format);
  }
  page.put(
    "A21",
    "The change comes at once and stays; growth then goes on from the lower price. What the lender sells or calls for is not taken off the plan.",
    "note",
  );
  page.charts.push({
    kind: "line",
    title: "Cash by month after each change of the price",
    labels: runs.column("shock_1", "monthOfRow"),
    series: (["shock_1", "shock_2", "shock_3"] as const).map((shock, index) => ({
      name: ["First shock", "Second shock", "Third shock"][index] ?? "",
      values: runs.column(shock, "cashInPlan"),
      colour: ["0F6C5C", "E08A00", "B3261E"][index] ?? "000000",
    })),
    xTitle: "Month",
    yTitle: "USD million",
    yFormat: "#,##0.0,,",
    over: "A23:H42",
  });
  page.frozenAt = "B4";
  return page;
}

const LADDER_FIRST = 42;
const LADDER_LAST = LADDER_FIRST + MONTHS;

/** The sheet "Loan": how far the loan is from a margin call and from liquidation. */
export function loanPage(risk: RiskRun): Page {
  const page = new Page(
    "Loan",
    "output",
    "Loan against coins",
    "Loan to value now and at other prices, the prices at which the lender acts, and the coins that cure a margin call",
  );
  Object.assign(page.widths, { A: 42, B: 16, C: 15, D: 15, E: 15, F: 18, G: 18, H: 15, I: 15 });
  page.section(5, "A", "I", "Today");
  putList(page, 6, [
    [
      "ltv_now",
      "Loan to value",
      risk.loan("LTV"),
      "share",
      "percent",
      "Loan over pledged coins at the price in use",
    ],
    [
      "margin_call_price",
      "Price of a margin call",
      risk.loan("Margin-call price"),
      "USD",
      "usd",
      "Below it the lender asks for coins or cash",
    ],
    [
      "liquidation_price",
      "Price of liquidation",
      risk.loan("Liquidation price"),
      "USD",
      "usd",
      "Below it the lender sells the pledged coins",
    ],
    [
      "drop_to_call",
      "Drop to a margin call",
      "IF(is_pledged=1,1-margin_call_price/market_price,1)",
      "share",
      "percent",
      '=IF(drop_to_call<0,"Already below the price of a margin call","By how much the price may fall before the lender calls")',
    ],
    [
      "drop_to_liquidation",
      "Drop to liquidation",
      risk.loan("Drop to liquidation"),
      "share",
      "percent",
      '=IF(drop_to_liquidation<0,"Already below the price of liquidation","By how much the price may fall before coins are sold; 100 % without a loan")',
    ],
    [
      "touch",
      "Chance of liquidation if nothing were repaid",
      risk.loan("Probability of touch"),
      "share",
      "percent",
      "That the price falls to it before the loan ends if today's balance were owed throughout; repayments make it much less",
    ],
    [
      undefined,
      "Chance with the average balance",
      risk.touchOnAverage,
      "share",
      "percent",
      "Approximation: the same with the mean of the plan's balances until the last payment, as if that were owed throughout",
    ],
    [
      "btc_to_cure",
      "Coins to cure now",
      risk.loan("BTC to cure"),
      "BTC",
      "btcShort",
      "To bring the loan back to the cure LTV at the price in use",
    ],
    [
      "usd_to_cure",
      "Cash to cure now",
      "MAX(0,loan_usd-cure_read*collateral_read*market_price)*is_pledged",
      "USD",
      "usd",
      "The same by repaying",
    ],
    [
      "cure_price",
      "Free coins cure down to",
      "IF(is_pledged=1,loan_usd/(cure_read*coins_held),0)",
      "USD",
      "usd",
      "The price at which all coins held, pledged, are just at the cure LTV",
    ],
    [
      "loan_payment",
      "Monthly payment",
      "PMT(loan_rate/12,loan_months,-loan_usd)",
      "USD/month",
      "usd",
      "Interest and repayment, level",
    ],
    [
      "loan_interest",
      "Interest to the end",
      "loan_payment*loan_months-loan_usd",
      "USD",
      "usd",
      "All payments less the loan",
    ],
  ]);
  page.section(LADDER_FIRST - 2, "A", "I", "Ladder of prices");
  page.putRow(`A${LADDER_FIRST - 1}`, ["Change of the price"], "leftHead");
  page.putRow(
    `B${LADDER_FIRST - 1}`,
    [
      "Price (USD)",
      "Loan to value",
      "Margin-call LTV",
      "Liquidation LTV",
      "What the lender does",
      "Coins to cure (BTC)",
      "Free coins suffice",
      "Cash to cure (USD)",
    ],
    "head",
  );
  page.heights.set(LADDER_FIRST - 1, 32);
  for (let row = LADDER_FIRST; row <= LADDER_LAST; row++) {
    const step = row - LADDER_FIRST;
    const relative = (column: "A" | "B" | "C" | "D") => risk.rung(column, step).replaceAll("$", "");
    const figures = [
      [relative("A"), "percent"],
      [relative("B"), "usd"],
      [relative("C"), "percent"],
      ["margin_call_read", "percent"],
      ["liquidation_ltv", "percent"],
      [
        `IF(is_pledged=0,"no loan",IF(C${row}>=liquidation_ltv,"liquidates",IF(C${row}>=margin_call_read,"calls for coins","nothing")))`,
        "text",
      ],
      [relative("D"), "btcShort"],
      [`IF(G${row}<=coins_free,"yes","no")`, "text"],
      [`MAX(0,loan_usd-cure_read*collateral_read*B${row})*is_pledged`, "usd"],
    ] as const;
    for (const [place, [formula, format]] of figures.entries())
      page.put(`${"ABCDEFGHI".charAt(place)}${row}`, `=${formula}`, "figure", format);
  }
  page.marks.push(
    { range: `A${LADDER_FIRST}:I${LADDER_LAST}`, formula: `$F${LADDER_FIRST}="liquidates"`, look: "red" },
    { range: `A${LADDER_FIRST}:I${LADDER_LAST}`, formula: `$F${LADDER_FIRST}="nothing"`, look: "green" },
  );
  page.charts.push({ ...ltvChart(page), over: "A19:I38" });
  page.frozenAt = "A4";
  return page;
}

/** Loan to value over the price with the lender's limits. */
export function ltvChart(loan: Page) {
  const cells = (letter: string) => loan.at(`${letter}${LADDER_FIRST}:${letter}${LADDER_LAST}`);
  return {
    kind: "scatter",
    title: "Loan to value over the price",
    labels: cells("B"),
    series: [
      { name: "Loan to value", values: cells("C"), colour: "0B4FA8" },
      { name: "Margin-call LTV", values: cells("D"), colour: "E08A00", isDashed: true },
      { name: "Liquidation LTV", values: cells("E"), colour: "B3261E", isDashed: true },
    ],
    xTitle: "Price of bitcoin (USD)",
    yTitle: "Loan to value",
    xFormat: "#,##0",
    yFormat: "0%",
  } as const;
}
