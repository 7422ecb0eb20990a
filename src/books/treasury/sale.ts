import type { Format } from "../looks";
import { Page } from "../page";
import { methods, type BasisColumn, type SaleRun } from "./saleRun";
import type { RollforwardRow, RollforwardRun } from "./rollforwardRun";
import { putList } from "./outputs";
import type { ReadingPage } from "./readings";

export const METHODS_FIRST = 21;
const LOTS_HEAD = 43;

/** Cells of the planned sale for formulas of other sheets. */
export const saleCells = {
  proceeds: "Sale!$B$11",
  basis: "Sale!$B$12",
  gain: "Sale!$B$13",
  longGain: "Sale!$B$14",
  shortGain: "Sale!$B$15",
  tax: "Sale!$B$16",
} as const;

/** The sheet "Sale": what the planned sale uses, costs and gains, by method and by lot. */
export function salePage(run: SaleRun): Page {
  const page = new Page(
    "Sale",
    "output",
    "Planned sale",
    "What the sale on Inputs takes from the lots, its basis and its taxable gain, and the same under each method",
  );
  Object.assign(page.widths, { A: 32, B: 17, C: 17, D: 17, E: 17, F: 17, G: 17, H: 17, I: 17, J: 10 });
  const ofTerm = (term: string) => `SUMIF(${run.byLot("term")},"${term}",${run.byLot("gain")})`;
  page.section(5, "A", "J", "The sale under the method on Inputs");
  putList(page, 6, [
    [
      undefined,
      "Coins in lots of the day",
      "coins_on_day",
      "BTC",
      "btc",
      "Lots that can be read and are not of later days",
    ],
    [
      undefined,
      "Coins sold",
      "sale_quantity",
      "BTC",
      "btc",
      "No more than the lots hold; under specific the sum of the column Use",
    ],
    [undefined, "Fees", "sale_fees", "USD", "usdCents", "None where nothing is sold"],
    [undefined, "Cost of all lots", "cost_on_day", "USD", "usdCents", "Each lot rounded to the cent"],
    [undefined, "Average cost", "average_cost", "USD per BTC", "usdCents", "Of the coins in lots of the day"],
    [
      undefined,
      "Proceeds after fees",
      run.total("proceeds"),
      "USD",
      "usdCents",
      "Coins sold at the sale price, less fees",
    ],
    [undefined, "Basis of the coins sold", run.total("basis"), "USD", "usdCents", "By the method on Inputs"],
    [
      undefined,
      "Taxable gain",
      run.total("gain"),
      "USD",
      "usdCents",
      "Proceeds less basis; negative is a loss",
    ],
    [
      undefined,
      "of coins held over a year",
      ofTerm("long"),
      "USD",
      "usdCents",
      "Sold a year after the day that follows the lot's date, or later",
    ],
    [undefined, "of coins held up to a year", ofTerm("short"), "USD", "usdCents", "All other lots"],
    [
      undefined,
      "Tax on the gain",
      "ROUND(MAX(0,B14*long_tax_rate+B15*short_tax_rate),2)",
      "USD",
      "usdCents",
      "Estimate: no tax on a loss, and no loss carried from elsewhere",
    ],
    [
      undefined,
      "Basis of the coins that remain",
      "ROUND(cost_on_day-B12,2)",
      "USD",
      "usdCents",
      "Cost of all lots less what was sold",
    ],
  ]);
  putMethods(page, run);
  putLots(page, run);
  page.frozenAt = "A4";
  page.printing.rowBreaks.push(LOTS_HEAD - 3);
  return page;
}

/** Each method once, whatever the one on Inputs is. */
function putMethods(page: Page, run: SaleRun): void {
  page.section(METHODS_FIRST - 2, "A", "J", "Methods compared, for the coins sold above");
  page.putRow(`A${METHODS_FIRST - 1}`, ["Method"], "leftHead");
  page.putRow(
    `B${METHODS_FIRST - 1}`,
    [
      "Basis (USD)",
      "Taxable gain (USD)",
      "Held over a year (USD)",
      "Held up to a year (USD)",
      "Tax (USD)",
      "Proceeds after tax (USD)",
      "Basis that remains (USD)",
      "Gain less fifo (USD)",
    ],
    "head",
  );
  page.heights.set(METHODS_FIRST - 1, 32);
  for (const [index, method] of methods.entries()) {
    const row = METHODS_FIRST + index;
    page.put(`A${row}`, method, "strongLabel");
    const figures = [
      run.ofMethod("basis", index),
      run.ofMethod("gain", index),
      run.ofMethod("long", index),
      run.ofMethod("short", index),
      `ROUND(MAX(0,D${row}*long_tax_rate+E${row}*short_tax_rate),2)`,
      `ROUND(B${row}+C${row}-F${row},2)`,
      `ROUND(cost_on_day-B${row},2)`,
      `ROUND(C${row}-C$${METHODS_FIRST},2)`,
    ];
    for (const [place, formula] of figures.entries())
      page.put(`${"BCDEFGHI".charAt(place)}${row}`, `=${formula}`, "figure", "usdCents");
  }
  const range = (letter: string) =>
    `${letter}${METHODS_FIRST}:${letter}${METHODS_FIRST + methods.length - 1}`;
  /** All methods with the least of a column, since several may tie. */
  const least = (letter: string) => {
    const parts = methods.map((_, index) => {
      const row = METHODS_FIRST + index;
      return `IF(${letter}${row}=MIN(${range(letter)}),", "&A${row},"")`;
    });
    return `MID(${parts.join("&")},3,99)`;
  };
  page.put(
    `A${METHODS_FIRST + 5}`,
    `="Least tax: "&${least("F")}&". Smallest gain: "&${least("C")}&"."`,
    "note",
  );
  page.charts.push({ ...gainChart(page), over: `A${METHODS_FIRST + 7}:F${LOTS_HEAD - 4}` });
}

