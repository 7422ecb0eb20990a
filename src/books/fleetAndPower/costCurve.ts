import { Page } from "../page";
import { FLEET_SIZE, INDUSTRY_SIZE, type Lists } from "./inputs";
import { putFacts, putTable } from "./lines";

const HEAD_ROW = 12;
const SIZE = FLEET_SIZE + INDUSTRY_SIZE;

/** The sheet "Curve data": the fleets that the cost curve sorts. */
export function curveDataPage({ industry }: Lists): Page {
  const page = new Page(
    "Curve data",
    "calculation",
    "Fleets on the cost curve",
    "Your own types of machine at the effective price of the bill, then the rest of the industry; rows without hashrate are left out",
  );
  Object.assign(page.widths, { A: 40, B: 12, C: 10, D: 12, E: 8, F: 3, G: 40, N: 3, T: 3 });
  for (const letters of ["H", "I", "J", "K", "L", "M", "O", "P", "Q", "R", "S", "U", "V"])
    page.widths[letters] = 13;
  putOwn(page);
  putIndustry(page, industry);
  page.call("curve_fleets", `A5:E${5 + SIZE}`);
  page.call("curve_hashrates", `B6:B${5 + SIZE}`);
  page.call("curve_industry_hashrates", `B${6 + FLEET_SIZE}:B${5 + SIZE}`);
  page.put("A4", "Own machines first", "note");
  page.put("U5", "Fleets", "head");
  page.put("U6", "=COUNT(curve_hashrates)", "figure", "count");
  page.call("curve_size", "U6");
  page.put("V5", "Network at the market's difficulty (EH/s)", "head");
  page.put("V6", '=MINING.NETWORK_HASHRATE(market_difficulty,,"EH")', "figure", "oneDecimal");
  page.call("network_eh", "V6");
  putCurve(page);
  putSteps(page);
  page.frozenAt = "A6";
  return page;
}

function putOwn(page: Page): void {
  const type = (row: number, name: string) => `INDEX(${name},${row - 5})`;
  page.heights.set(5, 46);
  page.putRow("A5", ["Fleet"], "leftHead");
  page.putRow("B5", ["EH/s", "J/TH", "USD/kWh", "PUE"], "head");
  for (let row = 6; row < 6 + FLEET_SIZE; row++) {
    const ifRuns = (formula: string) => `=IF(COUNTIF($B${row},">0")=0,"",${formula})`;
    page.put(`A${row}`, ifRuns(`"Own: "&${type(row, "fleet_types")}`), "text");
    page.put(
      `B${row}`,
      `=IF(COUNTIF(${type(row, "fleet_type_ph")},">0")=0,"",${type(row, "fleet_type_ph")}/1000)`,
      "figure",
      "btcShort",
    );
    page.put(`C${row}`, ifRuns(type(row, "fleet_type_efficiencies")), "figure", "oneDecimal");
    page.put(`D${row}`, ifRuns("effective_price/1000"), "figure", "usdPerKwh");
    page.put(`E${row}`, ifRuns("pue"), "figure", "decimal");
  }
}

function putIndustry(page: Page, industry: number): void {
  for (let index = 0; index < INDUSTRY_SIZE; index++) {
    const row = 6 + FLEET_SIZE + index;
    const listed = (column: string) => `'Fleet list'!${column}${industry + index}`;
    const ifGood = (formula: string) =>
      `=IF(AND(${listed("A")}<>"",COUNTIF(${listed("B")}:C${industry + index},">0")=2),${formula},"")`;
    page.put(`A${row}`, ifGood(listed("A")), "text");
    page.put(`B${row}`, ifGood(listed("B")), "figure", "btcShort");
    page.put(`C${row}`, ifGood(listed("C")), "figure", "oneDecimal");
    page.put(`D${row}`, ifGood(listed("D")), "figure", "usdPerKwh");
    page.put(`E${row}`, ifGood(`MAX(1,${listed("E")})`), "figure", "decimal");
  }
}

/** The columns of the cost curve's steps, for charts. */
const FIRST_STEP = 6;
const LAST_STEP = FIRST_STEP + 2 * SIZE - 1;

/** The curve as the add-in sorts it: one formula fills its table. */
function putCurve(page: Page): void {
  const last = 5 + SIZE + 1;
  page.put(
    "G5",
    '=IF(curve_size=0,"No fleets",MINING.HASHCOST_CURVE(curve_fleets,net_hashprice))',
    "leftHead",
  );
  page.dress("H5:M5", "head");
  page.dress(`G6:G${last}`, "text");
  for (const [letters, { format }] of Object.entries(curveColumns))
    if (letters !== "A") page.dress(`${moved(letters)}6:${moved(letters)}${last}`, "figure", format);
  page.call("curve", `G6:M${last}`);
}

