import { allocate } from "./allocation/allocate";
import { concentration } from "./allocation/concentration";
import { spofLoss } from "./allocation/spofLoss";
import { costBasis } from "./costs/costBasis";
import { costPerBtc } from "./costs/costPerBtc";
import { curtailment } from "./costs/curtailment";
import { depreciation } from "./costs/depreciation";
import { fleet } from "./costs/fleet";
import { macrs } from "./costs/macrs";
import { powerBill } from "./costs/powerBill";
import { powerBlock } from "./costs/powerBlock";
import { rollforward } from "./costs/rollforward";
import type { Definition } from "./define";
import { breakeven } from "./economics/breakeven";
import { coinRank } from "./economics/coinRank";
import { expectedBtc } from "./economics/expectedBtc";
import { hashcost } from "./economics/hashcost";
import { hashprice } from "./economics/hashprice";
import { minerPnl } from "./economics/minerPnl";
import { revenuePerMwh } from "./economics/revenuePerMwh";
import { averageOption } from "./hedging/averageOption";
import { collar } from "./hedging/collar";
import { curve } from "./hedging/curve";
import { forwardLock } from "./hedging/forwardLock";
import { hashpriceForward } from "./hedging/hashpriceForward";
import { hedgeBook } from "./hedging/hedgeBook";
import { hedgeRatio } from "./hedging/hedgeRatio";
import { impliedVol } from "./hedging/impliedVol";
import { inverseOption } from "./hedging/inverseOption";
import { optionGreeks } from "./hedging/optionGreeks";
import { optionPrice } from "./hedging/optionPrice";
import { putHedge } from "./hedging/putHedge";
import { spreadOption } from "./hedging/spreadOption";
import { bridge } from "./lifecycle/bridge";
import { economicLife } from "./lifecycle/economicLife";
import { hashpriceCurve } from "./lifecycle/hashpriceCurve";
import { impairment } from "./lifecycle/impairment";
import { machineRank } from "./lifecycle/machineRank";
import { mineVsBuy } from "./lifecycle/mineVsBuy";
import { minerCashflows } from "./lifecycle/minerCashflows";
import { minerIrr } from "./lifecycle/minerIrr";
import { minerNpv } from "./lifecycle/minerNpv";
import { minerOption } from "./lifecycle/minerOption";
import { model } from "./lifecycle/model";
import { modelTemplate } from "./lifecycle/modelTemplate";
import { payback } from "./lifecycle/payback";
import { about } from "./market/about";
import { asic } from "./market/asic";
import { history } from "./market/history";
import { market } from "./market/market";
import { marketStatus } from "./market/marketStatus";
import { optionChain } from "./market/optionChain";
import { blockSubsidy } from "./network/blockSubsidy";
import { coin } from "./network/coin";
import { difficultyFromBits } from "./network/difficultyFromBits";
import { difficultyPath } from "./network/difficultyPath";
import { equilibriumHashrate } from "./network/equilibriumHashrate";
import { halvingDate } from "./network/halvingDate";
import { halvingTable } from "./network/halvingTable";
import { networkHashrate } from "./network/networkHashrate";
import { retargetEstimate } from "./network/retargetEstimate";
import { blockProb } from "./pools/blockProb";
import { poolAudit } from "./pools/poolAudit";
import { poolLuck } from "./pools/poolLuck";
import { poolPayout } from "./pools/poolPayout";
import { poolReserve } from "./pools/poolReserve";
import { reorgProb } from "./pools/reorgProb";
import { cashflowAtRisk } from "./risk/cashflowAtRisk";
import { hashcostCurve } from "./risk/hashcostCurve";
import { hazardLoss } from "./risk/hazardLoss";
import { loanHealth } from "./risk/loanHealth";
import { runway } from "./risk/runway";
import { scenarios } from "./risk/scenarios";
import { sensitivity } from "./risk/sensitivity";
import { sensitivityGrid } from "./risk/sensitivityGrid";
import { stressTest } from "./risk/stressTest";
import { varCvar } from "./risk/varCvar";
import { priceFan } from "./simulation/priceFan";
import { realizedVol } from "./simulation/realizedVol";
import { simMiner } from "./simulation/simMiner";
import { simPaths } from "./simulation/simPaths";

/** Every function, in the order of the help. */
export const catalogue: readonly Definition[] = [
  ...[blockSubsidy, halvingDate, halvingTable, difficultyFromBits, networkHashrate],
  ...[retargetEstimate, difficultyPath, equilibriumHashrate, coin],
  ...[hashprice, hashcost, expectedBtc, minerPnl, breakeven, revenuePerMwh, coinRank],
  ...[fleet, powerBill, curtailment, powerBlock, costPerBtc, depreciation, macrs, costBasis, rollforward],
  ...[modelTemplate, model, minerCashflows, minerNpv, minerIrr, payback, economicLife],
  ...[mineVsBuy, minerOption, hashpriceCurve, bridge, machineRank, impairment],
  ...[blockProb, poolPayout, poolLuck, poolReserve, poolAudit, reorgProb],
  ...[priceFan, simPaths, simMiner, realizedVol],
  ...[optionPrice, optionGreeks, impliedVol, inverseOption, putHedge, collar, forwardLock],
  ...[hashpriceForward, hedgeRatio, spreadOption, averageOption, curve, hedgeBook],
  ...[allocate, concentration, spofLoss],
  ...[sensitivity, sensitivityGrid, scenarios, stressTest, varCvar, cashflowAtRisk],
  ...[hazardLoss, hashcostCurve, loanHealth, runway],
  ...[market, history, marketStatus, asic, about, optionChain],
];
