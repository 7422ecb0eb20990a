import { check, UNCERTAIN } from "./table";
import { rows } from "./conditions.rows";

check(rows);

/** Numbers whose last digits differ only. */
check(
  [
    ["COUNTIF(A1:A2,0.3)", UNCERTAIN],
    ['COUNTIF(A1:A2,"<0.3")', UNCERTAIN],
    ['COUNTIF(A1:A2,"<0.4")', 2],
  ],
  { cells: { Sheet1: [[0.3], ["=0.1+0.2+0"]] } },
);
