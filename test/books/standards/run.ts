import { readFileSync } from "node:fs";
import { readBook } from "./bookModel";
import { rules } from "./rules";

// By hand: node -r ./.config/typescript.cjs test/books/standards/run.ts [--all] FILE...

const MOST_SHOWN = 8;
const [showsAll, files] = [
  process.argv.includes("--all"),
  process.argv.slice(2).filter((argument) => !argument.startsWith("--")),
];
let count = 0;
for (const path of files) {
  const started = performance.now();
  const book = readBook(new Uint8Array(readFileSync(path)));
  console.log(`${path}: ${book.sheets.map(({ name, cells }) => `${name} ${cells.size}`).join(", ")}`);
  for (const rule of rules) {
    const found = [...rule.check(book)];
    count += found.length;
    if (found.length === 0) continue;
    console.log(`\n${rule.id}: ${rule.title} (${rule.source})`);
    const shown = showsAll ? found : found.slice(0, MOST_SHOWN);
    for (const text of shown) console.log(`  ${text}`);
    if (shown.length < found.length)
      console.log(`  and ${found.length - shown.length} more; --all shows them`);
  }
  console.log(`\n${Math.round(performance.now() - started)} ms`);
}
console.log(count === 0 ? `All ${rules.length} rules kept` : `${count} findings`);
process.exitCode = count === 0 ? 0 : 1;
