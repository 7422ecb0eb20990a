import { type Axis, type Month, MonthPage } from "../months";
import { letters } from "./slots";
import type { FleetPage } from "./table";

/** The sheet "Cash flow": the add-in's months under the time axis, by site and together. */
export function cashPage(axis: Axis, fleet: FleetPage): MonthPage {
  const page = new MonthPage(
    axis,
    "Cash flow",
    "output",
    "Net cash by month",
    "Net cash of each site after power, costs, loan and tax: cash in is positive, cash out is negative; the opening is the start date",
  );
  const usd = { unit: "USD", format: "usd" } as const;
  page.group("Net cash");
  for (const [index, letter] of letters.entries()) {
    const cell = (row: string) => `INDEX(portfolio_months,${row},${fleet.of("slot", `$${letter}`)}+2)`;
    const shown = (row: string, flag: string) =>
      `IF(${flag}${fleet.of("counts", `$${letter}`)}=1,IF(ISNUMBER(${cell(row)}),${cell(row)},0),0)`;
    page.line({
      key: `net${index}`,
      label: `=${fleet.of("label", letter)}&""`,
      formula: ({ here }) => shown(`${here}$4+1`, `${here}$8*`),
      opening: shown("1", ""),
      ...usd,
    });
  }
  const sites = (column: string) =>
    `SUM(${page.cell("net0", column)}:${page.cell(`net${letters.length - 1}`, column)})`;
  page.line({
    key: "net",
    label: "All sites",
    formula: ({ here }) => sites(here),
    opening: sites("D"),
    isTotal: true,
    ...usd,
  });
  page.group("Cumulative cash");
  const balance = (from: string) => (month: Month) =>
    `${month.before}${page.row - 1}+${page.cell(from, month.here)}`;
  for (const [index, letter] of letters.entries())
    page.line({
      key: `cumulative${index}`,
      label: `=${fleet.of("label", letter)}&""`,
      formula: balance(`net${index}`),
      opening: page.cell(`net${index}`, "D"),
      total: "last",
      ...usd,
    });
  page.line({
    key: "cumulative",
    label: "All sites",
    formula: balance("net"),
    opening: page.cell("net", "D"),
    total: "last",
    isTotal: true,
    ...usd,
  });
  page.group("Against the add-in");
  const engine = (key: string, label: string, column: string) =>
    page.line({
      key,
      label,
      unit: "USD",
      format: "usd",
      formula: ({ here }) =>
        `IF(${here}$8=1,IF(ISNUMBER(INDEX(portfolio_months,${here}$4+1,${column})),INDEX(portfolio_months,${here}$4+1,${column}),0),0)`,
      opening: `IF(ISNUMBER(INDEX(portfolio_months,1,${column})),INDEX(portfolio_months,1,${column}),0)`,
      total: key === "engineNet" ? "sum" : "last",
    });
  engine("engineNet", "Total of the add-in", "sites_counted+3");
  engine("engineCumulative", "Cumulative of the add-in", "sites_counted+4");
  page.line({
    key: "date",
    label: "Month ends, by the add-in",
    unit: "date",
    format: "date",
    formula: ({ here }) =>
      `IF(AND(${here}$8=1,ISNUMBER(INDEX(portfolio_months,${here}$4+1,2))),INDEX(portfolio_months,${here}$4+1,2),${here}$5+1)`,
    opening: "start_date",
    total: "none",
  });
  return page;
}
