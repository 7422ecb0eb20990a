import { BUILT, type WorkName, type Works } from "./calls";
import { peakMegabytes } from "./processes";
import { duration, median, slope } from "./report";
import { timed } from "./rows";

/** How a work grows with its size. */
interface Growth {
  readonly name: WorkName;
  readonly words: string;
  readonly sizes: readonly number[];
}

/** Excel takes no more than some 200,000 results of one call. */
const FOUR_DECADES = [10, 100, 1_000, 10_000, 100_000];

export const growths: readonly Growth[] = [
  { name: "hashprice", words: "HASHPRICE by rows", sizes: FOUR_DECADES },
  { name: "optionPrice", words: "OPTION_PRICE by rows", sizes: FOUR_DECADES },
  { name: "impliedVolatility", words: "IMPLIED_VOL by rows", sizes: FOUR_DECADES },
  { name: "simulation", words: "SIM_MINER by paths", sizes: FOUR_DECADES },
  // A model has at most 240.
  { name: "simulatedMonths", words: "SIM_MINER, 10,000 paths, by months", sizes: [3, 12, 48, 240] },
  { name: "netPresentValue", words: "MINER_NPV by months", sizes: [3, 12, 48, 240] },
];

const ROUNDS = 5;
/** A measurement repeats short calls until it takes as long. */
const LEAST_S = 0.005;
/** The cells of a line of the table: times by size, their slope and that of the last step, peaks of the last two sizes. */
export async function growthLine(works: Works, { name, words, sizes }: Growth) {
  const calls = sizes.map((size) => works[name](size));
  const times = calls.map((): number[] => []);
  const repeats = sizes.map(() => 1);
  let next = 1;
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [index, call] of calls.entries()) {
      const repeat = repeats[index] ?? 1;
      const seconds = await timed(async () => {
        for (let time = 0; time < repeat; time++) await call(next++);
      });
      if (round > 0) times[index]?.push(seconds / repeat);
      repeats[index] = Math.max(repeat, Math.ceil((LEAST_S / seconds) * repeat));
    }
  }
  const points = sizes.map((size, index) => ({ size, value: median(times[index] ?? []) }));
  const peaks = sizes.slice(-2).map((size) => peakMegabytes(BUILT, name, size).toFixed(0));
  return [
    words,
    points.map(({ size, value }) => `${size.toLocaleString("en")}: ${duration(value)}`).join(", "),
    slope(points).toFixed(2),
    slope(points.slice(-2)).toFixed(2),
    `${peaks.join(", ")} MB`,
  ];
}
