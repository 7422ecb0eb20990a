import { averageOption as averageOptionOf } from "../../core/options/average";
import { define } from "../define";
import { number, optional } from "../parameters";
import { forward, optionType, rate, strike, volatility, years } from "../vocabulary";

export const averageOption = define({
  name: "AVERAGE_OPTION",
  group: "Hedging",
  summary: "Price of an option on the average price of the days on which a miner sells",
  parameters: {
    type: optionType,
    forward: { ...forward, doc: "Forward price of one bitcoin on the days averaged" },
    strike,
    startYears: number("Time to the start of averaging; 0 if it has begun", "years (ACT/365)", {
      atLeast: 0,
    }),
    years: { ...years, doc: "Time to the last fixing, which is also expiry" },
    volatility,
    rate: optional(rate, 0),
    fixings: optional(
      number("Fixings still to come, evenly spaced", "count", { atLeast: 1, atMost: 10_000, whole: true }),
      30,
    ),
    fixedAverage: optional(number("Average of the fixings that have been", "USD", { above: 0 })),
    fixedShare: optional(
      number("Share of all fixings that have been", "share", { atLeast: 0, atMost: 1 }),
      0,
    ),
  },
  returns: { shape: "scalar", unit: "currency of the forward" },
  compute: averageOptionOf,
  formula:
    "Black-76 on the average: forward M1 = F, total variance ln(M2 ÷ M1²), M2 = F² ÷ n² × ΣΣ e^(σ² min(tᵢ, tⱼ)), tᵢ = start + (years − start) × i ÷ n",
  remarks: [
    "The average is taken to be lognormal with its exact mean and variance.",
    "With a share a of the fixings already at an average A, the strike of the rest is (K − aA) ÷ (1 − a) and the price × (1 − a); where that strike is not above 0 a call is certain to be exercised.",
  ],
  sources: [
    "Turnbull and Wakeman (1991), A quick algorithm for pricing European average options",
    "Levy (1992), Pricing European average rate currency options",
  ],
  examples: [
    {
      formula: '=MINING.AVERAGE_OPTION("put", 60000, 55000, 0.25, 0.33, 0.6)',
      result: 4996.905959463881,
      note: "A put on the average of thirty days that begin in three months.",
    },
    {
      formula: '=MINING.AVERAGE_OPTION("call", 60000, 58000, 0, 0.05, 0.6, 0.04, 20, 59000, 0.4)',
      result: 2100.361136757414,
      note: "Two fifths of the month have passed at 59,000 USD.",
    },
  ],
  seeAlso: ["OPTION_PRICE", "PUT_HEDGE"],
});
