import { runway as runwayOf } from "../../core/risk/runway";
import { define } from "../define";
import { number, optional } from "../parameters";
import { btcPrice, output } from "../vocabulary";

export const runway = define({
  name: "RUNWAY",
  group: "Risk, scenarios, contingency",
  summary: "How many months cash and coins pay the bills, and how many coins a month must be sold",
  parameters: {
    cashUsd: number("Cash on hand", "USD", { atLeast: 0 }),
    btcHeld: number("Coins held", "BTC", { atLeast: 0 }),
    btcPrice,
    costUsdPerMonth: number("Cost to be paid each month", "USD per month", { above: 0 }),
    btcPerMonth: optional(number("Coins mined per month", "BTC per month", { atLeast: 0 }), 0),
    priceShock: optional(number("Change of the price; -0.3 is a fall of 30 %", "share", { above: -1 }), 0),
    reserveMonths: optional(number("Months of cost to hold in reserve", "months", { atLeast: 0 }), 0),
    output,
  },
  returns: {
    shape: "record",
    rows: {
      monthsOfCash: ["Months of cash", "months"],
      monthsWithCoins: ["Months with coins sold", "months"],
      btcToSell: ["BTC to sell a month", "BTC"],
      shortfallMonth: ["Shortfall month", "month"],
      reserve: ["Reserve", "USD"],
    },
  },
  compute: runwayOf,
  formula:
    "months of cash = cash ÷ cost; months with coins sold = (cash + coins × price) ÷ (cost − coins mined × price), price after the shock",
  remarks: [
    "Months of cash assumes no sales at all; months with coins sold assumes that everything held and mined is sold.",
    "The shortfall month is the first that cannot be paid in full. #N/A where the coins mined cover the cost: cash never runs out.",
  ],
  sources: ["Identity: liquidity over the monthly burn"],
  examples: [
    {
      formula: '=MINING.RUNWAY(1000000, 50, 80000, 600000, 4, -0.25, 3, "Months with coins sold")',
      result: 11.1111111111111,
      note: "After a fall to 60,000 USD: 4,000,000 USD of cash and coins at a burn of 360,000 USD.",
    },
    {
      formula: '=MINING.RUNWAY(1000000, 50, 80000, 600000, 4, -0.25, 3, "Shortfall month")',
      result: 12,
      note: "The twelfth month cannot be paid in full.",
    },
  ],
  seeAlso: ["LOAN_HEALTH"],
});
