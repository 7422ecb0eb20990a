import { DAYS_PER_MONTH } from "./calendar";
import { unitKind } from "./units";

/** The units in which each kind of quantity may be given; the first is the kind's own. */

export const noUnit = unitKind("");
export const perYear = unitKind("per year", [["per year"]]);
export const perMonth = unitKind("per month", [["per month"]]);
export const share = unitKind("share", [["share"]]);
export const hashrates = unitKind("TH/s, GH/s, PH/s, EH/s", [
  ["TH/s"],
  ["GH/s", 1, 1e3],
  ["MH/s", 1, 1e6],
  ["PH/s", 1e3],
  ["EH/s", 1e6],
]);
export const hashratesInEh = unitKind("EH/s, PH/s, TH/s", [["EH/s"], ["PH/s", 1, 1e3], ["TH/s", 1, 1e6]]);
export const efficiencies = unitKind("J/TH, W/TH, J/GH, W/GH", [
  ["J/TH"],
  ["W/TH"],
  ["J/GH", 1e3],
  ["W/GH", 1e3],
]);
export const powerPrices = unitKind("USD/kWh, ct/kWh, USD/MWh", [
  ["USD/kWh"],
  ["ct/kWh", 1, 100],
  ["USD/MWh", 1, 1e3],
]);
export const difficulties = unitKind("T, P or no unit", [
  ["T", 1e12],
  ["P", 1e15],
]);
export const coins = unitKind("BTC/block, sat", [
  ["BTC/block"],
  ["BTC"],
  ["sat", 1, 1e8],
  ["sat/block", 1, 1e8],
]);
export const quantitiesOfCoins = unitKind("BTC, sat", [["BTC"], ["sat", 1, 1e8]]);
const multiples = [
  ["USD", 1],
  ["kUSD", 1e3],
  ["MUSD", 1e6],
] as const;
export const money = unitKind("USD, kUSD, MUSD", multiples);
export const prices = unitKind("USD, kUSD, MUSD", [...multiples, ["USD/BTC"]]);
export const moneyPerMonth = unitKind(
  "USD/month, USD/year, USD/day, with k or m for thousands or millions",
  multiples.flatMap(([unit, times]) => [
    [`${unit}/month`, times, 1] as const,
    [`${unit}/year`, times, 12] as const,
    [`${unit}/day`, times * DAYS_PER_MONTH, 1] as const,
  ]),
);
export const numbersOfMonths = unitKind("months, years", [["months"], ["years", 12]]);
export const blocks = unitKind("blocks", [["block"]]);
export const powers = unitKind("W, kW, MW", [["W"], ["kW", 1e3], ["MW", 1e6]]);
export const yearsToExpiry = unitKind("years, months, days", [
  ["years"],
  ["months", 1, 12],
  ["days", 1, 365],
]);
export const timesPerYear = unitKind("per year, per month", [["per year"], ["per month", 12]]);
export const blocksPerDay = unitKind("blocks per day, blocks per hour", [
  ["block/day"],
  ["day"],
  ["block/h", 24],
]);
export const durations = unitKind("s, min, h", [["s"], ["min", 60], ["h", 3600]]);
