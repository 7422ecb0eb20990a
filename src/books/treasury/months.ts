import type { FlowColumn } from "../functionTables";
import { modelPage } from "../modelSheet";
import { type Axis, type Month, MonthPage } from "../months";
import type { BillsRun, FanRun, PolicyRuns, TreasuryColumn } from "./runs";

/** The sheet "Model": the fleet, the outlook and the loan as MINING functions take them. */
export function model(axis: Axis): MonthPage {
  const page = modelPage(axis, [
    [
      "Market and outlook",
      [
        {
          name: "btc price",
          label: "Price of bitcoin today",
          unit: "USD",
          value: "market_price",
          format: "usdCents",
        },
        {
          name: "btc price growth",
          label: "Growth of the price",
          unit: "per year",
          value: "price_growth",
          format: "percent",
        },
        {
          name: "difficulty",
          label: "Network difficulty today",
          unit: "number",
          value: "market_difficulty",
          format: "count",
        },
        {
          name: "difficulty growth",
          label: "Growth of the difficulty",
          unit: "per month",
          value: "difficulty_growth",
          format: "percentFine",
        },
        {
          name: "start height",
          label: "Block height of month 1",
          unit: "block",
          value: "ROUND(market_height+blocks_per_day*MAX(0,start_date-market_as_of),0)",
          format: "count",
        },
        { name: "fees", label: "Fees per block", unit: "BTC", value: "market_fees", format: "btcShort" },
      ],
    ],
    [
      "Fleet and bills",
      [
        // By month, since a fleet that stands still is a series of zeros and not one zero.
        { name: "hashrate", label: "Hashrate", unit: "TH/s", value: () => "hashrate", format: "count" },
        { name: "efficiency", label: "Efficiency", unit: "J/TH", value: "efficiency", format: "oneDecimal" },
        {
          name: "power price",
          label: "Power price",
          unit: "USD/kWh",
          value: "power_price",
          format: "usdPerKwh",
        },
        { name: "pue", label: "PUE", unit: "ratio", value: "pue", format: "decimal" },
        { name: "uptime", label: "Uptime", unit: "share", value: () => "uptime", format: "percent" },
        { name: "pool fee", label: "Pool fee", unit: "share", value: "pool_fee", format: "percent" },
        {
          name: "other opex",
          label: "Other operating cost",
          unit: "USD/month",
          value: "opex",
          format: "usd",
        },
      ],
    ],
    [
      "Loan and horizon",
      [
        { name: "loan", label: "Loan", unit: "USD", value: "loan_usd", format: "usd" },
        {
          name: "loan rate",
          label: "Interest rate",
          unit: "per year",
          value: "loan_rate",
          format: "percentFine",
        },
        {
          name: "loan months",
          label: "Months to run",
          unit: "months",
          value: "loan_months",
          format: "count",
        },
        {
          name: "capex",
          label: "Spent of the loan before month 1",
          unit: "USD",
          value: 'IF(loan_status="before",loan_usd,0)',
          format: "usd",
        },
        {
          name: "start date",
          label: "First day of month 1",
          unit: "date",
          value: "start_date",
          format: "date",
        },
        {
          name: "months",
          label: "Months of the axis",
          unit: "months",
          value: `COUNT(Time!E4:${axis.last}4)`,
          format: "count",
        },
      ],
    ],
  ]);
  page.widths["D"] = 20;
  return page;
}

