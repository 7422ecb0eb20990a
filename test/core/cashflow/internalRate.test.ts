import fc from "fast-check";
import { MS_PER_DAY } from "../../../src/core/calendar";
import { cashflowsOf } from "../../../src/core/cashflow/cashflows";
import { internalRateOfReturn } from "../../../src/core/cashflow/internalRate";
import { modelOf } from "../../../src/core/cashflow/resolve";
import { netPresentValue } from "../../../src/core/cashflow/valuation";
import { Exact, exact } from "../../exact";
import { golden2 } from "./golden";

const START = Date.UTC(2026, 0, 1);

const relative = (actual: number, expected: number) => Math.abs(actual / expected - 1);

describe("rate of return of monthly flows", () => {
  test("makes the net present value zero", () => {
    const flows = cashflowsOf(modelOf(golden2, []));
    const rate = internalRateOfReturn(flows.net);
    expect(Math.abs(netPresentValue(flows, rate))).toBeLessThan(1e-11);
  });

  // Microsoft's documentation of IRR: -70000, 12000, 15000, 18000, 21000, 26000 return 8.7 % a period.
  test("per period it is Excel's IRR", () => {
    const rate = internalRateOfReturn([-70000, 12000, 15000, 18000, 21000, 26000]);
    expect((1 + rate) ** (1 / 12) - 1).toBeWithin(0.0866, { absolute: 5e-5 });
  });

  test("is found over 240 months, however high or low", () => {
    for (const yearly of [-0.9, -0.2, 0, 0.08, 3, 1e6]) {
      const factor = (1 + yearly) ** (-1 / 12);
      const worth = Array.from({ length: 240 }, (_, index) => factor ** (index + 1)).reduce(
        (sum, value) => sum + value,
        0,
      );
      const rate = internalRateOfReturn([-worth, ...new Array<number>(240).fill(1)]);
      expect(Math.abs(rate - yearly) / (1 + yearly)).toBeLessThan(1e-11);
    }
  });

  test("several rates are listed, none is said so", () => {
    // (x - 1/1.01)(x - 1/1.03) in the monthly discount factor: 12.68 % and 42.58 % a year.
    const [a, b] = [1 / 1.01, 1 / 1.03];
    expect(() => internalRateOfReturn([a * b, -(a + b), 1])).toThrow(
      "several rates of return: 12.6825 %, 42.5761 %",
    );
    expect(() => internalRateOfReturn([1, 2, 3])).toThrow("the net cash never changes sign");
    expect(() => internalRateOfReturn([1, -1, 1])).toThrow("no rate of return between");
  });

  // 100 (v / 1.1 - 1)^2 and to the third, in the discount factor v: 10 % a month.
  test.each([
    ["double", [-100, 220, -121]],
    ["triple", [-100, 330, -363, 133.1]],
    ["double, after and before months without cash", [0, 0, -100, 220, -121, 0]],
  ])("a %s root is one", (_, flows) => {
    expect(relative(internalRateOfReturn(flows), 1.1 ** 12 - 1)).toBeLessThan(1e-14);
  });

  test("a double root that the flows' rounding has parted, or taken off the axis, is the same one", () => {
    // Where the extremum is depends, by about the rounding, on the time as of which the flows are valued.
    for (const rounding of [1e-13, -1e-13]) {
      const rate = internalRateOfReturn([-100 * (1 + rounding), 220, -121]);
      expect(relative(rate, 1.1 ** 12 - 1)).toBeLessThan(1e-11);
    }
    expect(() => internalRateOfReturn([-100 * (1 + 1e-10), 220, -121])).toThrow("no rate of return between");
    expect(() => internalRateOfReturn([-100 * (1 - 1e-10), 220, -121])).toThrow(
      "several rates of return: 213.8",
    );
  });

  test("a touching root beside a crossing one makes two", () => {
    // (1.1 v - 1)^2 (1.02 v - 1).
    const flows = [-1, 3.22, -3.454, 1.2342];
    expect(() => internalRateOfReturn(flows)).toThrow("several rates of return: 26.8242 %, 213.843 %");
  });

  test("rates between -99.99 % and 1,000,000,000 % a year count, and no others", () => {
    for (const yearly of [-0.9998, 9.9e6]) {
      const growth = (1 + yearly) ** (1 / 12);
      expect(relative(internalRateOfReturn([-1, growth]) + 1, 1 + yearly)).toBeLessThan(1e-12);
      // The second root is at 1 + R = 1e-8, or 1e14.
      const far = yearly < 0 ? 1e-8 ** (1 / 12) : 1e14 ** (1 / 12);
      const both = internalRateOfReturn([-1, growth + far, -growth * far]);
      expect(relative(both + 1, 1 + yearly)).toBeLessThan(1e-10);
    }
  });

  test("no cash at all, and flows from one end of a double's range to the other", () => {
    expect(() => internalRateOfReturn([0, 0, 0])).toThrow("the net cash never changes sign");
    expect(() => internalRateOfReturn([0, -5e-324, 1e308])).toThrow("the outlay is too small to have one");
    expect(() => internalRateOfReturn([0, -1e308, 5e-324, 0])).toThrow("nearly all of the outlay is lost");
  });

  test("a total loss and an outlay next to nothing have no rate", () => {
    expect(() => internalRateOfReturn([-1e12, 1, 1])).toThrow("nearly all of the outlay is lost");
    expect(() => internalRateOfReturn([-1e-9, 100])).toThrow("the outlay is too small to have one");
  });

  test("among several a rate of 0 is 0", () => {
    // (v - 1)(v - 2).
    expect(() => internalRateOfReturn([2, -3, 1])).toThrow(
      `several rates of return: ${((2 ** -12 - 1) * 100).toPrecision(6)} %, 0 %`,
    );
  });

  test("rates up to 1000 % a year are distinguished", () => {
    const [a, b] = [1.2, 8].map((rate) => (1 + rate) ** (-1 / 12));
    expect(() => internalRateOfReturn([(a ?? 0) * (b ?? 0), -((a ?? 0) + (b ?? 0)), 1])).toThrow(
      "120 %, 800 %",
    );
  });

  test("one rate in range among changes of sign that cancel", () => {
    // The roots of golden case 2's flows other than the one at 25.4 % a year are complex or out of range.
    const { net } = cashflowsOf(modelOf(golden2, []));
    expect(Array.from(net, Math.sign)).toEqual([-1, 1, -1, 1, 1]);
    expect(internalRateOfReturn(net)).toBeWithin(0.2536680046, { absolute: 5e-11 });
  });
});

