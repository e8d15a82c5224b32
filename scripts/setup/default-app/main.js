// What a plain Electron does when it is started with a folder: load the app in it under that app's own name.
// Part of the Electron that set-up makes where the official binary cannot be had; that one brings its own.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { app, dialog } from "electron";

const preloads = [];
let folder;
const words = process.argv.slice(1);
while (words.length > 0 && folder === undefined) {
  const word = words.shift();
  // Playwright puts its own start-up code in front of the app this way.
  if (word === "-r" || word === "--require") preloads.push(words.shift());
  else if (!word.startsWith("-")) folder = resolve(word);
}

if (folder === undefined) {
  process.stderr.write("usage: electron [-r MODULE] FOLDER [ARGUMENTS]\n");
  app.exit(2);
} else {
  try {
    await load(folder);
  } catch (error) {
    process.stderr.write(`cannot load the app in ${folder}: ${error.stack}\n`);
    if (app.isReady()) dialog.showErrorBox("The app cannot be loaded", error.message);
    app.exit(1);
  }
}

async function load(packagePath) {
  const about = JSON.parse(readFileSync(resolve(packagePath, "package.json"), "utf8"));
  app.setName(about.productName ?? about.name);
  if (about.version) app.setVersion(about.version);
  app.setAppPath(packagePath);
  process.defaultApp = true;
  const require = createRequire(resolve(packagePath, "package.json"));
  for (const module of preloads) require(module);
  const entry = require.resolve(packagePath);
  await import(pathToFileURL(entry).href);
}
