// Whether a SARIF log has the shape that the published 2.1.0 schema demands: names, required properties, kinds of
// values. The shapes are read out of the type declarations that are made from that schema, so that none of it is
// written down twice; what declarations cannot say (lengths of lists, numbers from 1) is added here.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

interface Property {
  readonly isRequired: boolean;
  /** As it is declared, without `| undefined`: `Region[]`, `Result.level`, `{ [key: string]: string }`. */
  readonly type: string;
}

interface Shapes {
  readonly interfaces: ReadonlyMap<string, ReadonlyMap<string, Property>>;
  /** The values of `Result.level` and its like. */
  readonly choices: ReadonlyMap<string, readonly string[]>;
}

/** Lists in which the schema wants at least one item, where we write them. */
const filledLists = new Set(["threadFlows", "locations@ThreadFlow", "artifactChanges", "replacements"]);
/** Properties that count from 1. */
const countedFromOne = /^(start|end)(Line|Column)$/;

function readShapes(): Shapes {
  const packageJson = createRequire(import.meta.url).resolve("@types/sarif/package.json");
  const text = readFileSync(join(dirname(packageJson), "index.d.ts"), "utf8").replace(
    /\/\*[\s\S]*?\*\//g,
    "",
  );
  const interfaces = [...text.matchAll(/^export interface (\w+) \{\n([\s\S]*?)^\}/gm)].map(
    ([, name = "", body = ""]) => [name, readProperties(body)] as const,
  );
  const choices = [...text.matchAll(/^export namespace (\w+) \{\n([\s\S]*?)^\}/gm)].flatMap(
    ([, name, body = ""]) =>
      [...body.matchAll(/type (\w+) =([^;]*);/g)].map(
        ([, type, values = ""]) =>
          [`${name}.${type}`, [...values.matchAll(/"([^"]*)"/g)].map(([, value = ""]) => value)] as const,
      ),
  );
  return { interfaces: new Map(interfaces), choices: new Map(choices) };
}

function readProperties(body: string): ReadonlyMap<string, Property> {
  const properties = [...body.matchAll(/^ {4}([\w$]+)(\??): (.*?)( \| undefined)?;$/gm)];
  return new Map(
    properties.map(([, name = "", mark, type = ""]) => [name, { isRequired: mark === "", type }] as const),
  );
}

const shapes = readShapes();

/** What is wrong with a log, each with the place of it; empty for a valid one. */
export function findSarifProblems(log: unknown): readonly string[] {
  return problemsOf(log, "Log", "log");
}

function problemsOf(value: unknown, type: string, at: string): readonly string[] {
  if (type.endsWith("[]")) {
    if (!Array.isArray(value)) return [`${at} is no list`];
    return value.flatMap((item, index) => problemsOf(item, type.slice(0, -2), `${at}[${index}]`));
  }
  const choice = shapes.choices.get(type);
  if (choice) return choice.some((one) => one === value) ? [] : [`${at} is none of ${choice.join(", ")}`];
  if (type === "PropertyBag") return isObject(value) ? [] : [`${at} is no object`];
  const keyed = /^\{ \[key: string\]: (.*?);? \}$/.exec(type)?.[1];
  if (keyed !== undefined) {
    if (!isObject(value)) return [`${at} is no object`];
    return Object.entries(value).flatMap(([key, item]) => problemsOf(item, keyed, `${at}.${key}`));
  }
  const shape = shapes.interfaces.get(type);
  if (shape) return problemsOfObject(value, shape, type, at);
  return typeof value === type ? [] : [`${at} is no ${type}`];
}

function problemsOfObject(
  value: unknown,
  shape: ReadonlyMap<string, Property>,
  type: string,
  at: string,
): readonly string[] {
  if (!isObject(value)) return [`${at} is no object`];
  const missing = [...shape].flatMap(([name, { isRequired }]) =>
    isRequired && value[name] === undefined ? [`${at} has no ${name}`] : [],
  );
  const wrong = Object.entries(value).flatMap(([name, item]) => {
    const property = shape.get(name);
    if (!property) return [`${at} has a ${name}, which no ${type} has`];
    const problems = problemsOf(item, property.type, `${at}.${name}`);
    const isFilled = filledLists.has(name) || filledLists.has(`${name}@${type}`);
    if (isFilled && Array.isArray(item) && item.length === 0) return [...problems, `${at}.${name} is empty`];
    const isCounted = countedFromOne.test(name) && typeof item === "number";
    return isCounted && !(Number.isInteger(item) && item >= 1)
      ? [...problems, `${at}.${name} counts from 1`]
      : problems;
  });
  return [...missing, ...wrong];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
