import { figureOr } from "../addin";
import { Page } from "../page";
import { kinds, POOLS } from "./exposures";
import { bySite, letters } from "./slots";
import type { FleetPage } from "./table";

/** Rows of a block of the sheet Weights: its bar, its head, its points, and what the add-in says of all of them. */
const BLOCK = 13;
const FIRST = 6;
/** Rows of MINING.CONCENTRATION. */
const RECORDS = ["HHI", "Effective number", "Largest share", "Three largest"] as const;
/** The add-in's lines below the points: expected loss, worst loss, probability of any. */
const SUMS = 3;

const headOf = (kind: number) => FIRST + kind * BLOCK + 1;
/** The points of a kind: pools, or the different words of the sites. */
const pointsOf = (kind: number) => [headOf(kind) + 1, headOf(kind) + POOLS] as const;

/** A column of a kind's points, for other sheets. */
export const weightColumn = (kind: number, letter: string) => {
  const [first, last] = pointsOf(kind);
  return `Weights!$${letter}$${first}:$${letter}$${last}`;
};

/** The sheet "Weights": what hangs on each pool, host, maker and jurisdiction, and what its outage costs. */
export function weightPage(fleet: FleetPage): Page {
  const page = new Page(
    "Weights",
    "calculation",
    "Weights of the exposures",
    "What hangs on each pool, host, maker and jurisdiction, by site and in all; on the right MINING.SPOF_LOSS as it comes",
  );
  Object.assign(page.widths, { A: 26, B: 9, C: 16, J: 13, K: 8, L: 20, M: 11, N: 12, O: 16, P: 18 });
  for (const letter of letters) page.widths[letter] = 15;
  page.put("A4", "Measured by", "label");
  page.put("C4", "=weight_basis", "strong");
  for (const [kind, { key, label }] of kinds.entries()) {
    const head = headOf(kind);
    const [first, last] = pointsOf(kind);
    page.section(head - 1, "A", "P", label);
    page.putRow(`A${head}`, [label], "leftHead");
    page.putRow(`B${head}`, ["Point", "Weight"], "head");
    for (const letter of letters) page.put(`${letter}${head}`, `=${fleet.of("name", letter)}&""`, "head");
    page.putRow(`J${head}`, ["Probability", "Rank"], "head");
    for (let row = first; row <= last; row++) {
      const point = `$B${row}`;
      const words = key === "pool" ? "" : fleet.all(key);
      page.put(
        `A${row}`,
        key === "pool"
          ? `=INDEX(pool_names,${point})&""`
          : `=IF(${point}<=sites_counted,IF(MATCH(INDEX(${words},1,${point}),${words},0)=${point},INDEX(${words},1,${point}),""),"")`,
        "label",
      );
      page.put(`B${row}`, `=ROW()-ROW($B$${head})`, "figure", "count");
      page.put(`C${row}`, `=SUM(${bySite(row)})`, "strong", "decimal");
      for (const letter of letters) {
        const weight = fleet.of("weight", letter);
        const share =
          key === "pool"
            ? `IF(ISNUMBER(INDEX(pool_shares,${point},${fleet.of("source", letter)})),INDEX(pool_shares,${point},${fleet.of("source", letter)})*${weight},0)`
            : `IF(${fleet.of(key, letter)}=$A${row},${weight},0)`;
        page.put(`${letter}${row}`, `=IF(${fleet.of("counts", letter)}=1,${share},0)`, "figure", "decimal");
      }
      page.put(`J${row}`, `=IF(C${row}>0,INDEX(outage_probabilities,${kind + 1}),0)`, "figure", "percent");
    }
    for (let row = first; row <= last; row++)
      page.put(
        `K${row}`,
        `=IF(C${row}>0,COUNTIF(C$${first}:C$${last},">"&C${row})+COUNTIF(C$${first}:C${row},C${row}),0)`,
        "figure",
        "count",
      );
    for (const [index, record] of RECORDS.entries()) {
      const row = last + 1 + index;
      page.put(`A${row}`, record, "label");
      page.put(
        `C${row}`,
        `=${figureOr("none", `MINING.CONCENTRATION(C$${first}:C$${last},$A${row})`)}`,
        "strong",
        index === 0 ? "count" : index === 1 ? "decimal" : "percent",
      );
    }
    page.call(`concentration_${key}`, `C${last + 1}:C${last + RECORDS.length}`);
    page.put(
      `L${head}`,
      `=${figureOr("none", `MINING.SPOF_LOSS(C${first}:C${last},J${first}:J${last},INDEX(outage_days,${kind + 1}),${fleet.total("revenue")})`)}`,
    );
    page.dress(`L${head}:P${head}`, "head");
    page.heights.set(head, 32);
    page.dress(`L${first}:L${last}`, "label");
    page.dress(`L${last + 1}:L${last + SUMS}`, "strongLabel");
    page.dress(`M${first}:N${last + SUMS}`, "figure", "percent");
    page.dress(`O${first}:P${last + SUMS}`, "figure", "usd");
    page.call(`outages_${key}`, `L${first}:P${last + SUMS}`);
  }
  page.frozenAt = "B5";
  page.printing.titleRows = "1:4";
  page.printing.rowBreaks.push(headOf(2) - 2);
  return page;
}

