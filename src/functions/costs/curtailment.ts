import { curtailment as curtailmentOf, curtailmentByInterval } from "../../core/costs/curtailment";
import { define } from "../define";
import { flags, number, optional } from "../parameters";
import {
  detail,
  hashpriceByInterval,
  intervalH,
  itKw,
  jPerTh,
  output,
  poolFee,
  powerPricesUsdPerMwh,
  pue,
} from "../vocabulary";

const prices = [[20], [35], [150], [250], [60], [-5], [300], [100]];
const halfDay = [[30], [95], [110], [90], [97], [140], [60], [96], [20], [300], [85], [101]];
const quarterHours = [
  ["USD/MWh", "Hashprice", "Called"],
  [20, 50, ""],
  [60, 50, ""],
  [140, 50, ""],
  [80, 50, ""],
  [70, 52, ""],
  [95, 52, ""],
  [40, 52, true],
  [30, 52, ""],
  [120, 48, ""],
  [130, 48, ""],
];

export const curtailment = define({
  name: "CURTAILMENT",
  group: "Costs and accounting",
  summary: "When to switch off because power is dear, and what that is worth, interval by interval",
  parameters: {
    powerPricesUsdPerMwh,
    hashpriceUsdPerPhDay: hashpriceByInterval,
    jPerTh,
    itKw,
    pue: optional(pue, 1),
    poolFee: optional(poolFee, 0),
    contractUsdPerMwh: optional(
      number("Fixed price at which all energy is bought; if omitted, the price of each interval", "USD/MWh"),
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
    intervalH,
    strikeUsdPerMwh: optional(
      number(
        "Your own strike: off in every interval whose price is above it; if omitted, the best choice of intervals",
        "USD/MWh",
        { above: 0 },
      ),
    ),
    forcedOff: optional(
      flags("Intervals in which the site is off in any case, such as calls of the grid; a blank is FALSE"),
    ),
    minOff: optional(
      number("Least number of intervals that an outage lasts", "intervals", { atLeast: 1, whole: true }),
      1,
    ),
    detail,
  },
  together: ["powerPricesUsdPerMwh", "hashpriceUsdPerPhDay", "forcedOff"],
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
    detail: {
      columns: ["Interval", "State (1 runs, 0 off)", "Gain (USD)"],
      rows: curtailmentByInterval,
    },
  },
  compute: curtailmentOf,
  formula:
    "strike = REVENUE_PER_MWH; off in the intervals that maximise Σ MWh × (price − strike) − restart cost × outages; net benefit = this maximum + credits",
  remarks: [
    "Without a restart cost, forced intervals or a shortest outage the machines are off where the price is above the strike: they run at and below it, so also at negative prices.",
    "With them the choice is the best of all: a cheap interval between two dear ones may not be worth a restart, nor may a dear one. What is as good either way mines, and the net benefit before credits is below 0 only where intervals are forced.",
    "With your own strike the rule is what you say, price > strike, and it can be worse than mining throughout.",
    "The benefit is measured against mining in every interval. Intervals off in a row are one outage and cost one restart, also at either end. An outage lasts at least min_off intervals, or to the last one given.",
    "With hashprices by interval each has its own strike, and the row Strike is their mean; your own strike is shown instead.",
    "The contract price does not move the strike: power that is not used is resold at the interval's price, which is worth the same as not buying it.",
    "Credits are paid for all the hours given, 730.5 hours to the month. Net power price = (cost of energy − resale − credits) ÷ MWh consumed; restart cost is excluded.",
    "detail lists the intervals; in it the gain of an interval off is MWh × (price − strike), before restarts.",
    "Pass the intervals themselves (A2:A8785, A2:.A9999), not a whole column.",
  ],
  sources: [
    "Identity: an interval is off if its power is worth more than what mining earns with it",
    "Bellman (1957), Dynamic Programming, chapter III, for the choice with restart costs",
  ],
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
    {
      formula: "=MINING.CURTAILMENT(A1:A12, 50, 20, 1000, 1.1, 0.01, , 1, 12)",
      cells: halfDay,
      result: [
        ["Strike (USD per MWh)", 93.75],
        ["Hours off (hours)", 6],
        ["Outages (count)", 2],
        ["Mining revenue given up (USD)", 618.75],
        ["Power avoided or resold (USD)", 915.2],
        ["Credits (USD)", 18.0698151950719],
        ["Restart cost (USD)", 24],
        ["Net benefit (USD)", 290.519815195072],
        ["Net power price (USD per MWh)", 62.5954825462012],
      ],
      note: "A restart costs 12 USD: the site stays off at 90, below the strike, and runs at 96 and 101, above it.",
    },
    {
      formula: "=MINING.CURTAILMENT(A2:A11, B2:B11, 20, 2000, 1.05, , , , 5, , 0.25, , C2:C11, 3, TRUE)",
      cells: quarterHours,
      result: [
        ["Interval", "State (1 runs, 0 off)", "Gain (USD)"],
        [1, 1, 0],
        [2, 1, 0],
        [3, 0, 21.41666666666667],
      ],
      note: "Quarter-hours with their own hashprices, an outage of at least three, and a call of the grid in the seventh, by interval.",
    },
  ],
  seeAlso: ["POWER_MODES", "REVENUE_PER_MWH", "POWER_BLOCK", "POWER_BILL", "HASHPRICE"],
});
