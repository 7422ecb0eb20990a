import { modelOf } from "../../core/cashflow/resolve";
import { treasury as treasuryOf, type Policy } from "../../core/cashflow/treasury";
import { CellError, InputError, type Cell } from "../../core/errors";
import { isNumberText, notANumber } from "../../core/numberText";
import { define, type CellParameter } from "../define";
import { number, optional } from "../parameters";
import { headers, model } from "../vocabulary";
import { exampleBlock } from "./exampleBlock";

const words = ["cover", "sell_all", "hold"] as const;
const POLICY_RULE = 'must be "cover", "sell_all", "hold" or a share above 0 and at most 1';

const policy: CellParameter<Policy> = {
  shape: "cell",
  isNumber: false,
  doc: "Which coins are sold: cover, as few as keep the cash at min_cash; sell_all, those mined; hold, none; or a share of those mined",
  unit: "text or share",
  rule: POLICY_RULE,
  optional: false,
  read: (cell: Cell, name: string): Policy => {
    if (cell instanceof CellError) throw cell;
    const isBlank = cell === null || cell === 0 || (typeof cell === "string" && cell.trim() === "");
    if (isBlank) throw new InputError(name, "must not be blank or 0", cell ?? 0, "write hold");
    if (typeof cell === "number" && cell > 0 && cell <= 1) return cell;
    if (typeof cell !== "string") throw new InputError(name, POLICY_RULE, cell);
    const text = cell.trim().toLowerCase();
    const word = words.find((known) => known === text);
    if (word !== undefined) return word;
    if (isNumberText(cell)) throw notANumber(name, cell);
    throw new InputError(name, POLICY_RULE, cell);
  },
};

const amount = { atLeast: 0 };

/** The machine of the examples, half of it on credit. */
const loanBlock = [...exampleBlock, ["loan", 2000], ["loan rate", 0.09], ["loan months", 3]];

export const treasury = define({
  name: "TREASURY",
  group: "Lifecycle valuation",
  summary: "Cash and coins of a mining model month by month, when coins are sold to pay the bills",
  parameters: {
    model,
    cashUsd: number("Cash at the beginning", "USD", amount),
    btc: number("Coins held at the beginning", "BTC", amount),
    policy: optional(policy, "cover"),
    minCash: optional(
      number("Cash that cover keeps, and below which there is a shortfall", "USD", amount),
      0,
    ),
    headers,
  },
  returns: {
    shape: "table",
    columns: [
      "Month",
      "BTC mined (BTC)",
      "BTC sold (BTC)",
      "BTC held (BTC)",
      "Price (USD)",
      "Proceeds (USD)",
      "Bills (USD)",
      "Cash (USD)",
      "Coins (USD)",
      "Loan (USD)",
      "Net worth (USD)",
      "Shortfall (USD)",
    ],
  },
  compute: (given) =>
    treasuryOf(modelOf(given.model, []), {
      cash: given.cashUsd,
      btc: given.btc,
      policy: given.policy,
      minCash: given.minCash,
    }).map((month) => [
      month.month,
      month.btcMined,
      month.btcSold,
      month.btcHeld,
      month.price,
      month.proceeds,
      month.bills,
      month.cash,
      month.coins,
      month.loan,
      month.netWorth,
      month.shortfall,
    ]),
  formula:
    'cash = cash before − bills + BTC sold × price; under "cover" BTC sold = the coins held, but no more than (min_cash − cash before + bills) ÷ price',
  remarks: [
    "Bills are all that the model pays, less all that it receives but for mined coins: power, opex, profit share, tax, interest and principal, capex and what a capex schedule pays, less heat, other revenue, the loan and the resale value. They are negative in a month that brings more than it costs. Month 0 has capex less loan.",
    "The model's hodl share is left out: the policy takes its place. A policy of 0.3 sells 30 % of the coins of each month. Only cover sells coins that are already held; cash is then exactly min_cash wherever some but not all of them are sold.",
    "When the coins run out, cash stays below min_cash and may be negative: an overdraft without interest, which later surpluses fill. Shortfall shows what is missing. No coins are bought.",
    "Coins are those held at the month's price; net worth = cash + coins − loan. The gain on coins after they are mined is not taxed here: COST_BASIS and ROLLFORWARD compute it.",
    "Under sell_all the last cash is cash_usd plus the cumulative cash of MINER_CASHFLOWS with a hodl share of 0.",
  ],
  sources: ["Identity: the cash flows of MINER_CASHFLOWS, with the coins that are sold"],
  examples: [
    {
      formula: '=MINING.TREASURY(A1:B24, 1500, 0.02, "cover", 250, FALSE)',
      cells: loanBlock,
      result: [
        [0, 0, 0.0075, 0.0125, 100000, 750, 2000, 250, 1250, 2000, -500, 0],
        [
          1, 0.0028444333482196857, 0.008060015848148389, 0.007284417500071298, 100762.56599053694,
          812.1478787838256, 812.1478787838255, 250, 733.9965990535563, 1338.3084268489627,
          -354.3118277954062, 0,
        ],
        [
          2, 0.002561543703994647, 0.007936174389948996, 0.0019097868141169493, 102305.1875220463,
          811.9118091713934, 811.9118091713934, 250, 195.38109814536588, 671.6541668992925,
          -226.2730687539265, 0,
        ],
        [
          3, 0.0013954695330755916, 0.0033052563471925407, 0, 103871.42577238452, 343.3216893261128,
          411.67616674307976, 181.64552258303314, 0, 0, 181.64552258303314, 68.35447741696686,
        ],
      ],
      note: "Coins are sold to pay power and loan and to keep 250 USD; in month 3 they run out.",
    },
    {
      formula: "=MINING.TREASURY(A1:B21, 4200, 0.001, 0.5)",
      cells: exampleBlock,
      result: [
        ["Month", "BTC mined (BTC)", "BTC sold (BTC)", "BTC held (BTC)", "Price (USD)", "Proceeds (USD)"],
        [0, 0, 0, 0.001, 100000, 0, 4000, 200, 100, 0, 300, 0],
        [
          1, 0.0028444333482196857, 0.0014222166741098428, 0.002422216674109843, 100762.56599053694,
          143.306201477835, 135.4563056327881, 207.84989584504692, 244.06876746837196, 0, 451.91866331341885,
          0,
        ],
      ],
      note: "Half of the coins are sold as they are mined.",
    },
  ],
  seeAlso: ["MINER_CASHFLOWS", "RUNWAY", "PORTFOLIO_CASHFLOWS", "ROLLFORWARD"],
});
