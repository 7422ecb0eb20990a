import { ChecksPage } from "../checks";
import type { MonthPage } from "../months";
import { fixed, placed, cellAt, quoted, type Page } from "../page";

interface Sheets {
  readonly deployment: MonthPage;
  readonly cash: MonthPage;
  readonly loan: MonthPage;
  readonly path: MonthPage;
  readonly proof: MonthPage;
  readonly hedge: MonthPage;
  /** All in which an error may show. */
  readonly all: readonly Page[];
}

/** What follows from inputs is not looked into before they are right. */
const inputsFirst = (advice: string) =>
  `=IF(inputs_wrong>0,"First correct "&first_wrong_input&".","${advice}")`;

/** The sheet "Checks": what is typed, what adds up, and the add-in against Excel's own functions. */
export function checkPage({ deployment, cash, loan, path, proof, hedge, all }: Sheets): ChecksPage {
  const page = new ChecksPage();
  const ends = cash.months("end");

  page.check({
    name: "Each input is of its kind and within its bounds",
    value: "inputs_wrong",
    unit: "inputs",
    format: "count",
    advice:
      '="Correct "&first_wrong_input&": the sheet Input check says what may be typed; a text is no number, also when it looks like one."',
  });
  page.check({
    name: "The machine is in the list",
    value: "IF(machine_place>0,0,1)",
    unit: "machines",
    format: "count",
    advice: `="Inputs, Machine: '"&machine_model&"' is not in the list. Choose one from the drop-down, or add it to the sheet Machines."`,
  });
  page.check({
    name: "The machine has a hashrate and a power",
    value: "IF(machine_place*machine_hashrate*machine_power>0,0,IF(machine_place>0,1,0))",
    unit: "machines",
    format: "count",
    advice: "Sheet Machines: type hashrate in TH/s and power in W beside the machine that is chosen.",
  });
  page.check({
    name: "The site has power and machines",
    value: "IF(ISNUMBER(machine_count),IF(machine_place*machine_power=0,0,IF(machine_count>0,0,1)),1)",
    unit: "sites",
    format: "count",
    advice:
      '="Inputs, Power of the site: "&site_mw&" MW holds no machine. Type the power at the meter in MW, more than 0."',
  });
  page.check({
    name: "The machines do not take more power than the site has",
    value: "IF(machine_count>0,MAX(0,site_power_used-site_mw),0)",
    unit: "MW",
    advice: "Inputs: lower your own number of machines, or raise the power of the site.",
  });
  page.check({
    name: "The start date is the first day of a month",
    value: "IF(DAY(start_date)=1,0,1)",
    unit: "dates",
    format: "count",
    advice:
      '="Inputs, Start date: "&TEXT(start_date,"yyyy-mm-dd")&" is not the first day of a month. Type the first, such as 2027-01-01."',
  });
  page.check({
    name: "The start date is not before the market's day",
    value: "MAX(0,INT(market_as_of)-start_date)",
    unit: "days",
    format: "count",
    advice:
      '="Inputs, Start date: "&TEXT(start_date,"yyyy-mm-dd")&" lies before the market in use ("&TEXT(market_as_of,"yyyy-mm-dd")&"). Type the first of a later month, or freeze an older market on the sheet Market."',
  });
  for (const [name, total, what] of [
    [
      "Payments for machines add up to 100 %",
      "paid_machines",
      "the deposit on Inputs and the column Machines: paid",
    ],
    [
      "Payments for infrastructure add up to 100 %",
      "paid_infra",
      "the deposit on Inputs and the column Infrastructure: paid",
    ],
    ["Deliveries add up to 100 %", "started_machines", "the column Machines that start to run"],
  ] as const)
    page.check({
      name,
      value: `IF(ABS(${total}-1)*1000000<1,0,IF(ABS(${total}-1)>check_tolerance,${total}-1,1))`,
      unit: "share",
      format: "percent",
      advice: `="Sheet Tables, payments and deliveries: they add up to "&TEXT(${total},"0.0%")&". Correct ${what} until it is 100 %."`,
    });
  page.check({
    name: "Each payment and delivery has its month",
    value: 'SUMPRODUCT((step_month="")*((step_machines<>"")+(step_infra<>"")+(step_start<>"")))',
    unit: "cells",
    format: "count",
    advice:
      "Sheet Tables, payments and deliveries: a share stands in a row without a month. Type the month in column A.",
  });
  page.check({
    name: "Payments and deliveries lie within the plan",
    value:
      '(SUMIFS(step_machines,step_month,">"&plan_months)+SUMIFS(step_infra,step_month,">"&plan_months)+SUMIFS(step_start,step_month,">"&plan_months))*100',
    unit: "% of them",
    advice:
      '="The plan has "&plan_months&" months, and the sheet Tables goes on to month "&MAX(step_month)&". Lengthen the plan on Inputs, or bring payments and deliveries forward."',
  });
  page.check({
    name: "Machines run before the plan ends",
    value: `IF(machine_count>0,IF(${deployment.total("running")}>0,0,1),0)`,
    unit: "plans",
    format: "count",
    advice: "No machine runs within the plan: see the column Machines that start to run on the sheet Tables.",
  });
  page.check({
    name: "Probabilities of the scenarios add up to 100 %",
    value: "(SUM(scenario_probability)-1)*100",
    unit: "% points",
    advice:
      '="Sheet Tables, scenarios: the probabilities add up to "&TEXT(SUM(scenario_probability),"0.0%")&". Correct them until it is 100 %."',
  });
  page.check({
    name: "The scenario of the bridge is one of the table",
    value: "IF(ISNUMBER(MATCH(bridge_scenario,scenario_names,0)),0,1)",
    unit: "names",
    format: "count",
    advice: `="Inputs, Scenario of the bridge: '"&bridge_scenario&"' is not on the sheet Tables. Choose one from the drop-down."`,
  });
  page.check({
    name: "No more is hedged than is mined",
    value: `${hedge.total("over")}*1000`,
    unit: "mBTC",
    advice: `="More is hedged than mined from "&TEXT(INDEX(${ends},1,MATCH(1,${hedge.months("overTo")},0)),"mmm yyyy")&" on: lower the coins or the share hedged on Inputs, at most to what the sheet Hedge shows as mined."`,
  });
  page.check({
    name: "Each hedged month has production",
    value: "IF(machine_count>0,MAX(0,hedge_months-hedge_count),0)",
    unit: "months",
    format: "count",
    advice:
      '="The plan has coins in "&hedge_count&" of the "&hedge_months&" months to hedge: lower the months hedged on Inputs, or lengthen the plan."',
  });

  page.check({
    name: "Dates rise by a month, as the add-in's do",
    value: `SUMPRODUCT(${cash.months("flag")}*ABS(${cash.months("date")}-${proof.months("engineDate")}))`,
    unit: "days",
    format: "count",
    advice: inputsFirst(
      "Time and the add-in's months differ: the start date must be the first day of a month.",
    ),
  });
  page.check({
    name: "The add-in returns each month of the plan",
    value: "COUNT(INDEX(engine,0,1))-plan_months-1",
    unit: "months",
    format: "count",
    advice: inputsFirst(
      "Sheet Engine: the message in cell A5 names the assumption that it cannot read; correct that input.",
    ),
  });
  page.check({
    name: "What is paid is what machines and infrastructure cost",
    value: `${deployment.total("capex")}-paid_machines*machine_cost-paid_infra*infra_cost`,
    unit: "USD",
    advice: inputsFirst("Payments after the plan's last month are left out: lengthen the plan on Inputs."),
  });
  const foots = ["operating", "tax", "capex", "resale", "interest", "principal"].map(cash.total).join("+");
  page.check({
    name: "Lines of the cash flow add up to the add-in's net cash",
    value: `${foots}-SUM(INDEX(engine,0,17))`,
    unit: "USD",
    advice: inputsFirst("Sheet Cash flow: a line was changed; restore its formula."),
  });
  page.check({
    name: "Cumulative cash ends at the add-in's",
    value: `${cash.total("cumulative")}-INDEX(engine,plan_months+2,18)`,
    unit: "USD",
    advice: inputsFirst("Sheet Cash flow: the line Cumulative cash was changed; restore its formula."),
  });
  page.check({
    name: "Totals by year are those by month",
    value: `years_net_total-${cash.total("net")}`,
    unit: "USD",
    advice: inputsFirst("Sheet Years: a line was changed; restore its formula."),
  });
  page.check({
    name: "Coins by year are those by month",
    value: `(SUM(years_coins)-${cash.total("coins")})*1000`,
    unit: "mBTC",
    advice: inputsFirst("Sheet Years: a line was changed; restore its formula."),
  });
  page.check({
    name: "The loan ends at 0",
    value: loan.total("closing"),
    unit: "USD",
    advice: inputsFirst(
      "Sheet Loan: the balance does not end at 0; a line was changed, restore its formula.",
    ),
  });
  page.check({
    name: "Interest is that on the balance",
    value: `SUMPRODUCT(ABS(${loan.months("interest")}-${cash.months("interest")}))`,
    unit: "USD",
    advice: inputsFirst(
      "Sheet Loan: interest differs from the add-in's; a line was changed, restore its formula.",
    ),
  });
  page.check({
    name: "Level payments are those of Excel's PMT",
    value: `IF(AND(loan_type="annuity",loan_months<=plan_months),${loan.total("service")}-PMT(loan_rate/12,loan_months,loan_amount)*loan_months,0)`,
    unit: "USD",
    advice: inputsFirst(
      "Sheet Loan: interest and principal differ from Excel's PMT; a line was changed, restore its formula.",
    ),
  });
  for (const [key, label, unit] of [
    ["coins", "Coins", "mBTC"],
    ["revenue", "Revenue", "USD"],
    ["power", "Power", "USD"],
    ["host", "Profit share", "USD"],
    ["opex", "Running costs", "USD"],
    ["tax", "Tax", "USD"],
    ["net", "Net cash", "USD"],
  ] as const)
    page.check({
      name: `${label} by month: add-in against plain Excel`,
      value: `SUMPRODUCT(ABS(${cash.months(key)}-${proof.months(key)}))${unit === "mBTC" ? "*1000" : ""}`,
      unit,
      advice: inputsFirst(
        `Sheets Cash flow and Proof differ in ${label.toLowerCase()}: a line was changed, restore its formula.`,
      ),
    });
  page.check({
    name: "Net present value: add-in against discounted cash",
    value: `site_npv-${proof.total("present")}`,
    unit: "USD",
    advice: inputsFirst("Sheet Proof: the present values do not add up to the net present value."),
  });
  const years = proof.at(`D${proof.rowOf("time")}:${cash.axis.last}${proof.rowOf("time")}`);
  const [flows, dates] = ["net", "date"].map((key) => {
    const row = cash.rowOf(key);
    return cash.at(`D${row}:${cash.axis.last}${row}`);
  });
  page.check({
    name: "Net present value: add-in against Excel's XNPV or NPV",
    value: `IF(discounting="dated",IF(discount_rate>0,XNPV(MAX(discount_rate,1/1000000),${flows},${dates}),SUMPRODUCT(${flows},(1+discount_rate)^-${years})),${cash.opening("net")}+NPV((1+discount_rate)^(1/12)-1,${cash.months("net")}))-site_npv`,
    unit: "USD",
    advice: inputsFirst("The net present value differs from Excel's own."),
  });
  page.check({
    name: "At the internal rate of return the value is 0",
    value: "found_irr_left",
    unit: "ppm of cash",
    advice: inputsFirst(
      "The internal rate of return does not bring the cash flow to 0; see the sheets Cash flow and Valuation.",
    ),
  });
  page.check({
    name: "Payback: add-in against the cumulative cash",
    value:
      "IF(ISNUMBER(plain_payback),IF(ISNUMBER(engine_payback),IF(engine_payback>0,engine_payback-plain_payback,0),1),0)",
    unit: "months",
    advice: inputsFirst(
      "The payback differs from that of the sheet Cash flow; see the sheet Engine figures.",
    ),
  });
  page.check({
    name: "Hashprice: add-in against plain Excel, first month",
    value: `${path.of("hashprice", "E")}-MINING.HASHPRICE(${path.of("price", "E")},${path.of("difficulty", "E")},${path.of("subsidy", "E")},${path.of("fees", "E")})`,
    unit: "USD/PH/d",
    advice: inputsFirst(
      "Sheet Market path: the hashprice differs from plain arithmetic; a line was changed, restore its formula.",
    ),
  });
  page.check({
    name: "The tornado starts from the net present value",
    value: "INDEX(sensitivity_table,2,3)-site_npv",
    unit: "USD",
    advice: inputsFirst("Sheet Driver run: its base is not the net present value."),
  });
  page.check({
    name: "The tornado's lower price, computed on its own",
    value: 'INDEX(drivers,1,3)-MINING.MINER_NPV(model,"btc price",market_price*(1-sensitivity_shock))',
    unit: "USD",
    advice: inputsFirst("Sheet Driver run: a formula was changed; restore it."),
  });
  page.check({
    name: "The average of the scenarios is that of MINING.SCENARIOS",
    value: `expected_value-INDEX(MINING.SCENARIOS(model,scenario_table,FALSE),ROWS(scenario_names)+1,2)`,
    unit: "USD",
    advice: inputsFirst(
      "Sheet Scenarios: the average differs from the add-in's; correct the scenarios on the sheet Tables.",
    ),
  });
  page.check({
    name: "The bridge leads from the base to the scenario",
    value: 'INDEX(bridge_steps,1,3)-site_npv+MAX(0,ABS(SUMPRODUCT((INDEX(bridge_steps,0,1)="End")*1)-1))',
    unit: "USD",
    advice: inputsFirst(
      "Sheet Bridge: it does not begin at the net present value; correct the scenario on the sheet Tables.",
    ),
  });
  page.check({
    name: "The bridge ends at the scenario's value",
    value:
      'SUMIFS(INDEX(bridge_steps,0,2),INDEX(bridge_steps,0,1),"End")-INDEX(scenario_values,bridge_place)',
    unit: "USD",
    advice: inputsFirst(
      "Sheet Bridge: its end is not what the sheet Scenarios shows; a formula was changed, restore it.",
    ),
  });
  page.check({
    name: "Puts and calls differ by the forward less the strike, discounted",
    value: hedge.total("proof"),
    unit: "USD/BTC",
    advice: inputsFirst(
      "Sheet Hedge: put and call of a month do not agree; a line was changed, restore its formula.",
    ),
  });
  page.check({
    name: "The hedge never leaves less than its floor",
    value: `MAX(0,${hedge.total("floorRevenue")}-${hedge.total("stressPayoff")}+hedge_premium-market_price*hedge_stress*hedge_coins)`,
    unit: "USD",
    advice: inputsFirst(
      "Sheet Hedge: revenue of the hedged coins in the bad case lies below the floor; a line was changed, restore its formula.",
    ),
  });
  for (const sheet of all) {
    const range = `${quoted(sheet.name)}!${fixed(lastOf(sheet))}`;
    page.check({
      name: `No error on the sheet ${sheet.name}`,
      value: `SUMPRODUCT(ISERROR(${range})*1)`,
      unit: "cells",
      format: "count",
      advice: inputsFirst(
        `Sheet ${sheet.name}: a cell shows an error, mostly because an input is no number.`,
      ),
    });
  }
  page.finish();
  return page;
}

/** What a sheet fills, below its heading. */
function lastOf(page: Page): string {
  let [column, row] = [1, 4];
  for (const cell of page.cells.keys()) {
    const at = placed(cell);
    [column, row] = [Math.max(column, at.column), Math.max(row, at.row)];
  }
  return `A4:${cellAt(column, row)}`;
}
