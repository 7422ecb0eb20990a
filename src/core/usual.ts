import { efficiencies, hashprices, powerPrices, unitOf, type UnitKind } from "./units";

/** What values of a unit usually are. One beyond is legal, and mostly meant in another unit. */
export interface Usual {
  readonly least: number;
  readonly most: number;
  /** The unit, and those that it may be mistaken for. */
  readonly unit: string;
  readonly kind: UnitKind;
  /** What a value beyond may be, as a question; `x` is the value. */
  readonly doubt: (x: string) => string;
}

export const usualEfficiency: Usual = {
  least: 1,
  most: 1000,
  unit: "J/TH",
  kind: efficiencies,
  doubt: (x) => `${x} J/TH: is it the power in W?`,
};

export const usualPowerPrice: Usual = {
  least: -2,
  most: 2,
  unit: "USD/kWh",
  kind: powerPrices,
  doubt: (x) => `${x} USD per kWh: cents, or a price per MWh?`,
};

export const usualHashprice: Usual = {
  least: 0.1,
  most: 10_000,
  unit: "USD per PH/s per day",
  kind: hashprices,
  doubt: (x) => `implies a hashprice of ${x} USD per PH per day`,
};

const all = [usualEfficiency, usualPowerPrice, usualHashprice];

/** What values of a unit usually are, where that is known. */
export function usualOf(unit: string): Usual | undefined {
  const key = unitOf(unit)?.key;
  return key === undefined ? undefined : all.find((usual) => unitOf(usual.unit)?.key === key);
}

/** The highest volatility a year that is not taken for one in percent. */
export const USUAL_VOLATILITY = 5;
