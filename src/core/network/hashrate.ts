/** Expected hashes to find a block at difficulty 1, by the industry's convention (exactly 2^48/65535, 1.53e-5 more). */
export const HASHES_PER_DIFFICULTY = 2 ** 32;

export const hashUnits = { H: 1, KH: 1e3, MH: 1e6, GH: 1e9, TH: 1e12, PH: 1e15, EH: 1e18, ZH: 1e21 } as const;
export type HashUnit = keyof typeof hashUnits;
export const hashUnitNames: readonly HashUnit[] = ["H", "KH", "MH", "GH", "TH", "PH", "EH", "ZH"];

export interface Network {
  difficulty: number;
  /** Average time between blocks in seconds. */
  blockTimeS: number;
  unit: HashUnit;
}

/** Hashrate that finds a block every `blockTimeS` at `difficulty`, in `unit` per second. */
export function networkHashrate({ difficulty, blockTimeS, unit }: Network): number {
  return (difficulty * HASHES_PER_DIFFICULTY) / blockTimeS / hashUnits[unit];
}
