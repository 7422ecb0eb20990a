// For webpack: a JSON file whose long lists of numbers, and of numbers in hexadecimal, are packed, and unpacked when they are
// read. The file itself stays readable; what loads it loads half.
const path = require("node:path");
const { sourceModule } = require("./sourceModule.cjs");

const PACKED = path.resolve("src/data/embedded/packed.ts");
const LONG = 100;

module.exports = function packedNumbers(text) {
  this.addDependency(PACKED);
  const { packed, unpacked } = sourceModule(PACKED);
  const isSame = (values, scale) => String(unpacked(packed(values, scale), scale)) === String(values);
  /** The call that gives a long list; undefined for anything else. */
  const unpacking = (value) => {
    if (!Array.isArray(value) || value.length < LONG) return undefined;
    if (value.every((each) => typeof each === "string" && /^[1-9a-f][0-9a-f]{0,7}$/.test(each))) {
      const numbers = value.map((text) => parseInt(text, 16));
      return `unpacked("${packed(numbers, 1)}", 1).map((number) => number.toString(16))`;
    }
    const scale = value.every(Number.isFinite) ? [1, 10, 100].find((each) => isSame(value, each)) : undefined;
    return scale && `unpacked("${packed(value, scale)}", ${scale})`;
  };
  const entry = ([key, value]) => {
    const [name, call] = [JSON.stringify(key), unpacking(value)];
    return call === undefined ? `${name}: ${written(value)}` : `get ${name}() { return ${call}; }`;
  };
  const written = (value) => {
    if (Array.isArray(value)) return `[${value.map(written).join(",")}]`;
    if (typeof value !== "object" || value === null) return JSON.stringify(value);
    return `{${Object.entries(value).map(entry).join(",")}}`;
  };
  return `import { unpacked } from ${JSON.stringify(PACKED)};\nexport default ${written(JSON.parse(text))};`;
};
