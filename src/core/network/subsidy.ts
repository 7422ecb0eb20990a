import { powerOfTwo } from "../numeric/bits";
const INITIAL_SUBSIDY_SATOSHI = 50e8;
export const HALVING_INTERVAL = 210_000;
const SATOSHI_PER_BTC = 1e8;

/** 50 coins shifted right once every `interval` blocks, in satoshi; 0 when nothing is left. */
export function halvedSatoshi(height: number, interval: number): number {
  return Math.floor(INITIAL_SUBSIDY_SATOSHI / powerOfTwo(Math.floor(height / interval)));
}

/**
 * Bitcoin's block subsidy at a height, in BTC, exact to the satoshi.
 *
 * Source: Bitcoin Core, GetBlockSubsidy in src/validation.cpp: 50 BTC shifted right once every 210,000 blocks.
 */
export function blockSubsidy(height: number): number {
  return halvedSatoshi(height, HALVING_INTERVAL) / SATOSHI_PER_BTC;
}

/** Average subsidy in BTC of `blocks` blocks from height `first`, each counted with its own subsidy. */
export function meanSubsidy(first: number, blocks: number): number {
  return satoshiIssued(first, blocks) / blocks / SATOSHI_PER_BTC;
}

/** Coins in BTC that all blocks below a height create, exact to the satoshi. */
export function supplyBelow(height: number): number {
  return satoshiIssued(0, height) / SATOSHI_PER_BTC;
}

function satoshiIssued(first: number, blocks: number): number {
  const end = first + blocks;
  let satoshi = 0;
  for (let from = first; from < end;) {
    const subsidy = halvedSatoshi(from, HALVING_INTERVAL);
    if (subsidy === 0) break;
    const until = Math.min(end, (Math.floor(from / HALVING_INTERVAL) + 1) * HALVING_INTERVAL);
    satoshi += (until - from) * subsidy;
    from = until;
  }
  return satoshi;
}
