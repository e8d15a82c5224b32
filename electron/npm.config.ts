import { resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");
// docker-modem loads its own ssh client at import; ours goes through the system's ssh, as the docker command does.
const withoutSsh2 = { ssh2: resolve(root, "electron/engines/docker/no-ssh2.ts") };
const noBuildKit = resolve(root, "electron/engines/docker/no-buildkit.ts");
const withoutBuildKit = {
  "@grpc/grpc-js": noBuildKit,
  "@grpc/proto-loader": noBuildKit,
  protobufjs: noBuildKit,
};
// The parser's build for Node asks the environment once a token, which is a third of its time; the other build does not.
const quickYaml = { yaml: resolve(root, "node_modules/yaml/browser/index.js") };

/** What is taken of a package in the place of all of it, on the Node side. */
export const fromNpm: Record<string, string> = { ...withoutSsh2, ...withoutBuildKit, ...quickYaml };
