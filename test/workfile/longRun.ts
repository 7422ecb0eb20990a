import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { nodeCompression } from "../../src/workfile/nodeCompression";
import { FileError } from "../../src/workfile/fileError";
import { ErrorValue, type Scalar } from "../../src/workfile/evaluate/scalar";
import { savedValues } from "./savedValues";

// Computes every formula of the workbooks in a folder, and holds each against the value that the program saved which wrote
// it: npm run test:long FOLDER. It ends with 1 where any differs by more than 1e-9.

const [, , folder] = process.argv;
if (folder === undefined || !statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
  console.error("npm run test:long FOLDER needs a folder with workbooks (.xlsx, .xlsm)");
  process.exit(2);
}

const MOST_SHOWN = 10;
const shown = (value: Scalar) => (value instanceof ErrorValue ? value.code : JSON.stringify(value));

let [formulas, computed, different] = [0, 0, 0];
for (const name of readdirSync(folder).filter((file) => /\.xls[xm]$/i.test(file))) {
  try {
    const file = new Uint8Array(readFileSync(join(folder, name)));
    const found = savedValues(file, { tolerance: 1e-9 }, nodeCompression);
    formulas += found.formulas;
    computed += found.computed;
    different += found.others.length;
    console.log(
      `${name}: ${found.computed} of ${found.formulas} formulas computed, ${found.others.length} different`,
    );
    for (const { at, formula, saved, computed: now } of found.others.slice(0, MOST_SHOWN))
      console.log(`  ${at} ${formula.slice(0, 120)}: saved ${shown(saved)}, computed ${shown(now)}`);
    for (const [why, count] of found.left) console.log(`  ${count} not computed: ${why}`);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    console.log(`${name}: ${error.message}`);
  }
}
const share = formulas === 0 ? 100 : (100 * computed) / formulas;
console.log(`${formulas} formulas, ${share.toFixed(2)} % computed, ${different} different at 1e-9`);
process.exitCode = different > 0 ? 1 : 0;
