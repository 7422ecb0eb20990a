import { ChecksPage } from "../checks";
import type { MonthPage } from "../months";
import { cellAt, type Page, placed } from "../page";
import type { Instruments } from "./total";
import { usedRange } from "../sheetPart";

interface Checked extends Instruments {
  readonly curves: Page;
  readonly total: MonthPage;
  readonly witness: MonthPage;
  readonly risk: MonthPage;
  /** Of which no cell may show an error. */
  readonly pages: readonly Page[];
}

const CORRECT_FIRST = '"First correct "&first_wrong_input&": "&first_prompt';

/** Where a figure is missing because of an input, that input is to be corrected before anything else. */
const inputsFirst = (advice: string) =>
  `=IF(inputs_wrong>0,${CORRECT_FIRST},${advice.startsWith("=") ? `IFERROR(${advice.slice(1)},"Sheets that it reads show errors: see above")` : `"${advice}"`})`;

/** The same for a check of its own input, which can say more unless the figures are missing. */
const orFirst = (advice: string) =>
  `=IFERROR(${advice.slice(1)},IF(inputs_wrong>0,${CORRECT_FIRST},"Sheets that it reads show errors: see above"))`;

export function checkPage(checked: Checked): ChecksPage {
  const checks = new ChecksPage();
  checks.check({
    name: "Each input is of its kind and within its bounds",
    value: "inputs_wrong",
    unit: "inputs",
    format: "count",
    advice: `=${CORRECT_FIRST}`,
  });
  checkInputs(checks, checked);
  checkCurves(checks, checked);
  checkHedge(checks, checked);
  checkTotals(checks, checked);
  checkAddIn(checks, checked);
  for (const page of checked.pages)
    checks.check({
      name: `No error on the sheet ${page.name}`,
      value: `SUMPRODUCT(--ISERROR(${page.at(usedRange(page).replace("A1", "A3"))}))`,
      unit: "cells",
      format: "count",
      advice: inputsFirst(
        `Look for cells that begin with # on the sheet ${page.name}, and correct the input that they read.`,
      ),
    });
  checks.finish();
  return checks;
}

/** The date of the first month in which a line is not 0, as text. */
const firstMonth = (curve: MonthPage, test: string) =>
  `TEXT(INDEX(${curve.months("end")},1,MATCH(1,INDEX(--(${test}),1,0),0)),"mmm yyyy")`;

function checkInputs(checks: ChecksPage, { curve, typed }: Checked): void {
  checks.check({
    name: "Month 1 does not begin before the day of the market",
    value: "MAX(0,market_as_of-start_date)",
    unit: "days",
    format: "count",
    advice:
      '="Month 1 begins on "&TEXT(start_date,"yyyy-mm-dd")&", the market is of "&TEXT(market_as_of,"yyyy-mm-dd")&": move the first day on Inputs to the 1st of the next month, or set the market on Market."',
  });
  checks.check({
    name: "Month 1 begins on the first day of a month",
    value: "DAY(start_date)-1",
    unit: "days",
    format: "count",
    advice: '="Inputs says "&TEXT(start_date,"yyyy-mm-dd")&": type the first day of that month."',
  });
  checks.check({
    name: "The plan has 1 to 36 whole months",
    value: `IF(AND(plan_months>=1,plan_months<=COLUMNS(${curve.months("end")}),plan_months=INT(plan_months)),0,1)`,
    unit: "1 if not",
    format: "count",
    advice: `="Inputs says "&plan_months&" months of the plan: type a whole number from 1 to "&COLUMNS(${curve.months("end")})&"."`,
  });
  checks.check({
    name: "The hedged months are within the plan",
    value:
      "IF(hedge_months=0,0,MAX(0,hedge_first+hedge_months-1-plan_months))+MAX(0,-hedge_months)+MAX(0,1-hedge_first)",
    unit: "months",
    format: "count",
    advice:
      '="The hedge is of months "&hedge_first&" to "&hedge_first+hedge_months-1&", the plan has "&plan_months&": lengthen the plan or shorten the hedge on Inputs. Months outside the plan are not hedged."',
  });
  checks.check({
    name: "Price, difficulty, height and fees of the market are there",
    value:
      "IF(AND(ISNUMBER(market_price),ISNUMBER(market_difficulty),ISNUMBER(market_height),ISNUMBER(market_fees)),IF(MIN(market_price,market_difficulty,market_height)>0,0,1),1)",
    unit: "1 if not",
    format: "count",
    advice: "On the sheet Market, load the live market in the pane, or choose frozen or typed.",
  });
  const shares = ["put_share", "collar_share", "futures_share", "hashprice_share"];
  const negative = (key: string) => `COUNTIF(${typed.months(key)},"<0")`;
  checks.check({
    name: "No share hedged is negative",
    value: `${shares.map((name) => `(${name}<0)`).join("+")}+${shares.map(negative).join("+")}`,
    unit: "inputs",
    format: "count",
    advice:
      "A share on Inputs or By month is negative: type 0 for no hedge. Shares are positive also for what is sold.",
  });
}

