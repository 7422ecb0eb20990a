import { modelOf } from "../../core/cashflow/resolve";
import { simulatedMiner } from "../../core/simulation/simMiner";
import { define, type Rows } from "../define";
import { number, optional } from "../parameters";
import { exampleBlock } from "../lifecycle/exampleBlock";
import { model, output, seed } from "../vocabulary";

/** The rows of a simulated NPV. */
export const simulatedNpv = {
  mean: ["Mean NPV", "USD"],
  standardError: ["Standard error", "USD"],
  standardDeviation: ["Standard deviation", "USD"],
  percentile5: ["5th percentile", "USD"],
  percentile25: ["25th percentile", "USD"],
  median: ["Median", "USD"],
  percentile75: ["75th percentile", "USD"],
  percentile95: ["95th percentile", "USD"],
  lossProbability: ["Probability of loss", "share"],
  cvar95: ["CVaR 95 %", "USD"],
  paybackProbability: ["Probability of payback", "share"],
  meanMonthsRun: ["Mean months run", "months"],
} as const satisfies Rows;

export const simulatedPaths = optional(
  number("Number of simulated paths", "paths", { atLeast: 2, atMost: 100_000, whole: true }),
  10_000,
);

export const simMiner = define({
  name: "SIM_MINER",
  group: "Prices and simulation",
  summary: "Distribution of a mining model's NPV when the bitcoin price and the difficulty are random",
  parameters: {
    model,
    paths: simulatedPaths,
    output,
    seed,
  },
  returns: {
    shape: "record",
    rows: simulatedNpv,
  },
  steps: (given) => given.paths * modelOf(given.model, []).months,
  compute: (given) => simulatedMiner(modelOf(given.model, []), given.paths, given.seed),
  formula:
    "price = model price × e^(σP W − σP² T ÷ 2), difficulty = model difficulty × e^(σD Z + σD² T ÷ 2) at mid-month T, W and Z correlated; NPV of each path as MINER_NPV; mean = m(NPV) − β (m(C) − E[C]), m the mean of the paths, C the present value of mining before tax",
  remarks: [
    "Volatility, difficulty volatility, correlation and the discount rate are those of the model. Price and coins per hash average to the model's, so without shutdown, profit share, tax and correlation the mean is MINER_NPV.",
    "A hashprice that the model gives moves with the simulated price and against the simulated difficulty. Heat, power and opex are the model's.",
    "Shutdown, profit share, tax with its losses carried forward and the value of kept coins are worked out path by path. A path pays back as PAYBACK says; months run adds up the shares of the months that are run.",
    "CVaR is the mean loss of the worst 5 % of the paths, positive for a loss.",
    "What mining brings before tax has a mean in closed form, a strip of options; the mean NPV is corrected by how far the paths are off it (control variate). Its error is usually under a tenth of the standard deviation over the root of the paths; without tax it is exact, and the standard error 0, and so it is where no month can make a loss, as with shutdown and without opex, depreciation, interest and kept coins: tax is then each month's rate times its profit. All other rows are those of the paths. The mean is accurate to about two standard errors.",
    "The mean tax also has bounds that hold whatever the paths; where half of what is between them is the smaller error, the mean is the exact one before tax less their middle, and the standard error that half. The plain mean of the paths, with its larger error, stands where taxed profits, or losses, fall on too few paths to judge an error by them and these bounds are wide.",
    "The same seed gives the same paths; CASHFLOW_AT_RISK uses the same ones.",
  ],
  sources: [
    "Salmon, Moraes, Dror and Shaw (2011), Parallel random numbers: as easy as 1, 2, 3 (Philox 4x32-10)",
    "Acerbi and Tasche (2002), On the coherence of expected shortfall, equation 4, for CVaR",
    "Glasserman (2003), Monte Carlo Methods in Financial Engineering, section 4.1, for the control variate",
    "Black (1976), The pricing of commodity contracts, eq. 16, for its mean",
  ],
  examples: [
    {
      formula: "=MINING.SIM_MINER(A1:B21, 1000)",
      cells: exampleBlock,
      result: [
        ["Mean NPV (USD)", -3322.28851448113],
        ["Standard error (USD)", 8.421586102709604e-16],
        ["Standard deviation (USD)", 100.03942176486747],
        ["5th percentile (USD)", -3463.291462937035],
        ["25th percentile (USD)", -3391.476441021932],
        ["Median (USD)", -3339.187511359934],
        ["75th percentile (USD)", -3267.6087516299986],
        ["95th percentile (USD)", -3134.9088947317696],
        ["Probability of loss (share)", 1],
        ["CVaR 95 % (USD)", 3487.681666841479],
        ["Probability of payback (share)", 0],
        ["Mean months run (months)", 2.596],
      ],
      note: "A thousand paths of a machine that cannot pay back in three months, nor come to pay tax: the mean is exact.",
    },
    {
      formula: '=MINING.SIM_MINER(A1:B21, 1000, "Median")',
      cells: exampleBlock,
      result: -3339.187511359934,
      note: "One value of the record.",
    },
  ],
  seeAlso: ["MINER_NPV", "SIM_PORTFOLIO", "CASHFLOW_AT_RISK", "SIM_PATHS", "MODEL"],
});
