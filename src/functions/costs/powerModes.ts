import { powerModes as powerModesOf, powerModesByInterval } from "../../core/costs/powerModes";
import { hashrates, powers } from "../../core/units";
import { define } from "../define";
import { number, optional } from "../parameters";
import { numberColumn, table, textColumn } from "../tableParameter";
import {
  detail,
  hashpriceByInterval,
  intervalH,
  output,
  poolFee,
  powerPricesUsdPerMwh,
  pue,
} from "../vocabulary";

const sheet = [
  ["Mode", "TH/s", "W", "USD/MWh"],
  ["Turbo", 140, 4200, 20],
  ["Normal", 120, 3200, 30],
  ["Eco", 90, 2050, 60],
  ["", "", "", 70],
  ["", "", "", 85],
  ["", "", "", 80],
  ["", "", "", 160],
  ["", "", "", 150],
  ["", "", "", 75],
  ["", "", "", 72],
  ["", "", "", 35],
  ["", "", "", 10],
  ["", "", "", -25],
  ["", "", "", 45],
  ["", "", "", 62],
  ["", "", "", 88],
  ["", "", "", 30],
];

export const powerModes = define({
  name: "POWER_MODES",
  group: "Costs and accounting",
  summary: "The best mode of the machines in each interval, or off, when every change of mode has a cost",
  parameters: {
    modes: table("Modes in which the machines can run, one per row, each for one machine", {
      name: textColumn("name"),
      hashrateTh: numberColumn("TH/s", { above: 0 }, hashrates),
      watts: numberColumn("W", { above: 0 }, powers),
    }),
    powerPricesUsdPerMwh,
    hashpriceUsdPerPhDay: hashpriceByInterval,
    units: number("Number of machines, which all run in the same mode", "machines", { above: 0 }),
    switchCostUsd: optional(
      number("Cost of every change of mode, off and on again included, for all machines together", "USD", {
        atLeast: 0,
      }),
      0,
    ),
    intervalH,
    pue: optional(pue, 1),
    poolFee: optional(poolFee, 0),
    output,
    detail,
  },
  together: ["powerPricesUsdPerMwh", "hashpriceUsdPerPhDay"],
  returns: {
    shape: "record",
    rows: {
      revenue: ["Mining revenue", "USD"],
      powerCost: ["Power cost", "USD"],
      switches: ["Switches", "count"],
      switchingCost: ["Switching cost", "USD"],
      net: ["Net", "USD"],
      bestSingle: ["Net of the best single mode", "USD"],
      bestOnOff: ["Net of on and off", "USD"],
      gain: ["Gain", "USD"],
    },
    detail: {
      columns: ["Interval", "State (name or off)", "Net (USD)"],
      rows: powerModesByInterval,
    },
  },
  steps: 300,
  compute: powerModesOf,
  formula:
    "in an interval a mode brings machines × (TH/s ÷ 1000 × hashprice ÷ 24 × (1 − pool fee) − W × PUE ÷ 1,000,000 × price) × hours, off brings 0; net = the largest Σ of these − switch cost × switches",
  remarks: [
    "Low-power modes hash with fewer joules, high-power modes hash more: when power is cheap the fast mode earns more, when it is dear the frugal one, and beyond that off.",
    "The choice is the best of all for the prices given, so it shows what perfect foresight would bring, such as with day-ahead prices; with forecasts it is an upper bound.",
    "W is the power of one machine before the PUE, prices are at the meter. The machines change together, and the first interval's mode costs nothing.",
    "Net of the best single mode runs in one mode throughout, also at a loss. Net of on and off switches the best mode on and off at the same cost. Gain is what several modes bring beyond the better of the two; it is never below 0.",
    "In a tie the machines stay in their mode, else take the mode that is listed first; off comes last.",
    "detail lists the intervals; an interval with a new state bears the cost of the switch, so that its column Net adds up to the row Net.",
  ],
  sources: [
    "Identity: revenue less power cost of each interval",
    "Bellman (1957), Dynamic Programming, chapter III, for the choice with switch costs",
  ],
  examples: [
    {
      formula: "=MINING.POWER_MODES(A1:C4, D2:D18, 48, 100, 1.5)",
      cells: sheet,
      result: [
        ["Mining revenue (USD)", 340],
        ["Power cost (USD)", 182.26],
        ["Switches (count)", 6],
        ["Switching cost (USD)", 9],
        ["Net (USD)", 148.74],
        ["Net of the best single mode (USD)", 91.365],
        ["Net of on and off (USD)", 133.86],
        ["Gain (USD)", 14.88],
      ],
      note: "A hundred machines with three modes over 17 hours: six changes at 1.50 USD gain 14.88 USD.",
    },
    {
      formula: "=MINING.POWER_MODES(A1:C4, D2:D18, 48, 100, 1.5, , , , , TRUE)",
      cells: sheet,
      result: [
        ["Interval", "State (name or off)", "Net (USD)"],
        [1, "Turbo", 19.6],
        [2, "Turbo", 15.4],
        [3, "Eco", 4.2],
        [4, "Eco", 3.65],
        [5, "Eco", 0.575],
        [6, "Eco", 1.6],
        [7, "off", -1.5],
        [8, "off", 0],
        [9, "Eco", 1.125],
      ],
      note: "The same by the hour: the fast mode while power is cheap, the frugal one above that, off at 150 and more.",
    },
    {
      formula: '=MINING.POWER_MODES({"Eco",90,2050}, {60;70}, {48;52}, 100, , 0.25, 1.05, 0.02, "Net")',
      result: 2.191875,
      note: "Two quarter-hours of one mode, each with its own hashprice, a PUE and a pool fee.",
    },
  ],
  seeAlso: ["CURTAILMENT", "REVENUE_PER_MWH", "POWER_BLOCK", "FLEET"],
});
