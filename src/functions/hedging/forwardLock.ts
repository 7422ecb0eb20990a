import { forwardLock as forwardLockOf } from "../../core/hedging/forwardLock";
import { define } from "../define";
import { number, optional } from "../parameters";
import { contractBtc, hedgeRatio, marginShare, output, productionBtc, uptoCentury } from "../vocabulary";

export const forwardLock = define({
  name: "FORWARD_LOCK",
  group: "Hedging",
  summary: "Revenue locked in by selling a future against production, with basis and margin",
  parameters: {
    productionBtc,
    spot: number("Price of one bitcoin today", "USD", { above: 0 }),
    futurePrice: number("Price at which bitcoin is sold forward", "USD", { above: 0 }),
    years: number("Time to delivery", "years (ACT/365)", { ...uptoCentury, above: 0 }),
    hedgeRatio: optional(hedgeRatio, 1),
    marginShare: optional(marginShare, 0),
    contractBtc: optional(contractBtc, 0),
    exitSpot: optional(
      number("Bitcoin price at which coins are sold and the future is closed", "USD", { above: 0 }),
    ),
    output,
  },
  returns: {
    shape: "record",
    rows: {
      basis: ["Basis", "USD per BTC"],
      annualisedBasis: ["Annualised basis", "share per year"],
      btcHedged: ["BTC hedged", "BTC"],
      contracts: ["Contracts", "contracts", "contract_btc"],
      margin: ["Margin", "USD"],
      lockedRevenue: ["Locked revenue", "USD"],
      pnlAtExit: ["P&L at exit", "USD", "exit_spot"],
      revenueAtExit: ["Revenue at exit", "USD", "exit_spot"],
    },
  },
  steps: 200,
  compute: ({ productionBtc: production, ...given }) => forwardLockOf({ production, ...given }),
  formula:
    "basis = F − S; annualised = (F ÷ S)^(1 ÷ years) − 1; locked revenue = hedged × F; P&L at exit = hedged × (F − exit spot)",
  remarks: [
    "Hedged = production × hedge ratio, to the nearest whole contract when contract_btc is given.",
    "At exit the future is assumed to have converged to the spot.",
  ],
  sources: ["Hull, Options, Futures and Other Derivatives, chapter 3, hedging with futures"],
  examples: [
    {
      formula: '=MINING.FORWARD_LOCK(10, 60000, 62000, 0.25, , , , , "Annualised basis")',
      result: 0.1401493827160494,
      note: "A quarterly future 2,000 USD above the spot.",
    },
    {
      formula: '=MINING.FORWARD_LOCK(10.3, 60000, 62000, 0.25, 0.8, 0.4, 5, 50000, "Revenue at exit")',
      result: 635000,
      note: "Two contracts of 5 BTC, and the price falls to 50,000 USD.",
    },
  ],
  seeAlso: ["PUT_HEDGE", "COLLAR", "HEDGE_RATIO"],
});
