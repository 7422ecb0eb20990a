import { Page } from "../page";
import { luckChart } from "./charts";
import { FIRST_MONTH, LAST_MONTH } from "./months";

const HEAD = 6;
const PERIOD = 7;
const CHART = { from: 9, to: 25 };
const HEAD_OF_MONTHS = 27;
const fields = ["Luck", "Lower bound", "Upper bound", "p-value"] as const;

/** The sheet "Luck": blocks found against blocks expected, over the period and by month. */
export function luckPage(charts: Page): Page {
  const page = new Page(
    "Luck",
    "output",
    "Luck of the pool",
    "Blocks found over blocks expected of its hashrate, for the days whose blocks are known, with the exact (Garwood) interval",
  );
  Object.assign(page.widths, { A: 22, B: 13, C: 13, D: 12, E: 12, F: 12, G: 14, H: 50 });
  const heads = [
    "Blocks found",
    "Blocks expected",
    "Luck",
    "Lower bound",
    "Upper bound",
    "Probability of chance",
  ];
  page.putRow(`A${HEAD}`, ["Period"], "leftHead");
  page.putRow(`B${HEAD}`, heads, "head");
  page.putRow(`H${HEAD}`, ["Verdict"], "leftHead");
  page.putRow(`A${HEAD_OF_MONTHS}`, ["Month"], "leftHead");
  page.putRow(`B${HEAD_OF_MONTHS}`, heads, "head");
  page.putRow(`H${HEAD_OF_MONTHS}`, ["Verdict"], "leftHead");
  page.heights.set(HEAD, 32);
  page.heights.set(HEAD_OF_MONTHS, 32);
  page.put(`A${PERIOD}`, "Whole period", "strongLabel");
  page.put(`B${PERIOD}`, "=blocks_found", "strong", "count");
  page.put(`C${PERIOD}`, "=blocks_expected", "strong", "decimal");
  putLuck(page, PERIOD);
  page.call("luck", `D${PERIOD}`);
  page.call("luck_lower", `E${PERIOD}`);
  page.call("luck_upper", `F${PERIOD}`);
  page.call("luck_chance", `G${PERIOD}`);
  for (let month = FIRST_MONTH; month <= LAST_MONTH; month++) {
    const row = HEAD_OF_MONTHS + 1 + month - FIRST_MONTH;
    page.put(`A${row}`, `=Months!A${month}`, "text", "month");
    page.put(`B${row}`, `=Months!L${month}`, "figure", "count");
    page.put(`C${row}`, `=Months!M${month}`, "figure", "decimal");
    putLuck(page, row);
  }
  page.charts.push({ ...luckChart(charts), over: `A${CHART.from}:G${CHART.to}` });
  page.frozenAt = `B${HEAD + 1}`;
  return page;
}

function putLuck(page: Page, row: number): void {
  for (const [index, field] of fields.entries()) {
    const letter = "DEFG".charAt(index);
    page.put(
      `${letter}${row}`,
      `=IF(SUM(C${row})>0,MINING.POOL_LUCK(B${row},C${row},confidence_read,"${field}"),"")`,
      row === PERIOD ? "strong" : "figure",
      "percent",
    );
  }
  page.put(
    `H${row}`,
    `=IF(ISNUMBER(D${row}),IF(AND(E${row}<=1,F${row}>=1),"within what chance explains",IF(D${row}<1,"fewer blocks than chance explains","more blocks than chance explains")),"")`,
    "text",
  );
}
