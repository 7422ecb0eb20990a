import { InputError, NoAnswerError } from "../errors";
import { sum, sumProduct } from "../numeric/sum";

interface BlockSupply {
  /** Index price of each hour. */
  powerPricesUsdPerMwh: readonly number[];
  /** Power used in each hour at the meter, or one for all hours. */
  loadMw: readonly number[];
  /** Power bought for every hour. */
  blockMw: number;
  blockUsdPerMwh: number;
}

/**
 * Cost of a load that has a block of power for every hour, buys what it needs beyond that at the index and sells what
 * it does not use there; in USD over the hours given. The value of the block is what it saves against the index: total
 * = load x index - value.
 */
export function powerBlock({ powerPricesUsdPerMwh: prices, loadMw, blockMw, blockUsdPerMwh }: BlockSupply) {
  if (loadMw.length !== 1 && loadMw.length !== prices.length) {
    const rule = `must have one value or as many as power_prices_usd_per_mwh (${prices.length})`;
    throw new InputError("load_mw", rule, loadMw.length);
  }
  const [only = 0] = loadMw;
  const load = loadMw.length === prices.length ? loadMw : prices.map(() => only);
  const beyond = load.map((power) => power - blockMw);
  const energy = sum(load);
  const blockCost = prices.length * blockMw * blockUsdPerMwh;
  const purchases = sumProduct(
    prices,
    beyond.map((power) => Math.max(power, 0)),
  );
  const sales = sumProduct(
    prices,
    beyond.map((power) => Math.max(-power, 0)),
  );
  const total = sum([blockCost, purchases, -sales]);
  return {
    energy,
    blockCost,
    purchases,
    sales,
    total,
    effectivePrice: energy === 0 ? new NoAnswerError("no energy is used") : total / energy,
    blockValue: blockMw * sum(prices.map((price) => price - blockUsdPerMwh)),
  };
}
