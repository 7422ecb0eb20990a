import type { Format } from "../looks";
import { Page } from "../page";
import { HEAD_ROW } from "./dayTable";

const ROWS = 100;
const FIRST = HEAD_ROW + 1;
const LAST = HEAD_ROW + ROWS;

interface DayList {
  readonly name: string;
  readonly title: string;
  readonly explanation: string;
  /** The name of a count that rises by one on each day to be listed. */
  readonly counter: string;
  /** The name of the number of days in all. */
  readonly count: string;
  /** What is said in row 4, a text in a formula. */
  readonly said: string;
  /** Columns from C on; {i} is the day's row, {r} that of the list. */
  readonly columns: readonly {
    readonly head: string;
    readonly width: number;
    readonly format?: Format;
    readonly formula?: string;
    readonly spill?: string;
    readonly isSummed?: boolean;
  }[];
}

/** A sheet that lists days, the first ones where they are more than it has lines for. */
function dayListPage({ name, title, explanation, counter, count, said, columns }: DayList): Page {
  const page = new Page(name, "output", title, explanation);
  page.put(
    "A4",
    `=${said}&IF(${count}>${"ROWS(" + `A${FIRST}:A${LAST}` + ")"},"; the first "&ROWS(A${FIRST}:A${LAST})&" are listed","")`,
    "strongLabel",
  );
  Object.assign(page.widths, { A: 12, B: 13 });
  page.put(`A${HEAD_ROW}`, "Day", "head");
  page.put(`B${HEAD_ROW}`, "Date (UTC)", "head");
  page.put(`A${HEAD_ROW - 1}`, "Listed", "strongLabel");
  for (let row = FIRST; row <= LAST; row++) {
    const place = `ROW()-ROW($A$${HEAD_ROW})`;
    page.put(`A${row}`, `=IF(${place}<=${count},MATCH(${place},${counter},0),"")`, "figure", "count");
    page.put(`B${row}`, `=IF(ISNUMBER($A${row}),INDEX(day_date,$A${row}),"")`, "figure", "date");
  }
  for (const [index, { head, width, format, formula, spill, isSummed = false }] of columns.entries()) {
    const letter = String.fromCharCode("C".charCodeAt(0) + index);
    page.widths[letter] = width;
    page.put(`${letter}${HEAD_ROW}`, head, "head");
    for (let row = FIRST; row <= LAST; row++)
      if (formula !== undefined)
        page.put(
          `${letter}${row}`,
          `=IF(ISNUMBER($A${row}),${formula.replaceAll("{r}", `${row}`)},"")`,
          format === undefined ? "text" : "figure",
          format,
        );
      else page.put(`${letter}${row}`, row === FIRST ? `=${spill}` : "", "figure", format);
    if (isSummed)
      page.put(`${letter}${HEAD_ROW - 1}`, `=SUM(${letter}${FIRST}:${letter}${LAST})`, "strong", format);
  }
  page.heights.set(HEAD_ROW, 48);
  page.frozenAt = `C${FIRST}`;
  page.printing.titleRows = `1:${HEAD_ROW}`;
  return page;
}

const list = (letter: string) => `${letter}${FIRST}:${letter}${LAST}`;

/** The sheet "Outages": days on which much of the nameplate stood still. */
export const outagesPage = () =>
  dayListPage({
    name: "Outages",
    title: "Outages",
    explanation:
      "Days whose credited hashrate is below the share of the nameplate set on Inputs, and the coins that were missed on them",
    counter: "day_outages",
    count: "outage_days",
    said: 'outage_days&" of "&days_read&" days are below "&TEXT(outage_below,"0%")&" of the nameplate"',
    columns: [
      { head: "Hashrate credited (TH/s)", width: 14, format: "count", formula: "INDEX(day_hashrate,$A{r})" },
      { head: "Share of nameplate", width: 12, format: "percent", formula: "INDEX(day_of_nameplate,$A{r})" },
      {
        head: "Hashrate missing (TH/s)",
        width: 14,
        format: "count",
        formula: "INDEX(day_hashrate_missing,$A{r})",
      },
      { head: "Difficulty", width: 22, format: "count", formula: "INDEX(day_difficulty,$A{r})" },
      { head: "Subsidy (BTC)", width: 11, format: "btcShort", formula: "INDEX(day_subsidy,$A{r})" },
      { head: "Fees owed per block (BTC)", width: 13, format: "btcShort", formula: "INDEX(day_fees,$A{r})" },
      {
        head: "Coins missed, after the fee (BTC)",
        width: 15,
        format: "btc",
        spill: `IFERROR(MINING.EXPECTED_BTC(${list("E")},${list("F")},${list("G")},${list("H")},1,1,fee_read),"")`,
        isSummed: true,
      },
      { head: "Paid (BTC)", width: 15, format: "btc", formula: "INDEX(day_paid,$A{r})", isSummed: true },
      {
        head: "Missed (USD)",
        width: 13,
        format: "usd",
        formula: 'IF(ISNUMBER(I{r}),I{r}*market_price,"")',
        isSummed: true,
      },
    ],
  });

/** The sheet "Underpaid": days on which the pool paid less than it owes. */
export const underpaidPage = () =>
  dayListPage({
    name: "Underpaid",
    title: "Underpaid days",
    explanation:
      "Days on which the pool paid less than the share of what it owes set on Inputs: what to ask the pool about",
    counter: "day_underpaid",
    count: "underpaid_days",
    said: 'underpaid_days&" of "&days_read&" days are paid below "&TEXT(underpaid_below,"0.0%")&" of what is owed"',
    columns: [
      { head: "Owed (BTC)", width: 15, format: "btc", formula: "INDEX(day_owed,$A{r})", isSummed: true },
      { head: "Paid (BTC)", width: 15, format: "btc", formula: "INDEX(day_paid,$A{r})", isSummed: true },
      { head: "Shortfall (BTC)", width: 15, format: "btc", formula: "C{r}-D{r}", isSummed: true },
      { head: "Share paid", width: 11, format: "percentFine", formula: "INDEX(day_share_paid,$A{r})" },
      {
        head: "Shortfall (USD)",
        width: 13,
        format: "usdCents",
        formula: "E{r}*market_price",
        isSummed: true,
      },
      { head: "Hashrate credited (TH/s)", width: 14, format: "count", formula: "INDEX(day_hashrate,$A{r})" },
      {
        head: "What may explain it",
        width: 46,
        formula: 'IF(INDEX(day_adjusted,$A{r})=1,"the difficulty adjusted during this day","")',
      },
    ],
  });
