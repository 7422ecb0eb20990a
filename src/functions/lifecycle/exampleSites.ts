/**
 * The table of models of the examples: a hundred S21 Pro in Texas over a year and a hundred used S19 XP that heat
 * greenhouses in Norway over half a year, in the market of October 2026.
 */
export const exampleSites: readonly (readonly (string | number)[])[] = [
  ["", "Texas", "Norway", "", ""],
  ["btc price", "series deck", "same", "", ""],
  ["difficulty", 132716002350731, "same", "", ""],
  ["difficulty growth", 0.01, "same", "", ""],
  ["start height", 969992, "same", "", ""],
  ["fees", 0.014, "same", "", ""],
  ["Machines", "", "", "", ""],
  ["hashrate", 23400, 14000, "", ""],
  ["efficiency", 15, 21.5, "", ""],
  ["power price", 0.055, 0.042, "", ""],
  ["heat price", "", 0.012, "", ""],
  ["uptime", 0.95, 0.98, "", ""],
  ["pool fee", 0.02, "same", "", ""],
  ["other opex", 1500, 900, "", ""],
  ["capex", 320000, 60000, "", ""],
  ["resale value", 160000, 30000, "", ""],
  ["months", 12, 6, "", ""],
  ["discount rate", 0.12, 0.1, "", ""],
  ["tax rate", 0.21, 0.22, "", ""],
  ["start date", 46327, "same", "", ""],
  ["series deck", 86000, 88000, 90000, 92000],
];

/** A site that runs beside one that is built and paid in stages, both at a given hashprice. */
export const stagedSites: readonly (readonly (string | number)[])[] = [
  ["", "Runs", "Built", "", "", ""],
  ["btc price", 86000, "same", "", "", ""],
  ["hashprice", 40, "same", "", "", ""],
  ["hashrate (PH/s)", 5, "series batches", "", "", ""],
  ["efficiency", 20, 15, "", "", ""],
  ["power price", 0.05, 0.045, "", "", ""],
  ["capex", 20000, "", "", "", ""],
  ["capex schedule", "", "series payments", "", "", ""],
  ["resale value", 15000, 65000, "", "", ""],
  ["months", 6, "same", "", "", ""],
  ["discount rate", "", "", "", "", ""],
  ["series batches", 0, 0, 4, 8, "on"],
  ["series payments", 30000, 30000, 30000, "", ""],
];
