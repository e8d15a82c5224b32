import { createHash } from "node:crypto";
import { lstatSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { isAbsolute, join, relative, sep } from "node:path";
import type { Readable } from "node:stream";
import dockerignore from "@balena/dockerignore";
import tar from "tar-fs";
import { GantryError } from "../../../shared/errors.ts";
import type { Build } from "../../../shared/stack/project.ts";

export interface PackedContext {
  stream: Readable;
  /** Name of the Dockerfile within the archive. */
  dockerfile: string;
}

/**
 * The build context as a tar stream, without what `.dockerignore` leaves out (`<Dockerfile>.dockerignore` goes before
 * it). The Dockerfile is always in it, also one that is written in the stack file or lies outside of the context.
 * Source: Docker documentation, "Build context".
 *
 * @throws GantryError `bad-input` when the folder or the Dockerfile is not there
 */
export async function packContext(build: Build): Promise<PackedContext> {
  const { context } = build;
  const folder = await stat(context).catch(() => undefined);
  if (folder?.isDirectory() !== true) {
    const what = folder === undefined ? "is not there" : "is no folder";
    throw new GantryError("bad-input", `The build context ${context} ${what}.`, {
      hint: "Mend `build.context`: a folder, seen from the stack file.",
    });
  }
  const { name, content } = await dockerfileOf(build);
  const ignore = await readIgnore(context, name);
  const extra = content === undefined ? [] : [{ name, content }];
  const options = {
    ignore: (path: string) => leftOut(context, relative(context, path), name, ignore),
    // The owner on this machine means nothing in an image; the docker command packs for root, too.
    map: (header: tar.Headers) => ({ ...header, uid: 0, gid: 0 }),
    // Left to itself tar-fs takes this process's mask off the modes.
    umask: 0,
    finalize: false,
    finish(pack: tar.Pack) {
      for (const { name: entry, content: text } of extra) pack.entry({ name: entry, mode: 0o644 }, text);
      pack.finalize();
    },
  };
  const stream = tar.pack(context, options);
  return { stream, dockerfile: name };
}

/** The Dockerfile's name in the archive, and its text when it must be put there. */
async function dockerfileOf(build: Build): Promise<{ name: string; content?: string }> {
  const inline = build.dockerfile_inline;
  if (inline !== undefined) return { name: strangerName(inline), content: inline };
  const path = isAbsolute(build.dockerfile ?? "")
    ? (build.dockerfile ?? "")
    : join(build.context, build.dockerfile ?? "Dockerfile");
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    const what = error.code === "ENOENT" ? "is not there" : `cannot be read (${error.code})`;
    throw new GantryError("bad-input", `The Dockerfile ${path} ${what}.`, {
      hint: "Mend `build.dockerfile`: a file, seen from `build.context`.",
    });
  });
  const name = relative(build.context, path).split(sep).join("/");
  return name.startsWith("../") ? { name: strangerName(text), content: text } : { name };
}

/** A name that the context does not have. */
function strangerName(text: string): string {
  return `.dockerfile.${createHash("sha256").update(text).digest("hex").slice(0, 20)}`;
}

interface Ignore {
  ignores(path: string): boolean;
  /** Some pattern takes back another (`!keep`): what is below an ignored folder may be wanted. */
  takesBack: boolean;
}

async function readIgnore(context: string, dockerfile: string): Promise<Ignore | undefined> {
  for (const name of [`${dockerfile}.dockerignore`, ".dockerignore"]) {
    const text = await readFile(join(context, name), "utf8").catch(() => undefined);
    if (text === undefined) continue;
    const rules = dockerignore({ ignorecase: false }).add(text);
    return { ignores: (path) => rules.ignores(path), takesBack: /^\s*!/m.test(text) };
  }
  return undefined;
}

function leftOut(context: string, path: string, dockerfile: string, ignore: Ignore | undefined): boolean {
  if (ignore === undefined || path === "") return false;
  const name = path.split(sep).join("/");
  if (name === dockerfile || dockerfile.startsWith(`${name}/`)) return false;
  if (!ignore.ignores(name)) return false;
  // A folder that is packed for nothing costs an entry; a wanted file below a skipped one would be lost.
  return !(ignore.takesBack && lstatSync(join(context, path), { throwIfNoEntry: false })?.isDirectory() === true);
}
