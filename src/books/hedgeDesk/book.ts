import type { MonthPage } from "../months";
import { Page, quoted } from "../page";
import type { Instruments } from "./total";

const HEAD_ROW = 5;
const FIRST_ROW = HEAD_ROW + 1;
/** Puts, puts and calls of collars, futures, and hashprice forwards. */
const KINDS = 5;
const PRICES = 41;

/** Every hedge as a leg of HEDGE_BOOK, and the prices to look at. */
export function legPage({ axis, curve, production, puts, collars, futures, hashprice }: Instruments): Page {
  const page = new Page(
    "Legs",
    "calculation",
    "Legs of the book",
    "Every hedge of every month as one leg: coins sold are negative; a hashprice forward counts as a future on the coins that it mines",
  );
  Object.assign(page.widths, {
    A: 8,
    B: 8,
    C: 24,
    D: 10,
    E: 14,
    F: 10,
    G: 14,
    H: 12,
    I: 14,
    J: 14,
    K: 16,
    L: 4,
    M: 10,
    N: 14,
  });
  const last = HEAD_ROW + KINDS * axis.months;
  page.putRow(
    `A${HEAD_ROW}`,
    [
      "Month",
      "Kind",
      "Hedge",
      "Type",
      "Strike (USD/BTC)",
      "Years",
      "Quantity (BTC)",
      "Volatility (per year)",
      "Premium (USD/BTC)",
      "Forward (USD/BTC)",
      "Value today (USD)",
    ],
    "head",
  );
  page.heights.set(HEAD_ROW, 32);
  page.frozenAt = `D${FIRST_ROW}`;
  page.printing.titleRows = `1:${HEAD_ROW}`;
  for (let row = FIRST_ROW; row <= last; row++) {
    const [month, kind] = [`$A${row}`, `$B${row}`];
    const at = (source: MonthPage, key: string) => `INDEX(${source.months(key)},1,${month})`;
    const chosen = (...values: readonly string[]) => `=CHOOSE(${kind},${values.join(",")})`;
    page.put(
      `A${row}`,
      `=IF(ISNUMBER(A${row - 1}),IF(A${row - 1}<COLUMNS(${curve.months("forward")}),A${row - 1}+1,1),1)`,
      "figure",
      "count",
    );
    page.put(
      `B${row}`,
      `=IF(ISNUMBER(B${row - 1}),IF(A${row}=1,B${row - 1}+1,B${row - 1}),1)`,
      "figure",
      "count",
    );
    page.put(
      `C${row}`,
      chosen('"put"', '"put of a collar"', '"call of a collar"', '"future"', '"hashprice forward"'),
      "text",
    );
    page.put(`D${row}`, chosen('"put"', '"put"', '"call"', '"future"', '"future"'), "text");
    page.put(
      `E${row}`,
      chosen(
        at(puts, "strike"),
        at(collars, "putStrike"),
        at(collars, "callStrike"),
        at(futures, "price"),
        at(hashprice, "priceBtc"),
      ),
      "figure",
      "usd",
    );
    page.put(`F${row}`, `=${at(curve, "years")}`, "figure", "decimal");
    page.put(
      `G${row}`,
      chosen(
        at(puts, "btc"),
        at(collars, "btc"),
        `-${at(collars, "btc")}`,
        `-${at(futures, "btc")}`,
        `-${at(hashprice, "btc")}`,
      ),
      "figure",
      "btcShort",
    );
    page.put(`H${row}`, `=${at(curve, "volatility")}`, "figure", "percent");
    page.put(
      `I${row}`,
      chosen(at(puts, "premiumPerBtc"), at(collars, "putPremium"), at(collars, "callPremium"), "0", "0"),
      "figure",
      "usdCents",
    );
    page.put(`J${row}`, `=${at(curve, "forward")}`, "figure", "usd");
    page.put(
      `K${row}`,
      `=G${row}*IF(D${row}="future",J${row}-E${row},MINING.OPTION_PRICE(IF(D${row}="call","call","put"),J${row},E${row},F${row},H${row}))`,
      "figure",
      "usd",
    );
  }
  page.call("legs", `D${FIRST_ROW}:J${last}`);
  page.call("leg_quantities", `G${FIRST_ROW}:G${last}`);
  page.call("leg_premiums", `I${FIRST_ROW}:I${last}`);
  page.call("leg_values", `K${FIRST_ROW}:K${last}`);
  const inBook = curve.months("inBook");
  page.putRow(`M${HEAD_ROW}`, ["Step", "Price (USD)"], "head");
  page.call("price_grid", `N${FIRST_ROW}:N${FIRST_ROW + PRICES - 1}`);
  const steps = `$M$${FIRST_ROW}:$M$${FIRST_ROW + PRICES - 1}`;
  for (let row = FIRST_ROW; row < FIRST_ROW + PRICES; row++) {
    page.put(`M${row}`, `=IF(ISNUMBER(M${row - 1}),M${row - 1}+1,0)`, "figure", "count");
    page.put(
      `N${row}`,
      `=book_forward*(book_low+(book_high-book_low)*M${row}/MAX(${steps}))`,
      "figure",
      "usd",
    );
  }
  Object.assign(page.widths, { P: 34, Q: 16, R: 12 });
  page.putRow(`P${HEAD_ROW}`, ["The book"], "leftHead");
  page.putRow(`Q${HEAD_ROW}`, ["Value", "Unit"], "head");
  page.put("P6", "Coins mined in its months", "label");
  page.put("Q6", `=SUMPRODUCT(${production.months("btc")},${inBook})`, "figure", "btcShort");
  page.put("R6", "BTC", "unit");
  page.call("book_btc", "Q6");
  page.put("P7", "Average forward, by coins mined", "label");
  page.put(
    "Q7",
    `=IF(book_btc>0,SUMPRODUCT(${production.months("btc")},${inBook},${curve.months("forward")})/book_btc,market_price)`,
    "figure",
    "usdCents",
  );
  page.put("R7", "USD/BTC", "unit");
  page.call("book_forward", "Q7");
  page.put("P8", "Cost of its months", "label");
  page.put(
    "Q8",
    `=SUMPRODUCT(${production.months("power")}+${production.months("opex")},${inBook})`,
    "figure",
    "usd",
  );
  page.put("R8", "USD", "unit");
  page.call("book_cost", "Q8");
  page.put("P9", "Hedged months", "label");
  page.put("Q9", `=${curve.total("hedged")}`, "figure", "count");
  page.put("R9", "months", "unit");
  page.call("hedge_count", "Q9");
  return page;
}

