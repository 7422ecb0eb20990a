import type { Forms, Names } from "./form";

export const treasuryNames: Names = {
  MINING_COINS_AND_CASH: {
    what: 'Coins sold, coins held, proceeds and cash at the end of months 0 to N, after a first row with what there was before. "cover" sells as few coins as keep the cash at its minimum; any other policy sells a share of what is mined.',
    text: `LAMBDA(mined, price, bills, cash_usd, btc, policy, min_cash,
    LET(
      share, IF(policy = "sell_all", 1, IF(policy = "hold", 0, policy)),
      REDUCE(HSTACK(0, btc, 0, cash_usd), SEQUENCE(COUNTA(mined)), LAMBDA(rows, t,
        LET(
          available, INDEX(rows, t, 2) + INDEX(mined, t),
          before, INDEX(rows, t, 4) - INDEX(bills, t),
          missing, IF(before < min_cash, min_cash - before, 0),
          enough, missing / INDEX(price, t) <= available,
          sold, IF(policy = "cover", IF(enough, missing / INDEX(price, t), available), share * INDEX(mined, t)),
          proceeds, IF((policy = "cover") * (missing > 0) * enough, missing, sold * INDEX(price, t)),
          cash, IF((policy = "cover") * (missing > 0) * enough, min_cash, before + proceeds),
          VSTACK(rows, HSTACK(sold, available - sold, proceeds, cash)))))))`,
  },
};

export const treasuryForms: Forms = {
  TREASURY: {
    requires: [
      `(policy = "cover") + (policy = "sell_all") + (policy = "hold") + (policy > 0) * (policy <= 1)`,
    ],
    steps: {
      // The policy takes the place of the hodl share.
      block: `MINING_BLOCK(MINING_WITH(model, HSTACK("hodl share", 0)))`,
      flows: `MINING_CASHFLOWS(block)`,
      mined: `MINING_COLUMN(flows, "btc")`,
      today: `MINING_ASSUMPTION(block, "btcprice")`,
      by_month: `DROP(MINING_COLUMN(flows, "price"), 1)`,
      price: `VSTACK(IF(today = "monthly", INDEX(by_month, 1), today), by_month)`,
      bills: `MINING_COLUMN(flows, "revenue") - MINING_COLUMN(flows, "net cash")`,
      loan: `VSTACK(MINING_ASSUMPTION(block, "loan"), MINING_COLUMN(MINING_LOAN(block), "balance"))`,
      book: `DROP(MINING_COINS_AND_CASH(mined, price, bills, cash_usd, btc, policy, min_cash), 1)`,
      held: `INDEX(book, 0, 2)`,
      cash: `INDEX(book, 0, 4)`,
    },
    answer: `HSTACK(MINING_COLUMN(flows, "month"), mined, INDEX(book, 0, 1), held, price, INDEX(book, 0, 3), bills, cash,
      held * price, loan, cash + held * price - loan, IF(cash < min_cash, min_cash - cash, 0))`,
  },
};
