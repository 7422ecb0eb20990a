import { Page } from "../page";
import { ruleOf } from "../inputs";
import { bySite, FIRST_SITE, LAST_SITE, letters } from "./slots";

/** As many pools as can be named. */
export const POOLS = 6;
const HEAD = 6;
const FIRST = HEAD + 1;
const LAST = HEAD + POOLS;
const OUTAGES = LAST + 4;

/** What a portfolio can be exposed to, in the order of the sheets. */
export const kinds = [
  { key: "pool", label: "Pool", probability: 0.02, days: 5, note: "Assumption: insolvency, frozen payouts" },
  {
    key: "host",
    label: "Grid or host",
    probability: 0.1,
    days: 4,
    note: "Assumption: storm, default of the host",
  },
  {
    key: "maker",
    label: "Maker",
    probability: 0.02,
    days: 14,
    note: "Assumption: firmware or hardware fault",
  },
  {
    key: "jurisdiction",
    label: "Jurisdiction",
    probability: 0.01,
    days: 30,
    note: "Assumption: ban, seizure",
  },
] as const;

const pools: readonly (readonly [name: string, shares: readonly number[]])[] = [
  ["Foundry USA", [0.7, 0, 0, 1]],
  ["AntPool", [0.3, 1, 0, 0]],
  ["ViaBTC", [0, 0, 0.5, 0]],
  ["Braiins Pool", [0, 0, 0.5, 0]],
];

/** The sheet "Exposures": which pools each site mines with, and outages to think of. */
export function exposurePage(): Page {
  const page = new Page(
    "Exposures",
    "inputs",
    "Exposures",
    "Shares of each site's hashrate by pool, and the outages that each kind of exposure may bring",
  );
  Object.assign(page.widths, { A: 30, B: 15, C: 33 });
  for (const letter of letters) page.widths[letter] = 21;
  page.put("A4", "Legend: blue cells are inputs, black figures are calculated", "note");
  page.section(HEAD - 1, "A", LAST_SITE, "Shares of the pools by site; each site's add up to 100 %");
  page.putRow(`A${HEAD}`, ["Pool"], "leftHead");
  page.putRow(`B${HEAD}`, ["Unit", "Note"], "head");
  for (const [index, letter] of letters.entries())
    page.put(`${letter}${HEAD}`, `=INDEX(site_names,1,${index + 1})&""`, "head");
  for (let row = FIRST; row <= LAST; row++) {
    const [name = "", shares = []] = pools[row - FIRST] ?? [];
    page.put(`A${row}`, name, "textInput");
    page.put(`B${row}`, "share", "unit");
    page.put(`C${row}`, "Share of the site's hashrate", "note");
    for (const [index, letter] of letters.entries())
      page.put(`${letter}${row}`, name === "" ? "" : (shares[index] ?? ""), "input", "percent");
  }
  page.put(`A${LAST + 1}`, "All pools", "totalLabel");
  page.put(`B${LAST + 1}`, "must be 100 %", "unit");
  for (const letter of letters)
    page.put(`${letter}${LAST + 1}`, `=SUM(${letter}${FIRST}:${letter}${LAST})`, "total", "percent");
  page.call("pool_names", `A${FIRST}:A${LAST}`);
  page.call("pool_shares", `${FIRST_SITE}${FIRST}:${LAST_SITE}${LAST}`);
  page.call("pool_sums", bySite(LAST + 1));
  page.rules.push(
    ruleOf(`A${FIRST}:A${LAST}`, "Pool", { kind: "any" }, "Name of the pool, each a different one."),
    ruleOf(
      `${FIRST_SITE}${FIRST}:${LAST_SITE}${LAST}`,
      "Share of the pool",
      { kind: "decimal", least: 0, most: 1 },
      "Share of this site's hashrate that mines with this pool. The shares of a site add up to 100 %.",
    ),
  );
  page.section(OUTAGES - 1, "A", LAST_SITE, "Outages: what happens when one of them fails");
  page.putRow(`A${OUTAGES}`, ["Kind of exposure"], "leftHead");
  page.putRow(`B${OUTAGES}`, ["Unit", "Note", "Probability in a year", "Days of an outage"], "head");
  page.heights.set(OUTAGES, 32);
  for (const [index, { label, probability, days, note }] of kinds.entries()) {
    const row = OUTAGES + 1 + index;
    page.put(`A${row}`, label, "label");
    page.put(`B${row}`, "share, days", "unit");
    page.put(`C${row}`, note, "note");
    page.put(`D${row}`, probability, "input", "percent");
    page.put(`E${row}`, days, "input", "oneDecimal");
  }
  const last = OUTAGES + kinds.length;
  page.rules.push(
    ruleOf(
      `D${OUTAGES + 1}:D${last}`,
      "Probability in a year",
      { kind: "decimal", least: 0, most: 1 },
      "Probability that one such pool, host, maker or jurisdiction fails within a year: 2 %.",
    ),
    ruleOf(
      `E${OUTAGES + 1}:E${last}`,
      "Days of an outage",
      { kind: "decimal", least: 0, most: 365 },
      "Days for which what hangs on it earns nothing: 5. More than 0.",
    ),
  );
  page.call("outage_probabilities", `D${OUTAGES + 1}:D${last}`);
  page.call("outage_days", `E${OUTAGES + 1}:E${last}`);
  page.frozenAt = "D5";
  page.printing.titleRows = "1:4";
  return page;
}
