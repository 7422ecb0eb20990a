import { computedByLibreOffice, testInLibreOffice } from "../../../native/libreOffice";
import { rows as conditions } from "./conditions.rows";
import { rows as counts } from "./counts.rows";
import { rows as deviations } from "./deviations.rows";
import { rows as distributions } from "./distributions.rows";
import { rows as mathematics } from "./mathematics.rows";
import { rows as matrices } from "./matrices.rows";
import { rows as order } from "./order.rows";
import { rows as regression } from "./regression.rows";
import { rows as rounding } from "./rounding.rows";
import { rows as subtotals } from "./subtotals.rows";
import { rows as sums } from "./sums.rows";
import { isClose, sheet, type Row } from "./table";

const rows: readonly Row[] = [
  ...sums,
  ...counts,
  ...rounding,
  ...mathematics,
  ...matrices,
  ...order,
  ...deviations,
  ...regression,
  ...distributions,
  ...conditions,
  ...subtotals,
];

/** Where LibreOffice is known to differ from Excel, and why. */
const different: Readonly<Record<string, readonly string[]>> = {
  "TRUE and FALSE are numbers in its cells and arrays": [
    "SUM(A1:A12)",
    "SUM({TRUE,1})",
    "SUMSQ(A1:A3,A6)",
    "SUMPRODUCT(A1:A3,E1:E3)",
    "SUMX2PY2(A1:A3,E1:E3)",
    "COUNT(A1:A12)",
    "COUNT({1,TRUE,2})",
    "AVERAGEA(A1:A12)",
    "MIN(A2:A3,7)",
    "MINA(A3,A1)",
    "MAXA(A3,A6)",
    "MEDIAN(A1:A12)",
    'COUNTIF(A1:A12,"FALSE")',
    "COUNTIF(A1:A12,0)",
    "COUNTIF(A1:A12,A4)",
    "SUMIF(E1:E3,3,A1:A3)",
  ],
  "a text in an argument is no number, or counts otherwise": [
    'SUM(1,"2",TRUE)',
    'PRODUCT("3",2,TRUE)',
    'AVERAGE(1,"3",TRUE)',
    'MIN("3",TRUE)',
    'MEDIAN(10,"2",TRUE)',
    'STDEV(1,"3",TRUE)',
    'AVERAGEA("x")',
  ],
  "the file tells it to take the cell beside the formula": [
    "SUM(A1:A3*1)",
    "SUM(A1:A3+E1:E3)",
    "SUMPRODUCT((A1:A3>1)*E1:E3)",
  ],
  "an empty text is a blank cell": ["COUNTA(A1:A12)"],
  "texts that are numbers do not meet a number": [
    "COUNTIF(C1:C12,1)",
    'COUNTIF(C1:C12,"1")',
    'COUNTIF(C1:C12,"=01")',
    'COUNTIF(C1:C12,"<>1")',
    "SUMIFS(D1:D12,C1:C12,1)",
  ],
  "numbers meet wildcards": ['COUNTIF(C1:C12,"*")', 'COUNTIF(C1:C12,"?*")'],
  "a criterion may have more than 255 characters": ['COUNTIF(C1:C12,REPT("a",256))'],
  "an error as a criterion is the result": ["COUNTIF(B1:B12,NA())"],
  "it takes arrays where Excel takes references": [
    "COUNTBLANK({1,2})",
    "RANK.EQ(5,{5,6})",
    "COUNTIF({1,2},1)",
    "SUBTOTAL(9,{1,2})",
    "AGGREGATE(9,4,{1,2})",
  ],
  "pairs are taken otherwise": ["SUMXMY2(A4:A5,G1:G2)", "MMULT(B1:B2,{1,2})"],
  "it rounds and divides by rules of its own": [
    "INT(123456789-0.0000005)",
    "ROUNDUP(1,-400)",
    "MROUND(5,-2)",
    "MOD((1.2-1)/0.2,1)",
    "MOD(281.44,0.02)",
    "MOD(1E+20,3)",
    "PERCENTRANK.INC({13,12,11,8,4,3,2,1,1,1},4)",
    "PERCENTRANK.INC({13,12,11,8,4,3,2,1,1,1},8)",
    "PERCENTRANK.INC({13,12,11,8,4,3,2,1,1,1},5,1)",
  ],
  "next to 0 it gives 0, or fewer digits than mpmath and we": [
    "SUM(0.1,0.2,-0.3)",
    "MOD(0.9,0.3)",
    "NORMDIST(-60,0,2,1)",
    "EXPON.DIST(1E-20,1,TRUE)",
  ],
  "it has a value where Excel has an error": [
    "POWER(0,0)",
    "ATAN2(0,0)",
    "GEOMEAN(1,0)",
    "LOGNORM.DIST(0,3.5,1.2,TRUE)",
    "BINOM.INV(6,0,0.75)",
    "EXPON.DIST(-1,10,TRUE)",
    "BETA.INV(0,8,10)",
  ],
  "no numbers are no classes": ["FREQUENCY({1,2,3},A4:A5)"],
};
const known = new Set(Object.values(different).flat());

/** Beside the sheet of the tables. */
const COLUMN = 20;

testInLibreOffice("LibreOffice gives the same, but for what it is known to do in its own way", () => {
  // Arrays, and what is not computed, it has no cells for.
  const compared = rows.filter(([formula, expected]) => typeof expected !== "object" && !known.has(formula));
  const given = compared.map(([formula], index) => {
    const cells = [...(sheet[index] ?? [])];
    while (cells.length < COLUMN) cells.push(null);
    return [...cells, `=${formula}`];
  });
  const found = computedByLibreOffice(given);
  const differing = compared.flatMap(([formula, expected, tolerance], index) => {
    const other = found[index]?.[COLUMN];
    const isError = typeof expected === "string" && expected.startsWith("#");
    // Its errors have other names.
    const isSame = typeof other === "object" ? isError : isClose(other, expected, tolerance ?? 1e-13);
    return isSame ? [] : [{ formula, expected, other }];
  });
  expect(differing).toEqual([]);
  expect(compared.length).toBeGreaterThan(600);
});

test("what is listed as different is in the tables", () => {
  const formulas = new Set(rows.map(([formula]) => formula));
  expect([...known].filter((formula) => !formulas.has(formula))).toEqual([]);
});
