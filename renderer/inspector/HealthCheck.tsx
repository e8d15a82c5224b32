import type { ServiceHealth } from "../../shared/health.ts";
import type { Service } from "../../shared/stack/project.ts";
import { Pill } from "../ui/Pill.tsx";
import { FactList } from "./FactList.tsx";
import { healthCheckFacts } from "./facts.ts";

export function HealthCheck({ service, health }: { service: Service; health: ServiceHealth }) {
  const facts = healthCheckFacts(service.healthcheck);
  return (
    <FactList
      title="Health check"
      facts={facts ?? []}
      none="The file has none: a replica counts as ready when it runs."
      aside={facts === undefined ? undefined : <Verdict health={health} />}
    />
  );
}

function Verdict({ health }: { health: ServiceHealth }) {
  const states = health.replicas.map(({ replica }) => (replica.state === "running" ? replica.health : "none"));
  const count = (state: string) => states.filter((one) => one === state).length;
  if (count("unhealthy") > 0) return <Pill tone="bad">{count("unhealthy")} failing</Pill>;
  if (count("starting") > 0) return <Pill tone="busy">{count("starting")} waiting</Pill>;
  if (count("healthy") > 0) return <Pill tone="ok">passing</Pill>;
  return <Pill>no answer yet</Pill>;
}
