import { type Row, UNCERTAIN } from "./table";

/** Most of the values are those of Microsoft's page of the function. */
export const rows: readonly Row[] = [
  [
    "MMULT({1,3;7,2},{2,0;0,2})",
    [
      [2, 6],
      [14, 4],
    ],
  ],
  ["MMULT({1,2,3},{1;2;3})", 14],
  ["MMULT({1,2},{1,2})", "#VALUE!"],
  ["MMULT(A3:A4,{1,2})", "#VALUE!"],
  ["MMULT(B1:B2,{1,2})", "#N/A"],
  [
    "MINVERSE({4,-1;2,0})",
    [
      [0, 0.5],
      [-1, 2],
    ],
  ],
  [
    "MINVERSE({1,2,1;3,4,-1;0,2,0})",
    [
      [0.25, 0.25, -0.75],
      [0, 0, 0.5],
      [0.75, -0.25, -0.25],
    ],
  ],
  ["MINVERSE({1,2})", "#VALUE!"],
  ["MINVERSE({1,2;2,4})", "#NUM!"],
  ["MINVERSE({1,2,3;4,5,6;7,8,9})", UNCERTAIN],
  ["MDETERM({1,3,8,5;1,3,6,1;1,1,1,0;7,3,10,2})", 88, 1e-13],
  ["MDETERM({3,6,1;1,1,0;3,10,2})", 1, 1e-13],
  ["MDETERM({3,6;1,1})", -3, 1e-13],
  ["MDETERM({1,3,8,5;1,3,6,1})", "#VALUE!"],
  ["MDETERM({1,2;2,4})", 0],
  ["MDETERM(5)", 5],
  [
    "MUNIT(2)",
    [
      [1, 0],
      [0, 1],
    ],
  ],
  ["MUNIT(1)", 1],
  ["MUNIT(0)", "#VALUE!"],
];
