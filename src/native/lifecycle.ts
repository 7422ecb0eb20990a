import { templateRows } from "../core/cashflow/modelTable";
import type { Forms, Names } from "./form";
import { blockNames } from "./lifecycleBlock";
import { modelNames } from "./lifecycleModel";

const cellText = (cell: string | number | boolean) =>
  typeof cell === "string" ? `"${cell}"` : String(cell).toUpperCase();

/** The template in parts, since a text has at most 2,000 characters. */
const template = templateRows().map((line) => line.map(cellText).join(","));
const templatePart = (part: number) => {
  const size = Math.ceil(template.length / 4);
  return `LAMBDA({${template.slice(part * size, (part + 1) * size).join(";")}})`;
};

export const lifecycleNames: Names = {
  ...blockNames,
  ...modelNames,
  MINING_TEMPLATE_OF_NETWORK: {
    what: "The first quarter of the template: names, defaults, units and notes.",
    text: templatePart(0),
  },
  MINING_TEMPLATE_OF_SITE: {
    what: "The second quarter of the template.",
    text: templatePart(1),
  },
  MINING_TEMPLATE_OF_FINANCE: {
    what: "The third quarter of the template.",
    text: templatePart(2),
  },
  MINING_TEMPLATE_OF_OPTIONS: {
    what: "The last quarter of the template.",
    text: templatePart(3),
  },
  MINING_TEMPLATE: {
    what: "The template: names, defaults, units and notes of all assumptions.",
    text: `LAMBDA(VSTACK(MINING_TEMPLATE_OF_NETWORK(), MINING_TEMPLATE_OF_SITE(), MINING_TEMPLATE_OF_FINANCE(), MINING_TEMPLATE_OF_OPTIONS()))`,
  },
};

/** A blank cell is passed to a LAMBDA as a blank, which desktop Excel passes to the add-in as 0. */
const blankIsDefault =
  "A blank value in the model is the default here; in desktop Excel the add-in reads it as 0, and refuses that where 0 makes no sense.";

