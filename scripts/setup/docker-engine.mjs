// Is there a Docker engine? If nothing is, and this is Debian as root, there will be.
import { existsSync } from "node:fs";
import { distribution, hasApt } from "./apt.mjs";
import { which } from "./command.mjs";
import { installEngine, startEngine } from "./docker-debian.mjs";
import { askEngine, endpoint } from "./docker-endpoint.mjs";
import { done, failed, there } from "./step.mjs";

export const dockerEngine = { name: "Docker engine", run: check };

async function check({ say }) {
  const where = endpoint();
  const { version, error, code } = await askEngine(where);
  if (version) return there(`${version} at ${where.host}`);
  const elsewhere = `the engine at ${where.host} does not answer (${error})`;
  if (where.chosen) return failed(elsewhere, `Start it, or change ${where.chosen}, which points there.`);
  if (code === "EACCES") {
    return failed(
      `you may not use ${where.host}`,
      "Join the group docker (sudo usermod -aG docker $USER), then log in again.",
    );
  }
  if (process.platform === "darwin" || process.platform === "win32") {
    const installed = existsSync("/Applications/Docker.app") || Boolean(which("docker"));
    return installed
      ? failed("Docker Desktop is not running", "Start Docker Desktop and run this again.")
      : failed("Docker Desktop is not installed", "Install Docker Desktop, start it, and run this again.");
  }
  return provide(where, say);
}

async function provide(where, say) {
  const present = Boolean(which("dockerd"));
  const { id, version: release } = distribution();
  if (process.getuid() !== 0) {
    const how =
      id === "ubuntu"
        ? "sudo apt-get install docker.io docker-compose-v2"
        : "sudo apt-get install docker.io docker-compose";
    return present
      ? failed("the engine is installed but does not run", "sudo systemctl start docker")
      : failed(
          "no engine is installed and only root could install one",
          hasApt() ? how : "Install Docker for your system.",
        );
  }
  if (!present) {
    if (id !== "debian" || release < 12) {
      const how = id === "ubuntu" ? "apt-get install docker.io docker-compose-v2" : "Install Docker for your system.";
      return failed("no engine is installed, and set-up installs one only on Debian 12 and newer", how);
    }
    say("installing Debian's docker.io and docker-compose");
    await installEngine();
  }
  say("starting dockerd");
  const running = await startEngine(where);
  return done(`${present ? "started" : "installed and started"} ${running} at ${where.host}`);
}
