import { Page } from "../page";
import { HEAD_ROW } from "./dayTable";

const FIRST = HEAD_ROW + 1;
/** What each step of YIELD_WATERFALL is, in its order. */
const steps = [
  "Coins that the rated hashrate earns at each day's difficulty, before any loss",
  "The machines hash less (or more, when overclocked) than rated while they are up",
  "Machines that stand still, by the uptime on Inputs",
  "Work that came too late for its block",
  "Work that the pool refused",
  "What the pool keeps by the agreement",
  "What the pool owes: the total of Expected",
  "What the pool paid more or less than it owes",
  "What arrived",
];
const LAST = HEAD_ROW + steps.length;
/** The row of the heads over the points of the charts, below them. */
const POINTS = LAST + 26;
/** The rows of the ends and of what lies between them. */
export const waterfallRows = {
  nameplate: FIRST,
  fee: FIRST + 5,
  expected: FIRST + 6,
  luck: FIRST + 7,
  paid: LAST,
};

/** The sheet "Waterfall": from the coins of the nameplate to those paid. */
export function waterfallPage(): Page {
  const page = new Page(
    "Waterfall",
    "output",
    "From nameplate to paid",
    "Where the coins went that the rated hashrate earns; bounds say what luck alone explains (empty where the scheme pays without luck)",
  );
  page.put("A4", `=${sentence()}`, "strongLabel");
  page.call("verdict_on_paid", "A4");
  const heads = [
    ["A", "Step", 24],
    ["B", "BTC", 16],
    ["C", "Share of nameplate", 13],
    ["D", "Luck: lower (BTC)", 14],
    ["E", "Luck: upper (BTC)", 14],
    ["F", "USD at the price in use", 15],
    ["G", "What it is", 14],
  ] as const;
  for (const [letter, head, width] of heads) {
    page.put(`${letter}${HEAD_ROW}`, head, letter === "A" || letter === "G" ? "leftHead" : "head");
    page.widths[letter] = width;
  }
  Object.assign(page.widths, { H: 14, I: 14, J: 14, K: 14 });
  page.heights.set(HEAD_ROW, 48);
  page.put(
    `A${FIRST}`,
    '=IF(days_read>1,MINING.YIELD_WATERFALL(nameplate_read,day_difficulty,day_subsidy,day_fees,1,day_hashrate_up,day_paid,uptime_read,stale_read,rejected_read,fee_read,IF(scheme_read="pps","fpps",scheme_read),pool_th_own,confidence_read,FALSE),"needs two days")',
    "text",
  );
  page.dress(`A${FIRST + 1}:A${LAST}`, "text");
  page.dress(`B${FIRST}:B${LAST}`, "figure", "btc");
  page.dress(`C${FIRST}:C${LAST}`, "figure", "percentFine");
  page.dress(`D${FIRST}:E${LAST}`, "figure", "btc");
  for (const [index, what] of steps.entries()) {
    const row = FIRST + index;
    page.put(`F${row}`, `=IF(ISNUMBER(B${row}),B${row}*market_price,"")`, "figure", "usd");
    page.put(`G${row}`, what, "note");
  }
  putPoints(page);
  page.put(`A${LAST + 2}`, "Hashrate of the pool, at least yours", "label");
  page.put(`C${LAST + 2}`, "=MAX(pool_th_read,MAX(day_hashrate)*(1+1/1000000),1)", "figure", "count");
  page.put(`D${LAST + 2}`, "TH/s", "unit");
  page.call("pool_th_own", `C${LAST + 2}`);
  page.charts.push(
    { ...gapChart(page), over: `A${LAST + 4}:D${LAST + 22}` },
    {
      kind: "column",
      isStacked: true,
      title: "From nameplate to paid (BTC)",
      labels: points(page, "A"),
      yFormat: "#,##0.0",
      series: [
        { name: "Lifts", values: points(page, "D"), isInvisible: true },
        { name: "Level", values: points(page, "E"), colour: "0F6C5C" },
        { name: "Less", values: points(page, "H"), colour: "C0392B" },
        { name: "More", values: points(page, "I"), colour: "7FB8AB" },
      ],
      over: `E${LAST + 4}:K${LAST + 22}`,
    },
  );
  page.frozenAt = `B${FIRST}`;
  page.printing.titleRows = `1:${HEAD_ROW}`;
  return page;
}

