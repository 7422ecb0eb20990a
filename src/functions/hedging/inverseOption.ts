import { InputError, type Cell } from "../../core/errors";
import { BLANK_IS_ZERO } from "../../core/numeric/bounds";
import { inverseOption as inverseOptionOf } from "../../core/options/inverse";
import { define, type CellParameter } from "../define";
import { number, optional } from "../parameters";
import { forward, optionType, output, strike, volatility, years } from "../vocabulary";

const anyContracts = number("Options on 1 BTC each; negative if sold", "contracts");

/** A number other than 0, which a blank cell would be. */
const contracts: CellParameter<number> = {
  ...anyContracts,
  rule: "must be a number other than 0",
  read: (cell: Cell, name: string) => {
    const value = anyContracts.read(cell, name);
    if (value !== 0) return value;
    throw new InputError(name, `must be a number other than 0, got 0 ${BLANK_IS_ZERO}`);
  },
};

export const inverseOption = define({
  name: "INVERSE_OPTION",
  group: "Hedging",
  summary: "Option priced and settled in bitcoin, as Deribit lists it: price, delta, payoff and profit",
  parameters: {
    type: optionType,
    forward,
    strike,
    years,
    volatility,
    contracts: optional(contracts, 1),
    premiumBtc: optional(
      number("Premium paid for one contract; if omitted, the price", "BTC per contract", { atLeast: 0 }),
    ),
    settlementPrice: optional(number("Price of one bitcoin at expiry", "USD", { above: 0 })),
    output,
    exitPremiumBtc: optional(
      number("Premium for which one contract was closed before expiry", "BTC per contract", { atLeast: 0 }),
    ),
  },
  returns: {
    shape: "record",
    rows: {
      priceBtc: ["Price", "BTC"],
      priceUsd: ["Price in USD", "USD"],
      delta: ["Delta", "BTC"],
      netDelta: ["Net delta", "BTC"],
      payoffBtc: ["Payoff", "BTC", "settlement_price"],
      pnlBtc: ["P&L", "BTC", "settlement_price or exit_premium_btc"],
    },
  },
  compute: inverseOptionOf,
  formula:
    "price = undiscounted Black-76 ÷ F; delta = N(d₁), less 1 for a put; net delta = delta − price; payoff = max(±(S − K), 0) ÷ S; P&L = payoff − premium, or exit premium − premium",
  remarks: [
    "Every value is for all contracts: negative contracts are sold, and their price is what is owed.",
    "Delta hedges the value in USD, net delta (premium-adjusted) the value in BTC.",
    "An option closed before expiry has an exit premium and no settlement price; its payoff is empty. Both together are refused.",
    "A blank cell for premium_btc or exit_premium_btc is a premium of 0.",
  ],
  sources: [
    "Deribit, contract specifications of BTC options",
    "Black (1976), The pricing of commodity contracts, equation 16",
  ],
  examples: [
    {
      formula: '=MINING.INVERSE_OPTION("put", 60000, 55000, 0.25, 0.6, 1, , , "Price (BTC)")',
      result: 0.07733394201211346,
      note: "A put costs 0.077 bitcoin.",
    },
    {
      formula: '=MINING.INVERSE_OPTION("put", 60000, 55000, 0.25, 0.6, 2, 0.08, 45000, "P&L")',
      result: 0.2844444444444444,
      note: "Two of them, bought at 0.08 and settled at 45,000 USD.",
    },
    {
      formula: '=MINING.INVERSE_OPTION("put", 60000, 55000, 0.25, 0.6, -2, 0.08, , "P&L", 0.03)',
      result: 0.1,
      note: "Two of them sold at 0.08 and bought back at 0.03.",
    },
  ],
  seeAlso: ["OPTION_PRICE", "OPTION_GREEKS", "PUT_HEDGE"],
});
