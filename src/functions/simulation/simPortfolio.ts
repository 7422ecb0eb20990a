import { simulatedPortfolio } from "../../core/simulation/simPortfolio";
import { define } from "../define";
import { exampleSites } from "../lifecycle/exampleSites";
import { sites } from "../lifecycle/sitesParameter";
import { output, seed } from "../vocabulary";
import { simulatedNpv, simulatedPaths } from "./simMiner";

export const simPortfolio = define({
  name: "SIM_PORTFOLIO",
  group: "Prices and simulation",
  summary:
    "Distribution of the NPV of several sites together on one random market, and what diversification saves",
  parameters: { table: sites, paths: simulatedPaths, output, seed },
  returns: {
    shape: "record",
    rows: {
      ...simulatedNpv,
      sumOfCvars: ["Sum of sites' CVaR 95 %", "USD"],
      diversification: ["Diversification", "USD"],
    },
  },
  steps: ({ table, paths }) => paths * table.reduce((months, { model }) => months + model.months, 0),
  compute: (given) => simulatedPortfolio(given.table, given.paths, given.seed),
  formula:
    "NPV of a path = Σ over the sites of the NPV that SIM_MINER computes on it; diversification = max(0, Σ CVaR of the sites − CVaR)",
  remarks: [
    "The table of models is that of PORTFOLIO. All sites are on the same path of price and difficulty, so volatility, difficulty volatility and correlation must be the same for all of them. Each site is discounted at its own rate; shutdown, profit share, tax and kept coins are worked out site by site.",
    "A path pays back as PAYBACK says of the summed cash; if one site pays in stages, it does when the sum ends at or above 0. Months run adds up over the months the mean share that is run, weighted by the hashrate after downtime of the sites that are on.",
    "Diversification is what the sites together lose less in the worst 5 % than the sum of what each loses in its own. It is 0 for equal sites, and small where all depend on the same market.",
    "The coins that a site keeps are valued at the path's price at the end of that site's last month. For one site the first twelve rows are those of SIM_MINER.",
    "The mean NPV has SIM_MINER's control variate, the present value of mining before tax of all sites.",
  ],
  sources: [
    "Salmon, Moraes, Dror and Shaw (2011), Parallel random numbers: as easy as 1, 2, 3 (Philox 4x32-10)",
    "Acerbi and Tasche (2002), On the coherence of expected shortfall, equation 4, for CVaR",
    "Glasserman (2003), Monte Carlo Methods in Financial Engineering, section 4.1, for the control variate",
  ],
  examples: [
    {
      formula: "=MINING.SIM_PORTFOLIO(A1:E21, 1000)",
      cells: exampleSites,
      result: [
        ["Mean NPV (USD)", -34057.32995358051],
        ["Standard error (USD)", 190.3494694791758],
        ["Standard deviation (USD)", 107527.01532174647],
        ["5th percentile (USD)", -167165.66925353764],
        ["25th percentile (USD)", -109768.55855563453],
        ["Median (USD)", -48282.28537432104],
        ["75th percentile (USD)", 25495.907867264348],
        ["95th percentile (USD)", 163447.99836145897],
        ["Probability of loss (share)", 0.676],
        ["CVaR 95 % (USD)", 181721.90268638087],
        ["Probability of payback (share)", 0.43],
        ["Mean months run (months)", 11.096004728789982],
        ["Sum of sites' CVaR 95 % (USD)", 182426.7440606265],
        ["Diversification (USD)", 704.8413742456178],
      ],
      note: "A thousand markets for two sites.",
    },
    {
      formula: '=MINING.SIM_PORTFOLIO(A1:E21, 1000, "Diversification")',
      cells: exampleSites,
      result: 704.8413742456178,
      note: "One value of the record.",
    },
  ],
  seeAlso: ["SIM_MINER", "PORTFOLIO", "PORTFOLIO_CASHFLOWS", "VAR_CVAR"],
});
