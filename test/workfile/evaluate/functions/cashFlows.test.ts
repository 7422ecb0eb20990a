import fc from "fast-check";
import { resultOf, type Result, type TestBook } from "../formulas";

const book: TestBook = {
  cells: {
    // IRR function.
    Sheet1: [[-70000], [12000], [15000], [18000], [21000], [26000]],
    // NPV function: an example of each page.
    Shoes: [[0.08], [-40000], [8000], [9200], [10000], [12000], [14500]],
    // XNPV and XIRR function.
    Dated: [
      [-10000, 39448],
      [2750, 39508],
      [4250, 39751],
      [3250, 39859],
      [2750, 39904],
    ],
    Gaps: [[-100], [null], ["text"], [60], [true], [60], [0], [10]],
    Plain: [[-100], [60], [60], [0], [10]],
    Wrong: [[-100], ["#N/A"], [60]],
    Odd: [
      [-100, 100.9, 0, 100],
      ["x", 465, -100, 100],
      [110, 465.5, 110, 465],
      [null, 50, 5, null],
    ],
  },
};

// Microsoft's page of each function.
test.each<[formula: string, value: number, digit: number]>([
  ["NPV(10%,-10000,3000,4200,6800)", 1188.44, 0.01],
  ["NPV(Shoes!A1,Shoes!A3:A7)+Shoes!A2", 1922.06, 0.01],
  ["NPV(Shoes!A1,Shoes!A3:A7,-9000)+Shoes!A2", -3749.47, 0.01],
  ["IRR(A1:A5)", -0.021, 0.001],
  ["IRR(A1:A6)", 0.087, 0.001],
  ["IRR(A1:A3,-10%)", -0.444, 0.001],
  ["MIRR({-120000,39000,30000,21000,37000,46000},10%,12%)", 0.13, 0.01],
  ["MIRR({-120000,39000,30000,21000},10%,12%)", -0.05, 0.01],
  ["MIRR({-120000,39000,30000,21000,37000,46000},10%,14%)", 0.13, 0.01],
  ["XNPV(0.09,Dated!A1:A5,Dated!B1:B5)", 2086.65, 0.01],
  ["XIRR(Dated!A1:A5,Dated!B1:B5,0.1)", 0.373362535, 1e-8],
  ["FVSCHEDULE(1,{0.09,0.11,0.1})", 1.33089, 0.00001],
])("%s is what Microsoft's page says", (formula, value, digit) => {
  expect(resultOf(formula, book)).toBeWithin(value, { absolute: digit / 2 + 1e-12, source: "Microsoft" });
});

// At 60 digits with mpmath.
test.each<[string, number]>([
  ["NPV(0.1,-10000,3000,4200,6800)", 1188.4434123352228832],
  ["IRR({-70000,12000,15000,18000,21000,26000})", 0.086630948036531614293],
  ["IRR({-70000,12000,15000,18000,21000})", -0.021244848273410991031],
  ["IRR({-70000,12000,15000,18000,21000},3)", -0.021244848273410991031],
  ["IRR({-100,39,59,55,20})", 0.28094842115996110458],
  ["IRR(HSTACK(-100000,SEQUENCE(,360,600,0)))", 0.0050058250067624074137],
  ["IRR({-100,60,60,-10})", 0.072502507953005429165],
  ["IRR({-1000,3000,-500},2)", 1.8228756555322952953],
  ["MIRR({-120000,39000,30000,21000,37000,46000},0.1,0.12)", 0.12609413036590514391],
  ["XNPV(0.09,Dated!A1:A5,Dated!B1:B5)", 2086.6476020315366526],
  ["XIRR(Dated!A1:A5,Dated!B1:B5)", 0.37336253351883151031],
  ["XIRR(SORTBY(Dated!A1:A5,{1;5;4;3;2}),SORTBY(Dated!B1:B5,{1;5;4;3;2}))", 0.37336253351883151031],
])("%s has nearly all digits", (formula, value) => {
  expect(resultOf(formula, book)).toBeWithin(value, { relative: 1e-13, source: "mpmath" });
});

const strict = { not: "dated flows with blank cells" };

