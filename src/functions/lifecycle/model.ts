import { modelTable } from "../../core/cashflow/modelTable";
import { blockOf } from "../../core/cashflow/resolve";
import { define } from "../define";
import { model as block, overrides } from "../vocabulary";
import { exampleBlock } from "./exampleBlock";

export const model = define({
  name: "MODEL",
  group: "Lifecycle valuation",
  summary:
    "A model block as Hashcell reads it: overrides applied, defaults filled in, the source of each value",
  parameters: { model: block, overrides },
  returns: {
    shape: "table",
    columns: [
      "Assumption",
      "Value",
      "Unit",
      "Source",
      "the months of a series, or the multipliers of a shape",
      "Check",
    ],
    header: () => [],
  },
  compute: (given) => modelTable(blockOf(given.model, given.overrides)),
  formula: "the block's values, then the overrides, then the defaults",
  remarks: [
    "The result is itself a model block: pass it where a function takes a model, to use overrides there.",
    "It states what was assumed: a depreciation life, loan or series that followed the horizon is written out for that horizon. Override months in MODEL itself, not in what reads its result.",
    "Source says given, override or default. A series shows as monthly and spreads to the right, month by month to the horizon; a power price shape shows as shape, with its multipliers. Values are in the unit shown, whatever unit the name gave in brackets.",
    "Check, the last column, flags what looks odd although it is legal: a price in cents, a hashrate in PH/s, a percentage for a share, a year for a date, payments after the horizon, months at the end of a series that may be blank cells.",
    "An override clears what it leaves no room for: a series the growth beside it, a hashprice the difficulty, subsidy, fees and start height, a difficulty the hashprice.",
    "Rows that were taken for headings, as their names are unknown and their values blank or 0, come last with the source heading: a misspelt assumption shows up there.",
  ],
  sources: ["The model block of this add-in"],
  examples: [
    {
      formula: '=MINING.MODEL(A1:B21, "power price", 0.04)',
      cells: exampleBlock,
      result: [
        ["Assumption", "Value", "Unit", "Source"],
        ["btc price", 100000, "USD", "given"],
      ],
      note: "What is assumed when power costs 4 cents.",
    },
    {
      formula: '=MINING.MODEL(A1:B21, "btc price", 90000)',
      cells: exampleBlock,
      result: [
        ["Assumption", "Value", "Unit", "Source"],
        ["btc price", 90000, "USD", "override"],
        ["btc price growth", 0.2, "per year, effective", "given"],
      ],
      note: "The source distinguishes an override from what the block gives.",
    },
    {
      formula: '=MINING.MODEL(A1:B21, "btc price growth", 2)',
      cells: exampleBlock,
      result: [
        ["Assumption", "Value", "Unit", "Source", "Check"],
        ["btc price", 100000, "USD", "given", ""],
        ["btc price growth", 2, "per year, effective", "override", "2 is 200 % a year"],
      ],
      note: "Was 2 % meant? Check points it out.",
    },
  ],
  seeAlso: ["MODEL_TEMPLATE", "MINER_CASHFLOWS", "MINER_NPV"],
});