/** The taxable gain of the planned sale by method. */
export function gainChart(sale: Page) {
  const range = (letter: string) =>
    sale.at(`${letter}${METHODS_FIRST}:${letter}${METHODS_FIRST + methods.length - 1}`);
  return {
    kind: "column",
    title: "Taxable gain of the planned sale by method",
    labels: range("A"),
    series: [{ name: "Taxable gain", values: range("C"), colour: "0B4FA8" }],
    yTitle: "USD thousand",
    yFormat: "#,##0,",
  } as const;
}

/** A row for each row of the pasted table; empty where it holds no lot that counts. */
function putLots(page: Page, run: SaleRun): void {
  const { lots } = run;
  page.section(LOTS_HEAD - 1, "A", "J", "By lot, under the method on Inputs");
  page.putRow(`A${LOTS_HEAD}`, ["Lot"], "leftHead");
  page.putRow(
    `B${LOTS_HEAD}`,
    [
      "Acquired",
      "Quantity (BTC)",
      "Unit cost (USD per BTC)",
      "Sold (BTC)",
      "Basis (USD)",
      "Proceeds (USD)",
      "Gain (USD)",
      "Remaining (BTC)",
      "Term",
    ],
    "head",
  );
  page.heights.set(LOTS_HEAD, 32);
  for (let lot = lots.first; lot <= lots.last; lot++) {
    const row = LOTS_HEAD + 1 + lot - lots.first;
    const read = (key: string) => `'${lots.name}'!${lots.letter(key)}${lot}`;
    const answer = (key: BasisColumn) => run.ofLot(key, lot);
    const figures: readonly (readonly [string, Format | undefined])[] = [
      [read("lot"), "count"],
      [read("date"), "date"],
      [read("quantity"), "btc"],
      [read("cost"), "usdCents"],
      [answer("used"), "btc"],
      [answer("basis"), "usdCents"],
      [answer("proceeds"), "usdCents"],
      [answer("gain"), "usdCents"],
      [answer("remaining"), "btc"],
      [answer("term"), "text"],
    ];
    for (const [place, [formula, format]] of figures.entries())
      page.put(
        `${"ABCDEFGHIJ".charAt(place)}${row}`,
        `=IF(${read("counts")}=1,${formula},"")`,
        place === 0 ? "text" : "figure",
        format,
      );
  }
  const last = LOTS_HEAD + 1 + lots.last - lots.first;
  page.marks.push({
    range: `A${LOTS_HEAD + 1}:J${last}`,
    formula: `IF(ISNUMBER($E${LOTS_HEAD + 1}),$E${LOTS_HEAD + 1}>0,FALSE)`,
    look: "green",
  });
}

/** Rows of the reconciliation. */
const BRIDGE: { readonly first: number; readonly last: number } = { first: 7, last: 15 };

/** Cells of the closing for formulas of other sheets. */
export const closingCells = {
  coins: "'Roll-forward'!$B$15",
  amount: "'Roll-forward'!$C$15",
  basis: "'Roll-forward'!$D$15",
  counted: "'Roll-forward'!$C$24",
} as const;

