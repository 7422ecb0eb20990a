import fc from "fast-check";
import { resultOf, type Result } from "../formulas";

/** A number as a page shows it, rounded, with the digit to which it is. */
type Shown = readonly [formula: string, value: number, digit: number];

// Microsoft's page of each function.
test.each<Shown>([
  ["PMT(8%/12,10,10000)", -1037.03, 0.01],
  ["PMT(8%/12,10,10000,0,1)", -1030.16, 0.01],
  ["PMT(6%/12,18*12,0,50000)", -129.08, 0.01],
  ["PV(8%/12,12*20,500,,0)", -59777.15, 0.01],
  ["FV(6%/12,10,-200,-500,1)", 2581.4, 0.01],
  ["FV(12%/12,12,-1000)", 12682.5, 0.01],
  ["FV(11%/12,35,-2000,,1)", 82846.25, 0.01],
  ["FV(6%/12,12,-100,-1000,1)", 2301.4, 0.01],
  ["NPER(12%/12,-100,-1000,10000,1)", 59.6738657, 1e-7],
  ["NPER(12%/12,-100,-1000,10000)", 60.0821229, 1e-7],
  ["NPER(12%/12,-100,-1000)", -9.57859404, 1e-8],
  ["RATE(4*12,-200,8000)", 0.01, 0.01],
  ["RATE(4*12,-200,8000)*12", 0.0924, 0.0001],
  ["IPMT(10%/12,1,3*12,8000)", -66.67, 0.01],
  ["IPMT(10%,3,3,8000)", -292.45, 0.01],
  ["PPMT(10%/12,1,2*12,2000)", -75.62, 0.01],
  ["PPMT(8%,10,10,200000)", -27598.05, 0.01],
  ["CUMIPMT(9%/12,30*12,125000,13,24,0)", -11135.23213, 1e-5],
  ["CUMIPMT(9%/12,30*12,125000,1,1,0)", -937.5, 0.1],
  ["CUMPRINC(9%/12,30*12,125000,13,24,0)", -934.1071234, 1e-7],
  ["CUMPRINC(9%/12,30*12,125000,1,1,0)", -68.27827118, 1e-8],
  ["EFFECT(0.0525,4)", 0.0535427, 1e-7],
  ["NOMINAL(0.053543,4)", 0.05250032, 1e-8],
  ["RRI(96,10000,11000)", 0.0009933, 1e-7],
  ["PDURATION(2.5%,2000,2200)", 3.86, 0.01],
  ["PDURATION(0.025/12,1000,1200)", 87.6, 0.1],
  ["ISPMT(0.1/12,1,3*12,8000000)", -64814.8, 0.1],
  ["ISPMT(0.1,1,3,8000000)", -533333, 1],
])("%s is what Microsoft's page says", (formula, value, digit) => {
  expect(resultOf(formula)).toBeWithin(value, { absolute: digit / 2 + 1e-12, source: "Microsoft" });
});

// The formulas of the functions, at 60 digits with mpmath, on the same doubles.
test.each<[string, number]>([
  ["PMT(0.08/12,360,250000)", -1834.4114346984403669],
  ["PMT(0.08/12,360,250000,-1000,1)", -1821.5964790989866938],
  ["PMT(1E-9,360,250000)", -694.44456979167416661],
  ["PMT(-0.01,12,1000)", -78.016447730576051954],
  ["FV(0.07,30.5,-100,-50,1)", 10901.380738856758225],
  ["FV(1E-12,48,-100)", 4800.0000001128],
  ["PV(0.07,30.5,-100,-50,1)", 1340.796722699183793],
  ["PV(1E-10,480,-100)", 47999.998845600018547],
  ["NPER(0.01,-100,1000,500,1)", 15.334122035413257989],
  ["NPER(1E-9,-100,1000)", 10.000000055000000358],
  ["IPMT(0.08/12,181,360,250000)", -1279.6926585710021926],
  ["IPMT(0.08/12,2,360,250000,0,1)", -1654.5182465693261082],
  ["PPMT(0.08/12,181,360,250000,5000,1)", -562.06604468541748766],
  ["CUMIPMT(0.08/12,360,250000,13,180,1)", -250553.07592789561942],
  ["CUMPRINC(0.08/12,360,250000,13,180,0)", -55957.691261923057984],
  // The formula of Microsoft's page rounds 1 + 0.0525 / 365: at 60 digits it is 0.0538985832635514.
  ["EFFECT(0.0525,365)", 0.0538985832635184],
  ["EFFECT(1E-9,12)", 1.0000000004583333957e-9],
  ["NOMINAL(0.053543,12)", 0.052272289889530599217],
  ["RRI(96,10000,11000)", 0.00099330737629139485364],
  ["PDURATION(0.025,2000,2200)", 3.8598661626226449707],
])("%s has nearly all digits", (formula, value) => {
  expect(resultOf(formula)).toBeWithin(value, { relative: 1e-13, source: "mpmath" });
});

