import { InputError, type Cell } from "../errors";
import { boundsRule, boundsTest, outOfBounds } from "../numeric/bounds";
import { assumptionKeys, assumptions, type AssumptionKey } from "./assumptions";
import { parseBlock, type Block, type Settings, growthOf, withOverrides } from "./block";
import { depreciationMethods } from "./depreciationSchedule";
import type { Model, Quantity } from "./model";

type Range = readonly (readonly Cell[])[];

/** A block as written, with the overrides applied. */
export function blockOf(block: Range, overrides: readonly Range[]): Block {
  return withOverrides(parseBlock(block, "given"), overrides);
}

/** The assumptions as written in a block, with the overrides applied. */
export function settingsOf(block: Range, overrides: readonly Range[]): Settings {
  return blockOf(block, overrides).settings;
}

/** The model that a block with overrides describes. */
export function modelOf(block: Range, overrides: readonly Range[]): Model {
  return resolve(settingsOf(block, overrides));
}

/** Checks the settings against their bounds and each other, and fills in the defaults. */
export function resolve(settings: Settings): Model {
  refuseMissing(settings);
  refuseGrowthOfSeries(settings);
  refuseMixedCurrencies(settings);
  const months = oneNumber(settings, "months");
  const values = reader(settings, months);
  return {
    ...marketAssumptions(values, settings),
    ...machineAssumptions(values),
    ...financeAssumptions(values, settings),
    months,
    depreciationLife: values.number("depreciationLife", months),
    loanMonths: values.number("loanMonths", months),
  };
}

function refuseMissing(settings: Settings): void {
  const missing = assumptionKeys.filter(
    (key) => typeof assumptions[key].fallback === "object" && !settings.has(key),
  );
  const names = missing
    .filter((key) => "required" in Object(assumptions[key].fallback))
    .map((key) => assumptions[key].name);
  if (missing.includes("startHeight") && missing.includes("subsidy")) names.push("start height (or subsidy)");
  if (names.length > 0) throw new InputError("model", `must give ${names.join(", ")}`);
}

/** A series holds the values themselves: a growth rate beside it would silently have no effect. */
function refuseGrowthOfSeries(settings: Settings): void {
  for (const key of assumptionKeys) {
    const growth = growthOf[key];
    const rate = growth === undefined ? undefined : settings.get(growth)?.value;
    const grows =
      typeof rate === "object" ? rate.values.some((value) => value !== 0) : rate !== undefined && rate !== 0;
    if (growth !== undefined && grows && typeof settings.get(key)?.value === "object") {
      throw new InputError(
        assumptions[growth].name,
        `must be 0 or left out when ${assumptions[key].name} is a monthly series`,
      );
    }
  }
}

/** USD stands for any currency, but the same one in all rows. */
function refuseMixedCurrencies(settings: Settings): void {
  const named = assumptionKeys.flatMap((key) => {
    const currency = settings.get(key)?.currency;
    return currency === undefined ? [] : [{ name: assumptions[key].name, currency }];
  });
  const [first] = named;
  const other = named.find(({ currency }) => currency !== first?.currency);
  if (first === undefined || other === undefined) return;
  throw new InputError(
    other.name,
    `must be in ${first.currency} as ${first.name} is, not in ${other.currency}`,
  );
}

interface Reader {
  /** One number; `fallback` where the default follows from another assumption. */
  number: (key: AssumptionKey, fallback?: number) => number;
  quantity: (key: AssumptionKey) => Quantity;
}

function reader(settings: Settings, months: number): Reader {
  return {
    number: (key, fallback) => oneNumber(settings, key, fallback),
    quantity: (key) => {
      const value = settings.get(key)?.value;
      if (typeof value !== "object") return oneNumber(settings, key);
      const { values, fault } = value;
      const used = values.slice(0, months);
      checkMonths(key, used);
      if (fault !== undefined && fault.month <= months) throw fault.error;
      return used;
    },
  };
}

function oneNumber(
  settings: Settings,
  key: AssumptionKey,
  fallback: unknown = assumptions[key].fallback,
): number {
  const value = settings.get(key)?.value ?? fallback;
  if (typeof value !== "number") throw new InputError(assumptions[key].name, "must be one number", value);
  return checked(key, value);
}

function checked(key: AssumptionKey, value: number): number {
  const { name, bounds } = assumptions[key];
  if (boundsTest(bounds)(value)) return value;
  throw outOfBounds(name, value, bounds);
}

function checkMonths(key: AssumptionKey, values: readonly number[]): void {
  const { name, monthBounds } = assumptions[key];
  const isWithin = boundsTest(monthBounds);
  for (const [index, value] of values.entries()) {
    if (isWithin(value)) continue;
    const place = `${name}, month ${index + 1},`;
    if (value !== 0) throw outOfBounds(place, value, monthBounds);
    const isLeading = values.slice(0, index).every((earlier) => earlier === 0);
    const advice = isLeading
      ? "write a text in the unit and note columns"
      : "write a word after the last value to carry it on";
    throw new InputError(place, `${boundsRule(monthBounds)}, got 0 (a blank cell is 0): ${advice}`);
  }
}

function marketAssumptions({ number, quantity }: Reader, settings: Settings) {
  return {
    btcPrice: quantity("btcPrice"),
    btcPriceGrowth: number("btcPriceGrowth"),
    difficulty: quantity("difficulty"),
    difficultyGrowth: quantity("difficultyGrowth"),
    startHeight: settings.has("startHeight") ? number("startHeight") : undefined,
    subsidy: settings.has("subsidy") ? quantity("subsidy") : undefined,
    fees: quantity("fees"),
    volatility: number("volatility"),
    difficultyVolatility: number("difficultyVolatility"),
    correlation: number("correlation"),
    riskFreeRate: number("riskFreeRate"),
  };
}

function machineAssumptions({ number, quantity }: Reader) {
  return {
    hashrateTh: quantity("hashrateTh"),
    hashrateDegradation: number("hashrateDegradation"),
    jPerTh: quantity("jPerTh"),
    usdPerKwh: quantity("usdPerKwh"),
    powerPriceGrowth: number("powerPriceGrowth"),
    pue: number("pue"),
    uptime: quantity("uptime"),
    poolFee: number("poolFee"),
    otherOpex: quantity("otherOpex"),
    otherRevenue: quantity("otherRevenue"),
  };
}

function financeAssumptions({ number }: Reader, settings: Settings) {
  const method = settings.get("depreciation")?.value;
  return {
    capex: number("capex"),
    resaleValue: number("resaleValue"),
    discountRate: number("discountRate"),
    taxRate: number("taxRate"),
    depreciation: depreciationMethods.find((known) => known === method) ?? "sln",
    shutdown: settings.get("shutdown")?.value !== false,
    hodlShare: number("hodlShare"),
    loan: number("loan"),
    loanRate: number("loanRate"),
  };
}
