/** One pass over a file's tree: fills in variables, checks every value against its shape, and makes it canonical. */
import { interpolate, TemplateError } from "./interpolate.ts";
import type { Fields, Shape, ShapeContext } from "./shape.ts";
import { Refusal } from "./shape.ts";
import { anything, extension } from "./shapes/scalars.ts";
import { printPath } from "./print-path.ts";
import { didYouMean } from "./suggest.ts";
import type { ListTree, MapEntry, MapTree, Path, ScalarTree, Tree } from "./tree.ts";
import { describe, scalar } from "./tree.ts";

/**
 * @returns the canonical tree, or undefined when the value is refused (the report says why); the rest of the file
 *   is still walked, so that one load shows every problem.
 */
export function walkShape(tree: Tree, shape: Shape, path: Path, context: ShapeContext): Tree | undefined {
  if (tree.tag === "reset") return tree;
  if (tree.kind === "scalar") return walkScalar(tree, shape, path, context);
  return tree.kind === "list" ? walkList(tree, shape, path, context) : walkMap(tree, shape, path, context);
}

function walkScalar(tree: ScalarTree, shape: Shape, path: Path, context: ShapeContext): Tree | undefined {
  const filled = typeof tree.value === "string" ? fill(tree, tree.value, path, context) : tree;
  if (filled === undefined) return undefined;
  const converted = shape.scalar?.(filled, context, path) ?? new Refusal();
  // A short form that became a list or map is finished like one that was written so.
  const whole = converted instanceof Refusal || converted.kind === "scalar" ? undefined : converted;
  const result = whole === undefined ? converted : (shape.normal?.(whole, context, path) ?? converted);
  return settle(filled, result, shape, path, context);
}

function walkList(tree: ListTree, shape: Shape, path: Path, context: ShapeContext): Tree | undefined {
  const items: Tree[] = [];
  if (shape.list === undefined) {
    if (shape !== anything) walkShape(tree, anything, path, context);
    return settle(tree, new Refusal(), shape, path, context);
  }
  for (const [index, item] of tree.items.entries()) {
    const walked = walkShape(item, shape.list, [...path, index], context);
    if (walked !== undefined) items.push(walked);
  }
  const walked: ListTree = { ...tree, items };
  return settle(tree, shape.normal?.(walked, context, path) ?? walked, shape, path, context);
}

function walkMap(tree: MapTree, shape: Shape, path: Path, context: ShapeContext): Tree | undefined {
  if (shape.map === undefined) return settle(tree, new Refusal(), shape, path, context);
  const entries = new Map<string, MapEntry>();
  for (const [name, entry] of tree.entries) {
    const place = [...path, name];
    const inner = shapeOfKey(shape.map, name);
    if (inner === undefined) {
      unknownKey(shape.map, name, entry, place, context);
      continue;
    }
    const value = walkShape(entry.value, inner, place, context);
    // A refused value stays as nothing, so that no later check calls it missing.
    entries.set(name, { key: entry.key, value: value ?? scalar(entry.value, null) });
  }
  const walked: MapTree = { ...tree, entries };
  return settle(tree, shape.normal?.(walked, context, path) ?? walked, shape, path, context);
}

/** The shape of a key, or undefined when the key is not allowed there. */
export function shapeOfKey(fields: Fields, name: string): Shape | undefined {
  if (fields.keys !== undefined && Object.hasOwn(fields.keys, name)) return fields.keys[name];
  if (fields.extensions === true && name.startsWith("x-")) return extension;
  if (fields.others === undefined) return undefined;
  return fields.name === undefined || fields.name.pattern.test(name) ? fields.others : undefined;
}

function unknownKey(fields: Fields, name: string, entry: MapEntry, path: Path, context: ShapeContext): void {
  if (context.report.full()) return;
  if (fields.others !== undefined) {
    const allowed = fields.name?.allowed ?? "";
    const what = path.length === 2 ? `${String(path[0]).replace(/s$/, "")} name` : "name";
    const message = `The ${what} "${name}" is illegal.`;
    context.report.error("illegal-name", entry.key, path, message, `Allowed are ${allowed}.`);
    return;
  }
  const known = Object.keys(fields.keys ?? {});
  const hint = didYouMean(name, known) ?? (known.length <= 12 ? `Allowed are ${known.join(", ")}.` : undefined);
  context.report.error("unknown-key", entry.key, path, `${printPath(path)} is no key of the specification.`, hint);
}

function settle(tree: Tree, result: Tree | Refusal, shape: Shape, path: Path, context: ShapeContext): Tree | undefined {
  if (!(result instanceof Refusal)) return result;
  const message = `${printPath(path)} is ${describe(tree)}; allowed is ${shape.allowed}.`;
  context.report.error("wrong-value", tree, path, message, result.hint);
  return undefined;
}

function fill(tree: ScalarTree, template: string, path: Path, context: ShapeContext): ScalarTree | undefined {
  if (!template.includes("$")) return tree;
  try {
    const { text, unset } = interpolate(template, context.lookup);
    for (const name of unset) {
      const message = `The variable ${name} is not set; Compose puts an empty text in its place.`;
      context.report.warn("unset-variable", tree, path, message, `Set it in .env, or write \${${name}:-default}.`);
    }
    return { ...tree, value: text };
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    const hint =
      error.code === "invalid-template"
        ? "Write ${NAME}, or $$ for a dollar sign."
        : "Set it in the environment or in .env.";
    context.report.error(error.code, tree, path, `${printPath(path)}: ${error.message}`, hint);
    return undefined;
  }
}
