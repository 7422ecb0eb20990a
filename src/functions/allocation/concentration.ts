import { concentration as concentrationOf } from "../../core/allocation/concentration";
import { define } from "../define";
import { vector } from "../parameters";
import { output } from "../vocabulary";

export const concentration = define({
  name: "CONCENTRATION",
  group: "Allocation and concentration",
  summary: "How concentrated something is in a few pools, hosts or makers: HHI and largest shares",
  parameters: {
    weights: vector("Hashrate, money or shares by pool, host or maker", "any unit", { atLeast: 0 }),
    output,
  },
  returns: {
    shape: "record",
    rows: {
      hhi: ["HHI", "0 to 10,000"],
      effectiveNumber: ["Effective number", "count"],
      largest: ["Largest share", "share"],
      threeLargest: ["Three largest", "share"],
    },
  },
  compute: ({ weights }) => concentrationOf(weights),
  formula: "HHI = 10,000 × Σ share²; effective number = 1 ÷ Σ share²",
  remarks: ["Weights need not add up to 1: they are normalised first. A 0 does not count."],
  sources: ["U.S. Department of Justice and Federal Trade Commission (2023), Merger Guidelines, section 2.1"],
  examples: [
    {
      formula: '=MINING.CONCENTRATION(A1:A4, "HHI")',
      cells: [[30], [30], [20], [20]],
      result: 2600,
      note: "The Department of Justice's own example: 900 + 900 + 400 + 400.",
    },
    {
      formula: "=MINING.CONCENTRATION(A1:A4)",
      cells: [[5], [2], [2], [1]],
      result: [
        ["HHI (0 to 10,000)", 3400],
        ["Effective number (count)", 2.9411764705882355],
        ["Largest share (share)", 0.5],
        ["Three largest (share)", 0.9],
      ],
      note: "EH/s at four hosts.",
    },
  ],
  seeAlso: ["ALLOCATE", "SPOF_LOSS"],
});
