import { Page } from "../page";

const HEAD = 12;
const schemes = [
  ["B", "fpps"],
  ["C", "pps"],
  ["D", "pplns"],
  ["E", "solo"],
] as const;
const fields = [
  ["Mean", "BTC", "btc"],
  ["Standard deviation", "BTC", "btc"],
  ["Coefficient of variation", "ratio", "percent"],
  ["Probability of nothing", "share", "percent"],
  ["5th percentile", "BTC", "btc"],
  ["95th percentile", "BTC", "btc"],
] as const;
const FIRST = HEAD + 2;
const rowOf = (field: (typeof fields)[number][0]) => FIRST + fields.findIndex(([name]) => name === field);
/** The figure that the checks compute again. */
export const fppsMean = { mean: `B${rowOf("Mean")}`, fee: `B${HEAD + 1}` };

/** The sheet "Schemes": what the same work would have earned under four ways to pay it. */
export function schemesPage(): Page {
  const page = new Page(
    "Schemes",
    "output",
    "The same work under four payout schemes",
    "The period's credited hashrate at its mean difficulty: what each scheme pays on average, and how much of that is luck",
  );
  Object.assign(page.widths, { A: 42, B: 20, C: 20, D: 20, E: 20, F: 18 });
  page.section(5, "A", "F", "The period");
  const period = [
    ["Days", "days_read", "days", "count", "period_days"],
    [
      "Mean hashrate credited",
      'IF(days_read>0,SUM(day_hashrate)/days_read,"none")',
      "TH/s",
      "count",
      "period_hashrate",
    ],
    [
      "Mean difficulty, by the work of each day",
      'IF(total_work>0,SUM(day_hashrate)/total_work,"none")',
      "number",
      "count",
      "period_difficulty",
    ],
    [
      "Mean subsidy, by the work of each day",
      'IF(total_work>0,subsidy_work/total_work,"none")',
      "BTC per block",
      "btcShort",
      "period_subsidy",
    ],
    [
      "Mean fees, by the work of each day",
      'IF(total_work>0,fees_work/total_work,"none")',
      "BTC per block",
      "btcShort",
      "period_fees",
    ],
  ] as const;
  for (const [index, [label, formula, unit, format, name]] of period.entries()) {
    const row = 6 + index;
    page.put(`A${row}`, label, "label");
    page.put(`B${row}`, `=${formula}`, "figure", format);
    page.put(`C${row}`, unit, "unit");
    page.call(name, `B${row}`);
  }
  page.putRow(`A${HEAD}`, ["Paid by scheme"], "leftHead");
  page.putRow(`F${HEAD}`, ["Unit"], "head");
  page.put(`A${HEAD + 1}`, "Fee", "label");
  page.put(`F${HEAD + 1}`, "share of coins", "unit");
  for (const [letter, scheme] of schemes) {
    page.put(`${letter}${HEAD}`, scheme, "head");
    page.put(`${letter}${HEAD + 1}`, `=${scheme}_fee`, "figure", "percentFine");
  }
  for (const [field, unit, format] of fields) {
    const row = rowOf(field);
    page.put(`A${row}`, field, "label");
    page.put(
      `B${row}`,
      `=IF(ISNUMBER(period_difficulty),MINING.POOL_PAYOUT(B${HEAD}:E${HEAD},period_hashrate,period_difficulty,period_subsidy,period_fees,period_days,B${HEAD + 1}:E${HEAD + 1},pool_th_own,pplns_window,"${field}"),"none")`,
      "figure",
      format,
    );
    page.dress(`C${row}:E${row}`, "figure", format);
    page.put(`F${row}`, unit, "unit");
  }
  const [usd, share, place] = [1, 2, 3].map((step) => FIRST + fields.length - 1 + step);
  const [mean, low, high] = [rowOf("Mean"), rowOf("5th percentile"), rowOf("95th percentile")];
  page.put(`A${usd}`, "Mean at the price in use", "label");
  page.put(`F${usd}`, "USD", "unit");
  page.put(`A${share}`, "What was paid, over the mean", "label");
  page.put(`F${share}`, "share", "unit");
  page.put(`A${place}`, "What was paid, against 5 % to 95 %", "label");
  for (const [letter] of schemes) {
    const is = `ISNUMBER(${letter}${mean})`;
    page.put(`${letter}${usd}`, `=IF(${is},${letter}${mean}*market_price,"")`, "figure", "usd");
    page.put(`${letter}${share}`, `=IF(${is},total_paid/${letter}${mean},"")`, "figure", "percentFine");
    page.put(
      `${letter}${place}`,
      `=IF(${is},IF(total_paid<${letter}${low},"below",IF(total_paid>${letter}${high},"above","within")),"")`,
      "figure",
    );
  }
  const chart = place ?? 0;
  page.charts.push({
    kind: "column",
    title: "What the period's work pays by scheme (BTC)",
    labels: page.at(`B${HEAD}:E${HEAD}`),
    yFormat: "#,##0.0",
    series: [
      { name: "5th percentile", values: page.at(`B${low}:E${low}`), colour: "9E9E9E" },
      { name: "Mean", values: page.at(`B${mean}:E${mean}`), colour: "0F6C5C" },
      { name: "95th percentile", values: page.at(`B${high}:E${high}`), colour: "7FB8AB" },
    ],
    over: `A${chart + 2}:F${chart + 18}`,
  });
  page.frozenAt = "B5";
  return page;
}
