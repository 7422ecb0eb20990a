// Runs a file of src in the build, as its files are now: a build that watches them runs it again.
require("./typescript.cjs");
const path = require("node:path");

const source = path.resolve("src");

exports.sourceModule = (file) => {
  for (const loaded of Object.keys(require.cache))
    if (loaded.startsWith(source)) Reflect.deleteProperty(require.cache, loaded);
  return require(path.resolve(file));
};
