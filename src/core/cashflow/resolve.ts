import { InputError, type Cell } from "../errors";
import { BLANK_IS_ZERO, boundsRule, boundsTest } from "../numeric/bounds";
import { assumptionKeys, assumptions, type AssumptionKey } from "./assumptions";
import { parseBlock, type Settings } from "./block";
import { depreciationMethods } from "./depreciationSchedule";
import type { Model, Quantity } from "./model";
import { growthOf, withOverrides } from "./overrides";

type Range = readonly (readonly Cell[])[];

/** The assumptions as written in a block, with the overrides applied. */
export function settingsOf(block: Range, overrides: readonly Range[]): Settings {
  return withOverrides(parseBlock(block, "given"), overrides);
}

/** The model that a block with overrides describes. */
export function modelOf(block: Range, overrides: readonly Range[]): Model {
  return resolve(settingsOf(block, overrides));
}

/** Checks the settings against their bounds and each other, and fills in the defaults. */
export function resolve(settings: Settings): Model {
  refuseMissing(settings);
  refuseGrowthOfSeries(settings);
  const months = oneNumber(settings, "months");
  const values = reader(settings, months);
  return {
    ...marketOf(values, settings),
    ...machineOf(values),
    ...financeOf(values, settings),
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

/** A series holds the values themselves: a growth beside it would be silently without effect. */
function refuseGrowthOfSeries(settings: Settings): void {
  for (const key of assumptionKeys) {
    const growth = growthOf[key];
    const rate = growth === undefined ? undefined : settings.get(growth)?.value;
    const grows = Array.isArray(rate) ? rate.some((value) => value !== 0) : rate !== undefined && rate !== 0;
    if (growth !== undefined && grows && Array.isArray(settings.get(key)?.value)) {
      throw new InputError(
        assumptions[growth].name,
        `must be 0 or left out when ${assumptions[key].name} is a monthly series`,
      );
    }
  }
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
      const used = value.slice(0, months);
      used.forEach((item, index) => checked(key, item, `, month ${index + 1},`));
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

function checked(key: AssumptionKey, value: number, place = ""): number {
  const { name, bounds } = assumptions[key];
  if (boundsTest(bounds)(value)) return value;
  const rule = boundsRule(bounds);
  if (value === 0) throw new InputError(name + place, `${rule}, got 0 ${BLANK_IS_ZERO}`);
  throw new InputError(name + place, rule, value);
}

function marketOf({ number, quantity }: Reader, settings: Settings) {
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

function machineOf({ number, quantity }: Reader) {
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

function financeOf({ number }: Reader, settings: Settings) {
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
