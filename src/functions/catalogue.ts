import { blockSubsidy } from "./network/blockSubsidy";
import { halvingDate } from "./network/halvingDate";
import { halvingTable } from "./network/halvingTable";
import { difficultyFromBits } from "./network/difficultyFromBits";
import { networkHashrate } from "./network/networkHashrate";
import { retargetEstimate } from "./network/retargetEstimate";
import { difficultyPath } from "./network/difficultyPath";
import { equilibriumHashrate } from "./network/equilibriumHashrate";
import { coin } from "./network/coin";
import { hashprice } from "./economics/hashprice";
import { hashcost } from "./economics/hashcost";
import { expectedBtc } from "./economics/expectedBtc";
import { minerPnl } from "./economics/minerPnl";
import { breakeven } from "./economics/breakeven";
import { revenuePerMwh } from "./economics/revenuePerMwh";
import { coinRank } from "./economics/coinRank";
import { fleet } from "./costs/fleet";
import { powerBill } from "./costs/powerBill";
import { curtailment } from "./costs/curtailment";
import { powerBlock } from "./costs/powerBlock";
import { powerModes } from "./costs/powerModes";
import { costPerBtc } from "./costs/costPerBtc";
import { depreciation } from "./costs/depreciation";
import { macrs } from "./costs/macrs";
import { costBasis } from "./costs/costBasis";
import { rollforward } from "./costs/rollforward";
import { modelTemplate } from "./lifecycle/modelTemplate";
import { model } from "./lifecycle/model";
import { minerCashflows } from "./lifecycle/minerCashflows";
import { minerNpv } from "./lifecycle/minerNpv";
import { minerIrr } from "./lifecycle/minerIrr";
import { payback } from "./lifecycle/payback";
import { economicLife } from "./lifecycle/economicLife";
import { mineVsBuy } from "./lifecycle/mineVsBuy";
import { minerOption } from "./lifecycle/minerOption";
import { hashpriceCurve } from "./lifecycle/hashpriceCurve";
import { bridge } from "./lifecycle/bridge";
import { machineRank } from "./lifecycle/machineRank";
import { portfolio } from "./lifecycle/portfolio";
import { portfolioCashflows } from "./lifecycle/portfolioCashflows";
import { treasury } from "./lifecycle/treasury";
import { impairment } from "./lifecycle/impairment";
import { blockProb } from "./pools/blockProb";
import { poolPayout } from "./pools/poolPayout";
import { poolLuck } from "./pools/poolLuck";
import { poolReserve } from "./pools/poolReserve";
import { poolAudit } from "./pools/poolAudit";
import { yieldWaterfall } from "./pools/yieldWaterfall";
import { reorgProb } from "./pools/reorgProb";
import { priceFan } from "./simulation/priceFan";
import { simPaths } from "./simulation/simPaths";
import { simMiner } from "./simulation/simMiner";
import { simPortfolio } from "./simulation/simPortfolio";
import { realizedVol } from "./simulation/realizedVol";
import { optionPrice } from "./hedging/optionPrice";
import { optionGreeks } from "./hedging/optionGreeks";
import { impliedVol } from "./hedging/impliedVol";
import { inverseOption } from "./hedging/inverseOption";
import { putHedge } from "./hedging/putHedge";
import { collar } from "./hedging/collar";
import { forwardLock } from "./hedging/forwardLock";
import { hashpriceForward } from "./hedging/hashpriceForward";
import { impliedDifficulty } from "./hedging/impliedDifficulty";
import { hedgeRatio } from "./hedging/hedgeRatio";
import { spreadOption } from "./hedging/spreadOption";
import { averageOption } from "./hedging/averageOption";
import { curve } from "./hedging/curve";
import { hedgeBook } from "./hedging/hedgeBook";
import { allocate } from "./allocation/allocate";
import { concentration } from "./allocation/concentration";
import { spofLoss } from "./allocation/spofLoss";
import { sensitivity } from "./risk/sensitivity";
import { sensitivityGrid } from "./risk/sensitivityGrid";
import { scenarios } from "./risk/scenarios";
import { stressTest } from "./risk/stressTest";
import { backtest } from "./risk/backtest";
import { varCvar } from "./risk/varCvar";
import { cashflowAtRisk } from "./risk/cashflowAtRisk";
import { hazardLoss } from "./risk/hazardLoss";
import { hashcostCurve } from "./risk/hashcostCurve";
import { loanHealth } from "./risk/loanHealth";
import { runway } from "./risk/runway";
import { market } from "./market/market";
import { history } from "./market/history";
import { marketStatus } from "./market/marketStatus";
import { asic } from "./market/asic";
import { about } from "./market/about";
import { optionChain } from "./market/optionChain";
import type { Definition } from "./define";

/**
 * Every function, in the order of the help. `npm run generate` writes this file: a new definition goes to the end of its
 * group, and may then be moved within it.
 */
export const catalogue: readonly Definition[] = [
  // Network and protocol
  blockSubsidy,
  halvingDate,
  halvingTable,
  difficultyFromBits,
  networkHashrate,
  retargetEstimate,
  difficultyPath,
  equilibriumHashrate,
  coin,
  // Unit economics
  hashprice,
  hashcost,
  expectedBtc,
  minerPnl,
  breakeven,
  revenuePerMwh,
  coinRank,
  // Costs and accounting
  fleet,
  powerBill,
  curtailment,
  powerBlock,
  powerModes,
  costPerBtc,
  depreciation,
  macrs,
  costBasis,
  rollforward,
  // Lifecycle valuation
  modelTemplate,
  model,
  minerCashflows,
  minerNpv,
  minerIrr,
  payback,
  economicLife,
  mineVsBuy,
  minerOption,
  hashpriceCurve,
  bridge,
  machineRank,
  portfolio,
  portfolioCashflows,
  treasury,
  impairment,
  // Pools and the probability of blocks
  blockProb,
  poolPayout,
  poolLuck,
  poolReserve,
  poolAudit,
  yieldWaterfall,
  reorgProb,
  // Prices and simulation
  priceFan,
  simPaths,
  simMiner,
  simPortfolio,
  realizedVol,
  // Hedging
  optionPrice,
  optionGreeks,
  impliedVol,
  inverseOption,
  putHedge,
  collar,
  forwardLock,
  hashpriceForward,
  impliedDifficulty,
  hedgeRatio,
  spreadOption,
  averageOption,
  curve,
  hedgeBook,
  // Allocation and concentration
  allocate,
  concentration,
  spofLoss,
  // Risk, scenarios, contingency
  sensitivity,
  sensitivityGrid,
  scenarios,
  stressTest,
  backtest,
  varCvar,
  cashflowAtRisk,
  hazardLoss,
  hashcostCurve,
  loanHealth,
  runway,
  // Market data in cells
  market,
  history,
  marketStatus,
  asic,
  about,
  optionChain,
];
