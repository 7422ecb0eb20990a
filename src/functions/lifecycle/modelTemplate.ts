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
    "For a value that changes by month write monthly in the second column and the months to the right of the note. The first cell there that is not text is month 1; a blank cell is 0, as in Excel's own formulas; a text ends the series, and its last value carries on. A month of hashrate or uptime may be 0: the machines are then off. Only a capex schedule is 0 past its end, unless the text that ends it is on.",
    "For power prices that differ within the month write shape in the row power price shape, and multipliers of the power price to the right of the note: 24 for the hours of a day, or as many equal parts as you have. Each part is run or not by its own price.",
    "Start date gives calendar months. Start month is when machines, other opex and loan payments begin, as for a site that is still being built; capex schedule pays for machines in stages. A hashprice takes the place of difficulty, subsidy, fees and start height.",
    "A unit in brackets converts: hashrate (PH/s), efficiency (J/GH), power price (ct/kWh) or (USD/MWh), difficulty (T), hashprice (USD/TH/day), capex (kUSD), other opex (USD/year), months (years). A unit that is not the row's own is #VALUE!; any other text in brackets is a note. USD stands for any currency, but the same one in every row.",
    "A number stored as text is #VALUE!, and so is an implausible value, such as a volatility above 10, with the value that was probably meant.",
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
