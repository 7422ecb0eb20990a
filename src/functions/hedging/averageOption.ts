import { averageOption as averageOptionOf } from "../../core/options/average";
import { define } from "../define";
import { number, optional } from "../parameters";
import { forward, optionType, rate, strike, volatility, years, uptoCentury } from "../vocabulary";

export const averageOption = define({
  name: "AVERAGE_OPTION",
  group: "Hedging",
  summary: "Price of an option on the average price over the days on which a miner sells",
  parameters: {
    type: optionType,
    forward: { ...forward, doc: "Forward price of one bitcoin on the days averaged" },
    strike,
    startYears: number("Time to the start of averaging; 0 if it has begun", "years (ACT/365)", {
      ...uptoCentury,
      atLeast: 0,
    }),
    years: { ...years, doc: "Time to the last fixing, which is also expiry" },
    volatility,
    rate: optional(rate, 0),
    fixings: optional(
      number("Fixings still to come, evenly spaced", "count", { atLeast: 1, atMost: 10_000, whole: true }),
      30,
    ),
    fixedAverage: optional(number("Average of the fixings so far", "USD", { above: 0 })),
    fixedShare: optional(number("Share of all fixings made so far", "share", { atLeast: 0, atMost: 1 }), 0),
  },
  returns: { shape: "scalar", unit: "currency of the forward" },
  steps: 4000,
  compute: averageOptionOf,
  formula:
    "e^(−rT) × ∫ φ(z) Black-76(m₁, K, ln(m₂ ÷ m₁²)) dz, where z is the normal behind the geometric average and m₁, m₂ are the mean of the average and of its square given z; fixings at start + (years − start) × i ÷ n",
  remarks: [
    "The average of prices is assumed to be lognormal only once the geometric average is known: within about 0.5 % of a simulation where volatility² × years is up to 1, 2 % up to 4 and 4 % up to 9, most for low strikes. With one fixing it is Black-76.",
    "With a share a of the fixings already made at an average A, the strike of the rest is (K − aA) ÷ (1 − a) and the price × (1 − a); where that strike is not above 0 a call is certain to be exercised.",
  ],
  sources: [
    "Curran (1994), Valuing Asian and portfolio options by conditioning on the geometric mean price, Management Science 40",
    "Jamshidian (1989), An exact bond option formula, J. Finance 44, for options on each fixing",
  ],
  examples: [
    {
      formula: '=MINING.AVERAGE_OPTION("put", 60000, 55000, 0.25, 0.33, 0.6)',
      result: 4995.394355497723,
      note: "A put on the average of thirty days that begin in three months.",
    },
    {
      formula: '=MINING.AVERAGE_OPTION("call", 60000, 58000, 0, 0.05, 0.6, 0.04, 20, 59000, 0.4)',
      result: 2095.774215305664,
      note: "Two fifths of the month have passed at 59,000 USD.",
    },
  ],
  seeAlso: ["OPTION_PRICE", "PUT_HEDGE"],
});
