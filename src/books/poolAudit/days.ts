import { Page } from "../page";
import { FIRST_DAY, HEAD_ROW, LAST_DAY, putColumns } from "./dayTable";

/** "INDEX(name, row of the day)" while there is such a day. */
const taken = (name: string) => `IF(ISNUMBER(C{r}),INDEX(${name},C{r}),"")`;
const days = (letter: string) => `${letter}${FIRST_DAY}:${letter}${LAST_DAY}`;

/** The sheet "Days": the days that are used, in order of their dates, with what follows for each of them. */
export function daysPage(): Page {
  const page = new Page(
    "Days",
    "calculation",
    "Days in order",
    "The rows that are used, sorted by date: one row is the same day on Days, Work, Expected and Charts",
  );
  page.put("A4", "First day", "label");
  page.put("B4", `=IF(days_read>0,MIN(${days("B")}),"none")`, "strong", "date");
  page.put("C4", "Last day", "label");
  page.put("D4", `=IF(days_read>0,MAX(${days("B")}),"none")`, "strong", "date");
  page.call("first_day", "B4");
  page.call("last_day", "D4");
  putColumns(page, {
    A: {
      head: "Day",
      format: "count",
      width: 11,
      formula: `IF(ROW()-ROW(A$${HEAD_ROW})<=days_read,ROW()-ROW(A$${HEAD_ROW}),"")`,
    },
    B: {
      head: "Date (UTC)",
      format: "date",
      name: "day_date",
      formula: 'IF(ISNUMBER(A{r}),SMALL(read_dates,A{r}),"")',
    },
    C: {
      head: "Row of the table",
      format: "count",
      width: 11,
      formula: 'IF(ISNUMBER(A{r}),MATCH(B{r},read_dates,0),"")',
    },
    D: {
      head: "Hashrate credited (TH/s)",
      format: "count",
      name: "day_hashrate",
      formula: taken("read_hashrate"),
    },
    E: {
      head: "Difficulty",
      width: 22,
      format: "count",
      name: "day_difficulty",
      formula: taken("read_difficulty"),
    },
    F: { head: "Subsidy (BTC)", format: "btcShort", name: "day_subsidy", formula: taken("read_subsidy") },
    G: { head: "Fees per block (BTC)", format: "btcShort", formula: taken("read_fees") },
    H: {
      head: "Fees per block owed (BTC)",
      format: "btcShort",
      name: "day_fees",
      formula: 'IF(ISNUMBER(G{r}),IF(scheme_read="pps",0,G{r}),"")',
    },
    I: { head: "Paid (BTC)", format: "btc", name: "day_paid", formula: taken("read_paid") },
    J: {
      head: "Blocks found by the pool",
      format: "count",
      name: "day_blocks",
      formula: taken("read_blocks"),
      total: "sum",
      totalName: "blocks_found",
    },
    K: {
      head: "Days missing before it",
      format: "count",
      name: "day_missing",
      formula: "IF(AND(ISNUMBER(B{r}),ISNUMBER(B{p})),B{r}-B{p}-1,0)",
      total: "sum",
      totalName: "days_missing",
    },
    L: {
      head: "A day is missing before it",
      format: "flag",
      name: "day_after_gap",
      formula: "IF(K{r}>0,1,0)",
    },
    M: {
      head: "Difficulty adjusted",
      format: "flag",
      name: "day_adjusted",
      formula: "IF(AND(ISNUMBER(E{r}),ISNUMBER(E{p})),IF(E{r}<>E{p},1,0),0)",
    },
    N: {
      head: "Share of nameplate",
      format: "percent",
      name: "day_of_nameplate",
      formula: 'IF(ISNUMBER(D{r}),D{r}/nameplate_read,"")',
    },
    O: {
      head: "Outage",
      format: "flag",
      formula: "IF(ISNUMBER(N{r}),IF(N{r}<outage_below,1,0),0)",
      name: "day_outage",
      total: "sum",
      totalName: "outage_days",
    },
    P: { head: "Outages so far", format: "count", name: "day_outages", formula: "SUM(P{p},O{r})" },
    Q: {
      head: "Month of the period",
      format: "count",
      name: "day_month",
      formula: 'IF(ISNUMBER(B{r}),(YEAR(B{r})-YEAR(first_day))*12+MONTH(B{r})-MONTH(first_day)+1,"")',
    },
    R: {
      head: "Hashrate while up (TH/s)",
      format: "count",
      name: "day_hashrate_up",
      formula: 'IF(ISNUMBER(D{r}),D{r}/(uptime_read*(1-stale_read-rejected_read)),"")',
    },
    S: {
      head: "Hashrate audited (TH/s), above 0",
      format: "count",
      name: "day_hashrate_audited",
      formula: 'IF(ISNUMBER(D{r}),MAX(D{r},1/1000000),"")',
    },
    T: {
      head: "Hashrate below nameplate (TH/s)",
      format: "count",
      name: "day_hashrate_missing",
      formula: 'IF(ISNUMBER(D{r}),MAX(0,nameplate_read-D{r}),"")',
    },
  });
  return page;
}
