import { GantryError } from "../../shared/errors.ts";
import type { ResolvedImage } from "../../shared/observed.ts";
import { shortId } from "../../shared/service-diff.ts";
import type { Service } from "../../shared/stack/project.ts";
import { normalImage } from "../engines/docker/image-name.ts";
import type { Revision } from "../engines/engine.ts";

/**
 * A service of a revision with its image said so that exactly the recorded one runs: the name while it still stands for
 * that image, else its digest, else its id. One that is gone from the engine is pulled by its digest.
 *
 * @param imageIds ids by name, see Observed.imageIds
 * @throws GantryError `image` when there is no way to have that image again
 */
export function pinImage(
  revision: Revision,
  name: string,
  service: Service,
  imageIds: Readonly<Record<string, string>>,
): Service {
  const recorded = revision.images?.[name];
  // A record of an older version: the name is all there is.
  if (recorded === undefined) return service;
  const is = (text: string) => imageIds[normalImage(text)] === recorded.id;
  if (is(recorded.image)) return service;
  const digests = ownDigests(recorded);
  const present = digests.find(is) ?? (imageIds[recorded.id] === undefined ? undefined : recorded.id);
  if (present !== undefined) return { ...service, image: present };
  const [digest] = digests;
  if (digest === undefined) throw gone(revision, name, recorded);
  // What has a digest comes from a registry: a build would make something else under its name.
  const { build: _build, pull_policy: _policy, ...rest } = service;
  return { ...rest, image: digest };
}

/** Those under the recorded name first: the same image may have been pulled from several places. */
function ownDigests({ image, digests }: ResolvedImage): string[] {
  const repository = normalImage(image).replace(/[:@][^/]*$/, "");
  const isOwn = (digest: string) => normalImage(digest).startsWith(`${repository}@`);
  return [...digests.filter(isOwn), ...digests.filter((digest) => !isOwn(digest))];
}

function gone({ revision }: Revision, service: string, { image, id }: ResolvedImage): GantryError {
  const which = image === id ? shortId(id) : `${image} (${shortId(id)})`;
  return new GantryError(
    "image",
    `Revision ${revision} ran image ${which} in service ${service}. It is gone from the engine, and no registry had it.`,
    {
      hint: "Bring it back with `docker load`, or roll back to another revision: `gantry rollout history` lists them.",
    },
  );
}