/** The sheet "Treasury": what the policy does to coins, cash and loan, month by month. */
export function treasuryPage(axis: Axis, runs: PolicyRuns, bills: BillsRun): MonthPage {
  const page = new MonthPage(
    axis,
    "Treasury",
    "output",
    "Treasury by month",
    "Coins, cash and loan under the policy on Inputs; the column Opening is the first day of month 1, with what the policy sells then",
  );
  const at = page.cell;
  const inPlan =
    (cells: string) =>
    ({ here }: Month) =>
      `INDEX(${cells},${at("month", here)}+1)*${at("flag", here)}`;
  const first = (cells: string) => `INDEX(${cells},1)`;
  const run = (name: TreasuryColumn) => runs.column("plan", name);
  const flow = (name: FlowColumn) => bills.column(name);
  const negative = (cells: string) => (month: Month) => `-${inPlan(cells)(month)}`;
  /** A balance opens with what it closed with; the closing line stands below. */
  const opens =
    (closingRow: number) =>
    ({ here, before }: Month) =>
      `${before}${closingRow}*${at("flag", here)}`;

  /** A figure of the month's end, which opens as it goes on. */
  const balance = (
    key: string,
    label: string,
    unit: "BTC" | "USD",
    formula: (column: string) => string,
    look: "figure" | "total" = "figure",
  ) =>
    page.line({
      key,
      label,
      unit,
      format: unit === "BTC" ? "btcShort" : "usd",
      formula: ({ here }) => formula(here),
      total: "last",
      opening: formula("D"),
      isTotal: look === "total",
    });

  page.group("Coins that can be sold");
  const coinsClosing = page.row + 3;
  page.line({
    key: "coinsOpening",
    label: "Coins at the beginning",
    unit: "BTC",
    format: "btcShort",
    formula: opens(coinsClosing),
    total: "none",
    opening: "coins_free",
  });
  page.line({
    key: "mined",
    label: "Mined",
    unit: "BTC",
    format: "btcShort",
    formula: inPlan(run("mined")),
    opening: first(run("mined")),
  });
  page.line({
    key: "sold",
    label: "Sold",
    unit: "BTC",
    format: "btcShort",
    formula: negative(run("sold")),
    opening: `-${first(run("sold"))}`,
  });
  balance(
    "coins",
    "Coins at the end",
    "BTC",
    (column) => `${at("coinsOpening", column)}+${at("mined", column)}+${at("sold", column)}`,
    "total",
  );
  page.line({
    key: "pledged",
    label: "Pledged to the lender",
    unit: "BTC",
    format: "btcShort",
    formula: ({ here }) => `collateral_read*${at("flag", here)}`,
    total: "last",
    opening: "collateral_read",
  });
  balance(
    "allCoins",
    "Coins, pledged ones included",
    "BTC",
    (column) => `${at("coins", column)}+${at("pledged", column)}`,
    "total",
  );
  page.line({
    key: "price",
    label: "Price",
    unit: "USD",
    format: "usd",
    formula: inPlan(run("price")),
    total: "last",
    opening: first(run("price")),
  });

  page.group("Cash");
  const cashFirst = page.row;
  const cashClosing = cashFirst + 7;
  page.line({
    key: "cashOpening",
    label: "Cash at the beginning",
    unit: "USD",
    format: "usd",
    formula: opens(cashClosing),
    total: "none",
    opening: "cash_usd",
  });
  page.line({
    key: "proceeds",
    label: "Coins sold",
    unit: "USD",
    format: "usd",
    formula: inPlan(run("proceeds")),
    opening: first(run("proceeds")),
  });
  for (const [key, label] of [
    ["power", "Power"],
    ["opex", "Other operating cost"],
    ["interest", "Interest"],
    ["principal", "Repayment of the loan"],
  ] as const)
    page.line({
      key,
      label,
      unit: "USD",
      format: "usd",
      formula: negative(flow(key)),
      opening: `-${first(flow(key))}`,
    });
  const parts = (column: string) => `SUM(${at("power", column)}:${at("principal", column)})`;
  page.line({
    key: "drawn",
    label: "Loan paid out, and other",
    unit: "USD",
    format: "usd",
    formula: (month) => `ROUND(${negative(run("bills"))(month)}-${parts(month.here)},6)`,
    opening: `ROUND(-${first(run("bills"))}-${parts("D")},6)`,
  });
  balance(
    "cash",
    "Cash at the end",
    "USD",
    (column) => `SUM(${at("cashOpening", column)}:${at("drawn", column)})`,
    "total",
  );
  page.line({
    key: "shortfall",
    label: "Missing to the minimum cash",
    unit: "USD",
    format: "usd",
    formula: ({ here }) => `MAX(0,ROUND(min_cash-${at("cash", here)},2))*${at("flag", here)}`,
    total: { formula: `MAX(E${page.row}:${axis.last}${page.row})` },
  });

  page.group("Loan");
  const loanClosing = page.row + 2;
  page.line({
    key: "loanOpening",
    label: "Owed at the beginning",
    unit: "USD",
    format: "usd",
    formula: opens(loanClosing),
    total: "none",
    opening: "loan_usd",
  });
  page.line({
    key: "repaid",
    label: "Repaid",
    unit: "USD",
    format: "usd",
    formula: ({ here }) => at("principal", here),
    opening: at("principal", "D"),
  });
  page.line({
    key: "loan",
    label: "Owed at the end",
    unit: "USD",
    format: "usd",
    formula: ({ here }) => `ROUND(${at("loanOpening", here)}+${at("repaid", here)},6)`,
    total: "last",
    opening: `${at("loanOpening", "D")}+${at("repaid", "D")}`,
    isTotal: true,
  });
  const perCoin =
    (limit: string) =>
    ({ here }: Month) =>
      `IF(is_pledged*${at("flag", here)}=1,${at("loan", here)}/(collateral_read*${limit}),0)`;
  page.line({
    key: "ltv",
    label: "Loan to value",
    unit: "share",
    format: "percent",
    formula: ({ here }) =>
      `IF(is_pledged*${at("flag", here)}=1,${at("loan", here)}/(collateral_read*${at("price", here)}),0)`,
    total: { formula: `MAX(D${page.row}:${axis.last}${page.row})` },
    opening: `IF(is_pledged=1,${at("loan", "D")}/(collateral_read*${at("price", "D")}),0)`,
  });
  page.line({
    key: "marginCallPrice",
    label: "Price of a margin call",
    unit: "USD",
    format: "usd",
    formula: perCoin("margin_call_read"),
    total: "none",
  });
  page.line({
    key: "liquidationPrice",
    label: "Price of liquidation",
    unit: "USD",
    format: "usd",
    formula: perCoin("liquidation_ltv"),
    total: "none",
  });

  page.group("Net worth");
  balance("worthCash", "Cash", "USD", (column) => at("cash", column));
  balance(
    "worthCoins",
    "Coins that can be sold",
    "USD",
    (column) => `${at("coins", column)}*${at("price", column)}`,
  );
  balance(
    "worthPledged",
    "Pledged coins",
    "USD",
    (column) => `${at("pledged", column)}*${at("price", column)}`,
  );
  balance("worthLoan", "Loan", "USD", (column) => `-${at("loan", column)}`);
  balance(
    "netWorth",
    "Net worth",
    "USD",
    (column) => `SUM(${at("worthCash", column)}:${at("worthLoan", column)})`,
    "total",
  );

  page.group("Less what MINING.TREASURY says");
  for (const [key, label, unit, own, name] of [
    ["coinsDifference", "Coins at the end", "BTC", "coins", "held"],
    ["cashDifference", "Cash at the end", "USD", "cash", "cash"],
    ["loanDifference", "Owed at the end", "USD", "loan", "loan"],
  ] as const)
    page.line({
      key,
      label,
      unit,
      format: unit === "BTC" ? "btc" : "usdCents",
      formula: (month) =>
        `ROUND(${at(own, month.here)}-${inPlan(run(name))(month)},${unit === "BTC" ? 8 : 2})`,
      total: { formula: `SUMPRODUCT(ABS(E${page.row}:${axis.last}${page.row}))` },
      opening: `ROUND(${at(own, "D")}-${first(run(name))},${unit === "BTC" ? 8 : 2})`,
    });
  return page;
}

