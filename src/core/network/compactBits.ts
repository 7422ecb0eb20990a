import { InputError } from "../errors";

const LARGEST_TARGET = (1n << 256n) - 1n;

interface Compact {
  /** Number of bytes of the target. */
  exponent: number;
  /** Its first three bytes. */
  mantissa: number;
}

function partsOf(bits: number): Compact {
  return { exponent: Math.floor(bits / 2 ** 24), mantissa: bits % 2 ** 24 };
}

/**
 * Target that compact bits stand for, its lowest bytes cut off where the exponent is below 3.
 *
 * Source: Bitcoin Core, arith_uint256::SetCompact in src/arith_uint256.cpp.
 */
export function targetOfBits(bits: number): bigint {
  const { exponent, mantissa } = partsOf(bits);
  const shift = 8 * (exponent - 3);
  return shift >= 0 ? BigInt(mantissa) << BigInt(shift) : BigInt(mantissa) >> BigInt(-shift);
}

/**
 * Compact bits of a target: three bytes are kept, the rest cut off; a fourth is spent where the first would read as a
 * sign.
 *
 * Source: Bitcoin Core, arith_uint256::GetCompact in src/arith_uint256.cpp.
 */
export function bitsOfTarget(target: bigint): number {
  let exponent = Math.ceil(target.toString(2).length / 8) * Number(target > 0n);
  const shift = BigInt(8 * (exponent - 3));
  let mantissa = Number(shift >= 0n ? target >> shift : target << -shift);
  if (mantissa >= 0x800000) {
    mantissa = Math.floor(mantissa / 256);
    exponent += 1;
  }
  return exponent * 2 ** 24 + mantissa;
}

/**
 * Difficulty of compact bits: 0xffff x 2^208 over the target, rounded once.
 *
 * Source: Bitcoin Core, GetDifficulty in src/rpc/blockchain.cpp.
 */
export function difficultyFromBits(bits: number): number {
  const { exponent, mantissa } = partsOf(bits);
  if (mantissa === 0 || mantissa > 0x7fffff) {
    throw new InputError("bits_hex", "must end in six digits from 000001 to 7fffff", hexOf(bits));
  }
  if (targetOfBits(bits) > LARGEST_TARGET) {
    throw new InputError("bits_hex", "must stand for a target below 2^256", hexOf(bits));
  }
  return (0xffff * 2 ** (208 - 8 * (exponent - 3))) / mantissa;
}

const hexOf = (bits: number) => bits.toString(16).padStart(8, "0");
