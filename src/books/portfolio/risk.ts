import { figureOr } from "../addin";
import { Page, placed } from "../page";
import { letters, SITES } from "./slots";
import { SideBySide } from "./results";
import { blockOf, type FleetPage } from "./table";

/** Rows of the add-in's records. */
const [TOGETHER, ALONE] = [14, 12];
const FIRST = 7;

const letterAt = (index: number) => String.fromCharCode("A".charCodeAt(0) + index);
/** Records of sites stand in two rows. */
const IN_A_ROW = 3;
/** The two columns of a site's own record, and its first row. */
const placeOf = (index: number) =>
  [
    letterAt(3 + 3 * (index % IN_A_ROW)),
    letterAt(4 + 3 * (index % IN_A_ROW)),
    FIRST + Math.floor(index / IN_A_ROW) * (TOGETHER + 4),
  ] as const;
const recordOf = (index: number) => `simulated_${index + 1}`;

/** The sheet "Simulation": the add-in's records, of all sites on one market and of each of them. */
export function simulationPage(fleet: FleetPage): Page {
  const page = new Page(
    "Simulation",
    "calculation",
    "Simulated markets",
    "MINING.SIM_PORTFOLIO of all sites, and MINING.SIM_MINER of each, on the same simulated prices and difficulties",
  );
  const record = (
    name: string,
    [label, value, first]: readonly [string, string, number],
    head: string,
    call: string,
    rows: number,
  ) => {
    Object.assign(page.widths, { [label]: 31, [value]: 16 });
    page.put(`${label}${first - 2}`, head, "leftHead");
    page.put(`${value}${first - 2}`, "Value", "head");
    page.put(`${label}${first}`, call, "label");
    for (let row = 0; row < rows; row++) {
      if (row > 0) page.dress(`${label}${first + row}`, "label");
      page.dress(
        `${value}${first + row}`,
        "figure",
        SHARES.has(row) ? "percent" : row === RUN ? "oneDecimal" : "usd",
      );
    }
    page.call(name, `${label}${first}:${value}${first + rows - 1}`);
  };
  record(
    "simulated",
    ["A", "B", FIRST],
    "All sites",
    `=${figureOr("none", "MINING.SIM_PORTFOLIO(portfolio_table,sim_paths,,sim_seed)")}`,
    TOGETHER,
  );
  for (let index = 0; index < SITES; index++) {
    const letter = letters[index] ?? "";
    record(
      recordOf(index),
      placeOf(index),
      `=${fleet.of("label", letter)}&""`,
      `=IF(${fleet.of("counts", letter)}=1,${figureOr("none", `MINING.SIM_MINER(${blockOf(index)},sim_paths,,sim_seed)`)},"")`,
      ALONE,
    );
    page.widths[letterAt(2 + 3 * (index % IN_A_ROW))] = 3;
  }
  page.frozenAt = "A4";
  page.printing.titleRows = "1:3";
  return page;
}

/** Rows of a record that are probabilities, and the one that is months, from 0. */
const SHARES: ReadonlySet<number> = new Set([8, 10]);
const RUN = 11;

