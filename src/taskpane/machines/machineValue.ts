import { breakeven } from "../../core/economics/breakeven";
import type { BlockReward } from "../../core/economics/hashprice";
import { minerPnl } from "../../core/economics/minerPnl";
import { NoAnswerError } from "../../core/errors";
import type { Machine } from "../../data/machines";
import type { Quote } from "../../data/market";
import type { Series } from "../../data/series";

/** Where a machine runs. */
export interface Site {
  /** At the meter. */
  readonly usdPerKwh: number;
  /** Power at the meter over power of the machines. */
  readonly pue: number;
}

/** A day of a machine that runs all the time, before any pool fee, in USD. */
export interface MachineDay {
  readonly revenue: number;
  readonly powerCost: number;
  readonly profit: number;
  /** Power price in USD per kWh at which nothing is left; undefined where no positive one does. */
  readonly breakevenUsdPerKwh: number | undefined;
}

/** Bitcoin's hashprice values only machines of its own algorithm. */
export const minesBitcoin = ({ algorithm }: Machine) => algorithm === "SHA-256";

/** What a block pays now; undefined while the market does not know it all. */
export function rewardOf(quote: (series: Series) => Quote | undefined): BlockReward | undefined {
  const btcPrice = quote("btc.price")?.value;
  const difficulty = quote("btc.difficulty")?.value;
  const subsidyBtc = quote("btc.subsidy")?.value;
  const feesBtc = quote("btc.fees")?.value;
  if (btcPrice === undefined || difficulty === undefined) return undefined;
  if (subsidyBtc === undefined || feesBtc === undefined) return undefined;
  return { btcPrice, difficulty, subsidyBtc, feesBtc };
}

/** A machine's day at a site, from its hashrate and efficiency as its maker states them. */
export function machineDay({ hashrateTh, jPerTh }: Machine, reward: BlockReward, site: Site): MachineDay {
  const { revenue, powerCost, profit } = minerPnl({
    ...reward,
    ...site,
    hashrateTh,
    jPerTh,
    uptime: 1,
    poolFee: 0,
    opexUsdPerDay: 0,
  });
  return { revenue, powerCost, profit, breakevenUsdPerKwh: breakevenPower(jPerTh, reward, site.pue) };
}

function breakevenPower(jPerTh: number, reward: BlockReward, pue: number): number | undefined {
  try {
    return breakeven({
      ...reward,
      jPerTh,
      pue,
      solveFor: "power",
      usdPerKwh: 0,
      opexUsdPerPhDay: 0,
      poolFee: 0,
    });
  } catch (error) {
    if (error instanceof NoAnswerError) return undefined;
    throw error;
  }
}
