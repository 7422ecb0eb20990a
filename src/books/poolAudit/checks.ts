import { ChecksPage } from "../checks";
import { type Page, quoted } from "../page";
import { usedRange } from "../sheetPart";
import { CAPACITY, FIRST_DAY, LAST_DAY } from "./dayTable";
import { fppsMean } from "./schemes";
import { FIRST_MONTH, LAST_MONTH } from "./months";
import { reserveCells } from "./reserve";
import { waterfallRows } from "./waterfall";

/** Differences in coins are shown in satoshis: 1 is the least that a pool can pay. */
const sat = (difference: string) => `ROUND((${difference})*100000000,0)`;
/** What a day's work at a hashrate over its difficulty earns of a reward, in plain Excel. */
const blocks = (work: string) => `${work}*1000000000000*86400/hashes_per_difficulty`;
const dateIn = (marks: string, cell = "Payouts!$A$7:$A$406") => `INDEX(${cell},MATCH(1,${marks},0))`;

/** The sheet "Checks": what was pasted, the terms, and each total computed a second way. */
export function checksPage(pages: readonly Page[]): ChecksPage {
  const page = new ChecksPage();
  checkRows(page);
  checkTerms(page);
  checkTotals(page);
  for (const other of pages)
    page.check({
      name: `No error on ${other.name}`,
      value: `SUMPRODUCT(ISERROR(${other.at(usedRange(other).replace("A1", "A4"))})*1)`,
      unit: "cells",
      format: "count",
      advice: `A cell on ${quoted(other.name)} shows an error: choose it to see why, and correct the input that it names.`,
    });
  page.finish();
  return page;
}

function checkRows(page: ChecksPage): void {
  page.check({
    name: "Payouts are there",
    value: "IF(days_read>1,0,1)",
    unit: "1 is wrong",
    format: "count",
    advice: `Paste at least two days into columns A to C of Payouts, from row ${FIRST_DAY} on.`,
  });
  page.check({
    name: "The table holds all payouts",
    value: "COUNTA(rows_below)",
    unit: "cells",
    format: "count",
    advice: `Payouts stand below row ${LAST_DAY}, where the table of ${CAPACITY} days ends: split them into two files.`,
  });
  page.check({
    name: "No day is missing",
    value: "days_missing",
    unit: "days",
    format: "count",
    advice:
      '="No row is read for "&TEXT(INDEX(day_date,MATCH(1,day_after_gap,0))-INDEX(day_missing,MATCH(1,day_after_gap,0)),"yyyy-mm-dd")&" (first of "&days_missing&"): add the day to Payouts (0 where the pool paid nothing), or correct its row."',
  });
  for (const [name, label, advice] of [
    [
      "no_date",
      "Each row has a date",
      '" has no date or a text for one: type it as a date such as 2025-10-01."',
    ],
    [
      "twice",
      "No day is there twice",
      '" is there twice; the second is left out: add both payouts up in one row, or delete one."',
    ],
    [
      "no_hashrate",
      "Each row has a hashrate",
      '" has no hashrate, a text or a negative one: type the credited TH/s in column B as a number."',
    ],
    [
      "no_payout",
      "Each row has a payout",
      '" has no payout, a text or a negative one: type the coins in column C as a number, 0 or more."',
    ],
    [
      "no_work",
      "No payout without hashrate",
      '" has a payout at a hashrate of 0: correct column B, or move the payout to the day it is for."',
    ],
    [
      "no_difficulty",
      "Each day has a difficulty",
      '" has no difficulty built in or loaded (a future day, or after the history): correct the date, load the market in the pane, or type the difficulty in column F."',
    ],
  ] as const)
    page.check({
      name: label,
      value: `rows_${name}`,
      unit: "rows",
      format: "count",
      advice: `="Row "&(MATCH(1,read_${name},0)+ROW(Payouts!$A$${FIRST_DAY})-1)&" of Payouts ("&IF(ISNUMBER(${dateIn(`read_${name}`)}),TEXT(${dateIn(`read_${name}`)},"yyyy-mm-dd"),"no date")&")"&${advice}`,
    });
  page.check({
    name: "Dates rise",
    value: "rows_wrong_order",
    unit: "rows",
    format: "count",
    advice: `="Row "&(MATCH(1,read_wrong_order,0)+ROW(Payouts!$A$${FIRST_DAY})-1)&" of Payouts ("&TEXT(${dateIn("read_wrong_order")},"yyyy-mm-dd")&") is before the row above it: sort the table by date. The other sheets have sorted the days already."`,
  });
  page.check({
    name: "Optional columns hold numbers",
    value:
      `SUMPRODUCT((Payouts!$D$${FIRST_DAY}:$F$${LAST_DAY}<>"")*1)-SUMPRODUCT(ISNUMBER(Payouts!$D$${FIRST_DAY}:$F$${LAST_DAY})*1)` +
      `+COUNTIF(Payouts!$D$${FIRST_DAY}:$F$${LAST_DAY},"<0")`,
    unit: "cells",
    format: "count",
    advice:
      "A text or a negative number stands in columns D to F of Payouts (red): correct it, or leave the cell empty.",
  });
  page.check({
    name: "The market in use is not before the payouts",
    value: "IF(ISNUMBER(last_day),MAX(0,last_day-market_as_of),0)",
    unit: "days",
    format: "count",
    advice:
      "The last payout is after the day of the market in use: load the market in the pane, or type it on Market.",
  });
}

