import { isClose, check } from "./table";
import { resultOf } from "../formulas";
import { rows } from "./regression.rows";

check(rows);

// The page of LINEST: floor space, offices, entrances, age and value of buildings.
const buildings = [
  [2310, 2, 2, 20, 142000],
  [2333, 2, 2, 12, 144000],
  [2356, 3, 1.5, 33, 151000],
  [2379, 3, 2, 43, 150000],
  [2402, 2, 3, 53, 139000],
  [2425, 4, 2, 23, 169000],
  [2448, 2, 1.5, 99, 126000],
  [2471, 2, 2, 34, 142900],
  [2494, 3, 3, 23, 163000],
  [2517, 4, 4, 55, 169000],
  [2540, 2, 3, 22, 149000],
];
const book = { cells: { Sheet1: buildings } };

test("several variables with their statistics", () => {
  const none = "#N/A";
  const expected = [
    [-234.2371645, 2553.21066, 12529.76817, 27.64138737, 52317.83051],
    [13.26801148, 530.6691519, 400.0668382, 5.429374042, 12237.3616],
    [0.996747993, 970.5784629, none, none, none],
    [459.7536742, 6, none, none, none],
    [1732393319, 5652135.316, none, none, none],
  ];
  const actual = resultOf("LINEST(E1:E11,A1:D11,TRUE,TRUE)", book);
  expect(isClose(actual, expected, 1e-9)).toBe(true);
  expect(isClose(resultOf("LINEST(E1:E11,A1:D11)", book), [expected[0]], 1e-9)).toBe(true);
});

test("an estimate from several variables", () => {
  const formula = "TREND(E1:E11,A1:D11,{2500,3,2,25})";
  const byHand = 27.64138737 * 2500 + 12529.76817 * 3 + 2553.21066 * 2 - 234.2371645 * 25 + 52317.83051;
  expect(isClose(resultOf(formula, book), byHand, 1e-9)).toBe(true);
  expect(resultOf("TREND(E1:E11,A1:D11,{2500,3,2})", book)).toBe("#REF!");
  const lying = {
    cells: { Sheet1: buildings[0]?.map((_, place) => buildings.map((row) => row[place] ?? 0)) ?? [] },
  };
  expect(isClose(resultOf("TREND(A5:K5,A1:K4,{2500;3;2;25})", lying), byHand, 1e-9)).toBe(true);
});

// The pages of TREND and GROWTH.
const costs = "{133890;135000;135790;137300;138130;139100;139900;141120;141890;143230;144000;145290}";
const units = "{33100;47300;69000;102000;150000;220000}";

check([
  [`ROUND(TREND(${costs},,{13;14;15;16;17}),0)`, [[146172], [147190], [148208], [149226], [150244]]],
  [
    `GROWTH(${units},{11;12;13;14;15;16})`,
    [[32618.20377], [47729.42261], [69841.30086], [102197.0734], [149542.4867], [218821.8762]],
    1e-9,
  ],
  [`GROWTH(${units},{11;12;13;14;15;16},{17;18})`, [[320196.7184], [468536.0542]], 1e-9],
  [`LOGEST(${units},{11;12;13;14;15;16})`, [[1.4632756, 495.30477]], 1e-7],
]);
