import { excelDate } from "../core/calendar";
import { snapshot } from "../data/embedded/snapshot";
import type { Series } from "../data/series";
import { isLoaded } from "./addin";
import type { Format } from "./looks";
import { type Content, Page } from "./page";
import { ruleOf } from "./inputs";

interface Line {
  readonly series: Series;
  /** Used by formulas: "market_price". */
  readonly name: string;
  readonly label: string;
  readonly unit: string;
  readonly format: Format;
  readonly least: number;
  readonly most?: number;
}

/** What every workbook takes from the market. The subsidy and the hashprice follow from it. */
const lines: readonly Line[] = [
  {
    series: "btc.price",
    name: "price",
    label: "Price of bitcoin",
    unit: "USD",
    format: "usdCents",
    least: 0.01,
  },
  {
    series: "btc.difficulty",
    name: "difficulty",
    label: "Network difficulty",
    unit: "number",
    format: "count",
    least: 1,
  },
  {
    series: "btc.height",
    name: "height",
    label: "Block height",
    unit: "block",
    format: "count",
    least: 0,
    most: 10_000_000,
  },
  {
    series: "btc.fees",
    name: "fees",
    label: "Fees per block",
    unit: "BTC",
    format: "btcShort",
    least: 0,
    most: 100,
  },
];

const FIRST_ROW = 9;
const LAST_ROW = FIRST_ROW + lines.length - 1;
const heads = [
  "Series",
  "Typed",
  "Unit",
  "Frozen",
  "Live",
  "Used by the model",
  "As of (live)",
  "Quality (live)",
  "Age (hours)",
  "Source (live)",
];

/**
 * The sheet "Market": one switch between the live market, the values frozen in the workbook, and typed ones. It names what
 * the model uses `market_price`, `market_difficulty`, `market_height`, `market_fees`, `market_subsidy` and
 * `market_hashprice`, the moment it describes `market_as_of`, the switch `market_source`, one sentence on all of it
 * `market_state`, and whether the add-in is there `addin_loaded`.
 */
export function marketPage(): Page {
  const page = new Page(
    "Market",
    "inputs",
    "Market",
    "One switch decides which market the whole workbook uses; the sentence in row 5 stands on the dashboard",
  );
  Object.assign(page.widths, { A: 26, B: 25, C: 10, D: 25, E: 25, F: 25, G: 17, H: 11, I: 9, J: 56 });
  page.put("A4", "Legend: blue cells are inputs, black figures are calculated", "note");
  page.put("A5", sentence, "strongLabel");
  page.call("market_state", "A5");
  page.put("A6", "Market to use", "label");
  page.put("B6", "live", "textInput");
  page.put("C6", "choice", "unit");
  page.put("D6", "live follows the Hashcell pane; frozen keeps column D; typed takes column B", "note");
  page.call("market_source", "B6");
  page.rules.push(
    ruleOf(
      "B6",
      "Market to use",
      { kind: "list", values: ["live", "frozen", "typed"] },
      "live: the values that the Hashcell pane has loaded, or the built-in ones. frozen: the values in column D. typed: those in column B.",
    ),
  );
  page.putRow("A8", heads.slice(0, 1), "leftHead");
  page.putRow("B8", heads.slice(1), "head");
  page.heights.set(8, 32);
  for (const [index, line] of lines.entries()) putLine(page, FIRST_ROW + index, line);
  putDerived(page);
  page.frozenAt = "A9";
  return page;
}

function putLine(page: Page, row: number, { series, name, label, unit, format, least, most }: Line): void {
  const quote = snapshot.find((known) => known.series === series);
  if (quote === undefined) throw new Error(`${series} is not built in`);
  const status = (output: string): Content =>
    `=IFERROR(MINING.MARKET_STATUS("${series}","${output}"),"not loaded")`;
  page.put(`A${row}`, label, "label");
  page.put(`C${row}`, unit, "unit");
  for (const column of ["B", "D"]) {
    page.put(`${column}${row}`, quote.value, "input", format);
    page.rules.push(
      ruleOf(
        `${column}${row}`,
        label,
        { kind: "decimal", least, most },
        column === "B"
          ? `${label} in ${unit}, used while the market to use is "typed". Type the day that it describes below as well.`
          : `${label} in ${unit}, used while the market to use is "frozen". To freeze today's market, copy column E and paste its values here.`,
      ),
    );
  }
  page.call(`typed_${name}`, `B${row}`);
  page.call(`frozen_${name}`, `D${row}`);
  page.put(`E${row}`, `=MINING.MARKET("${series}")`, "figure", format);
  page.put(
    `F${row}`,
    `=IF(market_source="live",E${row},IF(market_source="frozen",frozen_${name},typed_${name}))`,
    "strong",
    format,
  );
  page.call(`market_${name}`, `F${row}`);
  page.put(`G${row}`, status("As of"), "figure", "moment");
  page.put(`H${row}`, status("Quality"), "text");
  page.put(`I${row}`, status("Age"), "figure", "oneDecimal");
  page.put(`J${row}`, status("Source"), "text");
}

