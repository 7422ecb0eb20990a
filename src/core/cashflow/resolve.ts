import { InputError } from "../errors";
import { keptWith } from "../keptWith";
import { boundsRule, boundsTest, outOfBounds } from "../numeric/bounds";
import { assumptionKeys, assumptions, type AssumptionKey } from "./assumptions";
import {
  growthOf,
  networkKeys,
  parseBlock,
  parseOverrides,
  seriesIn,
  withOverrides,
  withReplaced,
  type Block,
  type Replacements,
  type Setting,
  type Settings,
} from "./block";
import { depreciationMethods, discountings, loanTypes, type Model, type Quantity, type Shape } from "./model";
import type { Range } from "./sameCells";

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
  return resolvedWith(parseBlock(block, "given").settings, parseOverrides(overrides).replaced);
}

/**
 * The model of the settings with some replaced. The settings are resolved once: a grid asks for thousands of models of
 * the same ones, and most replace a number that no other assumption depends on.
 */
export function resolvedWith(settings: Settings, replaced: Replacements): Model {
  const base = modelBehind(settings);
  const model = base === undefined ? undefined : withNumbers(base, replaced);
  return model ?? resolve(withReplaced(settings, replaced));
}

/**
 * The model of settings as they stand. Undefined where they are refused: they are refused again, with the reason, when
 * the model is asked for.
 */
const modelBehind = keptWith((settings: Settings): Model | undefined => {
  try {
    return resolve(settings);
  } catch (error) {
    if (error instanceof Error) return undefined;
    throw error;
  }
});

/** The model with numbers in place of what it has; undefined where one is not by itself, or is refused. */
function withNumbers(base: Model, replaced: Replacements): Model | undefined {
  if (replaced.size === 0) return base;
  const model = { ...base };
  for (const [key, setting] of replaced) {
    if (typeof setting?.value !== "number" || setting.currency !== undefined) return undefined;
    if (!standsAlone(key, base) || isWithin.get(key)?.(setting.value) !== true) return undefined;
    Object.assign(model, { [key]: setting.value });
  }
  return model;
}

/** Assumptions at which rules or defaults of others look. */
const intertwined: ReadonlySet<AssumptionKey> = new Set(["months", "startMonth", "bonusShare"]);
const keysOfNetwork: ReadonlySet<AssumptionKey> = new Set(networkKeys);

/** Whether any number within its bounds may take the place of what the model has for an assumption. */
function standsAlone(key: AssumptionKey, base: Model): boolean {
  if (assumptions[key].kind !== "number" || intertwined.has(key)) return false;
  const grown = quantityGrownBy.get(key);
  if (grown !== undefined && typeof base[grown] !== "number") return false;
  return keysOfNetwork.has(key)
    ? base.hashprice === undefined
    : key !== "hashprice" || base.hashprice !== undefined;
}

/** Checks the settings against their bounds and each other, and fills in the defaults. */
export function resolve(settings: Settings): Model {
  refuseMissing(settings);
  refuseGrowthOfSeries(settings);
  refuseBesideHashprice(settings);
  refuseMixedCurrencies(settings);
  const months = oneNumber(settings, "months");
  const startMonth = oneNumber(settings, "startMonth");
  if (startMonth > months)
    throw new InputError("start month", `must be at most months, which is ${months}`, startMonth);
  const model = modelIn(settings, months, startMonth);
  refuseDatedWithoutDate(model);
  refuseBonusTwice(model);
  return model;
}

const requiredKeys = assumptionKeys.filter((key) => "required" in Object(assumptions[key].fallback));

function refuseMissing(settings: Settings): void {
  const names = requiredKeys.filter((key) => !settings.has(key)).map((key) => assumptions[key].name);
  if (!settings.has("hashprice")) {
    if (!settings.has("difficulty")) names.push("difficulty (or hashprice)");
    if (!settings.has("startHeight") && !settings.has("subsidy")) names.push("start height (or subsidy)");
  }
  if (names.length > 0) throw new InputError("model", `must give ${names.join(", ")}`);
}

/** Whether a setting says something: 0 is what the template holds, and what desktop Excel makes of a blank cell. */
function saysSomething(setting: Setting | undefined): boolean {
  return setting !== undefined && setting.value !== 0;
}

const growths = assumptionKeys.flatMap((key) => {
  const growth = growthOf[key];
  return growth === undefined ? [] : [{ key, growth }];
});

const quantityGrownBy = new Map(growths.map(({ key, growth }) => [growth, key]));

/** A series holds the values themselves: a growth rate beside it would silently have no effect. */
function refuseGrowthOfSeries(settings: Settings): void {
  for (const { key, growth } of growths) {
    if (seriesIn(settings.get(key)) === undefined) continue;
    const rate = settings.get(growth);
    const rates = seriesIn(rate)?.values;
    if (rates === undefined ? saysSomething(rate) : rates.some((value) => value !== 0)) {
      throw new InputError(
        assumptions[growth].name,
        `must be 0 or left out when ${assumptions[key].name} is a monthly series`,
      );
    }
  }
}

/** A hashprice says what difficulty, subsidy and fees together would. */
function refuseBesideHashprice(settings: Settings): void {
  const { name } = assumptions.hashprice;
  if (!settings.has("hashprice")) {
    if (saysSomething(settings.get("hashpriceGrowth")))
      throw new InputError(assumptions.hashpriceGrowth.name, `must be 0 or left out without a ${name}`);
    return;
  }
  const both = networkKeys.find((key) => saysSomething(settings.get(key)));
  if (both !== undefined)
    throw new InputError(
      assumptions[both].name,
      `must be left out when a ${name} is given, which takes its place`,
    );
}