export const lifecycleForms: Forms = {
  MODEL_TEMPLATE: {
    answer: `MINING_TEMPLATE()`,
  },
  // A table with a column more than the longest series, which has the check.
  MODEL: {
    steps: {
      rows: `MINING_ROWS(model, "given")`,
      block: `MINING_COMPLETED(rows)`,
      template: `MINING_TEMPLATE()`,
      source: `MAP(INDEX(block, 0, 1), LAMBDA(name,
        LET(
          line, IFNA(MATCH(name, INDEX(rows, 0, 1), 0), 0),
          IF(line = 0, "default",
          IF(INDEX(rows, line, 2) = "default", "default",
          IF(LEFT(INDEX(rows, line, 4), 10) = "(override)", "override", "given"))))))`,
      right: `DROP(HSTACK(block, IF(source = "", "", "")), , 2)`,
      extra: `COUNTA(INDEX(right, 1, 0))`,
      lines: `HSTACK(INDEX(template, 0, 1), INDEX(block, 0, 2), INDEX(template, 0, 3), source, right)`,
      headings: `MINING_HEADINGS(model)`,
      size: `COUNTA(headings)`,
      ending: `HSTACK(headings, IF(SEQUENCE(size, 2), ""), IF(SEQUENCE(size), "heading"), IF(SEQUENCE(size, extra), ""))`,
    },
    header: `HSTACK({"Assumption","Value","Unit","Source"}, IF(SEQUENCE(1, extra) < extra, "", "Check (only in the add-in)"))`,
    answer: `IF(INDEX(headings, 1) = "", lines, VSTACK(lines, ending))`,
    differs: [
      blankIsDefault,
      "The column Check stays empty: what looks odd although it is legal is only said by the add-in.",
    ],
  },
  MINER_CASHFLOWS: {
    answer: `DROP(MINING_CASHFLOWS(MINING_BLOCK(model)), 1, -1)`,
    differs: [blankIsDefault],
  },
  MINER_NPV: {
    steps: { block: `MINING_BLOCK(model)` },
    answer: `MINING_PRESENT_VALUE(MINING_CASHFLOWS(block), MINING_ASSUMPTION(block, "discountrate"))`,
    differs: [blankIsDefault],
  },
  MINER_IRR: {
    steps: { flows: `MINING_CASHFLOWS(MINING_BLOCK(model))` },
    answer: `MINING_RATE_OF_RETURN(MINING_COLUMN(flows, "net cash"), MINING_COLUMN(flows, "years"))`,
    differs: [
      blankIsDefault,
      "Where the net cash changes its sign more than once, rates are looked for between 401 points: two rates closer than 6 % of 1 + the rate, or one at which the value only touches 0, are not seen.",
    ],
  },
  PAYBACK: { answer: `MINING_MONTHS_TO_PAYBACK(MINING_BLOCK(model))`, differs: [blankIsDefault] },
  ECONOMIC_LIFE: { answer: `MINING_MONTHS_OF_LIFE(MINING_BLOCK(model))`, differs: [blankIsDefault] },
  HASHPRICE_CURVE: {
    steps: {
      block: `MINING_BLOCK(model)`,
      market: `MINING_MARKET_MONTHS(block)`,
      month: `MINING_COLUMN(market, "month")`,
      per_unit: `IF(unit = "TH", 0.001, IF(unit = "PH", 1, 1000))`,
      price: `MINING_COLUMN(market, "price")`,
      usd: `per_unit * IF(MINING_ASSUMPTION(block, "hashprice") <> "", MINING_COLUMN(market, "hashprice"), 1E15 * 86400 / (MINING_COLUMN(market, "difficulty") * 2^32) * (MINING_COLUMN(market, "subsidy") + MINING_BY_MONTH(block, "fees")) * price)`,
      shape: `MINING_SHAPE(block)`,
      power: `MINING_COLUMN(MINING_MONTHS(block, market), "usd per kwh") * SUM(shape) / COUNTA(shape)`,
      cost: `per_unit * 24 * MINING_BY_MONTH(block, "efficiency") * MINING_BY_MONTH(block, "pue") * (power - MINING_BY_MONTH(block, "heatprice"))`,
      earned: `usd * (1 - MINING_BY_MONTH(block, "poolfee"))`,
    },
    answer: `HSTACK(month, usd, usd / price, cost, IF(earned > 0, 1 - cost / IF(earned > 0, earned, 1), NA()))`,
    differs: [blankIsDefault],
  },
  MINE_VS_BUY: {
    steps: {
      block: `MINING_BLOCK(model)`,
      market: `MINING_MARKET_MONTHS(block)`,
      months: `MINING_MONTHS(block, market)`,
      both: `MINING_MINED_AND_BOUGHT(block, market, months)`,
    },
    answer: {
      mined: `INDEX(both, 1, 1)`,
      bought: `INDEX(both, 1, 2)`,
      ratio: `IF(bought > 0, mined / bought, NA())`,
      breakEvenPrice: `MINING_BREAK_EVEN_PRICE(block, market, months)`,
    },
    differs: [blankIsDefault],
  },
  MINER_OPTION: {
    steps: {
      block: `MINING_BLOCK(model)`,
      market: `MINING_MARKET_MONTHS(block)`,
      months: `MINING_MONTHS(block, market)`,
      in_service: `MINING_IN_SERVICE(months)`,
      sums: `(1 - MINING_ASSUMPTION(block, "profitshare")) * MINING_CALLS(block, market, months)`,
      worth: `INDEX(sums, 1, 1) + INDEX(sums, 1, 2)`,
    },
    answer: {
      intrinsic: `INDEX(sums, 1, 1)`,
      value: `worth`,
      timeValue: `INDEX(sums, 1, 2)`,
      valuePerTh: `IF(in_service > MINING_ASSUMPTION(block, "months"), NA(), worth / INDEX(MINING_COLUMN(months, "hashrate"), in_service))`,
      delta: `INDEX(sums, 1, 3) / MINING_TODAY(block)`,
      vega: `INDEX(sums, 1, 4)`,
      vegaPerPoint: `vega / 100`,
    },
    differs: [blankIsDefault],
  },
  IMPAIRMENT: {
    steps: {
      asset: `REDUCE(MINING_BLOCK(model), {"capex","loan","taxrate","hodlshare"}, LAMBDA(block, name, MINING_SET(block, name, 0)))`,
      flows: `MINING_CASHFLOWS(asset)`,
    },
    answer: {
      valueInUse: `MINING_PRESENT_VALUE(flows, MINING_ASSUMPTION(asset, "discountrate"))`,
      undiscounted: `SUM(MINING_COLUMN(flows, "net cash"))`,
      recoverable: `IF(standard = "ifrs", IF(value_in_use > sale_value_usd, value_in_use, sale_value_usd), IF(undiscounted >= carrying_usd, undiscounted, sale_value_usd))`,
      impairment: `IF(carrying_usd > recoverable, carrying_usd - recoverable, 0)`,
    },
    differs: [blankIsDefault],
  },
};
