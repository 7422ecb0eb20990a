import type { SmallCell } from "../workfile/smallBook";

// Sheets as an analyst types them, without formats.

type Rows = SmallCell[][];

export const withMining = (text: string): SmallCell => ({ f: text.replaceAll("MINING.", "_xldudf_MINING_") });

/** A calculator as an analyst types it: labels, values, units. */
export const calculator = (): Rows => [
  ["Hashprice of today"],
  ["Bitcoin price", 86000, "USD"],
  ["Network difficulty", 1.327e14],
  ["Block subsidy", 3.125, "BTC/block"],
  ["Transaction fees", 0.014, "BTC/block"],
  ["Pool fee", 0.02, "share"],
  ["Efficiency", 17.5, "J/TH"],
  ["Power price", 0.055, "USD/kWh"],
  ["PUE", 1.05, "ratio"],
  ["Uptime", 0.97, "share"],
  ["Hashprice", withMining("MINING.HASHPRICE(B2,B3,B4,B5)"), "USD/PH/day"],
  ["Hashcost", withMining("MINING.HASHCOST(B7,B8,B9)"), "USD/PH/day"],
  ["Coins a day of 1,000 machines", withMining("MINING.EXPECTED_BTC(234000,B3,B4,B5,1,B10,B6)"), "BTC"],
  ["Break-even power price", withMining('MINING.BREAKEVEN("power",B2,B3,B4,B5,B7,,B9,B6)')],
];

export const SITES = 9;

/** A table with a site in each row. */
export const sites = (): Rows => [
  [
    "Site",
    "Hashrate (TH/s)",
    "Efficiency (J/TH)",
    "Power price (USD/kWh)",
    "Uptime",
    "Hashcost",
    "Coins a day",
    "Power (kW)",
  ],
  ...Array.from({ length: SITES }, (_, index): SmallCell[] => {
    const row = index + 2;
    return [
      `Site ${index + 1}`,
      120000 + 7000 * index,
      16 + 0.5 * index,
      0.045 + 0.002 * index,
      0.95 + 0.004 * index,
      withMining(`MINING.HASHCOST(C${row},D${row})`),
      withMining(`MINING.EXPECTED_BTC(B${row},132700000000000,3.125,0.014,1,E${row})`),
      withMining(`B${row}*C${row}/1000`),
    ];
  }),
  [
    "Total",
    withMining("SUM(B2:B10)"),
    null,
    null,
    null,
    null,
    withMining("SUM(G2:G10)"),
    withMining("SUM(H2:H10)"),
  ],
];

/** Daily results, and what is at risk. */
export const days = (): Rows => [
  ["Day", "P&L (USD)", "Price (USD)"],
  ...Array.from({ length: 30 }, (_, index): SmallCell[] => [
    46000 + index,
    1000 * Math.sin(index * 1.7) + 400,
    86000 + 900 * Math.sin(index),
  ]),
  ["At risk", withMining('MINING.VAR_CVAR(B2:B31,0.95,"historical","VaR")')],
  ["Volatility", withMining("MINING.REALIZED_VOL(C2:C31)")],
];

/** Months along a row, each with the market of its month. */
export const months = (): Rows => {
  const letters = ["C", "D", "E", "F", "G", "H", "I", "J", "K", "L", "M", "N"];
  const line = (
    label: string,
    unit: string,
    cell: (column: string, index: number) => SmallCell,
  ): SmallCell[] => [label, unit, ...letters.map(cell)];
  return [
    line("Month", "number", (_, index) => index + 1),
    line("Bitcoin price", "USD", (_, index) => 86000 + 700 * index),
    line("Difficulty", "", (_, index) => 1.327e14 * 1.01 ** index),
    line("Hashrate", "PH/s", (_, index) => 1400 + 10 * index),
    line("Hashprice", "USD/PH/day", (c) => withMining(`MINING.HASHPRICE(${c}2,${c}3,3.125,0.014)`)),
    line("Coins", "BTC", (c) => withMining(`MINING.EXPECTED_BTC(${c}4*1000,${c}3,3.125,0.014,30)`)),
    line("Revenue", "USD", (c) => withMining(`${c}6*${c}2`)),
    line("Put", "USD/BTC", (c) => withMining(`MINING.OPTION_PRICE("put",${c}2,${c}2*0.9,${c}1/12,0.55)`)),
    ["Total revenue", "USD", withMining("SUM(C7:N7)")],
    ["Total coins", "BTC", withMining("SUM(C6:N6)")],
  ];
};

export const plainSheets = (): Readonly<Record<string, Rows>> => ({
  Calculator: calculator(),
  Sites: sites(),
  Days: days(),
  Months: months(),
});
