import { ChecksPage } from "../checks";
import type { MonthPage } from "../months";
import { cellAt, fixed, placed, quoted, type Page } from "../page";
import { weightColumn } from "./concentration";
import { kinds } from "./exposures";
import type { SideBySide } from "./results";
import { LAST_SITE, letters } from "./slots";
import type { FleetPage } from "./table";

interface Sheets {
  readonly fleet: FleetPage;
  readonly cash: MonthPage;
  readonly results: SideBySide;
  readonly risk: SideBySide;
  /** All in which an error may show. */
  readonly all: readonly Page[];
}

/** The column of the sheet Sites in which a row of the sheet Input check is first 1. */
const firstColumn = (row: string) => `INDEX(site_columns,1,MATCH(1,${row},0))`;

const NO_MACHINES = '(site_names<>"")*(1-ISNUMBER(site_counts)*(site_counts>=1))';

/** The sheet "Checks": what is typed, what adds up, and the add-in against Excel's own functions. */
export function checkPage({ fleet, cash, results, risk, all }: Sheets): ChecksPage {
  const page = new ChecksPage();
  const count = { unit: "sites", format: "count" } as const;

  page.check({
    name: "Each common input is of its kind and within its bounds",
    value: "inputs_wrong",
    unit: "inputs",
    format: "count",
    advice:
      '="Correct "&first_wrong_input&": choose the cell to see what may be typed; a text is no number, also when it looks like one."',
  });
  page.check({
    name: "There is a site that counts",
    value: "IF(sites_counted>0,0,1)",
    ...count,
    advice:
      "Sites: name a site in column D and fill its column; the sheet Input check says what is wrong in it.",
  });
  page.check({
    name: "Each machine is in the list, with hashrate and power",
    value: `SUMPRODUCT((site_names<>"")*(COUNTIF(machine_names,site_machines)=0))`,
    ...count,
    advice: `="Sites, Machine: '"&INDEX(site_machines,1,MATCH(1,INDEX((site_names<>"")*(COUNTIF(machine_names,site_machines)=0),0),0))&"' of "&INDEX(site_names,1,MATCH(1,INDEX((site_names<>"")*(COUNTIF(machine_names,site_machines)=0),0),0))&" is not in the list. Choose one, or add it to the sheet Machines; the site is left out."`,
  });
  page.check({
    name: "Each site has machines",
    value: `SUMPRODUCT(${NO_MACHINES})`,
    ...count,
    advice: `="Sites, Machines: "&INDEX(site_names,1,MATCH(1,INDEX(${NO_MACHINES},0),0))&" has no machines. Type a whole number of at least 1, or empty the column; the site is left out."`,
  });
  page.check({
    name: "Each cell of the sites is of its kind and within its bounds",
    value: "SUM(site_errors)",
    unit: "cells",
    format: "count",
    advice:
      '="Sites: correct "&first_wrong_cell&"; choose the cell to see what may be typed. The site is left out until then."',
  });
  page.check({
    name: "Each site has its own name",
    value: "SUM(doubled_names)",
    ...count,
    advice: `="Sites, Name: '"&INDEX(site_names,1,MATCH(1,doubled_names,0))&"' in column "&${firstColumn("doubled_names")}&" stands further left as well. Give each site its own name; both count for now."`,
  });
  page.check({
    name: "Names of sites have no gap",
    value: "SUM(missing_names)",
    ...count,
    advice: `="Sites, Name: column "&${firstColumn("missing_names")}&" has no name but stands left of a site or has cells below. Name the site, or move the others to the left; a column without a name is left out."`,
  });
  page.check({
    name: "Shares of the pools add up to 100 % for each site",
    value: `SUMPRODUCT((site_places>0)*(ABS(pool_sums-1)*1000000>1))`,
    ...count,
    advice: `="Exposures: the pools of "&INDEX(site_names,1,MATCH(1,INDEX((site_places>0)*(ABS(pool_sums-1)*1000000>1),0),0))&" add up to "&TEXT(INDEX(pool_sums,1,MATCH(1,INDEX((site_places>0)*(ABS(pool_sums-1)*1000000>1),0),0)),"0.0%")&". Correct the column until it is 100 %."`,
  });
  page.check({
    name: "Each pool with a share has a name, and its own",
    value: `SUMPRODUCT((pool_names="")*(pool_shares<>""))+SUMPRODUCT((pool_names<>"")*(COUNTIF(pool_names,pool_names)>1))`,
    unit: "cells",
    format: "count",
    advice: "Exposures: a pool has shares and no name, or a name stands twice. Name each pool once.",
  });
  page.check({
    name: "The start date is the first day of a month",
    value: "IF(ISNUMBER(first_day),first_day-start_date,1)",
    unit: "days",
    format: "count",
    advice:
      '="Inputs, Start date: "&IF(ISNUMBER(first_day),TEXT(first_day,"yyyy-mm-dd"),first_day)&" is not the first day of a month; the plan begins on "&TEXT(start_date,"yyyy-mm-dd")&". Type the first, such as 2027-01-01."',
  });
  page.check({
    name: "The start date is not before the day of the market",
    value: "MAX(0,INT(market_as_of)-start_date)",
    unit: "days",
    format: "count",
    advice:
      '="Inputs, Start date: "&TEXT(start_date,"yyyy-mm-dd")&" is before the market in use ("&TEXT(market_as_of,"yyyy-mm-dd")&"). Type the first of a later month, or freeze an older market on the sheet Market."',
  });
  page.check({
    name: "The plan has from 1 to 60 months",
    value: "IF(ISNUMBER(plan_length),ABS(plan_length-plan_months),1)",
    unit: "months",
    format: "count",
    advice:
      '="Inputs, Months of the plan: "&plan_length&" cannot be shown; "&plan_months&IF(plan_months=1," month is"," months are")&" used. Type a whole number from 1 to 60."',
  });
  page.check({
    name: "A step of each driver is 0 %",
    value:
      "SUM(IF(COUNTIF(price_shocks,0)>0,0,1),IF(COUNTIF(difficulty_shocks,0)>0,0,1),IF(COUNTIF(power_shocks,0)>0,0,1))",
    unit: "drivers",
    format: "count",
    advice:
      "Inputs, group 5: keep one row of each driver at 0 %, so that Sensitivity shows the base as well.",
  });
  page.check({
    name: "The further hashrate can be placed within the limits",
    value: "IF(sites_counted=0,0,IF(ABS(SUM(allocated_shares)-1)*1000000<1,0,1))",
    unit: "allocations",
    format: "count",
    advice:
      "Sites, Most of the further hashrate, and Inputs, Most of it in one jurisdiction: the limits leave room for less than 100 %. Raise one of them.",
  });

  const noted = "A formula was changed: restore it, or correct the inputs that are named above first.";
  page.check({
    name: "The add-in answers for each site",
    value: `sites_counted-COUNT(${results.all("npv")})`,
    ...count,
    advice: "Sheet Engine: MINING.PORTFOLIO gives no values; correct the inputs that are named above first.",
  });
  page.check({
    name: "Dates of months rise as the add-in's do",
    value: `SUMPRODUCT(ABS(${cash.months("date")}-${cash.months("end")}-1))`,
    unit: "days",
    format: "count",
    advice: "Sheet Time and the months of the sheet Engine differ: correct the start date on Inputs.",
  });
  for (const [name, total, column, unit] of [
    ["Capital expenditure of all sites is the add-in's total", "total_capex", 2, "USD"],
    ["Coins of all sites are the add-in's total", "total_btc", 3, "BTC"],
    ["Net present value of all sites is the add-in's total", "total_npv", 4, "USD"],
  ] as const)
    page.check({
      name,
      value: `IF(AND(sites_counted>0,ISNUMBER(${total})),${total}-INDEX(portfolio_values,sites_counted+1,${column}),0)`,
      unit,
      advice: `Sheet Results: the sum of the sites is not the total of the sheet Engine. ${noted}`,
    });
  page.check({
    name: "Capital expenditure is number x hashrate x price and infrastructure",
    value: `IF(ISNUMBER(total_capex),total_capex-${fleet.total("capex")},0)`,
    unit: "USD",
    advice: `Sheets Results and Fleet differ in capital expenditure. ${noted}`,
  });
  page.check({
    name: "Net cash of the sites adds up to the add-in's total in each month",
    value: `SUMPRODUCT(ABS(${cash.months("net")}-${cash.months("engineNet")}))+ABS(${cash.opening("net")}-${cash.opening("engineNet")})`,
    unit: "USD",
    advice: `Sheet Cash flow: the lines do not add up to MINING.PORTFOLIO_CASHFLOWS. ${noted}`,
  });
  page.check({
    name: "Cumulative cash of all sites ends at the sum of theirs",
    value: `${cash.total("cumulative")}-(${letters.map((_, index) => cash.total(`cumulative${index}`)).join("+")})`,
    unit: "USD",
    advice: `Sheet Cash flow: cumulative cash does not foot. ${noted}`,
  });
  page.check({
    name: "Cumulative cash of all sites ends at the add-in's",
    value: `IF(MAX(${fleet.all("months")})=plan_months,${cash.total("cumulative")}-${cash.total("engineCumulative")},0)`,
    unit: "USD",
    advice: `Sheet Cash flow: cumulative cash is not that of MINING.PORTFOLIO_CASHFLOWS. ${noted}`,
  });
  for (const [index, letter] of letters.entries()) {
    const rate = `INDEX(site_discount_rates,1,MAX(1,${fleet.of("source", letter)}))`;
    page.check({
      name: `Net present value of site ${index + 1}: add-in against Excel's NPV`,
      value: `IF(ISNUMBER(${results.name}!${letter}${results.rowOf("npv")}),${cash.opening(`net${index}`)}+NPV((1+${rate})^(1/12)-1,${cash.months(`net${index}`)})-${results.name}!${letter}${results.rowOf("npv")},0)`,
      unit: "USD",
      advice: `Sheet Cash flow, line of site ${index + 1}: its months discounted are not the net present value. ${noted}`,
    });
  }
  page.check({
    name: "Internal rate of return of all sites: Excel's IRR against the add-in",
    value:
      "IF(AND(ISNUMBER(irr_of_excel),ISNUMBER(irr_of_addin)),(irr_of_excel-irr_of_addin)*100,COUNT(irr_of_excel)-COUNT(irr_of_addin))",
    unit: "% points",
    advice:
      '="Sheet Engine: the add-in finds "&IF(ISNUMBER(irr_of_addin),TEXT(irr_of_addin,"0.0%"),"no rate")&", Excel "&IF(ISNUMBER(irr_of_excel),TEXT(irr_of_excel,"0.0%"),"none")&". If cash changes its sign more than once there can be several rates: go by the net present value."',
  });
  const perCoin = (key: string) => results.at(`C${results.rowOf(key)}:${LAST_SITE}${results.rowOf(key)}`);
  page.check({
    name: "Cost per coin less heat and other revenue is the add-in's, by site and of all",
    value: `IF(COUNT(${perCoin("grossCost")})=COUNT(${perCoin("cost")}),SUM(${perCoin("grossCost")})-SUM(${perCoin("credits")})-SUM(${perCoin("cost")}),1)`,
    unit: "USD/BTC",
    advice: `Sheet Results, Coins and cost: the lines of costs do not foot. ${noted}`,
  });
  page.check({
    name: "Sensitivity at 0 % is the net present value",
    value: `IF(ISNUMBER(total_npv),${["price", "difficulty", "power"]
      .map((key) => `SUMIFS(sensitivity_${key},${key}_shocks,0)-total_npv*COUNTIF(${key}_shocks,0)`)
      .join("+")},0)`,
    unit: "USD",
    advice: `Sheet Sensitivity: its base is not the net present value of the sheet Results. ${noted}`,
  });
  page.check({
    name: "CVaR of the sites adds up to the sum of the joint simulation",
    value: `IF(ISNUMBER(cvar_sum),SUM(${risk.all("cvar")})-cvar_sum,0)`,
    unit: "USD",
    advice: `Sheet Risk: sites and portfolio were not simulated on the same markets. ${noted}`,
  });
  page.check({
    name: "Diversification is the sum less the joint CVaR, and at least 0",
    value:
      "IF(ISNUMBER(diversification),ABS(MAX(0,cvar_sum-risk_cvar)-diversification)+MAX(0,-diversification),IF(sites_counted>0,1,0))",
    unit: "USD",
    advice:
      "Sheet Risk: the simulation gives no values, mostly because an input of group 3 on Inputs is wrong.",
  });
  for (const [kind, { label }] of kinds.entries()) {
    const weights = weightColumn(kind, "C");
    page.check({
      name: `HHI, ${label.toLowerCase()}: add-in against SUMPRODUCT`,
      value: `IF(SUM(${weights})>0,INDEX(concentration_hhi,${kind + 1})-SUMPRODUCT(${weights},${weights})/SUM(${weights})^2*100*100,0)`,
      unit: "HHI",
      advice: `Sheets Concentration and Weights differ for ${label.toLowerCase()}. ${noted}`,
    });
    page.check({
      name: `Weights of all sites are those by ${label.toLowerCase()}`,
      value: `IF(${fleet.total("weight")}>0,(SUM(${weights})/${fleet.total("weight")}-1)*100,0)`,
      unit: "% of them",
      advice:
        kind === 0
          ? "Exposures: the pools of a site do not add up to 100 %."
          : `Sheet Weights: a site's ${label.toLowerCase()} is missing. ${noted}`,
    });
    page.check({
      name: `Worst outage, ${label.toLowerCase()}: add-in against plain Excel`,
      value: `IF(SUM(${weights})>0,INDEX(worst_outages,${kind + 1})-MAX(${weights})/SUM(${weights})*INDEX(outage_days,${kind + 1})*${fleet.total("revenue")},0)`,
      unit: "USD",
      advice: `Sheet Weights: MINING.SPOF_LOSS differs from share x days x revenue of a day. ${noted}`,
    });
  }
  for (const sheet of all)
    page.check({
      name: `No error on the sheet ${sheet.name}`,
      value: `SUMPRODUCT(ISERROR(${quoted(sheet.name)}!${fixed(filled(sheet))})*1)`,
      unit: "cells",
      format: "count",
      advice: `Sheet ${sheet.name}: a cell shows an error, mostly because an input is no number; correct the inputs named above first.`,
    });
  page.finish();
  return page;
}

/** What a sheet fills, below its heading. */
function filled(page: Page): string {
  let [column, row] = [1, 4];
  for (const cell of page.cells.keys()) {
    const at = placed(cell);
    [column, row] = [Math.max(column, at.column), Math.max(row, at.row)];
  }
  return `A4:${cellAt(column, row)}`;
}
