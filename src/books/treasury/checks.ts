import { ChecksPage } from "../checks";
import type { MonthPage } from "../months";
import type { Page } from "../page";
import type { RiskRun } from "./riskRun";
import type { RunwayRun } from "./runwayRun";
import type { ReadingPage } from "./readings";
import type { BillsRun, FanRun, PolicyRuns } from "./runs";
import { closingCells, METHODS_FIRST, saleCells } from "./sale";
import type { RollforwardRun } from "./rollforwardRun";
import type { SaleRun } from "./saleRun";

interface Sheets {
  readonly time: MonthPage;
  readonly treasury: MonthPage;
  readonly runs: PolicyRuns;
  readonly bills: BillsRun;
  readonly fan: FanRun;
  readonly lots: ReadingPage;
  readonly movements: ReadingPage;
  readonly saleRun: SaleRun;
  readonly rollforwardRun: RollforwardRun;
  readonly risk: RiskRun;
  readonly runway: RunwayRun;
  readonly sale: Page;
  /** Each sheet but Checks, for errors. */
  readonly all: readonly Page[];
}

/** The sheet "Checks". */
export function checksPage(sheets: Sheets): ChecksPage {
  const page = new ChecksPage();
  addInputs(page, sheets);
  addTables(page, sheets);
  addPlan(page, sheets);
  addLoan(page, sheets);
  addSale(page, sheets);
  addRollforward(page, sheets);
  for (const sheet of sheets.all) addErrors(page, sheet);
  page.finish();
  return page;
}

function addInputs(page: ChecksPage, { time }: Sheets): void {
  page.check({
    name: "Month 1 does not begin before the day of the market in use",
    value: "IF(start_date<market_as_of,market_as_of-start_date,0)",
    unit: "days",
    advice:
      '="Inputs, First day of month 1: "&TEXT(start_date,"yyyy-mm-dd")&" is before the market of "&TEXT(market_as_of,"yyyy-mm-dd")&"; choose a later month, or freeze an older market on Market"',
  });
  page.check({
    name: "Month 1 begins on the first day of a month",
    value: "DAY(start_date)-1",
    unit: "days",
    advice:
      "Inputs, First day of month 1: type the first day of a month, so that the months of the plan are calendar months",
  });
  page.check({
    name: "Ends of months rise",
    value: `SUMPRODUCT(--(${shifted(time, 2)}<=${shifted(time, 1)}))`,
    unit: "months",
    format: "count",
    advice:
      "Time, row 5: a month does not end after the one before; type First day of month 1 on Inputs as a date",
  });
  page.check({
    name: "Policy is one of the four",
    value: 'IF(OR(policy="cover",policy="sell_all",policy="hold",policy="share"),0,1)',
    unit: "1 or 0",
    format: "flag",
    advice:
      "Inputs, Policy of selling: choose cover, sell_all, hold or share; until then the plan is run under cover",
  });
  page.check({
    name: "Share of mined coins sold is from 0 % to 100 %",
    value: "IF(ISNUMBER(policy_share),IF(AND(policy_share>=0,policy_share<=1),0,1),1)",
    unit: "1 or 0",
    format: "flag",
    advice:
      "Inputs, Share of mined coins sold: type a share from 0 % to 100 %; no more can be sold than is mined, so 100 % is taken for more",
  });
  page.check({
    name: "Coins pledged are a part of the coins held",
    value: "MAX(0,collateral_btc-coins_held)*market_price",
    unit: "USD",
    advice:
      '="Inputs, Coins pledged: "&TEXT(collateral_btc,"0.00######")&" BTC are pledged, but only "&TEXT(coins_held,"0.00######")&" are held; correct one of them"',
  });
  page.check({
    name: "Liquidation LTV is above the margin-call LTV",
    value: "IF(liquidation_ltv>margin_call_ltv,0,1)",
    unit: "1 or 0",
    format: "flag",
    advice:
      '="Inputs, Liquidation LTV: "&TEXT(liquidation_ltv,"0.0%")&" must be above the margin-call LTV of "&TEXT(margin_call_ltv,"0.0%")&"; a lender calls before it sells"',
  });
  page.check({
    name: "Cure LTV is at most the margin-call LTV",
    value: "IF(cure_ltv<=margin_call_ltv,0,1)",
    unit: "1 or 0",
    format: "flag",
    advice: "Inputs, Cure LTV: at most the margin-call LTV, or a loan would be called again at once",
  });
  page.check({
    name: "Loan to value is below the margin-call LTV",
    value: "IF(AND(is_pledged=1,ltv_now>=margin_call_ltv),1,0)",
    unit: "1 or 0",
    format: "flag",
    advice:
      '="Loan: the loan to value is "&TEXT(ltv_now,"0.0%")&", "&IF(ltv_now>=liquidation_ltv,"above the liquidation LTV","above the margin-call LTV")&"; pledge "&TEXT(btc_to_cure,"0.0000")&" BTC more or repay "&TEXT(usd_to_cure,"$#,##0")&" on Inputs"',
  });
  page.check({
    name: "Prices of the ladder rise",
    value: "IF(ladder_high>ladder_low,0,1)",
    unit: "1 or 0",
    format: "flag",
    advice: "Inputs, Highest price of the ladder: above the lowest",
  });
}

