import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { registryLogin, registryLogins } from "./registry-logins.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "gantry-logins-"));
});
afterEach(() => rm(folder, { recursive: true }));

const config = (value: unknown) =>
  writeFile(join(folder, "config.json"), typeof value === "string" ? value : JSON.stringify(value));
const auth = (text: string) => Buffer.from(text).toString("base64");
const hub = "https://index.docker.io/v1/";
const sources = (answers: Record<string, string> = {}) => ({
  env: { DOCKER_CONFIG: folder },
  home: "/nowhere",
  ask: async (helper: string, command: string, input: string) => answers[`${helper} ${command} ${input}`.trim()],
});

test("a login in the file, a password with a colon too, and a key that is a URL", async () => {
  await config({ auths: { [hub]: { auth: auth("ann:a:b") }, "https://registry.test/v2/": { auth: auth("bob:c") } } });
  expect(await registryLogin(hub, sources())).toEqual({ username: "ann", password: "a:b", serveraddress: hub });
  expect(await registryLogin("registry.test", sources())).toMatchObject({ username: "bob", password: "c" });
  expect(await registryLogin("other.test", sources())).toBeUndefined();
});

test("a registry's own helper goes before the store, the store before the file", async () => {
  await config({
    credsStore: "desktop",
    credHelpers: { "a.test": "cloud" },
    auths: { "a.test": {}, "b.test": { auth: auth("file:f") }, "c.test": { auth: auth("file:f") } },
  });
  const answers = {
    "cloud get a.test": JSON.stringify({ Username: "<token>", Secret: "t" }),
    "desktop get b.test": JSON.stringify({ ServerURL: "b.test", Username: "store", Secret: "s" }),
    "desktop list": JSON.stringify({ "d.test": "dan" }),
    "desktop get d.test": JSON.stringify({ Username: "dan", Secret: "d" }),
  };
  expect(await registryLogins(sources(answers))).toEqual({
    "a.test": { identitytoken: "t", serveraddress: "a.test" },
    "b.test": { username: "store", password: "s", serveraddress: "b.test" },
    "c.test": { username: "file", password: "f", serveraddress: "c.test" },
    "d.test": { username: "dan", password: "d", serveraddress: "d.test" },
  });
});

test("no file, a broken one and a helper that is not installed are no login", async () => {
  expect(await registryLogin(hub, sources())).toBeUndefined();
  await config("{ nonsense");
  expect(await registryLogins(sources())).toEqual({});
  await config({ credsStore: "not-there", auths: { "a.test": {} } });
  expect(await registryLogin("a.test", { env: { DOCKER_CONFIG: folder }, home: "/nowhere" })).toBeUndefined();
});
