import { Page } from "../page";
import { FIRST_DAY, LAST_DAY, putColumns } from "./dayTable";

const days = (letter: string) => `${letter}${FIRST_DAY}:${letter}${LAST_DAY}`;

/** A figure of each day, 0 after the last, so that SUMPRODUCT can take the whole column. */
const ofDay = (formula: string) => `IF(ISNUMBER(A{r}),${formula},0)`;

/** The sheet "Work": hashrate over difficulty, from which blocks, means and the checks in plain Excel follow. */
export function workPage(): Page {
  const page = new Page(
    "Work",
    "calculation",
    "Work and blocks by day",
    "Hashrate over difficulty is the work of a day: what luck, the means on Schemes and the checks in plain Excel are made of",
  );
  putColumns(page, {
    A: { head: "Day", width: 11, format: "count", formula: "Days!A{r}" },
    B: { head: "Date (UTC)", format: "date", formula: "Days!B{r}" },
    C: {
      head: "Hashrate whose blocks count (TH/s)",
      width: 16,
      format: "count",
      formula: 'IF(ISNUMBER(A{r}),IF(scheme_read="solo",Days!D{r},MAX(Days!D{r},pool_th_read)),"")',
    },
    D: {
      head: "Blocks expected of it",
      format: "decimal",
      spill: `IFERROR(MINING.BLOCK_PROB(${days("C")},day_difficulty,1,1,"expected"),"")`,
    },
    E: {
      head: "Blocks found are known",
      format: "flag",
      name: "day_blocks_known",
      formula: "IF(ISNUMBER(Days!J{r}),1,0)",
    },
    F: {
      head: "Blocks expected where found is known",
      width: 16,
      format: "decimal",
      name: "day_blocks_expected",
      formula: 'IF(E{r}=1,D{r},"")',
      total: "sum",
      totalName: "blocks_expected",
    },
    G: {
      head: "Work of the pool (TH/s by difficulty)",
      width: 18,
      format: "difficulty",
      name: "day_pool_work",
      formula: ofDay("C{r}/Days!E{r}"),
    },
    H: {
      head: "Own work (TH/s by difficulty)",
      width: 18,
      format: "difficulty",
      name: "day_work",
      formula: ofDay("Days!D{r}/Days!E{r}"),
      total: "sum",
      totalName: "total_work",
    },
    I: {
      head: "Own work times subsidy",
      width: 18,
      format: "difficulty",
      formula: ofDay("H{r}*Days!F{r}"),
      total: "sum",
      totalName: "subsidy_work",
    },
    J: {
      head: "Own work times fees",
      width: 18,
      format: "difficulty",
      formula: ofDay("H{r}*Days!G{r}"),
      total: "sum",
      totalName: "fees_work",
    },
    K: {
      head: "Reward owed per block (BTC)",
      width: 16,
      format: "btcShort",
      name: "day_reward",
      formula: ofDay("Days!F{r}+Days!H{r}"),
    },
    L: {
      head: "Reward owed by difficulty",
      width: 18,
      format: "difficulty",
      formula: ofDay("K{r}/Days!E{r}"),
      total: "sum",
      totalName: "reward_by_difficulty",
    },
  });
  return page;
}
