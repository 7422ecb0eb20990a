import { powerOfTwo } from "../numeric/bits";
import { InputError } from "../errors";

const LARGEST_TARGET = (1n << 256n) - 1n;

interface Compact {
  /** The first three bytes without the sign, the lowest cut off where the exponent is below 3. */
  word: number;
  /** Bits that the word is shifted up by. */
  shift: number;
  isNegative: boolean;
}

/** Source: Bitcoin Core, arith_uint256::SetCompact in src/arith_uint256.cpp. */
function partsOf(bits: number): Compact {
  const exponent = Math.floor(bits / 2 ** 24);
  const word = (bits & 0x7fffff) >> (8 * Math.max(3 - exponent, 0));
  return { word, shift: 8 * Math.max(exponent - 3, 0), isNegative: word !== 0 && (bits & 0x800000) !== 0 };
}

/** Target that compact bits represent, without a sign and of any size. */
export function targetOfBits(bits: number): bigint {
  const { word, shift } = partsOf(bits);
  return BigInt(word) << BigInt(shift);
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
 * Difficulty represented by compact bits: 0xffff x 2^208 over the target, rounded once. Throws InputError for bits that
 * no block can have: a target that is negative, 0 or beyond 256 bits.
 *
 * Sources: Bitcoin Core, GetDifficulty in src/rpc/blockchain.cpp; DeriveTarget in src/pow.cpp.
 */
export function difficultyFromBits(bits: number): number {
  const { word, shift, isNegative } = partsOf(bits);
  const refuse = (rule: string) => {
    throw new InputError("bits_hex", rule, bits.toString(16).padStart(8, "0"));
  };
  if (isNegative) refuse("must not give a negative target, as a third digit above 7 does");
  if (word === 0) refuse("must give a target above 0");
  if (targetOfBits(bits) > LARGEST_TARGET) refuse("must give a target below 2^256");
  return (0xffff * powerOfTwo(208 - shift)) / word;
}
