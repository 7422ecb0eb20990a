import { computedByLibreOffice, testInLibreOffice } from "../../../native/libreOffice";
import { resultOf } from "../formulas";

const rates = [-0.05, 0.004, 0.0825];
const dues = [0, 1];

function* formulas(): Generator<string> {
  for (const rate of rates)
    for (const due of dues) {
      yield `PMT(${rate},36,12500,-300,${due})`;
      yield `PV(${rate},36,-420,-300,${due})`;
      yield `FV(${rate},36,-420,12500,${due})`;
      yield `NPER(${rate},-1400,12500,-300,${due})`;
      yield `IPMT(${rate},17,36,12500,-300,${due})`;
      yield `PPMT(${rate},17,36,12500,-300,${due})`;
      if (rate > 0) yield `CUMIPMT(${rate},36,12500,5,31,${due})`;
      if (rate > 0) yield `CUMPRINC(${rate},36,12500,5,31,${due})`;
      yield `RATE(36,-420,12500,-300,${due})`;
      yield `ISPMT(${rate},17,36,12500)`;
      yield `NPV(${rate},-900,{10,20,400},600)`;
      yield `MIRR({-900,10,-20,400,1600},${rate},0.07)`;
      yield `FVSCHEDULE(12500,{0.03,${rate},0.01})`;
    }
  yield "IRR({-900,10,-20,400,1600})";
  yield "XIRR({-900,10,1600,-20,400},{39000,39100,40777,39200,39900})";
  yield "XNPV(0.11,{-900,10,1600,-20,400},{39000,39100,40777,39200,39900})";
  for (const times of [2, 12, 365]) {
    yield `EFFECT(0.09,${times})`;
    yield `NOMINAL(0.09,${times})`;
    yield `RRI(${times},900,1600)`;
    yield `PDURATION(0.09,900,${times}000)`;
  }
  for (const period of [1, 2, 5, 8])
    for (const factor of [1, 1.5, 2]) {
      yield `SYD(9000,500,8,${period})`;
      yield `DB(9000,500,8,${period},${factor * 4})`;
      yield `DDB(9000,500,8,${period},${factor})`;
      yield `VDB(9000,500,8,${period - 1},${period},${factor})`;
      yield `VDB(9000,500,8,${period - 1},8,${factor},TRUE)`;
    }
  for (const price of [1.02, -3.11, 27]) {
    yield `DOLLARDE(${price},16)`;
    yield `DOLLARFR(${price},32)`;
  }
  for (const sought of ["1", "4", "5.5", "9", "12", '"b"', '"m"', '"zz"']) {
    for (const type of [0, 1]) yield `MATCH(${sought},{1,4,4,7,9,"a","B","m","m"},${type})`;
    yield `VLOOKUP(${sought},{1,10;4,20;7,30;"a",40;"m",50},2)`;
    yield `VLOOKUP(${sought},{1,10;4,20;7,30;"a",40;"m",50},2,FALSE)`;
    yield `HLOOKUP(${sought},{1,4,7,"a","m";10,20,30,40,50},2)`;
    yield `LOOKUP(${sought},{1,4,7,"a","m"},{10,20,30,40,50})`;
  }
  yield "MATCH(5,{9,7,4},-1)";
  yield "INDEX({1,2;3,4},2,1)";
}

testInLibreOffice("LibreOffice computes the same", () => {
  const all = [...formulas()];
  const theirs = computedByLibreOffice(all.map((formula) => [`=${formula}`]));
  const errors: string[] = [];
  for (const [row, formula] of all.entries()) {
    const ours = resultOf(formula);
    const other = theirs[row]?.[0];
    const isSame =
      typeof ours === "number" && typeof other === "number"
        ? Math.abs(ours - other) <= 1e-10 * Math.max(Math.abs(ours), 1e-3)
        : typeof ours === "string" && ours.startsWith("#") && typeof other === "object";
    if (!isSame) errors.push(`${formula}: ${JSON.stringify(ours)}, LibreOffice ${JSON.stringify(other)}`);
  }
  expect(errors).toEqual([]);
  expect(all.length).toBeGreaterThan(180);
});