test.each<[string, Result]>([
  // Blank cells, texts and truth values take no place; zeros do.
  ["NPV(0.1,Gaps!A1:A8)-NPV(0.1,Plain!A1:A5)", 0],
  ["IRR(Gaps!A1:A8)-IRR(Plain!A1:A5)", 0],
  ["MIRR(Gaps!A1:A8,0.1,0.1)-MIRR(Plain!A1:A5,0.1,0.1)", 0],
  ["NPV(1,0,0,8)", 1],
  ["NPV(1,Gaps!A2,8)", 4],
  ["NPV(1,{1,2},(Plain!A4,Plain!A5))", 0.5 + 0.5 + 0 + 10 / 16],
  ["NPV(-1,1)", "#DIV/0!"],
  ["NPV(0.1,#N/A)", "#N/A"],
  ["NPV(0.1,Wrong!A1:A3)", { not: "NPV of a range that has an error" }],
  ["NPV(0.1,TRUE)", { not: "a single flow that is no number" }],
  ["NPV(0.1,1,,1)", { not: "a single flow that is no number" }],
  ['NPV("x",1)', "#VALUE!"],
  ["NPV(1,8)", 4],
  ["IRR((Plain!A1,Plain!A2:A5))-IRR(Plain!A1:A5)", 0],
  ["IRR({-100,100})", 0],
  ["IRR({1,2,3})", "#NUM!"],
  ["IRR({-1,-2})", "#NUM!"],
  ["IRR(5)", "#NUM!"],
  ["IRR(Wrong!A1:A3)", "#N/A"],
  ["IRR({-100,110},-1)", { not: "a rate of return from a guess of -1 or less" }],
  // 10 % and 20 %; the present value turns at 14.8 %.
  ["IRR({-1000,2300,-1320},0.1)", 0.1],
  ["IRR({-1000,2300,-1320},0.09)", 0.1],
  ["IRR({-1000,2300,-1320},0.3)", 0.2],
  ["IRR({-1000,2300,-1320},0.148)", { not: "a rate of return that Newton's method does not find" }],
  ["IRR({-1000,3000,-2600})", { not: "a rate of return that Newton's method does not find" }],
  // The only rate is -57.2 %, behind turns of the present value.
  ["IRR({-20,35,-23,5},0.1)", { not: "a rate of return where there may be several" }],
  ["IRR({-20,35,-23,5},-0.55)", -0.5721525222070865],
  ["MIRR({1,2},0.1,0.1)", "#DIV/0!"],
  ["MIRR({-1,-2},0.1,0.1)", "#DIV/0!"],
  ["MIRR({-100,121},0.1,0.1)", 0.21],
  ["MIRR({-100,121},0.1,-1)", { not: "MIRR at a rate of -1 or less" }],
  ["MIRR({-1,#N/A},0.1,0.1)", "#N/A"],
  ["XNPV(0,Dated!A1:A5,Dated!B1:B5)", { not: "XNPV at a rate of 0 or less" }],
  ["XNPV(0.1,Dated!A1:A5,Dated!B1:B4)", "#NUM!"],
  ["XNPV(0.1,Odd!A1:A3,Odd!B1:B3)", "#VALUE!"],
  ["XNPV(0.1,Odd!A3:A4,Odd!B3:B4)", strict],
  ["XNPV(0.1,{-100,110},{100.9,465.5})", 0],
  ["XNPV(0.1,{-100,110},{100,99})", { not: "dated flows before the first" }],
  ["XNPV(0.1,{-100,110},{-5,99})", "#VALUE!"],
  ["XNPV(0.1,-100,100)", -100],
  ["XIRR({-100,110},{100.9,465.5})", 0.1],
  ["XIRR({-100,60,50},{100,465,465})", 0.1],
  ["XIRR({100,110},{100,465})", "#NUM!"],
  ["XIRR({-100,110},{100,465,600})", "#NUM!"],
  ['XIRR({-100,110},{100,"x"})', "#VALUE!"],
  ["XIRR({-100,110},{100,99})", { not: "dated flows before the first" }],
  ["XIRR(Odd!C1:C3,Odd!D1:D3)", { not: "XIRR of flows that begin with 0, for which Excel gives no rate" }],
  ["XIRR(Odd!A3:A4,Odd!D3:D4)", strict],
  ["XIRR({-100,90},{100,465})", -0.1],
  ["XIRR({-100,1},{100,465})", { not: "XIRR that Newton's method does not find" }],
  ["XIRR({-100,1},{100,465},-0.985)", -0.99],
  ["XIRR({-100,100},{100,100})", { not: "XIRR that Newton's method does not find" }],
  ["FVSCHEDULE(100,Gaps!A2)", 100],
  ["FVSCHEDULE(100,{0.1;-0.1})", 99],
  ["FVSCHEDULE(100,Gaps!A3)", "#VALUE!"],
  ["FVSCHEDULE(100,{0.1,#N/A})", "#N/A"],
])("%s", (formula, expected) => {
  const result = resultOf(formula, book);
  if (typeof expected === "number" && typeof result === "number")
    expect(result).toBeWithin(expected, { absolute: 2e-14, relative: 1e-13 });
  else expect(result).toEqual(expected);
});

// 10 %, 20 % and 30 %, with turns of the present value between them.
test.each<[guess: number, expected: number | undefined]>([
  [0.05, 0.1],
  [0.13, 0.1],
  [0.15, undefined],
  [0.17, 0.2],
  [0.22, 0.2],
  [0.25, undefined],
  [0.28, 0.3],
  [0.4, 0.3],
])("of three rates, the one that is found from %d", (guess, expected) => {
  const result = resultOf(`IRR({-1000,3600,-4310,1716},${guess})`);
  if (expected === undefined) expect(result).toEqual({ not: "a rate of return where there may be several" });
  else expect(result).toBeWithin(expected, { absolute: 1e-12 });
});

test("flows are worth nothing at their rate of return, and dated a year apart they have the same", () => {
  const flow = fc.integer({ min: 1, max: 1000 });
  fc.assert(
    fc.property(
      fc.array(flow, { minLength: 1, maxLength: 3 }),
      fc.array(flow, { minLength: 1, maxLength: 12 }),
      (out, back) => {
        const flows = [...out.map((one) => -one), ...back];
        const rate = resultOf(`IRR({${flows.join(",")}})`);
        if (typeof rate !== "number") throw new Error(JSON.stringify(rate));
        let [value, size] = [0, 0];
        for (const [time, one] of flows.entries()) {
          value += one / (1 + rate) ** time;
          size += Math.abs(one) / (1 + rate) ** time;
        }
        expect(Math.abs(value)).toBeLessThan(1e-13 * size * flows.length);
        const days = flows.map((_, year) => 40000 + 365 * year);
        const dated = resultOf(`XIRR({${flows.join(",")}},{${days.join(",")}})`);
        if (typeof dated === "number") expect(dated).toBeWithin(rate, { relative: 1e-11, absolute: 1e-13 });
        else expect(rate).toBeLessThan(0);
      },
    ),
  );
});
