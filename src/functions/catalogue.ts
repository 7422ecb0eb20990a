import { depreciation } from "./costs/depreciation";
import type { Definition } from "./define";
import { breakeven } from "./economics/breakeven";
import { expectedBtc } from "./economics/expectedBtc";
import { hashcost } from "./economics/hashcost";
import { hashprice } from "./economics/hashprice";
import { minerPnl } from "./economics/minerPnl";
import { optionGreeks } from "./hedging/optionGreeks";
import { optionPrice } from "./hedging/optionPrice";
import { putHedge } from "./hedging/putHedge";
import { minerCashflows } from "./lifecycle/minerCashflows";
import { minerIrr } from "./lifecycle/minerIrr";
import { minerNpv } from "./lifecycle/minerNpv";
import { model } from "./lifecycle/model";
import { modelTemplate } from "./lifecycle/modelTemplate";
import { payback } from "./lifecycle/payback";
import { blockSubsidy } from "./network/blockSubsidy";
import { networkHashrate } from "./network/networkHashrate";

/** Every function, in the order of the help. */
export const catalogue: readonly Definition[] = [
  ...[blockSubsidy, networkHashrate],
  ...[hashprice, hashcost, expectedBtc, minerPnl, breakeven],
  ...[depreciation],
  ...[modelTemplate, model, minerCashflows, minerNpv, minerIrr, payback],
  ...[optionPrice, optionGreeks, putHedge],
];
