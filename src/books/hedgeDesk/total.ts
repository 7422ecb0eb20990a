import { MonthPage } from "../months";
import type { Sources } from "./instruments";

export interface Instruments extends Sources {
  readonly puts: MonthPage;
  readonly collars: MonthPage;
  readonly futures: MonthPage;
  readonly hashprice: MonthPage;
}

/** All hedges of a month together: coverage, cost and protection. */
export function totalPage(instruments: Instruments): MonthPage {
  const { axis, curve, production, puts, collars, futures, hashprice } = instruments;
  const page = new MonthPage(
    axis,
    "Hedge total",
    "output",
    "The hedge by month",
    "What all hedges together cover, cost and protect; costs and losses are negative",
  );
  const cell = page.cell;
  const all = [
    [puts, "puts", "Puts"],
    [collars, "collars", "Collars"],
    [futures, "futures", "Futures"],
    [hashprice, "hashprice", "Hashprice forwards"],
  ] as const;
  const lines = (of: string, unit: string, format: "btcShort" | "usd", total: string) => {
    for (const [source, key, label] of all)
      page.line({ key: `${of}.${key}`, label, unit, format, formula: ({ here }) => source.of(of, here) });
    page.line({
      key: of,
      label: total,
      unit,
      format,
      isTotal: true,
      formula: ({ here }) => `SUM(${cell(`${of}.puts`, here)}:${cell(`${of}.hashprice`, here)})`,
    });
  };
  page.group("Coins hedged");
  lines("btc", "BTC", "btcShort", "Coins hedged");
  page.group("Coverage");
  page.line({
    key: "mined",
    label: "Coins mined",
    unit: "BTC",
    format: "btcShort",
    formula: ({ here }) => production.of("btc", here),
  });
  page.line({
    key: "open",
    label: "Coins without a hedge",
    unit: "BTC",
    format: "btcShort",
    formula: ({ here }) => `${cell("mined", here)}-${cell("btc", here)}`,
  });
  page.line({
    key: "coverage",
    label: "Share hedged",
    unit: "share of mined",
    format: "percent",
    total: { formula: `IF(book_btc>0,C${page.rowOf("btc")}/book_btc,0)` },
    formula: ({ here }) => `IF(${cell("mined", here)}>0,${cell("btc", here)}/${cell("mined", here)},0)`,
  });
  page.group("What it costs");
  page.line({
    key: "premium.puts",
    label: "Premium of puts",
    unit: "USD",
    format: "usd",
    formula: ({ here }) => puts.of("premium", here),
  });
  page.line({
    key: "premium.collars",
    label: "Net premium of collars",
    unit: "USD",
    format: "usd",
    formula: ({ here }) => collars.of("premium", here),
  });
  page.line({
    key: "premium",
    label: "Premium paid today",
    unit: "USD",
    format: "usd",
    isTotal: true,
    formula: ({ here }) => `SUM(${cell("premium.puts", here)}:${cell("premium.collars", here)})`,
  });
  page.line({
    key: "deposit",
    label: "Margin deposited, returned later",
    unit: "USD",
    format: "usd",
    formula: ({ here }) => `-${futures.of("marginDeposit", here)}-${hashprice.of("marginDeposit", here)}`,
  });
  page.group("Floor: least revenue of the hedged coins, premium deducted");
  lines("floor", "USD", "usd", "Floor revenue");
  page.line({
    key: "floorPrice",
    label: "Floor price per hedged coin",
    unit: "USD/BTC",
    format: "usd",
    total: { formula: `IF(C${page.rowOf("btc")}>0,C${page.rowOf("floor")}/C${page.rowOf("btc")},"none")` },
    formula: ({ here }) => `IF(${cell("btc", here)}>0,${cell("floor", here)}/${cell("btc", here)},0)`,
  });
  page.call("hedged_coins", `C${page.rowOf("btc")}`);
  for (const [of, group, price] of [
    ["fall", "P&L of the hedge after the fall of the price", "stressed"],
    ["rise", "P&L of the hedge after the rise of the price", "risen"],
  ] as const) {
    page.group(group);
    lines(of, "USD", "usd", "P&L of the hedge");
    page.line({
      key: `${of}.unhedged`,
      label: "Margin without the hedge",
      unit: "USD",
      format: "usd",
      formula: ({ here }) =>
        `${production.of("btc", here)}*${curve.of(price, here)}+${production.of("power", here)}+${production.of("opex", here)}`,
    });
    page.line({
      key: `${of}.hedged`,
      label: "Margin with the hedge",
      unit: "USD",
      format: "usd",
      isTotal: true,
      formula: ({ here }) => `${cell(of, here)}+${cell(`${of}.unhedged`, here)}`,
    });
    if (of === "rise") continue;
    for (const [key, label, name] of [
      ["unhedged", "Hedged months, without the hedge", "worst_month_open"],
      ["hedged", "Hedged months, with the hedge", "worst_month_hedged"],
    ] as const) {
      page.line({
        key: `worst.${key}`,
        label,
        unit: "USD, total: least",
        format: "usd",
        total: { formula: `MIN(${axis.column(1)}${page.row}:${axis.last}${page.row})` },
        formula: ({ here }) => `IF(${curve.of("inBook", here)}=1,${cell(`${of}.${key}`, here)},"")`,
      });
      page.call(name, `C${page.rowOf(`worst.${key}`)}`);
    }
  }
  return page;
}