/** The sheet "Roll-forward": coins from opening to closing at fair value, as ASU 2023-08 asks for. */
export function rollforwardPage(run: RollforwardRun, movements: ReadingPage): Page {
  const page = new Page(
    "Roll-forward",
    "output",
    "Roll-forward of coins at fair value",
    "From the opening to the closing of the period on Movements, for the note that ASU 2023-08 asks for",
  );
  Object.assign(page.widths, { A: 36, B: 17, C: 18, D: 18, E: 68, F: 14, G: 14, H: 14, I: 14 });
  const columns = { 2: "quantity", 3: "amount", 4: "cost" } as const;
  const cell = (name: RollforwardRow, column: 2 | 3 | 4) => `=${run.cell(name, columns[column])}`;
  page.section(5, "A", "E", "Reconciliation");
  page.put("A6", '="Period to "&TEXT(closing_date,"yyyy-mm-dd")&", cost by "&rollforward_method', "leftHead");
  page.putRow("B6", ["Quantity (BTC)", "Amount (USD)", "Cost basis (USD)"], "head");
  page.put("E6", "What it is", "leftHead");
  const statement = [
    ["opening", "Opening", "At fair value on the first day; the basis is what the coins had cost"],
    ["mined", "Mined, at fair value", "Fair value of each coin when it was mined: revenue of the period"],
    ["bought", "Bought", "At the price paid"],
    ["transferredIn", "Transferred in", "At fair value on the day"],
    ["sold", "Sold, at cost", "What the sold coins had cost, by the method"],
    ["paid", "Paid to suppliers, at cost", "Coins given for goods, services or debt"],
    ["transferredOut", "Transferred out, at cost", "Without a gain"],
  ] as const;
  for (const [index, [name, label, note]] of statement.entries()) {
    const row = 7 + index;
    page.put(`A${row}`, label, "label");
    page.put(`B${row}`, cell(name, 2), "figure", "btc");
    page.put(`C${row}`, cell(name, 3), "figure", "usdCents");
    page.put(`D${row}`, cell(name, 4), "figure", "usdCents");
    page.put(`E${row}`, note, "note");
  }
  page.put("A14", "Change in fair value", "label");
  page.put("C14", cell("change", 3), "figure", "usdCents");
  page.put("E14", "In net income: unrealised, of the coins held, and reversed for those that left", "note");
  page.put("A15", "Closing", "totalLabel");
  page.put("B15", "=SUM(B7:B14)", "total", "btc");
  page.put("C15", "=SUM(C7:C14)", "total", "usdCents");
  page.put("D15", "=SUM(D7:D14)", "total", "usdCents");
  page.put("E15", "Coins at the closing price", "note");
  page.section(17, "A", "E", "For information");
  const information = [
    ["proceeds", "Proceeds of coins sold, after fees", "Cash that came in"],
    ["gains", "Gains of disposals with a gain", "Each disposal on its own, after fees"],
    ["losses", "Losses of disposals with a loss", "Positive; the note shows both"],
    ["realised", "Realised gain or loss", "Gains less losses"],
  ] as const;
  for (const [index, [name, label, note]] of information.entries()) {
    const row = 18 + index;
    page.put(`A${row}`, label, "label");
    page.put(`C${row}`, cell(name, 3), "figure", "usdCents");
    page.put(`E${row}`, note, "note");
  }
  page.put("A22", "Unrealised gain of the coins held", "label");
  page.put("C22", "=C15-D15", "figure", "usdCents");
  page.put("E22", "Closing at fair value less its cost basis", "note");
  page.put("A23", "Closing price", "label");
  page.put("C23", "=closing_price", "figure", "usdCents");
  page.put("E23", "USD per BTC, from Inputs", "note");
  page.put("A24", "Movements read", "label");
  page.put("C24", `=SUM(${movements.column("counts")})`, "figure", "count");
  page.put("E24", `="of "&SUM(${movements.column("filled")})&" on the sheet Movements"`, "note");
  putBridge(page);
  page.frozenAt = "A4";
  return page;
}

/** The amounts as a waterfall: what each step stands on, and by how much it rises or falls. */
function putBridge(page: Page): void {
  page.section(5, "F", "I", "For the chart");
  page.putRow("F6", ["Total (USD)", "Base (USD)", "Rise (USD)", "Fall (USD)"], "head");
  page.heights.set(6, 32);
  for (let row = BRIDGE.first; row <= BRIDGE.last; row++) {
    const isEnd = `OR(ROW()=ROW(C$${BRIDGE.first}),ROW()=ROW(C$${BRIDGE.last}))`;
    const [before, after] = [`SUM(C$6:C${row - 1})`, `SUM(C$6:C${row})`];
    page.put(`F${row}`, `=IF(${isEnd},C${row},0)`, "figure", "usd");
    page.put(`G${row}`, `=IF(${isEnd},0,MIN(${before},${after}))`, "figure", "usd");
    page.put(`H${row}`, `=IF(${isEnd},0,MAX(0,C${row}))`, "figure", "usd");
    page.put(`I${row}`, `=IF(${isEnd},0,MAX(0,-C${row}))`, "figure", "usd");
  }
  const cells = (letter: string) => page.at(`${letter}${BRIDGE.first}:${letter}${BRIDGE.last}`);
  page.charts.push({
    kind: "column",
    isStacked: true,
    title: "From opening to closing",
    labels: cells("A"),
    series: [
      { name: "Base", values: cells("G"), isInvisible: true },
      { name: "Total", values: cells("F"), colour: "0F6C5C" },
      { name: "Rise", values: cells("H"), colour: "0B4FA8" },
      { name: "Fall", values: cells("I"), colour: "B3261E" },
    ],
    yTitle: "USD million",
    yFormat: "#,##0.0,,",
    over: "A26:E46",
  });
}