/** The ends of the months from one to the last but one, or from the second to the last. */
function shifted(time: MonthPage, from: 1 | 2): string {
  const { axis } = time;
  return time.at(`${axis.column(from)}5:${axis.column(axis.months - 2 + from)}5`);
}

function addTables(page: ChecksPage, { lots, movements }: Sheets): void {
  for (const [reading, key, name, advice] of [
    [
      lots,
      "badDate",
      "Lots have dates",
      "the date is text or blank; type a date such as 2026-06-30. The lot is left out",
    ],
    [
      lots,
      "badQuantity",
      "Lots have quantities of 0 or more",
      "the quantity is text, blank or negative; type the coins that are left. The lot is left out",
    ],
    [
      lots,
      "badCost",
      "Lots have unit costs of 0 or more",
      "the unit cost is text, blank or negative; type USD per BTC. The lot is left out",
    ],
    [lots, "badType", "Lots are mined or bought", "the type must be mined or bought; choose one"],
    [
      lots,
      "disordered",
      "Lots are in the order of time",
      "the lot is older than one above it; sort the lots by date, oldest first",
    ],
    [
      lots,
      "later",
      "Lots are not of days after the sale",
      "the lot is of a later day than the sale on Inputs and is left out; correct one of the dates",
    ],
    [
      lots,
      "badUse",
      "Coins named for specific are in their lots",
      "the use is text, negative or more than the lot has; type at most its quantity",
    ],
    [
      movements,
      "badDate",
      "Movements have dates up to the closing date",
      "the date is text, blank or after the closing date on Inputs. The movement is left out",
    ],
    [
      movements,
      "badQuantity",
      "Movements have quantities",
      "the quantity is text or blank; type BTC, negative where coins go out. The movement is left out",
    ],
    [
      movements,
      "badType",
      "Movements have a known type",
      "the type must be opening, mined, bought, transfer in, sold, paid or transfer out",
    ],
    [
      movements,
      "badPrice",
      "Movements have prices above 0",
      "the price is text, blank or 0; type USD per BTC. The movement is left out",
    ],
    [
      movements,
      "badSign",
      "Signs suit the types",
      "coins that come in are positive, coins that go out are negative; correct the sign or the type",
    ],
    [
      movements,
      "badCost",
      "Unit costs are in their places",
      "a unit cost of 0 or more belongs to opening and transfer in only; elsewhere the price is the cost",
    ],
    [movements, "badFees", "Fees are in their places", "fees of 0 or more belong to sold and paid only"],
    [
      movements,
      "disordered",
      "Movements are in the order of time",
      "the movement is older than one above it; sort them by date",
    ],
    [
      movements,
      "overdrawn",
      "No movement takes more than is held",
      "more coins go out than are held that day; add what is missing, or correct the quantity. It is left out",
    ],
  ] as const)
    page.check({
      name,
      value: `SUM(${reading.column(key)})`,
      unit: "rows",
      format: "count",
      advice: reading.firstOf(key, advice),
    });
  page.check({
    name: "Lots add up to the coins held",
    value: `IF(SUM(${lots.column("filled")})=0,0,ROUND(coins_held-SUM('Tax lots'!B6:B205),8)*market_price)`,
    unit: "USD",
    format: "usdCents",
    advice: `="Tax lots hold "&TEXT(SUM('Tax lots'!B6:B205),"0.00######")&" BTC, Inputs say "&TEXT(coins_held,"0.00######")&"; correct Coins held on Inputs, or the lots"`,
  });
}

