import { settingsOf } from "../../core/cashflow/resolve";
import { backtest as backtestOf } from "../../core/risk/backtest";
import { dailyMarket } from "../../data/embedded/embedded";
import { define } from "../define";
import { date, number, optional } from "../parameters";
import { headers, model } from "../vocabulary";

const header = [
  "Month",
  "Date (date)",
  "Forecast price (USD)",
  "Realised price (USD)",
  "Price error (share)",
  "Forecast difficulty",
  "Realised difficulty",
  "Difficulty error (share)",
  "Forecast BTC (BTC)",
  "Realised BTC (BTC)",
  "BTC error (share)",
  "Forecast net cash (USD)",
  "Realised net cash (USD)",
  "Net cash error (USD)",
];

/** By how much the forecast was too high, as a share of what came; empty where nothing came. */
const shareError = (forecast: number, realised: number) => (realised === 0 ? "" : forecast / realised - 1);

export const backtest = define({
  name: "BACKTEST",
  group: "Risk, scenarios, contingency",
  summary: "What the model would have said on a past day, beside what the market then brought",
  parameters: {
    model,
    date: date("Day at whose end the forecast is made, in UTC: one of the built-in history"),
    months: optional(
      number("Months to compare; as many as the history covers when left out", "months", {
        atLeast: 1,
        whole: true,
      }),
    ),
    headers,
  },
  returns: { shape: "table", columns: header },
  compute: (given) => {
    const { months, total } = backtestOf(settingsOf(given.model, []), given.date, given.months, dailyMarket);
    const rows = months.map(({ date: monthEnd, forecast, realised }, index) => [
      index + 1,
      monthEnd,
      forecast.price,
      realised.price,
      shareError(forecast.price, realised.price),
      forecast.difficulty,
      realised.difficulty,
      shareError(forecast.difficulty, realised.difficulty),
      forecast.btc,
      realised.btc,
      shareError(forecast.btc, realised.btc),
      forecast.netCash,
      realised.netCash,
      forecast.netCash - realised.netCash,
    ]);
    const { forecast, realised } = total;
    return [
      ...rows,
      [
        "Total",
        ...Array<string>(7).fill(""),
        forecast.btc,
        realised.btc,
        shareError(forecast.btc, realised.btc),
        forecast.netCash,
        realised.netCash,
        forecast.netCash - realised.netCash,
      ],
    ];
  },
  formula:
    "forecast: the model with the day's close, difficulty and next height as btc price, difficulty and start height, and the day as start date; realised: the same with, for each month, price = mean of the closes, difficulty = days ÷ Σ 1 ÷ difficulty, subsidy = Σ subsidy ÷ difficulty over Σ 1 ÷ difficulty, and no growth; share errors = forecast ÷ realised − 1, net cash error = forecast − realised",
  remarks: [
    "Replaced in the block: btc price, difficulty, start height, start date; subsidy is dropped, the halving schedule counts. Everything else is as the block says, in both runs: fees, power, machines, finance. Growth of price and difficulty counts in the forecast only. The block must not give a hashprice, and is in USD.",
    "Month 1 begins after the day of the date; later months end on the same day of the month, as EDATE has it. Both runs keep the model's months, so that the resale value falls into its last month.",
    "It reads the built-in daily history only, whatever the pane has loaded, so that the answer is the same for ever: from 2010-07-12 to 2026-02-11, where prices and difficulty are both recorded. Beyond it is #N/A; so is a month with a day that is not recorded.",
    "Heights before 2021-01-03 were not recorded by day. They are derived: a straight line in time between the first blocks of two difficulty epochs, rounded down; the subsidy of a day is that of its last block. Around a halving that may be some hours off.",
    "A positive error is a forecast that was too high. The outlay at time 0 is in neither run. The last row, Total, has the sums of BTC and net cash.",
    "One start says little: compare several. docs/backtest.md has the errors of a plain forecast for every January from 2014 to 2025.",
  ],
  sources: [
    "Closes: bitcoinresearchkit/brk (MIT)",
    "Difficulty and heights: as HISTORY",
    "Identity: the cash flows of MINER_CASHFLOWS on the market that came",
  ],
  examples: [
    {
      formula: "=MINING.BACKTEST(A1:B12, DATE(2024, 1, 15))",
      cells: [
        ["difficulty growth", 0.02],
        ["btc price growth", 0.3],
        ["fees", 0.2],
        ["hashrate", 100000],
        ["efficiency", 29.5],
        ["power price", 0.055],
        ["pue", 1.03],
        ["uptime", 0.98],
        ["pool fee", 0.01],
        ["other opex", 20000],
        ["capex", 1000000],
        ["months", 6],
      ],
      result: [
        header,
        [
          1, 45337, 42973.62249765825, 43869.83870967742, -0.02042898351986564, 73925986814444.61,
          73135538622345.16, 0.010807990301146589, 5.278851311749844, 5.335905085528431,
          -0.010692426657536214, 85002.65189240589, 92236.58387227978, -7233.931979873885,
        ],
        [
          2, 45366, 43923.53081298644, 60990.01724137931, -0.2798242597776138, 75404506550733.5,
          80789290087320.27, -0.06665219524477425, 4.841451234685183, 4.518757881722893, 0.0714119590844852,
          78666.12808626586, 141611.61671589786, -62945.488629632004,
        ],
        [
          3, 45397, 44894.436329739256, 67746.9935483871, -0.3373220865118657, 76912596681748.16,
          84059443762233.81, -0.08502134633082814, 5.073867081651138, 4.642480071265489, 0.09292167198642565,
          85939.69104274697, 172665.3558365387, -86725.66479379174,
        ],
        [
          4, 45427, 45886.80317951821, 63030.943333333336, -0.2719956143310424, 78450848615383.12,
          86444196867196.6, -0.0924683037323324, 2.99448737659254, 2.534526309929584, 0.1814781187557431,
          -510.655126746282, 21835.47621801403, -22346.131344760313,
        ],
        [
          5, 45458, 46901.10575329884, 68403.15483870967, -0.3143429442123146, 80019865587690.8,
          83885662513663.55, -0.04608411986187849, 0, 2.3981743639346846, -1, -20000, 22193.980746448324,
          -42193.980746448324,
        ],
        [
          6, 45488, 47937.82892820859, 61108.46666666667, -0.2155288531505958, 81620262899444.61,
          82097804276607.86, -0.005816737504383232, 0, 2.371354670647481, -1, -20000, 6991.739846105906,
          -26991.739846105906,
        ],
        [
          "Total",
          "",
          "",
          "",
          "",
          "",
          "",
          "",
          18.188657004678706,
          21.801198383028563,
          -0.1657037982445079,
          209097.81589467244,
          457534.75323528465,
          -248436.93734061217,
        ],
      ],
      note: "Over the halving of April 2024: it forecast a standstill that the price avoided, and less than half of the cash.",
    },
    {
      formula: "=MINING.BACKTEST(A1:B7, DATE(2020, 4, 30), , FALSE)",
      cells: [
        ["difficulty growth", 0.01],
        ["fees", 0.5],
        ["hashrate", 1000],
        ["efficiency", 40],
        ["power price", 0.05],
        ["pool fee", 0.02],
        ["months", 2],
      ],
      result: [
        [
          1, 43981, 8627.93, 9250.470666666666, -0.06729826936373544, 16038247098292.441, 15717563951779.697,
          0.020402852980053163, 0.3349680596826592, 0.3384304369019012, -0.010230690983168488,
          1450.0809711778056, 1690.6408292682218, -240.55985809041596,
        ],
        [
          2, 44012, 8627.93, 9478.75, -0.08976078069365687, 16198629569275.365, 14844109056910.787,
          0.09124970095352206, 0.2546637615021798, 0.27790175358295277, -0.08361945105120218,
          709.2211077775021, 1146.1612467744135, -436.9401389969114,
        ],
        [
          "Total",
          "",
          "",
          "",
          "",
          "",
          "",
          "",
          0.589631821184839,
          0.616332190484854,
          -0.04332139341774518,
          2159.3020789553075,
          2836.8020760426352,
          -677.4999970873273,
        ],
      ],
      note: "1 % growth of difficulty a month and a flat price, over the halving of May 2020, with derived heights.",
    },
  ],
  seeAlso: ["HISTORY", "MINER_CASHFLOWS", "DIFFICULTY_PATH", "SCENARIOS"],
});
