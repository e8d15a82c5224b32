import { each, nearly, no, row, yes, type Rows } from "./row.ts";

const onDocker = nearly("Built on the Docker engine, see there.");
const elsewhere = no("Images are built on the Docker engine, see there.");
const needsBuildKit = no(
  "Needs BuildKit; Gantry builds with the engine's classic builder. Use `docker compose build`, then apply.",
);

/** `build`: what happens on Docker happens for a cluster too, which then gets the image. */
export const buildRows: Rows = {
  build: row(yes, nearly("Built on the Docker engine and loaded into our clusters; for others it must be pushed.")),
  ...each(
    "build.context build.dockerfile build.dockerfile_inline build.args build.labels build.cache_from build.no_cache " +
      "build.network build.pull build.target build.shm_size build.extra_hosts build.tags",
    row(yes, onDocker),
  ),
  "build.platforms": row(
    nearly("Built for the service's `platform`, else for the first of these; an image of several needs BuildKit."),
    onDocker,
  ),
  ...each(
    "build.entitlements build.ssh build.cache_to build.additional_contexts build.provenance build.sbom build.secrets " +
      "build.secrets[].source build.secrets[].target build.secrets[].uid build.secrets[].gid build.secrets[].mode",
    row(needsBuildKit, elsewhere),
  ),
  ...each(
    "build.isolation build.privileged build.ulimits build.ulimits.*.soft build.ulimits.*.hard",
    row(no("Not passed to the builder."), elsewhere),
  ),
  ...each(
    "develop develop.watch develop.watch[].path develop.watch[].action develop.watch[].target develop.watch[].ignore " +
      "develop.watch[].include develop.watch[].initial_sync develop.watch[].exec develop.watch[].exec.command " +
      "develop.watch[].exec.user develop.watch[].exec.privileged develop.watch[].exec.working_dir " +
      "develop.watch[].exec.environment",
    row(no("Gantry does not watch sources; use `docker compose watch`."), no("Gantry does not watch sources.")),
  ),
};