function addPlan(page: ChecksPage, { treasury, runs, bills, runway }: Sheets): void {
  for (const [key, name, value, unit] of [
    [
      "coinsDifference",
      "Coins: opening, mined and sold give the closing of MINING.TREASURY",
      "*market_price",
      "USD",
    ],
    ["cashDifference", "Cash: opening, proceeds and bills give the closing of MINING.TREASURY", "", "USD"],
    ["loanDifference", "Loan: owed and repaid give the balance of MINING.TREASURY", "", "USD"],
  ] as const)
    page.check({
      name,
      value: `${treasury.total(key)}${value}+ABS(${treasury.opening(key)})${value}`,
      unit,
      format: "usdCents",
      advice: `Treasury, the last lines: a month differs from the add-in; check that no formula of the sheet was overwritten`,
    });
  const own = (key: string) => treasury.months(key);
  page.check({
    name: "Cash over the whole plan foots",
    value: `cash_usd+${["proceeds", "power", "opex", "interest", "principal", "drawn"].map(treasury.total).join("+")}-${treasury.total("cash")}`,
    unit: "USD",
    format: "usdCents",
    advice:
      "Treasury: the totals in column C do not add up to the cash at the end; check for overwritten cells",
  });
  page.check({
    name: "Power by hashrate, efficiency, hours and price",
    value:
      `ROUND(SUMPRODUCT(${bills.column("runs")},${bills.column("days")})*hashrate*uptime*efficiency/1000*24*pue*power_price` +
      `-SUM(${bills.column("power")}),2)`,
    unit: "USD",
    format: "usdCents",
    advice:
      "Bills run: the power cost is not that of plain arithmetic; check the fleet on Inputs and the sheet Model",
  });
  page.check({
    name: "Only the parts shown are paid in months of the plan",
    value: `SUMPRODUCT(ABS(${own("drawn")}))`,
    unit: "USD",
    format: "usdCents",
    advice:
      "Treasury, Loan paid out, and other: months have bills beyond power, operating cost and the loan; check the sheet Model",
  });
  page.check({
    name: "Policy sell_all: cash is opening cash and the cash flows of the model",
    value: `ROUND(${runs.end("sell_all", "cash")}-cash_usd-INDEX(${bills.column("cumulative")},plan_months+1),2)`,
    unit: "USD",
    format: "usdCents",
    advice:
      "Policy runs: the add-in's cash differs between MINING.TREASURY and MINING.MINER_CASHFLOWS; recalculate the workbook",
  });
  page.check({
    name: "Net worth of the plan is that of its policy on Policies",
    value: `ROUND(${treasury.total("netWorth")}-${runs.end("plan", "netWorth")}-collateral_read*${runs.end("plan", "price")},2)`,
    unit: "USD",
    format: "usdCents",
    advice:
      "Treasury, Net worth: it differs from MINING.TREASURY and the pledged coins; check for overwritten cells",
  });
  page.check({
    name: "Runway: nothing is left after it, by the bills and coins of MINING.TREASURY",
    value: `SUMPRODUCT(ABS(${runway.leftAfter}))`,
    unit: "USD",
    format: "usdCents",
    advice:
      "Runway run: paying the bills of MINING.TREASURY for these months does not use up cash and coins; check for overwritten cells",
  });
}

