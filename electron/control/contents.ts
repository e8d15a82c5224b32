import { contentHash, isRedacted } from "../engines/docker/record.ts";
import type { FileObject, Project } from "../../shared/stack/project.ts";

/**
 * A recorded model with the contents of secrets and configs, which no record holds, put in again from the file as it is
 * now: where the hash says that the content is the same. The others stay as they are; see {@link missingContents}.
 */
export function withContents(recorded: Project, file: Project | undefined): Project {
  return {
    ...recorded,
    secrets: filled(recorded.secrets, file?.secrets ?? {}),
    configs: filled(recorded.configs, file?.configs ?? {}),
  };
}

function filled(recorded: Record<string, FileObject>, file: Record<string, FileObject>): Record<string, FileObject> {
  return Object.fromEntries(
    Object.entries(recorded).map(([key, object]) => {
      const content = file[key]?.content;
      const same = content !== undefined && sameContent(object.content, content);
      return [key, same ? { ...object, content } : object];
    }),
  );
}

/** Whether two contents are the same; either may be known by its hash only. */
function sameContent(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && contentHash(a) === contentHash(b);
}

/**
 * Secrets and configs of these services whose content is nowhere to be had any more: `config app`.
 *
 * @param current the model that runs: what it has as well is in the replicas already
 */
export function missingContents(project: Project, services: readonly string[], current: Project): string[] {
  return (["secret", "config"] as const).flatMap((kind) => {
    const used = new Set(
      services.flatMap((name) => (project.services[name]?.[`${kind}s`] ?? []).map(({ source }) => source)),
    );
    return [...used].flatMap((key) => {
      const content = project[`${kind}s`][key]?.content;
      if (content === undefined || !isRedacted(content)) return [];
      return sameContent(content, current[`${kind}s`][key]?.content) ? [] : [`${kind} ${key}`];
    });
  });
}
