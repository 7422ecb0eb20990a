import { templateRows } from "../../core/cashflow/modelTable";
import { define } from "../define";
import { headers } from "../vocabulary";

export const modelTemplate = define({
  name: "MODEL_TEMPLATE",
  group: "Lifecycle valuation",
  summary: "The empty model block, with every assumption, its default, unit and meaning",
  parameters: { headers },
  returns: { shape: "table", columns: ["Assumption", "Value", "Unit", "Note"] },
  compute: () => templateRows(),
  formula: "the assumptions of the model block, in their order",
  remarks: [
    "Copy the spilled table and paste it as values, then fill in the second column and delete the rows you do not need.",
    "A row that is deleted or says default takes its default. Do not leave a value blank: desktop Excel reads it as 0, which is legal for a discount rate or a power price.",
  ],
  sources: ["The model block of this add-in"],
  examples: [
    {
      formula: "=MINING.MODEL_TEMPLATE()",
      result: [
        ["Assumption", "Value", "Unit", "Note"],
        ["btc price", "", "USD"],
        ["btc price growth", 0, "per year, effective"],
      ],
      note: "The whole table, to be copied and pasted as values.",
    },
    {
      formula: "=MINING.MODEL_TEMPLATE(FALSE)",
      result: [["btc price", "", "USD"]],
      note: "The table without its header row.",
    },
  ],
  seeAlso: ["MODEL", "MINER_NPV", "MINER_CASHFLOWS"],
});