const HEAD = 5;
const RANKS = 12;
const LAST_KIND = HEAD + kinds.length;
const POINTS = RANKS + kinds.length + 3;

/** The sheet "Concentration": how much hangs on one pool, host, maker or jurisdiction. */
export function concentrationPage(): Page {
  const page = new Page(
    "Concentration",
    "output",
    "Concentration",
    "How much hangs on one pool, host, maker or jurisdiction, and what its outage costs; in red where it exceeds the limit on Inputs",
  );
  Object.assign(page.widths, { A: 24, B: 28, C: 14, D: 14, E: 16, F: 16, G: 16, H: 18, I: 14 });
  page.putRow(`A${HEAD}`, ["Kind of exposure"], "leftHead");
  page.putRow(
    `B${HEAD}`,
    [
      "Largest",
      "Its share",
      "Three largest (share)",
      "HHI (0 to 10,000)",
      "Effective number",
      "Expected loss in a year (USD)",
      "Worst single outage (USD)",
      "Probability of any in a year",
    ],
    "head",
  );
  page.heights.set(HEAD, 48);
  for (const [kind, { key, label }] of kinds.entries()) {
    const row = HEAD + 1 + kind;
    const weights = weightColumn(kind, "C");
    const record = (index: number) => `=INDEX(concentration_${key},${index + 1})`;
    const outage = (line: number, place: number) =>
      `=IF(ISNUMBER(INDEX(outages_${key},${line},${place})),INDEX(outages_${key},${line},${place}),"none")`;
    page.put(`A${row}`, label, "label");
    page.put(
      `B${row}`,
      `=IF(SUM(${weights})>0,INDEX(${weightColumn(kind, "A")},MATCH(MAX(${weights}),${weights},0))&"","none")`,
      "text",
    );
    page.put(`C${row}`, record(2), "strong", "percent");
    page.put(`D${row}`, record(3), "figure", "percent");
    page.put(`E${row}`, record(0), "figure", "count");
    page.put(`F${row}`, record(1), "figure", "decimal");
    page.put(`G${row}`, outage(POOLS + 1, 5), "figure", "usd");
    page.put(`H${row}`, outage(POOLS + 2, 4), "figure", "usd");
    page.put(`I${row}`, outage(POOLS + 3, 3), "figure", "percent");
  }
  const rows = (letter: string) => `${letter}${HEAD + 1}:${letter}${LAST_KIND}`;
  const largest = `MATCH(MAX(${rows("C")}),${rows("C")},0)`;
  page.put(`A${LAST_KIND + 1}`, "Largest of all", "totalLabel");
  for (const letter of "DEFHI") page.put(`${letter}${LAST_KIND + 1}`, "", "total");
  page.put(
    `B${LAST_KIND + 1}`,
    `=IF(COUNT(${rows("C")})>0,INDEX(${rows("B")},${largest})&" ("&LOWER(INDEX(${rows("A")},${largest}))&")","none")`,
    "totalLabel",
  );
  page.put(`C${LAST_KIND + 1}`, `=IF(COUNT(${rows("C")})>0,MAX(${rows("C")}),"none")`, "total", "percent");
  page.put(`G${LAST_KIND + 1}`, `=SUM(${rows("G")})`, "total", "usd");
  page.call("largest_name", `B${LAST_KIND + 1}`);
  page.call("largest_share", `C${LAST_KIND + 1}`);
  page.call("concentration_hhi", rows("E"));
  page.call("worst_outages", rows("H"));
  page.marks.push({
    range: rows("C"),
    formula: `AND(ISNUMBER(C${HEAD + 1}),C${HEAD + 1}>concentration_limit)`,
    look: "red",
  });

  page.putRow(`A${RANKS}`, ["Shares by rank"], "leftHead");
  page.putRow(`B${RANKS}`, ["Largest", "Second", "Third", "Others"], "head");
  for (const [kind, { label }] of kinds.entries()) {
    const row = RANKS + 1 + kind;
    const weights = weightColumn(kind, "C");
    page.put(`A${row}`, label, "label");
    for (const [index, letter] of ["B", "C", "D"].entries())
      page.put(
        `${letter}${row}`,
        `=IF(SUM(${weights})>0,LARGE(${weights},${index + 1})/SUM(${weights}),0)`,
        "figure",
        "percent",
      );
    page.put(`E${row}`, `=IF(SUM(${weights})>0,1-SUM(B${row}:D${row}),0)`, "figure", "percent");
  }

  page.putRow(`A${POINTS}`, ["Exposure"], "leftHead");
  page.putRow(
    `B${POINTS}`,
    ["Kind", "Rank", "Share", "Loss of one outage (USD)", "Expected in a year (USD)"],
    "head",
  );
  page.heights.set(POINTS, 32);
  let row = POINTS + 1;
  for (const [kind, { key, label }] of kinds.entries()) {
    const top = row - 1;
    for (let rank = 1; rank <= POOLS; rank++) {
      const place = `MATCH($C${row},${weightColumn(kind, "K")},0)`;
      const figure = (column: number) =>
        `=IF(ISNUMBER($C${row}),INDEX(outages_${key},${place},${column}),"")`;
      page.put(
        `A${row}`,
        `=IF(ISNUMBER($C${row}),IF(INDEX(${weightColumn(kind, "A")},${place})="","no name",INDEX(${weightColumn(kind, "A")},${place})),"")`,
        "label",
      );
      page.put(`B${row}`, `=IF(ISNUMBER($C${row}),"${label}","")`, "text");
      page.put(
        `C${row}`,
        `=IF(ROW()-ROW(C$${top})<=MAX(${weightColumn(kind, "K")}),ROW()-ROW(C$${top}),"")`,
        "figure",
        "count",
      );
      page.put(`D${row}`, figure(2), "figure", "percent");
      page.put(`E${row}`, figure(4), "figure", "usd");
      page.put(`F${row}`, figure(5), "figure", "usd");
      row += 1;
    }
  }
  page.charts.push({ ...shareBars(page), over: `G${RANKS}:M${RANKS + 20}` });
  page.frozenAt = `B${HEAD + 1}`;
  page.printing.titleRows = "1:3";
  return page;
}

export const shareBars = (page: Page) => {
  const rows = (letter: string) => page.at(`${letter}${RANKS + 1}:${letter}${RANKS + kinds.length}`);
  return {
    kind: "bar",
    isStacked: true,
    title: "Shares of the largest exposures",
    labels: rows("A"),
    series: [
      { name: "Largest", values: rows("B"), colour: "B10E1E" },
      { name: "Second", values: rows("C"), colour: "E08A1E" },
      { name: "Third", values: rows("D"), colour: "0B4FA8" },
      { name: "Others", values: rows("E"), colour: "8A8D91" },
    ],
    yFormat: "0%",
  } as const;
};
