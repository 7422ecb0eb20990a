import { type Axis, type Month, MonthPage } from "../months";
import { Page } from "../page";
import { PAYOFFS } from "./tables";

/** The sheet "Hedge": puts on the first months of production, bought on the day of the market. */
export function hedgePage(axis: Axis, cash: MonthPage): MonthPage {
  const page = new MonthPage(
    axis,
    "Hedge",
    "calculation",
    "Hedge with puts",
    "Puts on the coins of the first months of production, bought on the day of the market in use; premium and payoff have the signs of cash",
  );
  const usd = { unit: "USD", format: "usd" } as const;
  const at = (key: string, column: string) => page.cell(key, column);
  const hedged = ({ here }: Month, formula: string) => `IF(${at("window", here)}=1,${formula},0)`;
  page.group("Coins");
  page.line({
    key: "coins",
    label: "Coins mined",
    unit: "BTC",
    formula: ({ here }) => cash.of("coins", here),
    format: "btcShort",
  });
  page.line({
    key: "place",
    label: "Month of production",
    unit: "number",
    formula: ({ here }) => `COUNTIF($E${page.rowOf("coins")}:${at("coins", here)},">0")`,
    total: "none",
  });
  page.line({
    key: "window",
    label: "Hedged month",
    unit: "1 or 0",
    formula: ({ here }) => `IF(AND(${at("coins", here)}>0,${at("place", here)}<=hedge_months),1,0)`,
    format: "flag",
  });
  page.line({
    key: "wanted",
    label: "Coins to hedge",
    unit: "BTC",
    formula: (month) => hedged(month, `IF(hedge_btc>0,hedge_btc,hedge_share*${at("coins", month.here)})`),
    format: "btcShort",
  });
  page.line({
    key: "hedged",
    label: "Coins hedged, in whole contracts",
    unit: "BTC",
    formula: ({ here }) => {
      const wanted = at("wanted", here);
      return `IF(hedge_contract>0,ROUNDDOWN(ROUND(${wanted}/MAX(hedge_contract,1/1000000),6),0)*hedge_contract,${wanted})`;
    },
    format: "btcShort",
    isTotal: true,
  });
  page.line({
    key: "over",
    label: "Hedged beyond what is mined",
    unit: "BTC",
    formula: ({ here }) => `MAX(0,${at("hedged", here)}-${at("coins", here)})`,
    format: "btcShort",
  });
  page.line({
    key: "overTo",
    label: "Such months to date",
    unit: "months",
    formula: ({ here }) => `COUNTIF($E${page.rowOf("over")}:${at("over", here)},">0")`,
    total: "none",
  });
  page.group("Puts");
  page.line({
    key: "years",
    label: "Years from the market's day to expiry",
    unit: "years",
    formula: ({ here }) => `MAX(0,${here}$5+1-market_as_of)/365`,
    total: "none",
    format: "decimal",
  });
  page.line({
    key: "forward",
    label: "Forward",
    unit: "USD/BTC",
    formula: (month) => hedged(month, `market_price*EXP(hedge_rate*${at("years", month.here)})`),
    total: "none",
    format: "usd",
  });
  page.line({
    key: "strike",
    label: "Strike",
    unit: "USD/BTC",
    formula: ({ here }) => `hedge_strike*${at("forward", here)}`,
    total: "none",
    format: "usd",
  });
  page.line({
    key: "put",
    label: "Price of a put",
    unit: "USD/BTC",
    formula: (month) => {
      const [forward, strike, years] = ["forward", "strike", "years"].map((key) => at(key, month.here));
      return `IF(${strike}>0,MINING.OPTION_PRICE("put",${forward},${strike},${years},hedge_volatility,hedge_rate),0)`;
    },
    total: "none",
    format: "usdCents",
  });
  page.line({
    key: "premium",
    label: "Premium, paid on the market's day",
    formula: ({ here }) => `-${at("hedged", here)}*${at("put", here)}`,
    ...usd,
  });
  page.line({
    key: "floor",
    label: "Floor for a hedged coin, premium paid",
    unit: "USD/BTC",
    formula: ({ here }) => `${at("strike", here)}-${at("put", here)}`,
    total: "none",
    format: "usd",
  });
  page.line({
    key: "floorRevenue",
    label: "Least revenue of the hedged coins",
    formula: ({ here }) => `${at("hedged", here)}*${at("floor", here)}`,
    isTotal: true,
    ...usd,
  });
  page.line({
    key: "proof",
    label: "Put against call, plain Excel",
    unit: "USD/BTC",
    formula: (month) => {
      const [forward, strike, years, put] = ["forward", "strike", "years", "put"].map((key) =>
        at(key, month.here),
      );
      const call = `MINING.OPTION_PRICE("call",${forward},${strike},${years},hedge_volatility,hedge_rate)`;
      return `IF(${strike}>0,ABS(${put}-${call}-EXP(-hedge_rate*${years})*(${strike}-${forward})),0)`;
    },
    format: "decimal",
  });
  const outcome = (prefix: string, price: string) => {
    page.line({
      key: `${prefix}Without`,
      label: "Revenue without the hedge",
      formula: (month) => hedged(month, `${at("coins", month.here)}*${price.replaceAll("@", month.here)}`),
      ...usd,
    });
    page.line({
      key: `${prefix}Payoff`,
      label: "Payoff of the puts",
      formula: ({ here }) =>
        `${at("hedged", here)}*MAX(0,${at("strike", here)}-${price.replaceAll("@", here)})`,
      ...usd,
    });
    page.line({
      key: `${prefix}With`,
      label: "Revenue with payoff, premium paid",
      formula: ({ here }) =>
        `${at(`${prefix}Without`, here)}+${at(`${prefix}Payoff`, here)}+${at("premium", here)}`,
      isTotal: true,
      ...usd,
    });
  };
  page.group("On the model's path of the price");
  outcome("path", cash.of("price", "@"));
  page.group("In the bad case: the price of the sheet Inputs in all these months");
  outcome("stress", "market_price*hedge_stress");
  return page;
}