/** Where a column of the curve's table stands among the data. */
const moved = (letters: string) => String.fromCharCode(letters.charCodeAt(0) + 6);

const curveColumns = {
  A: { head: "Fleet", format: "text" },
  B: { head: "Hashrate (EH/s)", format: "btcShort" },
  C: { head: "Efficiency (J/TH)", format: "oneDecimal" },
  D: { head: "Power price (USD/kWh)", format: "usdPerKwh" },
  E: { head: "Hashcost (USD/PH/d)", format: "decimal" },
  F: { head: "Cumulative hashrate (EH/s)", format: "oneDecimal" },
  G: { head: "In the money (share)", format: "percentWhole" },
} as const;

/** Two points for each fleet, where its step begins and ends; after the last fleet they stay where they are. */
function putSteps(page: Page): void {
  page.putRow("O5", ["Fleet", "End of its step", "Cumulative (EH/s)", "Hashcost", "Hashprice"], "head");
  for (let row = FIRST_STEP; row <= LAST_STEP; row++) {
    page.put(`O${row}`, "=MIN(ROUNDUP((ROW()-ROW($O$5))/2,0),curve_size)", "figure", "count");
    page.put(`P${row}`, "=IF(ROW()-ROW($O$5)>2*curve_size,1,1-MOD(ROW()-ROW($O$5),2))", "figure", "flag");
    page.put(
      `Q${row}`,
      `=IF(curve_size=0,0,INDEX(curve,O${row},6)-IF(P${row}=1,0,INDEX(curve,O${row},2)))`,
      "figure",
      "oneDecimal",
    );
    page.put(`R${row}`, `=IF(curve_size=0,0,INDEX(curve,O${row},5))`, "figure", "decimal");
    page.put(`S${row}`, "=net_hashprice", "figure", "decimal");
  }
}

/** The cost curve and the line of the hashprice, from the sheet "Curve data". */
export const curveChart = (data: Page) =>
  ({
    kind: "scatter",
    title: "Cost curve and hashprice",
    labels: data.at(`Q${FIRST_STEP}:Q${LAST_STEP}`),
    series: [
      { name: "Hashcost", values: data.at(`R${FIRST_STEP}:R${LAST_STEP}`), colour: "0F6C5C" },
      {
        name: "Hashprice after the pool fee",
        values: data.at(`S${FIRST_STEP}:S${LAST_STEP}`),
        colour: "E08A1E",
        isDashed: true,
      },
    ],
    xTitle: "Cumulative hashrate (EH/s)",
    yTitle: "USD per PH/s per day",
    xFormat: "#,##0",
    yFormat: "$#,##0",
  }) as const;

/** The sheet "Cost curve": where the own machines stand among those of the industry. */
export function costCurvePage(data: Page): Page {
  const page = new Page(
    "Cost curve",
    "output",
    "Cost curve",
    "Fleets by rising cost of power per PH/s and day; those below the line of the hashprice run, those above it are better off",
  );
  Object.assign(page.widths, { A: 40, B: 15, C: 15, D: 15, E: 15, F: 15, G: 15 });
  page.section(5, "A", "G", "The curve in sum");
  putFacts(page, 6, [
    { label: "Fleets on the curve", formula: "curve_size", unit: "fleets", format: "count" },
    { label: "Hashrate on the curve", formula: "SUM(curve_hashrates)", unit: "EH/s", format: "oneDecimal" },
    {
      label: "Network at the market's difficulty",
      formula: "network_eh",
      unit: "EH/s",
      format: "oneDecimal",
      note: "For comparison: the curve describes the network where the two are near each other",
    },
    { label: "Hashprice after the pool fee", formula: "net_hashprice", unit: "USD/PH/d", format: "decimal" },
  ]);
  const { first, last } = putTable(page, {
    row: HEAD_ROW,
    size: SIZE + 1,
    columns: Object.values(curveColumns).map(({ head, format }, index) => ({
      head,
      format,
      look: index === 0 ? ("text" as const) : ("figure" as const),
      formula: () => {
        const place = `ROW()-ROW($A$${HEAD_ROW})`;
        return `IF(${place}>curve_size+MIN(curve_size,1),"",INDEX(curve,${place},${index + 1}))`;
      },
    })),
  });
  page.marks.push({ range: `A${first}:G${last}`, formula: `LEFT($A${first},4)="Own:"`, look: "green" });
  page.charts.push({ ...curveChart(data), over: `I5:R${last}` });
  page.frozenAt = "B5";
  return page;
}
