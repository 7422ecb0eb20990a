// For webpack: makes one module of functions.js. It joins the modules of a script as long as no other script imports them,
// and the pane imports many: here it gets all of them from the module of the entry, which hands them on.
const { existsSync, readFileSync } = require("node:fs");
const path = require("node:path");
const ts = require("typescript");

const ENTRY = path.resolve("src/functions/index.ts");
const OTHERS = ["src/taskpane/index.tsx", "src/taskpane/laterScript.ts"].map((file) => path.resolve(file));

const fileOf = (from, target) => {
  const name = path.resolve(path.dirname(from), target);
  return [`${name}.ts`, `${name}.tsx`, name].find((file) => existsSync(file));
};

/** What a file imports from other files: which, and which names; types are gone before webpack looks. */
function importsOf(file) {
  if (!/\.tsx?$/.test(file)) return [];
  const { statements } = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest);
  return statements.filter(ts.isImportDeclaration).flatMap(({ importClause: clause, moduleSpecifier }) => {
    const target = moduleSpecifier.text.startsWith(".") ? fileOf(file, moduleSpecifier.text) : undefined;
    if (target === undefined || clause?.isTypeOnly) return [];
    const names = clause?.namedBindings?.elements?.filter(({ isTypeOnly }) => !isTypeOnly);
    if (names?.length === 0) return [];
    return [{ target, names: names?.map(({ name, propertyName }) => (propertyName ?? name).text) }];
  });
}

/** The files that are reached from some, and what they import of those in `apart`, which are not followed. */
function reached(entries, apart) {
  const [files, imports] = [new Set(entries), []];
  for (const file of files)
    for (const each of importsOf(file))
      if (apart.has(each.target)) imports.push(each);
      else files.add(each.target);
  return { files, imports };
}

/** The files of functions.js, and the names that other scripts import from each. */
function shared() {
  const { files } = reached([ENTRY], new Set());
  const names = new Map();
  for (const { target, names: imported } of reached(OTHERS, files).imports) {
    if (imported === undefined) throw new Error(`import names from ${target}: the pane gets them one by one`);
    for (const name of imported) {
      const other = names.get(name) ?? target;
      if (other !== target) throw new Error(`the pane imports ${name} from both ${other} and ${target}`);
      names.set(name, target);
    }
  }
  return { files, names };
}

/** The loader of the entry: it exports what the pane imports from the files of functions.js. */
module.exports = function oneModule(text) {
  this.addContextDependency(path.resolve("src"));
  const lines = [...shared().names]
    .filter(([, file]) => file !== ENTRY)
    .map(([name, file]) => `export { ${name} } from ${JSON.stringify(file)};`);
  return [text, ...lines].join("\n");
};

/** Sends what other files import from the files of functions.js to the entry. */
module.exports.OneModulePlugin = class OneModulePlugin {
  apply(compiler) {
    let files = new Set();
    compiler.hooks.compile.tap("OneModulePlugin", () => {
      ({ files } = shared());
    });
    compiler.hooks.normalModuleFactory.tap("OneModulePlugin", (factory) => {
      factory.hooks.beforeResolve.tap("OneModulePlugin", (data) => {
        const { issuer } = data.contextInfo;
        if (issuer === "" || files.has(issuer) || !data.request.startsWith(".")) return;
        if (files.has(fileOf(issuer, data.request))) data.request = ENTRY;
      });
    });
  }
};
