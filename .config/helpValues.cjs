// For webpack: src/functions/help.ts as the values that it has, since the definitions of a build have no help in them.
const path = require("node:path");
const { sourceModule } = require("./sourceModule.cjs");

module.exports = function helpValues() {
  this.addContextDependency(path.resolve("src"));
  const json = JSON.stringify(sourceModule(this.resourcePath).help);
  return `export const help = JSON.parse(${JSON.stringify(json)});`;
};