function checkCurves(checks: ChecksPage, { curves }: Checked): void {
  for (const [name, title] of [
    ["forward", "Forward curve"],
    ["volatility", "Volatility curve"],
  ] as const) {
    const dates = curves.names.get(`${name}_dates`) ?? "";
    const [first = "", last = ""] = dates.split(":");
    const { column, row } = placed(first);
    const { row: end } = placed(last);
    const above = curves.at(`${first}:${cellAt(column, end - 1)}`);
    const below = curves.at(`${cellAt(column, row + 1)}:${last}`);
    const wrong = `ISNUMBER(${below})*(${below}<=${above})`;
    checks.check({
      name: `Dates of the ${name} curve rise`,
      value: `SUMPRODUCT(${wrong})`,
      unit: "rows",
      format: "count",
      advice: `="${title} on Curves: the expiry in row "&ROW(${curves.at(first)})+MATCH(1,INDEX(${wrong},0,1),0)&" of the sheet is not later than the one above it. Put the rows in order, each date once."`,
    });
  }
  const flat = "ISNUMBER(volatility_dates)*(1-ISNUMBER(volatility_values)*(volatility_values>0))";
  checks.check({
    name: "Volatilities are above 0",
    value: `SUMPRODUCT(${flat})`,
    unit: "rows",
    format: "count",
    advice: `="Volatility curve on Curves: row "&ROW(${curves.at((curves.names.get("volatility_dates") ?? "").split(":")[0] ?? "")})+MATCH(1,INDEX(${flat},0,1),0)-1&" of the sheet has no volatility above 0, and is left out. Type it as a share, such as 48%."`,
  });
  checks.check({
    name: "Forwards are above 0",
    value: 'COUNTIF(forward_prices,"<=0")+COUNTIF(forward_bases,"<=-1")',
    unit: "rows",
    format: "count",
    advice: "A forward on Curves is not above 0, or a basis is -100 % or less: correct it or empty the cell.",
  });
}