function addLoan(page: ChecksPage, { runs, bills, fan, risk }: Sheets): void {
  page.check({
    name: "Loan is repaid in its last month",
    value: `ROUND(INDEX(${runs.column("plan", "loan")},loan_months+1),2)`,
    unit: "USD",
    format: "usdCents",
    advice:
      "Policy runs, Loan: a balance is left after Months to run on Inputs; type a whole number of months up to that of the axis",
  });
  page.check({
    name: "Interest is that of level payments, by PMT",
    value: `ROUND(SUM(${bills.column("interest")})-loan_interest,2)`,
    unit: "USD",
    format: "usdCents",
    advice: "Bills run, Interest: it differs from Excel's PMT; check rate and months of the loan on Inputs",
  });
  page.check({
    name: "Loan to value over prices, by arithmetic",
    value: `IF(is_pledged=1,SUMPRODUCT(ABS(${risk.rungs("C")}-loan_usd/(collateral_read*${risk.rungs("B")}))),0)*100`,
    unit: "points",
    advice:
      "Loan, ladder: loan over pledged coins times price is not what MINING.LOAN_HEALTH says; recalculate the workbook",
  });
  page.check({
    name: "Prices of the lender, by arithmetic",
    value:
      "IF(is_pledged=1,ABS(margin_call_price*margin_call_read-loan_usd/collateral_read)+ABS(liquidation_price*liquidation_ltv-loan_usd/collateral_read),0)",
    unit: "USD",
    advice: "Loan: loan over coins and limit is not what MINING.LOAN_HEALTH says; recalculate the workbook",
  });
  page.check({
    name: "Median of the price fan, by Excel's EXP",
    value: `SUMPRODUCT(ABS(${fan.column(4)}/(market_price*EXP((LN(1+price_growth)-volatility^2/2)*${fan.column(1)}))-1))*100`,
    unit: "%",
    advice: "Fan run: the median differs from the lognormal one; check volatility and growth on Inputs",
  });
}

function addSale(page: ChecksPage, { sale, saleRun }: Sheets): void {
  page.check({
    name: "Sale is no more than the lots hold",
    value: "MAX(0,planned_quantity-coins_on_day)*market_price",
    unit: "USD",
    format: "usdCents",
    advice:
      '="Inputs, Coins to sell: "&TEXT(planned_quantity,"0.00######")&" BTC are to be sold, but the lots of the day hold "&TEXT(coins_on_day,"0.00######")&"; the sale is computed for those"',
  });
  page.check({
    name: "Sale leaves the pledged coins",
    value: "MAX(0,ROUND(sale_quantity-coins_free,8))*market_price",
    unit: "USD",
    format: "usdCents",
    advice:
      '="Inputs, Coins to sell: only "&TEXT(coins_free,"0.00######")&" BTC are free, the rest is pledged to the lender; sell less or repay the loan first"',
  });
  page.check({
    name: "Coins named for specific add up to the sale",
    value: 'IF(sale_method="specific",ROUND(sale_quantity-planned_quantity,8)*market_price,0)',
    unit: "USD",
    format: "usdCents",
    advice: `="Tax lots, column Use, adds up to "&TEXT(sale_quantity,"0.00######")&" BTC, Inputs say "&TEXT(planned_quantity,"0.00######")&"; make them the same"`,
  });
  page.check({
    name: "Sold and remaining coins are those of the lots",
    value: `ROUND(${saleRun.total("used")}+${saleRun.total("remaining")}-coins_on_day,8)*market_price`,
    unit: "USD",
    format: "usdCents",
    advice: "Sale run: coins used and left are not those of the lots; recalculate the workbook",
  });
  page.check({
    name: "Basis sold and basis that remains are the cost of all lots",
    value:
      `IF(sale_method="average",ROUND(${saleCells.basis}+SUM(${saleRun.column("remaining")})-cost_on_day,2),` +
      `SUMPRODUCT(ABS(${saleRun.column("difference")})))`,
    unit: "USD",
    format: "usdCents",
    advice:
      "Sale run: the basis of a lot's two parts is not its cost; each part is rounded to the cent, so look for more than a cent a lot",
  });
  page.check({
    name: "Gain is proceeds less basis, and the sum of both terms",
    value:
      `ABS(ROUND(${saleCells.proceeds}-${saleCells.basis}-${saleCells.gain},2))+` +
      `ABS(ROUND(${saleCells.longGain}+${saleCells.shortGain}-${saleCells.gain},2))`,
    unit: "USD",
    format: "usdCents",
    advice: "Sale: gain, proceeds, basis and terms do not agree; recalculate the workbook",
  });
  page.check({
    name: "Proceeds are quantity times price less fees",
    value: `ROUND(sale_quantity*sale_price-sale_fees-${saleCells.proceeds},2)`,
    unit: "USD",
    format: "usdCents",
    advice: "Sale: the proceeds are not those of the price and fees on Inputs; recalculate the workbook",
  });
  page.check({
    name: "Basis by fifo, by sums over the lots' dates",
    value: `ROUND(SUM(${saleRun.column("oldestBasis")})-${sale.at(`B${METHODS_FIRST}`)},2)`,
    unit: "USD",
    format: "usdCents",
    advice:
      "Sale run: the oldest lots by Excel's SUMIFS are not those of MINING.COST_BASIS; recalculate the workbook",
  });
  page.check({
    name: "Basis by average, by plain division",
    value: `ROUND(average_cost*sale_quantity-${sale.at(`B${METHODS_FIRST + 3}`)},2)`,
    unit: "USD",
    format: "usdCents",
    advice:
      "Sale, methods compared: the average basis is not quantity times average cost; recalculate the workbook",
  });
}

