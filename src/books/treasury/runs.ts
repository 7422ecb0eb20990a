import { columnLetters } from "../../formula/tokens";
import { treasury } from "../../functions/lifecycle/treasury";
import { type FlowColumn, flowPlace, LAST_FLOW, placesIn, putCashflows } from "../functionTables";
import { cellAt, Page, placed } from "../page";
import { AVERAGES_ROW } from "./addresses";
import { MONTHS } from "./inputs";

const treasuryHeads = treasury.returns.columns;
const treasuryPlace = placesIn(treasury, {
  mined: "BTC mined (BTC)",
  sold: "BTC sold (BTC)",
  held: "BTC held (BTC)",
  price: "Price (USD)",
  proceeds: "Proceeds (USD)",
  bills: "Bills (USD)",
  cash: "Cash (USD)",
  loan: "Loan (USD)",
  netWorth: "Net worth (USD)",
  shortfall: "Shortfall (USD)",
});
export type TreasuryColumn = Parameters<typeof treasuryPlace>[0];
/** The columns beside the table. */
const besides = { monthOfRow: "M", inPlan: "N", fallsShort: "O", cashInPlan: "P" } as const;
type Beside = keyof typeof besides;

const isBeside = (name: TreasuryColumn | Beside): name is Beside => name in besides;
const lettersOf = (name: TreasuryColumn | Beside) =>
  isBeside(name) ? besides[name] : columnLetters(treasuryPlace(name));

/** Months 0 to 36. */
const ROWS = MONTHS + 1;

interface Run {
  readonly key: string;
  readonly title: string;
  /** The arguments of MINING.TREASURY before headers. */
  readonly given: string;
}

const treasuryOf = (model: string, policy: string) =>
  `MINING.TREASURY(${model},cash_usd,coins_free,${policy},min_cash,FALSE)`;
const shocked = (shock: string) => `MINING.MODEL(model,"btc price",market_price*(1+${shock}))`;
const runs: readonly Run[] = [
  { key: "plan", title: "The plan: the policy on Inputs", given: treasuryOf("model", "policy_read") },
  { key: "cover", title: "Policy cover", given: treasuryOf("model", '"cover"') },
  { key: "sell_all", title: "Policy sell_all", given: treasuryOf("model", '"sell_all"') },
  { key: "hold", title: "Policy hold", given: treasuryOf("model", '"hold"') },
  { key: "share", title: "Policy share", given: treasuryOf("model", "share_read") },
  {
    key: "shock_1",
    title: "The plan after the first price shock",
    given: treasuryOf(shocked("shock_1"), "policy_read"),
  },
  {
    key: "shock_2",
    title: "The plan after the second price shock",
    given: treasuryOf(shocked("shock_2"), "policy_read"),
  },
  {
    key: "shock_3",
    title: "The plan after the third price shock",
    given: treasuryOf(shocked("shock_3"), "policy_read"),
  },
];

const FIRST_ROW = 5;
/** A title, heads, the months, and an empty row. */
const STEP = ROWS + 3;

/**
 * The sheet "Policy runs": MINING.TREASURY for the plan, for each policy and for each price shock, one under the other,
 * months 0 to 36 down. Each is run over all 36 months, so that a shorter plan does not repay the loan early.
 */
export class PolicyRuns extends Page {
  constructor() {
    super(
      "Policy runs",
      "calculation",
      "What the add-in computes for each policy and price",
      "MINING.TREASURY over all 36 months, a row a month from 0; the columns on the right keep to the months of the plan",
    );
    for (const [index, { title, given, key }] of runs.entries()) {
      const top = FIRST_ROW + index * STEP;
      if (index > 0) this.printing.rowBreaks.push(top - 1);
      this.section(top, "A", "P", title);
      this.putRow(
        `A${top + 1}`,
        [...treasuryHeads, "Month", "In the plan", "Falls short", "Cash in the plan (USD)"],
        "head",
      );
      this.heights.set(top + 1, 32);
      const [first, last] = this.rowsOf(key);
      this.put(`A${first}`, `=${given}`);
      for (const [place, head] of treasuryHeads.entries()) {
        const letters = columnLetters(place + 1);
        const format = head === "Month" ? "count" : head.endsWith("(BTC)") ? "btc" : "usd";
        this.dress(`${letters}${first}:${letters}${last}`, "figure", format);
      }
      const [shortfall, cash] = [lettersOf("shortfall"), lettersOf("cash")];
      for (let row = first; row <= last; row++) {
        this.put(`M${row}`, `=ROW()-ROW(M$${top + 1})-1`, "figure", "count");
        this.put(`N${row}`, `=IF(M${row}<=plan_months,1,0)`, "figure", "flag");
        this.put(`O${row}`, `=IF(AND(N${row}=1,ROUND(${shortfall}${row},2)>0),1,0)`, "figure", "flag");
        this.put(`P${row}`, `=IF(N${row}=1,${cash}${row},"")`, "figure", "usd");
      }
    }
    for (const letter of "ABCDEFGHIJKLMNOP") this.widths[letter] = 14;
    this.frozenAt = "B5";
  }

