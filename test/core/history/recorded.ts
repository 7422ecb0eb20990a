import { readFileSync } from "node:fs";

/** Rows of a recorded series by the names of its columns; an empty text is a value that was not recorded. */
function rowsOf(file: string): Record<string, string>[] {
  const [head = "", ...lines] = readFileSync(`test/fixtures/history/${file}`, "utf8").trim().split(/\r?\n/);
  const names = head.split(",");
  return lines.map((line) => {
    const row: Record<string, string> = {};
    for (const [index, cell] of line.split(",").entries()) row[names[index] ?? ""] = cell;
    return row;
  });
}

const numberOf = (cell: string | undefined) => (cell === undefined || cell === "" ? NaN : Number(cell));

export interface RecordedEpoch {
  epoch: number;
  startHeight: number;
  /** Timestamp of the first block, Unix seconds. */
  startTime: number;
  bitsHex: string;
  bits: number;
  /** As printed. */
  difficulty: string;
  /** Whether the timestamp is the block's own, not one reconstructed or missing. */
  isExact: boolean;
}

export const epochs: readonly RecordedEpoch[] = rowsOf("btc_difficulty_epochs.csv").map((row) => ({
  epoch: numberOf(row.epoch),
  startHeight: numberOf(row.start_height),
  startTime: numberOf(row.start_time_unix),
  bitsHex: row.bits_hex ?? "",
  bits: parseInt(row.bits_hex ?? "", 16),
  difficulty: row.difficulty ?? "",
  isExact: row.time_quality === "exact",
}));

/** Pairs of neighbouring epochs whose first timestamps are both exact. */
export const retargets = epochs.flatMap((from, index) => {
  const to = epochs[index + 1];
  return to !== undefined && to.epoch === from.epoch + 1 && from.isExact && to.isExact ? [{ from, to }] : [];
});

export interface RecordedDay {
  date: string;
  /** USD per BTC. */
  close: number;
  difficulty: number;
  blocks: number;
  tipHeight: number;
  /** At the end of the day, BTC per block. */
  subsidy: number;
  /** BTC. */
  issuance: number;
  hashrateTh: number;
}

export const days: readonly RecordedDay[] = rowsOf("btc_daily.csv").map((row) => ({
  date: row.date ?? "",
  close: numberOf(row.close_usd),
  difficulty: numberOf(row.difficulty_eod),
  blocks: numberOf(row.blocks),
  tipHeight: numberOf(row.tip_height_eod),
  subsidy: numberOf(row.subsidy_btc),
  issuance: numberOf(row.issuance_btc),
  hashrateTh: numberOf(row.est_hashrate_ths),
}));

/** Closes taken as the next day's opening. */
export const laterCloses = rowsOf("btc_daily_close_2026.csv").map((row) => ({
  date: row.date ?? "",
  close: numberOf(row.close_usd),
}));

/** Recorded halvings, those to come without a time. */
export const recordedHalvings = rowsOf("btc_subsidy_schedule.csv").map((row) => ({
  halving: numberOf(row.halving),
  height: numberOf(row.height),
  subsidy: numberOf(row.subsidy_btc_after),
  time: row.actual_or_blank_time ?? "",
}));

/** Excel's date of a Unix time in seconds. */
export const excelDate = (unixSeconds: number) => 25_569 + unixSeconds / 86_400;
