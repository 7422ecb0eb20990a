import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { helpFields } from "../define";

const FUNCTIONS = "src/functions";

const parsed = (text: string) => ts.createSourceFile("definition.ts", text, ts.ScriptTarget.Latest);

const nameOf = (node: ts.Node | undefined) =>
  node !== undefined && ts.isIdentifier(node) ? node.text : undefined;

/** The places of the parameters `doc` and `unit` in each function that has a `doc`, by the function's name. */
function textPlaces(): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, readonly number[]>();
  const note = (name: ts.Node | undefined, { parameters }: ts.SignatureDeclaration): void => {
    const names = parameters.map((parameter) => nameOf(parameter.name));
    const found = ["doc", "unit"].map((text) => names.indexOf(text)).filter((place) => place >= 0);
    if (names.includes("doc")) places.set(nameOf(name) ?? "", found);
  };
  const read = (node: ts.Node): void => {
    if (ts.isFunctionDeclaration(node)) note(node.name, node);
    else if (ts.isVariableDeclaration(node) && node.initializer && ts.isArrowFunction(node.initializer))
      note(node.name, node.initializer);
    ts.forEachChild(node, read);
  };
  for (const file of readdirSync(FUNCTIONS, { recursive: true, encoding: "utf8" }))
    if (file.endsWith(".ts")) read(parsed(readFileSync(join(FUNCTIONS, file), "utf8")));
  return places;
}

const places = textPlaces();

type IsCut = (property: ts.PropertyAssignment) => boolean;
const isHelp: IsCut = ({ name }) => helpFields.some((field) => field === nameOf(name));
const isText = (node: ts.Node) => ts.isStringLiteralLike(node) || ts.isTemplateExpression(node);
const isDoc: IsCut = ({ name, initializer }) => nameOf(name) === "doc" && isText(initializer);
/** The unit of an argument or a result, whose object has a shape; a unit elsewhere may be computed with. */
const isDocOrUnit: IsCut = (property) =>
  isDoc(property) || (nameOf(property.name) === "unit" && isText(property.initializer));
const hasShape = ({ properties }: ts.ObjectLiteralExpression) =>
  properties.some(({ name }) => nameOf(name) === "shape");

/**
 * A file of definitions without their help, as webpack puts it into functions.js: without the fields of `define` that
 * `helpFields` lists, without the texts in fields `doc` and the units of arguments and results, and with an empty text for each
 * parameter `doc` of a call and the `unit` beside it.
 */
export default function withoutHelp(text: string): string {
  const cuts: { start: number; end: number; by: string }[] = [];
  const readObject = ({ properties }: ts.ObjectLiteralExpression, isCut: IsCut): void => {
    for (const [index, property] of properties.entries()) {
      const end = properties[index + 1]?.pos ?? properties.end;
      if (ts.isPropertyAssignment(property) && isCut(property))
        cuts.push({ start: property.pos, end, by: "" });
      else read(property);
    }
  };
  const readArgument = (argument: ts.Expression, called: string, index: number): void => {
    if (places.get(called)?.includes(index))
      cuts.push({ start: argument.getStart(file), end: argument.end, by: '""' });
    else if (called === "define" && ts.isObjectLiteralExpression(argument)) readObject(argument, isHelp);
    else read(argument);
  };
  const read = (node: ts.Node): void => {
    if (ts.isObjectLiteralExpression(node)) readObject(node, hasShape(node) ? isDocOrUnit : isDoc);
    else if (ts.isCallExpression(node)) {
      read(node.expression);
      const called = nameOf(node.expression) ?? "";
      for (const [index, argument] of node.arguments.entries()) readArgument(argument, called, index);
    } else ts.forEachChild(node, read);
  };
  const file = parsed(text);
  read(file);
  let [kept, from] = ["", 0];
  for (const { start, end, by } of cuts) {
    kept += text.slice(from, start) + by;
    from = end;
  }
  return kept + text.slice(from);
}
