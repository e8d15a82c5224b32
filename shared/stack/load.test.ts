import { describe, expect, test } from "vitest";
import { loadText } from "./testing.ts";

async function codes(text: string | Record<string, string>): Promise<string[]> {
  const { problems } = await loadText(text);
  return problems.map((problem) => `${problem.code}@${problem.line}:${problem.column}`);
}

describe("loadStack", () => {
  test("puts Compose's defaults", async () => {
    const { project, problems } = await loadText("services:\n  web:\n    image: nginx\n    ports: ['8080:80']\n");
    expect(problems).toEqual([]);
    expect(project?.name).toBe("shop");
    expect(project?.networks).toEqual({ default: { name: "shop_default" } });
    expect(project?.services["web"]).toEqual({
      image: "nginx",
      ports: [{ mode: "ingress", target: 80, published: "8080", protocol: "tcp" }],
      command: null,
      entrypoint: null,
      networks: { default: null },
    });
  });

  test("reads .env beside the file, and the process wins over it", async () => {
    const files = { "compose.yaml": "services:\n  web:\n    image: a:${TAG}-${B:-b}-$$\n", ".env": "TAG=1\nB=file\n" };
    const { project } = await loadText(files, { env: { B: "process" } });
    expect(project?.services["web"]?.image).toBe("a:1-process-$");
  });

  test("shows every problem at once, with its place", async () => {
    const text = `services:
  web:
    imagee: nginx
    image: 5
    ports: ["80:80", "99999:80"]
    depends_on: [dbb]
    networks: [back]
  db:
    image: pg
    deploy: {replicas: two}
`;
    expect(await codes(text)).toEqual([
      "unknown-key@3:5",
      "wrong-value@4:12",
      "wrong-value@5:22",
      "undefined-service@6:18",
      "undefined-network@7:16",
      "wrong-value@10:24",
    ]);
    const { problems, project } = await loadText(text);
    expect(project).toBeUndefined();
    expect(problems.find((problem) => problem.code === "unknown-key")?.hint).toBe('Did you mean "image"?');
    expect(problems.find((problem) => problem.code === "undefined-service")?.hint).toBe('Did you mean "db"?');
  });

  test("spells a cycle out", async () => {
    const text =
      "services:\n  a: {image: x, depends_on: [b]}\n  b: {image: x, depends_on: [c]}\n  c: {image: x, depends_on: [a]}\n";
    const { problems } = await loadText(text);
    expect(problems.map((problem) => problem.message)).toEqual([expect.stringContaining("a -> b -> c -> a")]);
  });

  test("finds port and container-name clashes", async () => {
    const text = `services:
  a: {image: x, ports: ["80:80"], container_name: n, scale: 2}
  b: {image: x, ports: ["127.0.0.1:80:81"], container_name: n}
`;
    expect((await loadText(text)).problems.map((problem) => problem.code)).toEqual([
      "container-name-replicas",
      "duplicate-port",
      "duplicate-container-name",
    ]);
  });

  test.each([
    ["a tab", "services:\n\tweb: {}\n", "yaml"],
    ["a NUL byte", "services:\0", "not-text"],
    ["a duplicate key", "services:\n  a: {image: x}\n  a: {image: y}\n", "duplicate-key"],
    ["a cyclic alias", "services: &a\n  b: *a\n", "alias-cycle"],
    ["an empty file", "", "empty-file"],
    ["a key that is a number", "services:\n  1: {image: x}\n", "key-not-text"],
    ["a huge file", `# ${"x".repeat(9 * 1024 * 1024)}`, "file-too-big"],
  ])("refuses %s", async (_, text, code) => {
    const { problems, project } = await loadText(text);
    expect(project).toBeUndefined();
    expect(problems[0]?.code).toBe(code);
  });

  test("refuses an alias bomb in time", async () => {
    const levels = Array.from(
      { length: 30 },
      (_, level) =>
        `  a${level}: &a${level} [${
          level === 0
            ? "x"
            : Array(9)
                .fill(`*a${level - 1}`)
                .join(", ")
        }]`,
    );
    const start = performance.now();
    const { problems } = await loadText(`x-bomb:\n${levels.join("\n")}\nservices: {a: {image: x}}\n`);
    expect(problems[0]?.code).toBe("alias-bomb");
    expect(performance.now() - start).toBeLessThan(2000);
  });

  test.each([
    ["name: My App\nservices: {a: {image: x}}\n", "1:7", 'Write "name: myapp".'],
    ['name: "!!!"\nservices: {a: {image: x}}\n', "1:7", "Use lower-case letters"],
    ['services: {"we b": {image: x}}\n', "1:12", "Allowed are letters"],
    ["services: {a: {image: x}}\nvolumes: {da/ta: {}}\n", "2:11", "Allowed are letters"],
    ['services: {a: {image: x}}\nvolumes: {data: {name: "da ta"}}\n', "2:24", "Use letters"],
    ["services: {a: {image: x}}\nnetworks: {n: {name: -n}}\n", "2:22", "Use letters"],
  ])("refuses the illegal name in %j with its place and a legal way to write it", async (text, place, hint) => {
    const { problems, project } = await loadText(text);
    expect(project).toBeUndefined();
    expect(problems.map((problem) => `${problem.code}@${problem.line}:${problem.column}`)).toEqual([
      `illegal-name@${place}`,
    ]);
    expect(problems[0]?.hint).toContain(hint);
  });

  test("names files by their place in the stack's folder", async () => {
    const files = { "compose.yaml": "include: [parts/db.yaml]\n", "parts/db.yaml": "services: {db: {imagee: x}}\n" };
    const { problems } = await loadText(files);
    expect(problems.find((problem) => problem.code === "unknown-key")?.file).toBe("parts/db.yaml");
  });

  test("merges several files", async () => {
    const files = {
      "compose.yaml":
        "services:\n  web:\n    image: a\n    command: x y\n    ports: ['80:80']\n    environment: [A=1, B=2]\n",
      "more.yaml": "services:\n  web:\n    command: [z]\n    ports: ['81:81', '80:80']\n    environment: {B: 3}\n",
    };
    const { project } = await loadText(files, { files: ["/work/shop/compose.yaml", "/work/shop/more.yaml"] });
    const web = project?.services["web"];
    expect(web?.command).toEqual(["z"]);
    expect(web?.environment).toEqual({ A: "1", B: "3" });
    expect(web?.ports?.map((port) => port.published)).toEqual(["80", "81"]);
  });

  test("locates values of the project", async () => {
    const { locate } = await loadText("services:\n  web:\n    image: nginx\n    ports:\n      - 80:80\n");
    expect(locate(["services", "web", "ports", 0])).toEqual({ file: "compose.yaml", line: 5, column: 9 });
  });
});
