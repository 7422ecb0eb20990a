import Decimal from "decimal.js";
import { at } from "../../../src/core/numeric/at";
import { inverseNormal } from "../../../src/core/numeric/normal";
import { fillUniformPairs } from "../../../src/core/numeric/random";
import { sum } from "../../../src/core/numeric/sum";
import { controlledMean } from "../../../src/core/simulation/controlVariate";

const normals = (row: number, count: number): Float64Array => {
  const pairs = Math.ceil(count / 2);
  const uniforms = new Float64Array(2 * pairs);
  fillUniformPairs(uniforms, 0, pairs, { seed: 11, stream: 0, row, place: 0, isAcross: false });
  return uniforms.slice(0, count).map(inverseNormal);
};
/** A bend, as tax makes one. */
const bent = (control: number) => Math.min(control, 0.6 * control);

describe("agreement with the jackknife in 50 digits, each pair left out in turn", () => {
  const Exact = Decimal.clone({ precision: 50 });
  const total = (values: readonly Decimal[]) => values.reduce((one, other) => one.plus(other), new Exact(0));
  const mean = (values: readonly Decimal[]) => total(values).div(values.length);

  function regression(
    values: readonly Decimal[],
    controls: readonly Decimal[],
    controlMean: number,
  ): Decimal {
    const [meanValue, meanControl] = [mean(values), mean(controls)];
    const moves = controls.map((control) => control.minus(meanControl));
    const slope = total(moves.map((move, i) => move.times((values[i] ?? meanValue).minus(meanValue)))).div(
      total(moves.map((move) => move.times(move))),
    );
    return meanValue.minus(slope.times(meanControl.minus(controlMean)));
  }

  test.each([
    ["a standard normal control", 40, (z: number) => z, 0],
    ["a lognormal control", 60, Math.exp, Math.exp(0.5)],
    ["a large control", 60, (z: number) => 1e6 + z, 1e6],
  ])("%s", (_, count, controlOf, controlMean) => {
    const controls = normals(1, count).map(controlOf);
    const noise = normals(2, count);
    const values = controls.map((control, i) => 1e4 + bent(control - controlMean) + 0.1 * at(noise, i));
    const [y, x] = [values, controls].map((numbers) => [...numbers].map((number) => new Exact(number))) as [
      Decimal[],
      Decimal[],
    ];
    const all = regression(y, x, controlMean);
    const pseudoValues = y.map((_, left) => {
      const without = (numbers: readonly Decimal[]) => numbers.filter((_, i) => i !== left);
      return all.times(count).minus(regression(without(y), without(x), controlMean).times(count - 1));
    });
    const expected = mean(pseudoValues);
    const squares = total(pseudoValues.map((value) => value.minus(expected).pow(2)));
    const error = squares.div(count * (count - 1)).sqrt();
    const estimate = controlledMean(values, controls, controlMean);
    expect(estimate?.mean).toBeWithin(expected.toNumber(), { relative: 1e-13 });
    expect(estimate?.standardError).toBeWithin(error.toNumber(), { relative: 1e-9 });
  });
});

describe("laws", () => {
  const controls = normals(3, 200);
  const noise = normals(4, 200);
  const values = controls.map((control, i) => bent(control) + at(noise, i));
  const estimate = controlledMean(values, controls, 0);
  if (estimate === undefined) throw new Error("no estimate");

  test("another unit or origin of value or control changes nothing else", () => {
    const moved = controlledMean(
      values.map((value) => 5 - 3 * value),
      controls.map((control) => 7 + 2 * control),
      7,
    );
    expect(moved?.mean).toBeWithin(5 - 3 * estimate.mean, { relative: 1e-13 });
    expect(moved?.standardError).toBeWithin(3 * estimate.standardError, { relative: 1e-13 });
  });

  test("many estimates scatter about the mean by their standard error, and have no bias that shows", () => {
    const [sets, count] = [4000, 120];
    // The regression without the jackknife would be off by 0.12 of its error here.
    const estimates = Array.from({ length: sets }, (_, set) => {
      const controls = normals(100 + set, count);
      return controlledMean(controls.map(Math.abs), controls, 0);
    });
    const means = estimates.map((one) => one?.mean ?? NaN);
    const average = sum(means) / sets;
    const spread = Math.sqrt(sum(means.map((one) => (one - average) ** 2)) / (sets - 1));
    expect(average).toBeWithin(Math.sqrt(2 / Math.PI), { absolute: (4 * spread) / Math.sqrt(sets) });
    const errors = estimates.map((one) => (one?.standardError ?? NaN) ** 2);
    expect(Math.sqrt(sum(errors) / sets)).toBeWithin(spread, { relative: 0.1 });
  });
});

describe("undefined where the error cannot be judged", () => {
  const controls = normals(5, 100);
  const offTheLine = (count: number, value: number) =>
    controls.map((control, i) => control + (i < count ? value + i / 10 : 0));

  test.each([
    ["two pairs", Float64Array.of(1, 2), Float64Array.of(1, 3)],
    ["few pairs", normals(6, 9), normals(7, 9)],
    ["a control that does not vary", normals(6, 100), new Float64Array(100).fill(0.1)],
    ["a control that varies once", normals(6, 100), Float64Array.from({ length: 100 }, (_, i) => +(i === 3))],
    ["no residual", controls, controls],
    ["no residual but rounding", controls.map((control) => 1e3 + control / 3), controls],
    ["few values off the line", offTheLine(5, 1), controls],
  ])("%s", (_, values, given) => {
    expect(controlledMean(values, given, 0)).toBeUndefined();
  });

  test("and a control without a mean", () => {
    expect(controlledMean(offTheLine(50, 1), controls, Infinity)).toBeUndefined();
    expect(controlledMean(offTheLine(50, 1), controls, NaN)).toBeUndefined();
  });

  test("but not with enough values off the line", () => {
    expect(controlledMean(offTheLine(50, 1), controls, 0)).toBeDefined();
  });
});