function refuseDatedWithoutDate({ discounting, startDate }: Model): void {
  if (discounting === "dated" && startDate === undefined)
    throw new InputError("discounting", "dated needs a start date: give one, or write periodic");
}

function refuseBonusTwice({ bonusShare, depreciation }: Model): void {
  if (bonusShare > 0 && (depreciation === "bonus" || depreciation === "none"))
    throw new InputError(
      "bonus share",
      `must be 0 or left out when depreciation is ${depreciation}: it goes with sln, ddb and macrs`,
      bonusShare,
    );
}

/** USD stands for any currency, but the same one in all rows. */
function refuseMixedCurrencies(settings: Settings): void {
  if (!namesCurrency(settings)) return;
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

/** Most models name none. */
function namesCurrency(settings: Settings): boolean {
  for (const { currency } of settings.values()) if (currency !== undefined) return true;
  return false;
}

/** The values in the order in which faults are reported; a plain literal, since grids resolve models by the thousand. */
function modelIn(settings: Settings, months: number, startMonth: number): Model {
  const number = (key: AssumptionKey, fallback?: number) => oneNumber(settings, key, fallback);
  const quantity = (key: AssumptionKey) => quantityIn(settings, key, months);
  const word = <T extends string>(key: AssumptionKey, words: readonly [T, ...T[]]): T =>
    words.find((known) => known === settings.get(key)?.value) ?? words[0];
  const hasHashprice = settings.has("hashprice");
  const network = (key: AssumptionKey) => (hasHashprice || !settings.has(key) ? undefined : quantity(key));
  return {
    btcPrice: quantity("btcPrice"),
    btcPriceGrowth: number("btcPriceGrowth"),
    difficulty: network("difficulty"),
    difficultyGrowth: quantity("difficultyGrowth"),
    startHeight: hasHashprice || !settings.has("startHeight") ? undefined : number("startHeight"),
    subsidy: network("subsidy"),
    fees: quantity("fees"),
    hashprice: hasHashprice ? quantity("hashprice") : undefined,
    hashpriceGrowth: number("hashpriceGrowth"),
    volatility: number("volatility"),
    difficultyVolatility: number("difficultyVolatility"),
    correlation: number("correlation"),
    riskFreeRate: number("riskFreeRate"),
    startDate: settings.has("startDate") ? number("startDate") : undefined,

    hashrateTh: quantity("hashrateTh"),
    hashrateDegradation: number("hashrateDegradation"),
    jPerTh: quantity("jPerTh"),
    usdPerKwh: quantity("usdPerKwh"),
    powerPriceGrowth: number("powerPriceGrowth"),
    powerPriceShape: shapeIn(settings.get("powerPriceShape")),
    heatPrice: quantity("heatPrice"),
    pue: quantity("pue"),
    uptime: quantity("uptime"),
    poolFee: quantity("poolFee"),
    profitShare: number("profitShare"),
    otherOpex: quantity("otherOpex"),
    otherOpexGrowth: number("otherOpexGrowth"),
    otherRevenue: quantity("otherRevenue"),

    capex: number("capex"),
    capexSchedule: quantity("capexSchedule"),
    resaleValue: number("resaleValue"),
    discountRate: number("discountRate"),
    discounting: word("discounting", discountings),
    taxRate: quantity("taxRate"),
    lossLimit: number("lossLimit"),
    depreciation: word("depreciation", depreciationMethods),
    bonusShare: number("bonusShare"),
    shutdown: settings.get("shutdown")?.value !== false,
    hodlShare: quantity("hodlShare"),
    loan: number("loan"),
    loanRate: number("loanRate"),
    loanType: word("loanType", loanTypes),

    months,
    depreciationLife: number("depreciationLife", months),
    startMonth,
    loanMonths: number("loanMonths", months - startMonth + 1),
  };
}

function quantityIn(settings: Settings, key: AssumptionKey, months: number): Quantity {
  const series = seriesIn(settings.get(key));
  if (series === undefined) return oneNumber(settings, key);
  const { values, carriesOn, fault } = series;
  const used = values.slice(0, months);
  checkMonths(key, used);
  if (fault !== undefined && fault.place <= months) throw fault.error;
  if (!carriesOn) used.push(0);
  return used;
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

const isWithin = new Map(assumptionKeys.map((key) => [key, boundsTest(assumptions[key].bounds)]));

function checked(key: AssumptionKey, value: number): number {
  if (isWithin.get(key)?.(value)) return value;
  const { name, bounds } = assumptions[key];
  throw outOfBounds(name, value, bounds);
}

function checkMonths(key: AssumptionKey, values: readonly number[]): void {
  const { name, monthBounds } = assumptions[key];
  const holds = boundsTest(monthBounds);
  for (const [index, value] of values.entries()) {
    if (holds(value)) continue;
    const place = `${name}, month ${index + 1},`;
    if (value !== 0) throw outOfBounds(place, value, monthBounds);
    const isLeading = values.slice(0, index).every((earlier) => earlier === 0);
    const advice = isLeading
      ? "write a text in the unit and note columns"
      : "write a word after the last value to carry it on";
    throw new InputError(place, `${boundsRule(monthBounds)}, got 0 (a blank cell is 0): ${advice}`);
  }
}

/** One multiplier is the same as a shape of one. */
function shapeIn(setting: Setting | undefined): number | Shape {
  const value = setting?.value;
  if (typeof value === "object" && "multipliers" in value) {
    const [only = 1, ...others] = value.multipliers;
    return others.length === 0 ? only : value;
  }
  return typeof value === "number" ? value : 1;
}
