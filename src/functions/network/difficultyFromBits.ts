import { CellError, InputError, type Cell } from "../../core/errors";
import { difficultyFromBits as difficultyOf } from "../../core/network/compactBits";
import { define, type CellParameter } from "../define";

/** The largest number of 32 bits. */
const LARGEST_BITS = 2 ** 32 - 1;

/**
 * Eight hexadecimal digits, which Excel turns into a number where all of them are decimal; or the number itself,
 * which has nine or ten digits.
 */
const bitsHex: CellParameter<number> = {
  shape: "cell",
  isNumber: true,
  doc: "Compact bits of a block header: eight hexadecimal digits as text, or the decimal number of an API",
  unit: "text",
  rule: `must be eight hexadecimal digits, or a whole number of 9 or 10 digits up to ${LARGEST_BITS}`,
  optional: false,
  read: (cell: Cell, name: string) => {
    if (cell instanceof CellError) throw cell;
    const bits = typeof cell === "number" ? bitsOfText(String(cell)) : undefined;
    const read = typeof cell === "string" ? bitsOfText(cell) : bits;
    if (read !== undefined) return read;
    if (typeof cell === "string" || (typeof cell === "number" && cell > LARGEST_BITS && cell < 1e10))
      throw new InputError(name, bitsHex.rule, cell);
    throw new InputError(name, "must be text: enter bits as text, with a leading apostrophe", cell);
  },
};

function bitsOfText(text: string): number | undefined {
  const digits = /^\s*(?:0x)?([0-9a-f]{8})\s*$/i.exec(text)?.[1];
  if (digits !== undefined) return parseInt(digits, 16);
  const decimal = Number(/^\s*([1-9]\d{8,9})\s*$/.exec(text)?.[1]);
  return decimal <= LARGEST_BITS ? decimal : undefined;
}

export const difficultyFromBits = define({
  name: "DIFFICULTY_FROM_BITS",
  group: "Network and protocol",
  summary: "Difficulty represented by the compact bits of a block header",
  parameters: { bitsHex },
  returns: { shape: "scalar", unit: "difficulty" },
  compute: ({ bitsHex: bits }) => difficultyOf(bits),
  formula:
    "difficulty = 0xffff × 2²⁰⁸ ÷ target; target = mantissa × 256^(exponent − 3) in whole numbers, the first two digits being the exponent",
  remarks: [
    'With or without "0x" in front, in either case.',
    "Excel turns 17034219 into a number, which is read as the digits typed, but 18000e12 into 1.8E+16, which is lost: enter bits as text, with a leading apostrophe.",
    "A whole number of 9 or 10 digits is the decimal form in which mempool.space and block explorers send bits: 386089497 is 17034219.",
    "Under the consensus rule a target that is negative (a third digit above 7), 0, or of more than 256 bits is invalid.",
  ],
  sources: [
    "Bitcoin Core, GetDifficulty in src/rpc/blockchain.cpp; arith_uint256::SetCompact in src/arith_uint256.cpp",
  ],
  examples: [
    {
      formula: '=MINING.DIFFICULTY_FROM_BITS("17021ef0")',
      result: 132716002350731.3,
      note: "The epoch that began on 3 October 2026.",
    },
    { formula: '=MINING.DIFFICULTY_FROM_BITS("0x1d00ffff")', result: 1, note: "The first block." },
    {
      formula: "=MINING.DIFFICULTY_FROM_BITS(17034219)",
      result: 86388558925171.02,
      note: "All digits decimal, so that Excel holds a number: the epoch of the halving of 2024.",
    },
    {
      formula: "=MINING.DIFFICULTY_FROM_BITS(386089497)",
      result: 86388558925171.02,
      note: "The same bits in their decimal form.",
    },
  ],
  seeAlso: ["NETWORK_HASHRATE", "RETARGET_ESTIMATE"],
});
