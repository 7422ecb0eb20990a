import { Page } from "../page";

/** The rows of MINING.ROLLFORWARD's answer. */
export const rollforwardRows = {
  opening: 1,
  mined: 2,
  bought: 3,
  sold: 4,
  realised: 5,
  change: 6,
  closing: 7,
  transferredIn: 8,
  paid: 9,
  transferredOut: 10,
  proceeds: 11,
  gains: 12,
  losses: 13,
} as const;
export type RollforwardRow = keyof typeof rollforwardRows;

const FIRST = 7;
const columns = [
  ["A", "Movement", "text"],
  ["B", "Quantity (BTC)", "btc"],
  ["C", "Amount (USD)", "usdCents"],
  ["D", "Cost basis (USD)", "usdCents"],
] as const;

/** The sheet "Roll-forward run": MINING.ROLLFORWARD of the movements that can be read. */
export class RollforwardRun extends Page {
  constructor() {
    super(
      "Roll-forward run",
      "calculation",
      "What the add-in computes for the roll-forward",
      "MINING.ROLLFORWARD in the order of its own rows; the sheet Roll-forward puts them in the order of the note",
    );
    this.section(5, "A", "D", "MINING.ROLLFORWARD of the movements");
    this.put(`A${FIRST}`, "=MINING.ROLLFORWARD(movements_read,closing_price,rollforward_method,FALSE)");
    const last = FIRST + Object.keys(rollforwardRows).length - 1;
    for (const [letter, head, format] of columns) {
      this.widths[letter] = 26;
      this.put(`${letter}6`, head, "head");
      this.dress(`${letter}${FIRST}:${letter}${last}`, format === "text" ? "text" : "figure", format);
    }
    this.frozenAt = `A${FIRST}`;
  }

  /** A cell for formulas of other sheets. */
  cell = (name: RollforwardRow, column: "quantity" | "amount" | "cost") =>
    this.at(`${{ quantity: "B", amount: "C", cost: "D" }[column]}${FIRST + rollforwardRows[name] - 1}`);
}
