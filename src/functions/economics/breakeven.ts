import { breakeven as breakevenOf, breakevenUnknowns } from "../../core/economics/breakeven";
import { define } from "../define";
import { choice, optional } from "../parameters";
import {
  btcPrice,
  difficulty,
  feesBtc,
  jPerTh,
  opexUsdPerPhDay,
  poolFee,
  pue,
  subsidyBtc,
  usdPerKwh,
} from "../vocabulary";

export const breakeven = define({
  name: "BREAKEVEN",
  group: "Unit economics",
  summary: "Value of a price, cost or network quantity at which mining breaks even",
  parameters: {
    solveFor: choice("What to solve for", breakevenUnknowns),
    btcPrice,
    difficulty,
    subsidyBtc,
    feesBtc,
    jPerTh,
    usdPerKwh,
    pue: optional(pue, 1),
    poolFee: optional(poolFee, 0),
    opexUsdPerPhDay: optional(opexUsdPerPhDay, 0),
  },
  ignores: {
    by: "solveFor",
    when: {
      price: ["btcPrice"],
      difficulty: ["difficulty"],
      hashprice: ["btcPrice", "difficulty", "subsidyBtc", "feesBtc"],
      power: ["usdPerKwh"],
      efficiency: ["jPerTh"],
      fees: ["feesBtc"],
      subsidy: ["subsidyBtc"],
    },
  },
  returns: { shape: "scalar", unit: "that of the quantity solved for" },
  compute: breakevenOf,
  formula: "hashprice × (1 − pool fee) = hashcost, solved for one quantity",
  remarks: [
    'The argument solved for is ignored and may be blank; "hashprice" uses only the costs and the pool fee.',
    "#N/A where no positive value breaks even.",
  ],
  sources: ["Identity: HASHPRICE × (1 − pool fee) = HASHCOST"],
  examples: [
    {
      formula: '=MINING.BREAKEVEN("price", , 132716002350731.3, 3.125, 0.014073, 13.5, 0.05, 1.05, 0.01)',
      result: 36110.80032,
      note: "The bitcoin price at which a 13.5 J/TH machine at 5 cents earns nothing.",
    },
    {
      formula: '=MINING.BREAKEVEN("power", 85956.45, 132716002350731.3, 3.125, 0.014073, 13.5, , 1.05, 0.01)',
      result: 0.1190176474,
      note: "The highest power price that it can bear, in USD/kWh.",
    },
  ],
  seeAlso: ["HASHPRICE", "HASHCOST", "MINER_PNL"],
});
