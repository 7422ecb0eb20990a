import { impairment as impairmentOf, impairmentStandards } from "../../core/cashflow/impairment";
import { modelOf } from "../../core/cashflow/resolve";
import { define } from "../define";
import { choice, number, optional } from "../parameters";
import { model, output } from "../vocabulary";
import { exampleBlock } from "./exampleBlock";

export const impairment = define({
  name: "IMPAIRMENT",
  group: "Lifecycle valuation",
  summary: "Impairment test of a machine or site on its model's cash flows, under IFRS or US GAAP",
  parameters: {
    model,
    carryingUsd: number("Carrying amount in the books", "USD", { atLeast: 0 }),
    saleValueUsd: optional(number("Fair value less costs of disposal", "USD", { atLeast: 0 }), 0),
    standard: optional(choice("Accounting standard", impairmentStandards), "ifrs"),
    output,
  },
  returns: {
    shape: "record",
    rows: {
      valueInUse: ["Value in use", "USD"],
      undiscounted: ["Undiscounted cash", "USD"],
      recoverable: ["Recoverable amount", "USD"],
      impairment: ["Impairment", "USD"],
    },
  },
  steps: () => 3000,
  compute: ({ carryingUsd, saleValueUsd, standard, ...given }) =>
    impairmentOf(modelOf(given.model, []), { carrying: carryingUsd, saleValue: saleValueUsd, standard }),
  formula: "impairment = max(0, carrying − recoverable); ifrs: recoverable = max(value in use, sale value)",
  remarks: [
    "Value in use is the NPV without capex, loan, tax and coins kept: give the model a discount rate before tax. A capex schedule stays in: it is the cost to complete.",
    "usgaap: nothing is written off while the undiscounted cash covers the carrying amount, and that cash is shown as recoverable; otherwise the sale value is, as the fair value.",
    "A blank sale value is 0.",
  ],
  sources: ["IAS 36 Impairment of Assets, paragraphs 18, 30, 42, 50 and 59", "FASB ASC 360-10-35-17"],
  examples: [
    {
      formula: '=MINING.IMPAIRMENT(A1:B21, 900, 650, "ifrs", "Impairment")',
      cells: exampleBlock,
      result: 227.286380236785,
      note: "Value in use of 673 USD is more than a sale would bring.",
    },
    {
      formula: '=MINING.IMPAIRMENT(A1:B21, 680, 650, "usgaap", "Impairment")',
      cells: exampleBlock,
      result: 0,
      note: "Undiscounted, the cash covers the carrying amount.",
    },
  ],
  seeAlso: ["MINER_NPV", "DEPRECIATION", "MODEL"],
});
