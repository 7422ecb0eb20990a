import { impliedDifficulty as impliedDifficultyOf } from "../../core/hedging/impliedDifficulty";
import { define } from "../define";
import { optional, vector } from "../parameters";
import { headers } from "../vocabulary";

const header = [
  "Month",
  "Hashprice (USD per PH per day)",
  "Forward (USD per BTC)",
  "Difficulty",
  "Growth (share per month)",
  "Network hashrate (EH/s)",
];

export const impliedDifficulty = define({
  name: "IMPLIED_DIFFICULTY",
  group: "Hedging",
  summary: "The difficulty that hashprice forwards and bitcoin futures together imply, month by month",
  parameters: {
    hashprices: vector("Forward hashprice of each month", "USD per PH/s per day", { above: 0 }),
    btcForwards: vector("Forward price of bitcoin of each month", "USD per BTC", { above: 0 }),
    subsidyBtc: vector(
      "Block subsidy, of each month or one for all",
      "BTC per block",
      { atLeast: 0 },
      { isOneForAll: true },
    ),
    feesBtc: optional(
      vector(
        "Transaction fees expected, of each month or one for all",
        "BTC per block",
        { atLeast: 0 },
        { isOneForAll: true },
      ),
      [0],
    ),
    headers,
  },
  together: ["hashprices", "btcForwards", "subsidyBtc", "feesBtc"],
  returns: { shape: "table", columns: header },
  compute: (given) =>
    impliedDifficultyOf(given).map(({ hashprice, forward, difficulty, growth, networkEh }, index) => [
      index + 1,
      hashprice,
      forward,
      difficulty,
      growth ?? "",
      networkEh,
    ]),
  formula:
    "difficulty = 10^15 × 86,400 ÷ 2^32 × (subsidy + fees) × forward ÷ hashprice; growth = difficulty ÷ the month before − 1; network hashrate = difficulty × 2^32 ÷ 600 seconds",
  remarks: [
    "HASHPRICE of the forward, the difficulty, the subsidy and the fees gives the hashprice back. Sell hashprice and buy bitcoin forward, and what is left is a position in this difficulty.",
    "The Difficulty column can be pasted into a model block as a monthly series of difficulty, beside one of btc price.",
    "Months are those of the contracts, in the order given. In a month with a halving give the mean subsidy: BLOCK_SUBSIDY, DIFFICULTY_PATH and HALVING_DATE say when it falls.",
    "Both prices must be for the same month and in the same currency. Forwards hold a risk premium: what is implied is not a forecast.",
  ],
  sources: ["Identity: HASHPRICE, solved for difficulty"],
  examples: [
    {
      formula: "=MINING.IMPLIED_DIFFICULTY(A2:A5, B2:B5, 3.125, C2:C5)",
      cells: [
        ["Hashprice", "BTC", "Fees"],
        [50, 100000, 0.05],
        [48, 100800, 0.05],
        [47.5, 101700, 0.04],
        [45, 102500, 0.04],
      ],
      result: [
        header,
        [1, 50, 100000, 127740204334259.03, "", 914.4],
        [2, 48, 100800, 134127214550971.98, 0.05, 960.12],
        [3, 47.5, 101700, 136318544023915.34, 0.016337694630276479, 975.80614736842105],
        [4, 45, 102500, 145023688673973.08, 0.063858844094832295, 1038.12],
      ],
      note: "Hashprice falls while bitcoin rises: the market expects difficulty to grow by 4.3 % a month.",
    },
    {
      formula: "=MINING.IMPLIED_DIFFICULTY({50;25}, {100000;104000}, {3.125;1.5625}, , FALSE)",
      result: [
        [1, 50, 100000, 125728547573089.6, "", 900],
        [2, 25, 104000, 130757689476013.18, 0.04, 936],
      ],
      note: "Half the hashprice after a halving: difficulty grows only as the price does.",
    },
  ],
  seeAlso: ["HASHPRICE", "HASHPRICE_FORWARD", "DIFFICULTY_PATH"],
});
