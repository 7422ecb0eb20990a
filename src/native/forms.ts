import { documented } from "../functions/documented";
import { composedNames, nativeName } from "./compose";
import { allocationForms } from "./allocation";
import { costsForms, costsNames } from "./costs";
import { economicsForms } from "./economics";
import type { Forms, Names } from "./form";
import { hedgingForms, hedgingNames } from "./hedging";
import { lifecycleForms, lifecycleNames } from "./lifecycle";
import { sharedNames } from "./names";
import { optionForms, optionNames } from "./options";
import { networkForms, networkNames } from "./network";
import { withOverrides } from "./overrides";
import { poolsForms, poolsNames } from "./pools";
import { pricesForms } from "./prices";
import { riskForms } from "./risk";
import { shocksForms, shocksNames } from "./shocks";
import { treasuryForms, treasuryNames } from "./treasury";

/** The native form of each function that has one. */
export const forms: Forms = {
  ...networkForms,
  ...economicsForms,
  ...lifecycleForms,
  ...poolsForms,
  ...hedgingForms,
  ...optionForms,
  ...treasuryForms,
  ...costsForms,
  ...pricesForms,
  ...allocationForms,
  ...riskForms,
  ...shocksForms,
};

/** Why each of the other functions has no form: the rest of a sentence that begins with "There is none, since". */
export const notNative: Readonly<Record<string, string>> = {
  COIN_RANK: "it joins the revenue of merged coins by their names",
  POWER_MODES: "it plans ahead over all intervals at once, which takes dynamic programming",
  ROLLFORWARD: "it keeps a list of lots through every purchase and sale, by five methods",
  BRIDGE: "it computes the whole model again for each assumption that changed",
  PORTFOLIO: "it computes a whole model for each site, of which there may be 2,000",
  PORTFOLIO_CASHFLOWS: "it computes a whole model for each site, of which there may be 2,000",
  POOL_PAYOUT:
    "its percentiles are summed over thousands of possible payouts, each of which follows from the one before",
  SIM_PATHS: "it draws random prices by a generator of its own",
  SIM_MINER: "it draws random markets by a generator of its own",
  SIM_PORTFOLIO: "it draws random markets by a generator of its own",
  AVERAGE_OPTION: "it integrates numerically over what the average price may become",
  ALLOCATE: "an optimiser searches for the best split",
  STRESS_TEST: "it computes the whole model hundreds of times in search of the threshold",
  BACKTEST: "it reads the daily history of prices and difficulty that is built into the add-in",
  CASHFLOW_AT_RISK: "it simulates the model on thousands of random markets",
  HAZARD_LOSS: "its value at risk comes from 200,000 simulated years",
  MARKET: "it reads the market data that the pane fetched",
  HISTORY: "it reads the market data that the pane fetched",
  MARKET_STATUS: "it reads the market data that the pane fetched",
  OPTION_CHAIN: "it reads the option quotes that the pane fetched",
  ASIC: "it reads the add-in's own list of machines",
  ABOUT: "it describes the add-in itself",
};

/** Where every form that has such an argument differs from the add-in's function. */
export const commonDifferences: readonly string[] = [
  "An error comes without the message that says what to fix.",
  "A blank cell at either end of a row or column is left out, and one between its numbers is an error. In Excel for Windows and Mac the add-in takes both for 0.",
  'A word with spaces before or after it, such as "PH ", is an error.',
  "In an argument of one cell a number of 9E307 or more is an error.",
  "output takes a label as listed or without its unit, but not with the unit in another currency, such as EUR for USD.",
  "Beside a row, a column or a table every other argument is one cell; a range of them is an error, with output too.",
  "A unit in the heading of a table's column counts if it is one that help names. Any other is taken for the usual unit, also where the add-in refuses it.",
  "Excel compares numbers by their first 15 digits, so two that differ only after those count as equal.",
];

/** The LAMBDAs that forms call, by name. */
export const helperNames: Names = {
  ...sharedNames,
  ...costsNames,
  ...networkNames,
  ...lifecycleNames,
  ...poolsNames,
  ...hedgingNames,
  ...optionNames,
  ...treasuryNames,
  ...shocksNames,
};

/** Every name that a workbook may need, with its LAMBDA as an analyst would type it, without "=". */
export function nativeNames(): ReadonlyMap<string, string> {
  const names = new Map(Object.entries(helperNames).map(([name, { text }]) => [name, text]));
  for (const definition of documented) {
    const form = forms[definition.name];
    if (form === undefined) continue;
    for (const [name, text] of Object.entries(composedNames(definition, form))) names.set(name, text);
  }
  return names;
}

/** What may be names in a formula of ours. */
export const called = (formula: string): readonly string[] => formula.match(/\bMINING_[A-Z0-9_]+/g) ?? [];

/** The names that these call, directly or not, and these themselves; each after those that it calls. */
export function namesNeeded(wanted: Iterable<string>, names: ReadonlyMap<string, string>): readonly string[] {
  const needed = new Set<string>();
  const seen = new Set<string>();
  const add = (name: string): void => {
    const text = names.get(name);
    if (text === undefined || seen.has(name)) return;
    seen.add(name);
    for (const other of called(text)) add(other);
    needed.add(name);
  };
  for (const name of wanted) add(name);
  return [...needed];
}

/** A call of an add-in function by the name of its native form; undefined where there is none. */
export function nativeCall(functionName: string, argumentTexts: readonly string[]): string | undefined {
  const definition = documented.find(({ name }) => name === functionName);
  if (definition === undefined || forms[functionName] === undefined) return undefined;
  let count = argumentTexts.length;
  while (count > 0 && argumentTexts[count - 1]?.trim() === "") count--;
  const given = argumentTexts.slice(0, count);
  const repeating = Object.values(definition.parameters).findIndex(({ shape }) => shape === "repeating");
  const fixed = repeating < 0 ? given : given.slice(0, repeating);
  // Overrides are of the model, which stands before them.
  const model = fixed[repeating - 1];
  if (model !== undefined) fixed[repeating - 1] = withOverrides(model, given.slice(repeating));
  return `${nativeName(functionName)}(${fixed.join(",")})`;
}
