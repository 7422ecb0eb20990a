import { figureOr } from "../addin";
import { FigurePage } from "../figurePage";
import type { MonthPage } from "../months";
import type { Page } from "../page";

const NONE = '"none"';

/** The sheet "Engine figures": what the add-in says in one figure, and Excel's own where it gives none. */
export function figurePage(cash: MonthPage, proof: MonthPage): Page {
  const page = new FigurePage(
    "Engine figures",
    "calculation",
    "Single figures of the add-in",
    "What the add-in returns, and what Excel's own functions say where the add-in gives none; the sheet Valuation shows them",
    "How it is found",
  );
  Object.assign(page.widths, { A: 46, B: 20, C: 16, D: 100 });
  const line = (sheet: MonthPage, key: string) =>
    sheet.at(`D${sheet.rowOf(key)}:${sheet.axis.last}${sheet.rowOf(key)}`);
  const [flows, dates, years] = [line(cash, "net"), line(cash, "date"), line(proof, "time")];

  page.group("Value");
  page.figure({
    name: "engine_npv",
    label: "Net present value",
    unit: "USD",
    formula: figureOr("see Checks", "MINING.MINER_NPV(model)"),
    format: "usd",
    how: "MINING.MINER_NPV",
  });
  page.figure({
    name: "engine_life",
    label: "Economic life",
    unit: "months",
    formula: figureOr("to the end", "MINING.ECONOMIC_LIFE(model)"),
    format: "count",
    how: "MINING.ECONOMIC_LIFE: to the end where each month covers its power",
  });
  page.figure({
    name: "engine_mine_or_buy",
    label: "Coins mined over coins bought",
    unit: "ratio",
    formula: figureOr("none", 'MINING.MINE_VS_BUY(model,"Ratio")'),
    format: "decimal",
    how: "MINING.MINE_VS_BUY",
  });

  page.group("Internal rate of return");
  page.figure({
    name: "engine_irr",
    label: "By the add-in",
    unit: "per year",
    formula: figureOr("none", "MINING.MINER_IRR(model)"),
    format: "percent",
    how: "MINING.MINER_IRR: the only rate there is; none where there is no rate, or several",
  });
  page.figure({
    name: "excel_irr",
    label: "By Excel, from the discount rate on",
    unit: "per year",
    formula: `IFERROR(IF(discounting="dated",XIRR(${flows},${dates},MAX(discount_rate,1/100)),(1+IRR(${flows},(1+MAX(discount_rate,1/100))^(1/12)-1))^12-1),${NONE})`,
    format: "percent",
    how: "XIRR of the dated cash, or IRR of the months; the search begins at the discount rate, at 1 % at least",
  });
  const left = (rate: string) => {
    const factors = `(1+MAX(${rate},1/1000000-1))^-${years}`;
    return `ABS(SUMPRODUCT(${flows},${factors}))/SUMPRODUCT(ABS(${flows}),${factors})*1000000`;
  };
  page.figure({
    name: "excel_irr_left",
    label: "What that rate leaves of the cash",
    unit: "ppm of cash",
    formula: `IFERROR(IF(ISNUMBER(excel_irr),${left("excel_irr")},1000000),1000000)`,
    format: "decimal",
    how: "Present value at it over that of all cash without signs: Excel's search may end where the value is not 0",
  });
  page.figure({
    name: "irr_is_nearest",
    label: "Excel's is used",
    unit: "TRUE or FALSE",
    formula: "AND(NOT(ISNUMBER(engine_irr)),excel_irr_left<1)",
    how: "Where the add-in gives none and Excel's brings the value to 0",
  });
  page.figure({
    name: "found_irr",
    label: "In use",
    unit: "per year",
    formula: `IF(irr_is_nearest,excel_irr,engine_irr)`,
    format: "percent",
    how: "The add-in's, else Excel's",
  });
  page.figure({
    name: "found_irr_left",
    label: "What it leaves of the cash",
    unit: "ppm of cash",
    formula: `IF(irr_is_nearest,ROUND(excel_irr_left,0),IF(ISNUMBER(engine_irr),${left("engine_irr")},0))`,
    format: "decimal",
    how: "In whole ppm for Excel's, whose search ends within a millionth of a percent",
  });
  page.figure({
    name: "irr_note",
    label: "What is said of it",
    unit: "text",
    formula:
      'IF(irr_is_nearest,"cash changes sign more than once: the rate nearest the discount rate",IF(ISNUMBER(found_irr),"the only rate that does it","none: no rate does it"))',
    how: "Stands beside the rate on the sheet Valuation, and on the dashboard",
  });

  page.group("Payback");
  const cumulative = line(cash, "cumulative");
  page.figure({
    name: "engine_payback",
    label: "By the add-in",
    unit: "months",
    formula: figureOr("none", "MINING.PAYBACK(model)"),
    format: "oneDecimal",
    how: "MINING.PAYBACK: 0 where nothing is paid for machines, whatever else is paid",
  });
  page.figure({
    name: "under_month",
    label: "Last month with cumulative cash below 0",
    unit: "number",
    formula: `SUMPRODUCT(MAX((${cash.months("cumulative")}<0)*${cash.months("month")}))`,
    format: "count",
    how: "0 where only the order leaves it below 0, or nothing does",
  });
  page.figure({
    name: "plain_payback",
    label: "From the cumulative cash",
    unit: "months",
    formula: `IFERROR(IF(MIN(${cumulative})<0,IF(${cash.total("cumulative")}<0,${NONE},under_month-INDEX(${cumulative},1,under_month+1)/INDEX(${flows},1,under_month+2)),0),${NONE})`,
    format: "oneDecimal",
    how: "That month, and the part of the next that brings it to 0; none where it ends below 0, 0 where no equity is needed",
  });

  page.group("Break-even");
  page.figure({
    name: "engine_breakeven_price",
    label: "Price of bitcoin",
    unit: "USD",
    formula: figureOr("none", 'MINING.STRESS_TEST(model,"btc price","npv",0,"Breaking value")'),
    format: "usd",
    how: "MINING.STRESS_TEST: the price today at which the net present value is 0",
  });
  page.figure({
    name: "engine_breakeven_hashprice",
    label: "Hashprice",
    unit: "USD/PH/d",
    formula: figureOr(
      "none",
      "MINING.HASHPRICE(engine_breakeven_price,market_difficulty,market_subsidy,market_fees*fee_level)",
    ),
    format: "usdCents",
    how: "MINING.HASHPRICE at that price and today's difficulty",
  });
  page.figure({
    name: "engine_breakeven_power",
    label: "Power price",
    unit: "USD/kWh",
    formula: figureOr(
      "none",
      'MINING.STRESS_TEST(MINING.MODEL(model,"power price",IF(power_base>0,power_base,1/100)),"power price","npv",0,"Breaking value")',
    ),
    format: "usdPerKwh",
    how: "MINING.STRESS_TEST moves a price in proportion, so that from 0 or below the search begins at 0.01 USD/kWh",
  });
  return page;
}
