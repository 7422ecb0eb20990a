import { sum } from "../numeric/sum";
import { cashflowsOf } from "./cashflows";
import type { Model } from "./model";
import { netPresentValue } from "./valuation";

export const impairmentStandards = ["ifrs", "usgaap"] as const;
type ImpairmentStandard = (typeof impairmentStandards)[number];

interface CarriedAsset {
  /** USD in the books. */
  carrying: number;
  /** USD: fair value less costs of disposal. */
  saleValue: number;
  standard: ImpairmentStandard;
}

export interface Impairment {
  /** USD: the future cash, discounted. */
  valueInUse: number;
  /** USD. */
  undiscounted: number;
  /** USD: what of the carrying amount can be recovered. */
  recoverable: number;
  /** USD; at least 0. */
  impairment: number;
}

/**
 * Impairment test of a machine or site on the cash of its model, without capex, loan, tax and coins kept. Capex still to
 * be paid stays: it is the cost to complete.
 *
 * ifrs: the carrying amount above the greater of value in use and sale value (IAS 36.18, 36.59; no tax and
 * financing: 36.50). usgaap: none while the undiscounted cash covers the carrying amount, else what exceeds the sale
 * value as the fair value (ASC 360-10-35-17).
 */
export function impairment(model: Model, { carrying, saleValue, standard }: CarriedAsset): Impairment {
  const asset = { ...model, capex: 0, loan: 0, taxRate: 0, hodlShare: 0 };
  const flows = cashflowsOf(asset);
  const valueInUse = netPresentValue(flows, model.discountRate);
  const undiscounted = sum(flows.net);
  const recoverable =
    standard === "ifrs"
      ? Math.max(valueInUse, saleValue)
      : undiscounted >= carrying
        ? undiscounted
        : saleValue;
  return { valueInUse, undiscounted, recoverable, impairment: Math.max(0, carrying - recoverable) };
}
