import { loanHealth as loanHealthOf } from "../../core/risk/loanHealth";
import { define } from "../define";
import { number, optional } from "../parameters";
import { btcPrice, output, uptoCentury, uptoTenfold } from "../vocabulary";

export const loanHealth = define({
  name: "LOAN_HEALTH",
  group: "Risk, scenarios, contingency",
  summary:
    "How far a loan against bitcoin is from a margin call and from liquidation, and how likely that is",
  parameters: {
    loanUsd: number("Loan outstanding", "USD", { atLeast: 0 }),
    collateralBtc: number("Coins pledged", "BTC", { above: 0 }),
    btcPrice,
    liquidationLtv: number("Loan to value at which the lender sells the coins", "share", {
      above: 0,
      atMost: 1,
    }),
    marginCallLtv: optional(
      number("Loan to value at which the lender asks for more", "share", { above: 0, atMost: 1 }),
    ),
    years: optional(
      number("Time over which the price is watched", "years (ACT/365)", { ...uptoCentury, above: 0 }),
    ),
    volatility: optional(
      number("Volatility of the price; 0.6 is 60 %", "per year", { ...uptoTenfold, above: 0 }),
    ),
    output,
    cureLtv: optional(
      number(
        "Loan to value that BTC to cure bring about; if omitted, the margin-call LTV, or without one the liquidation LTV",
        "share",
        { above: 0, atMost: 1 },
      ),
    ),
  },
  returns: {
    shape: "record",
    rows: {
      ltv: ["LTV", "share"],
      marginCallPrice: ["Margin-call price", "USD", "margin_call_ltv"],
      liquidationPrice: ["Liquidation price", "USD"],
      drop: ["Drop to liquidation", "share"],
      btcToCure: ["BTC to cure", "BTC"],
      touch: ["Probability of touch", "share", "years and volatility"],
    },
  },
  compute: loanHealthOf,
  formula:
    "LTV = loan ÷ (coins × price); price at an LTV = loan ÷ (coins × LTV); P(touch) = N((b + v²÷2) ÷ v) + (price ÷ liquidation) × N((b − v²÷2) ÷ v), b = ln(liquidation ÷ price), v = volatility × √years",
  remarks: [
    "BTC to cure are the coins to add so that the loan is at cure_ltv, by default the margin-call LTV, or without one the liquidation LTV; 0 where none are needed. Many agreements ask for more than the margin-call LTV: back to the LTV at the start.",
    "The drop is negative where the price is already below liquidation; then the probability of touch is 1.",
    "The probability is of ever touching the liquidation price within the time, watched continuously, for a price without drift.",
  ],
  sources: [
    "Cox and Miller (1965), The Theory of Stochastic Processes, section 5.7: first passage of a Brownian motion",
  ],
  examples: [
    {
      formula: '=MINING.LOAN_HEALTH(600000, 10, 100000, 0.8, 0.7, , , "Liquidation price")',
      result: 75000,
      note: "600,000 USD against ten coins are liquidated at 75,000 USD.",
    },
    {
      formula: '=MINING.LOAN_HEALTH(480000, 10, 100000, 0.8, 0.7, 0.5, 0.6, "Probability of touch")',
      result: 0.291231574022589919,
      note: "Half a year at 60 % volatility with liquidation at 60,000 USD.",
    },
    {
      formula: '=MINING.LOAN_HEALTH(600000, 10, 80000, 0.8, 0.7, , , "BTC to cure")',
      result: 0.714285714285714,
      note: "At 80,000 USD the LTV is 75 %: 5/7 of a coin brings it back to 70 %.",
    },
    {
      formula: '=MINING.LOAN_HEALTH(600000, 10, 80000, 0.8, 0.7, , , "BTC to cure", 0.5)',
      result: 5,
      note: "Five coins bring it to 50 %, as the agreement may demand.",
    },
  ],
  seeAlso: ["RUNWAY"],
});
