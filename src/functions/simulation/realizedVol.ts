import { realizedVolatility, volatilityMethods } from "../../core/simulation/realizedVolatility";
import { define } from "../define";
import { choice, number, optional, vector } from "../parameters";

export const realizedVol = define({
  name: "REALIZED_VOL",
  group: "Prices and simulation",
  summary: "Annualised volatility of a price history",
  parameters: {
    prices: vector("Prices in order of time, the newest last", "currency", { above: 0 }),
    periodsPerYear: optional(
      number("Prices per year: 365 if daily, 12 if monthly", "per year", { above: 0 }),
      365,
    ),
    method: optional(
      choice("close: standard deviation; ewma: newer returns weigh more", volatilityMethods),
      "close",
    ),
    lambda: optional(
      number("Weight of a return relative to the next newer one; used by ewma", "share", {
        above: 0,
        atMost: 1,
      }),
      0.94,
    ),
  },
  ignores: { by: "method", when: { close: ["lambda"] } },
  returns: { shape: "scalar", unit: "per year" },
  compute: realizedVolatility,
  formula: "close: standard deviation (n − 1) of ln(price ÷ price before) × √periods",
  remarks: [
    "ewma takes the mean return as 0 and weights the squared returns by λ^age, normalised to sum to 1.",
    "Pass only the prices, as A2:.A999 or with TRIMRANGE: in desktop Excel blank cells of a whole column read as 0, which is refused.",
  ],
  sources: ["J.P. Morgan and Reuters (1996), RiskMetrics Technical Document, 4th edition, section 5.2"],
  examples: [
    {
      formula: "=MINING.REALIZED_VOL({100;102;101;105;103;108})",
      result: 0.5594497267500737,
      note: "Six daily prices.",
    },
    {
      formula: '=MINING.REALIZED_VOL({100;102;101;105;103;108}, 365, "ewma")',
      result: 0.5958828050742417,
      note: "The same prices, the newest weighing most.",
    },
  ],
  seeAlso: ["PRICE_FAN", "SIM_PATHS", "OPTION_PRICE"],
});
