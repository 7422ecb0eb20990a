import type { Format } from "../looks";
import { type Axis, MonthPage } from "../months";
import { Page } from "../page";
import { CURVE_ROWS } from "./inputs";

const HEAD_ROW = 5;
const FIRST_ROW = HEAD_ROW + 1;
const LAST_ROW = HEAD_ROW + CURVE_ROWS;

/**
 * The points of both curves in years from the day of the market: those still to come, in the order of their expiries,
 * whatever the order in which they were pasted. Rows without a usable volatility are left out.
 */
export function curvePointPage(): Page {
  const page = new Page(
    "Curve points",
    "calculation",
    "Points of the curves",
    "What the sheet Curves says, in years from the day of the market and in order; after the last expiry both stay as they are",
  );
  Object.assign(page.widths, { A: 8, B: 14, C: 10, D: 10, E: 14, F: 14, G: 16, H: 16, I: 14, J: 10, K: 14 });
  page.putRow(
    `A${HEAD_ROW}`,
    [
      "Point",
      "Forward expiry",
      "Row of Curves",
      "Years",
      "Typed forward (USD)",
      "Typed basis (per year)",
      "Basis used (continuous)",
      "Row with a usable volatility",
      "Volatility expiry",
      "Years",
      "Volatility (per year)",
    ],
    "head",
  );
  page.heights.set(HEAD_ROW, 46);
  page.frozenAt = `A${FIRST_ROW}`;
  const next = (row: number, column: string, dates: string) => {
    const above = row === FIRST_ROW ? "market_as_of" : `${column}${row - 1}`;
    const later = `IF(COUNTIF(${dates},">"&${above})>0,SMALL(${dates},COUNTIF(${dates},"<="&${above})+1),"")`;
    return `=IF(ISNUMBER(${above}),${later},"")`;
  };
  const usable = `$H$${FIRST_ROW}:$H$${LAST_ROW}`;
  for (let row = FIRST_ROW; row <= LAST_ROW; row++) {
    const has = (column: string, then: string) => `=IF(ISNUMBER(${column}${row}),${then},"")`;
    const figure = (column: string, content: string, format: Format) =>
      page.put(`${column}${row}`, content, "figure", format);
    const typed = (name: string) => `INDEX(${name},A${row})`;
    figure("A", `=IF(ISNUMBER(A${row - 1}),A${row - 1}+1,1)`, "count");
    figure("B", next(row, "B", "forward_dates"), "date");
    figure("C", has("B", `MATCH(B${row},forward_dates,0)`), "count");
    figure("D", `=IF(ISNUMBER(B${row}),(B${row}-market_as_of)/365,SUM(D${row - 1})+1)`, "decimal");
    figure("E", has("B", numberAt("forward_prices", `C${row}`)), "usdCents");
    figure("F", has("B", numberAt("forward_bases", `C${row}`)), "percentFine");
    figure(
      "G",
      `=IF(ISNUMBER(B${row}),${basis(row)},${likeAbove("G", row, "interest_rate")})`,
      "percentFine",
    );
    figure(
      "H",
      `=IF(AND(ISNUMBER(${typed("volatility_dates")}),SUM(${typed("volatility_values")})>0),${typed("volatility_dates")},"")`,
      "date",
    );
    figure("I", next(row, "I", usable), "date");
    figure("J", `=IF(ISNUMBER(I${row}),(I${row}-market_as_of)/365,SUM(J${row - 1})+1)`, "decimal");
    figure(
      "K",
      `=IF(ISNUMBER(I${row}),INDEX(volatility_values,MATCH(I${row},${usable},0)),${likeAbove("K", row, "standard_volatility")})`,
      "percent",
    );
  }
  Object.assign(page.widths, { L: 4, M: 28, N: 14, O: 12 });
  page.putRow(`M${HEAD_ROW}`, ["Pace of the network"], "leftHead");
  page.putRow(`N${HEAD_ROW}`, ["Value", "Unit"], "head");
  page.put(`M${FIRST_ROW}`, "By the protocol's block time", "label");
  page.put(`N${FIRST_ROW}`, '=ROUND(86400/MINING.COIN("BTC","Block time"),0)', "figure", "count");
  page.put(`O${FIRST_ROW}`, "blocks/day", "unit");
  page.call("blocks_per_day", `N${FIRST_ROW}`);
  const column = (letter: string) => `${letter}${FIRST_ROW}:${letter}${LAST_ROW}`;
  page.call("forward_years", column("D"));
  page.call("forward_carry", column("G"));
  page.call("volatility_years", column("J"));
  page.call("volatility_levels", column("K"));
  return page;
}

