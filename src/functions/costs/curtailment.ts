import { curtailment as curtailmentOf } from "../../core/costs/curtailment";
import { define } from "../define";
import { number, optional } from "../parameters";
import {
  hashpriceUsdPerPhDay,
  itKw,
  jPerTh,
  output,
  poolFee,
  powerPricesUsdPerMwh,
  pue,
} from "../vocabulary";

const prices = [[20], [35], [150], [250], [60], [-5], [300], [100]];

export const curtailment = define({
  name: "CURTAILMENT",
  group: "Costs and accounting",
  summary: "Value of switching off in the hours when power is dear, hour by hour",
  parameters: {
    powerPricesUsdPerMwh,
    hashpriceUsdPerPhDay,
    jPerTh,
    itKw,
    pue: optional(pue, 1),
    poolFee: optional(poolFee, 0),
    contractUsdPerMwh: optional(
      number("Fixed price at which all energy is bought; if omitted, the price of each hour", "USD/MWh"),
    ),
    drCreditUsdPerKwMonth: optional(
      number("Demand-response credit for each kW at the meter", "USD per kW per month", { atLeast: 0 }),
      0,
    ),
    restartCostUsd: optional(
      number("Cost of restarting the machines after an outage", "USD", { atLeast: 0 }),
      0,
    ),
    output,
  },
  returns: {
    shape: "record",
    rows: {
      strike: ["Strike", "USD per MWh"],
      hoursOff: ["Hours off", "hours"],
      outages: ["Outages", "count"],
      givenUp: ["Mining revenue given up", "USD"],
      released: ["Power avoided or resold", "USD"],
      credits: ["Credits", "USD"],
      restartCost: ["Restart cost", "USD"],
      netBenefit: ["Net benefit", "USD"],
      netPowerPrice: ["Net power price", "USD per MWh"],
    },
  },
  compute: curtailmentOf,
  formula:
    "off when price > strike = REVENUE_PER_MWH; net benefit = MWh × Σ (price − strike) over hours off + credits − restarts",
  remarks: [
    "The machines run at and below the strike, so also at negative prices. The benefit is measured against mining in every hour.",
    "The contract price does not move the strike: power that is not used is resold at the hour's price, which is worth the same as not buying it.",
    "A run of hours off in a row is one outage. Credits are paid for all the hours given, 730.5 hours to the month.",
    "Net power price = (cost of energy − resale − credits) ÷ MWh consumed; restart cost is excluded.",
    "Pass the hours themselves (A2:A8785, A2:.A9999), not a whole column.",
  ],
  sources: ["Identity: an hour is off if its power is worth more than what mining earns with it"],
  examples: [
    {
      formula: '=MINING.CURTAILMENT(A1:A8, 50, 20, 1000, 1, 0.01, , , 100, "Net benefit")',
      cells: prices,
      result: 190.625,
      note: "A megawatt at a strike of 103.125 USD/MWh stops for three hours in two outages.",
    },
    {
      formula: '=MINING.CURTAILMENT(A1:A8, 50, 20, 1000, 1, 0.01, 60, , 100, "Net power price")',
      cells: prices,
      result: -44,
      note: "With a contract at 60 USD/MWh, what is resold pays for more than the energy that is used.",
    },
  ],
  seeAlso: ["REVENUE_PER_MWH", "POWER_BLOCK", "POWER_BILL", "HASHPRICE"],
});
