import { curve as curveOf, curveMethods } from "../../core/hedging/curve";
import { define } from "../define";
import { choice, number, optional, vector } from "../parameters";

export const curve = define({
  name: "CURVE",
  group: "Hedging",
  summary: "A forward price or a volatility between the expiries at which it is quoted",
  parameters: {
    x: number("Where to read the curve; for variance a time in years", "as xs"),
    xs: vector("Points of the curve, strictly increasing", "years or any unit"),
    ys: vector("Values at the points", "any unit"),
    method: optional(choice("Interpolation method", curveMethods), "linear"),
  },
  together: ["xs", "ys"],
  returns: { shape: "scalar", unit: "as ys" },
  compute: curveOf,
  formula: "linear in y; loglinear in ln y; variance in y² × x. Flat beyond the ends",
  remarks: [
    "loglinear suits forwards, variance suits volatilities: variance then accrues evenly between two expiries.",
    "For variance xs are times in years of at least 0, for loglinear ys are above 0. A blank cell for x is 0.",
  ],
  sources: [
    "Hagan and West (2006), Interpolation methods for curve construction, Applied Mathematical Finance 13",
    "Clark (2011), Foreign Exchange Option Pricing, chapter 4, flat forward volatility",
  ],
  examples: [
    {
      formula: '=MINING.CURVE(0.375, A1:A3, B1:B3, "variance")',
      cells: [
        [0.25, 0.6],
        [0.5, 0.5],
        [1, 0.55],
      ],
      result: 0.5354126134736337,
      note: "A volatility halfway between three and six months.",
    },
    {
      formula: '=MINING.CURVE(0.375, A1:A2, B1:B2, "loglinear")',
      cells: [
        [0.25, 60000],
        [0.5, 62000],
      ],
      result: 60991.80272790762,
      note: "A forward between two futures.",
    },
  ],
  seeAlso: ["PUT_HEDGE", "COLLAR", "AVERAGE_OPTION"],
});
