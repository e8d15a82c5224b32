import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { expect, test } from "vitest";

/**
 * The import table of ARCHITECTURE.md. Lint says the same while typing; this says it for every file at once, also for
 * packages, and fails for a folder that nobody put into the table.
 */
const root = resolve(import.meta.dirname, "..");

interface Room {
  folder: string;
  /** Rooms whose files it may import, besides its own. */
  rooms: string[];
  /** Packages it may import; `node:*` stands for Node's own, `*` for any. */
  packages: string[];
}

const table: Room[] = [
  { folder: "shared", rooms: [], packages: ["zod", "yaml"] },
  { folder: "electron/host", rooms: ["shared"], packages: ["node:*", "zod"] },
  {
    folder: "electron/engines",
    rooms: ["shared", "electron/host"],
    packages: ["node:*", "zod", "dockerode", "tar-fs", "@balena/dockerignore"],
  },
  { folder: "electron/control", rooms: ["shared", "electron/host", "electron/engines"], packages: ["node:*", "zod"] },
  {
    folder: "electron/boot.ts",
    rooms: ["shared", "electron/host", "electron/engines", "electron/control"],
    packages: ["node:*"],
  },
  {
    folder: "electron/cli",
    rooms: ["shared", "electron/host", "electron/engines", "electron/control", "electron/boot.ts"],
    packages: ["node:*"],
  },
  // Comparisons with other tools, and generators for them: only tests import it, and nothing of it is shipped.
  {
    folder: "electron/conformance",
    rooms: ["shared", "electron/host", "electron/engines", "electron/control", "electron/boot.ts", "electron/cli"],
    packages: ["node:*", "fast-check", "yaml"],
  },
  {
    folder: "electron/main",
    rooms: ["shared", "electron/host", "electron/engines", "electron/control", "electron/boot.ts"],
    packages: ["node:*", "electron", "zod"],
  },
  { folder: "electron/preload", rooms: ["shared"], packages: ["electron"] },
  {
    folder: "renderer",
    rooms: ["shared"],
    packages: [
      "react",
      "react-dom",
      "zustand",
      "@xyflow/react",
      "radix-ui",
      "lucide-react",
      "@dagrejs/dagre",
      "@fontsource-variable/inter",
      "@fontsource-variable/jetbrains-mono",
    ],
  },
];

function sourcesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter(
      (entry) =>
        entry.isFile() &&
        /\.tsx?$/.test(entry.name) &&
        !/\.(test|contract)\.tsx?$|\.d\.ts$|\.config\.ts$/.test(entry.name),
    )
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join("/"));
}

const roomOf = (file: string) => table.find((room) => file === room.folder || file.startsWith(`${room.folder}/`));

function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), "utf8");
  const pattern = /^(?:import|export)\s(?:[\w\s{},*$]*\sfrom\s+)?["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']\s*\)/gm;
  return [...text.matchAll(pattern)].flatMap((match) => match[1] ?? match[2] ?? []);
}

function packageOf(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

function violation(file: string, specifier: string): string | undefined {
  const room = roomOf(file);
  if (room === undefined) return `${file} is in no room of the table`;
  if (!specifier.startsWith(".")) {
    const name = packageOf(specifier);
    const allowed = room.packages.includes(name) || (specifier.startsWith("node:") && room.packages.includes("node:*"));
    return allowed ? undefined : `${file} imports the package ${name}`;
  }
  const target = relative(root, resolve(root, dirname(file), specifier))
    .split(sep)
    .join("/");
  const other = roomOf(target);
  if (other === room || (other !== undefined && room.rooms.includes(other.folder))) return undefined;
  return `${file} imports ${target}`;
}

test("every file imports only what its room may import", () => {
  const files = [...sourcesBelow("shared"), ...sourcesBelow("electron"), ...sourcesBelow("renderer")];
  expect(files.length).toBeGreaterThan(50);
  const violations = files.flatMap((file) => importsOf(file).map((specifier) => violation(file, specifier)));
  expect(violations.filter((one) => one !== undefined)).toEqual([]);
});

test("the table would notice", () => {
  expect(violation("shared/plan.ts", "node:fs")).toBe("shared/plan.ts imports the package node:fs");
  expect(violation("electron/engines/engine.ts", "../control/apply.ts")).toContain("electron/control/apply.ts");
  expect(violation("renderer/main.tsx", "../electron/boot.ts")).toContain("electron/boot.ts");
  expect(violation("electron/cli/index.ts", "electron")).toContain("the package electron");
});
