import { Page } from "../page";
import type { Typed } from "./inputs";

const FIRST = 6;

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

/** The sheet "Input check": each input against what may be typed, as pasting goes round the rules of cells. */
export function inputCheckPage(typed: readonly Typed[]): Page {
  const page = new Page(
    "Input check",
    "calculation",
    "Check of the inputs",
    "Each input against its rule, since what is pasted or filled is not stopped by the cell; 1 is wrong, 0 is right",
  );
  Object.assign(page.widths, { A: 44, B: 22, C: 16, D: 10, E: 110 });
  page.putRow("A5", ["Input"], "leftHead");
  page.putRow("B5", ["Value", "Where", "Wrong"], "head");
  page.putRow("E5", ["What may be typed"], "leftHead");
  page.frozenAt = "A6";
  page.printing.titleRows = "1:5";
  let row = FIRST;
  const line = (
    label: string,
    value: string,
    where: string,
    wrong: string,
    what: string,
    format?: Typed["format"],
  ) => {
    page.put(`A${row}`, label, "label");
    page.put(`B${row}`, `=${value}`, "figure", format);
    page.put(`C${row}`, where, "unit");
    page.put(`D${row}`, `=${wrong}`, "figure", "flag");
    page.put(`E${row}`, what, "note");
    row += 1;
  };
  for (const { name, label, place, allows, prompt, format } of typed)
    line(label, name, place, `IF(${isRight(name, allows)},0,1)`, prompt, format);
  for (const [name, label] of COLUMNS)
    line(label, `COUNT(${name})`, "Tables", `SUMPRODUCT(ISTEXT(${name})*1)`, "Numbers, or nothing.", "count");
  for (const [name, label] of FULL_COLUMNS)
    line(label, `COUNT(${name})`, "Tables", `ROWS(${name})-COUNT(${name})`, "A number in each row.", "count");
  const [all, labels, places] = ["D", "A", "C"].map((letter) => `${letter}${FIRST}:${letter}${row - 1}`);
  page.put("A4", "Inputs that are wrong", "strongLabel");
  page.put("B4", `=SUM(${all})`, "strong", "count");
  page.put("C4", "inputs", "unit");
  page.put(
    "D4",
    `=IF(B4>0,INDEX(${labels},MATCH(1,${all},0))&" ("&INDEX(${places},MATCH(1,${all},0))&")","none")`,
    "text",
  );
  page.call("inputs_wrong", "B4");
  page.call("first_wrong_input", "D4");
  page.marks.push({ range: `D${FIRST}:D${row - 1}`, formula: `D${FIRST}>0`, look: "red" });
  return page;
}

/** What a cell's rule cannot say: bounds that must not be reached. */
const BESIDES: Readonly<Record<string, string>> = {
  uptime_share: "uptime_share>0",
  pool_fee: "pool_fee<1",
  price_growth: "price_growth>-1",
  difficulty_growth: "difficulty_growth>-1",
  tax_rate: "tax_rate<1",
  hedge_strike: "hedge_strike>0",
  sensitivity_shock: "sensitivity_shock*(1-sensitivity_shock)>0",
};

function isRight(name: string, allows: Typed["allows"]): string {
  if (allows.kind === "list") return `OR(${allows.values.map((value) => `${name}="${value}"`).join(",")})`;
  if (allows.kind === "listFrom") return `ISNUMBER(MATCH(${name},${allows.range},0))`;
  if (allows.kind === "any") return `${name}<>""`;
  if (allows.kind === "date") return `IF(ISNUMBER(${name}),DAY(${name})=1,FALSE)`;
  const { least, most } = allows;
  const bounds = [
    ...(least === undefined ? [] : [`${name}>=${least}`]),
    ...(most === undefined ? [] : [`${name}<=${most}`]),
    ...(allows.kind === "whole" ? [`${name}=INT(${name})`] : []),
    ...(BESIDES[name] === undefined ? [] : [BESIDES[name]]),
  ];
  // AND reads all that stands in it, and a text is no number to compare or to round.
  return bounds.length === 0 ? `ISNUMBER(${name})` : `IF(ISNUMBER(${name}),AND(${bounds.join(",")}),FALSE)`;
}