describe("rate of return of dated flows", () => {
  const yearsOf = (dates: readonly string[]) => {
    const days = dates.map((date) => Date.parse(date) / MS_PER_DAY);
    return days.map((day) => (day - (days[0] ?? NaN)) / 365);
  };

  // Microsoft's documentation of XIRR.
  test("is Excel's XIRR", () => {
    const years = yearsOf(["2008-01-01", "2008-03-01", "2008-10-30", "2009-02-15", "2009-04-01"]);
    const rate = internalRateOfReturn([-10000, 2750, 4250, 3250, 2750], years);
    // Excel stops at 1e-8 of the rate.
    expect(rate).toBeWithin(0.373362535, { absolute: 2e-8 });
  });

  test("a root that touches 0 is one", () => {
    expect(internalRateOfReturn([-100, 220, -121], [0, 1, 2])).toBeWithin(0.1, { absolute: 1e-14 });
    expect(internalRateOfReturn([-100, 330, -363, 133.1], [0, 1, 2, 3])).toBeWithin(0.1, { absolute: 1e-14 });
    // A day's 10 %.
    const daily = internalRateOfReturn([-100, 220, -121], [0, 60 / 365, 120 / 365]);
    expect(daily).toBeWithin(1.1 ** (365 / 60) - 1, { relative: 1e-13 });
  });

  test("is the closed form of two flows, whatever lies between them", () => {
    const days = fc.integer({ min: 1, max: 7300 });
    const growth = fc.double({ min: -2, max: 4, noNaN: true });
    fc.assert(
      fc.property(days, growth, fc.integer({ min: 0, max: 3 }), (day, power, zeros) => {
        const years = [0, ...[1, 2, 3].slice(0, zeros).map((part) => (day * part) / 1460), day / 365];
        const flows = [-1, ...new Array<number>(zeros).fill(0), 10 ** ((power * day) / 7300)];
        const expected = exact(flows[zeros + 1] ?? NaN).pow(new Exact(365).div(day));
        expect(internalRateOfReturn(flows, years) + 1).toBeWithin(expected, {
          relative: 1e-13,
          inputs: { day, power },
        });
      }),
    );
  });

  test("on the anniversaries of months it is the rate of monthly flows", () => {
    const flow = fc.double({ min: -1, max: 1, noNaN: true });
    const flows = fc.array(flow, { minLength: 1, maxLength: 60 });
    const outcome = (compute: () => number) => {
      try {
        return { growth: 1 + compute(), message: "" };
      } catch (error) {
        return { growth: 0, message: String(error) };
      }
    };
    fc.assert(
      fc.property(flows, (later) => {
        const net = [-3, ...later];
        const years = net.map((_, month) => month / 12);
        const dated = outcome(() => internalRateOfReturn(net, years));
        const monthly = outcome(() => internalRateOfReturn(net));
        expect(dated.message).toBe(monthly.message);
        expect(dated.growth).toBeWithin(monthly.growth, { relative: 1e-11 });
      }),
    );
  });

  test("several rates are listed, none is said so", () => {
    // 1 + R = 1.05 and 1.3 each year and a half: (1.05 v - 1)(1.3 v - 1) in v = (1 + R)^-1.5.
    const years = [0, 1.5, 3];
    const [low, high] = [1.05, 1.3].map((growth) => `${((growth ** (1 / 1.5) - 1) * 100).toPrecision(6)} %`);
    expect(() => internalRateOfReturn([1, -2.35, 1.365], years)).toThrow(
      `several rates of return: ${low}, ${high}`,
    );
    expect(() => internalRateOfReturn([1, -1, 1], years)).toThrow("no rate of return between");
    expect(() => internalRateOfReturn([1, 2, 3], years)).toThrow("the net cash never changes sign");
    expect(() => internalRateOfReturn([0, 0, 0], years)).toThrow("the net cash never changes sign");
  });

  test("a total loss and an outlay next to nothing have no rate, at any size", () => {
    const years = [0, 0.1, 0.2, 20];
    expect(() => internalRateOfReturn([-1e12, 1, 1, 1], [0, 0.1, 0.2, 0.3])).toThrow(
      "nearly all of the outlay is lost",
    );
    expect(() => internalRateOfReturn([-1e-9, 100], [0, 0.1])).toThrow("the outlay is too small to have one");
    expect(() => internalRateOfReturn([0, -5e-324, 1e308, 0], years)).toThrow(
      "the outlay is too small to have one",
    );
    expect(() => internalRateOfReturn([0, -1e308, 5e-324, 0], years)).toThrow(
      "nearly all of the outlay is lost",
    );
    for (const size of [1e-320, 1e307])
      expect(internalRateOfReturn([-size, size * 2, 0, size * 8], [0, 20, 20.1, 20.2])).toBeLessThan(0.15);
  });

  test("240 calendar months, from a loss of nearly all to far above", () => {
    const years = Array.from(
      { length: 241 },
      (_, month) => (Date.UTC(2026, month, 1) - START) / MS_PER_DAY / 365,
    );
    for (const rate of [-0.9, -0.2, 0, 0.08, 3, 1e6]) {
      const worth = years
        .slice(1)
        .reduce((sum, year) => sum.plus(exact(1 + rate).pow(exact(year).neg())), new Exact(0));
      const found = internalRateOfReturn([-worth.toNumber(), ...new Array<number>(240).fill(1)], years);
      expect(found + 1).toBeWithin(1 + rate, { relative: 1e-13 });
    }
  });
});
