import officeAddins from "eslint-plugin-office-addins";
import tseslint from "typescript-eslint";

const officeRules = Object.fromEntries(
  Object.keys(officeAddins.rules).map((rule) => [`office-addins/${rule}`, "error"]),
);

/** What the code and the tests may not use. */
const forgetful = {
  object: "AbortSignal",
  property: "any",
  message: "Node 20 forgets an AbortSignal.timeout that only this holds: use limited()",
};

export default tseslint.config(
  // Its own compiler checks the AssemblyScript.
  { ignores: ["dist/", "dist-cli/", "node_modules/", "src/core/*/wasm/kernel.ts"] },
  ...tseslint.configs.strictTypeChecked,
  { languageOptions: { parserOptions: { projectService: true } } },
  {
    plugins: { "office-addins": officeAddins },
    rules: {
      ...officeRules,
      "@typescript-eslint/consistent-type-imports": "error",
      // Numbers read well in a text, and `() => log(x)` in short.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
    },
  },
  {
    files: ["src/**"],
    rules: {
      "no-restricted-properties": ["error", forgetful],
      "no-restricted-syntax": [
        "error",
        {
          // The arguments of a call that are handed on are few; data goes to `greatest`, `least` or `concat`.
          selector:
            ":matches(CallExpression, NewExpression) > SpreadElement:not([argument.name=/^(args|given|raw)$/])",
          message: "130,000 values spread into the arguments of a call overflow the stack",
        },
      ],
    },
  },
  {
    files: ["test/**"],
    rules: {
      "no-restricted-properties": ["error", forgetful, { object: "Math", property: "random" }],
      "no-restricted-syntax": [
        "error",
        {
          selector:
            "CallExpression[callee.object.name='fc'][callee.property.name=/^(assert|check)$/] > ObjectExpression > Property[key.name='seed']",
          message: "Every property draws from the one seed in test/seed.ts.",
        },
      ],
    },
  },
  { files: ["**/*.{js,cjs,mjs}"], ...tseslint.configs.disableTypeChecked },
  { files: ["**/*.{js,cjs}"], rules: { "@typescript-eslint/no-require-imports": "off" } },
);
