import { InputError } from "../errors";

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
  /** W that the machine draws on this coin; that of the rig if undefined. */
  powerW: number | undefined;
  /** Name of the coin that is mined by the same work; the power is that of this other coin. */
  mergedWith: string | undefined;
}

interface Rig {
  hashrate: number;
  /** Of every coin without its own. */
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

/**
 * What a day of mining each coin earns, the best first; coins that earn the same keep the order given. A coin that is
 * merged with another adds its revenue to it, without power, and its name: "LTC + DOGE".
 */
export function coinRank(coins: readonly MinableCoin[], rig: Rig): CoinResult[] {
  const byName = grouped(coins, ({ name }) => name.toLowerCase());
  const mergedWith = grouped(coins, (coin) => parentOf(coin, byName));
  const results: CoinResult[] = [];
  for (const parent of mergedWith.get(undefined) ?? []) {
    const merged = mergedWith.get(parent) ?? [];
    const coinsPerDay = coinsOf(parent, rig.hashrate);
    let revenue = coinsPerDay * parent.price;
    for (const coin of merged) revenue += coinsOf(coin, rig.hashrate) * coin.price;
    const kwhPerDay = ((parent.powerW ?? rig.powerW) / 1000) * 24;
    const profit = revenue - kwhPerDay * rig.usdPerKwh;
    const name = [parent, ...merged].map((coin) => coin.name).join(" + ");
    results.push({ name, coinsPerDay, revenue, profit, profitPerKwh: profit / kwhPerDay });
  }
  return results.sort((one, other) => other.profit - one.profit);
}

/** The coins by what is said of each, in their order. */
function grouped<K>(coins: readonly MinableCoin[], keyOf: (coin: MinableCoin) => K): Map<K, MinableCoin[]> {
  const groups = new Map<K, MinableCoin[]>();
  for (const coin of coins) {
    const key = keyOf(coin);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [coin]);
    else group.push(coin);
  }
  return groups;
}

const coinsOf = ({ networkHashrate, blocksPerDay, reward, poolFee }: MinableCoin, hashrate: number): number =>
  (hashrate / networkHashrate) * blocksPerDay * reward * (1 - poolFee);

/** The coin that another is merged with; undefined for one that is mined on its own. */
function parentOf(coin: MinableCoin, byName: ReadonlyMap<string, MinableCoin[]>): MinableCoin | undefined {
  const { name, mergedWith } = coin;
  if (mergedWith === undefined) return undefined;
  const refuse = (rule: string) => {
    throw new InputError(`coins, ${name}, merged with,`, rule, mergedWith);
  };
  const named = byName.get(mergedWith.toLowerCase()) ?? [];
  const [parent] = named;
  if (parent === undefined) return refuse("must be the name of another row");
  if (named.includes(coin)) return refuse("must be another coin than the row's own");
  if (named.length > 1) return refuse(`must be the name of one row, not of ${named.length}`);
  if (parent.mergedWith !== undefined) return refuse("must be a coin that is not itself merged with another");
  return parent;
}
