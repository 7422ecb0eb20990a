const INITIAL_SUBSIDY_SATOSHI = 50e8;
const HALVING_INTERVAL = 210_000;
const SATOSHI_PER_BTC = 1e8;

/**
 * Bitcoin's block subsidy at a height, in BTC, exact to the satoshi.
 *
 * Source: Bitcoin Core, GetBlockSubsidy in src/validation.cpp: 50 BTC shifted right once every 210,000 blocks.
 */
export function blockSubsidy(height: number): number {
  return Math.floor(INITIAL_SUBSIDY_SATOSHI / 2 ** Math.floor(height / HALVING_INTERVAL)) / SATOSHI_PER_BTC;
}

/** Average subsidy in BTC of `blocks` blocks from height `first`, each counted with its own subsidy. */
export function meanSubsidy(first: number, blocks: number): number {
  const end = first + blocks;
  let satoshi = 0;
  for (let from = first; from < end;) {
    const halving = (Math.floor(from / HALVING_INTERVAL) + 1) * HALVING_INTERVAL;
    const until = Math.min(end, halving);
    satoshi += (until - from) * blockSubsidy(from) * SATOSHI_PER_BTC;
    from = until;
  }
  return satoshi / blocks / SATOSHI_PER_BTC;
}
