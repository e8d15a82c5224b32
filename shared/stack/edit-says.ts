/** What the files of a stack say about a service, in merge order: whose value counts, and where another one belongs. */
import { meantAt, meantOf, namesIn } from "./edit-effective.ts";
import type { EditDocument } from "./edit-document.ts";
import { basesOf } from "./edit-extends.ts";

/** Whether the service, or one that it extends in this file, says something at a path below it. */
export function isSaid(document: EditDocument, service: string, path: readonly string[]): boolean {
  return [service, ...basesOf(document, service)].some(
    (name) => meantAt(document, ["services", name, ...path]) !== undefined,
  );
}

/** Whether the file names an item of a list or a map of the service: a variable, a network, a link. */
export function isListed(document: EditDocument, service: string, key: string, name: string): boolean {
  return meantOf(document, service, key)
    .flatMap((node) => namesIn(document, node))
    .some((one) => one === name || one.startsWith(`${name}=`));
}

/**
 * The files that declare a service, without those whose value at a path a later file replaces whole by `!override` or
 * `!reset`. Never empty for a service that there is.
 */
export function livingAt(
  documents: readonly EditDocument[],
  service: string,
  path: readonly string[],
): readonly EditDocument[] {
  const declaring = documents.filter((one) => one.has(["services", service]));
  const last = declaring.findLastIndex((one) =>
    path.some((_, index) => replacesWhole(one, ["services", service, ...path.slice(0, index)])),
  );
  return last === -1 ? declaring : declaring.slice(last);
}

/** Where a value that no file says yet belongs: beside its siblings, else where the service is defined. */
export function homeOf(
  living: readonly EditDocument[],
  service: string,
  ...owners: ReadonlyArray<readonly string[]>
): EditDocument[] {
  const beside = living.find((one) => owners.some((path) => path.length > 0 && isSaid(one, service, path)));
  return [beside ?? living[0]].flatMap((one) => one ?? []);
}

function replacesWhole(document: EditDocument, path: string[]): boolean {
  const node = meantAt(document, path) as { tag?: string } | null | undefined;
  return node?.tag === "!override" || node?.tag === "!reset";
}
