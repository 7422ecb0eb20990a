import { figureOr } from "../addin";
import { Page } from "../page";
import type { SideBySide } from "./results";
import { letters, SITES } from "./slots";
import type { FleetPage } from "./table";

const HEAD = 6;
const FIRST = HEAD + 1;
const LAST = HEAD + SITES;
const SPILL = LAST + 5;

/** The sheet "Candidates": the sites as MINING.ALLOCATE takes them, and how it divides the further hashrate. */
export function candidatePage(fleet: FleetPage, results: SideBySide, risk: SideBySide): Page {
  const page = new Page(
    "Candidates",
    "calculation",
    "Candidates for further hashrate",
    "The sites with value and risk per TH/s and their limits, as MINING.ALLOCATE takes them, and what it returns",
  );
  Object.assign(page.widths, { A: 26, B: 18, C: 18, D: 14, E: 14, F: 14, G: 24 });
  page.section(HEAD - 1, "A", "G", "Candidates");
  page.putRow(`A${HEAD}`, ["Name"], "leftHead");
  page.putRow(
    `B${HEAD}`,
    ["Expected return per TH", "Standard deviation", "Fee", "Minimum share", "Maximum share", "Provider"],
    "head",
  );
  page.heights.set(HEAD, 32);
  for (const [index, letter] of letters.entries()) {
    const row = FIRST + index;
    const per = (source: SideBySide, key: string) => {
      const cell = `${source.name}!${letter}${source.rowOf(key)}`;
      return `=IF(ISNUMBER(${cell}),${cell}/${fleet.of("hashrate", letter)},"")`;
    };
    page.put(`A${row}`, `=${fleet.of("name", letter)}&""`, "label");
    page.put(`B${row}`, per(results, "npv"), "figure", "usdCents");
    page.put(`C${row}`, per(risk, "deviation"), "figure", "usdCents");
    page.put(`D${row}`, `=IF(ISNUMBER(B${row}),B${row}*0,"")`, "figure", "percent");
    page.put(`E${row}`, `=IF(ISNUMBER(B${row}),B${row}*0,"")`, "figure", "percent");
    page.put(
      `F${row}`,
      `=IF(${fleet.of("counts", letter)}=1,INDEX(site_caps,1,${fleet.of("source", letter)}),"")`,
      "figure",
      "percent",
    );
    page.put(`G${row}`, `=${fleet.of("jurisdiction", letter)}&""`, "text");
  }
  page.section(SPILL - 1, "A", "G", "MINING.ALLOCATE");
  page.put(
    `A${SPILL}`,
    `=${figureOr("none", `MINING.ALLOCATE(A${FIRST}:G${LAST},new_hashrate,,"max_return",,jurisdiction_cap)`)}`,
  );
  page.dress(`A${SPILL}:E${SPILL}`, "head");
  page.heights.set(SPILL, 48);
  const [first, last] = [SPILL + 1, SPILL + 1 + SITES];
  page.dress(`A${first}:A${last}`, "label");
  page.dress(`B${first}:B${last}`, "figure", "percent");
  page.dress(`C${first}:C${last}`, "figure", "count");
  page.dress(`D${first}:D${last}`, "figure", "usd");
  page.dress(`E${first}:E${last}`, "figure", "usdCents");
  page.call("allocated", `A${first}:E${last}`);
  page.call("candidate_returns", `B${FIRST}:B${LAST}`);
  page.frozenAt = "B5";
  return page;
}

/** The sheet "Allocation": where further hashrate is worth most within the limits. */
export function allocationPage(fleet: FleetPage): Page {
  const page = new Page(
    "Allocation",
    "output",
    "Allocation of further hashrate",
    "How the further hashrate of Inputs is best divided among the sites, at each site's value per TH/s, within the limits by site and jurisdiction",
  );
  Object.assign(page.widths, { A: 26, B: 24, C: 18, D: 18, E: 14, F: 14, G: 18, H: 18 });
  page.putRow("A5", ["Site"], "leftHead");
  page.putRow(
    "B5",
    [
      "Jurisdiction",
      "Value per TH/s (USD)",
      "Deviation per TH/s (USD)",
      "At most (share)",
      "Share",
      "Hashrate (TH/s)",
      "Value (USD)",
    ],
    "head",
  );
  page.heights.set(5, 32);
  for (const [index, letter] of letters.entries()) {
    const row = 6 + index;
    const [from, there] = [FIRST + index, fleet.of("counts", letter)];
    const spill = (place: number) =>
      `=IF(${there}=1,IF(ISNUMBER(INDEX(allocated,${index + 1},${place})),INDEX(allocated,${index + 1},${place}),"none"),"")`;
    page.put(`A${row}`, `=${fleet.of("name", letter)}&""`, "label");
    page.put(`B${row}`, `=${fleet.of("jurisdiction", letter)}&""`, "text");
    for (const [column, source] of [
      ["C", "B"],
      ["D", "C"],
    ] as const)
      page.put(`${column}${row}`, `=IF(${there}=1,Candidates!${source}${from},"")`, "figure", "usdCents");
    page.put(`E${row}`, `=IF(${there}=1,Candidates!F${from},"")`, "figure", "percent");
    page.put(`F${row}`, spill(2), "strong", "percent");
    page.put(`G${row}`, spill(3), "figure", "count");
    page.put(`H${row}`, spill(4), "figure", "usd");
  }
  const total = 6 + SITES;
  page.put(`A${total}`, "All sites", "totalLabel");
  page.dress(`B${total}:E${total}`, "total");
  for (const [column, format] of [
    ["F", "percent"],
    ["G", "count"],
    ["H", "usd"],
  ] as const)
    page.put(`${column}${total}`, `=SUM(${column}6:${column}${total - 1})`, "total", format);
  page.call("allocated_shares", `F6:F${total - 1}`);
  page.call("allocated_value", `H${total}`);
  const top = total + 2;
  page.charts.push({
    kind: "column",
    title: "Share of the further hashrate by site",
    labels: page.at(`A6:A${total - 1}`),
    series: [{ name: "Share", values: page.at(`F6:F${total - 1}`) }],
    yFormat: "0%",
    over: `A${top}:D${top + 18}`,
  });
  page.frozenAt = "B6";
  return page;
}