/** The cells of a column of points, without the first `skipped`. */
const points = (page: Page, letter: string, skipped = 0) =>
  page.at(`${letter}${POINTS + 1 + skipped}:${letter}${POINTS + steps.length}`);

/** A step in a word or two, for the axis of a chart. */
const short = (cell: string) =>
  `SUBSTITUTE(SUBSTITUTE(SUBSTITUTE(${cell}," shortfall","")," shares","")," and unexplained",", other")`;

/** What the charts stack: what lifts a step, the levels at the ends and between, and the steps. */
function putPoints(page: Page): void {
  page.section(POINTS - 1, "A", "I", "Points of the charts (BTC)");
  const heads = [
    "1 is a level",
    "Level after the step",
    "Lifts the step",
    "Level",
    "Below nameplate: lifts",
    "Below nameplate: level",
    "Less",
    "More",
  ];
  page.putRow(`A${POINTS}`, ["Step"], "leftHead");
  page.putRow(`B${POINTS}`, heads, "head");
  page.heights.set(POINTS, 32);
  for (const index of steps.keys()) {
    const [row, source] = [POINTS + 1 + index, FIRST + index];
    const step = `SUM(B${source})`;
    const columns = [
      ["B", `IF(OR(A${row}="Nameplate",A${row}="Expected",A${row}="Paid"),1,0)`],
      ["C", `IF(B${row}=1,${step},SUM(C${row - 1},B${source}))`],
      ["D", `IF(B${row}=1,0,MIN(SUM(C${row - 1}),C${row}))`],
      ["E", `IF(B${row}=1,${step},0)`],
      ["F", `IF(B${row}=1,0,SUM($B$${FIRST})-MAX(C${row - 1},C${row}))`],
      ["G", `IF(B${row}=1,SUM($B$${FIRST})-C${row},0)`],
      ["H", `IF(B${row}=1,0,MAX(0,-${step}))`],
      ["I", `IF(B${row}=1,0,MAX(0,${step}))`],
    ] as const;
    page.put(`A${row}`, `=IF(ISNUMBER(B${source}),${short(`A${source}`)},"")`, "text");
    for (const [letter, formula] of columns)
      page.put(`${letter}${row}`, `=${formula}`, "figure", letter === "B" ? "flag" : "btcShort");
  }
}

/** The steps between nameplate and paid, which would be too small to see beside those two. */
export const gapChart = (page: Page) =>
  ({
    kind: "column",
    isStacked: true,
    title: "Coins below nameplate (BTC)",
    labels: points(page, "A", 1),
    yFormat: "#,##0.00",
    series: [
      { name: "Lifts", values: points(page, "F", 1), isInvisible: true },
      { name: "Below nameplate", values: points(page, "G", 1), colour: "0F6C5C" },
      { name: "Lost", values: points(page, "H", 1), colour: "C0392B" },
      { name: "Gained", values: points(page, "I", 1), colour: "7FB8AB" },
    ],
  }) as const;

/** What was paid against what is owed, and whether luck explains it. */
function sentence(): string {
  const [luck, lower, upper] = ["B", "D", "E"].map((letter) => `${letter}${waterfallRows.luck}`);
  const bounds = `TEXT(${lower},"0.0000")&" to "&TEXT(${upper},"0.0000")&" BTC"`;
  return (
    `IF(ISNUMBER(${luck}),"The pool paid "&TEXT(total_share_paid,"0.00%")&" of what it owes, "&TEXT(ABS(${luck}),"0.0000")&` +
    `IF(${luck}<0," BTC less; "," BTC more; ")&IF(ISNUMBER(${lower}),IF(AND(${luck}>=${lower},${luck}<=${upper}),"within luck: ","beyond luck: ")&${bounds},` +
    `scheme_read&" pays without luck"),"Nothing to audit yet")`
  );
}
