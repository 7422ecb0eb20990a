import { Page } from "../page";
import { FIRST_DAY, LAST_DAY, putColumns } from "./dayTable";

/** The sheet "Charts": what the charts by day draw. */
export function chartsPage(): Page {
  const page = new Page(
    "Charts",
    "calculation",
    "Points of the charts by day",
    "After the last day its point is repeated, so that a chart ends where the payouts end",
  );
  const kept = (letter: string, source: string) =>
    `IF(ISNUMBER(${source}),${source},IF(ISNUMBER(${letter}{p}),${letter}{p},""))`;
  const days = (letter: string) => `${letter}${FIRST_DAY}:${letter}${LAST_DAY}`;
  const luck = (output: string) =>
    `IFERROR(MINING.POOL_LUCK(${days("G")},${days("H")},confidence_read,"${output}"),"")`;
  putColumns(page, {
    A: { head: "Date (UTC)", format: "date", formula: kept("A", "Days!B{r}") },
    B: { head: "Owed (BTC)", format: "btcShort", formula: kept("B", "Expected!G{r}") },
    C: { head: "Paid (BTC)", format: "btcShort", formula: kept("C", "Expected!H{r}") },
    D: { head: "Shortfall so far (BTC)", format: "btcShort", formula: kept("D", "Expected!M{r}") },
    E: { head: "Share paid, moving", format: "percentFine", formula: kept("E", "Expected!N{r}") },
    F: {
      head: "Share paid in the month",
      format: "percentFine",
      formula:
        'IF(ISNUMBER(Days!Q{r}),INDEX(month_share_paid,MIN(Days!Q{r},ROWS(month_share_paid))),IF(ISNUMBER(F{p}),F{p},""))',
    },
    G: { head: "Blocks found so far", format: "count", formula: "SUM(G{p},Days!J{r})" },
    H: { head: "Blocks expected so far", format: "decimal", formula: "SUM(H{p},Work!F{r})" },
    I: { head: "Luck so far", format: "percent", formula: 'IF(H{r}>0,G{r}/H{r},"")' },
    J: { head: "Luck: lower bound", format: "percent", spill: luck("Lower bound") },
    K: { head: "Luck: upper bound", format: "percent", spill: luck("Upper bound") },
  });
  page.cells.delete("A5");
  return page;
}

const DATE = "d mmm yy";

const series = (page: Page, letter: string, name: string, colour?: string) => ({
  name,
  values: page.at(`${letter}${FIRST_DAY}:${letter}${LAST_DAY}`),
  ...(colour === undefined ? {} : { colour }),
});
const labels = (page: Page) => page.at(`A${FIRST_DAY}:A${LAST_DAY}`);

export const owedAndPaidChart = (page: Page) =>
  ({
    kind: "scatter",
    title: "Owed and paid by day (BTC)",
    labels: labels(page),
    xFormat: DATE,
    yFormat: "0.000",
    series: [series(page, "B", "Owed", "0F6C5C"), series(page, "C", "Paid", "E08A1E")],
  }) as const;

export const shortfallChart = (page: Page) =>
  ({
    kind: "scatter",
    title: "Cumulative shortfall (BTC)",
    labels: labels(page),
    xFormat: DATE,
    yFormat: "0.0000",
    series: [series(page, "D", "Owed less paid", "C0392B")],
  }) as const;

export const shareChart = (page: Page) =>
  ({
    kind: "scatter",
    title: "Share paid: by month, and moving",
    labels: labels(page),
    xFormat: DATE,
    yFormat: "0.0%",
    series: [series(page, "F", "By month", "0F6C5C"), series(page, "E", "Moving", "E08A1E")],
  }) as const;

export const luckChart = (page: Page) =>
  ({
    kind: "scatter",
    title: "Luck so far, and the interval around it",
    labels: labels(page),
    xFormat: DATE,
    yFormat: "0%",
    series: [
      series(page, "I", "Found over expected", "0F6C5C"),
      { ...series(page, "J", "Lower bound", "9E9E9E"), isDashed: true },
      { ...series(page, "K", "Upper bound", "9E9E9E"), isDashed: true },
    ],
  }) as const;
