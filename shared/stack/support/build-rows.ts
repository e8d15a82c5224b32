import { each, nearly, no, row, type Rows } from "./row.ts";

const notYet = no("Gantry builds no images yet.");
const elsewhere = no("Images are built on the Docker engine, see there.");

/** `build`: what happens on Docker happens for a cluster too, which then gets the image. */
export const buildRows: Rows = {
  build: row(
    nearly("Gantry builds no images yet: one of that name that is on the engine is used, else Apply stops there."),
    nearly("Built on the Docker engine and loaded into our clusters; for others it must be pushed."),
  ),
  ...each(
    "build.context build.dockerfile build.dockerfile_inline build.entitlements build.args build.ssh build.labels " +
      "build.cache_from build.cache_to build.no_cache build.additional_contexts build.network build.pull build.target " +
      "build.shm_size build.extra_hosts build.isolation build.privileged build.provenance build.sbom build.secrets " +
      "build.secrets[].source build.secrets[].target build.secrets[].uid build.secrets[].gid build.secrets[].mode " +
      "build.tags build.ulimits build.ulimits.*.soft build.ulimits.*.hard build.platforms",
    row(notYet, elsewhere),
  ),
  ...each(
    "develop develop.watch develop.watch[].path develop.watch[].action develop.watch[].target develop.watch[].ignore " +
      "develop.watch[].include develop.watch[].initial_sync develop.watch[].exec develop.watch[].exec.command " +
      "develop.watch[].exec.user develop.watch[].exec.privileged develop.watch[].exec.working_dir " +
      "develop.watch[].exec.environment",
    row(no("Gantry does not watch sources; use `docker compose watch`."), no("Gantry does not watch sources.")),
  ),
};