function checkTerms(page: ChecksPage): void {
  page.check({
    name: "The pool fee is a share",
    value: "IF(ISNUMBER(pool_fee),ABS(fee_read-pool_fee),1)",
    unit: "share",
    advice:
      '="Inputs: the pool fee is "&pool_fee&", and is read as "&TEXT(fee_read,"0.0%")&". Type 2% or 0.02 for two per cent."',
  });
  page.check({
    name: "The pool fee is plausible",
    value: "MAX(0,fee_read-MAX(0,most_fee))*100",
    unit: "% points",
    advice:
      '="Inputs: a pool fee of "&TEXT(fee_read,"0.0%")&" is above "&TEXT(most_fee,"0.0%")&": correct it, or raise the highest plausible fee."',
  });
  const terms = [
    ["scheme", "scheme_read", "Payout scheme"],
    ["fees_per_block", "fees_read", "Transaction fees per block"],
    ["nameplate", "nameplate_read", "Nameplate hashrate"],
    ["uptime", "uptime_read", "Uptime"],
    ["stale_share", "stale_read", "Stale shares"],
    ["rejected_share", "rejected_read", "Rejected shares"],
    ["luck_confidence", "confidence_read", "Confidence of intervals"],
  ] as const;
  for (const [name, read, label] of terms)
    page.check({
      name: `${label}: read as typed`,
      value: `IF(${name}=${read},0,1)`,
      unit: "1 is wrong",
      format: "count",
      advice: `="Inputs: "&${name}&" cannot be right for ${label.toLowerCase()} and is read as "&${read}&": correct it."`,
    });
  page.check({
    name: "The pool is at least as large as you",
    value: 'IF(scheme_read="solo",0,MAX(0,MAX(day_hashrate)-pool_th_read))',
    unit: "TH/s",
    format: "count",
    advice:
      "Inputs: the hashrate of the whole pool is below what it credited you: type it in EH/s (1 EH/s is 1,000,000 TH/s).",
  });
}