/** What is hedged, in a sentence. */
const state = (curve: MonthPage) =>
  'IF(hedged_coins=0,"Nothing is hedged: all figures are those without a hedge",' +
  '"Hedged: "&TEXT(hedged_coins,"#,##0.00")&" of "&TEXT(book_btc,"#,##0.00")&" BTC in "&hedge_count&IF(hedge_count=1," month"," months")&", to "&' +
  `TEXT(INDEX(${curve.months("end")},1,MIN(hedge_first+hedge_count-1,plan_months)),"mmm yyyy"))`;

const VALUES_ROW = 9;
const TABLE_ROW = 31;
const COLUMNS = ["A", "B", "C", "D", "E", "F", "G"] as const;
const HEADS = [
  "Price (USD)",
  "Revenue without the hedge (USD)",
  "Revenue with the hedge (USD)",
  "Delta of the hedges (BTC)",
  "Gamma (BTC per USD)",
  "Vega (USD per 1.00)",
  "Value of the hedges (USD)",
] as const;
const FORMATS = ["usd", "usd", "usd", "decimal", "btc", "usd", "usd"] as const;

/** The add-in's tables, which the sheet Book by price shows. */
export function bookValuePage(): Page {
  const page = new Page(
    "Book values",
    "calculation",
    "The book as the add-in computes it",
    "HEDGE_BOOK of all legs, at the average forward and over the price grid",
  );
  for (const column of COLUMNS) page.widths[column] = 18;
  page.putRow(`A${HEAD_ROW}`, HEADS, "head");
  page.heights.set(HEAD_ROW, 32);
  page.put(`A${FIRST_ROW}`, "=MINING.HEDGE_BOOK(legs,book_forward,book_btc,book_forward,FALSE)");
  page.putRow(`A${VALUES_ROW - 1}`, HEADS, "head");
  page.heights.set(VALUES_ROW - 1, 32);
  page.put(`A${VALUES_ROW}`, "=MINING.HEDGE_BOOK(legs,book_forward,book_btc,price_grid,FALSE)");
  const last = VALUES_ROW + PRICES - 1;
  for (const [index, column] of COLUMNS.entries()) {
    page.dress(`${column}${FIRST_ROW}`, "figure", FORMATS[index]);
    page.dress(`${column}${VALUES_ROW}:${column}${last}`, "figure", FORMATS[index]);
  }
  page.call("book_at_forward", `A${FIRST_ROW}:G${FIRST_ROW}`);
  page.frozenAt = "B6";
  return page;
}

