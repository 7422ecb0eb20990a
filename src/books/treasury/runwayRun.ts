import type { FlowColumn } from "../functionTables";
import { Page } from "../page";
import { MONTHS } from "./inputs";
import type { BillsRun, PolicyRuns } from "./runs";

const CASES = { head: 6, first: 7 } as const;
const HEAD = 14;
/** Month 0, which is what there is at the start. */
const FIRST = HEAD + 1;
const LAST = FIRST + MONTHS;

/** Cash with nothing sold, and the three shocks: the columns of what is left, and of months not paid. */
const cases = [
  { label: "Cash, nothing sold", left: "D", unpaid: "E" },
  { label: "Cash and coins, first shock", shock: "shock_1", left: "F", unpaid: "G" },
  { label: "Cash and coins, second shock", shock: "shock_2", left: "H", unpaid: "I" },
  { label: "Cash and coins, third shock", shock: "shock_3", left: "J", unpaid: "K" },
] as const;

/**
 * The sheet "Runway run": cash and coins run down month by month in plain formulas. It goes over all 36 months whatever
 * the plan's length is, since how long cash lasts is not for the plan to decide.
 */
export class RunwayRun extends Page {
  constructor(
    private readonly bills: BillsRun,
    private readonly runs: PolicyRuns,
  ) {
    super(
      "Runway run",
      "calculation",
      "How cash and coins run down, month by month",
      "Each month's bills from the sheet Bills run, less the coins mined at the price after the shock, which stays as it is; machines run as in the plan",
    );
    this.putCases();
    this.putMonths();
    Object.assign(this.widths, { A: 30, B: 16, C: 16 });
    for (const letter of "DEFGHIJKLM") this.widths[letter] = 16;
    this.frozenAt = "A4";
  }

  /** Of cash with nothing sold, and then of each shock, counted from 1: a number, or a text where nothing runs out. */
  months = (place: number) => this.at(`D${CASES.first + place}`);
  /** The first month that is not paid in full, or "none". */
  unpaid = (place: number) => this.at(`C${CASES.first + place}`);
  /**
   * What is left, or missing, when the bills of so many months are paid, by MINING.TREASURY's bills and coins; where
   * nothing runs out, what is missing in the end.
   */
  leftAfter = this.at(`E${CASES.first}:E${CASES.first + cases.length - 1}`);
  /** The bills of month 1. */
  firstBills = this.at(`B${FIRST + 1}`);

  private putCases(): void {
    this.section(CASES.head - 1, "A", "M", "How long it lasts");
    this.putRow(`A${CASES.head}`, ["What pays the bills"], "leftHead");
    this.putRow(
      `B${CASES.head}`,
      ["Price (USD)", "First month unpaid", "Months", "Left after it, by MINING.TREASURY (USD)"],
      "head",
    );
    this.heights.set(CASES.head, 48);
    for (const [place, { label, left, unpaid, ...other }] of cases.entries()) {
      const row = CASES.first + place;
      const flags = `${unpaid}${FIRST}:${unpaid}${LAST}`;
      const cells = `${left}${FIRST}:${left}${LAST}`;
      // The month before, which is paid, stands one row above the month that is not.
      const before = `INDEX(${cells},C${row})`;
      const column = (letter: string) => `${letter}${FIRST}:${letter}${LAST}`;
      const [held, outflow] =
        "shock" in other
          ? [`cash_usd+coins_free*B${row}`, `(${column("L")}-${column("M")}*B${row})`]
          : ["cash_usd", column("L")];
      const [month, whole] = [column("A"), `INT(D${row})`];
      this.put(`A${row}`, label, "label");
      this.put(`B${row}`, "shock" in other ? `=market_price*(1+${other.shock})` : "", "figure", "usd");
      this.put(`C${row}`, `=IF(SUM(${flags})=0,"none",MATCH(1,${flags},0)-1)`, "figure", "count");
      this.put(
        `D${row}`,
        `=IF(ISNUMBER(C${row}),C${row}-1+MAX(0,${before}/(${before}-INDEX(${cells},C${row}+1))),"more than ${MONTHS}")`,
        "figure",
        "decimal",
      );
      this.put(
        `E${row}`,
        `=ROUND(IF(ISNUMBER(D${row}),${held}-SUMPRODUCT((${month}<=${whole})*${outflow})` +
          `-(D${row}-${whole})*SUMPRODUCT((${month}=${whole}+1)*${outflow}),MIN(0,${held}-SUMPRODUCT(1*${outflow}))),2)`,
        "figure",
        "usdCents",
      );
    }
    this.put(
      `A${CASES.first + cases.length}`,
      "The last month that is paid, and the part of the next that is.",
      "note",
    );
  }

  private putMonths(): void {
    const { bills } = this;
    this.section(HEAD - 1, "A", "M", "Left at the end of each month");
    this.putRow(`A${HEAD}`, ["Month"], "leftHead");
    this.putRow(
      `B${HEAD}`,
      [
        "Bills (USD)",
        "Coins mined (BTC)",
        "Cash, nothing sold (USD)",
        "Not paid",
        "First shock (USD)",
        "Not paid",
        "Second shock (USD)",
        "Not paid",
        "Third shock (USD)",
        "Not paid",
        "Bills by MINING.TREASURY (USD)",
        "Coins by MINING.TREASURY (BTC)",
      ],
      "head",
    );
    this.heights.set(HEAD, 48);
    for (let row = FIRST; row <= LAST; row++) {
      const isStart = row === FIRST;
      const of = (name: FlowColumn) => `INDEX(${bills.column(name)},A${row}+1)`;
      const paid = (["power", "opex", "interest", "principal"] as const).map(of).join("+");
      this.put(`A${row}`, `=ROW()-ROW(A$${HEAD})-1`, "figure", "count");
      // What a loan that is paid out at the start brings is the net cash of month 0.
      this.put(`B${row}`, isStart ? `=-${of("net")}` : `=${paid}`, "figure", "usd");
      this.put(`C${row}`, isStart ? "=0" : `=${of("btc")}`, "figure", "btcShort");
      this.put(`L${row}`, `=INDEX(${this.runs.column("hold", "bills")},A${row}+1)`, "figure", "usd");
      this.put(`M${row}`, `=INDEX(${this.runs.column("hold", "mined")},A${row}+1)`, "figure", "btcShort");
      for (const [place, { left, unpaid, ...other }] of cases.entries()) {
        const price = `$B$${CASES.first + place}`;
        const [held, mined] = "shock" in other ? [`+coins_free*${price}`, `+C${row}*${price}`] : ["", ""];
        this.put(
          `${left}${row}`,
          isStart ? `=cash_usd-B${row}${held}` : `=${left}${row - 1}-B${row}${mined}`,
          "figure",
          "usd",
        );
        this.put(`${unpaid}${row}`, isStart ? "=0" : `=IF(ROUND(${left}${row},2)<0,1,0)`, "figure", "flag");
      }
    }
  }
}
