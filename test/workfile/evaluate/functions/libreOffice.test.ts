import { computedByLibreOffice, hasLibreOffice } from "../../../native/libreOffice";
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
import { isClose, sheet } from "./table";

const rows = [
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

const inLibreOffice = hasLibreOffice() ? test : test.skip;
const FORMULAS_FROM = 20;

inLibreOffice("LibreOffice gives the same", () => {
  const given = rows.map(([formula], index) => {
    const cells = [...(sheet[index] ?? [])];
    while (cells.length < FORMULAS_FROM) cells.push(null);
    return [...cells, `=${formula}`];
  });
  const found = computedByLibreOffice(given);
  const differing = rows.flatMap(([formula, expected, tolerance], index) => {
    const other = found[index]?.[FORMULAS_FROM];
    if (typeof expected === "object") return [];
    if (typeof other === "object") return typeof expected === "string" && expected.startsWith("#") ? [] : [[formula, expected, other.error]];
    return isClose(other, expected, tolerance ?? 1e-13) ? [] : [[formula, expected, other]];
  });
  console.log(rows.length, differing.map((row) => row.join("  |  ")).join("\n"));
});
