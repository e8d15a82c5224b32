import type { RevisionView } from "../../shared/contract.ts";
import { imageText, shortId } from "../../shared/service-diff.ts";
import { plural } from "../ui/format.ts";

/** A revision as it stands in the inspector. */
export interface RevisionRow {
  revision: number;
  at: number;
  cause: string;
  /** It is the one that is applied: there is nothing to roll back to. */
  now: boolean;
  changes: string[];
  images: string[];
}

const CHANGES_SHOWN = 4;

/** Newest first; a long list of changes is cut and counted. */
export function revisionRows(views: readonly RevisionView[]): RevisionRow[] {
  return views.map(({ revision, at, cause, wanted, changes, images }, index) => {
    const more = changes.length - CHANGES_SHOWN;
    const kept = more > 1 ? [...changes.slice(0, CHANGES_SHOWN), `and ${plural(more, "more change")}`] : changes;
    return {
      revision,
      at,
      cause,
      // Rolling back always runs the stack: a stopped one can go back to its own state.
      now: index === 0 && wanted === "running",
      changes: kept.length === 0 ? ["no service changed"] : kept,
      images: [...new Set(images.map(({ image, id }) => imageWords(image, id)))],
    };
  });
}

function imageWords(image: string, id: string): string {
  return image === id ? shortId(id) : `${imageText(image) ?? image} ${shortId(id)}`;
}
