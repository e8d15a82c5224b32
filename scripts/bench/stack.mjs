// The stack document: reading and checking 500 services, and one edit in them. Times of this machine, median of many.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "vite";
import { root } from "../setup/paths.mjs";
import { median, spread } from "./numbers.mjs";

const SERVICES = 500;
const ROUNDS = 25;

export async function benchStack() {
  const folder = mkdtempSync(join(tmpdir(), "gantry-bench-stack-"));
  try {
    const { loadStack, applyEdit } = await bundle(folder);
    const text = stackText();
    const load = (changed) => loadStack({ files: ["/bench/compose.yaml"], reader: readerOf(changed), env: {} });
    const loads = [];
    const edits = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      // Another text each time: the parser remembers the last ones.
      const own = `${text}# round ${round}\n`;
      const begun = performance.now();
      const { project, problems } = await load(own);
      loads.push(performance.now() - begun);
      if (Object.keys(project?.services ?? {}).length !== SERVICES) throw new Error(JSON.stringify(problems[0]));
      const started = performance.now();
      const image = { kind: "set-image", service: `service-${(round * 97) % SERVICES}`, image: `shop/web:${round}` };
      const edited = applyEdit(own, image);
      edits.push(performance.now() - started);
      if (applyEdit(edited.text, edited.inverse).text !== own) throw new Error("the undo differs");
    }
    // The window edits texts that were loaded; a tool may edit one that nothing has read before.
    const cold = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const own = `${text}# cold ${round}\n`;
      const started = performance.now();
      applyEdit(own, { kind: "set-image", service: `service-${(round * 97) % SERVICES}`, image: `shop/web:${round}` });
      cold.push(performance.now() - started);
    }
    return [
      row(`load and check ${SERVICES} services`, loads.slice(5), 100),
      row(`one edit in ${SERVICES} services`, edits.slice(5), 10),
      row(`one edit in ${SERVICES} services of a text not read before`, cold.slice(5), 10),
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function row(what, times, limit) {
  const value = median(times);
  return {
    what,
    value,
    text: `${value.toFixed(1)} ms (${spread(times)})`,
    aim: `under ${limit} ms`,
    goal: (ms) => ms < limit,
  };
}

/** The sources as plain JavaScript: what Node 20 can run. */
async function bundle(folder) {
  const input = { load: join(root, "shared/stack/load.ts"), edit: join(root, "shared/stack/edit.ts") };
  await build({
    configFile: false,
    root,
    logLevel: "silent",
    ssr: { noExternal: true },
    // As in electron/vite.config.ts.
    resolve: { alias: { yaml: join(root, "node_modules/yaml/browser/index.js") } },
    build: {
      ssr: true,
      outDir: folder,
      emptyOutDir: false,
      rollupOptions: { input, output: { entryFileNames: "[name].mjs" } },
    },
  });
  const [load, edit] = await Promise.all(
    ["load", "edit"].map((name) => import(pathToFileURL(join(folder, `${name}.mjs`)).href)),
  );
  return { loadStack: load.loadStack, applyEdit: edit.applyEdit };
}

function readerOf(text) {
  return {
    read: async (path) => (path === "/bench/compose.yaml" ? text : undefined),
    resolve: (base, ...parts) => parts.reduce((at, part) => (part.startsWith("/") ? part : join(at, part)), base),
    dirname: (path) => path.slice(0, path.lastIndexOf("/")) || "/",
    basename: (path) => path.slice(path.lastIndexOf("/") + 1),
  };
}

function stackText() {
  const services = Array.from({ length: SERVICES }, (_, index) =>
    [
      `  service-${index}: # number ${index}`,
      `    image: "shop/web:\${TAG:-1}"`,
      `    environment: {PORT: "80", NAME: "service ${index}"}`,
      `    ports: ["${20_000 + index}:80"]`,
      ...(index === 0 ? [] : [`    depends_on: [service-${Math.floor((index - 1) / 2)}]`]),
      `    volumes: ["data-${index % 10}:/data"]`,
      `    healthcheck: {test: [CMD, "true"], interval: 10s}`,
      `    deploy: {replicas: 2, resources: {limits: {cpus: "0.5", memory: 128M}}}`,
    ].join("\n"),
  );
  const volumes = Array.from({ length: 10 }, (_, index) => `  data-${index}: {}`);
  return `name: bench\nservices:\n${services.join("\n")}\nvolumes:\n${volumes.join("\n")}\n`;
}
