// The libraries that Electron is linked against, and a display for machines that have none.
import { asRoot, hasApt, install, missing, named } from "./apt.mjs";
import { hasDisplay } from "./display.mjs";
import { done, failed, skipped, there } from "./step.mjs";

export const systemPackages = { name: "system packages", run: provide };

const libraries = [
  "libgtk-3-0",
  "libnss3",
  "libasound2",
  "libgbm1",
  "libatk-bridge2.0-0",
  "libcups2",
  "libdrm2",
  "libxkbcommon0",
  "libxcomposite1",
  "libxdamage1",
  "libxrandr2",
  "dbus",
];
const virtualDisplay = ["xvfb", "xauth"];

async function provide({ say }) {
  if (process.platform !== "linux") return skipped("this system needs none");
  if (!hasApt()) return skipped("this is not Debian or Ubuntu: install what Electron asks for when it does not start");
  const wanted = hasDisplay() ? libraries : [...libraries, ...virtualDisplay];
  const absent = await missing(wanted);
  if (absent.length === 0) return there(`${wanted.length} packages`);
  const names = await named(absent);
  const prefix = await asRoot();
  if (!prefix) {
    return failed(
      `${names.join(", ")} are not installed`,
      `sudo apt-get update && sudo apt-get install -y ${names.join(" ")}`,
    );
  }
  say(`installing ${names.join(", ")}`);
  await install(prefix, names, { log: "apt.log" });
  return done(names.join(", "));
}
