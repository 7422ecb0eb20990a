export interface MinableCoin {
  name: string;
  /** USD per coin. */
  price: number;
  /** In the unit of the miner's own hashrate; the miner is not added to it. */
  networkHashrate: number;
  /** Coins per block. */
  reward: number;
  blocksPerDay: number;
  /** Share of the coins. */
  poolFee: number;
}

interface Rig {
  hashrate: number;
  /** The same for every coin. */
  powerW: number;
  usdPerKwh: number;
}

interface CoinResult {
  name: string;
  coinsPerDay: number;
  /** USD per day. */
  revenue: number;
  /** USD per day. */
  profit: number;
  /** USD. */
  profitPerKwh: number;
}

/** What a day of mining each coin earns, the best first; coins that earn the same keep the order given. */
export function coinRank(coins: readonly MinableCoin[], { hashrate, powerW, usdPerKwh }: Rig): CoinResult[] {
  const kwhPerDay = (powerW / 1000) * 24;
  const results = coins.map(({ name, price, networkHashrate, reward, blocksPerDay, poolFee }) => {
    const coinsPerDay = (hashrate / networkHashrate) * blocksPerDay * reward * (1 - poolFee);
    const revenue = coinsPerDay * price;
    const profit = revenue - kwhPerDay * usdPerKwh;
    return { name, coinsPerDay, revenue, profit, profitPerKwh: profit / kwhPerDay };
  });
  return results.sort((one, other) => other.profit - one.profit);
}