/** The sheet "Price fan": the spread of prices at the end of each month, and the prices at which the lender acts. */
export function fanPage(axis: Axis, fan: FanRun, treasury: MonthPage): MonthPage {
  const page = new MonthPage(
    axis,
    "Price fan",
    "output",
    "Price fan and the lender's prices",
    "Where the price may stand at the end of each month, and below which price the pledged coins are called for or sold",
  );
  const at = page.cell;
  page.group("Quantiles of the price");
  for (const [place, share] of [
    [2, "5 %"],
    [3, "25 %"],
    [4, "50 %"],
    [5, "75 %"],
    [6, "95 %"],
  ] as const)
    page.line({
      key: share,
      label: `${share} of prices are below`,
      unit: "USD",
      format: "usd",
      formula: ({ here }) => `INDEX(${fan.column(place)},${at("month", here)})*${at("flag", here)}`,
      total: "none",
      opening: "market_price",
    });
  page.group("The lender's prices");
  for (const [key, label] of [
    ["marginCallPrice", "Price of a margin call"],
    ["liquidationPrice", "Price of liquidation"],
  ] as const)
    page.line({
      key,
      label,
      unit: "USD",
      format: "usd",
      formula: ({ here }) => treasury.of(key, here),
      total: "none",
    });
  for (const [key, label, price] of [
    ["callIn5", "Margin call within the lowest 5 %", "marginCallPrice"],
    ["liquidationIn5", "Liquidation within the lowest 5 %", "liquidationPrice"],
  ] as const)
    page.line({
      key,
      label,
      unit: "1 or 0",
      format: "flag",
      formula: ({ here }) => `IF(${at(price, here)}>${at("5 %", here)},1,0)`,
    });
  page.row += 1;
  page.charts.push({
    kind: "line",
    title: "Price fan, and the prices at which the lender acts",
    labels: page.at(`E5:${axis.last}5`),
    series: [
      { name: "5 %", values: page.months("5 %"), isDashed: true },
      { name: "25 %", values: page.months("25 %"), isDashed: true },
      { name: "Median", values: page.months("50 %") },
      { name: "75 %", values: page.months("75 %"), isDashed: true },
      { name: "95 %", values: page.months("95 %"), isDashed: true },
      { name: "Margin call", values: page.months("marginCallPrice"), colour: "E08A00" },
      { name: "Liquidation", values: page.months("liquidationPrice"), colour: "B3261E" },
    ],
    yTitle: "USD",
    xFormat: "mmm yy",
    yFormat: "$#,##0",
    over: `A${page.row}:L${page.row + 20}`,
  });
  return page;
}
