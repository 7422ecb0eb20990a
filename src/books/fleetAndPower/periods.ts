import { Page } from "../page";
import { putTable } from "./lines";

const HEAD_ROW = 7;
/** The days of the longest month; more hours are shown by month. */
const ROWS = 31;

/** The sheet "By day": each day, or each month where there are more hours than those of a month. */
export function periodPage(): Page {
  const page = new Page(
    "By day",
    "output",
    "By day",
    "Each day of the hours given, or each month where they are more than 31 days; costs are negative",
  );
  Object.assign(page.widths, { A: 18 });
  for (const letters of ["B", "C", "D", "E", "F", "G", "H", "I"]) page.widths[letters] = 16;
  page.put("A5", "Days (1) or months (0)", "label");
  page.put("C5", "=IF(last_hour<EDATE(INT(first_hour),1),1,0)", "figure", "flag");
  page.call("is_by_day", "C5");
  const place = `ROW()-ROW($A$${HEAD_ROW})-1`;
  const begin = `IF(is_by_day=1,INT(first_hour)+${place},EDATE(first_month,${place}))`;
  const ifPeriod = (row: number, formula: string) => `IF($A${row}="","",${formula})`;
  const within = (row: number) => `hours_used,">="&$A${row},hours_used,"<"&$B${row}`;
  putTable(page, {
    row: HEAD_ROW,
    size: ROWS,
    totalLabel: "Total",
    columns: [
      {
        head: "From",
        look: "text",
        format: "date",
        formula: () => `IF(hours_given=0,"",IF(${begin}<=last_hour,${begin},""))`,
      },
      {
        head: "Until before",
        format: "date",
        formula: (row) => ifPeriod(row, `IF(is_by_day=1,A${row}+1,EDATE(A${row},1))`),
      },
      {
        head: "Hours given",
        format: "count",
        total: "sum",
        totalName: "period_hours",
        formula: (row) => ifPeriod(row, `COUNTIFS(${within(row)})`),
      },
      {
        head: "Hours off",
        format: "count",
        total: "sum",
        formula: (row) => ifPeriod(row, `COUNTIFS(${within(row)},hour_states,0)`),
      },
      {
        head: "Average price (USD/MWh)",
        format: "decimal",
        formula: (row) => ifPeriod(row, `IF(C${row}=0,0,SUMIFS(prices_used,${within(row)})/C${row})`),
        total: { formula: "average_price" },
      },
      {
        head: "Energy used (MWh)",
        format: "decimal",
        total: "sum",
        totalName: "period_energy",
        formula: (row) => ifPeriod(row, `(C${row}-D${row})*site_mw`),
      },
      {
        head: "Mining revenue (USD)",
        format: "usd",
        total: "sum",
        totalName: "period_revenue",
        formula: (row) => ifPeriod(row, `F${row}*site_strike`),
      },
      {
        head: "Energy and power bought ahead (USD)",
        format: "usd",
        total: "sum",
        totalName: "period_power",
        formula: (row) =>
          ifPeriod(
            row,
            `-site_mw*SUMIFS(prices_used,${within(row)},hour_states,1)-contract_mw*(contract_price-E${row})*C${row}`,
          ),
      },
      {
        head: "Margin before demand, fees, credits and restarts (USD)",
        format: "usd",
        total: "sum",
        formula: (row) => ifPeriod(row, `G${row}+H${row}`),
      },
    ],
  });
  page.heights.set(HEAD_ROW, 62);
  page.charts.push({ ...periodChart(page), over: `K${HEAD_ROW}:T${HEAD_ROW + ROWS}` });
  page.frozenAt = `B${HEAD_ROW + 1}`;
  return page;
}

export const periodChart = (page: Page) =>
  ({
    kind: "column",
    title: "Mining revenue by day, and what is left after energy (USD)",
    labels: page.at(`A${HEAD_ROW + 1}:A${HEAD_ROW + ROWS}`),
    series: [
      { name: "Mining revenue", values: page.at(`G${HEAD_ROW + 1}:G${HEAD_ROW + ROWS}`), colour: "0F6C5C" },
      {
        name: "Margin after energy",
        values: page.at(`I${HEAD_ROW + 1}:I${HEAD_ROW + ROWS}`),
        colour: "E08A1E",
        as: "line",
      },
    ],
    xFormat: "d mmm",
    yFormat: "$#,##0",
  }) as const;
