import { BLOCK_TIME_S, SECONDS_PER_DAY } from "../calendar";
import { DivisionByZeroError, NoAnswerError } from "../errors";
import { hashUnits, type HashUnit } from "./hashrate";

interface Equilibrium {
  btcPrice: number;
  /** Subsidy and fees, BTC per block. */
  rewardBtc: number;
  /** Of the marginal machine. */
  jPerTh: number;
  usdPerKwh: number;
  pue: number;
  /** Share of revenue that goes to pool fees and costs other than power. */
  opexShare: number;
  unit: HashUnit;
}

/**
 * Hashrate at which the network's revenue, less opex, just covers its power, in `unit` per second: the marginal miner
 * earns nothing. At 144 blocks a day.
 */
export function equilibriumHashrate(given: Equilibrium): number {
  const { btcPrice, rewardBtc, jPerTh, usdPerKwh, pue, opexShare, unit } = given;
  if (usdPerKwh === 0) throw new DivisionByZeroError();
  if (usdPerKwh < 0) throw new NoAnswerError("no hashrate is too high where miners are paid to use power");
  const blocksPerDay = SECONDS_PER_DAY / BLOCK_TIME_S;
  const usdPerDay = blocksPerDay * rewardBtc * btcPrice * (1 - opexShare);
  const usdPerPhDay = 24 * jPerTh * usdPerKwh * pue;
  return (usdPerDay / usdPerPhDay) * (hashUnits.PH / hashUnits[unit]);
}
