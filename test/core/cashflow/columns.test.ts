import fc from "fast-check";
import { cashflowsOf } from "../../../src/core/cashflow/cashflows";
import { columnsOf, passingColumns } from "../../../src/core/cashflow/columns";
import { metricOrError, metrics } from "../../../src/core/cashflow/metrics";
import { netPresentValue } from "../../../src/core/cashflow/valuation";
import { anyModel } from "./anyModel";

const MONTHS = 3;
/** More than a block holds. */
const MANY = 20;

test("columns begin at 0, and none shares its months with another", () => {
  for (const columns of [columnsOf, passingColumns]) {
    const column = columns(MONTHS);
    const all = Array.from({ length: MANY }, column);
    for (const [index, each] of all.entries()) {
      expect([...each]).toEqual([0, 0, 0, 0]);
      each.fill(index + 1);
    }
    expect(all.map((each) => [...each])).toEqual(all.map((_, index) => [0, 1, 2, 3].map(() => index + 1)));
  }
});

test("passing columns are the same ones again, cleared; others belong to their caller", () => {
  const take = () => Array.from({ length: MANY }, passingColumns(MONTHS));
  const first = take();
  for (const each of first) each.fill(7);
  const second = take();
  expect(second.every((each, index) => each === first[index])).toBe(true);
  expect(second.every((each) => each.every((value) => value === 0))).toBe(true);
  expect(columnsOf(MONTHS)()).not.toBe(columnsOf(MONTHS)());
});

test("a metric is the same whatever model was asked about before, and leaves cash flows as they are", () => {
  fc.assert(
    fc.property(anyModel, anyModel, (model, drawn) => {
      const other = { ...drawn, months: model.months, startMonth: Math.min(drawn.startMonth, model.months) };
      const flows = cashflowsOf(model);
      const net = [...flows.net];
      const judged = metrics.map((metric) => metricOrError(model, metric));
      const others = metrics.map((metric) => metricOrError(other, metric));
      expect(metrics.map((metric) => metricOrError(model, metric))).toEqual(judged);
      expect(metrics.map((metric) => metricOrError(other, metric))).toEqual(others);
      expect([...flows.net]).toEqual(net);
      expect(judged[0]).toBe(netPresentValue(flows, model.discountRate));
    }),
  );
});
