/** `volumes` of a service. Source: Compose Specification, services, "volumes". */
import type { Convert, Shape, ShapeContext } from "../shape.ts";
import { Refusal } from "../shape.ts";
import type { ListTree, MapTree, ScalarTree, Tree } from "../tree.ts";
import { child, map, scalar, textOf, withEntry } from "../tree.ts";
import { listOf, mapWith, pairs } from "./containers.ts";
import { bytes, flag, integer, oneOf, text } from "./scalars.ts";

const long = mapWith(
  {
    type: oneOf("bind", "volume", "tmpfs", "cluster", "npipe", "image"),
    source: text,
    target: text,
    read_only: flag,
    consistency: text,
    bind: mapWith({
      propagation: text,
      create_host_path: flag,
      recursive: oneOf("enabled", "disabled", "writable", "readonly"),
      selinux: oneOf("z", "Z"),
    }),
    volume: mapWith({ labels: pairs(""), nocopy: flag, subpath: text }),
    tmpfs: mapWith({ size: bytes, mode: integer }),
    image: mapWith({ subpath: text }),
  },
  { required: ["type", "target"] },
);

const finishLong: Convert<ListTree | MapTree> = (tree, context) => {
  const source = textOf(child(tree, "source"));
  if (tree.kind !== "map" || source === undefined || textOf(child(tree, "type")) !== "bind") return tree;
  return withEntry(tree, "source", scalar(child(tree, "source") ?? tree, context.resolve(source)));
};

const mount: Shape = {
  allowed: "a mount such as data:/var/lib/data, or a map with type and target",
  scalar: (tree, context) => {
    if (typeof tree.value !== "string" || tree.value === "") return new Refusal();
    return shortMount(tree.value, tree, context) ?? new Refusal("Write SOURCE:TARGET[:MODE] with a TARGET.");
  },
  ...(long.map === undefined ? {} : { map: long.map }),
  normal: finishLong,
};

export const mounts: Shape = listOf(mount, {
  how: "unique",
  key: (item) => textOf(child(item, "target")) ?? `${item.source.file}:${item.offset}`,
});

const propagations = new Set(["rprivate", "private", "rshared", "shared", "rslave", "slave"]);
const consistencies = new Set(["cached", "delegated", "consistent"]);

function shortMount(written: string, at: ScalarTree, context: ShapeContext): Tree | undefined {
  const parts = splitMount(written);
  if (parts.length === 1) {
    const target = parts[0] ?? "";
    return map(at, [
      ["type", scalar(at, "volume")],
      ["target", scalar(at, target)],
      ["volume", map(at, [])],
    ]);
  }
  const [source = "", target = "", modes = ""] = parts;
  if (source === "" || target === "") return undefined;
  const bind = isPath(source);
  const fields: Array<[string, Tree]> = [
    ["type", scalar(at, bind ? "bind" : "volume")],
    ["source", scalar(at, bind ? context.resolve(source) : source)],
    ["target", scalar(at, target)],
  ];
  const bindFields: Array<[string, Tree]> = [];
  const volumeFields: Array<[string, Tree]> = [];
  for (const mode of modes.split(",")) {
    if (mode === "ro") fields.push(["read_only", scalar(at, true)]);
    else if (consistencies.has(mode)) fields.push(["consistency", scalar(at, mode)]);
    else if (mode === "nocopy") volumeFields.push(["nocopy", scalar(at, true)]);
    else if (mode === "z" || mode === "Z") bindFields.push(["selinux", scalar(at, mode)]);
    else if (propagations.has(mode)) bindFields.push(["propagation", scalar(at, mode)]);
  }
  if (bind) bindFields.push(["create_host_path", scalar(at, true)]);
  if (bind || bindFields.length > 0) fields.push(["bind", map(at, bindFields)]);
  if (!bind || volumeFields.length > 0) fields.push(["volume", map(at, volumeFields)]);
  return map(at, fields);
}

/** Splits at colons, except the one of a Windows drive: `C:\data`, and `d:/data` too, as Compose has it everywhere. */
function splitMount(written: string): string[] {
  const parts: string[] = [];
  let from = 0;
  for (let at = 0; at < written.length; at++) {
    if (written[at] !== ":") continue;
    const drive = at - from === 1 && /[A-Za-z]/.test(written[from] ?? "") && /[\\/]/.test(written[at + 1] ?? "");
    if (drive) continue;
    parts.push(written.slice(from, at));
    from = at + 1;
  }
  parts.push(written.slice(from));
  return parts;
}

function isPath(source: string): boolean {
  return /^([./~\\]|[A-Za-z]:[\\/])/.test(source);
}
