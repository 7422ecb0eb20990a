import fc from "fast-check";
import { resultOf, type Result } from "../formulas";

// Microsoft's page of each function.
test.each<[formula: string, value: number, digit: number]>([
  ["SLN(30000,7500,10)", 2250, 1],
  ["SYD(30000,7500,10,1)", 4090.91, 0.01],
  ["SYD(30000,7500,10,10)", 409.09, 0.01],
  ["DB(1000000,100000,6,1,7)", 186083.33, 0.01],
  ["DB(1000000,100000,6,2,7)", 259639.42, 0.01],
  ["DB(1000000,100000,6,3,7)", 176814.44, 0.01],
  ["DB(1000000,100000,6,4,7)", 120410.64, 0.01],
  ["DB(1000000,100000,6,5,7)", 81999.64, 0.01],
  ["DB(1000000,100000,6,6,7)", 55841.76, 0.01],
  ["DB(1000000,100000,6,7,7)", 15845.1, 0.01],
  ["DDB(2400,300,10*365,1)", 1.32, 0.01],
  ["DDB(2400,300,10*12,1,2)", 40, 0.01],
  ["DDB(2400,300,10,1,2)", 480, 0.01],
  ["DDB(2400,300,10,2,1.5)", 306, 0.01],
  ["DDB(2400,300,10,10)", 22.12, 0.01],
  ["VDB(2400,300,10*365,0,1)", 1.32, 0.01],
  ["VDB(2400,300,10*12,0,1)", 40, 0.01],
  ["VDB(2400,300,10,0,1)", 480, 0.01],
  ["VDB(2400,300,10*12,6,18)", 396.31, 0.01],
  ["VDB(2400,300,10*12,6,18,1.5)", 311.81, 0.01],
  ["VDB(2400,300,10,0,0.875,1.5)", 315, 0.01],
  ["DOLLARDE(1.02,16)", 1.125, 1e-9],
  ["DOLLARDE(1.1,32)", 1.3125, 1e-9],
  ["DOLLARFR(1.125,16)", 1.02, 1e-9],
  ["DOLLARFR(1.125,32)", 1.04, 1e-9],
])("%s is what Microsoft's page says", (formula, value, digit) => {
  expect(resultOf(formula)).toBeWithin(value, { absolute: digit / 2 + 1e-12, source: "Microsoft" });
});

test.each<[string, Result]>([
  ["SLN(100,200,4)", -25],
  ["SLN(100,20,0)", "#DIV/0!"],
  ["SYD(100,10,4,0)", "#NUM!"],
  ["SYD(100,10,4,5)", "#NUM!"],
  ["SYD(100,10,0,1)", "#NUM!"],
  ["SYD(100,10,4,0.5)", { not: "SYD for a part of a period" }],
  ["DB(100,10,4,5)", "#NUM!"],
  ["DB(100,10,4,6,6)", "#NUM!"],
  ["DB(100,10,4,1,13)", "#NUM!"],
  ["DB(-100,10,4,1)", "#NUM!"],
  ["DB(100,0,4,1)", 100],
  ["DB(100,0,4,2)", 0],
  ["DB(100,10,4.5,1)", { not: "DB for parts of periods" }],
  ["DB(0,0,4,1)", { not: "DB of what costs less than its salvage" }],
  ["DDB(100,10,4,5)", "#NUM!"],
  ["DDB(100,10,4,0)", "#NUM!"],
  ["DDB(100,10,4,1,-1)", "#NUM!"],
  ["DDB(100,10,4,1,)", { not: "a factor or a number of months that is blank or 0" }],
  ["DDB(100,10,4,1,9)", 90],
  ["DDB(100,10,4,2,9)", 0],
  ["DDB(100,10,4,1.5)", { not: "DDB for a part of a period" }],
  ["DDB(10,100,4,1)", { not: "DDB of what costs less than its salvage" }],
  ["VDB(100,10,4,2,1)", "#NUM!"],
  ["VDB(100,10,4,0,5)", "#NUM!"],
  ["VDB(100,10,4,-1,2)", "#NUM!"],
  ["VDB(100,10,4,1,1)", 0],
  ["VDB(100,10,4,0,4)", 90],
  ["VDB(100,0,4,0,4,2,TRUE)", 93.75],
  ["VDB(100,0,4,0,4,,TRUE)", { not: "a factor or a number of months that is blank or 0" }],
  ["VDB(100,0,4,2,4)", 25],
  ["VDB(100,10,4,0.5,1)", { not: "VDB from a part of a period" }],
  ["DOLLARDE(1.02,-1)", "#NUM!"],
  ["DOLLARDE(1.02,0.5)", "#DIV/0!"],
  ["DOLLARDE(-1.02,16)", -1.125],
  ["DOLLARDE(1.5,1)", 1.5],
  ["DOLLARFR(1.5,0)", "#DIV/0!"],
  ["DOLLARFR(1.5,-4)", "#NUM!"],
  ["DOLLARFR(1.5,10.9)", 1.5],
])("%s", (formula, expected) => {
  const result = resultOf(formula);
  if (typeof expected === "number" && typeof result === "number")
    expect(result).toBeWithin(expected, { absolute: 1e-13, relative: 1e-14 });
  else expect(result).toEqual(expected);
});

const numberOf = (formula: string) => {
  const result = resultOf(formula);
  if (typeof result !== "number") throw new Error(`${formula} is ${JSON.stringify(result)}`);
  return result;
};

test("all periods together lose what there is to lose", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: 0, max: 100 }),
      fc.constantFrom(0.5, 1, 1.5, 2, 3),
      (life, salvage, factor) => {
        const periods = Array.from({ length: life }, (_, index) => index + 1);
        let [digits, declining, switching] = [0, 0, 0];
        for (const period of periods) {
          digits += numberOf(`SYD(100,${salvage},${life},${period})`);
          const loss = numberOf(`DDB(100,${salvage},${life},${period},${factor})`);
          // Microsoft's formula of DDB.
          const rule = Math.max(Math.min((100 - declining) * (factor / life), 100 - salvage - declining), 0);
          expect(loss).toBeWithin(rule, { absolute: 1e-11 });
          declining += loss;
          switching += numberOf(`VDB(100,${salvage},${life},${period - 1},${period},${factor})`);
        }
        expect(digits).toBeWithin(100 - salvage, { absolute: 1e-11 });
        expect(numberOf(`VDB(100,${salvage},${life},0,${life},${factor},TRUE)`)).toBeWithin(declining, {
          absolute: 1e-11,
        });
        expect(switching).toBeWithin(100 - salvage, { absolute: 1e-11 });
      },
    ),
    { numRuns: 40 },
  );
});

test("a fraction and back is the price", () => {
  fc.assert(
    fc.property(
      fc.double({ min: -100, max: 100, noNaN: true }),
      fc.integer({ min: 1, max: 400 }),
      (price, parts) => {
        const written = numberOf(`DOLLARFR(${price},${parts})`);
        expect(numberOf(`DOLLARDE(${written},${parts})`)).toBeWithin(price, { absolute: 1e-12 });
      },
    ),
  );
});