/** After the last expiry a curve stays flat; without any it is what Inputs says. */
const likeAbove = (column: string, row: number, otherwise: string) =>
  `IF(ISNUMBER(${column}${row - 1}),${column}${row - 1},${otherwise})`;

/** A typed number, or "" where the cell is empty. */
const numberAt = (name: string, row: string) =>
  `IF(ISNUMBER(INDEX(${name},${row})),INDEX(${name},${row}),"")`;

/** Of the forward that is typed, else of the basis, else interest only. */
const basis = (row: number) =>
  `IF(SUM(E${row})>0,LN(E${row}/market_price)/D${row},IF(ISNUMBER(F${row}),LN(1+F${row}),interest_rate))`;

const quantiles = [
  ["fan1", "Lowest line of the fan", "fan_1"],
  ["fan2", "Lower line of the fan", "fan_2"],
  ["fan3", "Middle of the fan", "fan_3"],
  ["fan4", "Upper line of the fan", "fan_4"],
  ["fan5", "Highest line of the fan", "fan_5"],
  ["low", "Price of a bad month", "1-risk_confidence"],
] as const;

/** Forward, volatility and discount factor of each month, and which months are hedged. */
export function curveByMonthPage(axis: Axis): MonthPage {
  const page = new MonthPage(
    axis,
    "Curve by month",
    "calculation",
    "Forward and volatility by month",
    "Hedges of a month expire on its last day; between the expiries of the curves the add-in interpolates, beyond them they stay flat",
  );
  const cell = page.cell;
  page.group("Curves");
  page.line({
    key: "years",
    label: "Years to the month's end",
    unit: "years",
    format: "decimal",
    total: "none",
    formula: ({ here }) => `MAX(${cell("end", here)}-market_as_of,1)/365`,
  });
  page.line({
    key: "basis",
    label: "Basis, continuous",
    unit: "per year",
    format: "percentFine",
    total: "none",
    formula: ({ here }) => `MINING.CURVE(${cell("years", here)},forward_years,forward_carry)`,
  });
  page.line({
    key: "forward",
    label: "Forward price of bitcoin",
    unit: "USD/BTC",
    format: "usd",
    total: "none",
    formula: ({ here }) => `market_price*EXP(${cell("basis", here)}*${cell("years", here)})`,
  });
  page.line({
    key: "volatility",
    label: "Volatility",
    unit: "per year",
    format: "percent",
    total: "none",
    formula: ({ here }) =>
      `MINING.CURVE(${cell("years", here)},volatility_years,volatility_levels,"variance")`,
  });
  page.line({
    key: "discount",
    label: "Discount factor",
    unit: "share",
    format: "percentFine",
    total: "none",
    formula: ({ here }) => `EXP(-interest_rate*${cell("years", here)})`,
  });
  page.group("Prices of the stress");
  page.line({
    key: "stressed",
    label: "Price after the fall",
    unit: "USD/BTC",
    format: "usd",
    total: "none",
    formula: ({ here }) => `${cell("forward", here)}*(1-price_fall)`,
  });
  page.line({
    key: "risen",
    label: "Price after the rise",
    unit: "USD/BTC",
    format: "usd",
    total: "none",
    formula: ({ here }) => `${cell("forward", here)}*(1+price_rise)`,
  });
  page.group("Quantiles of the price");
  for (const [key, label, quantile] of quantiles)
    page.line({
      key,
      label,
      unit: "USD/BTC",
      format: "usd",
      total: "none",
      formula: ({ here }) =>
        `INDEX(MINING.PRICE_FAN(market_price,${cell("years", here)},${cell("volatility", here)},` +
        `${cell("basis", here)},"gbm",,${quantile},FALSE),1,2)`,
    });
  page.group("Months of the hedge");
  page.line({
    key: "hedged",
    label: "Hedged month",
    unit: "1 or 0",
    format: "flag",
    formula: ({ here }) =>
      `IF(AND(${cell("month", here)}>=hedge_first,${cell("month", here)}<hedge_first+hedge_months),${cell("flag", here)},0)`,
  });
  page.line({
    key: "inBook",
    label: "Month of the book",
    unit: "1 or 0",
    format: "flag",
    formula: ({ here }) => `IF($C${page.rowOf("hedged")}=0,${cell("flag", here)},${cell("hedged", here)})`,
  });
  return page;
}
