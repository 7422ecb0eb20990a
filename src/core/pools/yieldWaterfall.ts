import { expectedBtc } from "../economics/hashprice";
import { InputError, NoAnswerError } from "../errors";
import { poissonQuantile } from "../numeric/poisson";
import { sum } from "../numeric/sum";
import { expectedBlocks } from "./blocks";

export const waterfallSchemes = ["fpps", "pplns", "solo"] as const;
type WaterfallScheme = (typeof waterfallSchemes)[number];

/** What a miner's periods were like: of each quantity one value for all periods, or one for each. */
export interface WaterfallCase {
  /** Rated hashrate of the machines, TH/s. */
  readonly nameplateTh: readonly number[];
  readonly difficulty: readonly number[];
  /** BTC per block. */
  readonly subsidyBtc: readonly number[];
  /** BTC per block. */
  readonly feesBtc: readonly number[];
  /** Length of the period, days. */
  readonly days: readonly number[];
  /** Mean of the machines while they are up, TH/s. */
  readonly hashrateTh: readonly number[];
  /** BTC of each period, or the sum of all. */
  readonly paidBtc: readonly number[];
  /** Share of the time that the machines are up. */
  readonly uptime: readonly number[];
  /** Share of the shares submitted. */
  readonly staleShare: readonly number[];
  /** Share of the shares submitted. */
  readonly rejectedShare: readonly number[];
  /** Share of the coins. */
  readonly poolFee: readonly number[];
  readonly scheme: WaterfallScheme;
  /** TH/s, the miner's included; read by "pplns" only. */
  readonly poolHashrateTh: readonly number[] | undefined;
  /** Of the bounds of the luck, between 0 and 1; not read by "fpps". */
  readonly confidence: number;
}

interface WaterfallStep {
  readonly step: string;
  /** BTC over all periods. */
  readonly btc: number;
  readonly shareOfNameplate: number | NoAnswerError;
  /** Bounds of what luck explains, BTC; undefined in every other step, and where the scheme pays without luck. */
  readonly lower?: number | NoAnswerError;
  readonly upper?: number | NoAnswerError;
}

/**
 * The way from the coins that the rated hashrate would earn to those paid: what is lost to hashrate below the
 * nameplate, downtime, stale and rejected shares and the pool fee, which leaves what is expected; then luck.
 *
 * The steps add up to what is expected, and with the luck to what was paid. The bounds are those of luck only: quantiles
 * of the Poisson number of blocks that the pool finds (for "solo" the miner), over their mean. Payments of a PPLNS
 * window across the ends of the periods are left out.
 */
export function yieldWaterfall(given: WaterfallCase): WaterfallStep[] {
  const { scheme } = given;
  const vectors: Record<string, readonly number[]> = {
    nameplate_th: given.nameplateTh,
    difficulty: given.difficulty,
    subsidy_btc: given.subsidyBtc,
    fees_btc: given.feesBtc,
    days: given.days,
    hashrate_th: given.hashrateTh,
    paid_btc: given.paidBtc,
    uptime: given.uptime,
    stale_share: given.staleShare,
    rejected_share: given.rejectedShare,
    pool_fee: given.poolFee,
  };
  if (scheme === "pplns") {
    if (given.poolHashrateTh === undefined)
      throw new InputError("pool_hashrate_th", "is missing: pplns needs the hashrate of the whole pool");
    vectors.pool_hashrate_th = given.poolHashrateTh;
  }
  const periods = periodsOf(vectors);

  const nameplate = new Float64Array(periods);
  const hashing = new Float64Array(periods);
  const up = new Float64Array(periods);
  const notStale = new Float64Array(periods);
  const accepted = new Float64Array(periods);
  const due = new Float64Array(periods);
  const blocks = new Float64Array(periods);
  for (let period = 0; period < periods; period++) {
    const valueOf = (values: readonly number[]) => values[values.length === 1 ? 0 : period] ?? NaN;
    const difficulty = valueOf(given.difficulty);
    const days = valueOf(given.days);
    const hashrateTh = valueOf(given.hashrateTh);
    const uptime = valueOf(given.uptime);
    const stale = valueOf(given.staleShare);
    const rejected = valueOf(given.rejectedShare);
    if (stale + rejected > 1)
      throw new InputError(
        periods === 1 ? "rejected_share" : `rejected_share, period ${period + 1},`,
        `must be at most 1 less stale_share (${stale})`,
        rejected,
      );
    const good = Math.max(0, 1 - stale - rejected);
    const btcPerTh = expectedBtc({
      hashrateTh: 1,
      difficulty,
      subsidyBtc: valueOf(given.subsidyBtc),
      feesBtc: valueOf(given.feesBtc),
      days,
      uptime: 1,
      poolFee: 0,
    });
    const whileUp = hashrateTh * btcPerTh;
    const submitted = whileUp * uptime;
    nameplate[period] = valueOf(given.nameplateTh) * btcPerTh;
    hashing[period] = whileUp;
    up[period] = submitted;
    notStale[period] = submitted * (1 - stale);
    accepted[period] = submitted * good;
    due[period] = submitted * good * (1 - valueOf(given.poolFee));

    const ownTh = hashrateTh * uptime * good;
    const payerTh = scheme === "pplns" ? valueOf(given.poolHashrateTh ?? []) : ownTh;
    if (payerTh < ownTh)
      throw new InputError("pool_hashrate_th", `must be at least the miner's own (${ownTh})`, payerTh);
    blocks[period] = expectedBlocks({ hashrateTh: payerTh, difficulty, days });
  }

  const rated = sum(nameplate);
  const atHashrate = sum(hashing);
  const afterDowntime = sum(up);
  const afterStale = sum(notStale);
  const afterRejected = sum(accepted);
  const expected = sum(due);
  const paid = sum(given.paidBtc);
  const step = (name: string, btc: number): WaterfallStep => ({
    step: name,
    btc,
    shareOfNameplate: rated > 0 ? btc / rated : new NoAnswerError("the nameplate earns nothing"),
  });
  return [
    step("Nameplate", rated),
    step("Hashrate shortfall", atHashrate - rated),
    step("Downtime", afterDowntime - atHashrate),
    step("Stale shares", afterStale - afterDowntime),
    step("Rejected shares", afterRejected - afterStale),
    step("Pool fee", expected - afterRejected),
    step("Expected", expected),
    { ...step("Luck and unexplained", paid - expected), ...luckBounds(given, sum(blocks), expected) },
    step("Paid", paid),
  ];
}

/** Number of periods: the length of the vectors that are longer than one value, 1 if none is. */
function periodsOf(vectors: Readonly<Record<string, readonly number[]>>): number {
  let reference: string | undefined;
  let periods = 1;
  for (const [name, { length }] of Object.entries(vectors)) {
    if (length === 1 || length === periods) continue;
    if (reference !== undefined)
      throw new InputError(name, `must have as many values as ${reference} (${periods})`, length);
    reference = name;
    periods = length;
  }
  return periods;
}

/** What luck takes and gives at most, at the confidence given, in BTC; nothing where the scheme pays without luck. */
function luckBounds({ scheme, confidence }: WaterfallCase, blocks: number, expected: number) {
  if (scheme === "fpps") return {};
  if (blocks === 0) {
    const none = new NoAnswerError("no blocks are expected");
    return { lower: none, upper: none };
  }
  const atShare = (share: number) => (poissonQuantile(blocks, share) / blocks - 1) * expected;
  return { lower: atShare((1 - confidence) / 2), upper: atShare((1 + confidence) / 2) };
}