test.each<[string, number]>([
  ["RATE(48,-200,8000)", 0.007701472488202043816],
  ["RATE(48,-200,8000,0,0,5)", 0.007701472488202043816],
  ["RATE(360,-1500,250000,0,1)", 0.0050450040458463779569],
  ["RATE(12,-100,1300)", -0.012104478762733724644],
  ["RATE(10,50,-1000,1100)", 0.057670202271261964972],
  ["RATE(10.5,50,-1000,1100)", 0.057210130115279635179],
])("%s has all digits that its terms have", (formula, value) => {
  expect(resultOf(formula)).toBeWithin(value, { relative: 1e-14, source: "mpmath" });
});

const minusOne = { not: "a rate of -1 or less" };
const type = { not: "a type of payment other than 0 and 1" };

test.each<[string, Result]>([
  ["FV(10%,2,0,-100)", 121.00000000000001],
  ["FV(0,12,-100,-50)", 1250],
  ["FV(0.1,0,-100,-50)", 50],
  ["FV(0.1,2,-100,-50,2)", type],
  ["FV(-1,2,-100)", minusOne],
  ["FV(10,1000,1)", "#NUM!"],
  ['FV("x",2,-100)', "#VALUE!"],
  ["PV(0,12,-100,-50)", 1250],
  ["PV(0.5,2,-9,,1)", 15],
  ["PV(-2,2,1)", minusOne],
  ["PV(0.1,2,#N/A)", "#N/A"],
  ["PMT(0,10,1000)", -100],
  ["PMT(0.1,0,1000)", "#NUM!"],
  ["PMT({0,1},2,8)", [[-4, -10.666666666666666]]],
  ["NPER(0,-100,1000)", 10],
  ["NPER(0,0,1000)", { not: "NPER without interest and payments" }],
  ["NPER(0.01,-5,1000)", "#NUM!"],
  ["NPER(0.01,-10,1000)", "#NUM!"],
  ["NPER(-1,-10,1000)", minusOne],
  ["IPMT(0.1,1,3,8000,0,1)", 0],
  ["IPMT(0.1,0,3,8000)", "#NUM!"],
  ["IPMT(0.1,4,3,8000)", "#NUM!"],
  ["IPMT(0.1,1.5,3,8000)", { not: "IPMT for a part of a period" }],
  ["IPMT(0,2,4,8000)", 0],
  ["PPMT(0,2,4,8000)", -2000],
  ["PPMT(0.1,0.5,3,8000)", "#NUM!"],
  ["PPMT(0.1,5,3,8000)", "#NUM!"],
  ["CUMIPMT(0,12,100,1,2,0)", "#NUM!"],
  ["CUMIPMT(0.1,12,100,2,1,0)", "#NUM!"],
  ["CUMIPMT(0.1,12,100,1,13,0)", "#NUM!"],
  ["CUMIPMT(0.1,12,100,1,2,2)", "#NUM!"],
  ["CUMIPMT(0.1,12,100,1.5,2,0)", { not: "CUMIPMT for parts of periods" }],
  ["CUMPRINC(0.1,0,100,1,2,0)", "#NUM!"],
  ["CUMPRINC(0.1,12,-100,1,2,0)", "#NUM!"],
  ["RATE(12,-100,1200)", 0],
  ["RATE(12,100,1200)", "#NUM!"],
  ["RATE(0,-100,1200)", "#NUM!"],
  ["RATE(1,0,-100,121)", 0.20999999999999996],
  ["RATE(12,-100,1200,0,0,-2)", { not: "RATE from a guess of -1 or less" }],
  ["RATE(10,50,-100,-600)", { not: "RATE where there may be several" }],
  ["EFFECT(0,4)", "#NUM!"],
  ["EFFECT(0.05,0.9)", "#NUM!"],
  ["EFFECT(1,2.9)", 1.25],
  ["NOMINAL(1.25,2)", 1],
  ["NOMINAL(-0.1,2)", "#NUM!"],
  ["NOMINAL(0.1,0)", "#NUM!"],
  ["RRI(2,100,121)", 0.10000000000000009],
  ["RRI(0,100,121)", "#NUM!"],
  ["RRI(2,0,121)", "#NUM!"],
  ["RRI(2,100,0)", -1],
  ["RRI(2,-100,121)", { not: "RRI from a gain to a loss" }],
  ["PDURATION(1,1,8)", 3],
  ["PDURATION(0,1,8)", "#NUM!"],
  ["PDURATION(0.1,-1,8)", "#NUM!"],
  ["ISPMT(0.1,3,3,100)", 0],
  ["ISPMT(0.1,1,0,100)", "#DIV/0!"],
])("%s", (formula, expected) => {
  const result = resultOf(formula);
  if (typeof expected === "number" && typeof result === "number")
    expect(result).toBeWithin(expected, { absolute: 1e-14, relative: 1e-14 });
  else expect(result).toEqual(expected);
});