  private rowsOf(key: string): readonly [number, number] {
    const index = runs.findIndex((run) => run.key === key);
    if (index < 0) throw new Error(`there is no run ${key}`);
    const first = FIRST_ROW + index * STEP + 2;
    return [first, first + ROWS - 1];
  }

  /** A column of a run, months 0 to 36, for formulas of other sheets. */
  column(key: string, name: TreasuryColumn | Beside): string {
    const letters = lettersOf(name);
    const [first, last] = this.rowsOf(key);
    return this.at(`${letters}${first}:${letters}${last}`);
  }

  /** The last month of the plan in a column of a run. */
  end = (key: string, name: TreasuryColumn) => `INDEX(${this.column(key, name)},plan_months+1)`;
}

/** The sheet "Bills run": MINING.MINER_CASHFLOWS, by which the bills fall into their parts. */
export class BillsRun extends Page {
  constructor() {
    super(
      "Bills run",
      "calculation",
      "What the add-in computes for bills and production",
      "MINING.MINER_CASHFLOWS over all 36 months, a row a month from 0; costs are positive here, as the function shows them",
    );
    this.section(5, "A", LAST_FLOW, "MINING.MINER_CASHFLOWS of the model");
    putCashflows(this, 6, MONTHS);
    this.heights.set(6, 32);
    this.putAverages();
    this.frozenAt = "B7";
  }

  /** What an average month of the plan costs and brings. */
  private putAverages(): void {
    const months = (name: FlowColumn) => {
      const letter = columnLetters(flowPlace(name));
      return `SUMIF(A8:A${6 + ROWS},"<="&plan_months,${letter}8:${letter}${6 + ROWS})`;
    };
    const paid = (["power", "opex", "interest", "principal"] as const).map(months).join("+");
    this.section(AVERAGES_ROW - 1, "A", LAST_FLOW, "An average month of the plan");
    for (const [index, [label, formula, unit, format]] of (
      [
        ["Bills", `(${paid})/plan_months`, "USD/month", "usd"],
        ["Coins mined", `${months("btc")}/plan_months`, "BTC/month", "btcShort"],
      ] as const
    ).entries()) {
      this.put(`A${AVERAGES_ROW + index}`, label, "label");
      this.put(`B${AVERAGES_ROW + index}`, `=${formula}`, "figure", format);
      this.put(`C${AVERAGES_ROW + index}`, unit, "unit");
    }
  }

  /** A column, months 0 to 36. */
  column = (name: FlowColumn) => {
    const letters = columnLetters(flowPlace(name));
    return this.at(`${letters}7:${letters}${6 + ROWS}`);
  };
}

/** The sheet "Fan run": MINING.PRICE_FAN at the end of each month. */
export class FanRun extends Page {
  readonly first = 7;
  readonly last = this.first + MONTHS - 1;

  constructor() {
    super(
      "Fan run",
      "calculation",
      "What the add-in computes for the price fan",
      "MINING.PRICE_FAN from the day of the market in use to the end of each month, without regard to the months of the plan",
    );
    this.section(5, "A", "C", "Times");
    this.section(5, "E", "J", "MINING.PRICE_FAN");
    this.putRow("A6", ["Month", "Period end", "Years"], "head");
    this.putRow(
      "E6",
      ["Time (years)", "5 % (USD)", "25 % (USD)", "50 % (USD)", "75 % (USD)", "95 % (USD)"],
      "head",
    );
    for (let row = this.first; row <= this.last; row++) {
      this.put(`A${row}`, "=ROW()-ROW($A$6)", "figure", "count");
      this.put(`B${row}`, `=EOMONTH(start_date,A${row}-1)`, "figure", "date");
      this.put(`C${row}`, `=MAX(0,B${row}-market_as_of)/365`, "figure", "decimal");
    }
    this.put(
      `E${this.first}`,
      `=MINING.PRICE_FAN(market_price,C${this.first}:C${this.last},volatility,LN(1+price_growth),"gbm",,,FALSE)`,
    );
    this.dress(`E${this.first}:E${this.last}`, "figure", "decimal");
    this.dress(`F${this.first}:J${this.last}`, "figure", "usd");
    for (const letter of ["A", "B", "C", "E", "F", "G", "H", "I", "J"]) this.widths[letter] = 14;
    this.widths["D"] = 3;
    this.frozenAt = "A7";
  }

  /** A column of the fan, months 1 to 36: 1 is the time, 2 to 6 the quantiles. */
  column = (place: number) =>
    this.at(
      `${cellAt(placed("E1").column + place - 1, this.first)}:${cellAt(placed("E1").column + place - 1, this.last)}`,
    );
}
