import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { streamBytes, tarEntries, type TarEntry } from "./tar-entries.ts";
import { checkTar } from "./tar-file.ts";

const run = promisify(execFile);
const long = `${"folder/".repeat(30)}${"x".repeat(120)}`;
let folder: string;
const at = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "gantry-tar-"));
  const script = `mkdir -p d/${"folder/".repeat(30)} && cd d && printf hello > a && chmod 640 a && ln -s a link && ln a hard
    head -c 3000 /dev/zero > "${long}" && for f in pax gnu ustar; do tar --format=$f --owner=7 --group=8 -cf ../$f.tar $([ $f = ustar ] && echo a link hard || echo .); done
    cd .. && gzip -k pax.tar && mkdir none && tar -cf empty.tar -C none .`;
  await run("sh", ["-ec", script], { cwd: folder });
});
afterAll(() => rm(folder, { recursive: true }));

async function entriesOf(file: string, chunk: number): Promise<TarEntry[]> {
  const bytes = await readFile(at(file));
  const chunks = Array.from({ length: Math.ceil(bytes.length / chunk) }, (_, i) =>
    bytes.subarray(i * chunk, (i + 1) * chunk),
  );
  const found: TarEntry[] = [];
  for await (const entry of tarEntries(streamBytes(Readable.from(chunks)))) found.push(entry);
  return found;
}

describe("entries of an archive", () => {
  test.each(["pax.tar", "ustar.tar"])("%s gives modes, owners, sizes and links, however it arrives", async (file) => {
    for (const chunk of [100, 512, 100_000]) {
      const named = new Map((await entriesOf(file, chunk)).map((one) => [one.name.replace("./", ""), one]));
      // Whichever of the two came first is the file, the other one the link to it.
      const [a, hard] = [named.get("a"), named.get("hard")];
      expect(new Set([a?.type, hard?.type])).toEqual(new Set(["0", "1"]));
      expect(a).toMatchObject({ mode: 0o640, uid: 7, gid: 8 });
      expect(Math.max(a?.size ?? 0, hard?.size ?? 0)).toBe(5);
      expect(named.get("link")).toMatchObject({ type: "2", link: "a", size: 0 });
    }
  });

  test("long names come whole from pax, and do not upset the count of GNU's", async () => {
    const pax = await entriesOf("pax.tar", 1000);
    expect(pax.find((one) => one.size === 3000)?.name).toBe(`./${long}`);
    expect(await entriesOf("gnu.tar", 1000)).toHaveLength(pax.length);
  });
});

describe("a file that is to be imported", () => {
  test("is looked through; a compressed one is taken at its word", async () => {
    expect(await checkTar(at("ustar.tar"))).toEqual({ entries: 3, bytes: expect.any(Number) });
    expect(await checkTar(at("empty.tar"))).toMatchObject({ entries: 1 });
    expect(await checkTar(at("pax.tar.gz"))).toEqual({ bytes: expect.any(Number) });
  });

  test.each([
    ["that is not there", "absent.tar", async () => undefined, "there is no such file"],
    ["that is a folder", "d", async () => undefined, "it is a folder"],
    ["that is text", "text.tar", () => writeFile(at("text.tar"), "x".repeat(2000)), "it is no tar archive"],
    ["that is empty", "nothing.tar", () => writeFile(at("nothing.tar"), ""), "it is no tar archive"],
    [
      "cut in a file",
      "cut.tar",
      async () => writeFile(at("cut.tar"), (await readFile(at("pax.tar"))).subarray(0, -14_000)),
      "it is cut off",
    ],
    [
      "cut in a header",
      "half.tar",
      async () => writeFile(at("half.tar"), (await readFile(at("ustar.tar"))).subarray(0, 700)),
      "it is cut off",
    ],
  ])("one %s is refused with the reason", async (_what, file, make, reason) => {
    await make();
    await expect(checkTar(at(file))).rejects.toMatchObject({
      code: "bad-input",
      message: expect.stringContaining(reason),
    });
  });
});
