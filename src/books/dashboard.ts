import type { Chart } from "./charts";
import type { Format } from "./looks";
import { Page } from "./page";

interface Card {
  readonly name: string;
  /** Without "=". */
  readonly formula: string;
  readonly format: Format;
  /** What it means or what it is measured against; a formula begins with "=". */
  readonly note: string;
}

const COLUMNS = ["A", "B", "C", "D", "E", "F"] as const;
const FIRST_CHART_ROW = 10;
const CHART_ROWS = 14;
/** With more charts than these, three stand side by side, so that all are seen at once and fit on a page. */
const MOST_IN_TWO_COLUMNS = 4;

/** The sheet that opens: the six figures that a board asks for, and the charts that carry them. */
export class DashboardPage extends Page {
  constructor(title: string, explanation: string, cards: readonly Card[]) {
    super("Dashboard", "dashboard", title, explanation);
    if (cards.length !== COLUMNS.length) throw new Error("A dashboard has six figures");
    this.put("A4", "=market_state", "note");
    for (const [index, { name, formula, format, note }] of cards.entries()) {
      const column = COLUMNS[index] ?? "";
      this.widths[column] = 22;
      this.put(`${column}6`, name, "cardName");
      this.put(`${column}7`, `=${formula}`, "cardFigure", format);
      this.put(`${column}8`, note, "cardNote");
    }
    this.heights.set(6, 32);
    this.heights.set(7, 36);
    this.heights.set(8, 48);
  }

  /** Adds a chart; all are placed again, beside and below each other. */
  chart(chart: Omit<Chart, "over">): void {
    const charts = [...this.charts, chart];
    const wide = charts.length > MOST_IN_TWO_COLUMNS ? 2 : 3;
    const across = COLUMNS.length / wide;
    for (const [place, one] of charts.entries()) {
      const top = FIRST_CHART_ROW + Math.floor(place / across) * (CHART_ROWS + 1);
      const first = (place % across) * wide;
      const [from, to] = [COLUMNS[first] ?? "", COLUMNS[first + wide - 1] ?? ""];
      this.charts[place] = { ...one, over: `${from}${top}:${to}${top + CHART_ROWS - 1}` };
    }
  }
}
