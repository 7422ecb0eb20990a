import { at } from "../numeric/at";
import { cashflowsOf } from "./cashflows";
import type { Model } from "./model";
import { todaysPrice } from "./months";

/** What is sold: as little as keeps the cash, all or none of what is mined, or a share of it above 0 and up to 1. */
export type Policy = "cover" | "sell_all" | "hold" | number;

interface Treasury {
  /** USD held before time 0. */
  readonly cash: number;
  /** Coins held before time 0. */
  readonly btc: number;
  readonly policy: Policy;
  /** USD that "cover" keeps, and below which there is a shortfall. */
  readonly minCash: number;
}

/** A month, or time 0; amounts in USD. */
interface TreasuryMonth {
  month: number;
  btcMined: number;
  btcSold: number;
  /** At the end of the month. */
  btcHeld: number;
  price: number;
  proceeds: number;
  /** All that is paid less all that is received but for mined coins: negative where the latter is more. */
  bills: number;
  /** At the end of the month; negative is an overdraft without interest. */
  cash: number;
  /** The coins held at the month's price. */
  coins: number;
  /** What is owed. */
  loan: number;
  netWorth: number;
  shortfall: number;
}

/**
 * Cash and coins of a model by month, time 0 first. The policy takes the place of its hodl share. Only "cover" touches
 * coins that are already held; when they run out, cash stays below the minimum. No coins are bought, and their gains
 * after mining are not taxed.
 */
export function treasury(given: Model, { cash: opening, btc, policy, minCash }: Treasury): TreasuryMonth[] {
  const model = { ...given, hodlShare: 0 };
  const flows = cashflowsOf(model);
  let held = btc;
  let cash = opening;
  return Array.from(flows.net, (net, month) => {
    const price = month === 0 ? todaysPrice(model) : at(flows.months.price, month);
    const mined = at(flows.btc, month);
    const bills = at(flows.revenue, month) - net;
    const available = held + mined;
    const before = cash - bills;
    let sold = 0;
    if (policy === "cover") sold = Math.min(available, Math.max(0, (minCash - before) / price));
    else if (policy === "sell_all") sold = mined;
    else if (policy !== "hold") sold = policy * mined;
    cash = before + sold * price;
    let proceeds = sold * price;
    // Coins that suffice bring just what is missing, without a rounding error.
    if (policy === "cover" && before < minCash && (minCash - before) / price <= available) {
      proceeds = minCash - before;
      cash = minCash;
    }
    held = available - sold;
    const coins = held * price;
    const loan = at(flows.balance, month);
    return {
      month,
      btcMined: mined,
      btcSold: sold,
      btcHeld: held,
      price,
      proceeds,
      bills,
      cash,
      coins,
      loan,
      netWorth: cash + coins - loan,
      shortfall: Math.max(0, minCash - cash),
    };
  });
}