function checkHedge(checks: ChecksPage, { curve, puts, collars, hashprice, total }: Checked): void {
  const over = `${total.months("coverage")}>1+check_tolerance/100`;
  checks.check({
    name: "No month has more coins hedged than mined",
    value: `SUMPRODUCT(--(${over}))`,
    unit: "months",
    format: "count",
    advice: orFirst(
      `="In "&${firstMonth(curve, over)}&" more coins are hedged than are mined: lower the shares on Inputs or By month (all instruments together at most 100 %), or the contract sizes."`,
    ),
  });
  const sold = `${hashprice.months("share")}>1`;
  checks.check({
    name: "No month has more hashrate sold than the fleet has",
    value: `SUMPRODUCT(--(${sold}))`,
    unit: "months",
    format: "count",
    advice: orFirst(
      `="In "&${firstMonth(curve, sold)}&" hashprice forwards sell more hashrate than the fleet has: lower the share on Inputs or By month to at most 100 %."`,
    ),
  });
  const strikes = [puts.months("strikeShare"), collars.months("putShare"), collars.months("callShare")];
  const asPrice = (range: string) => `(${range}>highest_strike)`;
  checks.check({
    name: "Strikes are shares of the forward, not prices",
    value: `SUMPRODUCT(--(${strikes.map(asPrice).join("+")}>0))`,
    unit: "months",
    format: "count",
    advice: orFirst(
      `="In "&${firstMonth(curve, `${strikes.map(asPrice).join("+")}>0`)}&" a strike is above "&TEXT(highest_strike,"0%")&" of the forward: type it on Inputs or By month as a share, such as 90%, not as a price in USD."`,
    ),
  });
  const low = strikes.map((range) => `(${range}<=0)`).join("+");
  checks.check({
    name: "Strikes are above 0",
    value: `SUMPRODUCT(--(${low}>0))`,
    unit: "months",
    format: "count",
    advice: orFirst(
      `="In "&${firstMonth(curve, `${low}>0`)}&" a strike is 0 or less: type it on Inputs or By month as a share of the forward, such as 90%."`,
    ),
  });
  const crossed = `(collar_kind<>"costless")*(${collars.months("callShare")}<${collars.months("putShare")})`;
  checks.check({
    name: "Call strikes are not under the put strikes",
    value: `SUMPRODUCT(${crossed})`,
    unit: "months",
    format: "count",
    advice: orFirst(
      `="In "&${firstMonth(curve, `${crossed}>0`)}&" the collar's call strike is under its put strike: raise the call strike or lower the put strike on Inputs or By month. Until then the put strike counts for both."`,
    ),
  });
  const dear = `(collar_kind="costless")*(${collars.months("putShare")}>1)`;
  checks.check({
    name: "A costless collar has its put strike at or under the forward",
    value: `SUMPRODUCT(${dear})`,
    unit: "months",
    format: "count",
    advice: orFirst(
      `="In "&${firstMonth(curve, `${dear}>0`)}&" the put strike of a costless collar is above 100 % of the forward, and 100 % counts: lower it on Inputs or By month."`,
    ),
  });
}

function checkTotals(checks: ChecksPage, checked: Checked): void {
  const { curve, production, futures, hashprice, total } = checked;
  checks.check({
    name: "Hedged and open coins add up to the coins mined",
    value: `${total.total("btc")}+${total.total("open")}-SUM(${production.months("btc")})`,
    unit: "BTC",
    advice: inputsFirst(
      "A formula on the sheet Hedge total was changed: restore the sheet from a new workbook.",
    ),
  });
  checks.check({
    name: "Futures lock in coins times the forward",
    value: `${futures.total("floor")}-SUMPRODUCT(${futures.months("btc")},${curve.months("forward")})`,
    unit: "USD",
    advice: inputsFirst("A formula on the sheet Futures was changed: restore the sheet from a new workbook."),
  });
  checks.check({
    name: "Hashprice forwards lock in price times hashrate times days",
    value: `${hashprice.total("floor")}-SUMPRODUCT(${hashprice.months("price")},${hashprice.months("hashrate")},${hashprice.months("days")})`,
    unit: "USD",
    advice: inputsFirst(
      "A formula on the sheet Hashprice forwards was changed: restore the sheet from a new workbook.",
    ),
  });
  checks.check({
    name: "Hashprice forwards lock in coins times their price per coin",
    value: `${hashprice.total("floor")}-SUMPRODUCT(${hashprice.months("btc")},${hashprice.months("priceBtc")})`,
    unit: "USD",
    advice: inputsFirst(
      "A formula on the sheet Hashprice forwards was changed: restore the sheet from a new workbook.",
    ),
  });
  checks.check({
    name: "Premiums by month are the premiums of the legs",
    value: `${total.total("premium")}+SUMPRODUCT(leg_quantities,leg_premiums)`,
    unit: "USD",
    advice: inputsFirst("A formula on the sheet Legs was changed: restore the sheet from a new workbook."),
  });
  checks.check({
    name: "The book at the forward is worth the sum of its legs",
    value: "INDEX(book_at_forward,1,7)-SUM(leg_values)",
    unit: "USD",
    advice: inputsFirst(
      "A formula on the sheet Legs or Book values was changed: restore the sheet from a new workbook.",
    ),
  });
  checks.check({
    name: "Months without a hedge have the figures without one",
    value: `SUMPRODUCT(--(${total.months("btc")}=0),ABS(${total.months("fall.hedged")}-${total.months("fall.unhedged")})+ABS(${total.months("rise.hedged")}-${total.months("rise.unhedged")}))`,
    unit: "USD",
    advice: inputsFirst(
      "A formula on the sheet Hedge total was changed: restore the sheet from a new workbook.",
    ),
  });
  checks.check({
    name: "Without a hedge the book is the coins mined at each price",
    value: "IF(SUMPRODUCT(ABS(leg_quantities))=0,INDEX(book_at_forward,1,3)-INDEX(book_at_forward,1,2),0)",
    unit: "USD",
    advice: inputsFirst(
      "A formula on the sheet Legs or Book values was changed: restore the sheet from a new workbook.",
    ),
  });
}