/** The sheet "Risk": what can be lost, site by site, as a sum and together. */
export function riskPage(fleet: FleetPage): SideBySide {
  const page = new SideBySide(
    fleet,
    "Risk",
    "Joint risk",
    "All sites on the same simulated prices and difficulties: what the worst markets cost each of them, their sum, and all together",
  );
  page.group("Net present value over the simulated markets");
  const lines = [
    ["mean", "Mean", "USD", 1, "usd"],
    ["error", "Standard error of the mean", "USD", 2, "usd"],
    ["deviation", "Standard deviation", "USD", 3, "usd"],
    ["p5", "5th percentile", "USD", 4, "usd"],
    ["p25", "25th percentile", "USD", 5, "usd"],
    ["p50", "Median", "USD", 6, "usd"],
    ["p75", "75th percentile", "USD", 7, "usd"],
    ["p95", "95th percentile", "USD", 8, "usd"],
    ["loss", "Probability of a loss", "share", 9, "percent"],
    ["cvar", "CVaR 95 %: mean loss in the worst 5 %", "USD", 10, "usd"],
    ["payback", "Probability of payback", "share", 11, "percent"],
    ["run", "Months run, mean", "months", 12, "oneDecimal"],
  ] as const;
  for (const [key, label, unit, place, format] of lines)
    page.line({
      key,
      label,
      unit,
      formula: (_letter, index) => `INDEX(${recordOf(index)},${place},2)`,
      total: () => `IF(ISNUMBER(INDEX(simulated,${place},2)),INDEX(simulated,${place},2),"none")`,
      format,
      name: `risk_${key}`,
    });
  page.group("What the portfolio saves");
  const figure = (key: string, label: string, unit: string, formula: string, format: "usd" | "percent") => {
    page.put(`A${page.row}`, label, "label");
    page.put(`B${page.row}`, unit, "unit");
    page.put(`C${page.row}`, `=${formula}`, "strong", format);
    page.call(key, `C${page.row}`);
    page.row += 1;
  };
  figure(
    "cvar_sum",
    "Sum of the sites' own CVaR",
    "USD",
    'IF(ISNUMBER(INDEX(simulated,13,2)),INDEX(simulated,13,2),"none")',
    "usd",
  );
  figure(
    "diversification",
    "Diversification: sum less joint CVaR",
    "USD",
    'IF(ISNUMBER(INDEX(simulated,14,2)),INDEX(simulated,14,2),"none")',
    "usd",
  );
  figure(
    "diversification_share",
    "Diversification, of the sum",
    "share",
    'IF(COUNT(diversification,cvar_sum)=2,IF(cvar_sum>0,diversification/cvar_sum,0),"none")',
    "percent",
  );
  figure(
    "cvar_share",
    "Joint CVaR, of the capital expenditure",
    "share",
    'IF(COUNT(risk_cvar,total_capex)=2,IF(total_capex>0,risk_cvar/total_capex,"none"),"none")',
    "percent",
  );
  page.group("Loss in the worst 5 %: together, as a sum, and site by site");
  const [first, last] = [page.row, page.row + 1 + SITES];
  page.put(`A${first}`, "All sites together", "label");
  page.put(`C${first}`, "=risk_cvar", "figure", "usd");
  page.put(`A${first + 1}`, "Sum of the sites", "label");
  page.put(`C${first + 1}`, "=cvar_sum", "figure", "usd");
  for (const [index, letter] of letters.entries()) {
    page.put(`A${first + 2 + index}`, `=${fleet.of("name", letter)}&""`, "label");
    page.put(`C${first + 2 + index}`, `=${page.here("cvar", letter)}`, "figure", "usd");
  }
  for (let row = first; row <= last; row++) page.put(`B${row}`, "USD", "unit");
  page.call("cvar_lines", `A${first}:C${last}`);
  const top = last + 2;
  page.printing.rowBreaks.push(last + 1);
  page.charts.push(
    { ...lossBars(page), over: `A${top}:C${top + 18}` },
    { ...percentileBars(page), over: `D${top}:I${top + 18}` },
  );
  return page;
}

/** The rows of the chart, as a name of the sheet says where they stand. */
function linesOf(page: SideBySide): readonly [first: number, last: number] {
  const [first = "", last = ""] = (page.names.get("cvar_lines") ?? "").split(":");
  return [placed(first).row, placed(last).row];
}

const MILLIONS = "$#,##0.0,,\\M";

export function lossBars(page: SideBySide) {
  const [first, last] = linesOf(page);
  return {
    kind: "column",
    title: "Mean loss in the worst 5 % of markets (USD)",
    labels: page.at(`A${first}:A${last}`),
    series: [{ name: "CVaR 95 %", values: page.at(`C${first}:C${last}`), colour: "B10E1E" }],
    yFormat: MILLIONS,
  } as const;
}

const percentileBars = (page: SideBySide) =>
  ({
    kind: "column",
    title: "Net present value of all sites over the simulated markets (USD)",
    labels: page.at(`A${page.rowOf("p5")}:A${page.rowOf("p95")}`),
    series: [{ name: "Net present value", values: page.at(`C${page.rowOf("p5")}:C${page.rowOf("p95")}`) }],
    yFormat: MILLIONS,
  }) as const;
