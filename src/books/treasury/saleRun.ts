import { columnLetters } from "../../formula/tokens";
import { costBasis } from "../../functions/costs/costBasis";
import { placesIn } from "../functionTables";
import { Page, placed } from "../page";
import type { ReadingPage } from "./readings";

/** The place of a column in the table that MINING.COST_BASIS returns. */
const basisPlace = placesIn(costBasis, {
  used: "Quantity used (BTC)",
  basis: "Basis (USD)",
  gain: "Gain (USD)",
  remaining: "Remaining (BTC)",
  proceeds: "Proceeds (USD)",
  term: "Term",
});
export type BasisColumn = Parameters<typeof basisPlace>[0];

/** The methods that need nothing but the lots. */
export const methods = ["fifo", "lifo", "hifo", "average"] as const;
const methodFigures = ["basis", "gain", "long", "short"] as const;

/** The call of MINING.COST_BASIS on the lots that can be read, for a method. */
const costBasisOf = (method: string) =>
  `MINING.COST_BASIS(lots_read,sale_quantity,${method},sale_price,FALSE,sale_fees,planned_date)`;

const HEAD = 13;
const [OLDEST, OLDEST_BASIS, REMAINING, DIFFERENCE, ANSWER] = ["B", "C", "D", "E", "G"] as const;

/**
 * The sheet "Sale run": what can be sold, MINING.COST_BASIS of it by lot, and the same by Excel's own functions.
 *
 * Other sheets read its answer by address and not by name: the workbench learns what a name reads only as it calculates,
 * too late for what spills meanwhile.
 */
export class SaleRun extends Page {
  readonly first = HEAD + 1;
  readonly last: number;

  constructor(readonly lots: ReadingPage) {
    super(
      "Sale run",
      "calculation",
      "What the add-in computes for the planned sale",
      "MINING.COST_BASIS by lot, its total in the last row; on the left what plain sums over the lots say of the same",
    );
    this.last = HEAD + 1 + lots.last - lots.first;
    this.putTerms();
    this.putMethods();
    this.putLots();
    this.widths["A"] = 24;
    for (const letter of ["B", "C", "D", "E"]) this.widths[letter] = 17;
    this.widths["F"] = 3;
    this.frozenAt = `A${this.first}`;
    this.printing.titleRows = `1:${HEAD}`;
  }

  /** A column of the answer, lot by lot. */
  byLot = (key: BasisColumn) => this.at(`${letterOf(key)}${this.first}:${letterOf(key)}${this.last}`);

  total = (key: BasisColumn) => this.at(`${letterOf(key)}${this.last + 1}`);

  /** The answer for a row of the sheet "Lots read", without fixed signs. */
  ofLot = (key: BasisColumn, row: number) =>
    `'${this.name}'!${letterOf(key)}${row - this.lots.first + this.first}`;

  column = (key: "oldestBasis" | "remaining" | "difference") => {
    const letter = { oldestBasis: OLDEST_BASIS, remaining: REMAINING, difference: DIFFERENCE }[key];
    return this.at(`${letter}${this.first}:${letter}${this.last}`);
  };

  /** A figure of a method, counted from 0: basis, gain, and the gain of lots held over and up to a year. */
  ofMethod = (figure: (typeof methodFigures)[number], method: number) =>
    this.at(`${"HIJK".charAt(methodFigures.indexOf(figure))}${7 + method}`);

  private putMethods(): void {
    this.section(5, "G", "M", "MINING.COST_BASIS by each method");
    this.putRow(
      "G6",
      ["Method", "Basis (USD)", "Gain (USD)", "Over a year (USD)", "Up to a year (USD)"],
      "head",
    );
    for (const [index, method] of methods.entries()) {
      const row = 7 + index;
      const table = costBasisOf(`$G${row}`);
      const total = (key: BasisColumn) => `INDEX(${table},ROWS(lots_read)+1,${basisPlace(key)})`;
      const ofTerm = (term: string) =>
        `SUMPRODUCT((INDEX(${table},0,${basisPlace("term")})="${term}")*INDEX(${table},0,${basisPlace("gain")}))`;
      this.put(`G${row}`, method, "text");
      const figures = [total("basis"), total("gain"), ofTerm("long"), ofTerm("short")];
      for (const [place, formula] of figures.entries())
        this.put(`${"HIJK".charAt(place)}${row}`, `=${formula}`, "figure", "usdCents");
    }
  }

