import { describe, expect, test } from "vitest";
import type { ResolvedImage } from "../../shared/observed.ts";
import type { Project, Service } from "../../shared/stack/project.ts";
import { recordLabels, readRecord } from "../engines/docker/record.ts";
import type { Revision } from "../engines/engine.ts";
import { desiredOf, projectOf } from "../engines/testing.ts";
import { undoRevision, type RollBackWish } from "./undo-revision.ts";

const id = (digit: string) => `sha256:${digit.repeat(64)}`;
const A = id("a");
const B = id("b");

/** A revision as it comes back from the engine: contents taken out. */
function revision(
  number: number,
  services: Record<string, Partial<Service>>,
  ids: Record<string, Partial<ResolvedImage>> = {},
  more: Partial<Project> = {},
): Revision {
  const desired = desiredOf(projectOf("shop", services, more));
  const read = readRecord(recordLabels("shop", number, number * 1000, `cause ${number}`, desired));
  if (read === undefined) throw new Error("no record");
  const images = Object.entries(ids).map(([name, image]) => [
    name,
    { image: services[name]?.image ?? "busybox:stable", id: A, digests: [], ...image },
  ]);
  return { ...read, images: Object.fromEntries(images) as Record<string, ResolvedImage> };
}

const back = (revisions: Revision[], more: Partial<RollBackWish> = {}) =>
  undoRevision({ stack: "shop", revisions: revisions.toReversed(), observed: { imageIds: {} }, ...more });
const images = (services: Project["services"]) =>
  Object.fromEntries(Object.entries(services).map(([name, one]) => [name, one.image]));

describe("which revision", () => {
  const first = revision(4, { web: { scale: 1 } });
  const second = revision(5, { web: { scale: 2 }, db: {} });

  test("unsaid, the newest that is another state than what is applied", () => {
    const again = revision(6, { web: { scale: 2 }, db: {} });
    const { target, desired, options } = back([first, second, again]);
    expect(target.revision).toBe(4);
    expect(desired.project.services).toEqual(first.desired.project.services);
    expect(options).toEqual({
      cause: "rolled back to r4",
      removeOrphans: true,
      rollBack: ["web"],
      imagesAreFresh: true,
    });
  });

  test("of some services, the newest in which these differ", () => {
    const other = revision(6, { web: { scale: 2 }, db: { scale: 3 } });
    expect(back([first, second, other], { services: ["web"] }).target.revision).toBe(4);
    expect(back([first, second, other], { services: ["db"] }).target.revision).toBe(5);
  });

  test("an image called otherwise is the same state, another one under the same name is not", () => {
    const named = revision(1, { web: { image: "app:1" } }, { web: { id: A } });
    const moved = revision(2, { web: { image: "app:1" } }, { web: { id: B } });
    const pinned = revision(3, { web: { image: A } }, { web: { id: A } });
    expect(back([named, moved, pinned], { observed: { imageIds: { "app:1": B } } }).target.revision).toBe(2);
  });

  test("another content of a config is another state", () => {
    const config = (content: string) => ({ configs: { app: { name: "shop_app", content } } });
    const services = { web: { configs: [{ source: "app" }] } };
    const [one, two] = [revision(1, services, {}, config("one")), revision(2, services, {}, config("two"))];
    expect(back([one, two], { file: projectOf("shop", services, config("one")) }).target.revision).toBe(1);
  });

  test("what cannot be is said with what there is", () => {
    expect(() => back([])).toThrow("Nothing to undo: shop was never applied here.");
    expect(() => back([first])).toThrow("Nothing to undo: no other state of shop is kept on the engine.");
    expect(() => back([first, second], { to: 3 })).toThrow(
      expect.objectContaining({ code: "bad-input", hint: "Kept are r4, r5." }),
    );
    expect(() => back([first, second], { services: ["wbe"] })).toThrow(
      expect.objectContaining({ code: "bad-input", hint: "There are: db, web." }),
    );
    expect(() => back([first, second], { services: ["db"], to: 4 })).toThrow("Revision 4 has no service db.");
  });
});

describe("which image", () => {
  const digest = `app@${id("d")}`;
  const old = (image: Partial<ResolvedImage>) =>
    revision(1, { web: { image: "app:1", build: { context: "." } } }, { web: image });
  const newest = revision(2, { web: { image: "app:2" } }, { web: { id: B } });
  const pinned = (image: Partial<ResolvedImage>, imageIds: Record<string, string>) =>
    images(back([old(image), newest], { observed: { imageIds } }).desired.project.services)["web"];

  test("the name while it stands for it, then the digest, then the id", () => {
    expect(pinned({ digests: [digest] }, { "app:1": A, [digest]: A, [A]: A })).toBe("app:1");
    expect(pinned({ digests: [digest] }, { "app:1": B, [digest]: A, [A]: A })).toBe(digest);
    expect(pinned({}, { "app:1": B, [A]: A })).toBe(A);
    expect(pinned({ digests: [digest] }, { "app:1": B, [A]: A })).toBe(A);
  });

  test("one that is gone is pulled by its digest, never built, its own repository's first", () => {
    const digests = [`other@${id("d")}`, digest];
    const { web } = back([old({ digests }), newest]).desired.project.services;
    expect(web).toMatchObject({ image: digest });
    expect(web).not.toHaveProperty("build");
  });

  test("one that is gone for good is named", () => {
    expect(() => back([old({}), newest], { observed: { imageIds: { "app:1": B, [B]: B } } })).toThrow(
      expect.objectContaining({ code: "image", message: expect.stringContaining("app:1 (aaaaaaaaaaaa)") }),
    );
  });
});

describe("secrets and configs", () => {
  const services = { web: { configs: [{ source: "app" }] }, db: {} };
  const config = (content: string) => ({ configs: { app: { name: "shop_app", content } } });
  const one = revision(1, services, {}, config("one"));
  const two = revision(2, services, {}, config("two"));

  test("contents come from the file when it still has them", () => {
    const file = projectOf("shop", services, config("one"));
    expect(back([one, two], { to: 1, file }).desired.project.configs["app"]?.content).toBe("one");
  });

  test("otherwise it is refused with the reason, and only when the services need them", () => {
    const file = projectOf("shop", services, config("two"));
    expect(() => back([one, two], { to: 1, file })).toThrow(/config app in revision 1.*another content now/);
    expect(() => back([one, two], { to: 1 })).toThrow(/no stack file/);
    expect(back([one, two], { to: 1, file, services: ["db"] }).desired.project.configs["app"]?.content).toBe("two");
  });
});

test("some services go back, the others and what they share stay as they are", () => {
  const one = revision(1, { web: { scale: 1 }, db: { scale: 1 } }, {}, { networks: { default: { name: "old" } } });
  const two = revision(2, { web: { scale: 2 }, db: { scale: 2 } }, {}, { networks: { default: { name: "new" } } });
  const { desired, options } = back([one, two], { to: 1, services: ["web"] });
  const { web, db } = desired.project.services;
  expect([web?.scale, db?.scale, desired.project.networks["default"]?.name]).toEqual([1, 2, "new"]);
  expect(options).toEqual({
    cause: "rolled back to r1 (web)",
    services: ["web"],
    rollBack: ["web"],
    imagesAreFresh: true,
  });
});
