// The images that the samples and tests run: pulled where a registry can be reached, else made here.
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { distribution, hasApt, unpack } from "./apt.mjs";
import { run, tryRun, which } from "./command.mjs";
import { trixie } from "./debian-trixie.mjs";
import { askEngine, endpoint, imageLabels } from "./docker-endpoint.mjs";
import { root } from "./paths.mjs";
import { done, failed, skipped, there } from "./step.mjs";

export const images = { name: "images", run: provide };
const log = "images.log";
/** Tells a maintainer, and later sets-up, that an image is a stand-in for the published one, and of which recipe. */
const MADE_BY = "dev.gantry.made-offline-by";

async function provide({ say }) {
  const where = endpoint();
  if (!(await askEngine(where)).version) return skipped("there is no Docker engine to hold them");
  const recipes = JSON.parse(readFileSync(join(root, "resources/images.json"), "utf8"));
  const wanted = [...new Set([...Object.keys(recipes), ...inSamples()])];
  const labels = await Promise.all(wanted.map((image) => imageLabels(where, image)));
  const absent = wanted.filter((image, index) => isMissing(labels[index], recipes[image]));
  if (absent.length === 0) return there(wanted.join(", "));
  if (!which("docker")) return failed("the docker command is not installed", "Install Docker's command-line client.");
  const got = [];
  for (const image of absent) {
    say(`pulling ${image}`);
    const pulled = await pull(image);
    if (pulled.code !== 0) {
      if (!recipes[image] || !canMake(recipes[image]))
        return failed(`${image} cannot be pulled: ${pulled.why}`, `docker pull ${image}`);
      say(`no registry answered for ${image}; making it from Debian packages`);
      await make(image, recipes[image]);
    }
    got.push(`${image} ${pulled.code === 0 ? "pulled" : "made here"}`);
  }
  return done(got.join(", "));
}

/** Also one that was made here by another version of its recipe. */
function isMissing(labels, recipe) {
  if (labels === undefined) return true;
  const made = labels[MADE_BY] !== undefined || labels["dev.gantry.made-offline"] !== undefined;
  return made && recipe !== undefined && labels[MADE_BY] !== hashOf(recipe);
}

const hashOf = (recipe) => createHash("sha256").update(JSON.stringify(recipe)).digest("hex").slice(0, 16);

/** Debian's own packages of a certain release come only with Debian's keys. */
const canMake = ({ release }) => hasApt() && (release === undefined || distribution().id === "debian");

/** Image names in the sample stacks; variables in a name are left to the samples' own tests. */
function inSamples() {
  const folder = join(root, "resources/samples");
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((file) =>
    /\.ya?ml$/.test(file.name),
  );
  const texts = files.map((file) => readFileSync(join(file.parentPath ?? file.path, file.name), "utf8"));
  return texts.flatMap((text) =>
    [...text.matchAll(/^\s+image:\s*["']?([^\s"'#$]+)["']?\s*(?:#.*)?$/gm)].map((m) => m[1]),
  );
}

// Without a terminal docker pull says one thing when a registry answers and the next when a layer is complete: only silence
// at the start means that nobody is there.
function pull(image) {
  const progress = (bytes) => (bytes > 0 ? Date.now() : 0);
  return tryRun("docker", ["pull", image], { log, progress, stalledMs: 20_000, limitMs: 15 * 60_000 });
}

/**
 * `release: "trixie"` in a recipe takes Debian 13's packages on an older Debian too, so that the program in the image is
 * of the version its tag says; the image brings the libraries along.
 */
async function make(image, recipe) {
  const { packages, release, dockerfile } = recipe;
  const context = mkdtempSync(join(tmpdir(), "gantry-image-"));
  const lists = mkdtempSync(join(tmpdir(), "gantry-apt-"));
  try {
    const from = release === "trixie" && distribution().version < 13 ? await trixie(lists, { log }) : [];
    await unpack(packages, context, { log, from });
    const lines = [...dockerfile, `LABEL ${MADE_BY}=${hashOf(recipe)}`, ""];
    writeFileSync(join(context, "Dockerfile"), lines.join("\n"));
    await run("docker", ["build", "-q", "--network", "none", "-t", image, "."], {
      cwd: context,
      env: { DOCKER_BUILDKIT: "0" },
      log,
    });
  } finally {
    for (const folder of [context, lists]) rmSync(folder, { recursive: true, force: true });
  }
}
