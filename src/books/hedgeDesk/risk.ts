import { flowPlace } from "../functionTables";
import { modelPage } from "../modelSheet";
import { type Axis, type Month, MonthPage } from "../months";
import { Page, placed } from "../page";
import type { Instruments } from "./total";

/** The fleet as the simulation reads it: months of production, prices at the forwards, no tax and no capital. */
export function hedgeModelPage({ axis, typed, curve, production }: Instruments): MonthPage {
  const months = (key: string, source: MonthPage) => (month: Month) => source.of(key, month.here);
  const page = modelPage(axis, [
    [
      "Market",
      [
        {
          name: "btc price",
          label: "Forward price",
          unit: "USD",
          value: months("forward", curve),
          format: "usd",
        },
        {
          name: "difficulty",
          label: "Difficulty",
          unit: "number",
          value: months("difficulty", production),
          format: "difficulty",
        },
        {
          name: "subsidy",
          label: "Subsidy",
          unit: "BTC/block",
          value: months("subsidy", production),
          format: "btcShort",
        },
        { name: "fees", label: "Fees", unit: "BTC/block", value: "market_fees", format: "btcShort" },
      ],
    ],
    [
      "Fleet",
      [
        {
          name: "hashrate",
          label: "Hashrate",
          unit: "TH/s",
          value: ({ here }) => `${production.of("hashrate", here)}*1000`,
          format: "count",
        },
        {
          name: "efficiency",
          label: "Efficiency",
          unit: "J/TH",
          value: "fleet_efficiency",
          format: "oneDecimal",
        },
        {
          name: "power price",
          label: "Power price",
          unit: "USD/kWh",
          value: ({ here }) =>
            `IF(${curve.of("flag", here)}=0,"",IF(ISNUMBER(${typed.of("power_price", here)}),${typed.of("power_price", here)},power_price))`,
          format: "usdPerKwh",
        },
        { name: "pue", label: "Power usage effectiveness", unit: "ratio", value: "pue", format: "decimal" },
        { name: "uptime", label: "Uptime", unit: "share", value: "uptime", format: "percent" },
        { name: "pool fee", label: "Pool fee", unit: "share", value: "pool_fee", format: "percentFine" },
        {
          name: "other opex",
          label: "Other operating cost",
          unit: "USD",
          value: ({ here }) =>
            `IF(ISNUMBER(${typed.of("opex", here)}),${typed.of("opex", here)},opex_per_month)`,
          format: "usd",
        },
        { name: "shutdown", label: "Switched off at a loss", unit: "yes or no", value: '"no"' },
      ],
    ],
    [
      "Time and risk",
      [
        { name: "months", label: "Months", unit: "months", value: "plan_months", format: "count" },
        {
          name: "start date",
          label: "First day",
          unit: "date",
          value: "EOMONTH(start_date,-1)+1",
          format: "date",
        },
        {
          name: "volatility",
          label: "Volatility at the plan's end",
          unit: "per year",
          value: `INDEX(${curve.months("volatility")},1,plan_months)`,
          format: "percent",
        },
        {
          name: "difficulty volatility",
          label: "Volatility of the difficulty",
          unit: "per year",
          value: "difficulty_volatility",
          format: "percent",
        },
        {
          name: "price-difficulty correlation",
          label: "Correlation",
          unit: "-1 to 1",
          value: "price_correlation",
          format: "decimal",
        },
      ],
    ],
  ]);
  // Prices of 0 up to the edge of the block are refused, as blank cells are 0 on a desktop: one price stands by itself.
  const price = `D${rowOf(page, "power price")}`;
  page.cells.delete(price);
  page.put(
    price,
    `=IF(COUNT(${typed.months("power_price")})=0,power_price,"monthly")`,
    "figure",
    "usdPerKwh",
  );
  page.call("simulated_volatility", `D${rowOf(page, "volatility")}`);
  return page;
}

/** The row of an assumption on the sheet Model. */
function rowOf(page: Page, assumption: string): number {
  for (const [cell, { content }] of page.cells)
    if (content === assumption && cell.startsWith("C")) return placed(cell).row;
  throw new Error(`Model has no ${assumption}`);
}

