import fc from "fast-check";
import { assumptionKeys, assumptions } from "../../../src/core/cashflow/assumptions";
import {
  depreciationMethods,
  discountings,
  loanTypes,
  valuesOf,
  type Model,
  type Quantity,
} from "../../../src/core/cashflow/model";
import type { Cell } from "../../../src/core/errors";

/** Anywhere between the two, either included. */
const between = (min: number, max: number) =>
  fc.integer({ min: 0, max: 1_000_000 }).map((millionths) => min + (millionths / 1e6) * (max - min));

/** One value for all months, or the first months' own, of which the last carries on. */
const quantity = (value: fc.Arbitrary<number>, month = value): fc.Arbitrary<Quantity> =>
  fc.oneof(
    { weight: 2, arbitrary: value },
    { weight: 1, arbitrary: fc.array(month, { minLength: 1, maxLength: 12 }) },
  );

/** A quantity that may be 0 in some months. */
const pausing = (value: fc.Arbitrary<number>) =>
  quantity(value, fc.oneof({ weight: 4, arbitrary: value }, { weight: 1, arbitrary: fc.constant(0) }));

const orUndefined = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 2 });

/** Each assumption of its own accord, about a machine or a small site whose power costs about what it earns. */
const each: { readonly [Key in keyof Model]: fc.Arbitrary<Model[Key]> } = {
  btcPrice: quantity(between(2e4, 3e5)),
  btcPriceGrowth: between(-0.5, 1),
  difficulty: quantity(between(5e13, 4e14)),
  difficultyGrowth: quantity(between(-0.03, 0.1)),
  startHeight: orUndefined(fc.integer({ min: 1_000_000, max: 1_060_000 })),
  subsidy: orUndefined(pausing(between(1, 4))),
  fees: quantity(between(0, 0.3)),
  hashrateTh: pausing(between(50, 500)),
  hashrateDegradation: between(0, 0.2),
  jPerTh: quantity(between(10, 40)),
  usdPerKwh: quantity(fc.oneof(between(0.02, 0.12), between(-0.3, 0.3))),
  powerPriceGrowth: between(-0.1, 0.2),
  pue: quantity(between(1, 1.3)),
  uptime: pausing(between(0.5, 1)),
  poolFee: quantity(between(0, 0.05)),
  otherOpex: quantity(between(0, 40)),
  otherRevenue: quantity(between(0, 40)),
  capex: fc.oneof(fc.constant(0), between(1, 6000)),
  resaleValue: between(0, 1000),
  months: fc.integer({ min: 1, max: 30 }),
  discountRate: between(-0.1, 0.5),
  taxRate: quantity(between(0, 0.6)),
  depreciation: fc.constantFrom(...depreciationMethods),
  depreciationLife: fc.integer({ min: 1, max: 40 }),
  shutdown: fc.boolean(),
  hodlShare: quantity(between(0, 1)),
  volatility: between(0.05, 1.2),
  difficultyVolatility: between(0, 0.6),
  correlation: between(-1, 1),
  riskFreeRate: between(-0.02, 0.1),
  loan: fc.oneof(fc.constant(0), between(1, 4000)),
  loanRate: fc.oneof(fc.constant(0), between(0.001, 0.3)),
  loanMonths: fc.integer({ min: 1, max: 40 }),
  hashprice: orUndefined(quantity(between(20, 120))),
  hashpriceGrowth: between(-0.1, 0.1),
  startDate: orUndefined(fc.integer({ min: 40_000, max: 60_000 })),
  startMonth: fc.integer({ min: 1, max: 8 }),
  discounting: fc.constantFrom(...discountings),
  capexSchedule: fc.oneof(
    fc.constant(0),
    between(1, 200),
    fc.array(fc.oneof(fc.constant(0), between(1, 3000)), { minLength: 1, maxLength: 12 }),
  ),
  otherOpexGrowth: between(-0.1, 0.3),
  heatPrice: quantity(fc.oneof(fc.constant(0), between(0, 0.03))),
  profitShare: fc.oneof(fc.constant(0), between(0, 1)),
  powerPriceShape: fc.oneof(
    fc.constant(1),
    between(0.2, 2),
    fc.record({ multipliers: fc.array(between(-0.5, 3), { minLength: 2, maxLength: 8 }) }),
  ),
  loanType: fc.constantFrom(...loanTypes),
  bonusShare: fc.oneof(fc.constant(0), between(0, 1)),
  lossLimit: fc.oneof(fc.constant(1), between(0.1, 1)),
};

/** Any legal model, all assumptions drawn, as a block would give it. */
export const anyModel: fc.Arbitrary<Model> = fc.record(each).map(legal);

/** The model without what the rules refuse together. */
function legal(drawn: Model): Model {
  const model = { ...drawn, startMonth: Math.min(drawn.startMonth, drawn.months) };
  if (model.hashprice !== undefined) {
    model.difficulty = undefined;
    model.startHeight = undefined;
    model.subsidy = undefined;
    model.difficultyGrowth = 0;
    model.fees = 0;
  } else if (model.subsidy === undefined) model.startHeight ??= 1_042_000;
  if (typeof model.btcPrice === "object") model.btcPriceGrowth = 0;
  if (typeof model.difficulty === "object") model.difficultyGrowth = 0;
  if (typeof model.hashrateTh === "object") model.hashrateDegradation = 0;
  if (typeof model.usdPerKwh === "object") model.powerPriceGrowth = 0;
  if (typeof model.otherOpex === "object") model.otherOpexGrowth = 0;
  if (typeof model.hashprice !== "number") model.hashpriceGrowth = 0;
  if (model.startDate === undefined) model.discounting = "periodic";
  if (model.depreciation === "bonus" || model.depreciation === "none") model.bonusShare = 0;
  // Payments do not carry on.
  if (typeof model.capexSchedule === "object") model.capexSchedule = [...model.capexSchedule, 0];
  return model;
}

/** The model as rows of a sheet: each series to the last month, with a word behind it. */
export function rowsOf(model: Model): Cell[][] {
  const rows: Cell[][] = [];
  for (const key of assumptionKeys) {
    const { name, unit } = assumptions[key];
    const value = model[key];
    if (value === undefined) continue;
    if (typeof value !== "object") rows.push([name, value]);
    else if ("multipliers" in value) rows.push([name, "shape", unit, ...value.multipliers, "end"]);
    else rows.push([name, "monthly", unit === "" ? "-" : unit, ...valuesOf(value, model.months), "end"]);
  }
  return rows;
}
