// The modules of a script are called as soon as it is read. An engine reads a function in brackets in full at first sight,
// and any other twice: once for its end, again when it is called. The minimizer takes such brackets away.
const ts = require("typescript");

/** The object of a built script whose methods are its modules. */
function modulesOf(node) {
  const isModules = ts.isObjectLiteralExpression(node) && node.properties.every(ts.isMethodDeclaration);
  return isModules && node.properties.length > 0 ? node : ts.forEachChild(node, modulesOf);
}

/** The script with its modules in brackets. */
exports.calledAtOnce = (script) => {
  const file = ts.createSourceFile("script.js", script, ts.ScriptTarget.Latest, false, ts.ScriptKind.JS);
  const modules = modulesOf(file);
  if (modules === undefined) throw new Error("the script has no object of modules");
  let [text, from] = ["", 0];
  for (const { name, end } of modules.properties) {
    text += `${script.slice(from, name.end)}:(function${script.slice(name.end, end)})`;
    from = end;
  }
  return text + script.slice(from);
};
