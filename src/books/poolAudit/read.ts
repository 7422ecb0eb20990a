import { Page } from "../page";
import { FIRST_DAY, HEAD_ROW, LAST_DAY, putColumns } from "./dayTable";

/** Reasons for which a row is left out, in the order in which they are named, with their test. */
const faults = [
  ["no_date", "no date, or a text", "IF(ISNUMBER(A{r}),0,1)"],
  [
    "twice",
    "the day is there twice",
    `IF(ISNUMBER(A{r}),IF(MATCH(A{r},A$${FIRST_DAY}:A$${LAST_DAY},0)<ROW()-ROW(A$${HEAD_ROW}),1,0),0)`,
  ],
  ["no_hashrate", "no hashrate, a text or below 0", "IF(ISNUMBER(B{r}),IF(B{r}<0,1,0),1)"],
  ["no_payout", "no payout, a text or below 0", "IF(ISNUMBER(C{r}),IF(C{r}<0,1,0),1)"],
  ["no_work", "paid without hashrate", "IF(AND(ISNUMBER(B{r}),ISNUMBER(C{r})),IF(AND(B{r}=0,C{r}>0),1,0),0)"],
  ["no_difficulty", "no difficulty known", "IF(ISNUMBER(F{r}),0,IF(ISNUMBER(A{r}),1,0))"],
] as const;

const FAULT_COLUMNS = ["L", "M", "N", "O", "P", "Q"] as const;

/** The sheet "Read": the payouts as they are read, row by row, with the history of their days. */
export function readPage(): Page {
  const page = new Page(
    "Read",
    "calculation",
    "Payouts as they are read",
    "Row by row as on Payouts. A row with a fault is left out of everything until it is corrected; 1 marks the fault",
  );
  const pasted = (letter: string) => `IF(ISNUMBER(Payouts!${letter}{r}),Payouts!${letter}{r},"")`;
  const [first] = FAULT_COLUMNS;
  const last = FAULT_COLUMNS[FAULT_COLUMNS.length - 1] ?? "";
  const dates = `A${FIRST_DAY}:A${LAST_DAY}`;
  putColumns(page, {
    A: { head: "Date (UTC)", format: "date", formula: 'IF(ISNUMBER(Payouts!A{r}),INT(Payouts!A{r}),"")' },
    B: { head: "Hashrate credited (TH/s)", format: "count", formula: pasted("B"), name: "read_hashrate" },
    C: { head: "Paid (BTC)", format: "btc", formula: pasted("C"), name: "read_paid" },
    D: {
      head: "Difficulty by the history",
      width: 22,
      format: "count",
      spill: `IFERROR(MINING.MARKET("btc.difficulty",${dates}),"")`,
    },
    E: {
      head: "Subsidy by the history (BTC)",
      format: "btcShort",
      spill: `IFERROR(MINING.MARKET("btc.subsidy",${dates}),"")`,
    },
    F: {
      head: "Difficulty used",
      width: 22,
      format: "count",
      name: "read_difficulty",
      formula: 'IF(SUM(Payouts!F{r})>0,Payouts!F{r},IF(ISNUMBER(D{r}),D{r},""))',
    },
    G: {
      head: "Subsidy used (BTC)",
      format: "btcShort",
      name: "read_subsidy",
      formula: 'IF(ISNUMBER(E{r}),E{r},IF(ISNUMBER(F{r}),market_subsidy,""))',
    },
    H: {
      head: "Fees per block (BTC)",
      format: "btcShort",
      name: "read_fees",
      formula: "IF(ISNUMBER(Payouts!E{r}),MAX(0,Payouts!E{r}),fees_read)",
    },
    I: {
      head: "Blocks found by the pool",
      format: "count",
      name: "read_blocks",
      formula: 'IF(ISNUMBER(Payouts!D{r}),MAX(0,ROUND(Payouts!D{r},0)),"")',
    },
    J: {
      head: "Row is filled",
      format: "flag",
      total: "sum",
      totalName: "rows_filled",
      formula: 'IF(Payouts!A{r}&Payouts!B{r}&Payouts!C{r}="",0,1)',
    },
    K: {
      head: "Before the row above",
      format: "flag",
      total: "sum",
      name: "read_wrong_order",
      totalName: "rows_wrong_order",
      formula: "IF(AND(ISNUMBER(A{r}),ISNUMBER(A{p})),IF(A{r}<A{p},1,0),0)",
    },
    ...Object.fromEntries(
      faults.map(([name, head, test], index) => [
        FAULT_COLUMNS[index] ?? "",
        {
          head,
          format: "flag" as const,
          total: "sum",
          name: `read_${name}`,
          totalName: `rows_${name}`,
          formula: `IF(J{r}=1,${test},0)`,
        },
      ]),
    ),
    R: {
      head: "Row is used",
      format: "flag",
      name: "read_used",
      total: "sum",
      totalName: "days_read",
      formula: `IF(J{r}=1,IF(SUM(${first}{r}:${last}{r})=0,1,0),0)`,
    },
    S: { head: "Day used", format: "date", name: "read_dates", formula: 'IF(R{r}=1,A{r},"")' },
    T: {
      head: "What was read",
      width: 30,
      look: "text",
      formula: `IF(J{r}=0,"",IF(R{r}=1,"read",INDEX($${first}$${HEAD_ROW}:$${last}$${HEAD_ROW},1,MATCH(1,${first}{r}:${last}{r},0))))`,
    },
  });
  page.marks.push({
    range: `T${FIRST_DAY}:T${LAST_DAY}`,
    formula: `AND(T${FIRST_DAY}<>"",T${FIRST_DAY}<>"read")`,
    look: "red",
  });
  return page;
}
