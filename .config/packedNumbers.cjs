// For webpack: a JSON file whose long lists of numbers are packed, and unpacked when they are read. The file itself stays
// readable; what loads it loads a third less.
const path = require("node:path");
const { sourceModule } = require("./sourceModule.cjs");

const PACKED = path.resolve("src/data/embedded/packed.ts");
const LONG = 100;

module.exports = function packedNumbers(text) {
  this.addDependency(PACKED);
  const { packed, unpacked } = sourceModule(PACKED);
  const isSame = (values, scale) =>
    unpacked(packed(values, scale), scale).every((value, index) => value === values[index]);
  const entry = ([key, value]) => {
    const name = JSON.stringify(key);
    const isLong = Array.isArray(value) && value.length >= LONG && value.every(Number.isFinite);
    const scale = isLong ? [1, 10, 100].find((each) => isSame(value, each)) : undefined;
    if (scale === undefined) return `${name}: ${written(value)}`;
    return `get ${name}() { return unpacked("${packed(value, scale)}", ${scale}); }`;
  };
  const written = (value) => {
    if (Array.isArray(value)) return `[${value.map(written).join(",")}]`;
    if (typeof value !== "object" || value === null) return JSON.stringify(value);
    return `{${Object.entries(value).map(entry).join(",")}}`;
  };
  return `import { unpacked } from ${JSON.stringify(PACKED)};\nexport default ${written(JSON.parse(text))};`;
};