const FIRST = 22;

/** The sheet "Hedge payoff": what the hedge costs and protects, and revenue by price with and without it. */
export function payoffPage(cash: MonthPage, hedge: MonthPage): Page {
  const page = new Page(
    "Hedge payoff",
    "output",
    "What the hedge costs and protects",
    "Revenue of the hedged months with and without the puts, if bitcoin has the same price in all of them",
  );
  Object.assign(page.widths, { A: 44, B: 20, C: 22, D: 22, E: 22 });
  const lines = [
    [
      "hedge_count",
      "Months hedged",
      "months",
      hedge.total("window"),
      "count",
      "With coins, from the first such month on",
    ],
    [
      "hedge_mined",
      "Coins mined in them",
      "BTC",
      `SUMIFS(${hedge.months("coins")},${hedge.months("window")},1)`,
      "btcShort",
      "Of the sheet Cash flow",
    ],
    ["hedge_coins", "Coins hedged", "BTC", hedge.total("hedged"), "btcShort", "In whole contracts"],
    [
      "hedge_part",
      "Part of them hedged",
      "share",
      "IF(hedge_mined>0,hedge_coins/MAX(hedge_mined,1/1000000),0)",
      "percent",
      "Coins hedged over coins mined",
    ],
    [
      "hedge_premium",
      "Premium",
      "USD",
      `-${hedge.total("premium")}`,
      "usd",
      "Paid on the day of the market in use; not in the net present value",
    ],
    [
      "hedge_cost",
      "Premium per hedged coin",
      "USD/BTC",
      "IF(hedge_coins>0,hedge_premium/MAX(hedge_coins,1/1000000),0)",
      "usd",
      "Average of the months",
    ],
    [
      "hedge_floor",
      "Floor for a hedged coin",
      "USD/BTC",
      `IF(hedge_coins>0,${hedge.total("floorRevenue")}/MAX(hedge_coins,1/1000000),0)`,
      "usd",
      "Strike less premium, average of the coins",
    ],
    [
      "hedge_cash_cost",
      "Cash cost per coin in these months",
      "USD/BTC",
      `IF(hedge_mined>0,-(${["power", "host", "opex"].map((key) => `SUMIFS(${cash.months(key)},${hedge.months("window")},1)`).join("+")})/MAX(hedge_mined,1/1000000),0)`,
      "usd",
      "Below the floor, hedged coins cover what they cost",
    ],
    [
      "hedge_without",
      "Revenue in the bad case, without the hedge",
      "USD",
      hedge.total("stressWithout"),
      "usd",
      "Price of the bad case on the sheet Inputs",
    ],
    [
      "hedge_with",
      "Revenue in the bad case, with the hedge",
      "USD",
      hedge.total("stressWith"),
      "usd",
      "Payoff added, premium paid",
    ],
    [
      "hedge_gain",
      "What the hedge brings in the bad case",
      "USD",
      "hedge_with-hedge_without",
      "usd",
      "Payoff less premium",
    ],
    [
      "hedge_value",
      "Net present value with the hedge, on the model's path",
      "USD",
      `IF(ISNUMBER(site_npv),site_npv+(1+discount_rate)^((start_date-market_as_of)/365)*(SUMPRODUCT(${hedge.months("pathPayoff")},(1+discount_rate)^-${hedge.months("years")})-hedge_premium),"see Checks")`,
      "usd",
      "Payoffs added, premium paid, both as of the start date; not taxed",
    ],
  ] as const;
  page.section(5, "A", "E", "The hedge in figures");
  for (const [index, [name, label, unit, formula, format, how]] of lines.entries()) {
    const row = 6 + index;
    page.put(`A${row}`, label, "label");
    page.put(`B${row}`, `=${formula}`, "strong", format);
    page.put(`C${row}`, unit, "unit");
    page.put(`D${row}`, how, "note");
    page.call(name, `B${row}`);
  }
  page.put(
    "A18",
    '=IF(hedge_months=0,"No month is hedged: type a number of months on the sheet Inputs to hedge.",' +
      'IF(hedge_count=0,"No coins are mined within the plan, so none are hedged.",' +
      '"Puts on "&TEXT(hedge_coins,"#,##0.0")&" BTC in "&hedge_count&IF(hedge_count=1," month"," months")' +
      '&", bought on "&TEXT(market_as_of,"yyyy-mm-dd")&", cost "&TEXT(hedge_premium,"$#,##0")' +
      '&" and leave "&TEXT(hedge_floor,"$#,##0")&" for a hedged coin at the least."))',
    "verdict",
  );
  page.call("hedge_sentence", "A18");
  page.section(FIRST - 2, "A", "E", "Revenue of the hedged months by price of bitcoin");
  page.putRow(
    `A${FIRST - 1}`,
    [
      "Price, times today's",
      "Price (USD)",
      "Without the hedge (USD)",
      "With the hedge (USD)",
      "Difference (USD)",
    ],
    "head",
  );
  for (let row = FIRST; row < FIRST + PAYOFFS; row++) {
    page.put(`A${row}`, `=INDEX(payoff_prices,ROW()-ROW(A$${FIRST - 1}))`, "figure", "decimal");
    page.put(`B${row}`, `=market_price*A${row}`, "figure", "usd");
    page.put(`C${row}`, `=hedge_mined*B${row}`, "figure", "usd");
    page.put(
      `D${row}`,
      `=C${row}-hedge_premium+SUMPRODUCT(${hedge.months("hedged")},(${hedge.months("strike")}>B${row})*(${hedge.months("strike")}-B${row}))`,
      "figure",
      "usd",
    );
    page.put(`E${row}`, `=D${row}-C${row}`, "figure", "usd");
  }
  page.frozenAt = "A5";
  const last = FIRST + PAYOFFS;
  page.charts.push({ ...payoffLines(page), over: `A${last + 1}:E${last + 18}` });
  return page;
}

export const payoffLines = (page: Page) => {
  const range = (letter: string) => page.at(`${letter}${FIRST}:${letter}${FIRST + PAYOFFS - 1}`);
  return {
    kind: "scatter",
    title: "Hedged months: revenue by price (USD)",
    labels: range("B"),
    series: [
      { name: "Without the hedge", values: range("C"), colour: "8A8D91", isDashed: true },
      { name: "With the hedge", values: range("D"), colour: "0F6C5C" },
    ],
    xTitle: "Price of bitcoin (USD)",
    xFormat: "$#,##0",
    yFormat: "$#,##0.0,,\\M",
  } as const;
};
