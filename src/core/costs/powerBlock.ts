import { NoAnswerError } from "../errors";
import { sum, sumProduct } from "../numeric/sum";
import { byInterval } from "./intervals";

interface BlockSupply {
  /** Index price of each interval. */
  powerPricesUsdPerMwh: readonly number[];
  /** Power used in each interval at the meter, or one for all. */
  loadMw: readonly number[];
  /** Power bought for every interval. */
  blockMw: number;
  blockUsdPerMwh: number;
  /** Length of an interval in hours. */
  intervalH: number;
}

/**
 * Cost of a load that has a block of power in every interval, buys what it needs beyond that at the index and sells
 * what it does not use there; in USD over the intervals given. The value of the block is what it saves against the
 * index: total = load x index - value.
 *
 * Throws InputError where the loads are not as many as the prices.
 */
export function powerBlock(supply: BlockSupply) {
  const { powerPricesUsdPerMwh: prices, blockMw, blockUsdPerMwh, intervalH } = supply;
  const load = byInterval("load_mw", supply.loadMw, prices.length);
  const beyond = load.map((power) => power - blockMw);
  const energy = sum(load) * intervalH;
  const blockCost = prices.length * blockMw * blockUsdPerMwh * intervalH;
  const purchases =
    sumProduct(
      prices,
      beyond.map((power) => Math.max(power, 0)),
    ) * intervalH;
  const sales =
    sumProduct(
      prices,
      beyond.map((power) => Math.max(-power, 0)),
    ) * intervalH;
  const total = sum([blockCost, purchases, -sales]);
  return {
    energy,
    blockCost,
    purchases,
    sales,
    total,
    effectivePrice: energy === 0 ? new NoAnswerError("no energy is used") : total / energy,
    blockValue: blockMw * sum(prices.map((price) => price - blockUsdPerMwh)) * intervalH,
  };
}
