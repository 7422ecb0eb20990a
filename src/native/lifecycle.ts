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
  // The template: names, defaults, units and notes.
  MINING_TEMPLATE_OF_NETWORK: templatePart(0),
  MINING_TEMPLATE_OF_SITE: templatePart(1),
  MINING_TEMPLATE_OF_FINANCE: templatePart(2),
  MINING_TEMPLATE_OF_OPTIONS: templatePart(3),
};

/** A blank cell is passed to a LAMBDA as a blank, which desktop Excel passes to the add-in as 0. */
const blankIsDefault =
  "A blank value in the model is the default here; in desktop Excel the add-in reads it as 0, and refuses that where 0 makes no sense.";

export const lifecycleForms: Forms = {
  MODEL_TEMPLATE: {
    answer: `VSTACK(MINING_TEMPLATE_OF_NETWORK(), MINING_TEMPLATE_OF_SITE(), MINING_TEMPLATE_OF_FINANCE(), MINING_TEMPLATE_OF_OPTIONS())`,
  },
  MINER_CASHFLOWS: {
    answer: `DROP(MINING_CASHFLOWS(MINING_BLOCK(model)), 1)`,
    differs: [blankIsDefault],
  },
  MINER_NPV: { answer: `MINING_NPV(MINING_BLOCK(model))`, differs: [blankIsDefault] },
  MINER_IRR: {
    answer: `MINING_IRR(MINING_BLOCK(model))`,
    differs: [
      blankIsDefault,
      "Where the net cash changes its sign more than once, rates are looked for between 401 points: two rates closer than 6 % of 1 + the rate, or one at which the value only touches 0, are not seen.",
    ],
  },
  PAYBACK: { answer: `MINING_MONTHS_TO_PAYBACK(MINING_BLOCK(model))`, differs: [blankIsDefault] },
  ECONOMIC_LIFE: { answer: `MINING_MONTHS_OF_LIFE(MINING_BLOCK(model))`, differs: [blankIsDefault] },
};