/** What follows from the values in use, and the moments that they describe. */
function putDerived(page: Page): void {
  const [subsidy, hashprice] = [LAST_ROW + 1, LAST_ROW + 2];
  const [frozen, typed, used, loaded] = [LAST_ROW + 4, LAST_ROW + 5, LAST_ROW + 6, LAST_ROW + 7];
  const derived = [
    [
      subsidy,
      "market_subsidy",
      "Block subsidy",
      "BTC",
      "MINING.BLOCK_SUBSIDY(market_height)",
      "btcShort",
      "Follows from the block height",
    ],
    [
      hashprice,
      "market_hashprice",
      "Hashprice",
      "USD/PH/d",
      "MINING.HASHPRICE(market_price,market_difficulty,market_subsidy,market_fees)",
      "usdCents",
      "What one PH/s earns in a day before costs: price, difficulty, subsidy and fees in use",
    ],
  ] as const;
  for (const [row, name, label, unit, formula, format, note] of derived) {
    page.put(`A${row}`, label, "label");
    page.put(`C${row}`, unit, "unit");
    // A cell of its own for the call: programs without the add-in keep the value of the other.
    const call = row - subsidy + loaded + 1;
    page.put(`A${call}`, `${label}, by the add-in`, "label");
    page.put(`C${call}`, unit, "unit");
    page.put(`F${call}`, `=${formula}`, "figure", format);
    page.put(`F${row}`, `=F${call}`, "strong", format);
    page.put(`G${row}`, note, "note");
    page.call(name, `F${row}`);
  }
  const [quote] = snapshot;
  const recorded = quote === undefined ? 0 : Math.floor(excelDate(quote.asOf));
  for (const [row, kind, note] of [
    [frozen, "frozen", "The day that column D describes"],
    [typed, "typed", "The day that column B describes"],
  ] as const) {
    page.put(`A${row}`, `Day of the ${kind} market`, "label");
    page.put(`B${row}`, recorded, "input", "date");
    page.put(`C${row}`, "date", "unit");
    page.put(`D${row}`, note, "note");
    page.call(`${kind}_as_of`, `B${row}`);
    page.rules.push(
      ruleOf(
        `B${row}`,
        `Day of the ${kind} market`,
        { kind: "date", least: 39816, most: 73050 },
        `The day that the ${kind} values describe, as a date such as 2026-10-05.`,
      ),
    );
  }
  page.put(`A${used}`, "Day of the market in use", "label");
  page.put(`C${used}`, "date", "unit");
  page.put(
    `F${used}`,
    `=IF(market_source="live",INT(G${FIRST_ROW}),IF(market_source="frozen",frozen_as_of,typed_as_of))`,
    "strong",
    "date",
  );
  page.call("market_as_of", `F${used}`);
  page.put(`A${loaded}`, "Hashcell is loaded", "label");
  page.put(`C${loaded}`, "1 or 0", "unit");
  page.put(`F${loaded}`, `=IF(${isLoaded},1,0)`, "strong", "flag");
  page.put(`G${loaded}`, "0 where this program has no add-in: what it computes is then missing", "note");
  page.call("addin_loaded", `F${loaded}`);
}

/** Says "live" only of values that were fetched. */
const sentence =
  `="Market: "&IF(market_source<>"live",market_source,IF(H${FIRST_ROW}="embedded","built into the add-in, not refreshed",` +
  `IF(H${FIRST_ROW}="frozen","frozen in the pane",H${FIRST_ROW})))` +
  `&"; bitcoin at "&TEXT(market_price,"$#,##0")&", as of "&TEXT(market_as_of,"yyyy-mm-dd")` +
  `&IF(AND(market_source="live",ISNUMBER(I${FIRST_ROW}),I${FIRST_ROW}>=1),", "&IF(I${FIRST_ROW}<2*24,TEXT(I${FIRST_ROW},"#,##0")&" hours",TEXT(I${FIRST_ROW}/24,"#,##0")&" days")&" old","")`;
