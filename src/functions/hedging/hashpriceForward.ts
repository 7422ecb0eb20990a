import { hashpriceForward as hashpriceForwardOf } from "../../core/hedging/hashpriceForward";
import { define } from "../define";
import { choice, number, optional, vector } from "../parameters";
import { days, marginShare, output } from "../vocabulary";

const unit = "contract currency per PH/s per day";

export const hashpriceForward = define({
  name: "HASHPRICE_FORWARD",
  group: "Hedging",
  summary: "Forward on hashprice: notional, settlement, margin and the revenue it locks in",
  parameters: {
    unitHashprice: number("Hashprice of the contract, in USD or BTC", unit, { above: 0 }),
    hashratePh: number("Hashrate sold or bought", "PH/s", { above: 0 }),
    days,
    settlements: optional(
      vector(
        "Hashprice index for each day so far, or one value for all days",
        unit,
        { above: 0 },
        { isOneForAll: true },
      ),
    ),
    side: optional(choice("Side of the contract", ["sell", "buy"]), "sell"),
    marginShare: optional(marginShare, 0.35),
    output,
  },
  returns: {
    shape: "record",
    rows: {
      notional: ["Notional", "contract currency"],
      settlement: ["Settlement", "contract currency", "settlements"],
      margin: ["Margin", "contract currency"],
      lockedRevenue: ["Locked revenue", "contract currency"],
    },
  },
  compute: hashpriceForwardOf,
  formula:
    "settlement of a seller = Σ (unit hashprice − index) × PH/s over the days; a buyer's is the negative",
  remarks: [
    "The currency is that of unit_hashprice: USD or BTC.",
    "Fewer settlements than days settle only those days; more are an error. A single value counts for all days.",
    "For a buyer the locked revenue is what the hashrate costs.",
  ],
  sources: ["Luxor, hashprice forward contracts, contract terms"],
  examples: [
    {
      formula: '=MINING.HASHPRICE_FORWARD(50, 100, 30, 45, , , "Settlement")',
      result: 15000,
      note: "100 PH/s sold at 50 USD for a month in which the index averages 45 USD.",
    },
    {
      formula: '=MINING.HASHPRICE_FORWARD(50, 100, 30, A1:A3, "buy", , "Settlement")',
      cells: [[51], [48], [52.5]],
      result: 150,
      note: "The buyer after three days.",
    },
  ],
  seeAlso: ["HASHPRICE", "FORWARD_LOCK"],
});