function checkAddIn(
  checks: ChecksPage,
  { axis, production, puts, collars, witness, risk, curve }: Checked,
): void {
  checks.check({
    name: "Puts cost what Black's formula says in plain Excel",
    value: `SUMPRODUCT(ABS(${puts.months("premium")}-${witness.months("putCost")}))`,
    unit: "USD",
    advice: inputsFirst(
      "Compare the sheets Puts and Second computation: a strike or a volatility out of all bounds, or a changed formula.",
    ),
  });
  checks.check({
    name: "Collars cost what Black's formula says in plain Excel",
    value: `SUMPRODUCT(ABS(${collars.months("premium")}-${witness.months("collarCost")}))`,
    unit: "USD",
    advice: inputsFirst(
      "Compare the sheets Collars and Second computation: a strike or a volatility out of all bounds, or a changed formula.",
    ),
  });
  checks.check({
    name: "Calls less puts are the discounted forward less the strike",
    value: witness.total("parity"),
    unit: "USD/BTC",
    advice: inputsFirst("Compare the sheet Second computation: a formula was changed."),
  });
  checks.check({
    name: "Coins are the fleet's share of what the network mines",
    value: `${production.total("btc")}-${witness.total("btc")}`,
    unit: "BTC",
    advice: inputsFirst("Compare the sheets Production and Second computation: a formula was changed."),
  });
  checks.check({
    name: "The model of the simulation mines the coins of Production",
    value: `model_btc-${production.total("btc")}`,
    unit: "BTC",
    advice: inputsFirst(
      "Compare the sheets Model and Production: a formula was changed, or month 1 does not begin on the 1st.",
    ),
  });
  checks.check({
    name: "Each month is simulated",
    value: `COUNT(Simulation!$A$7:$A$${7 + axis.months - 1})-SUM(${curve.months("flag")})`,
    unit: "months",
    format: "count",
    advice: inputsFirst(
      "Look at the sheet Simulation: a message there says which assumption of Model is out of bounds.",
    ),
  });
  checks.check({
    name: "The hedge does not add to the cash at risk",
    value: `SUMPRODUCT(--(${risk.months("atRiskHedged")}>${risk.months("atRisk")}+1))`,
    unit: "months",
    format: "count",
    advice: inputsFirst(
      `="In "&${firstMonth(curve, `${risk.months("atRiskHedged")}>${risk.months("atRisk")}+1`)}&" cash at risk is higher with the hedge: more may be hedged than is mined."`,
    ),
  });
}