function checkTotals(page: ChecksPage): void {
  const { nameplate, fee, expected, luck, paid } = waterfallRows;
  const wf = (row: number) => `SUM(Waterfall!B${row})`;
  const audited = (column: string) => `SUMIFS(${column},audit_days,"Total")`;
  const [months, periods] = [`IF(days_read>1,`, `,0)`];
  page.check({
    name: "POOL_AUDIT: what is owed, against plain Excel",
    value: sat(`total_owed-${blocks("SUMPRODUCT(day_work,day_reward)")}*(1-fee_read)`),
    unit: "satoshi",
    format: "count",
    advice:
      "POOL_AUDIT and hashes over difficulty in plain Excel differ: do not use the result, and report it.",
  });
  page.check({
    name: "POOL_AUDIT: its total against the sum of days",
    value: sat(`${audited("audit_expected")}-total_owed+${audited("audit_paid")}-total_paid`),
    unit: "satoshi",
    format: "count",
    advice: "A day is missing in the table of POOL_AUDIT on Expected: look for text under its last row.",
  });
  page.check({
    name: "What was paid: all rows used, against Payouts",
    value: sat("total_paid-SUMIFS(read_paid,read_used,1)"),
    unit: "satoshi",
    format: "count",
    advice: "The days on Days do not hold all payouts that are used on Read: report it.",
  });
  page.check({
    name: "Waterfall: begins with the nameplate in plain Excel",
    value: sat(`${months}${wf(nameplate)}-nameplate_read*${blocks("reward_by_difficulty")}${periods}`),
    unit: "satoshi",
    format: "count",
    advice: "YIELD_WATERFALL's first step and the nameplate over difficulty differ: report it.",
  });
  page.check({
    name: "Waterfall: its steps lead to what is expected",
    value: sat(`SUM(Waterfall!B${nameplate}:B${fee})-${wf(expected)}`),
    unit: "satoshi",
    format: "count",
    advice: "The steps of the waterfall do not add up to Expected: report it.",
  });
  page.check({
    name: "Waterfall: ends with what was paid",
    value: sat(`${months}${wf(expected)}+${wf(luck)}-${wf(paid)}+${wf(paid)}-total_paid${periods}`),
    unit: "satoshi",
    format: "count",
    advice: "The last step of the waterfall and the sum of payouts differ: report it.",
  });
  page.check({
    name: "Waterfall and POOL_AUDIT: the same is owed",
    value: sat(`${months}${wf(expected)}-total_owed${periods}`),
    unit: "satoshi",
    format: "count",
    advice: "Uptime, stale and rejected shares do not lead back to the credited hashrate: look at Inputs.",
  });
  page.check({
    name: "Months add up to the total",
    value: `${sat("SUM(month_owed)-total_owed+SUM(month_paid)-total_paid")}+SUM(month_days)-days_read`,
    unit: "satoshi",
    format: "count",
    advice: `The payouts reach over more than ${LAST_MONTH - FIRST_MONTH + 1} months, of which Months lists the first: correct a date, or split the file.`,
  });
  page.check({
    name: "Shortfall so far ends with the shortfall",
    value: sat("IF(days_read>0,INDEX(day_shortfall_so_far,days_read),0)-total_shortfall"),
    unit: "satoshi",
    format: "count",
    advice: "The running shortfall on Expected does not end with its total: report it.",
  });
  page.check({
    name: "Luck: blocks found over expected, by month",
    value: "IF(blocks_expected>0,ABS(luck-SUM(month_blocks)/SUM(month_blocks_expected))*1000000,0)",
    unit: "millionths",
    advice: "The luck of the period and the months on Luck differ: look whether all months are listed.",
  });
  page.check({
    name: "Luck: interval and probability say the same",
    value:
      "IF(blocks_expected>0,ABS(IF(OR(luck_lower>1,luck_upper<1),1,0)-IF(luck_chance<1-confidence_read,1,0))+IF(AND(luck_lower<=luck,luck<=luck_upper),0,1),0)",
    unit: "1 is wrong",
    format: "count",
    advice: "POOL_LUCK's interval, its luck and its probability do not agree: report it.",
  });
  page.check({
    name: "Blocks expected, against plain Excel",
    value:
      'IF(AND(blocks_found>0,scheme_read<>"solo"),ABS(SUMPRODUCT(day_blocks_known,day_pool_work)*1000000000000*86400/hashes_per_difficulty-blocks_expected)*1000,0)',
    unit: "thousandths",
    advice: "BLOCK_PROB and hashes over difficulty in plain Excel differ: report it.",
  });
  page.check({
    name: "Schemes: the mean of fpps, against plain Excel",
    value: sat(
      `IF(days_read>0,SUM(Schemes!${fppsMean.mean})-${blocks("(subsidy_work+fees_work)")}*(1-Schemes!${fppsMean.fee}),0)`,
    ),
    unit: "satoshi",
    format: "count",
    advice: "POOL_PAYOUT's mean and the sum of days differ: look at the fees of Schemes compared on Inputs.",
  });
  page.check({
    name: "Reserve: its ruin is the one accepted",
    value: `IF(ISNUMBER(Reserve!${reserveCells.reserve}),ABS(EXP(-Reserve!${reserveCells.coefficient}*Reserve!${reserveCells.reserve})-ruin_probability)*1000000,0)`,
    unit: "millionths",
    advice: "POOL_RESERVE's reserve and its adjustment coefficient do not agree: report it.",
  });
  page.check({
    name: "Hashprice of the market, against plain Excel",
    value:
      "market_hashprice-market_price*(market_subsidy+market_fees)*1000*1000000000000*86400/(market_difficulty*hashes_per_difficulty)",
    unit: "USD/PH/d",
    advice:
      "HASHPRICE and its formula in plain Excel differ, or the market in use has no number: look at Market.",
  });
}
