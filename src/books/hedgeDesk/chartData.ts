import type { MonthPage } from "../months";
import { Page } from "../page";

const HEAD_ROW = 5;
const FIRST_ROW = HEAD_ROW + 1;

/** A column of the months for charts: its head, and the line that it shows. */
type Drawn = readonly [head: string, page: MonthPage, key: string];

/**
 * The lines that charts draw over the months. After the plan its last month is repeated, so that a chart ends with the
 * plan, however long that is.
 */
export function chartDataPage(months: number, drawn: readonly Drawn[]): Page {
  const page = new Page(
    "Chart data",
    "output",
    "What the charts over months show",
    "A row for each month; after the plan its last month is repeated, so that the charts end with the plan",
  );
  page.putRow(`A${HEAD_ROW}`, ["Month", ...drawn.map(([head]) => head)], "head");
  page.widths["A"] = 10;
  page.heights.set(HEAD_ROW, 46);
  page.frozenAt = `B${FIRST_ROW}`;
  for (let row = FIRST_ROW; row < FIRST_ROW + months; row++) {
    page.put(
      `A${row}`,
      `=IF(ISNUMBER(A${row - 1}),MIN(A${row - 1}+1,MAX(1,plan_months)),1)`,
      "figure",
      "count",
    );
    for (const [index, [, source, key]] of drawn.entries()) {
      const column = letter(index);
      page.widths[column] = 16;
      page.put(
        `${column}${row}`,
        `=INDEX(${source.months(key)},1,$A${row})`,
        "figure",
        /BTC\)/.test(drawn[index]?.[0] ?? "") ? "btcShort" : "usd",
      );
    }
  }
  return page;
}

const letter = (index: number) => String.fromCharCode("B".charCodeAt(0) + index);

/** The column of a line, for charts; -1 is the months. */
export const drawnRange = (months: number, index: number) =>
  `'Chart data'!$${letter(index)}$${FIRST_ROW}:$${letter(index)}$${FIRST_ROW + months - 1}`;
