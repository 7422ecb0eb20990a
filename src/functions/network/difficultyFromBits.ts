import { CellError, InputError, type Cell } from "../../core/errors";
import { difficultyFromBits as difficultyOf } from "../../core/network/compactBits";
import { define, type CellParameter } from "../define";

/** Eight hexadecimal digits; those that are all decimal Excel turns into a number. */
const bitsHex: CellParameter<number> = {
  shape: "cell",
  isNumber: true,
  doc: "Compact bits of a block header: eight hexadecimal digits as text",
  unit: "text",
  rule: "must be eight hexadecimal digits",
  optional: false,
  read: (cell: Cell, name: string) => {
    if (cell instanceof CellError) throw cell;
    if (typeof cell === "string") return bitsOfText(cell, name);
    if (typeof cell === "number" && Number.isInteger(cell) && cell >= 1e7 && cell < 1e8) {
      return parseInt(String(cell), 16);
    }
    throw new InputError(name, "must be text: enter bits as text, with a leading apostrophe", cell);
  },
};

function bitsOfText(text: string, name: string): number {
  const digits = /^\s*(?:0x)?([0-9a-f]{8})\s*$/i.exec(text)?.[1];
  if (digits === undefined) throw new InputError(name, bitsHex.rule, text);
  return parseInt(digits, 16);
}

export const difficultyFromBits = define({
  name: "DIFFICULTY_FROM_BITS",
  group: "Network and protocol",
  summary: "Difficulty that the compact bits of a block header stand for",
  parameters: { bitsHex },
  returns: { shape: "scalar", unit: "difficulty" },
  compute: ({ bitsHex: bits }) => difficultyOf(bits),
  formula:
    "difficulty = 0xffff × 2²⁰⁸ ÷ (mantissa × 256^(exponent − 3)), the first two digits being the exponent",
  remarks: [
    'With or without "0x" in front, in either case.',
    "Excel turns 17034219 into a number, which is read as the digits typed, but 18000e12 into 1.8E+16, which is lost: enter bits as text, with a leading apostrophe.",
    "The last six digits must lie between 000001 and 7fffff.",
  ],
  sources: ["Bitcoin Core, GetDifficulty in src/rpc/blockchain.cpp; arith_uint256::SetCompact"],
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
  ],
  seeAlso: ["NETWORK_HASHRATE", "RETARGET_ESTIMATE"],
});
