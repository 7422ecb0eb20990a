import { collar as collarOf, collarTotal } from "../../core/hedging/collar";
import { define } from "../define";
import { number, optional } from "../parameters";
import {
  contractBtc,
  costPerBtc,
  forward,
  hedgeRatio,
  output,
  productionBtc,
  rate,
  uptoTenfold,
  volatility,
  years,
} from "../vocabulary";
import { strikeOrShare } from "./strikeOrShare";

export const collar = define({
  name: "COLLAR",
  group: "Hedging",
  summary: "Floor and cap on production revenue: puts bought, paid for by calls sold",
  parameters: {
    productionBtc,
    forward,
    putStrike: strikeOrShare<never>("Strike of the put bought"),
    callStrike: strikeOrShare<"zero">("Strike of the call sold, at least that of the put", "zero"),
    years,
    volatility: { ...volatility, doc: "Volatility of the put, and of the call unless given; 0.6 is 60 %" },
    hedgeRatio: optional(hedgeRatio, 1),
    rate: optional(rate, 0),
    costPerBtc: optional(costPerBtc, 0),
    callVolatility: optional(
      number("Volatility of the call; that of the put if left out", "per year", { ...uptoTenfold, above: 0 }),
    ),
    contractBtc: optional(contractBtc, 0),
    output,
  },
  returns: {
    shape: "record",
    rows: {
      btcHedged: ["BTC hedged", "BTC"],
      contracts: ["Contracts", "contracts", "contract_btc"],
      putStrike: ["Put strike", "USD per BTC"],
      callStrike: ["Call strike", "USD per BTC"],
      netPremium: ["Net premium", "USD"],
      floorPrice: ["Floor price", "USD per BTC"],
      capPrice: ["Cap price", "USD per BTC"],
      floorRevenue: ["Floor revenue", "USD"],
      capRevenue: ["Cap revenue", "USD"],
      breakEvenPrice: ["Break-even price", "USD per BTC"],
      worstMargin: ["Worst margin", "USD"],
      delta: ["Delta", "BTC"],
      vegaPerPoint: ["Vega per point", "USD"],
    },
    total: collarTotal,
  },
  steps: 400,
  compute: ({ productionBtc: production, ...given }) => collarOf({ production, ...given }),
  formula:
    "net premium = hedged × (put − call); floor price = put strike − net premium per BTC; cap price = call strike − net premium per BTC",
  remarks: [
    "When any argument is a row or a column the result is a table by period with a total; give output to get one value for each period instead.",
    'A call strike of "zero" is solved for in each period so that the collar costs nothing; #N/A where it would lie below the put strike.',
    'With years or volatility 0 a call strike of "zero" has nothing to finance: #N/A, and in a table by period an empty row that counts in no total. A programme thus carries on after its first periods have expired.',
    'A share is text, since 85% typed into a cell is the number 0.85: multiply such a cell by the forward, as in B2*C2, or write ="85%".',
    "Floor and cap revenue are for the coins hedged, with unhedged coins valued at 0. Worst margin is at a price of 0; when more is hedged than produced, revenue falls again above the call strike.",
    "Break-even is the lowest price at which revenue, payoffs and premium cover the cost; #N/A where the cap keeps revenue below it.",
    "In the total, strikes, floor and cap price are weighted by the coins hedged, and break-even is the lowest price, the same in all periods, at which together they cover premiums and costs. A period with an error makes the total an error.",
  ],
  sources: ["Black (1976), The pricing of commodity contracts, equation 16"],
  examples: [
    {
      formula: '=MINING.COLLAR(10, 60000, 55000, 70000, 0.25, 0.6, , , , , , "Floor price")',
      result: 54101.54296350804,
      note: "Ten coins, sold for 54,102 to 69,102 USD each.",
    },
    {
      formula: '=MINING.COLLAR(10, 60000, 55000, "zero", 0.25, 0.6, , , , , , "Call strike")',
      result: 66781.33907036773,
      note: "The floor is free if the upside above 66,781 USD is given up.",
    },
    {
      formula: '=MINING.COLLAR(10, 60000, "90%", "zero", 0.5, 0.65, 1, 0.04, 0, 0.6, 0, "Cap price")',
      result: 66670.58062530461,
      note: "With a strike as a share of the forward, and puts dearer than calls.",
    },
  ],
  seeAlso: ["PUT_HEDGE", "OPTION_PRICE", "FORWARD_LOCK"],
});