const FIRST_ROW = 7;
const COLUMNS_OF_TABLE = 4;

/** Which part of a simulated table: its place among them, and its column. */
const simulated = (months: number, table: number, column: number) => {
  const letter = String.fromCharCode("A".charCodeAt(0) + table * (COLUMNS_OF_TABLE + 1) + column);
  return `Simulation!$${letter}$${FIRST_ROW}:$${letter}$${FIRST_ROW + months - 1}`;
};

/** The add-in's simulation of each month's cash, unhedged and with each hedge on all coins. */
export function simulationPage({ axis, puts, collars, futures }: Instruments): Page {
  const page = new Page(
    "Simulation",
    "calculation",
    "Simulated cash by month",
    "The same simulated prices and difficulties, first without a hedge, then with each hedge on all coins of every month",
  );
  const settings = "risk_confidence,risk_paths";
  const tables = [
    ["Without a hedge", `MINING.CASHFLOW_AT_RISK(model,${settings},0,,FALSE,risk_seed)`],
    [
      "Puts on all coins",
      `MINING.CASHFLOW_AT_RISK(model,${settings},1,,FALSE,risk_seed,${puts.months("strike")},,${puts.months("premiumPerBtc")})`,
    ],
    [
      "Collars on all coins",
      `MINING.CASHFLOW_AT_RISK(model,${settings},1,,FALSE,risk_seed,${collars.months("putStrike")},${collars.months("callStrike")},${collars.months("premiumPerBtc")})`,
    ],
    [
      "All coins sold by futures",
      `MINING.CASHFLOW_AT_RISK(model,${settings},1,${futures.months("price")},FALSE,risk_seed)`,
    ],
  ] as const;
  const heads = ["Month", "Mean (USD)", "At risk (USD)", "Probability of loss"];
  for (const [place, [title, formula]] of tables.entries()) {
    const letters = Array.from({ length: COLUMNS_OF_TABLE }, (_, index) =>
      String.fromCharCode("A".charCodeAt(0) + place * (COLUMNS_OF_TABLE + 1) + index),
    );
    const [month = "", mean = "", atRisk = "", loss = ""] = letters;
    page.section(FIRST_ROW - 2, month, loss, title);
    page.putRow(`${month}${FIRST_ROW - 1}`, heads, "head");
    page.put(`${month}${FIRST_ROW}`, `=${formula}`);
    const last = FIRST_ROW + axis.months - 1;
    page.dress(`${month}${FIRST_ROW}:${month}${last}`, "figure", "count");
    page.dress(`${mean}${FIRST_ROW}:${atRisk}${last}`, "figure", "usd");
    page.dress(`${loss}${FIRST_ROW}:${loss}${last}`, "figure", "percent");
    Object.assign(page.widths, { [month]: 9, [mean]: 14, [atRisk]: 14, [loss]: 12 });
  }
  for (const letter of ["E", "J", "O"]) page.widths[letter] = 3;
  const row = FIRST_ROW + axis.months + 1;
  page.section(row, "A", "D", "Coins that the model mines");
  page.put(`A${row + 1}`, "All", "label");
  page.put(
    `B${row + 1}`,
    `=SUM(INDEX(MINING.MINER_CASHFLOWS(model),0,${flowPlace("btc")}))`,
    "figure",
    "btcShort",
  );
  page.put(`C${row + 1}`, "BTC", "unit");
  page.call("model_btc", `B${row + 1}`);
  const firsts = ["A", "F", "K", "P"].map((letter) => `ISNUMBER(${letter}${FIRST_ROW})`);
  page.put(`A${row + 2}`, "Done", "label");
  page.put(`B${row + 2}`, `=IF(AND(${firsts.join(",")}),1,0)`, "figure", "flag");
  page.put(`C${row + 2}`, "1 or 0", "unit");
  page.call("is_simulated", `B${row + 2}`);
  page.heights.set(FIRST_ROW - 1, 32);
  page.frozenAt = `A${FIRST_ROW}`;
  return page;
}

