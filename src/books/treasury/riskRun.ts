import { Page } from "../page";
import { MONTHS } from "./inputs";
import type { PolicyRuns } from "./runs";
import { MONTHLY_BILLS, MONTHLY_COINS } from "./addresses";

const LOAN = { head: 6, first: 7 } as const;
const loanLabels = [
  "LTV",
  "Margin-call price",
  "Liquidation price",
  "Drop to liquidation",
  "Probability of touch",
  "BTC to cure",
] as const;
type LoanLabel = (typeof loanLabels)[number];
const loanFormats = ["percent", "usd", "usd", "percent", "percent", "btcShort"] as const;

const RUNWAY = { head: 16, first: 17 } as const;
const runwayLabels = [
  "Months of cash",
  "Months with coins sold",
  "Shortfall month",
  "BTC to sell a month",
  "Reserve",
] as const;
type RunwayLabel = (typeof runwayLabels)[number];
const shocks = ["shock_1", "shock_2", "shock_3"] as const;

const LADDER = { head: 23, first: 24, last: 24 + MONTHS } as const;

/** The sheet "Risk run": MINING.LOAN_HEALTH and MINING.RUNWAY, now and at other prices. */
export class RiskRun extends Page {
  readonly ladder = LADDER;

  /** The chance of liquidation with the mean of the balances until the last payment. */
  readonly touchOnAverage = this.at(`E${LOAN.first + 1}`);

  constructor(private readonly runs: PolicyRuns) {
    super(
      "Risk run",
      "calculation",
      "What the add-in computes for loan and runway",
      "MINING.LOAN_HEALTH and MINING.RUNWAY, which the sheets Loan and Runway show; without a loan against coins there is no loan to value",
    );
    this.putLoan();
    this.putRunway();
    this.putLadder();
    Object.assign(this.widths, { A: 26, B: 18, C: 20, D: 28, E: 20, F: 20, G: 20 });
    this.frozenAt = "A4";
  }

  /** A figure of the loan at the price in use. */
  loan = (label: LoanLabel) => this.at(`B${LOAN.first + loanLabels.indexOf(label)}`);

  /** A figure of the runway after a shock, counted from 0. */
  runway = (label: RunwayLabel, shock: number) =>
    this.at(`${"CDEFG".charAt(runwayLabels.indexOf(label))}${RUNWAY.first + shock}`);

  /** A cell of the ladder, from a step counted from 0; or all of a column. */
  rung = (column: "A" | "B" | "C" | "D", step: number) => this.at(`${column}${LADDER.first + step}`);
  rungs = (column: "A" | "B" | "C" | "D") => this.at(`${column}${LADDER.first}:${column}${LADDER.last}`);

  private putLoan(): void {
    this.section(LOAN.head - 1, "A", "G", "MINING.LOAN_HEALTH at the price in use");
    this.putRow(`A${LOAN.head}`, ["Figure"], "leftHead");
    this.put(`B${LOAN.head}`, "Value", "head");
    for (const [index, label] of loanLabels.entries()) {
      const row = LOAN.first + index;
      const otherwise = label === "Drop to liquidation" ? "1" : "0";
      this.put(`A${row}`, label, "label");
      this.put(
        `B${row}`,
        `=IF(is_pledged=1,MINING.LOAN_HEALTH(loan_usd,collateral_read,market_price,liquidation_ltv,margin_call_read,` +
          `loan_months/12,volatility,"${label}",cure_read),${otherwise})`,
        "figure",
        loanFormats[index],
      );
    }
    const balances = `${this.runs.column("plan", "monthOfRow")},"<"&loan_months,${this.runs.column("plan", "loan")}`;
    this.put(`D${LOAN.first}`, "Mean of the balances (USD)", "label");
    this.put(`E${LOAN.first}`, `=SUMIF(${balances})/loan_months`, "figure", "usd");
    this.put(`D${LOAN.first + 1}`, "Its probability of touch", "label");
    this.put(
      `E${LOAN.first + 1}`,
      `=IF(is_pledged=0,0,IF(${this.loan("LTV")}>=liquidation_ltv,1,MINING.LOAN_HEALTH(E${LOAN.first},collateral_read,market_price,` +
        `liquidation_ltv,margin_call_read,loan_months/12,volatility,"Probability of touch",cure_read)))`,
      "figure",
      "percent",
    );
  }

  private putRunway(): void {
    this.section(RUNWAY.head - 1, "A", "G", "MINING.RUNWAY after each change of the price");
    this.putRow(`A${RUNWAY.head}`, ["Change of the price"], "leftHead");
    this.putRow(
      `B${RUNWAY.head}`,
      [
        "Net outflow a month (USD)",
        "Months of cash",
        "Months with coins sold",
        "First month unpaid",
        "BTC to sell a month",
        "Reserve (USD)",
      ],
      "head",
    );
    this.heights.set(RUNWAY.head, 32);
    for (const [index, shock] of shocks.entries()) {
      const row = RUNWAY.first + index;
      const asked = (label: RunwayLabel) =>
        `MINING.RUNWAY(cash_usd,coins_free,market_price,${MONTHLY_BILLS},${MONTHLY_COINS},$A${row},reserve_months,"${label}")`;
      const hasBills = `${MONTHLY_BILLS}>0`;
      const ends = `AND(${hasBills},$B${row}>0)`;
      const figures = [
        [`${MONTHLY_BILLS}-${MONTHLY_COINS}*market_price*(1+$A${row})`, "usd"],
        [`IF(${hasBills},${asked("Months of cash")},"no bills")`, "oneDecimal"],
        [`IF(${ends},${asked("Months with coins sold")},"no end")`, "oneDecimal"],
        [`IF(${ends},${asked("Shortfall month")},"none")`, "count"],
        [`IF(${hasBills},${asked("BTC to sell a month")},0)`, "decimal"],
        [`IF(${hasBills},${asked("Reserve")},0)`, "usd"],
      ] as const;
      this.put(`A${row}`, `=${shock}`, "strong", "percentWhole");
      for (const [place, [formula, format]] of figures.entries())
        this.put(`${"BCDEFG".charAt(place)}${row}`, `=${formula}`, "figure", format);
    }
  }

  private putLadder(): void {
    const { head, first, last } = LADDER;
    this.section(head - 1, "A", "G", "MINING.LOAN_HEALTH over prices");
    this.putRow(`A${head}`, ["Change of the price"], "leftHead");
    this.putRow(`B${head}`, ["Price (USD)", "Loan to value", "BTC to cure", "Step"], "head");
    for (let row = first; row <= last; row++) {
      const health = (label: LoanLabel) =>
        `IF(is_pledged=1,MINING.LOAN_HEALTH(loan_usd,collateral_read,B${row},liquidation_ltv,margin_call_read,,,"${label}",cure_read),0)`;
      // The steps stand in a column of their own: a range that holds its own formula is a circle.
      const share = `E${row}/(ROWS(E$${first}:E$${last})-1)`;
      const figures = [
        [`ladder_low+(ladder_high-ladder_low)*${share}-1`, "percent"],
        [`market_price*(1+A${row})`, "usd"],
        [health("LTV"), "percent"],
        [health("BTC to cure"), "btcShort"],
        [`ROW()-ROW(E$${head})-1`, "count"],
      ] as const;
      for (const [place, [formula, format]] of figures.entries())
        this.put(`${"ABCDE".charAt(place)}${row}`, `=${formula}`, "figure", format);
    }
  }
}
