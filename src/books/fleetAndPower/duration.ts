import { Page } from "../page";
import { putFacts, putTable } from "./lines";

const HEAD_ROW = 12;
/** Steps of 5 %. */
const ROWS = 21;

/** The sheet "Price duration": how often power costs how much. */
export function durationPage(): Page {
  const page = new Page(
    "Price duration",
    "output",
    "Price duration",
    "The price that is exceeded in a share of the hours, and what power costs on average when the dearest hours are left out",
  );
  Object.assign(page.widths, { A: 34, B: 17, C: 17, D: 20, E: 20, F: 17 });
  page.section(5, "A", "F", "Hours and the strike");
  putFacts(page, 6, [
    { label: "Hours given", formula: "hours_given", unit: "hours", format: "count" },
    {
      label: "Hours above the strike",
      formula: 'COUNTIF(prices_used,">"&site_strike)',
      unit: "hours",
      format: "count",
      name: "hours_above",
    },
    {
      label: "Hours with a negative price",
      formula: 'COUNTIF(prices_used,"<0")',
      unit: "hours",
      format: "count",
      note: "Legal: the site is paid to use power, and runs",
    },
    { label: "Strike", formula: "site_strike", unit: "USD/MWh", format: "decimal" },
  ]);
  const { last } = putTable(page, {
    row: HEAD_ROW,
    size: ROWS,
    columns: [
      {
        head: "Share of hours",
        format: "percentWhole",
        formula: () => `(ROW()-ROW($A$${HEAD_ROW})-1)/(ROWS($C$${HEAD_ROW + 1}:$C$${HEAD_ROW + ROWS})-1)`,
      },
      {
        head: "Price exceeded (USD/MWh)",
        format: "decimal",
        name: "duration_prices",
        formula: (row) => `IF(COUNT(prices_used)=0,0,PERCENTILE(prices_used,1-A${row}))`,
      },
      { head: "Strike (USD/MWh)", format: "decimal", formula: () => "site_strike" },
      {
        head: "Average price of the hours up to it (USD/MWh)",
        format: "decimal",
        formula: (row) => `IF(COUNT(prices_used)=0,0,AVERAGEIF(prices_used,"<="&B${row}))`,
      },
      {
        head: "Price for the chart, at most twice the strike",
        format: "decimal",
        formula: (row) => `IF(site_strike=0,B${row},MIN(B${row},2*site_strike))`,
      },
      {
        head: "Runs at this price (1 or 0)",
        format: "flag",
        formula: (row) => `IF(B${row}<=C${row},1,0)`,
      },
    ],
  });
  page.charts.push({ ...durationChart(page), over: `H6:Q${last}` });
  page.frozenAt = "B5";
  return page;
}

export const durationChart = (page: Page) =>
  ({
    kind: "scatter",
    title: "Price duration, drawn up to twice the strike",
    labels: page.at(`A${HEAD_ROW + 1}:A${HEAD_ROW + ROWS}`),
    series: [
      { name: "Hourly price", values: page.at(`E${HEAD_ROW + 1}:E${HEAD_ROW + ROWS}`), colour: "0F6C5C" },
      {
        name: "Strike of the site",
        values: page.at(`C${HEAD_ROW + 1}:C${HEAD_ROW + ROWS}`),
        colour: "E08A1E",
        isDashed: true,
      },
    ],
    xTitle: "Share of hours in which the price is higher",
    yTitle: "USD/MWh",
    xFormat: "0%",
    yFormat: "$#,##0",
  }) as const;