const bookRange = (column: string) =>
  `'Book by price'!$${column}$${TABLE_ROW}:$${column}$${TABLE_ROW + PRICES - 1}`;

/** Revenue by price, with and without the hedge. */
export const payoffChart = {
  kind: "scatter",
  title: "Revenue of the hedged months by price",
  labels: bookRange("A"),
  series: [
    { name: "Without the hedge", values: bookRange("B"), colour: "8A8D91", isDashed: true },
    { name: "With the hedge", values: bookRange("C"), colour: "0F6C5C" },
  ],
  xTitle: "Price of bitcoin (USD)",
  yTitle: "USD",
  xFormat: "#,##0",
  yFormat: "#,##0",
} as const;

export function bookPage({ curve }: Instruments, values: Page): Page {
  const page = new Page(
    "Book by price",
    "output",
    "The book by price",
    "Revenue of the hedged months at one price of bitcoin, with and without the hedge; greeks are those of the hedges today",
  );
  Object.assign(page.widths, { A: 16, B: 18, C: 18, D: 14, E: 14, F: 16, G: 16, H: 18, I: 18 });
  const heads = [...HEADS, "P&L of the hedge (USD)", "Margin with the hedge (USD)"];
  const show = (row: number, from: number) => {
    for (const [index, column] of COLUMNS.entries())
      page.put(`${column}${row}`, `=${quoted(values.name)}!${column}${from}`, "figure", FORMATS[index]);
    page.put(`H${row}`, `=C${row}-B${row}`, "figure", "usd");
    page.put(`I${row}`, `=C${row}+book_cost`, "figure", "usd");
  };
  page.put("A4", `=${state(curve)}`, "strongLabel");
  page.call("hedge_state", "A4");
  page.section(25, "A", "I", "At the average forward");
  page.putRow("A26", heads, "head");
  page.heights.set(26, 46);
  show(27, FIRST_ROW);
  page.section(29, "A", "I", "Over the prices of the sheet Inputs, as shares of the average forward");
  page.putRow("A30", heads, "head");
  page.heights.set(30, 46);
  for (let step = 0; step < PRICES; step++) show(TABLE_ROW + step, VALUES_ROW + step);
  page.frozenAt = "A5";
  page.charts.push(
    { ...payoffChart, over: "A6:D23" },
    {
      kind: "scatter",
      title: "Delta of the hedges by price",
      labels: bookRange("A"),
      series: [{ name: "Delta (BTC)", values: bookRange("D"), colour: "7A5195" }],
      xTitle: "Price of bitcoin (USD)",
      yTitle: "BTC",
      xFormat: "#,##0",
      yFormat: "#,##0",
      over: "E6:I23",
    },
  );
  return page;
}