const fanLines = [
  ["fan1", "Lowest line"],
  ["fan2", "Lower line"],
  ["fan3", "Middle"],
  ["fan4", "Upper line"],
  ["fan5", "Highest line"],
  ["forward", "Forward price"],
  ["low", "Price at the confidence of Inputs"],
] as const;

/** Quantiles of the price in each month, around its forward. */
export function fanPage(axis: Axis, curve: MonthPage): MonthPage {
  const page = new MonthPage(
    axis,
    "Price fan",
    "output",
    "Price fan",
    "Where the price may be at each month's end by the volatility curve, around the forward price",
  );
  page.group("Price of bitcoin at the end of the month");
  for (const [key, label] of fanLines)
    page.line({
      key,
      label,
      unit: "USD/BTC",
      format: "usd",
      total: "none",
      formula: ({ here }) => curve.of(key, here),
    });
  return page;
}

/** Cash at risk of each month without the hedge, and with the hedges as they are. */
export function riskPage(instruments: Instruments, total: MonthPage, fan: MonthPage): MonthPage {
  const { axis, production, puts, collars, hashprice } = instruments;
  const page = new MonthPage(
    axis,
    "Cash at risk",
    "output",
    "Cash at risk by month",
    "How far each month's cash may fall short of its mean; simulated from the first day of month 1 on with one volatility, the curve's at the plan's end: the last row says what that leaves out",
  );
  const cell = page.cell;
  const shares = ["puts", "collars", "futures", "hashprice"] as const;
  const tables = [1, 2, 3] as const;
  const of = ({ here }: Month, table: number, column: number) =>
    `INDEX(${simulated(axis.months, table, column)},${cell("month", here)})`;
  // The cells of a table that is not there are empty, which is no 0.
  const orSee = (value: string) => `IF(is_simulated=1,${value},"see Checks")`;
  const inPlan = ({ here }: Month, value: string) => `IF(${cell("flag", here)}=1,${orSee(value)},0)`;
  const sum = ({ row }: MonthPage) => orSee(`SUM(${axis.column(1)}${row}:${axis.last}${row})`);
  page.group("Shares hedged");
  for (const key of shares)
    page.line({
      key,
      label: { puts: "Puts", collars: "Collars", futures: "Futures", hashprice: "Hashprice forwards" }[key],
      unit: "share",
      format: "percent",
      total: "none",
      formula: ({ here }) =>
        `IF(${total.of("mined", here)}>0,${total.of(`btc.${key}`, here)}/${total.of("mined", here)},0)`,
    });
  page.line({
    key: "open",
    label: "Without a hedge",
    unit: "share",
    format: "percent",
    total: "none",
    formula: ({ here }) => `MAX(0,1-SUM(${cell("puts", here)}:${cell("hashprice", here)}))`,
  });
  const largest = ({ row }: MonthPage) =>
    orSee(
      `SUMPRODUCT(MAX(${axis.column(1)}${row}:${axis.last}${row}*${instruments.curve.months("inBook")}))`,
    );
  const blend = (month: Month, column: number, shareOf: (key: string) => string) =>
    tables.map((table) => `${shareOf(shares[table - 1] ?? "")}*${of(month, table, column)}`).join("+");
  page.group("Mean cash of the month");
  page.line({
    key: "mean",
    label: "Mean without the hedge",
    unit: "USD",
    format: "usd",
    total: { formula: sum(page) },
    formula: (month) => inPlan(month, of(month, 0, 1)),
  });
  page.line({
    key: "meanOptions",
    label: "What puts, collars, futures add",
    unit: "USD",
    format: "usd",
    total: { formula: sum(page) },
    formula: (month) =>
      inPlan(
        month,
        `${blend(month, 1, (key) => cell(key, month.here))}-SUM(${cell("puts", month.here)}:${cell("futures", month.here)})*${cell("mean", month.here)}`,
      ),
  });
  page.line({
    key: "meanHashprice",
    label: "What hashprice forwards add",
    unit: "USD",
    format: "usd",
    total: { formula: sum(page) },
    formula: ({ here }) =>
      orSee(
        `${hashprice.of("floor", here)}-${cell("hashprice", here)}*(${cell("mean", here)}-${production.of("power", here)}-${production.of("opex", here)})`,
      ),
  });
  page.line({
    key: "meanHedged",
    label: "Mean with the hedge",
    unit: "USD",
    format: "usd",
    total: { formula: sum(page) },
    isTotal: true,
    formula: ({ here }) => orSee(`SUM(${cell("mean", here)}:${cell("meanHashprice", here)})`),
  });
  page.group("Cash at risk: mean less the cash of a bad month (total: worst of the hedged months)");
  page.line({
    key: "atRisk",
    label: "At risk without the hedge",
    unit: "USD",
    format: "usd",
    total: { formula: largest(page) },
    formula: (month) => inPlan(month, of(month, 0, 2)),
  });
  page.line({
    key: "atRiskHedged",
    label: "At risk with the hedge",
    unit: "USD",
    format: "usd",
    isTotal: true,
    total: { formula: largest(page) },
    formula: (month) =>
      inPlan(
        month,
        `${cell("open", month.here)}*${cell("atRisk", month.here)}+${blend(month, 2, (key) => cell(key, month.here))}`,
      ),
  });
  page.line({
    key: "loss",
    label: "Probability of a loss, no hedge",
    unit: "share",
    format: "percent",
    total: "none",
    formula: (month) => inPlan(month, of(month, 0, 3)),
  });
  page.group("Cash of a bad month");
  page.line({
    key: "low",
    label: "Without the hedge",
    unit: "USD",
    format: "usd",
    total: "none",
    formula: ({ here }) => orSee(`${cell("mean", here)}-${cell("atRisk", here)}`),
  });
  page.line({
    key: "lowHedged",
    label: "With the hedge",
    unit: "USD",
    format: "usd",
    total: "none",
    formula: ({ here }) => orSee(`${cell("meanHedged", here)}-${cell("atRiskHedged", here)}`),
  });
  page.group("The same from the price fan, with price as the only risk");
  page.line({
    key: "fanLow",
    label: "Margin without the hedge",
    unit: "USD",
    format: "usd",
    total: "none",
    formula: ({ here }) =>
      `${total.of("mined", here)}*${fan.of("low", here)}+${production.of("power", here)}+${production.of("opex", here)}`,
  });
  page.line({
    key: "fanOptions",
    label: "What puts and collars bring",
    unit: "USD",
    format: "usd",
    total: "none",
    formula: ({ here }) =>
      `${puts.of("btc", here)}*MAX(${puts.of("strike", here)}-${fan.of("low", here)},0)` +
      `+${collars.of("btc", here)}*(MAX(${collars.of("putStrike", here)}-${fan.of("low", here)},0)-MAX(${fan.of("low", here)}-${collars.of("callStrike", here)},0))` +
      `+${total.of("premium", here)}`,
  });
  page.line({
    key: "fanForwards",
    label: "What futures and hashprice bring",
    unit: "USD",
    format: "usd",
    total: "none",
    formula: ({ here }) =>
      `${total.of("btc.futures", here)}*(${fan.of("forward", here)}-${fan.of("low", here)})+${total.of("btc.hashprice", here)}*(${hashprice.of("priceBtc", here)}-${fan.of("low", here)})`,
  });
  page.line({
    key: "fanLowHedged",
    label: "Margin with the hedge",
    unit: "USD",
    format: "usd",
    total: "none",
    isTotal: true,
    formula: ({ here }) => `SUM(${cell("fanLow", here)}:${cell("fanForwards", here)})`,
  });
  page.group(
    "Price risk of the simulation by that of the curve from today on: below 100 % risk is understated",
  );
  page.line({
    key: "spread",
    label: "Simulated by the curve's",
    unit: "share",
    format: "percentWhole",
    total: "none",
    formula: ({ here }) =>
      `IF(${cell("flag", here)}=1,simulated_volatility*SQRT((${cell("month", here)}-1/2)/12)/(${instruments.curve.of("volatility", here)}*SQRT(${instruments.curve.of("years", here)})),0)`,
  });
  return page;
}
