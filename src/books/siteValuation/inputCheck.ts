import { inputCheckSheet, isRight } from "../inputCheck";
import type { InputPage } from "../inputs";
import type { Page } from "../page";

/** Columns of tables whose cells hold numbers or nothing. */
const COLUMNS = [
  ["step_month", "Tables, payments: month"],
  ["step_machines", "Tables, payments: machines paid"],
  ["step_infra", "Tables, payments: infrastructure paid"],
  ["step_start", "Tables, payments: machines that start"],
] as const;
/** Columns in which each cell must hold a number. */
const FULL_COLUMNS = [
  ["scenario_price", "Tables, scenarios: bitcoin price"],
  ["scenario_price_growth", "Tables, scenarios: growth of the price"],
  ["scenario_difficulty", "Tables, scenarios: difficulty"],
  ["scenario_difficulty_growth", "Tables, scenarios: growth of difficulty"],
  ["scenario_power", "Tables, scenarios: power price"],
  ["scenario_probability", "Tables, scenarios: probability"],
  ["grid_power", "Tables, grid: power price"],
  ["grid_price", "Tables, grid: bitcoin price"],
  ["payoff_prices", "Tables, payoff: bitcoin price"],
] as const;

/** The sheet "Input check": the single inputs, and the columns of the sheet Tables. */
export function inputCheckPage({ inputs }: InputPage): Page {
  const column =
    (wrong: (name: string) => string, prompt: string) =>
    ([name, label]: readonly [name: string, label: string]) =>
      ({
        label,
        value: `COUNT(${name})`,
        format: "count",
        where: "Tables",
        wrong: wrong(name),
        prompt,
      }) as const;
  return inputCheckSheet([
    ...inputs.map((input) => ({
      ...input,
      value: input.name,
      where: input.place,
      wrong: `IF(${isRight(input.name, input.allows, input)},0,1)`,
    })),
    ...COLUMNS.map(column((name) => `SUMPRODUCT(ISTEXT(${name})*1)`, "Numbers, or nothing.")),
    ...FULL_COLUMNS.map(column((name) => `ROWS(${name})-COUNT(${name})`, "A number in each row.")),
  ]);
}
