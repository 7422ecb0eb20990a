import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { nodeCompression } from "../../src/workfile/nodeCompression";
import { savedValues } from "./savedValues";

const FOLDER = "src/books/files";
const names = readdirSync(FOLDER).filter((name) => name.endsWith(".xlsx"));

// The values in them are those of the workbench's grid, another engine: what both compute from 76,000 formulas is the same.
// Both may leave another rest of rounding where sums of millions should cancel, hence 1e-8.
test.each(names)("every formula of %s gives the value that was saved", (name) => {
  const file = new Uint8Array(readFileSync(join(FOLDER, name)));
  const found = savedValues(file, { tolerance: 1e-8 }, nodeCompression);
  expect(found.others).toEqual([]);
  expect([...found.left]).toEqual([]);
  expect(found.formulas).toBeGreaterThan(100);
});
