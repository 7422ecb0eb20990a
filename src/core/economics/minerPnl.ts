import { NoAnswerError } from "../errors";
import { expectedBtc, hashprice, type BlockReward } from "./hashprice";

interface RunningMiner extends BlockReward {
  hashrateTh: number;
  jPerTh: number;
  usdPerKwh: number;
  pue: number;
  uptime: number;
  poolFee: number;
  opexUsdPerDay: number;
}

/**
 * Profit and loss of a day. A stopped machine draws nothing: energy and coins scale with uptime, opex does not.
 *
 * BTC and revenue are after the pool fee; hashprice is before it. Profit is positive if and only if
 * hashprice x (1 - pool fee) is above hashcost.
 */
export function minerPnl(miner: RunningMiner) {
  const { btcPrice, hashrateTh, jPerTh, usdPerKwh, pue, uptime, opexUsdPerDay } = miner;
  const btc = expectedBtc({ ...miner, days: 1 });
  const revenue = btc * btcPrice;
  const energy = ((hashrateTh * jPerTh) / 1000) * 24 * uptime * pue;
  const powerCost = energy * usdPerKwh;
  const profit = revenue - powerCost - opexUsdPerDay;
  return {
    btc,
    revenue,
    energy,
    powerCost,
    otherOpex: opexUsdPerDay,
    profit,
    margin: revenue > 0 ? profit / revenue : new NoAnswerError("no revenue, so no margin"),
    hashprice: hashprice({ ...miner, unit: "PH" }),
    hashcost: (powerCost + opexUsdPerDay) / ((hashrateTh / 1000) * uptime),
  };
}
