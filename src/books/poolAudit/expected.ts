import { figureOr } from "../addin";
import { Page } from "../page";
import { FIRST_DAY, LAST_DAY, putColumns } from "./dayTable";

const whileDay = (formula: string) => `IF(ISNUMBER(A{r}),${formula},"")`;

/** The sheet "Expected": what the pool owes for each day, what it paid, and the difference. */
export function expectedPage(): Page {
  const page = new Page(
    "Expected",
    "calculation",
    "Owed and paid by day",
    "What the credited hashrate earns at the day's difficulty, after the agreed fee, against what was paid; the last block is POOL_AUDIT as the add-in returns it",
  );
  const before = (letter: string) =>
    `IF(A{r}>rolling_days,INDEX(${letter}$${FIRST_DAY}:${letter}$${LAST_DAY},A{r}-rolling_days),0)`;
  putColumns(page, {
    A: { head: "Day", width: 11, format: "count", formula: "Days!A{r}" },
    B: { head: "Date (UTC)", format: "date", formula: "Days!B{r}" },
    C: { head: "Hashrate credited (TH/s)", format: "count", formula: "Days!D{r}" },
    D: { head: "Difficulty", width: 21, format: "count", formula: "Days!E{r}" },
    E: { head: "Subsidy (BTC)", format: "btcShort", formula: "Days!F{r}" },
    F: { head: "Fees owed per block (BTC)", format: "btcShort", formula: "Days!H{r}" },
    G: {
      head: "Owed (BTC)",
      format: "btc",
      formula: whileDay("R{r}"),
      name: "day_owed",
      total: "sum",
      totalName: "total_owed",
    },
    H: { head: "Paid (BTC)", format: "btc", formula: "Days!I{r}", total: "sum", totalName: "total_paid" },
    I: {
      head: "Shortfall (BTC)",
      format: "btc",
      formula: whileDay("G{r}-H{r}"),
      total: "total_owed-total_paid",
      totalName: "total_shortfall",
    },
    J: {
      head: "Share paid",
      format: "percentFine",
      formula: whileDay('IF(C{r}>0,H{r}/G{r},"")'),
      name: "day_share_paid",
      total: 'IF(total_owed>0,total_paid/total_owed,"")',
      totalName: "total_share_paid",
    },
    K: {
      head: "Owed so far (BTC)",
      format: "btc",
      formula: whileDay("SUM(K{p},G{r})"),
      name: "day_owed_so_far",
    },
    L: { head: "Paid so far (BTC)", format: "btc", formula: whileDay("SUM(L{p},H{r})") },
    M: {
      head: "Shortfall so far (BTC)",
      format: "btc",
      formula: whileDay("K{r}-L{r}"),
      name: "day_shortfall_so_far",
    },
    N: {
      head: "Share paid, moving",
      format: "percentFine",
      formula: whileDay(`IFERROR((L{r}-${before("L")})/(K{r}-${before("K")}),"")`),
    },
    O: {
      head: "Underpaid",
      format: "flag",
      formula: "IF(ISNUMBER(J{r}),IF(J{r}<underpaid_below,1,0),0)",
      total: "sum",
      totalName: "underpaid_days",
    },
    P: { head: "Underpaid so far", format: "count", name: "day_underpaid", formula: "SUM(P{p},O{r})" },
    Q: {
      head: "POOL_AUDIT: Day",
      format: "count",
      spill: figureOr(
        "none",
        "MINING.POOL_AUDIT(day_paid,day_hashrate_audited,day_difficulty,day_subsidy,day_fees,fee_read,FALSE)",
      ),
    },
    R: { head: "Expected (BTC)", format: "btc" },
    S: { head: "Paid (BTC)", format: "btc" },
    T: { head: "Difference (BTC)", format: "btc" },
    U: { head: "Share of expected", format: "percentFine" },
  });
  for (const [letter, name] of [
    ["Q", "audit_days"],
    ["R", "audit_expected"],
    ["S", "audit_paid"],
  ] as const)
    page.call(name, `${letter}${FIRST_DAY}:${letter}${LAST_DAY + 1}`);
  // Under the last of as many days as there can be comes the total of POOL_AUDIT.
  for (const [letter, format] of [
    ["Q", "count"],
    ["R", "btc"],
    ["S", "btc"],
    ["T", "btc"],
    ["U", "percentFine"],
  ] as const)
    page.dress(`${letter}${LAST_DAY + 1}`, "figure", format);
  return page;
}
