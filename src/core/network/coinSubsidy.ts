import { powerOfTwo } from "../numeric/bits";
import { power } from "../numeric/elementary";
import { SECONDS_PER_MONTH } from "../calendar";
import { NoAnswerError } from "../errors";
import { coins, type CoinName } from "./coins";
import { HALVING_INTERVAL, halvedSatoshi } from "./subsidy";

/** New coins of a block in the coin's smallest units. */
interface Subsidy {
  total: number | bigint;
  /** What the miner gets of it, excluding fees. */
  miner: number | bigint;
}

const allToMiner = (total: number | bigint): Subsidy => ({ total, miner: total });

/** The rule of each coin, at a whole height of at least 0. */
const subsidies: Readonly<Record<CoinName, (height: number) => Subsidy>> = {
  BTC: (height) => allToMiner(halvedSatoshi(height, HALVING_INTERVAL)),
  // Litecoin Core, GetBlockSubsidy in src/validation.cpp; nSubsidyHalvingInterval in src/chainparams.cpp.
  LTC: (height) => allToMiner(halvedSatoshi(height, 840_000)),
  // Bitcoin Cash Node, GetBlockSubsidy in src/validation.cpp: Bitcoin's own.
  BCH: (height) => allToMiner(halvedSatoshi(height, HALVING_INTERVAL)),
  DOGE: (height) => allToMiner(dogecoin(height)),
  DASH: dash,
  ZEC: zcash,
  ETC: (height) => allToMiner(ethereumClassic(height)),
  KAS: (height) => allToMiner(kaspa(height)),
  XMR: (height) => allToMiner(monero(height)),
};

interface CoinBlock {
  /** Height of the block; for KAS its DAA score. */
  height: number;
  coin: CoinName;
  part: "miner" | "total";
}

/**
 * New coins of a block, in coins: exact integers of the smallest unit by the protocol's own rule, then the nearest
 * double.
 *
 * Throws NoAnswerError where the subsidy depends on more than the height.
 */
export function coinSubsidy({ height, coin, part }: CoinBlock): number {
  const { decimals } = coins[coin];
  const digits = String(subsidies[coin](height)[part]).padStart(decimals + 1, "0");
  return Number(`${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`);
}

/** Dogecoin Core, GetDogecoinBlockSubsidy in src/dogecoin.cpp; heights in src/chainparams.cpp. */
function dogecoin(height: number): number {
  if (height < 145_000) {
    const most = 1_000_000 / powerOfTwo(Math.floor(height / 100_000));
    throw new NoAnswerError(
      `the reward of this block follows from the hash of the block before: 1 to ${most} DOGE, on average about ${most / 2}`,
    );
  }
  return height < 600_000 ? 500_000e8 / powerOfTwo(Math.floor(height / 100_000)) : 10_000e8;
}

/**
 * Dash Core, GetBlockSubsidyHelper and GetMasternodePayment in src/validation.cpp; V20Height and the interval in
 * src/chainparams.cpp. It counts from the previous height. A fifth goes to the treasury, three quarters of the rest to
 * masternodes.
 */
function dash(height: number): Subsidy {
  if (height < 1_987_776) {
    throw new NoAnswerError(
      "before block 1,987,776 Dash rewards depend on difficulty and on a changing share",
    );
  }
  let total = 500_000_000;
  for (let step = 210_240; step <= height - 1 && total >= 14; step += 210_240)
    total -= Math.floor(total / 14);
  const block = total - Math.floor(total / 5);
  return { total, miner: block - Math.floor((3 * block) / 4) };
}

/**
 * Zcash protocol specification, section 7.8, with the shares of 7.10 and ZIP 214 (zebra, zebra-chain/src/parameters/
 * network/subsidy): a slow start over 20,000 blocks, blocks twice as often for half the coins from 653,600 on. A fifth
 * goes to founders, then funding streams, then grants and lockbox, until block 4,406,399.
 */
function zcash(height: number): Subsidy {
  const total = zcashTotal(height);
  return { total, miner: height < 4_406_400 ? total - Math.floor(total / 5) : total };
}

function zcashTotal(height: number): number {
  if (height < 10_000) return 62_500 * height;
  if (height < 20_000) return 62_500 * (height + 1);
  if (height < 653_600) return 1_250_000_000;
  // 643,600/840,000 + (height - 653,600)/1,680,000 halvings, in whole numbers.
  const halvings = Math.floor((height + 633_600) / 1_680_000);
  return Math.floor(625_000_000 / powerOfTwo(halvings));
}

/** core-geth, GetBlockWinnerRewardByEra in params/mutations/rewards.go (ECIP-1017). In wei. */
function ethereumClassic(height: number): bigint {
  const era = Math.max(0, Math.floor((height - 1) / 5_000_000));
  // 0.8^193 of 5e18 wei is below one.
  if (era >= 193) return 0n;
  return (5_000_000_000_000_000_000n * 4n ** BigInt(era)) / 5n ** BigInt(era);
}

/**
 * rusty-kaspa, calc_block_subsidy and SUBSIDY_BY_MONTH_TABLE in consensus/src/processes/coinbase.rs, with the scores of
 * consensus/core/src/config/params.rs. The table's 426 entries are the reward of a second in each month,
 * 44e9 / 2^(month/12) rounded down. From Crescendo on a second has ten blocks, each rounded up.
 */
function kaspa(daaScore: number): number {
  const [deflation, crescendo] = [15_519_600, 110_165_000];
  if (daaScore < deflation) return 500e8;
  const isCrescendo = daaScore >= crescendo;
  const seconds = isCrescendo
    ? crescendo - deflation + Math.floor((daaScore - crescendo) / 10)
    : daaScore - deflation;
  const perSecond = Math.floor(44e9 / power(2, Math.floor(seconds / SECONDS_PER_MONTH) / 12));
  return isCrescendo ? Math.ceil(perSecond / 10) : perSecond;
}

/** Monero, get_block_reward in src/cryptonote_basic/cryptonote_basic_impl.cpp; the tail began at block 2,641,623. */
function monero(height: number): number {
  if (height < 2_641_623) {
    throw new NoAnswerError("before block 2,641,623 Monero rewards depend on the coins issued until then");
  }
  return 6e11;
}
