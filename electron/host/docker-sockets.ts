import { posix } from "node:path";
import type { Surroundings } from "./docker-context.ts";

/**
 * Places where an engine listens when nothing is configured, the likeliest first. A desktop product makes a context of
 * its own; its socket is tried as well because the context can be missing (`docker` not installed).
 */
export function defaultSockets({
  env,
  home,
  platform,
}: Pick<Surroundings, "env" | "home" | "platform">): Array<{ name: string; path: string }> {
  if (platform === "win32") {
    return [
      { name: "default", path: "//./pipe/docker_engine" },
      { name: "desktop", path: "//./pipe/dockerDesktopLinuxEngine" },
      { name: "podman", path: "//./pipe/podman-machine-default" },
    ];
  }
  const own = (path: string) => posix.join(home, path);
  const runtime = env["XDG_RUNTIME_DIR"];
  return [
    { name: "default", path: "/var/run/docker.sock" },
    { name: "desktop", path: own(".docker/run/docker.sock") },
    { name: "desktop-linux", path: own(".docker/desktop/docker.sock") },
    { name: "orbstack", path: own(".orbstack/run/docker.sock") },
    { name: "colima", path: own(".colima/default/docker.sock") },
    { name: "rancher-desktop", path: own(".rd/docker.sock") },
    ...(runtime === undefined || runtime === ""
      ? []
      : [
          { name: "rootless", path: posix.join(runtime, "docker.sock") },
          { name: "podman", path: posix.join(runtime, "podman/podman.sock") },
        ]),
    { name: "podman-machine", path: own(".local/share/containers/podman/machine/podman.sock") },
  ];
}
