import { type Axis, type Month, MonthPage } from "../months";

/** What a month has: the typed figure where there is one, else that of Inputs. */
export const typedOr = (typed: MonthPage, key: string, { here }: Month, otherwise: string) =>
  `IF(ISNUMBER(${typed.of(key, here)}),${typed.of(key, here)},${otherwise})`;

export function productionPage(axis: Axis, typed: MonthPage, curve: MonthPage): MonthPage {
  const page = new MonthPage(
    axis,
    "Production",
    "calculation",
    "Production by month",
    "Coins that the fleet is expected to mine, what they bring at the forward price and what they cost",
  );
  const cell = page.cell;
  page.group("Network");
  page.line({
    key: "start",
    label: "First day",
    unit: "date",
    format: "date",
    total: "none",
    formula: ({ here }) => `${cell("end", here)}-${cell("days", here)}+1`,
  });
  page.line({
    key: "height",
    label: "First block of the month",
    unit: "block",
    total: "none",
    formula: ({ here }) => `market_height+blocks_per_day*(${cell("start", here)}-market_as_of)`,
  });
  page.line({
    key: "subsidyFirst",
    label: "Subsidy of the first block",
    unit: "BTC/block",
    format: "btcShort",
    total: "none",
    formula: ({ here }) => `MINING.BLOCK_SUBSIDY(${cell("height", here)})`,
  });
  page.line({
    key: "subsidyNext",
    label: "Subsidy after the last block",
    unit: "BTC/block",
    format: "btcShort",
    total: "none",
    formula: ({ here }) =>
      `MINING.BLOCK_SUBSIDY(${cell("height", here)}+blocks_per_day*${cell("days", here)})`,
  });
  page.line({
    key: "daysBefore",
    label: "Days before a halving",
    unit: "days",
    format: "decimal",
    total: "none",
    formula: ({ here }) =>
      `IF(${cell("subsidyFirst", here)}=${cell("subsidyNext", here)},${cell("days", here)},MINING.HALVING_DATE(${cell("height", here)},${cell("start", here)})-${cell("start", here)})`,
  });
  page.line({
    key: "subsidy",
    label: "Average subsidy",
    unit: "BTC/block",
    format: "btcShort",
    total: "none",
    formula: ({ here }) =>
      `${cell("subsidyNext", here)}+(${cell("subsidyFirst", here)}-${cell("subsidyNext", here)})*${cell("daysBefore", here)}/${cell("days", here)}`,
  });
  page.line({
    key: "difficulty",
    label: "Difficulty",
    unit: "number",
    format: "difficulty",
    total: "none",
    formula: ({ here }) =>
      `market_difficulty*(1+difficulty_growth)^((${cell("start", here)}+${cell("days", here)}/2-market_as_of)*12/365.25)`,
  });
  page.line({
    key: "hashprice",
    label: "Hashprice at the forward",
    unit: "USD/PH/d",
    format: "usdCents",
    total: "none",
    formula: ({ here }) =>
      `MINING.HASHPRICE(${curve.of("forward", here)},${cell("difficulty", here)},${cell("subsidy", here)},market_fees)`,
  });
  page.group("Fleet");
  page.line({
    key: "hashrate",
    label: "Hashrate",
    unit: "PH/s",
    total: "none",
    formula: (month) => typedOr(typed, "hashrate", month, "fleet_hashrate"),
  });
  page.line({
    key: "btc",
    label: "Coins mined",
    unit: "BTC",
    format: "btcShort",
    isTotal: true,
    formula: ({ here }) =>
      `${cell("flag", here)}*MINING.EXPECTED_BTC(${cell("hashrate", here)}*1000,${cell("difficulty", here)},${cell("subsidy", here)},market_fees,${cell("days", here)},uptime,pool_fee)`,
  });
  page.line({
    key: "energy",
    label: "Energy at the meter",
    unit: "MWh",
    formula: ({ here }) =>
      `${cell("flag", here)}*${cell("hashrate", here)}*fleet_efficiency*pue*uptime*${cell("days", here)}*24/1000`,
  });
  page.group("Cash at the forward price");
  page.line({
    key: "revenue",
    label: "Revenue",
    unit: "USD",
    format: "usd",
    formula: ({ here }) => `${cell("btc", here)}*${curve.of("forward", here)}`,
  });
  page.line({
    key: "power",
    label: "Power",
    unit: "USD",
    format: "usd",
    formula: (month) =>
      `-${cell("energy", month.here)}*1000*${typedOr(typed, "power_price", month, "power_price")}`,
  });
  page.line({
    key: "opex",
    label: "Other operating cost",
    unit: "USD",
    format: "usd",
    formula: (month) => `-${cell("flag", month.here)}*${typedOr(typed, "opex", month, "opex_per_month")}`,
  });
  page.line({
    key: "margin",
    label: "Margin without a hedge",
    unit: "USD",
    format: "usd",
    isTotal: true,
    formula: ({ here }) => `SUM(${cell("revenue", here)}:${cell("opex", here)})`,
  });
  page.line({
    key: "costPerBtc",
    label: "Cost per coin",
    unit: "USD/BTC",
    format: "usd",
    total: {
      formula: `IF(C${page.rowOf("btc")}>0,-(C${page.rowOf("power")}+C${page.rowOf("opex")})/C${page.rowOf("btc")},0)`,
    },
    formula: ({ here }) =>
      `IF(${cell("btc", here)}>0,-(${cell("power", here)}+${cell("opex", here)})/${cell("btc", here)},0)`,
  });
  return page;
}
