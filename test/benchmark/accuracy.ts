import type Decimal from "decimal.js";
import { modelOf } from "../../src/core/cashflow/resolve";
import { referenceOf } from "../core/cashflow/reference";
import { exactDensity, exactDistribution } from "../core/numeric/exactNormal";
import { exact, Exact } from "../exact";
import { RATE, rangeOf, type ModelBlock, type networkColumns, type optionColumns } from "./calls";

// Errors in units of the last place (ulp), the distance from one double to the next, against decimals.

const DIGITS = Exact.clone({ precision: 50 });
const decimal = (x: number): Decimal => new DIGITS(exact(x));

/** As many rows of a column are computed in decimals. */
const SAMPLE = 200;

/** The error of a double as a number of ulp. */
export function ulps(got: number, expected: Decimal): number {
  const exponent = Math.floor(Math.log2(Math.abs(expected.toNumber())));
  return exact(got)
    .minus(expected)
    .abs()
    .div(new Exact(2).pow(Math.max(exponent, -1022) - 52))
    .toNumber();
}

/** The largest error of a column, of the rows that are looked at. */
function largest(rows: number, errorOf: (row: number) => number): number {
  const step = Math.max(1, Math.floor(rows / SAMPLE));
  let error = 0;
  for (let row = 0; row < rows; row += step) {
    const next = errorOf(row);
    if (Number.isNaN(next)) return NaN;
    error = Math.max(error, next);
  }
  return error;
}

type Numbers = ArrayLike<number>;
const at = (numbers: Numbers, row: number) => decimal(numbers[row] ?? NaN);

export function errorOfHashprices(got: Numbers, columns: ReturnType<typeof networkColumns>): number {
  const { price, difficulty, subsidy, fees } = columns;
  return largest(got.length, (row) => {
    const hashes = decimal(1e15)
      .times(86_400)
      .div(at(difficulty, row).times(2 ** 32));
    const coins = hashes.times(at(subsidy, row).plus(at(fees, row)));
    return ulps(got[row] ?? NaN, coins.times(at(price, row)));
  });
}

type Options = ReturnType<typeof optionColumns>;

/** Black's price of a call, and what it changes per 1.00 of volatility. */
function exactCall({ forward, strike, years }: Options, volatility: Decimal, row: number) {
  const [f, k, t] = [at(forward, row), at(strike, row), at(years, row)];
  const deviation = volatility.times(t.sqrt());
  const d1 = f.div(k).ln().div(deviation).plus(deviation.div(2));
  const discount = decimal(RATE).neg().times(t).exp();
  const held = f.times(exactDistribution(d1)).minus(k.times(exactDistribution(d1.minus(deviation))));
  return { price: held.times(discount), vega: f.times(exactDensity(d1)).times(t.sqrt()).times(discount) };
}

export function errorOfPrices(got: Numbers, options: Options): number {
  return largest(got.length, (row) =>
    ulps(got[row] ?? NaN, exactCall(options, at(options.volatility, row), row).price),
  );
}

/** A step of Newton's method from the volatility that was found doubles the digits that it has. */
export function errorOfVolatilities(got: Numbers, options: Options, prices: Numbers): number {
  return largest(got.length, (row) => {
    const { price, vega } = exactCall(options, at(got, row), row);
    const expected = at(got, row).minus(price.minus(at(prices, row)).div(vega));
    return ulps(got[row] ?? NaN, expected);
  });
}

export function errorOfNpv(got: number, block: ModelBlock): number {
  return ulps(got, referenceOf(modelOf(rangeOf(block), [])).npv);
}