function addRollforward(page: ChecksPage, { movements, lots, rollforwardRun }: Sheets): void {
  const answer = (column: "quantity" | "amount" | "cost") => rollforwardRun.cell("closing", column);
  page.check({
    name: "Roll-forward foots to the add-in's closing, in coins and USD",
    value:
      `ABS(ROUND(${closingCells.coins}-${answer("quantity")},8))*closing_price+` +
      `ABS(ROUND(${closingCells.amount}-${answer("amount")},2))`,
    unit: "USD",
    format: "usdCents",
    advice: "Roll-forward: the lines do not add up to the closing; check for overwritten cells",
  });
  page.check({
    name: "Closing amount is coins times the closing price",
    value: `ROUND(${closingCells.coins}*closing_price-${closingCells.amount},2)`,
    unit: "USD",
    format: "usdCents",
    advice: "Roll-forward: the closing is not at the closing price on Inputs; recalculate the workbook",
  });
  page.check({
    name: "Closing coins are the sum of the movements",
    value: `ROUND(SUM(${movements.column("quantity")})-${closingCells.coins},8)*closing_price`,
    unit: "USD",
    format: "usdCents",
    advice: "Roll-forward: the closing coins are not the sum of the movements; recalculate the workbook",
  });
  page.check({
    name: "Cost basis foots to the add-in's closing",
    value: `ROUND(${closingCells.basis}-${answer("cost")},2)`,
    unit: "USD",
    format: "usdCents",
    advice: "Roll-forward, cost basis: the lines do not add up to the closing; check for overwritten cells",
  });
  page.check({
    name: "Coins at the closing are those of the tax lots",
    value: `IF(OR(${closingCells.counted}=0,SUM(${lots.column("filled")})=0),0,ROUND(${closingCells.coins}-SUM(${lots.column("quantity")}),8)*closing_price)`,
    unit: "USD",
    format: "usdCents",
    advice: `="The roll-forward closes with "&TEXT(${closingCells.coins},"0.00######")&" BTC, the lots hold "&TEXT(coins_on_day,"0.00######")&"; add the missing movements or lots, or clear the table that you do not use"`,
  });
  page.check({
    name: "Their cost basis is that of the tax lots, under fifo",
    value: `IF(OR(rollforward_method<>"fifo",ROUND(${closingCells.coins}-coins_on_day,8)<>0),0,ROUND(${closingCells.basis}-cost_on_day,2))`,
    unit: "USD",
    format: "usdCents",
    advice:
      "Roll-forward and Tax lots: the same coins have another cost; compare the unit costs of the movements with those of the lots",
  });
}

/** Errors from row 4 down: the verdict above reads this very check. */
function addErrors(page: ChecksPage, sheet: Page): void {
  let [right, bottom] = ["A", 4];
  for (const cell of sheet.cells.keys()) {
    const [, letters = "A", row = "4"] = /^([A-Z]+)(\d+)$/.exec(cell) ?? [];
    if (letters.length > right.length || (letters.length === right.length && letters > right))
      right = letters;
    bottom = Math.max(bottom, Number(row));
  }
  const range = sheet.at(`A4:${right}${bottom}`);
  page.check({
    name: `No error on ${sheet.name}`,
    value: `SUMPRODUCT(--ISERROR(${range}))`,
    unit: "cells",
    format: "count",
    advice: `The sheet ${sheet.name} has cells with errors; their message says which input is out of range, or load the add-in`,
  });
}