const terms = fc.record({
  rate: fc.double({ min: -0.2, max: 0.4, noNaN: true }),
  periods: fc.integer({ min: 2, max: 120 }),
  payment: fc.double({ min: -1000, max: -1, noNaN: true }),
  present: fc.double({ min: 1, max: 1e5, noNaN: true }),
  due: fc.constantFrom(0, 1),
});

const numberOf = (formula: string) => {
  const result = resultOf(formula);
  if (typeof result !== "number") throw new Error(`${formula} is ${JSON.stringify(result)}`);
  return result;
};

test("the future value's present value and payment are those it was made of", () => {
  fc.assert(
    fc.property(terms, ({ rate, periods, payment, present, due }) => {
      const future = numberOf(`FV(${rate},${periods},${payment},${present},${due})`);
      const discount = (1 + rate) ** periods;
      const size =
        Math.abs(present) * discount +
        Math.abs(payment) * periods * Math.max(discount, 1) * (1 + Math.abs(rate));
      const within = { absolute: (1e-12 * size) / discount };
      expect(numberOf(`PV(${rate},${periods},${payment},${future},${due})`)).toBeWithin(present, within);
      const paid = numberOf(`PMT(${rate},${periods},${present},${future},${due})`);
      expect(paid).toBeWithin(payment, { absolute: (1e-12 * size) / Math.min(discount, 1) });
    }),
  );
});

test("a rate makes the flows worth nothing", () => {
  fc.assert(
    fc.property(terms, ({ periods, payment, present, due }) => {
      const rate = resultOf(`RATE(${periods},${payment},${present},0,${due})`);
      fc.pre(typeof rate === "number" && rate > -0.5);
      const value = numberOf(`PV(${String(rate)},${periods},${payment},0,${due})`);
      expect(value).toBeWithin(present, { relative: 1e-11 });
    }),
  );
});

test("interest and principal are the payment, and their sums the cumulated ones", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 24 }),
      fc.integer({ min: 1, max: 24 }),
      fc.constantFrom(0, 1),
      (a, b, due) => {
        const [first, last] = [Math.min(a, b), Math.max(a, b)];
        let interest = 0;
        let principal = 0;
        for (let period = first; period <= last; period++) {
          const [one, other] = [
            `IPMT(0.01,${period},24,1000,0,${due})`,
            `PPMT(0.01,${period},24,1000,0,${due})`,
          ].map(numberOf);
          interest += one ?? NaN;
          principal += other ?? NaN;
          expect((one ?? NaN) + (other ?? NaN)).toBeWithin(numberOf(`PMT(0.01,24,1000,0,${due})`), {
            relative: 1e-14,
          });
        }
        const within = { absolute: 1e-11 };
        expect(numberOf(`CUMIPMT(0.01,24,1000,${first},${last},${due})`)).toBeWithin(interest, within);
        expect(numberOf(`CUMPRINC(0.01,24,1000,${first},${last},${due})`)).toBeWithin(principal, within);
      },
    ),
    { numRuns: 30 },
  );
});