  private putTerms(): void {
    const { lots } = this;
    this.section(5, "A", "E", "What can be sold");
    const lines = [
      ["coins_on_day", "Coins in lots of the day", `SUM(${lots.column("quantity")})`, "BTC", "btc"],
      ["cost_on_day", "Cost of these lots", `ROUND(SUM(${lots.column("total")}),2)`, "USD", "usdCents"],
      [
        "average_cost",
        "Average cost",
        "IF(coins_on_day>0,cost_on_day/coins_on_day,0)",
        "USD per BTC",
        "usdCents",
      ],
      [
        "sale_quantity",
        "Coins sold",
        `MAX(0,ROUND(IF(sale_method="specific",SUM(${lots.column("use")}),MIN(planned_quantity,coins_on_day)),8))`,
        "BTC",
        "btc",
      ],
      ["sale_fees", "Fees", "IF(sale_quantity>0,planned_fees,0)", "USD", "usdCents"],
    ] as const;
    for (const [index, [name, label, formula, unit, format]] of lines.entries()) {
      const row = 6 + index;
      this.put(`A${row}`, label, "label");
      this.put(`B${row}`, `=${formula}`, "figure", format);
      this.put(`C${row}`, unit, "unit");
      this.call(name, `B${row}`);
    }
  }

  private putLots(): void {
    const { first, last, lots } = this;
    this.section(HEAD - 1, "A", "E", "By plain sums");
    this.section(HEAD - 1, ANSWER, letterOf("term"), "MINING.COST_BASIS of the planned sale");
    this.putRow(
      `A${HEAD}`,
      [
        "Lot",
        "Sold if the oldest go first (BTC)",
        "Its basis (USD)",
        "Basis that remains (USD)",
        "Cost less both parts (USD)",
      ],
      "head",
    );
    this.heights.set(HEAD, 32);
    for (let row = first; row <= last; row++) {
      const read = (key: string) => `'${lots.name}'!${lots.letter(key)}${row - first + lots.first}`;
      const left = `${letterOf("remaining")}${row}`;
      this.put(`A${row}`, `=${read("lot")}`, "text", "count");
      this.put(
        `${OLDEST}${row}`,
        `=ROUND(MAX(0,MIN(${read("quantity")},sale_quantity-${read("ahead")})),8)`,
        "figure",
        "btc",
      );
      this.put(`${OLDEST_BASIS}${row}`, `=ROUND(${OLDEST}${row}*${read("cost")},2)`, "figure", "usdCents");
      this.put(
        `${REMAINING}${row}`,
        `=IF(sale_method="average",${left}*average_cost,ROUND(${left}*${read("cost")},2))`,
        "figure",
        "usdCents",
      );
      this.put(
        `${DIFFERENCE}${row}`,
        `=IF(sale_method="average",0,ROUND(${read("total")}-${letterOf("basis")}${row}-${REMAINING}${row},2))`,
        "figure",
        "usdCents",
      );
    }
    this.put(`${ANSWER}${first}`, `=${costBasisOf("sale_method")}`);
    for (const [index, head] of costBasis.returns.columns.entries()) {
      const letter = answerLetter(index + 1);
      this.widths[letter] = 16;
      this.put(`${letter}${HEAD}`, head, "head");
      const cells = `${letter}${first}:${letter}${last + 1}`;
      if (head.endsWith("(BTC)")) this.dress(cells, "figure", "btc");
      else if (head.endsWith("(USD)")) this.dress(cells, "figure", "usdCents");
      else this.dress(cells, "text", "text");
    }
  }
}

const answerLetter = (place: number) => columnLetters(placed(`${ANSWER}1`).column + place - 1);
const letterOf = (key: BasisColumn) => answerLetter(basisPlace(key));
