import { BLOCK_TIME_S, DAYS_PER_MONTH, monthsLater, SECONDS_PER_DAY } from "../calendar";
import { kept } from "../kept";
import { meanSubsidy } from "../network/subsidy";
import { at } from "../numeric/at";
import { power } from "../numeric/elementary";
import type { Model } from "./model";

/** What follows from dates and rates only, by month: computed once for all the cells of a sheet that share them. */

const BLOCKS_PER_DAY = SECONDS_PER_DAY / BLOCK_TIME_S;

/** Models of a sheet have few calendars and loans, and some ten rates each. */
const MOST_RATES = 64;
const MOST_CALENDARS = 16;

/** The months of a model as time passes; the index is the month and 0 is time 0. */
export interface Calendar {
  readonly days: Float64Array;
  /** Days from time 0 to the first of the month. */
  readonly daysBefore: Float64Array;
  /** Excel date on which the month ends; undefined without a start date. */
  readonly dates: Float64Array | undefined;
  /** Years from time 0 to the end of the month, by which cash is discounted. */
  readonly years: Float64Array;
}

export const calendarOf = kept(
  MOST_CALENDARS,
  (last: number, startDate: Model["startDate"], discounting: Model["discounting"]): Calendar => {
    const column = () => new Float64Array(last + 1);
    const [days, daysBefore, years] = [column(), column(), column()];
    const dates = startDate === undefined ? undefined : column();
    if (dates !== undefined && startDate !== undefined) dates[0] = startDate;
    let passed = 0;
    for (let month = 1; month <= last; month++) {
      daysBefore[month] = passed;
      days[month] =
        startDate === undefined ? DAYS_PER_MONTH : monthsLater(startDate, month) - startDate - passed;
      passed += at(days, month);
      years[month] = discounting === "dated" ? passed / 365 : month / 12;
      if (dates !== undefined && startDate !== undefined) dates[month] = startDate + passed;
    }
    return { days, daysBefore, dates, years };
  },
);

/** Blocks by month. */
interface Chain {
  /** First block of the month. */
  readonly height: Float64Array;
  /** BTC per block, each counted with its own. */
  readonly subsidy: Float64Array;
}

/** The blocks of a calendar's months from the first block of month 1 on, at 144 a day. */
export const chainFrom = kept(
  MOST_CALENDARS,
  (startHeight: number, { days, daysBefore }: Calendar): Chain => {
    const height = new Float64Array(days.length);
    const subsidy = new Float64Array(days.length);
    for (let month = 1; month < days.length; month++) {
      height[month] = startHeight + BLOCKS_PER_DAY * at(daysBefore, month);
      subsidy[month] = meanSubsidy(at(height, month), BLOCKS_PER_DAY * at(days, month));
    }
    return { height, subsidy };
  },
);

/** What 1 has grown to by the middle of each month, at a rate for each `period` months. */
export const growthToMiddle = kept(MOST_RATES, (rate: number, period: 1 | 12, last: number): Float64Array => {
  const factors = new Float64Array(last + 1);
  for (let month = 1; month <= last; month++) factors[month] = power(1 + rate, (month - 0.5) / period);
  return factors;
});

/** What 1 grows to over given years at a rate a year. */
export const growthOver = kept(MOST_RATES, (years: Float64Array, rate: number): Float64Array =>
  years.map((time) => power(1 + rate, time)),
);
