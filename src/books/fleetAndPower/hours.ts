import { Page } from "../page";
import { MOST_HOURS, PRINTED_HOURS } from "./prices";

const HEAD_ROW = 8;
const FIRST = HEAD_ROW + 1;
const LAST = HEAD_ROW + MOST_HOURS;

/** Names of columns of the sheet "Hours", each of the cells of a whole year. */
const columns = {
  A: "hours_used",
  B: "prices_used",
  D: "hour_states",
  E: "hour_gains",
  F: "hour_steps",
  H: "hour_modes",
  I: "hour_mode_nets",
} as const;

/**
 * The sheet "Hours": what the site does in each of the hours given. Each column is one formula that fills itself, so that
 * a year is calculated as fast as a month.
 */
export function hoursPage({ head }: { head: number }): Page {
  const page = new Page(
    "Hours",
    "calculation",
    "Hours",
    "When the site runs: each column is one formula in row 9 that fills the rows below; nothing is typed here",
  );
  for (const letters of "ABCDEFGHIJK") page.widths[letters] = 17;
  page.put("A4", `Printed: the first ${PRINTED_HOURS} hours; choose another print area for more`, "note");
  for (const [letters, name] of Object.entries(columns))
    page.call(name, `${letters}${FIRST}:${letters}${LAST}`);
  putSums(page, { head });
  page.put(`A${FIRST}`, '=IF(ISNUMBER(hour_starts),hour_starts,"")', "figure", "moment");
  page.put(
    `B${FIRST}`,
    `=IF(ISNUMBER(hour_prices),hour_prices,IF(ROW(hour_prices)-ROW(Prices!$A$${head})>hours_given,"",average_price))`,
    "figure",
    "decimal",
  );
  page.put(
    `C${HEAD_ROW}`,
    '=IF(site_runs=0,"No machines or no prices",MINING.CURTAILMENT(prices_used,market_hashprice,fleet_j_per_th,site_it_kw,' +
      "pue,pool_fee,,dr_credit,restart_cost,,1,,,min_hours_off,TRUE))",
    "head",
  );
  page.put(
    `F${FIRST}`,
    `=IF(ISNUMBER(hours_used)*ISNUMBER(A${FIRST - 1}:A${LAST - 1}),ROUND((hours_used-A${FIRST - 1}:A${LAST - 1})*24,2),"")`,
    "figure",
    "decimal",
  );
  page.put(
    `G${HEAD_ROW}`,
    '=IF(modes_run=0,"No machine with modes",MINING.POWER_MODES(modes_used,prices_used,market_hashprice,modes_units,' +
      "switch_cost,1,pue,pool_fee,,TRUE))",
    "head",
  );
  dress(page);
  page.frozenAt = `B${FIRST}`;
  page.printing.titleRows = `1:${HEAD_ROW}`;
  page.printing.area = `A1:K${HEAD_ROW + PRINTED_HOURS}`;
  return page;
}

function putSums(page: Page, { head }: { head: number }): void {
  const sums = [
    [
      "Hours given",
      `SUMPRODUCT(MAX(((hour_starts<>"")+(hour_prices<>"")>0)*(ROW(hour_starts)-ROW(Prices!$A$${head}))))`,
      "count",
      "hours_given",
    ],
    ["First hour", "MIN(hours_used)", "moment", "first_hour"],
    ["Last hour", "MAX(hours_used)", "moment", "last_hour"],
    ["Site runs (1 or 0)", "IF(AND(fleet_machines>0,COUNT(hour_prices)>0),1,0)", "flag", "site_runs"],
    ["Hours in which it runs", "SUM(hour_states)", "count", "hours_run"],
    ["Energy used (MWh)", "hours_run*site_mw", "decimal", "energy_used"],
    ["Energy at the hourly price (USD)", "site_mw*SUMPRODUCT(prices_used,hour_states)", "usd", "energy_cost"],
    [
      "First hour out of step (its place)",
      "IFERROR(MATCH(1,INDEX(ISNUMBER(hour_steps)*(hour_steps<>1),0),0),0)",
      "count",
      "irregular_place",
    ],
    [
      "Its day",
      'IF(irregular_place=0,"",IF(INDEX(hour_steps,irregular_place)>1,' +
        "INT(ROUND(INDEX(hours_used,irregular_place-1)*24+1,0)/24),INT(INDEX(hours_used,irregular_place))))",
      "date",
      "irregular_day",
    ],
    [
      "Hours of that day",
      'IF(irregular_place=0,"",COUNTIFS(hours_used,">="&irregular_day,hours_used,"<"&irregular_day+1))',
      "count",
      "irregular_day_hours",
    ],
    [
      "Hours off (share)",
      "IF(site_runs*hours_given=0,0,1-hours_run/hours_given)",
      "percent",
      "hours_off_share",
    ],
  ] as const;
  for (const [index, [label, formula, format, name]] of sums.entries()) {
    const letters = "ABCDEFGHIJK"[index] ?? "";
    page.put(`${letters}5`, label, "head");
    page.put(`${letters}6`, `=${formula}`, "strong", format);
    page.call(name, `${letters}6`);
  }
  page.heights.set(5, 32);
  page.heights.set(HEAD_ROW, 46);
}

function dress(page: Page): void {
  page.put(`A${HEAD_ROW}`, "Start of the hour", "head");
  page.put(`B${HEAD_ROW}`, "Price (USD/MWh)", "head");
  page.put(`F${HEAD_ROW}`, "Hours since the one before", "head");
  for (const letters of ["D", "E", "H", "I"]) page.dress(`${letters}${HEAD_ROW}`, "head");
  const formats = {
    A: "moment",
    B: "decimal",
    C: "count",
    D: "flag",
    E: "decimal",
    F: "decimal",
    G: "count",
    H: "text",
    I: "decimal",
  } as const;
  for (const [letters, format] of Object.entries(formats)) {
    const from = page.cells.has(`${letters}${FIRST}`) ? FIRST + 1 : FIRST;
    page.dress(`${letters}${from}:${letters}${LAST}`, "figure", format);
  }
  page.marks.push({
    range: `A${FIRST}:E${LAST}`,
    formula: `AND(ISNUMBER($D${FIRST}),$D${FIRST}=0)`,
    look: "grey",
  });
}
