import { allocate as allocateOf, objectives } from "../../core/allocation/allocate";
import { numberColumn, optionalColumn, table, textColumn } from "../tableParameter";
import { define } from "../define";
import { choice, number, optional } from "../parameters";
import { headers } from "../vocabulary";
import { correlations } from "./correlations";

export const allocate = define({
  name: "ALLOCATE",
  group: "Allocation and concentration",
  summary: "Split of a hashrate among pools, hosts or contracts, by return and risk, within caps",
  parameters: {
    candidates: table("Candidates for the hashrate, one per row", {
      name: textColumn("name"),
      expectedReturn: numberColumn("expected return per TH"),
      deviation: numberColumn("standard deviation", { atLeast: 0 }),
      fee: optionalColumn(numberColumn("fee", { atLeast: 0, atMost: 1 }), 0),
      minimumShare: optionalColumn(numberColumn("minimum share", { atLeast: 0, atMost: 1 }), 0),
      maximumShare: optionalColumn(numberColumn("maximum share", { above: 0, atMost: 1 }), 1),
      provider: optionalColumn(textColumn("provider"), undefined),
    }),
    totalTh: number("Hashrate to allocate", "TH/s", { above: 0 }),
    correlations: optional(correlations),
    objective: optional(choice("What to optimise", objectives), "max_return"),
    riskAversion: optional(
      number("Weight of variance; used by mean_variance", "per unit of return", { above: 0 }),
      1,
    ),
    providerCap: optional(
      number("Largest share that one provider may have", "share", { above: 0, atMost: 1 }),
      1,
    ),
    headers,
  },
  ignores: { by: "objective", when: { max_return: ["riskAversion"], max_sharpe: ["riskAversion"] } },
  returns: {
    shape: "table",
    columns: [
      "Name",
      "Share (share)",
      "Hashrate (TH/s)",
      "Expected return (currency)",
      "Marginal risk (currency per TH/s)",
    ],
  },
  steps: 900,
  compute: (given) =>
    allocateOf(given).map((row) => [
      row.name,
      row.share,
      row.hashrateTh,
      row.expectedReturn,
      row.marginalRisk,
    ]),
  formula:
    "max_return: Σ w r; mean_variance: w′r − risk aversion ÷ 2 × w′Vw; max_sharpe: w′r ÷ √(w′Vw); with Σ w = 1, r = return × (1 − fee)",
  remarks: [
    "All of the hashrate is allocated. Returns, standard deviations and risk aversion are per TH/s and for one period.",
    "max_return considers only the caps, not the risk. max_sharpe assumes a risk-free return of zero.",
    "Marginal risk is (Vw) ÷ √(w′Vw): the change of the standard deviation per TH/s with the share. In the total it is the standard deviation per TH/s itself, the sum of shares times marginal risks. Where the allocation has no risk it is 0 for candidates with a share and the candidate's own standard deviation for the others.",
    "Candidates of one provider share its cap; one without a provider counts as a provider of its own. A maximum share of 0 is refused, as a blank cell reads as 0 on desktop Excel: enter 1.",
    "Ties go to the earlier row. Caps that cannot be met return #N/A.",
  ],
  sources: [
    "Markowitz (1952), Portfolio selection, Journal of Finance 7",
    "Edmonds (1970), Submodular functions, matroids, and certain polyhedra, for the linear objective",
    "von Hohenbalken (1977), Simplicial decomposition in nonlinear programming algorithms, for the quadratic ones",
  ],
  examples: [
    {
      formula: "=MINING.ALLOCATE(A1:G4, 1000, , , , 0.6)",
      cells: [
        ["name", "return", "sd", "fee", "min", "max", "provider"],
        ["Pool A", 0.05, 0.01, 0.02, 0, 1, "A"],
        ["Pool B", 0.052, 0.02, 0.03, 0, 0.5, "B"],
        ["Pool C", 0.049, 0.005, 0.01, 0.1, 1, "C"],
      ],
      result: [
        [
          "Name",
          "Share (share)",
          "Hashrate (TH/s)",
          "Expected return (currency)",
          "Marginal risk (currency per TH/s)",
        ],
        ["Pool A", 0.4, 400, 19.6],
        ["Pool B", 0.5, 500, 25.22],
        ["Pool C", 0.1, 100, 4.851],
        ["Total", 1, 1000, 49.671],
      ],
      note: "The best net return, with a minimum for one pool and no more than half for another.",
    },
    {
      formula: '=MINING.ALLOCATE(A1:C2, 100, A3:B4, "max_sharpe", , , FALSE)',
      cells: [
        ["FPPS", 0.05, 0.01],
        ["PPLNS", 0.06, 0.02],
        [1, 0.25],
        [0.25, 1],
      ],
      result: [
        ["FPPS", 0.8292682926829268, 82.92682926829268, 4.146341463414634],
        ["PPLNS", 0.17073170731707318, 17.073170731707318, 1.024390243902439],
        ["Total", 1, 100, 5.170731707317073],
      ],
      note: "The best return for the risk.",
    },
  ],
  seeAlso: ["CONCENTRATION", "SPOF_LOSS"],
});
